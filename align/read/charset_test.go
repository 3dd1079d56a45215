package read

import (
	"strings"
	"testing"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
)

// articles are beginnings of reports as local papers write them.
var articles = map[string]string{
	"arabic":      "أعلنت بلدية المدينة يوم الثلاثاء إغلاق الجسر القديم أمام حركة السيارات لمدة ثمانية أشهر.\nوقال رئيس البلدية إن أعمال الترميم ستبدأ في شهر أيلول، وإن تكلفتها تبلغ اثني عشر مليون دينار، وأضاف أن الحافلات ستسلك طريقا بديلا.",
	"cyrillic":    "Мэрия сообщила во вторник, что старый мост через реку закроют для машин на восемь месяцев.\nРемонт начнётся в сентябре и обойдётся в двенадцать миллионов рублей, заявил начальник управления дорог. Автобусы пойдут в объезд.",
	"czech":       "Radnice v úterý oznámila, že starý most přes řeku bude osm měsíců uzavřen pro auta.\nOpravy začnou v září a přijdou na dvanáct milionů korun, řekl náměstek primátora. Autobusy pojedou objížďkou přes nábřeží, školáci půjdou pěšky.",
	"english":     "The city’s old bridge will be closed to cars for eight months, the council said on Tuesday.\n“We can’t wait any longer,” the engineer said – the repairs begin in September and cost £12m.",
	"french":      "Le vieux pont de la ville sera fermé à la circulation pendant huit mois, a annoncé mardi la mairie.\nLes travaux débuteront en septembre et coûteront douze millions ; « c’était nécessaire », a déclaré l’ingénieur, visiblement ému. Les élèves iront à pied.",
	"german":      "Die alte Brücke über den Fluss wird für acht Monate für Autos gesperrt, teilte die Stadtverwaltung am Dienstag mit.\nDie Arbeiten beginnen im September und kosten zwölf Millionen Euro, sagte der Bürgermeister. Die Busse fahren während der Bauzeit über die Straße am Großmarkt.",
	"greek":       "Η παλιά γέφυρα της πόλης θα κλείσει για τα αυτοκίνητα για οκτώ μήνες, ανακοίνωσε την Τρίτη ο δήμος.\nΟι εργασίες θα αρχίσουν τον Σεπτέμβριο και θα κοστίσουν δώδεκα εκατομμύρια, είπε ο δήμαρχος. Άλλη διαδρομή θα ακολουθούν τα λεωφορεία.",
	"hebrew":      "הגשר הישן בעיר ייסגר לתנועת מכוניות למשך שמונה חודשים, כך הודיעה העירייה ביום שלישי.\nהעבודות יתחילו בחודש ספטמבר ועלותן שנים עשר מיליון שקלים, אמר ראש העירייה. האוטובוסים ייסעו בדרך אחרת.",
	"hungarian":   "A város öreg hídját nyolc hónapra lezárják az autóforgalom elől, közölte kedden az önkormányzat.\nA felújítás szeptemberben kezdődik, és tizenkétmillió forintba kerül, mondta a főmérnök. A buszok kerülőúton közlekednek, a gyerekek gyalog járnak iskolába, hűvös időben is. Több szülő tiltakozó levelet írt.",
	"italian":     "Il vecchio ponte della città resterà chiuso alle auto per otto mesi, ha annunciato martedì il Comune.\nI lavori cominceranno a settembre e costeranno dodici milioni, perché la struttura è più fragile di quanto si pensasse. Così gli autobus faranno un altro percorso.",
	"japanese":    "市は火曜日、古い橋を八か月間、自動車通行止めにすると発表した。\n修復工事は九月に始まり、費用は十二億円の見込みだという。バスは川沿いの道を迂回し、子どもたちは歩いて学校に通うことになる。",
	"korean":      "시는 화요일 오래된 다리를 여덟 달 동안 자동차가 다닐 수 없도록 막는다고 밝혔다.\n보수 공사는 구월에 시작되며 비용은 십이억 원이 들 것으로 보인다고 시장이 말했다. 버스는 강변길로 돌아간다.",
	"polish":      "Stary most w mieście zostanie zamknięty dla samochodów na osiem miesięcy, poinformował we wtorek ratusz.\nPrace rozpoczną się we wrześniu i będą kosztować dwanaście milionów złotych, powiedział główny inżynier. Autobusy pojadą objazdem, uczniowie pójdą pieszo.",
	"portuguese":  "A velha ponte da cidade ficará fechada aos automóveis durante oito meses, anunciou na terça-feira a câmara.\nAs obras começarão em setembro e custarão doze milhões, porque a situação é pior do que se pensava. Os autocarros não poderão parar na estação.",
	"romanian":    "Podul vechi din oraş va fi închis pentru maşini timp de opt luni, a anunţat marţi primăria.\nLucrările vor începe în septembrie şi vor costa douăsprezece milioane de lei, a spus primarul. Autobuzele vor merge pe altă stradă, iar elevii vor ajunge pe jos la şcoală.",
	"spanish":     "El viejo puente de la ciudad permanecerá cerrado a los coches durante ocho meses, anunció el martes el ayuntamiento.\nLas obras empezarán en septiembre y costarán doce millones. «¿Y los niños?», preguntó una vecina; según el alcalde, irán a pie por la mañana.",
	"swedish":     "Den gamla bron över ån stängs för bilar i åtta månader, meddelade kommunen på tisdagen.\nArbetet börjar i september och kostar tolv miljoner kronor, säger överingenjören. Bussarna kör en annan väg och skolbarnen får gå till fots längs kajen.",
	"thai":        "เทศบาลประกาศเมื่อวันอังคารว่าจะปิดสะพานเก่าไม่ให้รถยนต์ผ่านเป็นเวลาแปดเดือน\nงานซ่อมจะเริ่มในเดือนกันยายนและใช้งบประมาณสิบสองล้านบาท นายกเทศมนตรีกล่าวว่ารถโดยสารจะวิ่งอ้อมไปทางริมแม่น้ำ",
	"turkish":     "Belediye, şehirdeki eski köprünün sekiz ay boyunca araç trafiğine kapatılacağını salı günü açıkladı.\nOnarım eylülde başlayacak ve on iki milyon liraya mal olacak, dedi başkan. Otobüsler başka yoldan gidecek, öğrenciler ise okula yürüyerek ulaşacak.",
	"ukrainian":   "Міська рада повідомила у вівторок, що старий міст через річку закриють для автівок на вісім місяців.\nРемонт розпочнеться у вересні й коштуватиме дванадцять мільйонів гривень, сказав її очільник. Автобуси їздитимуть в об’їзд.",
	"simplified":  "市政府周二宣布，横跨河流的老桥将对汽车封闭八个月。\n修缮工程将于九月开始，预计耗资一千二百万元，市长在记者会上表示。公交车将改走沿江道路，学生们只能步行上学。",
	"traditional": "市政府週二宣布，橫跨河流的老橋將對汽車封閉八個月。\n修繕工程將於九月開始，預計耗資一千二百萬元，市長在記者會上表示。公車將改走沿江道路，學生們只能步行上學。",
}

