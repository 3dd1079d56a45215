package polarity

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

type said struct{ lang, text string }

func TestReversed(t *testing.T) {
	for _, c := range []struct {
		reason             string
		langA, a, langB, b string
		want               bool
	}{
		{"before and after", "en", "The luggage was unloaded before the ferry was towed", "de", "Das Gepäck wurde entladen, nachdem die Fähre geschleppt worden war", true},
		{"of an event in a noun", "en", "The mine was reopened before the inspection", "fr", "La mine a rouvert après l'inspection", true},
		{"Vietnamese", "en", "They were warned two hours before the dam broke", "vi", "Người dân được cảnh báo sau khi đập đã vỡ", true},
		{"after on both sides", "ja", "開幕した後に閉鎖された", "zh", "开幕之后关闭", false},
		{"before a judge", "en", "He appeared before a judge", "fr", "Il a été entendu après sa garde à vue", false},
		{"not yet", "he", "טרם הושג הסכם", "en", "An agreement was reached after the talks", false},
		{"a week ago", "he", "הגשר נסגר לפני שבוע", "en", "The bridge was closed after cracks", false},
		{"afternoon", "fr", "Le ministre témoignera lundi après-midi", "en", "The minister will testify before the vote", false},
		{"Korean", "ko", "경기가 시작하기 전에 떠났다", "en", "She left after the match began", true},
		{"Spanish", "es", "Habló antes de la reunión", "en", "He spoke after the meeting", true},
		{"the first night of an opera", "it", "la prima della Scala", "en", "after the show", false},
		{"which only goes on", "en", "She left before noon", "ru", "после чего она уехала", false},
	} {
		a, b := Find(c.a, c.langA), Find(c.b, c.langB)
		if got := Reversed(a, b); got != c.want || Reversed(b, a) != got {
			t.Errorf("%s: %q and %q are reversed: %v", c.reason, c.a, c.b, got)
		}
		if _, oppose := Relate(a, b); c.want && oppose > bareOppose {
			t.Errorf("%s: %q and %q are opposite by %.2f", c.reason, c.a, c.b, oppose)
		}
	}
}

