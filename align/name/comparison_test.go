package name

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

// facts is a text with the offsets of its facts, which "|" parts.
type facts struct {
	*Article
	at []int
}

func readFacts(text, lang string) facts {
	f := facts{at: []int{0}}
	for part := range strings.SplitSeq(text, "|") {
		f.at = append(f.at, f.at[len(f.at)-1]+len(part))
	}
	f.Article = NewArticle(strings.ReplaceAll(text, "|", ""), lang)
	return f
}

// compared compares two versions in a context that is never done.
func compared(tb testing.TB, a, b *Article) *Comparison {
	tb.Helper()
	c, err := NewComparison(context.Background(), a, b)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func relate(t *testing.T, a, b facts, i, j int) Relation {
	t.Helper()
	return compared(t, a.Article, b.Article).Relate(a.at[i], a.at[i+1], b.at[j], b.at[j+1])
}

func TestRelate(t *testing.T) {
	const most, some, little = "most", "some", "little" // over 0.6, over 0.2, less
	amount := func(v float64) string {
		switch {
		case v > 0.6:
			return most
		case v > 0.2:
			return some
		}
		return little
	}
	for _, row := range []struct {
		langA, a, langB, b string // facts parted by "|"; the first of both are compared
		want               string // agree, missingA, missingB, unknownA, unknownB
		reason             string
	}{
		{"en", "They met Carla Voss.", "de", "Dort war Carla Voss.", "most little little little little", "both name her"},
		{"en", "They met Carla Voss.", "de", "Dort war auch Voss.", "most little little little little", "a family name alone"},
		{"en", "They met Carla Voss.", "de", "Es regnete. |Dort war Carla Voss.", "little most little little little", "the other version has her elsewhere"},
		{"en", "They met Carla Voss.", "de", "Es regnete.", "little little little most little", "the other version never has her"},
		{"en", "It was raining.", "de", "Dort war Carla Voss.", "little little little little some", "and the other way round; a name behind a German verb is less sure"},
		{"en", "It rained. |They met Carla Voss.", "de", "Dort war Carla Voss.", "little little some little little", "and the other way round"},
		{"en", "It was raining.", "de", "Die Sonne und der Regen.", "little little little little little", "German nouns are hardly names"},
		{"en", "Investigators said no.", "fr", "Il pleut.", "little little little little little", "nor is what only opens a sentence"},
		{"en", "He met Carla Voss. |Later Carla Voss left. |Then Carla Voss spoke. |So did Carla Voss.", "de",
			"Carla Voss kam. |Spät ging Carla Voss. |Dort sprach Carla Voss. |Dann ruhte Carla Voss.", "some little little little little", "a protagonist tells little"},
		{"en", "They flew to Warsaw.", "pl", "Przed warszawskim ratuszem.", "most little little little little", "a small adjective that Find does not see"},
		{"en", "Lin Jianye said so.", "zh", "据林建业介绍，工程已完成。", "most little little little little", "characters that Find does not see"},
		{"zh", "据林建业介绍，工程已完成。", "en", "Lin Jianye said so.", "most little little little little", "and the other way round"},
		{"en", "They praised Saebom.", "ko", "새봄게임즈가 발표했다.", "most little little little little", "inside a compound that Find does not see"},
		{"de", "Das Harbour Trust Council tagt.", "en", "They wrote to the HTC.", "most little little little little", "an acronym"},
		{"fr", "Le juge vit à Lausanne.", "ru", "Суд находится в Лозанне.", "most little little little little", "another script"},
		{"en", "In Gdansk it snowed.", "pl", "W Gdyni spadł śnieg. |W Gdańsku też.", "little most little little some", "a name that is only like it, beside the same"},
		{"", "", "", "", "little little little little little", "nothing"},
		{"en", "\xff Carla Voss", "xx", "\xff Carla Voss", "most little little little little", "bytes that are no text, no tables"},
	} {
		r := relate(t, readFacts(row.a, row.langA), readFacts(row.b, row.langB), 0, 0)
		var got []string
		for _, v := range [...]float64{r.Agree, r.MissingA, r.MissingB, r.UnknownA, r.UnknownB} {
			got = append(got, amount(v))
		}
		if s := strings.Join(got, " "); s != row.want {
			t.Errorf("%s: %q and %q:\n got %s, %+v\nwant %s", row.reason, row.a, row.b, s, r, row.want)
		}
	}
}

// mirror is a relation seen from the other side.
func (r Relation) mirror() Relation {
	return Relation{r.Agree, r.MissingB, r.MissingA, r.UnknownB, r.UnknownA, r.Other}
}

// same tells whether two relations are, but for rounding.
func (r Relation) same(s Relation) bool {
	near := func(x, y float64) bool { return math.Abs(x-y) < 1e-5*max(1, x) }
	return near(r.Agree, s.Agree) && near(r.MissingA, s.MissingA) && near(r.MissingB, s.MissingB) &&
		near(r.UnknownA, s.UnknownA) && near(r.UnknownB, s.UnknownB) && near(r.Other, s.Other)
}

func TestRarerCountsMore(t *testing.T) {
	a := readFacts("The envoy met Carla Voss. |Carla Voss saw Ian Beck. |Then Carla Voss left.", "en")
	b := readFacts("Carla Voss blieb. |Dort sah Carla Voss auch Ian Beck. |Dann ging Carla Voss.", "de")
	often, seldom := relate(t, a, b, 0, 0), relate(t, a, b, 1, 1)
	if often.Agree > 0.5 || seldom.Agree < often.Agree+0.6 {
		t.Errorf("of a name in every fact: %+v, with one of a single fact: %+v", often, seldom)
	}
}

// Many different names in a text are bounded work.
func TestManyNames(t *testing.T) {
	var a, b strings.Builder
	for i := range 400 {
		fmt.Fprintf(&a, "They met Kar%cla%c Vo%css. ", 'a'+i%26, 'a'+i/26, 'a'+i%7)
		fmt.Fprintf(&b, "Они видели Ма%cлу Ва%cс%cа. ", 'а'+i%26, 'а'+i/26, 'а'+i%7)
	}
	x, y := NewArticle(a.String(), "en"), NewArticle(b.String(), "ru")
	start := time.Now()
	c := compared(t, x, y)
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("%d and %d names took %v", len(x.Names), len(y.Names), took)
	}
	if r := c.Relate(0, a.Len(), 0, b.Len()); math.IsNaN(r.Agree + r.MissingA + r.UnknownA) {
		t.Errorf("%+v", r)
	}
}