func TestCharset(t *testing.T) {
	rows := []struct {
		article, encoding string
		want              string // where not the encoding itself
	}{
		{"arabic", "windows-1256", ""},
		{"arabic", "iso-8859-6", ""},
		{"cyrillic", "windows-1251", ""},
		{"cyrillic", "koi8-r", "koi8-u"},
		{"cyrillic", "iso-8859-5", ""},
		{"czech", "windows-1250", ""},
		{"czech", "iso-8859-2", ""},
		{"english", "windows-1252", ""},
		{"french", "windows-1252", ""},
		{"german", "windows-1252", ""},
		{"greek", "windows-1253", ""},
		{"greek", "iso-8859-7", ""},
		{"hebrew", "windows-1255", ""},
		{"hungarian", "windows-1250", "iso-8859-2"},
		{"italian", "windows-1252", ""},
		{"japanese", "shift_jis", ""},
		{"japanese", "euc-jp", ""},
		{"japanese", "iso-2022-jp", ""},
		{"korean", "euc-kr", ""},
		{"polish", "windows-1250", ""},
		{"polish", "iso-8859-2", ""},
		{"portuguese", "windows-1252", ""},
		{"romanian", "windows-1250", "iso-8859-2"},
		{"spanish", "windows-1252", ""},
		{"swedish", "windows-1252", ""},
		{"thai", "windows-874", ""},
		{"turkish", "windows-1254", ""},
		{"ukrainian", "windows-1251", ""},
		{"simplified", "gb18030", ""},
		{"traditional", "big5", ""},
		{"cyrillic", "utf-8", ""},
		{"traditional", "utf-8", ""},
	}
	for _, row := range rows {
		t.Run(row.article+" in "+row.encoding, func(t *testing.T) {
			e, _ := charset.Lookup(row.encoding)
			if e == nil {
				t.Fatalf("no encoding %q", row.encoding)
			}
			encoded, err := e.NewEncoder().String(articles[row.article])
			if err != nil {
				t.Fatal(err)
			}
			doc := mustRead(t, encoded, "bridge.txt")
			if doc.Text != articles[row.article] {
				t.Errorf("read as %s: %q", doc.Charset, doc.Text)
			}
			want := row.want
			if want == "" {
				want = row.encoding
			}
			if doc.Charset != want {
				t.Errorf("charset %q, want %q", doc.Charset, want)
			}
		})
	}
}

