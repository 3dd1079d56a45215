package value

import (
	"os"
	"strings"
	"testing"
	"time"
)

// only returns the one value of a text.
func only(t *testing.T, text, lang string, ref time.Time) Value {
	t.Helper()
	vs := Find(text, lang, ref)
	if len(vs) != 1 {
		t.Fatalf("Find(%q, %q) = %q, want one value", text, lang, briefs(vs))
	}
	return vs[0]
}

func TestCompare(t *testing.T) {
	type stated struct{ lang, text string }
	tests := []struct {
		reason string
		a, b   stated
		want   Relation
	}{
		{"two notations", stated{"de", "1.000,50"}, stated{"en", "1,000.50"}, Agree},
		{"scales", stated{"en", "1.2 billion"}, stated{"ja", "12億個"}, Agree},
		{"miles and kilometres", stated{"en", "5 miles"}, stated{"de", "8 Kilometer"}, Agree},
		{"inches and millimetres", stated{"en", "16 inches"}, stated{"ja", "400ミリ"}, Agree},
		{"Fahrenheit and Celsius", stated{"en", "14 degrees Fahrenheit"}, stated{"zh", "零下10摄氏度"}, Agree},
		{"feet and metres that differ", stated{"en", "20,000ft"}, stated{"es", "7.500 metros"}, Disagree},
		{"days and hours", stated{"de", "drei Tage"}, stated{"en", "72 hours"}, Agree},
		{"minutes in two notations", stated{"pt", "2m08s"}, stated{"de", "2:08 Minuten"}, Agree},
		{"three groups and their units", stated{"en", "2h09m31s"}, stated{"ja", "2:09:31"}, Agree},
		{"three groups that differ", stated{"en", "2:09:31"}, stated{"ja", "2時間9分51秒"}, Disagree},
		{"inches or seconds", stated{"it", "47\""}, stated{"en", "47s"}, Agree},
		{"inches and other seconds", stated{"it", "47\""}, stated{"en", "52s"}, Unrelated},
		{"over so long, and longer", stated{"en", "repaid over 20 years"}, stated{"fr", "trente ans"}, Disagree},
		{"over so long, and as long", stated{"de", "ein Darlehen über 20 Jahre"}, stated{"fr", "en vingt ans"}, Agree},
		{"more than so long, and nearly an hour more", stated{"en", "It took over three hours"}, stated{"de", "fast vier Stunden"}, Agree},
		{"more than so long, and some days more", stated{"sv", "över 30 dagar"}, stated{"de", "33 Tage"}, Agree},
		{"twice, and so many times as much", stated{"en", "twice normal rainfall"}, stated{"en", "doubled"}, Agree},
		{"twice, and some count", stated{"en", "twice normal rainfall"}, stated{"de", "drei Boote"}, Unrelated},
		{"twice, and three times", stated{"en", "convicted twice"}, stated{"de", "dreimal verurteilt"}, Disagree},
		{"over so long, and a little more", stated{"en", "over 20 years"}, stated{"fr", "vingt et un ans"}, Agree},
		{"an hour with a case, or so many", stated{"hu", "16 órára"}, stated{"de", "um 16 Uhr"}, Agree},
		{"more than", stated{"en", "more than 30 ships"}, stated{"fr", "34 navires"}, Agree},
		{"more than, but far more", stated{"en", "more than 30 ships"}, stated{"fr", "90 navires"}, Disagree},
		{"about", stated{"de", "rund 400"}, stated{"en", "412"}, Agree},
		{"nearly", stated{"en", "nearly 50"}, stated{"fr", "48"}, Agree},
		{"nearly, but not near", stated{"en", "nearly 3,000"}, stated{"it", "2.150"}, Disagree},
		{"at least, but fewer", stated{"en", "at least 56"}, stated{"ja", "49人"}, Disagree},
		{"rounded by one side", stated{"en", "1.23 million"}, stated{"de", "1,2 Millionen"}, Agree},
		{"years that are near", stated{"fr", "pour Noël 2028"}, stated{"fr", "à l'été 2030"}, Disagree},
		{"millions of an unnamed currency that differ", stated{"en", "€9m"}, stated{"nl", "19 miljoen"}, Disagree},
		{"an amount and some count", stated{"en", "€9m"}, stated{"nl", "19 miljoen kippen"}, Unrelated},
		{"minus with a space behind it", stated{"fr", "tombé à – 7 °C"}, stated{"en", "-7C"}, Agree},
		{"degrees in short", stated{"en", "minus 2C"}, stated{"pt", "2 graus negativos"}, Agree},
		{"a currency whose sign is a unit elsewhere", stated{"hu", "500 Ft"}, stated{"en", "500 forints"}, Agree},
		{"square kilometres in Cyrillic", stated{"ru", "2 км²"}, stated{"en", "2 sq km"}, Agree},
		{"millions of an unnamed currency", stated{"en", "€26m"}, stated{"pt", "26 milhões"}, Agree},
		{"a time written like a duration", stated{"en", "4:30am"}, stated{"fr", "4 h 30"}, Agree},
		{"a duration and a time", stated{"en", "9:15 a.m."}, stated{"fr", "2 h 04"}, Unrelated},
		{"round, but not that round", stated{"en", "730"}, stated{"cs", "710"}, Disagree},
		{"turned figures", stated{"en", "341 ballots"}, stated{"en", "314 ballots"}, Disagree},
		{"fraction and percent", stated{"en", "a third"}, stated{"de", "33 Prozent"}, Agree},
		{"half and percent", stated{"cs", "polovina"}, stated{"en", "63%"}, Disagree},
		{"kinds", stated{"en", "5 percent"}, stated{"en", "5 miles"}, Unrelated},
		{"currencies worth as much", stated{"en", "100 euros"}, stated{"en", "90 Swiss francs"}, Unrelated},
		{"currencies, rounded", stated{"en", "€1.2bn"}, stated{"da", "knap ni milliarder kroner"}, Unrelated},
		{"the wrong currency, of nearly the same worth", stated{"en", "2 million US dollars"}, stated{"fr", "2 millions d'euros"}, Disagree},
		{"a child's age, and months", stated{"en", "18 months"}, stated{"de", "ein anderthalb Jahre altes"}, Agree},
		{"a child's age, and other months", stated{"en", "14 months"}, stated{"de", "ein drei Jahre alter"}, Disagree},
		{"years and months, and a man's age", stated{"it", "quattro anni e sei mesi"}, stated{"fr", "âgé de 54 ans"}, Unrelated},
		{"the wrong currency", stated{"en", "€4m"}, stated{"sv", "fyra miljoner kronor"}, Disagree},
		{"currencies that moved", stated{"en", "100 euros"}, stated{"en", "60 US dollars"}, Unrelated},
		{"a number, and money of another magnitude", stated{"es", "38 millones"}, stated{"ko", "8조4000억원"}, Unrelated},
		{"a count of degrees, or of times", stated{"ja", "2度"}, stated{"en", "twice"}, Agree},
		{"kilos of either sort", stated{"ja", "990キロ"}, stated{"it", "meno di una tonnellata"}, Agree},
		{"kilos, perhaps of a road, and other weights", stated{"ko", "700킬로"}, stated{"en", "980 kg"}, Unrelated},
		{"twice or double", stated{"pl", "dwukrotnie"}, stated{"de", "zweimal"}, Agree},
		{"double, or twice", stated{"pl", "dwukrotnie"}, stated{"en", "doubled"}, Agree},
		{"a birthday, and years", stated{"de", "zum 75. Geburtstag"}, stated{"es", "cumplió 75 años"}, Agree},
		{"a birthday, and fewer years", stated{"de", "zum 75. Geburtstag"}, stated{"es", "cumplió 70 años"}, Disagree},
		{"an anniversary of something else", stated{"fr", "le 75e anniversaire"}, stated{"en", "the 75th anniversary"}, Agree},
		{"a rank by its point, and in letters", stated{"cs", "14. místo"}, stated{"fr", "la 14e place"}, Agree},
		{"an exchange that fits", stated{"cs", "38,5 milionu korun"}, stated{"de", "umgerechnet rund 1,6 Millionen Euro"}, Unrelated},
		{"amounts of millions, and of tens of millions", stated{"en", "tens of millions of dollars"}, stated{"ar", "عشرات الملايين"}, Agree},
		{"most of a ton, and more than one", stated{"uk", "менше тонни"}, stated{"en", "1,400 kg"}, Disagree},
		{"a rank with its sign behind in", stated{"pt", "no 14.º lugar"}, stated{"en", "14th place"}, Agree},
		{"a currency without a rate", stated{"en", "100 euros"}, stated{"en", "100 Turkish liras"}, Unrelated},
		{"one of several dollars", stated{"en", "$1.3 million"}, stated{"ja", "5億円"}, Disagree},
		{"a year and a count near it", stated{"en", "1974"}, stated{"de", "zweitausend"}, Unrelated},
		{"shares", stated{"en", "three out of four"}, stated{"ja", "4人に1人"}, Disagree},
		{"shares of a noun", stated{"fr", "une personne sur cinq"}, stated{"en", "20%"}, Agree},
		{"each", stated{"de", "jeder siebte"}, stated{"zh", "三分之一"}, Disagree},
		{"a fraction behind by", stated{"en", "by a third"}, stated{"de", "um ein Viertel"}, Disagree},
		{"a hedged fraction", stated{"en", "almost a fifth"}, stated{"de", "20 Prozent"}, Agree},
		{"millions of a unit", stated{"en", "2m tonnes"}, stated{"de", "fünf Millionen Tonnen"}, Disagree},
		{"money and a half", stated{"fr", "quatre euros et demi"}, stated{"en", "4.50 euros"}, Agree},
		{"hundreds and some", stated{"zh", "400多个"}, stated{"en", "412"}, Agree},
		{"amounts", stated{"de", "127 Millionen Euro"}, stated{"en", "€121mn"}, Disagree},
		{"an open currency", stated{"en", "3.7 billion crowns"}, stated{"cs", "3,7 miliardy korun"}, Agree},
		{"pounds of mass", stated{"en", "440 pounds"}, stated{"zh", "200公斤"}, Agree},
		{"people and a bare count", stated{"en", "22 people"}, stated{"ru", "двадцать два"}, Agree},
		{"an amount without its currency", stated{"en", "370 million rupees"}, stated{"hi", "37 करोड़"}, Agree},
		{"age and years", stated{"en", "34-year-old"}, stated{"es", "34 años"}, Agree},
		{"other ages", stated{"en", "34-year-old"}, stated{"cs", "dvaačtyřicetiletý"}, Disagree},
		{"age and bare number", stated{"en", "Mia Berg, 34, said"}, stated{"de", "34"}, Agree},
		{"year and number", stated{"en", "2019"}, stated{"de", "2019 Gäste"}, Agree},
		{"a night, by the day it begins or ends on", stated{"en", "on Sunday night"}, stated{"de", "in der Nacht zu Montag"}, Agree},
		{"a night of two days", stated{"ru", "в ночь на понедельник"}, stated{"ja", "日曜の夜"}, Agree},
		{"a night and the morning behind it", stated{"en", "on Sunday night"}, stated{"es", "en la madrugada del lunes"}, Agree},
		{"a night by date", stated{"de", "in der Nacht zum 3. Mai"}, stated{"en", "late on 2 May"}, Agree},
		{"a night, as Turkish has it", stated{"en", "on Sunday night"}, stated{"tr", "pazartesiye bağlayan gece"}, Agree},
		{"a night and another evening", stated{"en", "on Sunday night"}, stated{"de", "am Montagabend"}, Disagree},
		{"a night and the evening behind it", stated{"de", "in der Nacht zum 3. Mai"}, stated{"en", "on the evening of 3 May"}, Disagree},
		{"morning and evening", stated{"en", "on Friday morning"}, stated{"de", "am Freitagabend"}, Disagree},
		{"morning and evening of a date", stated{"fr", "le 3 mai au matin"}, stated{"zh", "5月3日晚"}, Disagree},
		{"parts of no particular day", stated{"en", "closed in the evening"}, stated{"de", "am frühen Morgen gesperrt"}, Disagree},
		{"the same part of no particular day", stated{"pl", "po południu"}, stated{"en", "in the afternoon"}, Agree},
		{"a time of day and another part of it", stated{"en", "at 9 pm"}, stated{"fr", "dans la matinée"}, Disagree},
		{"a part and the whole day", stated{"sv", "på måndagskvällen"}, stated{"en", "on Monday"}, Agree},
		{"a day of several", stated{"en", "3-5 May"}, stated{"en", "4 May"}, Agree},
		{"the last morning of several days", stated{"en", "3-5 May"}, stated{"en", "the morning of 5 May"}, Agree},
		{"a bound from above and one from below", stated{"en", "fewer than 200"}, stated{"ja", "200頭以上"}, Disagree},
		{"at most and at least", stated{"de", "höchstens 40"}, stated{"fr", "au moins 40"}, Disagree},
		{"two bounds from below", stated{"en", "more than 200"}, stated{"de", "mindestens 210"}, Agree},
		{"ages by a bound", stated{"en", "under 65"}, stated{"ja", "65歳以上"}, Disagree},
		{"before and after an hour", stated{"en", "shortly before 9 pm"}, stated{"de", "kurz nach 21 Uhr"}, Disagree},
		{"about an hour", stated{"en", "at around 9 pm"}, stated{"de", "kurz nach 21 Uhr"}, Agree},
		{"an hour where 24 are written", stated{"en", "at 8 pm"}, stated{"de", "um 8 Uhr"}, Unrelated},
		{"an hour where 12 are said", stated{"en", "at 8 pm"}, stated{"es", "a las 8"}, Agree},
		{"parts of a month", stated{"en", "in early August"}, stated{"zh", "8月下旬"}, Disagree},
		{"the same part of a month", stated{"de", "Ende August"}, stated{"ko", "8월 하순"}, Agree},
		{"a part of a month and one of its days", stated{"fr", "fin août"}, stated{"en", "on 3 August"}, Disagree},
		{"a month of other years", stated{"en", "in May this year"}, stated{"ja", "昨年5月"}, Disagree},
		{"weeks", stated{"en", "next week"}, stated{"de", "vergangene Woche"}, Disagree},
		{"several days", stated{"ru", "с 3 по 7 июня"}, stated{"en", "from 3 to 7 June"}, Agree},
		{"several days, other ones", stated{"zh", "7月3日至9日"}, stated{"en", "from 3 to 19 July"}, Disagree},
		{"quarters", stated{"en", "in the first quarter"}, stated{"de", "im zweiten Quartal"}, Disagree},
		{"ages by ten years", stated{"en", "a man in his fifties"}, stated{"ja", "30代の男"}, Disagree},
		{"ages by ten years, in a word", stated{"en", "a man in his fifties"}, stated{"fr", "un quinquagénaire"}, Agree},
		{"a dual", stated{"ar", "عامين"}, stated{"en", "three years"}, Disagree},
		{"one in so many", stated{"de", "jeder fünfte"}, stated{"en", "20 percent"}, Agree},
		{"scores without spaces", stated{"en", "won 3-1"}, stated{"zh", "以2:1取胜"}, Disagree},
		{"so many times more", stated{"en", "tripled"}, stated{"zh", "增加了两倍"}, Agree},
		{"a century in Roman numerals", stated{"en", "a 17th-century church"}, stated{"fr", "une église du XVIIe siècle"}, Agree},
		{"a century in Roman numerals with a point", stated{"de", "im XIX. Jahrhundert"}, stated{"fr", "au XIXème siècle"}, Agree},
		{"a century by its hundred", stated{"en", "in the 18th century"}, stated{"sv", "på 1700-talet"}, Agree},
		{"another century", stated{"en", "in the 17th century"}, stated{"es", "del siglo XVIII"}, Disagree},
		{"another century, by its hundred", stated{"zh", "17世纪"}, stated{"da", "1700-tallet"}, Disagree},
		{"two weeks, and fifteen days as Spanish counts them", stated{"en", "two weeks"}, stated{"es", "quince días"}, Agree},
		{"noon", stated{"de", "um 12 Uhr"}, stated{"en", "at noon"}, Agree},
		{"the beginning of a word is no part of a month", stated{"zh", "12月中国队获胜"}, stated{"en", "on 28 December"}, Agree},
		{"nor of a day", stated{"ja", "3日朝鮮中央通信が報じた"}, stated{"en", "on the evening of 3 October"}, Agree},
		{"earlier on a day is not its morning", stated{"zh", "当地时间3日早些时候"}, stated{"en", "on the evening of 3 October"}, Agree},
		{"early elections", stated{"en", "In May early elections were called"}, stated{"de", "am 20. Mai"}, Agree},
		{"a night has no afternoon", stated{"fr", "dans la nuit du 3 mai"}, stated{"en", "on the afternoon of 3 May"}, Disagree},
		{"no night of no particular day either", stated{"de", "in der Nacht"}, stated{"en", "in the afternoon"}, Disagree},
		{"a night between months", stated{"en", "the night of 31 May"}, stated{"fr", "dans la nuit du 1er juin"}, Agree},
		{"score in either order", stated{"en", "won 3-1"}, stated{"de", "verlor 1:3"}, Agree},
		{"other score", stated{"en", "won 3-1"}, stated{"de", "siegte 2:1"}, Disagree},
		{"name", stated{"en", "COVID-19"}, stated{"fr", "Covid-19"}, Agree},
		{"numbered name", stated{"en", "No. 614"}, stated{"ja", "614号"}, Agree},
		{"other name", stated{"en", "A380"}, stated{"en", "A320"}, Unrelated},

		{"date and weekday", stated{"en", "Saturday"}, stated{"ja", "4日"}, Agree},
		{"date and another weekday", stated{"en", "Friday"}, stated{"ja", "4日"}, Disagree},
		{"weekdays", stated{"de", "am Dienstag"}, stated{"ru", "в среду"}, Disagree},
		{"yesterday and date", stated{"en", "yesterday"}, stated{"de", "am 4. Oktober"}, Agree},
		{"dates", stated{"de", "11. Mai"}, stated{"en", "May 14"}, Disagree},
		{"month and day within", stated{"en", "in May"}, stated{"de", "3. Mai 2025"}, Agree},
		{"last year and year", stated{"ja", "昨年"}, stated{"en", "in 2024"}, Agree},
		{"years", stated{"en", "2011"}, stated{"de", "2014"}, Disagree},
		{"decade and year", stated{"en", "the 1990s"}, stated{"de", "1994"}, Agree},
		{"quarter and month", stated{"en", "first quarter of 2031"}, stated{"cs", "v březnu 2031"}, Agree},

		{"clock", stated{"en", "3 p.m."}, stated{"de", "15 Uhr"}, Agree},
		{"clock without half of the day", stated{"de", "halb vier"}, stated{"en", "3.30pm"}, Agree},
		{"before an hour and after it", stated{"en", "before 9 p.m."}, stated{"de", "erst nach 21 Uhr"}, Disagree},
		{"before an hour and after it, in Japanese", stated{"en", "before 9 p.m."}, stated{"ja", "午後9時を過ぎて"}, Disagree},
		{"before an hour and soon before it", stated{"en", "before 9 p.m."}, stated{"de", "um 20.15 Uhr"}, Agree},
		{"before an hour and much earlier", stated{"en", "before 9 p.m."}, stated{"de", "um 17.15 Uhr"}, Unrelated},
		{"before an hour and later", stated{"en", "before 9 p.m."}, stated{"de", "um 22.15 Uhr"}, Disagree},
		{"after an hour, and at it, in two zones across midnight", stated{"en", "after 23:00 GMT"}, stated{"en", "at 0:30 CET"}, Agree},
		{"before an hour, and after it, in two zones across midnight", stated{"en", "before midnight GMT"}, stated{"en", "at 02:45 CET"}, Disagree},
		{"amounts one of which is a range", stated{"en", "between 100 and 900 million euros"}, stated{"en", "US$120 million"}, Unrelated},
		{"one of some, and how many", stated{"en", "one of the three suspects"}, stated{"de", "drei Verdächtige"}, Agree},
		{"one in a thousand", stated{"en", "one in 1000"}, stated{"en", "0.1 percent"}, Agree},
		{"before midnight", stated{"en", "before midnight"}, stated{"de", "um 22.15 Uhr"}, Unrelated},
		{"minutes to the hour", stated{"en", "twenty minutes to eleven"}, stated{"de", "22.40 Uhr"}, Agree},
		{"clock, other minutes", stated{"en", "1.20am"}, stated{"de", "2.45 Uhr"}, Disagree},
		{"clock across midnight", stated{"en", "shortly before midnight"}, stated{"de", "23.50 Uhr"}, Agree},
		{"clock in two zones", stated{"en", "0615 GMT"}, stated{"ru", "09:15 мск"}, Agree},
	}
	for _, tt := range tests {
		a := only(t, tt.a.text, tt.a.lang, sunday)
		b := only(t, tt.b.text, tt.b.lang, sunday)
		got, weight := Compare(a, b)
		if got != tt.want || weight < 0 || weight > 1 || (got == Unrelated) != (weight == 0) {
			t.Errorf("%s: Compare(%q, %q) = %d, %.2f, want %d", tt.reason, brief(a), brief(b), got, weight, tt.want)
		}
	}
}

