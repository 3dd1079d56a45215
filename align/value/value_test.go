package value

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// sunday is the reference date of the tests, 5 October 2025.
var sunday = time.Date(2025, 10, 5, 0, 0, 0, 0, time.UTC)

// brief writes a value as the test tables do: kind, size, unit.
func brief(v Value) string {
	switch v.Kind {
	case Code:
		return "code " + v.Text
	case Date:
		if v.Year > 0 && v.Hi > v.Lo {
			last := time.Unix(int64(v.Hi)*24*3600, 0).UTC()
			return fmt.Sprintf("date %d-%d-%d..%s", v.Year, v.Month, v.Day, last.Format("2006-1-2"))
		}
		return fmt.Sprintf("date %d-%d-%d w%d", v.Year, v.Month, v.Day, v.Weekday)
	case Clock:
		s := fmt.Sprintf("clock %d:%02d", int(v.Lo)/60, int(v.Lo)%60)
		if v.Hi > v.Lo {
			s += fmt.Sprintf("..%d:%02d", int(v.Hi)/60, int(v.Hi)%60)
		}
		return s
	}
	s := v.Kind.String()
	if v.Lo == v.Hi {
		s += fmt.Sprintf(" %.6g", v.Lo)
	} else {
		s += fmt.Sprintf(" %.6g..%.6g", v.Lo, v.Hi)
	}
	if v.Unit != "" {
		s += " " + v.Unit
	}
	return s
}