func TestRelate(t *testing.T) {
	const (
		agree  = "agree"
		oppose = "oppose"
		slight = "oppose slightly" // only because one is negative
		either = "neither"
	)
	for _, c := range []struct {
		why  string
		a, b said
		want string
	}{
		{"a word of each pole", said{"en", "Shares rose on Friday"}, said{"de", "Aktien fielen am Freitag, der Kurs sank"}, oppose},
		{"the same pole", said{"en", "Shares rose on Friday"}, said{"de", "Die Aktien sind am Freitag gestiegen"}, agree},
		{"negation turns a pole", said{"en", "The minister did not resign"}, said{"de", "Der Minister trat zurück"}, oppose},
		{"negation on both sides", said{"en", "The minister did not resign"}, said{"de", "Der Minister ist nicht zurückgetreten"}, agree},
		{"two negations cancel each other", said{"en", "He never denied that he was arrested"}, said{"en", "He was arrested"}, agree},
		{"a verb negates past the comma", said{"de", "Er bestritt, dass der Mann verurteilt wurde"}, said{"en", "The man was convicted"}, oppose},
		{"failure to do it is not doing it", said{"en", "The two sides failed on Saturday to agree"}, said{"ar", "اتفقت القبيلتان على هدنة"}, oppose},
		{"negation without a word to turn", said{"en", "The minister did not speak"}, said{"en", "The minister spoke"}, slight},
		{"a word that may imply the negation", said{"en", "He did not speak"}, said{"en", "He refused a speech"}, either},
		{"not only is no negation", said{"en", "He not only spoke"}, said{"en", "He spoke"}, either},
		{"nor is no before until", said{"en", "No trains will run until 15 December"}, said{"de", "Die Züge fahren ab dem 15. Dezember"}, either},
		{"and it may stand against a negation", said{"en", "No trains will run until 15 December"}, said{"nl", "Tot 15 december rijden er geen treinen"}, either},
		{"what is closed until then is neither open nor closed for good", said{"ru", "До понедельника музей не откроется"}, said{"es", "El museo no abrirá hasta el lunes"}, either},
		{"never before looks back", said{"en", "She had never won the race before"}, said{"sv", "Det var hennes första seger"}, either},
		{"with the negation inside the verb", said{"tr", "Daha önce hiç kazanmamıştı"}, said{"it", "È la sua prima vittoria"}, either},
		{"with two words for one negation", said{"pl", "Nigdy wcześniej nie wygrała"}, said{"hu", "Ez az első győzelme"}, either},
		{"never does not", said{"en", "She has never won the race"}, said{"de", "Sie gewann das Rennen"}, oppose},
		{"a preposition implies no negation", said{"en", "No oil poured into the bay"}, said{"nl", "Uit het wrak stroomde olie in zee"}, slight},
		{"out of office does", said{"en", "Mr Hale is not mayor"}, said{"en", "Mr Hale is out of office"}, either},
		{"not until is no negation", said{"en", "The line did not run until Monday"}, said{"en", "The line ran on Monday"}, either},
		{"before a court", said{"en", "He appeared before a judge"}, said{"fr", "Il a été entendu après sa garde à vue"}, either},
		{"found alive, and found dead", said{"en", "The boy was found alive"}, said{"de", "Der Junge wurde tot gefunden"}, oppose},
		{"closed until then is open again then", said{"en", "The museum is closed until Wednesday"}, said{"de", "Am Mittwoch öffnet das Museum wieder"}, either},
		{"German, the same way round", said{"de", "Das Museum bleibt bis Mittwoch geschlossen"}, said{"en", "The museum reopens on Wednesday"}, either},
		{"closed since then", said{"en", "The museum has been closed since Wednesday"}, said{"de", "Am Mittwoch öffnete das Museum wieder"}, oppose},
		{"Japanese, closed until then", said{"ja", "水曜まで休館する"}, said{"zh", "博物馆周三重新开放"}, either},
		{"Russian, closed until then", said{"ru", "Музей закрыт до среды"}, said{"en", "The museum reopens on Wednesday"}, either},
		{"French, closed until then", said{"fr", "Le musée est fermé jusqu'à mercredi"}, said{"en", "The museum reopens on Wednesday"}, either},
		{"Turkish, closed until then", said{"tr", "Müze çarşambaya kadar kapalı"}, said{"en", "The museum reopens on Wednesday"}, either},
		{"negation ends at the comma", said{"en", "He did not speak, and prices rose"}, said{"en", "Prices rose"}, agree},
		{"a clause with both poles says nothing of the concept", said{"en", "Prices rose and then fell"}, said{"en", "Prices fell"}, either},
		{"another concept", said{"en", "Prices rose"}, said{"en", "The man was convicted"}, either},
		{"a number with a comma", said{"en", "It did not cost 1,200 and was approved"}, said{"en", "It was approved"}, oppose},
		{"four values", said{"en", "a village north of the lake"}, said{"de", "ein Dorf südlich des Sees"}, oppose},
		{"one of four values", said{"en", "a village north of the lake"}, said{"de", "ein Dorf im Norden"}, agree},
		{"part of a name", said{"en", "North Korea said"}, said{"en", "South Korea said"}, either},
		{"not ruled out is no exclusion", said{"en", "The chief executive ruled out job cuts"}, said{"de", "Der Vorstandschef schloss Entlassungen nicht aus"}, oppose},
		{"not ruled out on both sides", said{"fr", "Il n’a pas exclu une grève"}, said{"en", "He did not rule out a strike"}, agree},
		{"a ban kept and lifted", said{"en", "The ministry has extended the ban"}, said{"es", "El ministerio levantó la prohibición"}, oppose},
		{"a ban not lifted", said{"en", "The ban was not lifted"}, said{"en", "The ban is still in force"}, agree},
		{"a ban not lifted, German", said{"de", "Das Verbot wurde nicht aufgehoben"}, said{"en", "The ministry lifted the ban"}, oppose},
		{"a ban not lifted, French", said{"fr", "L’interdiction n’a pas été levée"}, said{"en", "The ministry lifted the ban"}, oppose},
		{"negation turns no attribute", said{"ja", "女性は話さなかった"}, said{"zh", "这名女子没有说话"}, agree},
		{"what goes on does not stop", said{"de", "Die Suche geht weiter"}, said{"en", "The search was called off"}, oppose},
		{"out in the next round", said{"it", "La squadra è stata eliminata"}, said{"en", "They qualified for the final"}, oppose},
		{"who declined was reached", said{"en", "The firm declined to comment"}, said{"de", "Die Firma war nicht zu erreichen"}, oppose},
		{"a language without a table", said{"en", "He did not speak"}, said{"xx", "He spoke"}, either},
		{"nothing said", said{"en", ""}, said{"de", ""}, either},

		{"Danish with the verb in two parts", said{"da", "Ministeren trådte ikke tilbage"}, said{"en", "The minister resigned"}, oppose},
		{"Danish suspended sentence", said{"da", "Han fik betinget fængsel"}, said{"ro", "A primit doi ani de închisoare cu executare"}, oppose},
		{"Danish not ruled out", said{"da", "Ministeren udelukkede ikke nye skatter"}, said{"en", "The minister did not rule out new taxes"}, agree},
		{"Norwegian Bokmål", said{"no", "Letingen etter fiskeren er avsluttet"}, said{"en", "The search continues"}, oppose},
		{"Norwegian Nynorsk", said{"no", "Prisane har auka"}, said{"en", "Prices fell"}, oppose},
		{"Norwegian plane that has landed", said{"no", "Flyet med 120 passasjerer landet trygt"}, said{"da", "Flyet lettede fra Kastrup"}, oppose},
		{"Romanian with two words for one negation", said{"ro", "Nimeni nu a fost rănit"}, said{"en", "Two were injured"}, oppose},
		{"Romanian two-part entry", said{"ro", "Guvernul a ridicat interdicția"}, said{"en", "The ban is still in force"}, oppose},
		{"Romanian plural", said{"ro", "Doi inculpați au fost achitați"}, said{"en", "Two defendants were acquitted"}, agree},
		{"Finnish", said{"fi", "Hinnat laskivat"}, said{"en", "Prices rose"}, oppose},
		{"Finnish with two words for one negation", said{"fi", "Kukaan ei loukkaantunut"}, said{"en", "Nobody was injured"}, agree},
		{"Finnish, not ruled out", said{"fi", "Poliisi ei sulje pois tuhopolttoa"}, said{"en", "Police ruled out arson"}, oppose},
		{"Indonesian", said{"id", "Jembatan itu ditutup"}, said{"en", "The bridge was opened"}, oppose},
		{"Indonesian negation", said{"id", "Menteri itu tidak mundur"}, said{"en", "The minister resigned"}, oppose},
		{"Indonesian, a negation that is a word of its own", said{"id", "Festival itu batal digelar"}, said{"en", "The festival was cancelled"}, agree},
		{"Persian negation inside the verb", said{"fa", "موزه روز دوشنبه باز نمی\u200cشود"}, said{"en", "The museum opens on Monday"}, oppose},
		{"Persian negation ends at and", said{"fa", "وزیر صحبت نکرد و بازداشت شد"}, said{"en", "He was arrested"}, agree},
		{"Persian denial", said{"fa", "او تکذیب کرد که بازداشت شده است"}, said{"en", "He was arrested"}, oppose},
		{"Hebrew negation", said{"he", "השר לא התפטר"}, said{"en", "The minister resigned"}, oppose},
		{"Hebrew with a prefix", said{"he", "המשטרה הודיעה שנעצרו שניים"}, said{"fa", "دو نفر آزاد شدند"}, oppose},
		{"Hebrew without a negation in a word that starts so", said{"he", "האולם היה מלא"}, said{"en", "The hall was sold out"}, agree},
		{"Arabic with a prefix", said{"ar", "وارتفعت الأسعار"}, said{"en", "Prices fell"}, oppose},
		{"Arabic negation", said{"ar", "لم يفتح السوق"}, said{"en", "The market opened"}, oppose},
		{"Arabic", said{"ar", "أُدين المتهم"}, said{"fr", "Le prévenu a été acquitté"}, oppose},
		{"German separable verb", said{"de", "Das Parlament lehnte das Gesetz am Dienstag ab"}, said{"en", "Parliament approved the law"}, oppose},
		{"German negation behind the verb", said{"de", "Die Preise stiegen nicht"}, said{"en", "Prices rose"}, oppose},
		{"Spanish", said{"es", "El Parlamento aprobó la ley"}, said{"it", "Il Parlamento ha respinto la legge"}, oppose},
		{"Spanish with two words for one negation", said{"es", "No resultó herido nadie"}, said{"en", "Nobody was injured"}, agree},
		{"French with an elision", said{"fr", "L’usine n’a pas fermé"}, said{"en", "The factory closed"}, oppose},
		{"French", said{"fr", "Le tribunal a acquitté le maire"}, said{"en", "A court convicted the mayor"}, oppose},
		{"Italian", said{"it", "Le azioni sono salite"}, said{"en", "Shares fell"}, oppose},
		{"Italian negation", said{"it", "Nessuno è rimasto ferito"}, said{"en", "Two were injured"}, oppose},
		{"Japanese negation behind the verb", said{"ja", "市長は辞任しない"}, said{"en", "The mayor resigned"}, oppose},
		{"Japanese", said{"ja", "株価は上昇した"}, said{"zh", "股价下跌"}, oppose},
		{"Japanese few is no negation", said{"ja", "株価は少ない商いで上昇した"}, said{"en", "Shares rose"}, agree},
		{"Korean negation behind the verb", said{"ko", "건축을 허가하지 않기로 했다"}, said{"en", "granted permission to build"}, oppose},
		{"Korean", said{"ko", "물가가 상승했다"}, said{"en", "Prices fell"}, oppose},
		{"Dutch in two words", said{"nl", "De markt gaat dit voorjaar niet door"}, said{"de", "Der Markt findet statt"}, oppose},
		{"no behind a verb", said{"en", "A check in October found no fault"}, said{"ja", "10月の点検では異常は見つからなかった"}, agree},
		{"no behind a verb and not", said{"en", "Divers discovered nothing in the wreck"}, said{"de", "Taucher entdeckten im Wrack eine Leiche"}, oppose},
		{"no before a word", said{"en", "The fire caused no injuries"}, said{"de", "Verletzt wurde niemand"}, agree},
		{"Dutch", said{"nl", "Hij werd vrijgesproken"}, said{"en", "He was found guilty"}, oppose},
		{"Polish with two words for one negation", said{"pl", "Nikt nie odniósł obrażeń"}, said{"en", "Two were injured"}, oppose},
		{"Polish", said{"pl", "Ceny wzrosły"}, said{"en", "Prices fell"}, oppose},
		{"Portuguese with two negations", said{"pt", "Não há ninguém que não conheça o padeiro"}, said{"en", "Everyone knows the baker"}, either},
		{"Portuguese", said{"pt", "A padaria não vai fechar"}, said{"en", "The bakery is closing"}, oppose},
		{"Russian", said{"ru", "Гречка подорожала"}, said{"en", "Buckwheat became cheaper"}, oppose},
		{"Russian negation", said{"ru", "Музей не открылся"}, said{"en", "The museum opened"}, oppose},
		{"Thai unsafe", said{"th", "น้ำประปาไม่ปลอดภัยสำหรับดื่ม"}, said{"en", "tap water is safe"}, oppose},
		{"Thai", said{"th", "ราคาลดลง"}, said{"en", "Prices rose"}, oppose},
		{"Turkish negation inside the verb", said{"tr", "Köprü trafiğe açılmadı"}, said{"en", "The bridge was opened"}, oppose},
		{"Turkish capital I", said{"tr", "MÜZE AÇILDI"}, said{"en", "The museum closed"}, oppose},
		{"Chinese simplified", said{"zh", "法院判处被告有罪"}, said{"en", "The court acquitted him"}, oppose},
		{"Chinese traditional", said{"zh", "物價上漲"}, said{"en", "Prices fell"}, oppose},
		{"Czech negation", said{"cs", "Ministr nebyl odvolán ani zatčen"}, said{"en", "The minister was arrested"}, oppose},
		{"Czech", said{"cs", "Ceny vzrostly"}, said{"en", "Prices fell"}, oppose},
		{"Greek", said{"el", "Το δικαστήριο τον αθώωσε"}, said{"en", "The court convicted him"}, oppose},
		{"Hindi", said{"hi", "अदालत ने उसे बरी कर दिया"}, said{"en", "The court convicted him"}, oppose},
		{"Hungarian", said{"hu", "Az árak csökkentek"}, said{"en", "Prices rose"}, oppose},
		{"Swedish", said{"sv", "Museet öppnar inte"}, said{"en", "The museum opens"}, oppose},
		{"Ukrainian with two words for one negation", said{"uk", "Ніхто не постраждав, будівлю не відкрили"}, said{"en", "The building was opened"}, oppose},
		{"Vietnamese", said{"vi", "Giá xăng giảm"}, said{"en", "Prices rose"}, oppose},
		{"no longer turns a word", said{"en", "The museum is no longer open"}, said{"de", "Das Museum ist geöffnet"}, oppose},
		{"no longer makes no clause negative", said{"en", "He no longer speaks"}, said{"en", "He speaks"}, either},
		{"Chinese negation", said{"zh", "工厂没有关闭"}, said{"en", "The factory closed"}, oppose},

		{"Russian ceasefire is a beginning", said{"ru", "Прекращение огня началось в воскресенье"}, said{"en", "The truce began on Sunday"}, agree},
		{"Russian rate left as it was", said{"ru", "Банк оставил ставку без изменений"}, said{"uk", "Суд скасував вирок"}, either},
		{"Russian ruling upheld", said{"ru", "Приговор оставили без изменений"}, said{"uk", "Суд скасував рішення суду першої інстанції"}, oppose},
		{"Ukrainian sentences", said{"uk", "Він отримав два роки умовно"}, said{"ru", "Он получил два года реального лишения свободы"}, oppose},
		{"Ukrainian cut", said{"uk", "Компанія скоротила видобуток"}, said{"en", "The company increased output"}, oppose},
		{"Polish suspended sentence does not stop", said{"pl", "Dostał rok więzienia w zawieszeniu"}, said{"en", "The search continues"}, either},
		{"Polish release", said{"pl", "Zatrzymany został zwolniony"}, said{"en", "The man was arrested"}, oppose},
		{"Polish dismissal", said{"pl", "Trener został zwolniony"}, said{"en", "The coach was appointed"}, oppose},
		{"Czech better with a comma", said{"cs", "Výsledky byly lepší, než se čekalo"}, said{"en", "Results were worse than expected"}, oppose},
		{"Hungarian flight", said{"hu", "A gép leszállt Isztambulban"}, said{"pl", "Samolot wystartował ze Stambułu"}, oppose},
		{"Hungarian getting off a bus", said{"hu", "Leszállt a buszról"}, said{"pl", "Samolot wystartował ze Stambułu"}, either},
		{"Turkish currency", said{"tr", "Lira dolar karşısında değer kaybetti"}, said{"en", "The lira strengthened"}, oppose},
		{"Turkish end", said{"tr", "Savaş sona erdi"}, said{"en", "The war began"}, oppose},
		{"Turkish call to resign", said{"tr", "Muhalefet istifa çağrısında bulundu"}, said{"en", "The opposition called on him to resign"}, agree},
		{"Arabic plane and prices", said{"ar", "هبطت الطائرة في إسطنبول"}, said{"en", "Prices rose"}, either},
		{"Arabic court of cassation", said{"ar", "أيدت محكمة النقض الحكم"}, said{"tr", "Yargıtay kararı bozdu"}, oppose},
		{"Hindi denial", said{"hi", "मंत्रालय ने खबर का खंडन किया"}, said{"en", "The ministry confirmed the report"}, oppose},
		{"Hindi strike", said{"hi", "यूनियन ने हड़ताल वापस ले ली"}, said{"en", "The strike will go ahead"}, oppose},
		{"Japanese truce", said{"ja", "停戦が始まった"}, said{"zh", "停火于周日开始"}, agree},
		{"Japanese emergency landing", said{"ja", "飛行機は不時着した"}, said{"zh", "飞机起飞"}, oppose},
		{"Korean prices went down", said{"ko", "기름값이 내렸다"}, said{"en", "Prices rose"}, oppose},
		{"Korean decision and rain", said{"ko", "비가 내렸고 정부는 결정을 내렸다"}, said{"en", "Prices rose"}, either},
		{"Chinese not guilty", said{"zh", "他拒不认罪"}, said{"en", "He confirmed it"}, oppose},
		{"Chinese multiple harm", said{"zh", "造成多重伤害"}, said{"ja", "2人が軽傷を負った"}, either},
		{"Vietnamese truce", said{"vi", "Lệnh ngừng bắn bắt đầu có hiệu lực"}, said{"en", "The truce began"}, agree},
	} {
		t.Run(c.why, func(t *testing.T) {
			a, b := Find(c.a.text, c.a.lang), Find(c.b.text, c.b.lang)
			same, against := Relate(a, b)
			got := either
			switch {
			case same > against:
				got = agree
			case against > bareOppose:
				got = oppose
			case against > 0:
				got = slight
			}
			if got != c.want {
				t.Errorf("%s against %s: %s (%.2f, %.2f; %+v, %+v), want %s", c.a.text, c.b.text, got, same, against, a, b, c.want)
			}
		})
	}
}