func TestCompareWithoutReference(t *testing.T) {
	tests := []struct {
		reason string
		a, b   string
		want   Relation
	}{
		{"same day of a month", "3 May", "May 3", Agree},
		{"other month", "3 May", "3 June", Disagree},
		{"full date and its weekday", "3 May 2025", "on Saturday", Agree},
		{"both yesterday", "yesterday", "yesterday", Agree},
		{"yesterday and last week", "yesterday", "last week", Unrelated},
		{"last month and last year", "last month", "last year", Disagree},
		{"last month and this year", "last month", "this year", Unrelated},
		{"next week and next month", "next week", "next month", Disagree},
		{"yesterday and today", "yesterday", "today", Unrelated},
		{"yesterday and the day before", "yesterday", "the day before yesterday", Disagree},
		{"last October and the next", "last October", "next October", Disagree},
		{"last October, and that of next year", "last October", "October next year", Disagree},
		{"last October, and that of last year", "last October", "October last year", Agree},
		{"last Friday and the next", "last Friday", "next Friday", Disagree},
		{"seasons", "in spring", "in autumn", Disagree},
		{"season of another year", "in the spring of last year", "next spring", Disagree},
		{"season and month", "in spring", "in October", Unrelated},
		{"season and a month of it", "in winter", "in January", Agree},
		{"halves of the year", "the first half of the year", "the second half of the year", Disagree},
		{"nothing in common", "in 2019", "in March", Unrelated},
	}
	for _, tt := range tests {
		a, b := only(t, tt.a, "en", time.Time{}), only(t, tt.b, "en", time.Time{})
		if got, _ := Compare(a, b); got != tt.want {
			t.Errorf("%s: Compare(%q, %q) = %d, want %d", tt.reason, tt.a, tt.b, got, tt.want)
		}
	}
}

