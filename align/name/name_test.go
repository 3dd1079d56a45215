package name

import (
	"fmt"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for _, row := range []struct {
		lang, text string
		want       string // the names of at least minWeight, by "|"
		reason     string
	}{
		{"en", "The mayor of Leeds met Carla Voss and Jim O'Dowd in Port-of-Spain.", "Leeds|Carla Voss|Jim O'Dowd|Port-of-Spain", "capitals inside a sentence"},
		{"en", "Yesterday Dr. Amy Lind and Mrs. Ford met President Oduya.", "Amy Lind|Ford|Oduya", "titles are no part of a name"},
		{"en", "The University of Graz and Ludwig van der Berg agreed.", "University of Graz|Ludwig van der Berg", "small words inside a name"},
		{"en", "On Monday, 3 March, the U.S. envoy flew a Boeing 737 to Riga.", "U.S.|Boeing|Riga", "days and months are none, dotted letters are one"},
		{"en", "It was a Boeing 737.", "Boeing 737", "a model's number"},
		{"en", "The drug, made from CO2, was tried by MI5 against COVID-19.", "CO2|MI5|COVID-19", "letters and digits"},
		{"en", "Britain's envoy and Ya'akov Stern met British and Dutch sailors.", "Britain|Ya'akov Stern|British|Dutch", "apostrophes; inhabitants"},
		{"en", "It cost US$40 in the shops.", "", "a currency is no name"},
		{"en", "Seoul said Park Ji-hye would go to Stratford-upon-Avon.", "Seoul|Park Ji-hye|Stratford-upon-Avon", "hyphens"},
		{"en", "Plans For A Bigger Harbour Upset Local Fishing Families", "", "a headline in title case"},
		{"de", "Am Freitag sprach Ministerin Jana Kolbe in Bremen mit Vertretern der BASF.", "Jana Kolbe|Bremen|BASF", "a name among nouns"},
		{"de", "Großbritanniens Regierung und die französische Opposition stritten.", "Großbritanniens Regierung|französische", "countries inflected and as adjectives"},
		{"fr", "Selon l'ONU, les Allemands et Mme Rivet iront d'Arles à Aix-en-Provence.", "ONU|Allemands|Rivet|Arles|Aix-en-Provence", "elision"},
		{"es", "El presidente de EE. UU. viajó con Ana de la Torre a Nueva York.", "EE. UU|Ana de la Torre|Nueva York", "particles; an abbreviation with spaces"},
		{"nl", "Volgens Kees van den Broek is het Duitse bedrijf naar Den Haag verhuisd.", "Kees van den Broek|Duitse|Den Haag", "particles"},
		{"pl", "Wczoraj Anna Zielińska poleciała z Gdyni do niemieckiego Lipska.", "Anna Zielińska|Gdyni|niemieckiego|Lipska", "inflected names and adjectives"},
		{"ru", "По словам Ивана Рыбина, в ООН и США ждут ответа британского посла.", "Ивана Рыбина|ООН|США|британского", "Cyrillic"},
		{"el", "Ο Νίκος Βλάχος μίλησε χθες στη Θεσσαλονίκη για τον ΟΗΕ.", "Νίκος Βλάχος|Θεσσαλονίκη|ΟΗΕ", "Greek"},
		{"tr", "Dün Ayşe Demir, Türkiye'nin Ankara'daki elçisiyle görüştü.", "Ayşe Demir|Türkiye|Ankara", "what stands behind an apostrophe is no part"},
		{"hu", "Kovács Réka tegnap Szegeden és Bécsben tárgyalt.", "Kovács Réka|Szegeden|Bécsben", "case endings"},
		{"ar", "قال الرئيس كريم الحداد في ألمانيا إن «نجمة الشمال» غرقت.", "كريم الحداد|ألمانيا|نجمة الشمال", "a title, a country, quotation marks"},
		{"he", "ראש הממשלה דן לוי ביקר בגרמניה.", "דן לוי ביקר|בגרמניה", "a title, and the verb behind; a country behind a preposition"},
		{"hi", "मंत्री अनिल वर्मा ने जर्मनी में कहा।", "अनिल वर्मा|जर्मनी", "a title, a country"},
		{"zh", "记者王小明报道，市长玛丽亚·克莱因在德国慕尼黑说。", "王小明|玛丽亚·克莱因|德国|慕尼黑", "a surname, the dot of a foreign name, places"},
		{"ja", "山本太郎社長はドイツで「スカイライナー」とマリー・クラインについて語った。", "山本太郎|ドイツ|スカイライナー|マリー・クライン", "a title behind, katakana, the dot"},
		{"ko", "김서연 대표는 독일 뮌헨에서 ‘푸른 바다’를 공개했다.", "김서연|독일|푸른 바다", "a title behind, quotation marks"},
		{"th", "นายสมชาย ใจดี เดินทางไปเยอรมนี", "สมชาย ใจดี|เยอรมนี", "a title in front"},
		{"ja", "NATOとGoogleの担当者が会った。", "NATO|Google", "Latin letters in another script"},
		{"", "They saw Ada Quill.", "They|Ada Quill", "no tables: what the script shows"},
		{"en", "", "", "nothing"},
		{"en", "\xff\xfeLeeds\xff", "Leeds", "bytes that are no text"},
	} {
		const minWeight = 0.35
		var got []string
		for _, n := range Find(row.text, row.lang) {
			if n.Text != row.text[n.Start:n.End] {
				t.Errorf("%s: %q is not at %d:%d", row.reason, n.Text, n.Start, n.End)
			}
			if n.Weight >= minWeight {
				got = append(got, n.Text)
			}
		}
		if s := strings.Join(got, "|"); s != row.want {
			t.Errorf("%s: Find(%q, %q)\n got %s\nwant %s", row.reason, row.text, row.lang, s, row.want)
		}
	}
}