// What a context stopped is not remembered as compared.
func TestComparisonStopped(t *testing.T) {
	english, german := articles()
	x, y := NewArticle(english, "en"), NewArticle(german, "de")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := NewComparison(ctx, x, y); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if r := compared(t, x, y).Relate(0, len(english), 0, len(german)); r.Agree == 0 {
		t.Errorf("afterwards nothing agrees: %+v", r)
	}
}

func ExampleComparison_Relate() {
	english := "Carla Voss opened the lab in Oslo. The Meteor Fund paid for it."
	german := "In Oslo gibt es ein neues Labor. Direktorin Carla Voss dankte dem Land."
	c, err := NewComparison(context.Background(), NewArticle(english, "en"), NewArticle(german, "de"))
	if err != nil {
		fmt.Println(err)
		return
	}
	cut, schnitt := strings.Index(english, "The Meteor"), strings.Index(german, "Direktorin")
	r := c.Relate(0, cut, 0, schnitt)
	fmt.Printf("agree %.1f, missing %.1f\n", r.Agree, r.MissingA)
	r = c.Relate(cut, len(english), 0, schnitt)
	fmt.Printf("agree %.1f, unknown %.1f\n", r.Agree, r.UnknownA)
	// Output:
	// agree 0.8, missing 0.7
	// agree 0.0, unknown 0.7
}