// TestCompareWeight checks the order of weights, not their size.
func TestCompareWeight(t *testing.T) {
	tests := []struct {
		reason         string
		less, more     [2]string
		wantAgreements bool
	}{
		{"more digits tell more", [2]string{"3 ships", "3 ships"}, [2]string{"14,527 ships", "14,527 ships"}, true},
		{"a unit tells more", [2]string{"45", "45"}, [2]string{"45 km", "45 km"}, true},
		{"one tells next to nothing", [2]string{"one hour", "one hour"}, [2]string{"six hours", "six hours"}, true},
		{"a time off by hours may be another zone's", [2]string{"3 p.m.", "1 p.m."}, [2]string{"3.20pm", "1 p.m."}, false},
		{"close values are likely of one thing", [2]string{"3 km", "90 km"}, [2]string{"3 km", "4 km"}, false},
		{"a bare number may count something else", [2]string{"730", "710"}, [2]string{"730 people", "710 people"}, false},
		{"the day after may be another zone's", [2]string{"3 May", "4 May"}, [2]string{"3 May", "9 May"}, false},
	}
	for _, tt := range tests {
		weight := func(pair [2]string) float64 {
			r, w := Compare(only(t, pair[0], "en", sunday), only(t, pair[1], "en", sunday))
			if (r == Agree) != tt.wantAgreements || r == Unrelated {
				t.Errorf("%s: %q and %q relate as %d", tt.reason, pair[0], pair[1], r)
			}
			return w
		}
		if less, more := weight(tt.less), weight(tt.more); less >= more {
			t.Errorf("%s: %q weighs %.2f and %q %.2f", tt.reason, tt.less, less, tt.more, more)
		}
	}
}