func briefs(vs []Value) string {
	var out []string
	for _, v := range vs {
		out = append(out, brief(v))
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	const dollars = "AUD/CAD/HKD/NZD/SGD/TWD/USD"
	tests := []struct {
		reason string
		lang   string
		text   string
		want   string
	}{
		// digits
		{"English separators", "en", "1,000.50 tickets", "number 1000.5"},
		{"German separators", "de", "1.000,50 gezählt", "number 1000.5"},
		{"narrow space groups", "fr", "1\u202f000,50 relevés", "number 1000.5"},
		{"no-break space groups in any language", "en", "12\u00a0500 seats", "number 12500"},
		{"plain space groups where the language does so", "ru", "1 000,5 замера", "number 1000.5"},
		{"plain space does not group in English", "en", "route 66 500 cars", "code 66; number 500"},
		{"apostrophe groups", "de", "1'250'000 Stück", "number 1.25e+06"},
		{"Indian groups", "en", "12,34,567 voters", "number 1.23457e+06 person"},
		{"Arabic-Indic digits", "ar", "٤٨ ساعة", "duration 172800 s"},
		{"Arabic-Indic decimal separator", "ar", "٣٫٥ كيلومتر", "length 3500 m"},
		{"Persian digits", "fa", "۳۴ ساله", "age 34 yr"},
		{"Devanagari digits", "hi", "२५ लोग", "number 25 person"},
		{"Thai digits", "th", "๕ ราย", "number 5 person"},
		{"full-width digits", "ja", "２６０人", "number 260 person"},
		{"middle dot as decimal point", "ja", "318・5ミリ", "length 0.3185 m"},
		{"a row that is neither number nor date", "en", "version 12.4.1 is out", "code 12.4.1"},
		{"a network address", "en", "at 192.168.20.1 now", "code 192.168.20.1"},
		{"superscripts are no digits", "en", "10² tries", "number 10"},
		{"a vulgar fraction", "en", "2½ hours", "duration 9000 s"},
		{"a web address holds no values", "en", "see www.example.org/2019/05 for 3 rules", "number 3"},

		// scales
		{"abbreviated scales", "en", "1.2bn users, £2.4m", "number 1.2e+09 person; money 2.4e+06 GBP"},
		{"German scales", "de", "1,2 Mrd. Euro und 3 Mio. Dosen", "money 1.2e+09 EUR; number 3e+06"},
		{"Russian scales", "ru", "3 млн рублей", "money 3e+06 RUB"},
		{"East Asian myriads", "ja", "12億3000万円", "money 1.23e+09 JPY"},
		{"digits and characters mixed", "ja", "2万5千枚", "number 25000"},
		{"Chinese ten thousands", "zh", "10万元", "money 100000 CNY"},
		{"Korean ten thousands", "ko", "10만원을 냈다", "money 100000 KRW"},
		{"lakh and thousand", "hi", "12 लाख 34 हजार रुपये", "money 1.234e+06 INR"},
		{"scale of both ends of a range", "en", "2-3 million litres", "volume 2e+06..3e+06 l"},
		{"digits after a scale word", "tr", "14 bin 300 ton", "mass 1.43e+07 kg"},

		// numerals
		{"English", "en", "two hundred and fifty thousand trees", "number 250000"},
		{"English, hyphenated", "en", "twenty-five trees", "number 25"},
		{"German, units first", "de", "zweiundzwanzig Bäume", "number 22"},
		{"German, long", "de", "dreihundertfünfundvierzigtausend Bäume", "number 345000"},
		{"Dutch", "nl", "tweeëntwintig bomen", "number 22"},
		{"French twenties", "fr", "quatre-vingt-dix-sept arbres", "number 97"},
		{"French seventies", "fr", "soixante et onze arbres", "number 71"},
		{"French, a hundred after a thousand", "fr", "deux mille cent arbres", "number 2100"},
		{"Spanish", "es", "dos mil trescientos cuarenta y dos árboles", "number 2342"},
		{"Italian, elided", "it", "trentotto alberi", "number 38"},
		{"Italian, glued thousands", "it", "duemilatrecento alberi, 500mila in tutto", "number 2300; number 500000"},
		{"Portuguese", "pt", "vinte e duas árvores", "number 22"},
		{"Polish, inflected", "pl", "pięciuset dwudziestu drzew", "number 520"},
		{"Czech, units first", "cs", "dvaadvacet stromů", "number 22"},
		{"Slovak, glued", "sk", "dvadsaťdva stromov", "number 22"},
		{"Russian, inflected", "ru", "около двадцати двух деревьев", "number 21.34..22.66"},
		{"Ukrainian", "uk", "двадцять два дерева", "number 22"},
		{"Bulgarian", "bg", "двадесет и две дървета", "number 22"},
		{"Serbian in both scripts", "sr", "двадесет два и dvadeset dva", "number 22; number 22"},
		{"Croatian", "hr", "dvadeset dva stabla", "number 22"},
		{"Danish half-twenties", "da", "femoghalvfjerds træer", "number 75"},
		{"Swedish", "sv", "tjugotvå träd", "number 22"},
		{"Norwegian", "no", "tjueto trær", "number 22"},
		{"Finnish", "fi", "kaksikymmentäkaksi puuta", "number 22"},
		{"Hungarian", "hu", "huszonkettő fa", "number 22"},
		{"Greek", "el", "είκοσι δύο δέντρα", "number 22"},
		{"Romanian", "ro", "douăzeci și doi de copaci", "number 22"},
		{"Catalan", "ca", "vint-i-dos arbres", "number 22"},
		{"Turkish", "tr", "yirmi beş ağaç", "number 25"},
		{"Arabic, units first", "ar", "خمسة وعشرون شخصا", "number 25 person"},
		{"Hebrew", "he", "עשרים ושתיים עצים", "number 22"},
		{"Persian", "fa", "بیست و دو نفر", "number 22 person"},
		{"Hindi", "hi", "पच्चीस लोग", "number 25 person"},
		{"Thai", "th", "ยี่สิบสองคน", "number 22 person"},
		{"Vietnamese", "vi", "hai mươi hai người", "number 22 person"},
		{"Indonesian", "id", "dua puluh dua pohon", "number 22"},
		{"Japanese", "ja", "三十二人", "number 32 person"},
		{"Chinese", "zh", "两百三十人", "number 230 person"},
		{"Korean, Sino-Korean", "ko", "이십이 명이 왔다", "number 22 person"},
		{"Korean, native", "ko", "스물두 명이 왔다", "number 22 person"},
		{"the article is no value", "de", "ein Mann und eine Frau", ""},
		{"one person is the article in most languages", "en", "one person", ""},
		{"one of a measure is weak but there", "en", "one hour", "duration 3600 s"},
		{"a character that only looks like a numeral", "zh", "一般情况", ""},
		{"a syllable that only looks like a numeral", "ko", "이번 사건", ""},
		{"a name that holds numerals", "ja", "三菱が千葉で", ""},
		{"letters inside a word", "th", "สามารถ", ""},
		{"dozen", "en", "two dozen eggs", "number 24"},
		{"millions of a currency", "en", "fined 140m roubles", "money 1.4e+08 RUB"},
		{"halves of an hour, French", "fr", "trois heures et demie de négociations", "duration 12600 s"},
		{"halves of an hour, Spanish", "es", "durante dos horas y media", "duration 9000 s"},
		{"halves of an hour, Russian", "ru", "три часа с половиной", "duration 12600 s"},
		{"halves of an hour, Greek", "el", "τρεις ώρες και μισή", "duration 12600 s"},
		{"a day for each", "de", "am letzten Tag und zwei Stunden später", "duration 7200 s"},
		{"one person beyond a hundred", "en", "one hundred one people", "number 101 person"},
		{"one year beyond a hundred", "ja", "百一歳", "age 101 yr"},
		{"one day beyond a thousand", "fr", "mille un jours", "duration 8.64864e+07 s"},
		{"a race", "en", "the 100m women's final", "length 100 m"},
		{"hundredths from nought", "fr", "il a sauté 2m08", "length 2.08 m"},
		{"hundredths from nought, Chinese", "zh", "跳过2米03", "length 2.03 m"},
		{"hundredths in words", "zh", "身高一米七五", "length 1.75 m"},
		{"both sides of a road", "zh", "道路50米两侧", "length 50 m"},
		{"a semi-final over a distance", "zh", "男子100米半决赛", "length 100 m"},
		{"a radius", "zh", "5公里半径", "length 5000 m"},
		{"a quarter-final", "en", "after two weeks and a quarter-final", "duration 1.2096e+06 s"},
		{"a quarter of something else", "en", "two hours and a quarter of the crew", "duration 7200 s; percent 25 %"},
		{"half the crew", "en", "two days and half the crew", "duration 172800 s; percent 50 %"},
		{"minutes to do something", "en", "It took ten minutes to reach him", "duration 600 s"},
		{"minutes before the end", "de", "zehn Minuten vor Schluss", "duration 600 s"},
		{"horses", "fr", "20 chevaux ont péri", "number 20"},
		{"numbers compared", "zh", "产量30比20高", "number 30; number 20"},
		{"metres all the same", "en", "a wall 5m high", "length 5 m"},
		{"an hour and a fraction", "en", "It took an hour and three-quarters", "duration 6300 s"},
		{"an hour and a quarter", "en", "an hour and a quarter later", "duration 4500 s"},
		{"a minute and a half of the", "en", "after a minute and a half the gate shuts", "duration 90 s"},
		{"one that is not said", "ru", "год и семь месяцев", "duration 4.99662e+07 s"},
		{"tenths behind the metre", "zh", "身高1米7", "length 1.7 m"},
		{"hundredths behind the metre", "zh", "身高1米75", "length 1.75 m"},
		{"tenths behind the metre, in words", "zh", "水深一米二。", "length 1.2 m"},
		{"a result in one character", "zh", "中国队以5比2领先", "score 2..5"},
		{"minutes in words", "hi", "सुबह छह बजकर दस मिनट पर", "clock 6:10"},
		{"a hedge before an article", "de", "fast die Hälfte", "percent 42.5..50 %"},
		{"a hedge before a French article", "fr", "presque la moitié", "percent 42.5..50 %"},
		{"a thousand behind a numeral, Russian", "ru", "две тысячи квадратных метров", "area 2000 m2"},
		{"one and a half hundreds", "ru", "полторы сотни человек", "number 150 person"},
		{"a million that is not counted", "ru", "миллион двести тысяч рублей", "money 1.2e+06 RUB"},
		{"two and a half million, Russian", "ru", "два с половиной миллиона рублей", "money 2.5e+06 RUB"},
		{"half written onto its unit", "ru", "полчаса", "duration 1800 s"},
		{"a floor is no half", "ru", "на полу", ""},
		{"dative of hundreds", "ru", "пятистам двадцати жителям", "number 520 person"},
		{"threefold in words", "ru", "в три раза", "multiple 3 x"},
		{"dative in Ukrainian", "uk", "тридцяти чотирьом лікарням", "number 34"},
		{"the south is no half day", "uk", "південь країни", ""},
		{"half written onto its unit, Ukrainian", "uk", "півгодини", "duration 1800 s"},
		{"a genitive million behind decimals", "pl", "4,3 miliona euro", "money 4.3e+06 EUR"},
		{"two and a half million, Polish", "pl", "dwa i pół miliona euro", "money 2.5e+06 EUR"},
		{"after three hours is no time of day", "pl", "po trzech godzinach", "duration 10800 s"},
		{"the north is no midnight", "pl", "na północ od miasta", ""},
		{"an ordinal hour, Polish", "pl", "od godziny szóstej", "clock 6:00"},
		{"Friday after its preposition", "pl", "w piątek", "date 2025-10-3 w5"},
		{"hundreds in the dative", "cs", "osmi stovkám hasičů", "number 800 person"},
		{"a thousand behind decimals", "cs", "1,5 tisíce lidí", "number 1500 person"},
		{"persons in the dative, Slovak", "sk", "piatim osobám", "number 5 person"},
		{"a collective numeral, Croatian", "hr", "petorica ozlijeđenih", "number 5 person"},
		{"about twenty in one word", "hr", "dvadesetak ljudi", "number 18..22 person"},
		{"a collective numeral, Serbian", "sr", "шесторица рудара", "number 6 person"},
		{"two thirds in one word", "hu", "kétharmadát", "percent 66.6667 %"},
		{"quarters to the hour, Greek", "el", "στις τρεις παρά τέταρτο", "clock 2:45"},
		{"three and a half in a word", "el", "τρεισήμισι ώρες", "duration 12600 s"},
		{"Tuesday and the third", "el", "την Τρίτη, η τρίτη φορά", "date 2025-9-30 w2; ordinal 3"},
		{"a dative thousand before a hedge", "tr", "dokuz bine yakın", "number 7650..9000"},
		{"two thirds, Turkish", "tr", "üçte ikisi", "percent 66.6667 %"},
		{"hundreds in two words, Arabic", "ar", "ثلاث مئة وخمسين لاجئا", "number 350 person"},
		{"nautical miles, Romanian", "ro", "cinci mile marine", "length 9260 m"},
		{"of behind thousands, Romanian", "ro", "cinci mii de persoane", "number 5000 person"},
		{"a quarter of an hour", "en", "a quarter of an hour later", "duration 900 s"},
		{"two thirds of a million", "en", "two thirds of a million people", "number 666667 person"},
		{"a good half hour, German", "de", "nach gut einer halben Stunde", "duration 1800..2250 s"},
		{"ten past, German", "de", "um zehn nach drei", "clock 3:10"},
		{"a place in a ranking", "de", "auf Platz 3", "ordinal 3"},
		{"three quarters of an hour, French", "fr", "trois quarts d’heure", "duration 2700 s"},
		{"tens counted", "fr", "trois dizaines de blessés", "number 30 person"},
		{"millions behind figures stay a multiplier", "es", "18 millones de soles", "money 1.8e+07 PEN"},
		{"elided article", "it", "un'ora e mezza", "duration 5400 s"},
		{"tens counted, Portuguese", "pt", "quatro dezenas de inscritos", "number 40 person"},
		{"half an hour, Dutch", "nl", "een half uur", "duration 1800 s"},
		{"three quarters, one word", "nl", "driekwart van de kiezers", "percent 75 %"},
		{"half to, Swedish", "sv", "klockan halv åtta", "clock 7:30"},
		{"degrees of frost", "sv", "12 minusgrader", "temperature -12 °C"},
		{"half to, Danish", "da", "klokken halv otte", "clock 7:30"},
		{"one and a half in a word, Norwegian", "no", "halvannen time", "duration 5400 s"},
		{"quarters of the next hour, Catalan", "ca", "a dos quarts de vuit", "clock 7:30"},
		{"three and a half hours, Chinese", "zh", "三个半小时", "duration 12600 s"},
		{"ordinal behind, Japanese", "ja", "3日目", "ordinal 3"},
		{"ordinal behind, Korean", "ko", "3차 회의", "ordinal 3"},
		{"three and a half, Hindi", "hi", "साढ़े तीन करोड़ रुपये", "money 3.5e+07 INR"},
		{"half past, Hindi", "hi", "सुबह साढ़े पांच बजे", "clock 5:30"},
		{"one third, Thai", "th", "หนึ่งในสามของผู้ลงคะแนน", "percent 33.3333 %"},
		{"two thirds, Vietnamese", "vi", "hai phần ba", "percent 66.6667 %"},
		{"two thirds, Indonesian", "id", "dua pertiga", "percent 66.6667 %"},
		{"an amount for each day", "en", "It loses $11m a day", "money 1.1e+07 AUD/CAD/HKD/NZD/SGD/TWD/USD; duration 86400 s"},
		{"a million and a half", "fr", "un million et demi de personnes", "number 1.5e+06 person"},
		{"half behind the unit of mass", "zh", "重八吨半", "mass 8500 kg"},
		{"half past in French", "fr", "à huit heures et demie", "clock 8:30"},
		{"a quarter to in French", "fr", "à huit heures moins le quart", "clock 7:45"},
		{"vague tens", "fr", "une vingtaine de blessés", "number 18..22 person"},
		{"vague, several tens", "ja", "数十人", "number 20..99 person"},
		{"one and a half in a word", "de", "anderthalb Jahre", "duration 4.73364e+07 s"},
		{"one and a half in Polish", "pl", "półtora roku", "duration 4.73364e+07 s"},
		{"half a unit", "en", "half an hour", "duration 1800 s"},
		{"half a million", "es", "medio millón de euros", "money 500000 EUR"},
		{"a number that goes on behind and", "ar", "12 ألفا و350 نسمة", "number 12350 person"},
		{"a half of a multiplier", "he", "מיליון וחצי שקל", "money 1.5e+06 ILS"},
		{"a half before a multiplier", "fa", "دو و نیم میلیون", "number 2.5e+06"},
		{"a quarter of a million", "ru", "четверть миллиона", "number 250000"},
		{"days in a word", "ko", "나흘 동안", "duration 345600 s"},
		{"the end of a number is none", "fr", "vingt-huit jours", "duration 2.4192e+06 s"},
		{"a share in two words", "ru", "три четверти жителей", "percent 75 %"},
		{"every so many years is no share", "de", "jedes fünfte Jahr", ""},
		{"one of a currency, Arabic", "ar", "خسر كل منهم ديناراً واحداً", "money 1 DZD/TND/KWD/IQD/JOD"},
		{"two of a currency, Arabic", "ar", "رفع السعر بدرهمين", "money 2 AED/MAD"},
		{"one and a half of a currency, Arabic", "ar", "دولار ونصف", "money 1.5 " + dollars},
		{"two millions before what they count", "ar", "بلغت الغرامة مليونا يورو", "money 2e+06 EUR"},
		{"millions behind a numeral, Arabic", "ar", "خمسة عشر مليونا", "number 1.5e+07"},
		{"one of a currency, Hebrew", "he", "הקנס עלה בשקל אחד", "money 1 ILS"},
		{"one and a half of a measure, Hebrew", "he", "טון וחצי", "mass 1500 kg"},
		{"twice", "en", "the vote was put off twice", "number 2"},
		{"twice as a factor", "en", "twice as many voters", "multiple 2 x"},
		{"twice, German", "de", "Der Zug hielt zweimal", "number 2"},
		{"three times in a word, Russian", "ru", "суд трижды откладывали", "number 3"},
		{"three times in a word, Czech", "cs", "volalo třikrát", "number 3"},
		{"three times in a word, Hungarian", "hu", "háromszor hívták", "number 3"},
		{"twice, Arabic", "ar", "تأجلت الجلسة مرتين", "number 2"},
		{"how often is no count", "en", "taken twice a day", ""},
		{"an ablative, Turkish", "tr", "elliden fazla ev", "number 50..60"},
		{"a genitive behind tens, Turkish", "tr", "yetmiş beşin üzerinde", "number 75..82.5"},
		{"more than ten, Turkish", "tr", "ondan fazla araç", "number 10..15"},
		{"from him, Turkish", "tr", "ondan haber yok", ""},
		{"more than fifty, Hungarian", "hu", "ötvennél több ház", "number 50..60"},
		{"a rank by its point", "pl", "zajął 14. miejsce", "ordinal 14"},
		{"a rank by its point, Finnish", "fi", "sai 14. sijan", "ordinal 14"},
		{"a rank by its point, Turkish", "tr", "14. sırada bitirdi", "ordinal 14"},
		{"a rank by its point, German", "de", "den 14. Platz", "ordinal 14"},
		{"the end of a sentence is no rank", "de", "Es waren 14. Dann kam die Polizei", "number 14"},
		{"the end of a sentence is no rank, Polish", "pl", "Było ich 14. Potem przyszli inni", "number 14"},
		{"a rank by point and letter", "pt", "terminou no 14.º lugar", "ordinal 14"},
		{"a place in a ranking, Spanish", "es", "bajó al puesto 14", "ordinal 14"},
		{"a birthday", "de", "zu ihrem 75. Geburtstag", "age 75 yr"},
		{"a birthday in words", "it", "il sessantesimo compleanno", "age 60 yr"},
		{"a birthday, Swedish", "sv", "på sin 75-årsdag", "age 75 yr"},
		{"a birthday, Korean", "ko", "75번째 생일", "age 75 yr"},
		{"a share of litres", "es", "tres de cada cuatro litros", "percent 75 %"},
		{"a share of litres, the noun first", "fr", "trois litres sur quatre", "percent 75 %"},
		{"a share of litres, the whole first", "ja", "4リットルのうち3リットル", "percent 75 %"},
		{"a consumption is no share", "fr", "six litres sur 100 km", "volume 6 l; length 100000 m"},
		{"a share behind each", "tr", "Her dört sürücüden biri", "percent 25 %"},
		{"so many a match are no share", "tr", "her dört maçta iki gol", "number 4; number 2"},
		{"a group of each three is no share", "zh", "每三人一组", "number 3 person"},
		{"one of a measure behind a bound, Russian", "ru", "весит менее тонны", "mass 850..1000 kg"},
		{"one of a measure behind a bound, Polish", "pl", "ponad kilometr dalej", "length 1000..1500 m"},
		{"one of a measure behind a bound, Arabic", "ar", "أقل من طن", "mass 850..1000 kg"},
		{"no measure without a bound", "ru", "стоимость тонны выросла", ""},
		{"half past, Turkish", "tr", "saat altı buçukta", "clock 6:30"},
		{"below zero, Turkish", "tr", "sıfırın altında 10 derece", "temperature -10 °C"},
		{"two and a half", "hu", "két és fél évig", "duration 7.8894e+07 s"},

		// fractions and factors
		{"two thirds", "en", "two thirds of the votes", "percent 66.6667 %"},
		{"one third, no article", "ru", "треть голосов", "percent 33.3333 %"},
		{"a third man is no third", "en", "a third suspect", "ordinal 3"},
		{"denominator first", "ja", "3分の2", "percent 66.6667 %"},
		{"denominator first, Korean", "ko", "3분의 2", "percent 66.6667 %"},
		{"percent in front", "zh", "百分之三十", "percent 30 %"},
		{"percent in front, Turkish", "tr", "yüzde 5,5 ve %7", "percent 5.5 %; percent 7 %"},
		{"doubled", "en", "sales more than doubled", "multiple 2..3 x"},

		// money
		{"symbol before", "en", "$14,700", "money 14700 " + dollars},
		{"symbol behind", "de", "12,50 €", "money 12.5 EUR"},
		{"code before", "en", "USD 5 million", "money 5e+06 USD"},
		{"of between", "fr", "1,2 million d'euros", "money 1.2e+06 EUR"},
		{"crowns of any country", "en", "50 crowns", "money 50 CZK/DKK/ISK/NOK/SEK"},
		{"crowns at home", "cs", "50 korun", "money 50 CZK"},
		{"pounds of money", "en", "paid 40 pounds", "money 40 GBP"},

		// measures
		{"metric and imperial", "en", "72 kph (45 mph)", "speed 20 m/s; speed 20.1168 m/s"},
		{"feet and inches", "en", "5 feet 11 inches", "length 1.8034 m"},
		{"hours and minutes", "de", "6 Stunden und 20 Minuten", "duration 22800 s"},
		{"hours and minutes, Japanese", "ja", "1時間30分", "duration 5400 s"},
		{"half behind the unit", "ja", "2時間半", "duration 9000 s"},
		{"hyphenated", "en", "a 30-day ban", "duration 2.592e+06 s"},
		{"written together", "de", "dreitägiger Streik", "duration 259200 s"},
		{"square kilometres", "pl", "12 km²", "area 1.2e+07 m2"},
		{"acres", "en", "100 acres", "area 404686 m2"},
		{"below zero", "zh", "零下10摄氏度", "temperature -10 °C"},
		{"minus sign", "en", "−5 °C", "temperature -5 °C"},
		{"Fahrenheit", "en", "14 degrees Fahrenheit", "temperature -10 °C"},
		{"pressure", "ja", "985ヘクトパスカル", "pressure 98500 Pa"},
		{"data", "en", "3 GB", "data 3e+09 B"},
		{"energy", "de", "300 Kilowattstunden", "energy 1.08e+09 J"},
		{"a fifth generation is no mass", "en", "the 5G net", "code 5G"},

		// hedges and ranges
		{"about", "de", "rund 400 Gäste", "number 352..448 person"},
		{"more than", "en", "more than 30 ships", "number 30..40"},
		{"at least, behind", "ja", "30人以上", "number 30..40 person"},
		{"more than, between", "zh", "七千多名", "number 7000..8000 person"},
		{"more than, glued", "ko", "24만여 명", "number 240000..264000 person"},
		{"nearly", "en", "nearly 50 ships", "number 42.5..50"},
		{"up to", "en", "up to 4 per cent", "percent 3.4..4 %"},
		{"behind the number, Turkish", "tr", "800'e yakın gönüllü", "number 680..800"},
		{"range by dash", "de", "500–600 Gäste", "number 500..600 person"},
		{"range by word", "de", "5 bis 10 Prozent", "percent 5..10 %"},
		{"range by wave", "ja", "5〜10人", "number 5..10 person"},
		{"range with between", "en", "between 5 and 10 ships", "number 5..10"},
		{"from and to are two values", "en", "rose from 42 to 57 per cent", "percent 42 %; percent 57 %"},
		{"two dimensions", "en", "12 by 30 feet", "length 3.6576 m; length 9.144 m"},

		// dates
		{"day month year", "en", "3 May 2025", "date 2025-5-3 w6"},
		{"month day year", "en", "May 3, 2025", "date 2025-5-3 w6"},
		{"weekday in front", "en", "Tue Jun 17 2025", "date 2025-6-17 w2"},
		{"the night to a day has hours of the day before", "de", "in der Nacht zum 3. Mai", "date 2025-5-3..2025-5-3"},
		{"a night has hours of the day after", "en", "the night of 3 May", "date 2025-5-3..2025-5-4"},
		{"an evening has none", "fr", "dans la soirée du 3 mai", "date 2025-5-3 w6"},
		{"Saturday is no evening of the sun", "de", "am Sonnabend, 3. Mai", "date 2025-5-3 w6"},
		{"a time of day behind its half", "zh", "5月3日晚上8点", "date 2025-5-3 w6; clock 20:00"},
		{"a time of day in front of the day's part", "es", "a las 8 de la tarde del 3 de mayo", "clock 20:00; date 2025-5-3 w6"},
		{"ordinal dot", "de", "am 3. Mai", "date 2025-5-3 w6"},
		{"genitive", "ru", "3 мая 2025 года", "date 2025-5-3 w6"},
		{"first of the month", "fr", "le 1er mai", "date 2025-5-1 w4"},
		{"year first, suffixed", "hu", "2025. május 15-én", "date 2025-5-15 w4"},
		{"numbers with marks", "zh", "2025年5月3日", "date 2025-5-3 w6"},
		{"day alone", "ja", "4日", "date 2025-10-4 w6"},
		{"era", "ja", "令和7年5月3日", "date 2025-5-3 w6"},
		{"a time with a point before a weekday", "en", "shortly after 10.20 on Wednesday", "clock 10:20..10:40; date 2025-10-1 w3"},
		{"weeks ago, and last week in Vietnamese", "vi", "3 tuần trước", "duration 1.8144e+06 s"},
		{"years ago, and last year in Persian", "fa", "سه سال پیش", "duration 9.46728e+07 s"},
		{"months ago, and last month in Thai", "th", "เมื่อ 3 เดือนที่แล้ว", "duration 7.8894e+06 s"},
		{"last week", "vi", "tuần trước", "date 2025-9-22..2025-9-28"},
		{"next year in Hebrew", "he", "השנה הבאה", "date 2026-0-0..2026-12-31"},
		{"twelve noon", "en", "at 12 noon", "clock 12:00"},
		{"a third one, before a weekday", "en", "searching for a third on Wednesday", "ordinal 3; date 2025-10-1 w3"},
		{"pieces, not money", "zh", "两块屏", "number 2"},
		{"pounds", "ru", "шести миллионов фунтов", "money 6e+06 GBP"},
		{"samples", "vi", "1.400 mẫu bùn", "number 1400"},
		{"hundreds before a noun no table knows", "vi", "Ba trăm bộ đội", "number 300"},
		{"minutes before the part of the day", "vi", "khoảng 23 giờ 30 đêm thứ Bảy", "clock 23:15..23:45; date 2025-10-4 w6"},
		{"half past, of the hour to come", "ru", "около половины одиннадцатого", "clock 10:30"},
		{"half past, of the hour to come, Ukrainian", "uk", "о пів на одинадцяту", "clock 10:30"},
		{"half past, of the hour to come, Polish", "pl", "o wpół do jedenastej", "clock 10:30"},
		{"half past, of the hour to come, Czech", "cs", "v půl jedenácté", "clock 10:30"},
		{"half a year", "cs", "půl milionu korun", "money 500000 CZK"},
		{"a quarter past", "pl", "kwadrans po jedenastej", "clock 11:15"},
		{"percent with an ending", "hu", "75 százalékában", "percent 75 %"},
		{"half a million in one word", "hu", "félmillió euró", "money 500000 EUR"},
		{"a year before an initial", "en", "on 5 June 2024 C. Smith", "date 2024-6-5 w3"},
		{"a letter of a name", "en", "40 C. difficile cases", "number 40"},
		{"ten years", "ja", "懲役十年", "duration 3.15576e+08 s"},
		{"ten years in Turkish", "tr", "on yıl hapis", "duration 3.15576e+08 s"},
		{"an era and tens", "ja", "昭和二十年八月十五日", "date 1945-8-15 w3"},
		{"of Monday, and no months", "ro", "Ședința de luni", "date 2025-9-29 w1"},
		{"a dash behind a name", "en", "Paris – 35 °C, Madrid – 39 °C", "temperature 35 °C; temperature 39 °C"},
		{"a half, of a rank", "ru", "во второй половине второго тайма", "ordinal 2; percent 50 %; ordinal 2"},
		{"Milan", "ar", "فاز ميلان على روما", ""},
		{"held, and no decades", "ar", "في 15 مايو 2024 عقد المجلس جلسة", "date 2024-5-15 w3"},
		{"the next seven days", "hu", "a következő hét napban", "duration 604800 s"},
		{"a company", "es", "la empresa 3M", "code 3M"},
		{"an idiom in Han digits", "zh", "卖得七七八八了", ""},
		{"from one to the other, below zero", "zh", "零下二三度", "temperature -3..-2 °C"},
		{"a quarter of last year", "vi", "quý 3 năm ngoái", "number 3; date 2024-0-0..2024-12-31"},
		{"degrees behind a space", "en", "rose to 38 C on Monday", "temperature 38 °C; date 2025-9-29 w1"},
		{"degrees from one to another", "en", "highs of 38C-40C", "temperature 38..40 °C"},
		{"degrees of an oven", "en", "bake at 200C", "temperature 200 °C"},
		{"initials behind a day", "en", "on July 4 C. S. Lewis", "date 2025-7-4 w5"},
		{"half past, before a word", "ru", "В половине одиннадцатого полиция получила сигнал", "clock 10:30"},
		{"half past, before a word in Polish", "pl", "O wpół do jedenastej policja", "clock 10:30"},
		{"half of the second half", "ru", "в половине второго тайма", "percent 50 %; ordinal 2"},
		{"half of the cases", "ru", "в половине случаев", "percent 50 %"},
		{"the 3rd of last month", "vi", "Ngày 3 tháng trước", "number 3; date 2025-9-0..2025-9-30"},
		{"years of a school", "zh", "四年级学生", ""},
		{"to, behind from", "nl", "van 45 naar 51 euro", "money 45 EUR; money 51 EUR"},
		{"to, behind from, Greek", "el", "από 45 σε 51 ευρώ", "money 45 EUR; money 51 EUR"},
		{"in, not behind from", "el", "45 σε 51 χώρες", "number 45; number 51"},
		{"to, with a verb", "zh", "从45上调至51欧元", "money 45 EUR; money 51 EUR"},
		{"era and Han numerals", "ja", "令和七年五月三日", "date 2025-5-3 w6"},
		{"Han digits by place", "zh", "二〇二五年五月三日", "date 2025-5-3 w6"},
		{"Han digits by place, another zero", "zh", "二零二五年五月三日", "date 2025-5-3 w6"},
		{"year in Han digits", "zh", "一九九八年", "date 1998-0-0..1998-12-31"},
		{"Han digits by place before a counter", "ja", "一五〇人", "number 150 person"},
		{"Han digits by place before ten thousand", "ja", "一二〇〇万円", "money 1.2e+07 JPY"},
		{"Han digits and a zero that says where", "zh", "一百零五人", "number 105 person"},
		{"Han digits and a zero that says where, above a thousand", "zh", "一万零五百人", "number 10500 person"},
		{"Han digits, from one to the other", "zh", "二三十人", "number 20..30 person"},
		{"Han digits, from one to the other, above ten", "zh", "十五六岁", "age 15..16 yr"},
		{"Han digits, from one to the other, counted", "zh", "两三天", "duration 172800..259200 s"},
		{"Han digits that are months", "zh", "五六月", "date 2025-6-0..2025-6-30"},
		{"Buddhist era", "th", "3 พฤษภาคม 2568", "date 2025-5-3 w6"},
		{"marks in front", "vi", "ngày 3 tháng 5 năm 2025", "date 2025-5-3 w6"},
		{"day and month by slash", "vi", "ngày 3/5", "date 2025-5-3 w6"},
		{"dotted", "de", "03.05.2025", "date 2025-5-3 w6"},
		{"dotted with spaces", "cs", "3. 5. 2025", "date 2025-5-3 w6"},
		{"slashes, month first", "en", "5/3/2025", "date 2025-5-3 w6"},
		{"slashes, day first", "fr", "3/5/2025", "date 2025-5-3 w6"},
		{"ISO 8601", "sv", "2025-05-03", "date 2025-5-3 w6"},
		{"short name beside a day", "it", "3 mag 2025", "date 2025-5-3 w6"},
		{"short name alone is a word", "it", "un set nuovo", ""},
		{"month", "en", "in March", "date 2026-3-0..2026-3-31"},
		{"a verb is no month", "en", "it may march on", ""},
		{"year", "de", "im Jahr 2019", "date 2019-0-0..2019-12-31"},
		{"years", "de", "2019–2021", "date 2019-0-0..2021-12-31"},
		{"decade", "en", "the 1990s", "date 1990-0-0..1999-12-31"},
		{"seconds, not a decade", "en", "the limit is 30 s", "duration 30 s"},
		{"a decade in two digits", "en", "the 30s", "date 1930-0-0..1939-12-31"},
		{"decade, French", "fr", "les années 1990", "date 1990-0-0..1999-12-31"},
		{"quarter", "en", "the first quarter of 2031", "date 2031-0-0..2031-3-31"},
		{"half-year", "pt", "o segundo semestre de 2031", "date 2031-0-0..2031-12-31"},
		{"days of a month", "en", "3-5 May", "date 2025-5-3..2025-5-5"},
		{"weekday, the last one", "de", "am Dienstagabend", "date 2025-9-30 w2"},
		{"weekday, inflected", "ru", "в пятницу", "date 2025-10-3 w5"},
		{"weekday with day", "pt", "nesta quarta-feira (10)", "date 2025-9-10 w3"},
		{"yesterday", "en", "yesterday", "date 2025-10-4 w6"},
		{"last year", "ja", "昨年", "date 2024-0-0..2024-12-31"},
		{"month of last year", "zh", "去年12月", "date 2024-12-0..2024-12-31"},
		{"month of last year, behind", "de", "im Mai vergangenen Jahres", "date 2024-5-0..2024-5-31"},

		// times of day
		{"dot and pm", "en", "at 7.15pm", "clock 19:15"},
		{"hour and pm", "en", "3 p.m.", "clock 15:00"},
		{"midnight hour", "en", "12.35am", "clock 0:35"},
		{"German hour", "de", "um 15 Uhr", "clock 15:00"},
		{"German hour and minutes", "de", "15.30 Uhr", "clock 15:30"},
		{"French clock", "fr", "à 15h30", "clock 15:30"},
		{"French, spaced", "fr", "à 15 h 30", "clock 15:30"},
		{"French duration in the same letters", "fr", "en 11 h 20", "duration 40800 s"},
		{"Swedish clock", "sv", "kl. 15.30", "clock 15:30"},
		{"Japanese clock", "ja", "午後3時半", "clock 15:30"},
		{"Korean clock", "ko", "오후 3시 30분쯤", "clock 15:30"},
		{"Russian part of the day", "ru", "в 7 часов утра", "clock 7:00"},
		{"half past", "en", "half past three", "clock 3:30"},
		{"half to", "de", "halb vier", "clock 3:30"},
		{"half to, Dutch", "nl", "half vier", "clock 3:30"},
		{"shortly after", "en", "shortly after 5am", "clock 5:00..5:20"},
		{"hours of opening", "de", "von 9 bis 21 Uhr", "clock 9:00; clock 21:00"},
		{"four digits and a zone", "en", "at 0325 GMT", "clock 3:25"},
		{"noon", "en", "at noon", "clock 12:00"},
		{"Spanish quarter", "es", "a las siete y cuarto", "clock 7:15"},
		{"an hour by its case, Hungarian", "hu", "Az ülést délután háromra hívták össze", "clock 15:00"},
		{"two hours by their cases", "hu", "este kilenctől tizenegyig tart", "clock 21:00; clock 11:00"},
		{"two hours by their cases, each of its half of the day", "hu", "délután háromról délelőtt kilencre hozták előre", "clock 15:00; clock 9:00"},
		{"hours with a mark and a case", "hu", "14 óráról 15 órára tolták", "clock 14:00; clock 15:00"},
		{"between two hours, said behind them", "hu", "délelőtt kilenc és tíz között", "clock 9:00; clock 10:00"},
		{"numbers in a case are no hours", "hu", "háromról kilencre emelték", "number 3; number 9"},
		{"people in the evening", "hu", "este 14 ember", "number 14 person"},
		{"an hour by its case, Turkish", "tr", "Toplantı öğleden sonra üçten sabah 9'a alındı", "clock 15:00; clock 9:00"},
		{"between two hours, Turkish", "tr", "öğleden sonra iki ile üç arasında", "clock 14:00; clock 3:00"},
		{"an hour by its case behind a colon", "fi", "kello 15:stä kello 9:ään", "clock 15:00; clock 9:00"},
		{"from one hour to another, the second bare", "fi", "kello 9–17", "clock 9:00; clock 17:00"},
		{"from one hour to another, Swedish", "sv", "från klockan 9 till 17", "clock 9:00; clock 17:00"},
		{"from one hour to another, moved, German", "de", "von 15 auf 9 Uhr vorverlegt", "clock 15:00; clock 9:00"},
		{"from one hour to another, moved, Russian", "ru", "перенесли с 15 на 9 часов", "clock 15:00; clock 9:00"},
		{"from one hour to another, moved, Ukrainian", "uk", "перенесли з 15 години на 9 годину", "clock 15:00; clock 9:00"},
		{"from one hour to another, moved, Czech", "cs", "z 15 hodin na 9 hodin", "clock 15:00; clock 9:00"},
		{"from one hour to another, moved, Polish", "pl", "z godziny 15 na 9", "clock 15:00; clock 9:00"},
		{"from one hour to another, moved, Bulgarian", "bg", "от 15 часа за 9 часа", "clock 15:00; clock 9:00"},
		{"from one hour to another, moved, Vietnamese", "vi", "từ 15 giờ sang 9 giờ", "clock 15:00; clock 9:00"},
		{"from one hour to another, moved, Korean", "ko", "오후 3시에서 오전 9시로", "clock 15:00; clock 9:00"},
		{"from one hour to another, French", "fr", "de 15 heures à 9 heures", "clock 15:00; clock 9:00"},
		{"hours of opening, French", "fr", "ouvert de 9h à 17h", "clock 9:00; clock 17:00"},
		{"hours of opening, Spanish", "es", "de 9 a 17 horas", "clock 9:00; clock 17:00"},
		{"hours of opening, Dutch", "nl", "van 9 tot 17 uur", "clock 9:00; clock 17:00"},
		{"hours of opening, Serbian", "sr", "од 9 до 17 часова", "clock 9:00; clock 17:00"},
		{"hours of opening, Greek", "el", "από τις 9 έως τις 17", "clock 9:00; clock 17:00"},
		{"hours of opening, Persian", "fa", "از ساعت ۹ تا ۱۷", "clock 9:00; clock 17:00"},
		{"so many hours to so many, French", "fr", "de 3 heures à 4 heures", "duration 10800 s; duration 14400 s"},
		{"so many hours to a day, Czech", "cs", "od 12 do 24 hodin", "duration 43200 s; duration 86400 s"},
		{"a bare hour behind what begins, Polish", "pl", "Mecz zacznie się o 18 w hali", "clock 18:00"},
		{"by so many, Polish", "pl", "Liczba wzrosła o 18 w ciągu roku", "number 18"},
		{"a bare hour behind what begins, Russian", "ru", "Суд начнётся в 11.", "clock 11:00"},
		{"in so many regions", "ru", "Голосование началось в 11 регионах", "number 11"},
		{"a bare hour behind a day, Russian", "ru", "в пятницу в 11", "date 2025-10-3 w5; clock 11:00"},
		{"a rank as an hour behind from", "pl", "z trzeciej po południu", "clock 15:00"},
		{"minutes of the hour that ends", "ru", "в десять минут седьмого вечера", "clock 18:10"},
		{"minutes of a half of a match", "ru", "через десять минут второго тайма", "duration 600 s; ordinal 2"},
		{"a quarter of the hour that ends", "ru", "около четверти седьмого", "clock 6:15"},
		{"a quarter of the people", "ru", "около четверти избирателей", "percent 25 %"},
		{"minutes of the hour that ends, Ukrainian", "uk", "десять хвилин на сьому", "clock 6:10"},
		{"the third to the fourth of a month", "ru", "в ночь с 7 на 8 мая", "number 7; date 2025-5-8 w4"},

		// durations in other notations
		{"a letter for minutes before seconds", "pt", "em 2m08s", "duration 128 s"},
		{"a letter for minutes behind hours", "en", "3h07m", "duration 11220 s"},
		{"letters for all", "es", "2h 09m 31s", "duration 7771 s"},
		{"metres all the same, and seconds", "en", "5m high, in 40 s", "length 5 m; duration 40 s"},
		{"seconds without their unit", "fr", "en 2 min 08", "duration 128 s"},
		{"seconds in words without their unit", "fr", "en deux minutes quinze", "duration 135 s"},
		{"minutes in words without their unit", "fr", "pendant trois heures vingt", "duration 12000 s"},
		{"minutes in words behind the hour", "fr", "à trois heures vingt", "clock 3:20"},
		{"people behind minutes", "fr", "en 5 minutes 20 personnes", "duration 300 s; number 20 person"},
		{"goals behind minutes", "de", "In drei Minuten sieben Tore", "duration 180 s; number 7"},
		{"hundredths behind seconds", "fr", "10 s 08", "duration 10.08 s"},
		{"a letter for seconds that is a word elsewhere", "ru", "за 2 мин 08 с", "duration 128 s"},
		{"minutes by colon, with their unit", "de", "2:08 Minuten", "duration 128 s"},
		{"hours by colon, with their unit", "de", "in 3:07 Stunden", "duration 11220 s"},
		{"three groups with their unit", "de", "2:09:31 Stunden", "duration 7771 s"},
		{"three groups by points", "nl", "2.09.31 uur", "duration 7771 s"},
		{"three groups without a unit", "ja", "記録は2:09:31だった", "duration 7771 s"},
		{"a time of day with seconds", "en", "at 12:45:30", "clock 12:45"},
		{"hundredths behind a colon", "en", "won in 1:58.36", "duration 118.36 s"},
		{"primes", "it", "in 2'08\"", "duration 128 s"},
		{"primes and hundredths", "it", "1'58\"36", "duration 118.36 s"},
		{"primes behind hours", "it", "2h09'31\"", "duration 7771 s"},
		{"primes for feet", "en", "a 6'02\" jump and a 5'10\" guard", "duration 362 s; length 1.778 m"},
		{"letters for all, the hour's of times too", "pt", "em 2h09min31s", "duration 7771 s"},
		{"three units, the first before a comma", "en", "2 hours, 9 minutes and 31 seconds", "duration 7771 s"},
		{"two durations in a row", "en", "after 2 hours, 9 minutes later than planned", "duration 7200 s; duration 540 s"},
		{"an hour that is no minute of another", "ko", "9시부터 17시까지", "clock 9:00; clock 17:00"},
		{"an unsaid minute", "ru", "минуту и 8 секунд", "duration 68 s"},
		{"over so many years", "en", "repaid over 15 years", "duration 4.57585e+08..4.89143e+08 s"},
		{"for more than so many years", "en", "jailed for over 15 years", "duration 4.73364e+08..5.207e+08 s"},
		{"over so many years, German", "de", "ein Vertrag über 15 Jahre", "duration 4.57585e+08..4.89143e+08 s"},
		{"over so many years, behind the amount", "en", "lending 90 million euros over 15 years", "money 9e+07 EUR; duration 4.57585e+08..4.89143e+08 s"},
		{"over so many years, Swedish", "sv", "ett lån över 15 år", "duration 4.57585e+08..4.89143e+08 s"},
		{"over so long, of no contract", "en", "The siege lasted over four weeks", "duration 2.4192e+06..3.024e+06 s"},
		{"over so long, of no contract, German", "de", "Der Stau hielt über vier Wochen an", "duration 2.4192e+06..3.024e+06 s"},
		{"over so long, the contract in another clause", "en", "The loan row, it turned out, lasted over four weeks", "duration 2.4192e+06..3.024e+06 s"},
		{"older than", "en", "guests over 70 years", "duration 2.20903e+09..2.52461e+09 s"},

		// what is no part of the duration before it
		{"a range behind minutes", "en", "every 20 minutes 12 to 14 vans pass", "duration 1200 s; number 12..14"},
		{"some of so many behind minutes", "en", "Within 20 minutes 14 of the 18 boats sank", "duration 1200 s; number 14; number 18"},
		{"some of so many behind hours", "en", "After four hours six of the girls left", "duration 14400 s; number 6"},
		{"some of so many behind hours in digits", "en", "Within 2 hours 14 of the 18 boats sank", "duration 7200 s; number 14; number 18"},
		{"shots behind minutes", "de", "Nach 80 Minuten 19 zu 12 Ecken", "duration 4800 s; number 19; number 12"},
		{"a range behind hours", "de", "Nach drei Stunden sechs bis acht Boote", "duration 10800 s; number 6..8"},
		{"a range behind a time of day", "de", "Um neun Uhr zwölf bis vierzehn Boote", "clock 9:00; number 12..14"},
		{"some of so many, Spanish", "es", "En tres horas quince de los presos huyeron", "duration 10800 s; number 15"},
		{"some of so many, Italian", "it", "In tre ore quindici di loro", "duration 10800 s; number 15"},
		{"some of so many, Russian", "ru", "За три часа двенадцать из них", "duration 10800 s; number 12"},
		{"so many and some, Russian", "ru", "за 6 минут 30 с лишним машин", "duration 360 s; number 30..40"},
		{"so many that did something, French", "fr", "En vingt minutes trente ont voté", "duration 1200 s; number 30"},
		{"so many that did something at an hour, French", "fr", "À dix heures trente ont voté", "clock 10:00; number 30"},
		{"a range behind minutes, French", "fr", "pendant 15 minutes 20 à 30 voitures", "duration 900 s; number 20..30"},
		{"so many a day, French", "fr", "En 6 minutes 14 par jour", "duration 360 s; number 14"},
		{"minutes in words, Spanish", "es", "duró tres horas quince.", "duration 11700 s"},
		{"a zero that no count has", "fr", "en 2 min 08 devant lui", "duration 128 s"},

		// times of day by colon, and other numbers
		{"an hour with its unit", "en", "landed at 15:40 hours in rain", "clock 15:40"},
		{"an hour with its unit, Indonesian", "id", "pada pukul 9:40 jam", "clock 9:40"},
		{"by so many hours", "de", "um 3:05 Stunden verlängert", "duration 11100 s"},
		{"a row that has a name", "en", "version 3:10:20", "code 3:10:20"},
		{"a row that has a name, Spanish", "es", "en Éxodo 3:10:20 se lee", "code 3:10:20"},
		{"three groups behind a preposition", "en", "She won in 2:09:31", "duration 7771 s"},
		{"streets behind an hour", "de", "von 8 Uhr auf 19 Straßen", "clock 8:00; number 19"},
		{"an hour, and where", "de", "von 8 Uhr auf 19 in Mainz", "clock 8:00; clock 19:00"},
		{"people behind an hour", "en", "from 8pm to 10 and 14 people", "clock 20:00; number 10; number 14 person"},
		{"an hour that its preposition tells, and people", "it", "dalle 9 alle 18 e 14 persone", "clock 9:00; clock 18:00; number 14 person"},
		{"streets behind an hour, Russian", "ru", "с 8 часов на 19 улицах", "clock 8:00; number 19"},
		{"gold, and under it", "tr", "altının fiyatı", ""},
		{"worked on it", "tr", "onun üzerinde durdu", ""},
		{"little, behind a number", "tr", "7 az bilinen köy", "number 7"},
		{"fewer, by the ending", "tr", "kırktan az köy", "number 34..40"},
		{"fewer, by the ending of what is counted", "tr", "40 kişiden daha az", "number 34..40 person"},
		{"into so many parts in the afternoon", "tr", "Grup öğleden sonra üçe bölündü", "clock 12:00..19:00; number 3"},
		{"to so many in the morning", "tr", "Ölü sayısı sabah 8'e yükseldi", "number 8"},
		{"to so many in the afternoon", "hu", "A halottak száma délután nyolcra emelkedett", "number 8"},
		{"twice, of what has an amount", "en", "twice normal rainfall", "multiple 2 x"},
		{"twice, of what this year has", "en", "twice this year's toll", "multiple 2 x; date 2025-0-0..2025-12-31"},

		// quarters that are counted, words that may be months
		{"quarters in a row, Korean", "ko", "2분기 연속 적자", "number 2"},
		{"quarters in a row, Japanese", "ja", "2四半期連続の減益", "number 2"},
		{"the second quarter, Korean", "ko", "2분기 실적", "date 2025-0-0..2025-6-30"},
		{"the second in a row, French", "fr", "le deuxième trimestre consécutif", "ordinal 2"},
		{"the second in a row, Polish", "pl", "trzeci kwartał z rzędu", "ordinal 3"},
		{"a hearth", "tr", "Ocağın yanında, ocakta", ""},
		{"January, by its suffix", "tr", "Ocak'ta açılacak", "date 2026-1-0..2026-1-31"},
		{"January, by the word for month", "tr", "ocak ayında", "date 2026-1-0..2026-1-31"},
		{"January, with its day", "tr", "7 Ocak", "date 2026-1-7 w3"},
		{"January to March", "tr", "Ocak-Mart döneminde", "date 2026-1-0..2026-1-31; date 2026-3-0..2026-3-31"},
		{"a first name", "ru", "Мая Иванова и Марта Ким", ""},
		{"a month with a capital and a day", "ru", "9 Мая", "date 2025-5-9 w5"},
		{"a planet", "fr", "Mars a deux lunes", "number 2"},

		// ages, ranks, scores, names
		{"age", "en", "a 71-year-old", "age 71 yr"},
		{"age, German", "de", "die 71-Jährige", "age 71 yr"},
		{"age, Czech numeral", "cs", "pětatřicetiletý", "age 35 yr"},
		{"age, Chinese", "zh", "58岁", "age 58 yr"},
		{"age between commas", "en", "Mia Berg, 34, said", "age 34 yr"},
		{"age in brackets", "ja", "住民の女性（47）", "age 47 yr"},
		{"age of a decade", "ja", "60代の女性", "age 60..69 yr"},
		{"age of a decade, English", "en", "a man in his 60s", "age 60..69 yr"},
		{"aged", "fr", "âgé de 34 ans", "age 34 yr"},
		{"rank", "en", "the 17th storm", "ordinal 17"},
		{"rank, Chinese", "zh", "第三名", "ordinal 3"},
		{"rank, word", "de", "die dritte Runde", "ordinal 3"},
		{"score", "en", "won 3-1 at home", "score 1..3"},
		{"score, German", "de", "siegte 3:1", "score 1..3"},
		{"name with digits", "en", "COVID-19 and MI5", "code COVID19; code MI5"},
		{"name in Cyrillic letters", "ru", "самолёт А-50", "code A50"},
		{"numbered name", "en", "train No. 614", "code 614"},
		{"numbered name, Japanese", "ja", "台風23号", "code 23"},
		{"a reading time is no value", "en", "4 min read", ""},

		{"unknown languages have digits and symbols", "xx", "5 km, €3, drei", "length 5000 m; money 3 EUR"},
		{"regional tags", "pt-BR", "R$ 2,5 milhões", "money 2.5e+06 BRL"},
		{"traditional characters", "zh-Hant", "3萬噸", "mass 3e+07 kg"},
	}
	seen := map[string]bool{}
	for _, tt := range tests {
		if seen[tt.reason] {
			t.Fatalf("two rows say %q", tt.reason)
		}
		seen[tt.reason] = true
		if got := briefs(Find(tt.text, tt.lang, sunday)); got != tt.want {
			t.Errorf("%s: Find(%q, %q) = %q, want %q", tt.reason, tt.text, tt.lang, got, tt.want)
		}
	}
}

func TestFindSpans(t *testing.T) {
	tests := []struct{ reason, lang, text, want string }{
		{"hedge, number and unit", "en", "It took nearly six hours.", "nearly six hours"},
		{"a preposition is no part of it", "en", "It came at 3 p.m. sharp.", "3 p.m."},
		{"characters of several bytes", "ja", "高さ約５メートルの波", "約５メートル"},
		{"decomposed accents", "es", "duró tres di\u0301as", "tres di\u0301as"},
		{"hedge behind", "ja", "列は30人以上だ", "30人以上"},
	}
	for _, tt := range tests {
		vs := Find(tt.text, tt.lang, sunday)
		if len(vs) != 1 || tt.text[vs[0].Start:vs[0].End] != tt.want {
			t.Errorf("%s: Find(%q) = %+v, want the span %q", tt.reason, tt.text, vs, tt.want)
		}
	}
}

func TestFindWithoutReference(t *testing.T) {
	tests := []struct{ reason, lang, text, want string }{
		{"day and month", "en", "3 May", "date 0-5-3 w0"},
		{"weekday", "en", "on Monday", "date 0-0-0 w1"},
		{"relative", "en", "yesterday", "date 0-0-0 w0"},
		{"no share", "en", "Every second counts", "ordinal 2"},
		{"no time of day", "en", "They needed 15 minutes to eight different places", "duration 900 s; number 8"},
		{"no season", "en", "A spring of clear water", ""},
		{"no last May", "en", "At last May resigned", "date 0-5-0 w0"},
		{"full date", "en", "3 May 2025", "date 2025-5-3 w6"},
	}
	for _, tt := range tests {
		if got := briefs(Find(tt.text, tt.lang, time.Time{})); got != tt.want {
			t.Errorf("%s: Find(%q) = %q, want %q", tt.reason, tt.text, got, tt.want)
		}
	}
}

// TestWindows puts values at every place around the border of the pieces that
// a long text is worked on in.
func TestWindows(t *testing.T) {
	for shift := range 24 {
		text := strings.Repeat("x", windowSize-12-shift) + " 25 km, 1990 and 3 kg then"
		if got, want := briefs(Find(text, "en", sunday)), "length 25000 m"; !strings.HasPrefix(got, want) && shift < 4 {
			t.Errorf("shift %d: got %q, want it to start with %q", shift, got, want)
		}
		for _, v := range Find(text, "en", sunday) {
			if v.Start < windowSize-12-shift || v.End > len(text) || v.End <= v.Start {
				t.Errorf("shift %d: span %d to %d is out of place", shift, v.Start, v.End)
			}
		}
	}
}

// TestLinear bounds the time of texts that would make a careless reader look
// at everything again and again.
func TestLinear(t *testing.T) {
	const size = 1 << 17 // four windows
	for _, part := range []string{"1", "1 ", "a", "1-", "1.", "A1", "million ", "zweiund", "1 bis ", "von ", "mon 1 ", "十", "가이", "\u0301", "\xff"} {
		for _, lang := range []string{"de", "ko"} {
			begin := time.Now()
			Find(strings.Repeat(part, size/len(part)), lang, sunday)
			if took := time.Since(begin); took > 10*time.Second {
				t.Errorf("128 KB of %q in %s took %v", part, lang, took)
			}
		}
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Repeat("The 71-year-old paid about $1.2 million on 3 May, nearly twice what two thirds of the 300 bidders had offered. ", 25)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text, "en", sunday)
	}
}

func BenchmarkLexicon(b *testing.B) {
	own, err := tables.ReadFile("data/en.txt")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := newLexicon(string(own)); err != nil {
			b.Fatal(err)
		}
	}
}