func TestOpposites(t *testing.T) {
	for _, c := range []struct {
		a, b said
		want string
	}{
		{said{"en", "Prices rose"}, said{"de", "Die Preise fielen, der Kurs sank"}, "[[rise fall]]"},
		{said{"de", "Die Preise fielen, der Kurs sank"}, said{"en", "Prices rose"}, "[[fall rise]]"},
		{said{"en", "The court convicted him"}, said{"en", "The court did not convict him"}, "[[guilty acquitted]]"},
		{said{"en", "a village north of the lake"}, said{"de", "ein Dorf südlich des Sees"}, "[[north south]]"},
		{said{"pt", "Fraturou a clavícula direita"}, said{"fr", "Il a été touché à la clavicule gauche"}, "[[right left]]"},
		{said{"en", "The right won the vote"}, said{"de", "Die Linke gewann die Wahl"}, "[]"},
		{said{"en", "The minister did not speak"}, said{"en", "The minister spoke"}, "[[negated not negated]]"},
		{said{"en", "The minister spoke"}, said{"en", "The minister did not speak"}, "[[not negated negated]]"},
		{said{"cs", "Řidič byl těžce zraněn"}, said{"uk", "Водій отримав легкі травми"}, "[[seriously hurt slightly hurt]]"},
		{said{"th", "จำคุกสองปีโดยไม่รอลงอาญา"}, said{"ja", "懲役2年、執行猶予4年の判決"}, "[[to be served suspended]]"},
		{said{"en", "Prices rose"}, said{"de", "Die Preise stiegen"}, "[]"},
		{said{"en", "Prices rose"}, said{"de", "Er wurde verurteilt"}, "[]"},
	} {
		if got := fmt.Sprint(Opposites(Find(c.a.text, c.a.lang), Find(c.b.text, c.b.lang))); got != c.want {
			t.Errorf("%s against %s: %s, want %s", c.a.text, c.b.text, got, c.want)
		}
	}
}