func TestRelate(t *testing.T) {
	tests := []struct {
		reason          string
		a, b            string
		agree, disagree bool
	}{
		{"nothing stated", "no numbers", "3 ships", false, false},
		{"same values in another order", "3 of 5 ships", "5 ships, of which 3", true, false},
		{"one agrees and one does not", "3 people on 9 May", "3 people on 12 May", true, true},
		{"a value is used once", "4 and 4", "4 and 7", true, true},
		{"a unit left out", "51 euros, up from 45", "43 euros before, now 51 euros", true, true},
		{"no unit left out", "51 euros for 45 children", "43 euros before, now 51 euros", true, false},
		{"no unit left out before a part", "51 percent, in 45 of the 60 districts", "51 percent, against 47 percent", true, false},
		{"a share of some, and percent", "three of four ships", "75 percent", true, false},
		{"different kinds", "5 km", "5 percent", false, false},
	}
	for _, tt := range tests {
		a, b := Find(tt.a, "en", sunday), Find(tt.b, "en", sunday)
		agree, disagree := Relate(a, b)
		if (agree > 0) != tt.agree || (disagree > 0) != tt.disagree {
			t.Errorf("%s: Relate(%q, %q) = %.2f, %.2f", tt.reason, tt.a, tt.b, agree, disagree)
		}
		if x, y := Relate(b, a); x != agree || y != disagree {
			t.Errorf("%s: swapped it is %.2f, %.2f instead of %.2f, %.2f", tt.reason, x, y, agree, disagree)
		}
	}
}