func TestUnicodeForms(t *testing.T) {
	for _, row := range []struct {
		name, want string
		order      unicode.Endianness
		bom        unicode.BOMPolicy
	}{
		{"little endian with a mark", "utf-16le", unicode.LittleEndian, unicode.UseBOM},
		{"big endian with a mark", "utf-16be", unicode.BigEndian, unicode.UseBOM},
		{"little endian without", "utf-16le", unicode.LittleEndian, unicode.IgnoreBOM},
		{"big endian without", "utf-16be", unicode.BigEndian, unicode.IgnoreBOM},
	} {
		for language, article := range articles {
			t.Run(row.name+"/"+language, func(t *testing.T) {
				encoded, err := unicode.UTF16(row.order, row.bom).NewEncoder().String(article)
				if err != nil {
					t.Fatal(err)
				}
				doc := mustRead(t, encoded, "bridge.txt")
				if doc.Text != article || doc.Charset != row.want {
					t.Errorf("read as %s: %q", doc.Charset, doc.Text)
				}
			})
		}
	}
}

func TestDamagedAndDeclared(t *testing.T) {
	for _, row := range []struct {
		reason, source, name, text, charset string
	}{
		{"a byte order mark is dropped", "\uFEFFThe bridge.", "a.txt", "The bridge.", "utf-8"},
		{"one bad byte does not turn UTF-8 into something else", strings.Repeat("Brücke. ", 20) + "\xFF", "a.txt", strings.Repeat("Brücke. ", 20) + "\uFFFD", "utf-8"},
		{"one accent in an English text", "She sat in the caf\xE9 and waited for the bus to the bridge.", "a.txt", "She sat in the café and waited for the bus to the bridge.", "windows-1252"},
		{"the letter œ in a Latin-9 text", "Les s\xBDurs du maire ont pay\xE9 dix \xA4 pour le d\xE9jeuner.", "a.txt", "Les sœurs du maire ont payé dix € pour le déjeuner.", "iso-8859-15"},
		{"a page's declaration decides", "<html><head><meta charset=windows-1251><body><p>\xCC\xEE\xF1\xF2", "a.html", "Мост", "windows-1251"},
		{"a late declaration counts", "<html><head><!--" + strings.Repeat("x", 3000) + "--><meta http-equiv='Content-Type' content='text/html; charset=koi8-r'><body><p>\xED\xCF\xD3\xD4", "a.html", "Мост", "koi8-r"},
		{"UTF-8 is believed before a declaration", "<html><head><meta charset=iso-8859-1><body><p>Brücke", "a.html", "Brücke", "utf-8"},
	} {
		t.Run(row.reason, func(t *testing.T) {
			doc := mustRead(t, row.source, row.name)
			if doc.Text != row.text || doc.Charset != row.charset {
				t.Errorf("%s, %q; want %s, %q", doc.Charset, doc.Text, row.charset, row.text)
			}
		})
	}
}