// TestTables checks that every language has every pole of every concept, and no
// entry stands for opposite poles.
func TestTables(t *testing.T) {
	if len(lexicons) < 22 {
		t.Fatalf("only %d languages", len(lexicons))
	}
	for lang, load := range lexicons {
		l := load()
		var all sense
		for _, list := range l.readings {
			for _, r := range list {
				all = all.with(r.sense)
				if r.poles.and(r.poles.turned()) != (poles{}) {
					t.Errorf("%s: an entry is at both poles of a concept: %v", lang, names(r.poles))
				}
				for _, c := range others {
					if m := r.poles.and(c); m.count() > 1 {
						t.Errorf("%s: an entry has several values of a concept: %v", lang, names(m))
					}
				}
			}
		}
		for name, p := range poleOf {
			if all.poles.and(p) == (poles{}) {
				t.Errorf("%s has no %s", lang, name)
			}
		}
		if !all.negates || !all.denies || !all.implies || !all.breaks {
			t.Errorf("%s lacks a class of entries: %+v", lang, all)
		}
	}
}

func names(set poles) (all []string) {
	for name, p := range poleOf {
		if set.and(p) != (poles{}) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

func TestTablesRepeatNothing(t *testing.T) {
	files, err := tables.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		raw, err := tables.ReadFile("data/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(raw)) {
			class, list, ok := strings.Cut(line, ":")
			if !ok {
				continue
			}
			var entries []string
			for _, entry := range strings.Fields(list) {
				firsts, thens, _ := strings.Cut(entry, "…")
				for first := range strings.SplitSeq(firsts, "|") {
					for then := range strings.SplitSeq(thens, "|") {
						entries = append(entries, first+"…"+then)
					}
				}
			}
			slices.Sort(entries)
			for i := 1; i < len(entries); i++ {
				if entries[i] == entries[i-1] {
					t.Errorf("%s, %s: %s stands twice", f.Name(), class, entries[i])
				}
			}
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, table := range []string{"+nothing: word", "scope behind", "reach far", "spaces", "what is this", "not: n*t", "not: is|a*e…not", "not: a…b…c", "not: a||b", "not: a…b|", "not: *"} {
		if _, err := parse("xx", table); err == nil {
			t.Errorf("%q was taken", table)
		}
	}
}

func FuzzRelate(f *testing.F) {
	f.Add("Prices did not rise, he said", "en", "Die Preise fielen nicht", "de")
	f.Add("市長は辞任しない", "ja", "ไม่ปลอดภัย", "th")
	f.Add("L’usine n’a pas\xff", "fr", "", "zz")
	f.Add("açılmadı", "tr", "하지 않았다", "ko")
	f.Fuzz(func(t *testing.T, a, langA, b, langB string) {
		ours, theirs := Find(a, langA), Find(b, langB)
		agree, oppose := Relate(ours, theirs)
		agree2, oppose2 := Relate(theirs, ours)
		if agree != agree2 || oppose != oppose2 {
			t.Errorf("%v, %v and the other way round %v, %v", agree, oppose, agree2, oppose2)
		}
		if !(agree >= 0 && agree <= 1 && oppose >= 0 && oppose <= 1) {
			t.Errorf("%v, %v", agree, oppose)
		}
		if _, self := Relate(ours, ours); self != 0 {
			t.Errorf("%q opposes itself by %v", a, self)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for _, c := range []said{
		{"en", "The central bank did not raise its key rate on Thursday, although prices rose in the north"},
		{"de", "Das Parlament lehnte das Gesetz am Dienstag nach einer langen Sitzung mit knapper Mehrheit ab"},
		{"tr", "Artvin’deki asma köprü hafta sonu trafiğe açılmadı"},
		{"ar", "ولم يحضر ممثل الأمم المتحدة الاجتماع الذي عقد في خيمة قرب المدينة"},
		{"zh", "在贡嘎山失踪的两名登山者已于周四被找到，救援队出动了直升机"},
	} {
		b.Run(c.lang, func(b *testing.B) {
			Find(c.text, c.lang)
			b.ReportAllocs()
			for b.Loop() {
				Find(c.text, c.lang)
			}
		})
	}
}

func BenchmarkRelate(b *testing.B) {
	x, y := Find("Prices did not rise in the north", "en"), Find("Die Preise stiegen im Süden", "de")
	for b.Loop() {
		Relate(x, y)
	}
}

func BenchmarkTable(b *testing.B) {
	raw, err := tables.ReadFile("data/ar.txt") // the largest
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := parse("ar", string(raw)); err != nil {
			b.Fatal(err)
		}
	}
}

// TestClauses compares clauses across languages as newsrooms word them.
func TestClauses(t *testing.T) {
	table, err := os.ReadFile("testdata/clauses.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		if line[0] == '#' {
			continue
		}
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 5 {
			t.Fatalf("%q has %d columns, want 5", line, len(f))
		}
		a, b := Find(f[1], f[0]), Find(f[3], f[2])
		got := "none"
		if _, oppose := Relate(a, b); oppose > 0 {
			got = "opposite"
		} else if Reversed(a, b) {
			got = "reversed"
		}
		if got != f[4] {
			t.Errorf("%s %q and %s %q: %s %v, want %s", f[0], f[1], f[2], f[3], got, Opposites(a, b), f[4])
		}
	}
}