// articles are written for the benchmarks: 25 sentences each.
func articles() (english, german string) {
	english = strings.Repeat("On Friday Minister Carla Voss told the Harbour Trust Council (HTC) in Oslo that 40 ships had left Gdansk. "+
		"Prices fell. The HTC, which Ian Beck has led since May, said British and Polish crews were safe. "+
		"Nobody at Norcastle Shipping answered. Voss will fly to Brussels on Monday, a spokesman for the United Nations said. ", 5)
	german = strings.Repeat("Am Freitag sagte Ministerin Carla Voss dem Harbour Trust Council (HTC) in Oslo, 40 Schiffe hätten Danzig verlassen. "+
		"Die Preise fielen. Der HTC, den Ian Beck seit Mai leitet, nannte die britischen und polnischen Besatzungen wohlauf. "+
		"Die Reederei Norcastle Shipping schwieg. Voss fliegt am Montag nach Brüssel, sagte ein Sprecher der Vereinten Nationen. ", 5)
	return english, german
}

// BenchmarkFirstFind reads the tables of the language too, each time.
func BenchmarkFirstFind(b *testing.B) {
	english, german := articles()
	for _, row := range []struct{ lang, text string }{{"en", english}, {"de", german}} {
		b.Run(row.lang, func(b *testing.B) {
			for b.Loop() {
				readSounds(table("sounds"))
				newArticle(row.text, load(row.lang))
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	english, german := articles()
	for _, row := range []struct{ lang, text string }{{"en", english}, {"de", german}} {
		b.Run(row.lang, func(b *testing.B) {
			b.SetBytes(int64(len(row.text)))
			for b.Loop() {
				Find(row.text, row.lang)
			}
		})
	}
}

func BenchmarkNewComparison(b *testing.B) {
	english, german := articles()
	x, y := NewArticle(english, "en"), NewArticle(german, "de")
	for b.Loop() {
		if _, err := newComparison(b.Context(), x, y); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRelate(b *testing.B) {
	english, german := articles()
	c := compared(b, NewArticle(english, "en"), NewArticle(german, "de"))
	for b.Loop() {
		c.Relate(0, 100, 0, 110)
	}
}

// TestOther holds what tells that two facts name different persons, countries or cities.
func TestOther(t *testing.T) {
	for _, row := range []struct {
		reason, langA, a, langB, b string
		want                       [2]string // the names; "" for none
	}{
		{"an office", "en", "Mayor José Robles said that the village would mourn.", "es", "La alcaldesa, Sonia Martín, convocó un minuto de silencio.", [2]string{"José Robles", "Sonia Martín"}},
		{"an office in one word", "de", "Das bestätigte Finanzchef Søren Bach in Aalborg.", "da", "Det bekræfter finansdirektør Mette Lauridsen i Aalborg.", [2]string{"Søren Bach", "Mette Lauridsen"}},
		{"an office behind the name", "en", "Leena Korhonen, the minister, thanked the volunteers.", "sv", "Minister Päivi Laine tackade de frivilliga.", [2]string{"Leena Korhonen", "Päivi Laine"}},
		{"a verb of saying", "en", "The skis are 1,300 years old, said Ragnhild Moen.", "no", "Skiene er 1300 år gamle, sier Kari Nordby.", [2]string{"Ragnhild Moen", "Kari Nordby"}},
		{"countries", "en", "He shipped 120 objects to Switzerland.", "tr", "120 eseri Avusturya'ya gönderdi.", [2]string{"Switzerland", "Avusturya"}},
		{"the same person", "en", "President Vladimir Putin said so.", "ru", "Об этом заявил президент Владимир Путин.", [2]string{}},
		{"a family name", "en", "President Anna Berg said so. Berg left.", "de", "Präsidentin Berg sagte das.", [2]string{}},
		{"a person and a firm that speaks", "en", "Mayor José Robles said so.", "en", "Tesla Motors said so.", [2]string{}},
		{"a title behind a Hungarian name", "hu", "A hírt Kovács Péter polgármester közölte.", "en", "Mayor José Robles said so.", [2]string{"Kovács Péter", "José Robles"}},
		{"a given name that ends as a title", "en", "So said Gaylord Nelson Smith.", "en", "President Gaylord Nelson Smith said so.", [2]string{}},
		{"a person and a firm", "en", "Mayor José Robles said so.", "es", "Lo dijo Telefónica.", [2]string{}},
		{"a country and a region", "en", "It was sold to Switzerland.", "de", "Es wurde nach Europa verkauft.", [2]string{}},
		{"cities", "fr", "La police l'a arrêté à Lyon.", "de", "Die Polizei nahm ihn in Marseille fest.", [2]string{"Lyon", "Marseille"}},
		{"a city in another script", "en", "Police found the picture in Riga.", "ru", "Полиция нашла картину в Вильнюсе.", [2]string{"Riga", "Вильнюсе"}},
		{"a city in characters, and its country", "en", "The bus burned on the edge of Lisbon.", "zh", "这辆车在西班牙马德里郊区起火。", [2]string{"Lisbon", "马德里"}},
		{"cities in Japanese and Korean", "ja", "公演は京都で開かれた。", "ko", "공연은 부산에서 열렸다.", [2]string{"京都", "부산에서"}},
		{"a city of two words", "en", "The trial was held in Los Angeles.", "tr", "Mahkeme onu Bursa'da yargıladı.", [2]string{"Los Angeles", "Bursa"}},
		{"a city with an ending", "pl", "Samolot wylądował w Lublinie.", "en", "The plane landed in Prague.", [2]string{"Lublinie", "Prague"}},
		{"the same city", "en", "The plane landed in Athens.", "el", "Το αεροπλάνο προσγειώθηκε στην Αθήνα.", [2]string{}},
		{"a city that sounds the same", "en", "The plane landed in Kharkiv.", "de", "Die Maschine landete in Charkow, nicht in Bonn.", [2]string{}},
		{"a city and its country", "en", "It was sold in Lyon.", "de", "Es wurde in Frankreich verkauft.", [2]string{}},
		{"a city and its region", "de", "Es brannte in München.", "en", "The fire broke out in Bavaria.", [2]string{}},
		{"a city and a part of it", "en", "The fire broke out in New York.", "en", "The fire broke out in Brooklyn.", [2]string{}},
		{"a city beside the other", "en", "She flew from Lyon to Marseille.", "fr", "Elle est arrivée à Marseille.", [2]string{}},
		{"a city that the other version knows", "en", "He left Lyon.", "fr", "Il vit à Marseille, et non à Lyon.", [2]string{}},
		{"a city that no table knows", "en", "It burned in Lyon.", "fr", "L'incendie a eu lieu à Trévignac.", [2]string{}},
		{"an inhabitant", "de", "Ein Münchner hat gewonnen.", "en", "A man from Hamburg won.", [2]string{}},
		{"what is of a city", "de", "Die Berliner Polizei ermittelt.", "en", "Police in Hamburg investigate.", [2]string{}},
		{"a small adjective", "ru", "Об этом сообщила московская полиция.", "en", "Police in Hamburg said so.", [2]string{}},
		{"a dateline", "en", "BERLIN (dpa) - The bridge is closed.", "de", "Köln - Die Brücke ist gesperrt.", [2]string{}},
		{"a government that speaks", "fr", "C'est faux, affirme Paris.", "de", "Das sei falsch, hieß es in Berlin.", [2]string{}},
		{"a club", "en", "He plays for Manchester United.", "es", "Juega en Sevilla.", [2]string{}},
		{"a club in one word with its city", "de", "Er wechselt zu Bayern München.", "fr", "Il joue à Marseille.", [2]string{}},
		{"a university", "en", "She teaches at the University of Leipzig.", "it", "Insegna a Torino.", [2]string{}},
		{"a university in characters", "zh", "她在柏林大学任教。", "en", "She teaches in Hamburg.", [2]string{}},
		{"a woman called as a city", "en", "They met Sofia in the park.", "fr", "Ils se sont vus à Lyon.", [2]string{}},
		{"a mayor called as a city", "en", "They met Mayor Paris in the park.", "fr", "Ils se sont vus à Lyon.", [2]string{}},
		{"a word that is a city at the beginning", "en", "Nice weather is expected.", "fr", "Il fera beau à Lyon.", [2]string{}},
		{"a German noun that is a city", "de", "Das Essen war gut.", "fr", "On mange bien à Lyon.", [2]string{}},
		{"an Arabic word that begins as a city", "ar", "وكانت السيارة حمراء.", "en", "The car was red in Hamburg.", [2]string{}},
		{"a given name", "en", "The study was led by Eva Nordin.", "sv", "Studien leddes av Karin Holm.", [2]string{"Eva Nordin", "Karin Holm"}},
		{"a given name behind what somebody is", "en", "The headteacher, Claudia Böhm, praised the pupils.", "de", "Landwirt Georg Huber lobte die Schüler.", [2]string{"Claudia Böhm", "Georg Huber"}},
		{"a minister of something", "fr", "Le ministre des Transports Alain Perrin a inauguré la ligne.", "de", "Verkehrsminister Jean Morel eröffnete die Strecke.", [2]string{"Alain Perrin", "Jean Morel"}},
		{"a Turk", "tr", "Projeyi Ece Yalın tanıttı.", "en", "Burak Tuna presented the project.", [2]string{"Ece Yalın", "Burak Tuna"}},
		{"a given name in Arabic", "ar", "قال المدير كمال منصور إن المصنع سيغلق.", "en", "The director, Fouad Haddad, said the plant would close.", [2]string{"كمال منصور", "Fouad Haddad"}},
		{"a given name in Hebrew", "he", "דוד כהן סגר את המפעל.", "en", "Yossi Levi closed the plant.", [2]string{"דוד כהן", "Yossi Levi"}},
		{"a given name in Hindi", "hi", "अनिल वर्मा ने कारखाना बंद किया।", "en", "Rajesh Kumar closed the plant.", [2]string{"अनिल वर्मा", "Rajesh Kumar"}},
		{"a Chinese name in two scripts", "en", "Lin Haoran, who designed the bridge, was pleased.", "zh", "总设计师周启明表示满意。", [2]string{"Lin Haoran", "周启明"}},
		{"a foreign name in Japanese", "ja", "ジョージ・クラークは満足した。", "en", "Peter Lund was pleased.", [2]string{"ジョージ・クラーク", "Peter Lund"}},
		{"a given name with an ending", "ru", "По словам Ивана Рыбина, завод закрыт.", "en", "Peter Lund said the plant was closed.", [2]string{"Ивана Рыбина", "Peter Lund"}},
		{"a family name in front", "hu", "Az iskolát Kovács Katalin nyitotta meg.", "en", "The school was opened by Eszter Nagy.", [2]string{"Kovács Katalin", "Eszter Nagy"}},
		{"a given name of one character", "zh", "总统周强在Paris发表讲话。", "en", "President Anna Moser gave a speech.", [2]string{"周强", "Anna Moser"}},
		{"three parts of a given name", "fr", "Anne-Marie-Louise Dupont a ouvert le musée.", "en", "Peter Lund opened the museum.", [2]string{"Anne-Marie-Louise Dupont", "Peter Lund"}},
		{"a given name that no table has", "pl", "Bieg wygrał Hailu Mekonnen.", "en", "Peter Lund has won the race.", [2]string{"Hailu Mekonnen", "Peter Lund"}},
		{"a ship beside a person", "es", "El buque Aita Mari llegó a puerto.", "en", "Peter Lund reached the port.", [2]string{}},
		{"names of two things", "es", "El buque Aita Mari llegó a puerto.", "en", "The ferry Isle Breeze reached the port.", [2]string{}},
		{"the same given name", "en", "Claudia Weber praised them.", "de", "Claudia Dreyer lobte sie.", [2]string{"Claudia Weber", "Claudia Dreyer"}},
		{"a speaker whose family name stands alone", "en", "Søren Bach said it was safe. Bach left.", "de", "Bürgermeisterin Petra Lang sagte, es sei sicher.", [2]string{"Søren Bach", "Petra Lang"}},
		{"nearly the same family name", "ru", "Генадий Лапшин закрыл завод.", "en", "Viktor Lapin closed the plant.", [2]string{}},
		{"a family name in another script", "ru", "Анна Петрова открыла школу.", "en", "Petrova opened the school.", [2]string{}},
		{"a given name alone", "en", "Claudia Weber cautioned them.", "de", "Claudia warnte sie.", [2]string{}},
		{"a family name cut short", "en", "Jonas Rehling spoke.", "de", "Jonas R. sprach.", [2]string{}},
		{"two persons in Korean, and the same two", "ko", "도널드 트럼프 대통령과 이재명 대통령이 만났다.", "en", "Lee Jae-myung met Donald Trump.", [2]string{}},
		{"a Korean and a foreigner", "ko", "윤재석 대표가 참석했다.", "en", "Pedro Sánchez attended.", [2]string{"윤재석", "Pedro Sánchez"}},
		{"the same given name in Arabic", "en", "Mohammed Salah scored.", "ar", "محمد صلاح سجل هدفا.", [2]string{}},
		{"an old spelling", "de", "Karl-Heinz Müller kam.", "en", "Karl-Heinz Mueller came.", [2]string{}},
		{"a pool called after somebody", "en", "The Maria Lenk Centre closed on Monday.", "de", "Anke Dreyer sagte, das Bad sei zu.", [2]string{}},
		{"a street", "fr", "L'accident a eu lieu rue Victor Hugo.", "de", "Das sah Anke Dreyer.", [2]string{}},
		{"a square in one word", "de", "Am Willy-Brandt-Platz brannte es.", "en", "Anna Moser saw the fire.", [2]string{}},
		{"a storm", "en", "Hurricane Maria Lopez hit the coast.", "es", "Ana Ruiz golpeó la costa.", [2]string{}},
		{"a ship", "de", "Die Fähre Anna Maria lief aus.", "en", "Peter Lund left the port.", [2]string{}},
		{"a ship in Cyrillic", "ru", "Ледокол Иван Папанин вышел в море.", "en", "Anna Moser left the port.", [2]string{}},
		{"a film", "ru", "Фильм «Анна Каренина» вышел в прокат.", "en", "The film by Joe Wright was released.", [2]string{}},
		{"a prize", "fr", "Le prix Marie Curie a été remis.", "en", "Anna Moser got the prize.", [2]string{}},
		{"an airport in characters", "zh", "约翰·肯尼迪机场关闭。", "en", "Anna Moser closed the airport.", [2]string{}},
		{"a street in Arabic", "ar", "أغلق شارع محمد الخامس.", "en", "Anna Moser closed the road.", [2]string{}},
		{"a church", "it", "Santa Maria Novella è chiusa.", "en", "Anna Moser closed it.", [2]string{}},
		{"a club in a city called after a saint", "en", "San Diego Padres won.", "es", "Ana Ruiz ganó.", [2]string{}},
		{"a person whom the other version knows", "en", "Mayor José Robles said so. Minister Anna Berg agreed.", "es", "Lo dijo la ministra Anna Berg.", [2]string{}},
	} {
		a, b := NewArticle(row.a, row.langA), NewArticle(row.b, row.langB)
		x, y := compared(t, a, b).Other(0, len(row.a), 0, len(row.b))
		if got := [2]string{x, y}; got != row.want {
			t.Errorf("%s: got %q, want %q", row.reason, got, row.want)
		}
	}
}