// first returns the name with a text, or fails.
func named(t *testing.T, text, lang, want string) Name {
	t.Helper()
	for _, n := range Find(text, lang) {
		if n.Text == want {
			return n
		}
	}
	t.Fatalf("Find(%q, %q) has no %q", text, lang, want)
	return Name{}
}

func TestWeight(t *testing.T) {
	for _, row := range []struct {
		lang, text   string
		surer, other string
	}{
		{"en", "Sailors saw Tobruk.", "Tobruk", "Sailors"},
		{"en", "Voters like Orban. Voters said so, and many voters agreed.", "Orban", "Voters"},
		{"en", "Halden closed. Later the board of Halden met. Prices fell.", "Halden", "Prices"},
		{"de", "Das Schiff fuhr nach Tobruk.", "Tobruk", "Schiff"},
		{"de", "Die Verwaltung lobt Kanzlerin Ada Lenz.", "Ada Lenz", "Verwaltung"},
		{"en", "Cars Stop As Oslo Firm Meets Swedish Rivals", "Swedish", "Cars"},
		{"de", "Vorstand Kai Lorenz ging. Lorenz war lange im Amt.", "Lorenz", "Amt"},
	} {
		a, b := named(t, row.text, row.lang, row.surer), Name{}
		for _, n := range Find(row.text, row.lang) {
			if n.Text == row.other {
				b = n
			}
		}
		if a.Weight <= b.Weight {
			t.Errorf("%q: %q weighs %.2f, not more than %q with %.2f", row.text, a.Text, a.Weight, row.other, b.Weight)
		}
	}
}

// What is written with a capital for other reasons weighs little.
func TestCapitalsOfOtherWords(t *testing.T) {
	const little = 0.4
	for _, row := range []struct{ lang, text, word, reason string }{
		{"de", "Die Verwaltung schweigt dazu.", "Verwaltung", "a German noun behind an article, with its ending"},
		{"de", "Sie nannte neue Zahlen.", "Zahlen", "a German noun behind an adjective"},
		{"de", "Sie leben von Fischen.", "Fischen", "a German noun without an article"},
		{"de", "Danach sank der Kurs.", "Kurs", "a German noun behind an article"},
		{"en", "Sailors were saved.", "Sailors", "the opening of a sentence"},
		{"en", "He left. \"Storms hit us,\" he said.", "Storms", "the opening of a quotation"},
		{"en", "Harbours close: Storms hit the coast", "Storms", "behind a colon"},
		{"ru", "Моряки спасены.", "Моряки", "the opening of a sentence in Cyrillic"},
		{"fr", "Les marins partent. Contactée, la mairie se tait.", "Contactée", "a participle that opens a sentence"},
		{"en", "STORMS HIT THE COAST", "STORMS", "a shouted headline"},
		{"en", "Local Storms Hit Many Fishing Families", "Storms", "a headline in title case"},
	} {
		for _, n := range Find(row.text, row.lang) {
			if strings.Contains(n.Text, row.word) && n.Weight > little {
				t.Errorf("%s: %q in %q weighs %.2f", row.reason, n.Text, row.text, n.Weight)
			}
		}
	}
}

func TestAcronymsAreDefined(t *testing.T) {
	for _, row := range []struct{ lang, text, long, short string }{
		{"en", "The Harbour Trust Council (HTC) met. The HTC said no.", "Harbour Trust Council", "HTC"},
		{"en", "The HTC, or Harbour Trust Council, met.", "Harbour Trust Council", "HTC"},
		{"de", "Die Coastal Weather Headquarters, kurz CWHQ, schweigen.", "Coastal Weather Headquarters", "CWHQ"},
		{"de", "Das Bundeswasserforschungsamt (BWFA) schweigt.", "Bundeswasserforschungsamt", "BWFA"},
	} {
		long, short := named(t, row.text, row.lang, row.long), named(t, row.text, row.lang, row.short)
		if !short.Acronym || long.Acronym {
			t.Errorf("%q: acronym %v, %q: acronym %v", row.short, short.Acronym, row.long, long.Acronym)
		}
		if s := Similarity(long, short); s < 0.9 {
			t.Errorf("%q and %q: similarity %.2f", row.long, row.short, s)
		}
	}
	a := named(t, "Er trat der Partei bei, sagte Ida Moll (SPD) am Abend.", "de", "SPD")
	if a.also != nil {
		t.Errorf("a party is taken for a person: %v", a.also)
	}
}

func ExampleFind() {
	for _, n := range Find("On Friday Norway's king met Carla Voss of the WHO in Cairo.", "en") {
		fmt.Printf("%-10s %.2f\n", n.Text, n.Weight)
	}
	// Output:
	// Norway     0.95
	// Carla Voss 0.85
	// WHO        0.95
	// Cairo      0.80
}

func ExampleSimilarity() {
	english := Find("Carla Voss of the UN flew to Germany.", "en")
	russian := Find("Карла Фосс из ООН прилетела в Германию.", "ru")
	for i := range english {
		fmt.Printf("%s, %s: %.2f\n", english[i].Text, russian[i].Text, Similarity(english[i], russian[i]))
	}
	// Output:
	// Carla Voss, Карла Фосс: 0.96
	// UN, ООН: 1.00
	// Germany, Германию: 1.00
}