// TestCompareWordings compares values across languages as newsrooms word them.
func TestCompareWordings(t *testing.T) {
	table, err := os.ReadFile("testdata/wordings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	relations := map[string]Relation{"Unrelated": Unrelated, "Agree": Agree, "Disagree": Disagree}
	for line := range strings.Lines(string(table)) {
		if line[0] == '#' {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 5 {
			t.Fatalf("%q has %d columns, want 5", line, len(f))
		}
		x, y := Find(f[1], f[0], time.Time{}), Find(f[3], f[2], time.Time{})
		if len(x) != 1 || len(y) != 1 {
			t.Errorf("%s %q: %q, and %s %q: %q; want one value each", f[0], f[1], briefs(x), f[2], f[3], briefs(y))
			continue
		}
		a, b := x[0], y[0]
		if got, _ := Compare(a, b); got != relations[f[4]] {
			t.Errorf("%s %q (%s) and %s %q (%s): %d, want %s", f[0], f[1], brief(a), f[2], f[3], brief(b), got, f[4])
		}
	}
}

// TestRelateShares compares shares that may be counts, too, with their percentage.
func TestRelateShares(t *testing.T) {
	tests := []struct{ reason, lang, text string }{
		{"Russian", "ru", "три машины из четырёх"},
		{"Ukrainian", "uk", "три будинки з чотирьох"},
		{"Polish", "pl", "trzy na cztery domy"},
		{"Czech", "cs", "tři ze čtyř domů"},
		{"Croatian", "hr", "tri od četiri kuće"},
		{"Bulgarian", "bg", "три от четири къщи"},
		{"Turkish", "tr", "dört evden üçü"},
		{"Hungarian", "hu", "négy házból három"},
		{"German litres", "de", "drei von vier Litern"},
		{"Polish litres", "pl", "trzy litry na cztery"},
	}
	for _, tt := range tests {
		agree, disagree := Relate(Find(tt.text, tt.lang, sunday), Find("75 percent", "en", sunday))
		if agree == 0 || disagree > 0 {
			t.Errorf("%s: Relate(%q, 75 percent) = %.2f, %.2f", tt.reason, tt.text, agree, disagree)
		}
	}
}
