package name

import "testing"

// whole makes a name of a whole text, as Find would if it stood in a sentence.
func whole(text, lang string) Name {
	l := lookup(lang)
	f := newFinder(text, l)
	if len(f.units) == 0 {
		return Name{}
	}
	return f.name(0, len(f.units)-1, 1)
}

func TestSimilarity(t *testing.T) {
	const same, related, little = "same", "related", "little" // over 0.8, 0.55 to 0.9, below 0.5
	for _, row := range []struct {
		a, langA, b, langB string
		want               string
		reason             string
	}{
		{"Путин", "ru", "Putin", "en", same, "Cyrillic"},
		{"Путина", "ru", "Poutine", "fr", same, "Cyrillic inflected, French spelling"},
		{"Чайковский", "ru", "Tschaikowski", "de", same, "Cyrillic, German spelling"},
		{"Tchaikovsky", "en", "Tschaikowski", "de", same, "two spellings of one"},
		{"Хакамада", "ru", "Khakamada", "en", same, "kh for х"},
		{"Зеленський", "uk", "Zelensky", "en", same, "Ukrainian"},
		{"Đoković", "sr", "Djokovic", "en", same, "a letter without decomposition"},
		{"Ђоковић", "sr", "Djoković", "hr", same, "Serbian Cyrillic"},
		{"Αθήνα", "el", "Athens", "en", same, "an exonym of a Greek name"},
		{"Παπαδόπουλος", "el", "Papadopoulos", "en", same, "Greek"},
		{"Μπάιντεν", "el", "Biden", "en", same, "μπ for b, ντ for d"},
		{"الحداد", "ar", "Haddad", "en", same, "Arabic with its article"},
		{"محمد", "ar", "Mohammed", "en", same, "no short vowels"},
		{"מרקובסקי", "he", "Markovsky", "en", same, "Hebrew"},
		{"अरविंद कुलकर्णी", "hi", "Arvind Kulkarni", "en", same, "Devanagari"},
		{"シュミット", "ja", "Schmidt", "de", same, "katakana"},
		{"マーガレット", "ja", "Margaret", "en", same, "katakana, r and l"},
		{"김연아", "ko", "Kim Yeon-a", "en", same, "Hangul, joined"},
		{"밴쿠버", "ko", "Vancouver", "en", same, "Hangul, b for v"},
		{"林建业", "zh", "Lin Jianye", "en", same, "pinyin"},
		{"玛格丽特", "zh", "Margaret", "en", same, "a foreign name in characters"},
		{"顧明", "ja", "顾明", "zh", same, "old and simplified characters"},
		{"山本", "ja", "Yamamoto", "en", same, "a Japanese surname"},
		{"山本太郎", "ja", "Taro Yamamoto", "en", same, "a full name in the other order"},
		{"สมชาย", "th", "Somchai", "en", same, "Thai"},

		{"Großbritanniens", "de", "Großbritannien", "de", same, "a genitive"},
		{"Großbritannien", "de", "Britain", "en", same, "a country"},
		{"британский", "ru", "British", "en", same, "an adjective"},
		{"Allemagne", "fr", "ألمانيا", "ar", same, "a country in another script"},
		{"德国", "zh", "독일", "ko", same, "a country, two scripts"},
		{"Niemiec", "pl", "Germans", "en", same, "an inhabitant"},
		{"Deutschlands", "de", "Γερμανίας", "el", same, "two genitives"},
		{"Türkiye'nin", "tr", "Turkey", "en", same, "an apostrophe"},
		{"Yhdysvaltain", "fi", "EE. UU.", "es", same, "a name of two words"},
		{"США", "ru", "U.S.", "en", same, "acronyms"},
		{"ООН", "ru", "ONU", "fr", same, "an organisation"},
		{"Vereinte Nationen", "de", "UN", "en", same, "an organisation and its acronym"},
		{"Weltbank", "de", "Banco Mundial", "es", same, "a compound"},
		{"München", "de", "慕尼黑", "zh", same, "a city"},
		{"Monachium", "pl", "Monaco di Baviera", "it", same, "a city, two exonyms"},
		{"Helsingissä", "fi", "Helsinki", "en", same, "consonants that change"},
		{"Budapesten", "hu", "Budapest", "en", same, "an ending"},
		{"Warszawskiego", "pl", "Warsaw", "en", same, "an adjective of a city, inflected"},
		{"Новой Зеландии", "ru", "New Zealand", "en", same, "a translated name, inflected"},
		{"Nordmazedonien", "de", "Macedonia del Norte", "es", same, "a translated name, a compound"},
		{"Kovács Réka", "hu", "Réka Kovács", "en", same, "family name first or last"},
		{"Nguyễn Thị Hoa", "vi", "Nguyen Thi Hoa", "en", same, "marks that newsrooms leave out"},

		{"CO2", "en", "CO2", "de", same, "letters and a digit"},
		{"Boeing 737", "en", "Boeing 737", "de", same, "a model"},

		{"Voss", "de", "Carla Voss", "en", same, "a family name alone"},
		{"Harbour Trust Council", "en", "HTC", "de", same, "initials"},
		{"Hongkong", "de", "Hong Kong", "en", same, "one word or two"},
		{"Carla", "de", "Carla Voss", "en", related, "a given name alone"},
		{"Oslo", "de", "Oslo Philharmonic Orchestra", "en", related, "a part of the name"},

		{"Iran", "en", "Irak", "de", little, "two countries that sound alike"},
		{"Австрия", "ru", "Australia", "en", little, "two countries that sound alike"},
		{"CDU", "de", "CSU", "de", little, "two acronyms of one letter's difference"},
		{"MI5", "en", "MI6", "en", little, "another digit"},
		{"Boeing 737", "en", "Boeing 747", "en", little, "another model"},
		{"Carla Voss", "en", "Carla Medina", "es", little, "only the given name"},
		{"Bank of Norway", "en", "Bank of Ghana", "en", little, "only what it is"},
		{"Germany", "en", "University of Germany Hills", "en", little, "a place in a name"},
		{"Иванов", "ru", "Petersen", "en", little, "nothing in common"},
		{"山本", "ja", "Nakajima", "en", little, "nothing in common"},
		{"王", "zh", "王小明", "zh", little, "a surname of a single character"},
	} {
		a, b := whole(row.a, row.langA), whole(row.b, row.langB)
		s := Similarity(a, b)
		ok := map[string]bool{same: s > 0.8, related: s >= 0.5 && s < 0.9, little: s < 0.5}[row.want]
		if !ok {
			t.Errorf("%s: Similarity(%q, %q) = %.2f, want %s", row.reason, row.a, row.b, s, row.want)
		}
		if back := Similarity(b, a); back != s {
			t.Errorf("Similarity(%q, %q) = %v, the other way %v", row.a, row.b, s, back)
		}
		if self := Similarity(a, a); self < 0.99 {
			t.Errorf("Similarity(%q, %q) = %v", row.a, row.a, self)
		}
	}
	if s := Similarity(Name{Text: "x"}, Name{Text: "x"}); s != 0 {
		t.Errorf("names without keys: similarity %v", s)
	}
}

// bestSpot returns where a text mentions a name most surely.
func bestSpot(text, lang string, n Name) (score float64, start, end int) {
	for _, s := range newFinder(text, lookup(lang)).index().spots(&n) {
		if s.score > score {
			score, start, end = s.score, s.start, s.end
		}
	}
	return score, start, end
}

func TestSpot(t *testing.T) {
	for _, row := range []struct {
		name, lang, text, textLang string
		want                       string // what is found with more than 0.6, if anything
		reason                     string
	}{
		{"Carla Voss", "en", "Wie Voss am Abend sagte, reicht das Geld.", "de", "Voss", "a family name alone"},
		{"Carla Voss", "en", "Die Ministerin Carla Voss geht.", "de", "Carla Voss", "both names"},
		{"Warsaw", "en", "Protest przed warszawskim ratuszem.", "pl", "warszawskim", "a small adjective"},
		{"Petersburg", "en", "Во дворе петербургского института.", "ru", "петербургского", "a small adjective"},
		{"Margaret Oster", "en", "园长玛格丽特·奥斯特表示同意。", "zh", "玛格丽特·奥斯特", "a foreign name in characters"},
		{"Lin Jianye", "en", "据林建业介绍，工程已完成。", "zh", "林建业", "pinyin among other characters"},
		{"Milwaukee", "en", "飞机从密尔沃基机场起飞。", "zh", "密尔沃基", "a city of the gazetteer"},
		{"Hamamatsu", "en", "浜松市で火事があった。", "ja", "浜松", "a Japanese city"},
		{"Takeshi Yamamoto", "en", "山本健社長は謝罪した。", "ja", "山本", "a Japanese surname"},
		{"Tidewell Studio", "en", "타이드웰 스튜디오를 폐쇄한다.", "ko", "타이드웰 스튜디오를", "Hangul with a particle"},
		{"Saebom", "en", "새봄게임즈가 발표했다.", "ko", "새봄게임즈가", "Hangul in a compound"},
		{"Salim Kathrani", "en", "وقال سالم الكثراني للصحفيين.", "ar", "سالم الكثراني", "Arabic"},
		{"Somchai", "en", "ตำรวจจับนายสมชายเมื่อวาน", "th", "สมชาย", "Thai without spaces"},
		{"Germany", "en", "Die deutsche Seite schweigt.", "de", "deutsche", "the adjective of a country"},
		{"Harbour Trust Council", "en", "Nach Angaben des HTC ist das falsch.", "de", "HTC", "initials"},
		{"HTC", "en", "Das Harbour Trust Council schweigt.", "de", "Harbour Trust Council", "what they stand for"},
		{"顾明", "zh", "顧明院長が話した。", "ja", "顧明", "characters of another standard"},

		{"Carla Voss", "en", "Der Minister geht.", "de", "", "no name"},
		{"Sur", "en", "Il est sur la table.", "fr", "", "a small word that looks like it"},
		{"Lima", "en", "Das Klima ist gut.", "de", "", "a part of a word"},
		{"Changde", "en", "他的景行不好。", "zh", "", "characters that sound a little like pinyin"},
		{"Carla Voss", "en", "", "de", "", "no text"},
	} {
		score, start, end := bestSpot(row.text, row.textLang, whole(row.name, row.lang))
		got := ""
		if score > 0.6 {
			got = row.text[start:end]
		}
		if got != row.want {
			t.Errorf("%s: Spot(%q) in %q: %q with %.2f, want %q", row.reason, row.name, row.text, row.text[start:end], score, row.want)
		}
	}
}

func TestSounds(t *testing.T) {
	for _, row := range []struct{ lang, word, want string }{
		{"de", "tschechow", "Cehow"},
		{"ru", "чехов", "Cehov"},
		{"el", "μπορντό", "bornto"},
		{"ko", "한국", "hankuk"},
		{"ja", "しゃしん", "SaSin"},
		{"ja", "フィレンツェ", "firence"},
		{"hi", "दिल्ली", "dili"},
		{"th", "เบียร์", "beiy"},
		{"ar", "قطر", "ktr"},
		{"en", "", ""},
		{"en", "…—!", ""},
		{"en", "mi5", "mi5"},
	} {
		if got := sounds(lower(row.word), row.lang); got != row.want {
			t.Errorf("sounds(%q, %q) = %q, want %q", row.word, row.lang, got, row.want)
		}
	}
}

// TestLeast holds what is known beforehand of an edit distance to be no more than
// the distance.
func TestLeast(t *testing.T) {
	c := costTable()
	words := []string{"", "pu@tin", "putin", "poutJen", "@b@l", "lLrS", "kanada", "pekin", "beiJiN", "a1b2", "p0q9", "2026", "straSbur", "Srasbur"}
	for _, a := range words {
		for _, b := range words {
			x, y := newSpoken(a, 1), newSpoken(b, 1)
			row := make([]int32, len(b)+1)
			if !c.distances(row, a, b, x.losses, y.losses, unreachable) {
				continue
			}
			if got := max(c.least(&x, y.set, unreachable), c.least(&y, x.set, unreachable)); got > row[len(b)] {
				t.Errorf("%q and %q: at least %d, but they are %d apart", a, b, got, row[len(b)])
			}
		}
	}
	x, y := newSpoken("putin", 1), newSpoken("kanada", 1)
	if got := c.least(&x, y.set, unreachable); got < 2*consonantWeight/5 {
		t.Errorf("least of strangers is %d: it tells nothing", got)
	}
}
