package classify

import (
	"strings"
	"testing"
)

func TestReadLabels(t *testing.T) {
	l, err := readLabels(labelTable)
	if err != nil {
		t.Fatal(err)
	}
	for key, n := range map[string]int{
		"read": len(l.read), "see": len(l.see), "credit": len(l.credit), "by": len(l.by),
		"ending": len(l.ending), "bracket": len(l.bracket), "agency": len(l.agency), "prose": len(l.prose),
	} {
		if n == 0 {
			t.Errorf("no phrases under %q", key)
		}
	}
	for _, line := range []string{"look: see also", "see also", "see: related,, read more"} {
		if _, err := readLabels("# a comment\n\n" + line); err == nil || !strings.Contains(err.Error(), "line 3") {
			t.Errorf("%q: got error %v, want one of line 3", line, err)
		}
	}
}

// TestLabelled writes a paragraph with a | between its sentences. Of each, the second
// column tells what it gains: + what is outspoken, ~ what is presumed, - nothing.
func TestLabelled(t *testing.T) {
	for _, c := range []struct{ lang, want, block string }{
		{"ar", "+", "اقرأ أيضاً: أوتزي كان داكن البشرة"},
		{"ar", "++", "حطام الحافلة على جانب الطريق.|تصوير: أحمد سالم"},
		{"ar", "-", "شاهد أيضا رجلا يغادر المكان، بحسب الشرطة."},
		{"ar", "-", "وأظهرت صورة: الرجل كان وحده في المكان."},
		{"bg", "+", "Още по темата: Колко струва закъснял полет?"},
		{"bg", "++", "Мостът е затворен за движение.|Снимка: БТА"},
		{"ca", "+", "Llegeix també: El pont reobrirà a l'estiu"},
		{"ca", "++", "El pont, tancat dilluns.|Foto: ACN"},
		{"cs", "+", "Čtěte také: Most bude zavřený do léta"},
		{"cs", "+", "Most v Lhotce (ilustrační foto)"},
		{"cs", "-", "Související náklady uhradí město."},
		{"da", "+", "Læs også: Broen åbner først til sommer"},
		{"da", "+", "LÆS MERE: Broen åbner først til sommer"},
		{"da", "++", "Broen er spærret.|Foto: Ida Holm/Ritzau Scanpix"},
		{"de", "+", "Lesen Sie auch: Die Brücke öffnet erst im Sommer"},
		{"de", "++", "» Mehr zum Thema: Was ist mit der Brücke?|Der Überblick"},
		{"de", "+", "Auch interessant:"},
		{"de", "++", "Die Brücke ist seit Montag gesperrt.|Foto: Max Roth/dpa"},
		{"de", "+", "Die gesperrte Brücke in Hale Foto: Max Roth"},
		{"de", "+", "Ein Streifenwagen der Polizei (Symbolbild)"},
		{"de", "-", "Mehr zum Thema Brücken will der Minister im Mai sagen."},
		{"de", "-", "Mehr dazu wollte er nicht sagen."},
		{"de", "-", "Sie macht ein Foto von Anna und schickt es Max:"},
		{"de", "-", "Fotos von Merkel tauchten auf."},
		{"de", "-", "Zu sehen ist auf dem Bild: Merkel."},
		{"el", "+", "Διαβάστε επίσης: Η γέφυρα ανοίγει το καλοκαίρι"},
		{"el", "++", "Η γέφυρα έκλεισε.|ΦΩΤΟΓΡΑΦΙΑ: ΑΠΕ-ΜΠΕ"},
		{"en", "+", "This article was amended on 8 March to correct the spelling of a name."},
		{"en", "++", "The bridge is closed to all traffic.|Credit...Max Roth for The Gazette"},
		{"en", "-", "Photo... Anna Berg said on Monday"},
		{"en", "-", "This article of the treaty was amended in 2019."},
		{"ru", "+-", "ВЕРХНЕОЗЁРСК, 6 марта.|Пожар начался в среду."},
		{"de", "+-", "HALE.|Die Brücke ist seit Montag gesperrt."},
		{"de", "+", "Dieser Artikel wurde am 17. März geändert."},
		{"es", "+", "Este artículo fue modificado el 17 de marzo."},
		{"de", "--", "Chaos.|Die Brücke ist seit Montag gesperrt."},
		{"en", "--", "He died, aged 90.|His wife survives him."},
		{"de", "--", "Berlin, 3 Tote.|Das war die Bilanz."},
		{"en", "--", "Rome, London, Paris.|The three capitals will take part."},
		{"en", "+", "Related: Ötzi the Iceman had dark skin, study finds"},
		{"en", "+", "▶ READ MORE | The bridge of Hale opens"},
		{"en", "+", "[See also: The bridge of Hale]"},
		{"en", "+", "Read more"},
		{"en", "--+", "The bridge is closed.|Nobody knows for how long.|Read more: The bridge of Hale"},
		{"en", "++", "A guard looks at the closed bridge on Monday.|Photograph: Max Roth for the Gazette"},
		{"en", "++", "A guard looks at the closed bridge on Monday.|Image: Getty Images"},
		{"en", "++", "A guard looks at the closed bridge on Monday.|Credit: AP Photo/Max Roth"},
		{"en", "~++", "The bridge of Hale.|A guard looks at it on Monday.|Picture: Reuters"},
		{"en", "+", "A guard looks at the closed bridge (Picture by Max Roth)"},
		{"en", "+", "A guard looks at the closed bridge © Max Roth"},
		{"en", "---+", "The bridge is closed.|It is from 1871.|It will reopen in May.|Photo: AP"},
		{"en", "-+", "The bridge over the river in the middle of Hale was closed on Monday, because the water had risen by three metres overnight, and will not reopen before the experts of the ministry, who were there on Tuesday and have seen the damage, say that nobody is in danger.|(Photo: AP)"},
		{"en", "-+-", "The bridge is closed.|Photo: AP|It will reopen in May."},
		{"en", "-", "More: the minister had promised this in May."},
		{"en", "-", "Read more than one book a week, the study says."},
		{"en", "-", "Related-party deals fell to £3m."},
		{"en", "-", "“Read more: it is good for you,” the minister said."},
		{"en", "--", "The bridge is closed.|Source: the ministry"},
		{"en", "--", "The bank was asked to lend more.|Credit: households have too much of it, it said."},
		{"en", "-", "He looked at the photo: AP had taken it in May."},
		{"en", "-", "Photo by photo, the archive is put online."},
		{"es", "+", "Lea también: El puente abrirá en verano"},
		{"es", "+", "(Le puede interesar: El puente abrirá en verano)"},
		{"es", "++", "El puente está cerrado.|Foto: EFE"},
		{"es", "-", "Lee también poesía en la cárcel."},
		{"es", "-", "Más información llegará el lunes."},
		{"es", "-", "Foto de familia de los ministros ante el puente."},
		{"fa", "+", "بیشتر بخوانید: پل بسته شد"},
		{"fa", "++", "پل از دوشنبه بسته است.|عکس: ایسنا"},
		{"fi", "+", "Lue myös: Silta avataan kesällä"},
		{"fi", "+", "Lue lisää Ylen sivuilta"},
		{"fi", "++", "Silta on suljettu.|Kuva: Antti Aimo-Koivisto / Lehtikuva"},
		{"fr", "+", "À lire aussi : Le pont rouvrira cet été"},
		{"fr", "+", "Lire aussi | Le pont rouvrira cet été"},
		{"fr", "++", "Le pont est fermé.|Crédit photo : AFP"},
		{"fr", "-", "Lire la presse locale suffit, dit-il."},
		{"fr", "-", "L’image : celle d’un pays divisé par le pont."},
		{"he", "+", "קראו גם: הגשר ייפתח בקיץ"},
		{"he", "++", "הגשר סגור מיום שני.|צילום: רויטרס"},
		{"he", "-", "קראו גם לשר להתפטר."},
		{"hi", "+", "ये भी पढ़ें- पुल गर्मियों में खुलेगा"},
		{"hi", "++", "सोमवार से बंद पुल।|फोटो: पीटीआई"},
		{"hr", "+", "Pročitajte i: Most će biti otvoren ljeti"},
		{"hr", "++", "Most je zatvoren.|Snimio: Ivan Horvat/Pixsell"},
		{"hu", "+", "Kapcsolódó: Nyáron nyitják meg a hidat"},
		{"hu", "++", "Lezárták a hidat.|Fotó: MTI/Kovács Anna"},
		{"id", "+", "Baca juga: Jembatan dibuka musim panas"},
		{"id", "++", "Jembatan ditutup.|Foto: Antara"},
		{"it", "+", "Leggi anche: Il ponte riaprirà in estate"},
		{"it", "++", "Il ponte è chiuso.|Foto: Ansa"},
		{"it", "-", "Leggi anche più severe non bastano."},
		{"ja", "+", "【関連記事】橋は夏に再開"},
		{"ja", "+", "■関連記事"},
		{"ja", "+", "予防接種を受ける女性＝大阪市中央区、内田光撮影"},
		{"ja", "+", "首里城を訪れた人たち（7日午前8時10分、那覇市で）＝上原誠撮影"},
		{"ja", "+", "通行止めになった橋＝共同"},
		{"ja", "+", "転覆した漁船（海上保安庁提供）"},
		{"ja", "++", "橋は月曜日から通行止めとなった。|写真：時事通信"},
		{"ja", "-", "関連する施設も閉鎖された。"},
		{"ja", "-", "市は避難所で食事を提供"},
		{"ja", "-", "住民が山頂から火口を撮影"},
		{"ja", "-", "橋は2月に閉鎖された。（共同）"},
		{"ko", "+", "[관련기사] 다리 여름에 다시 연다"},
		{"ko", "+", "다리를 살펴보는 직원들 [교도=연합뉴스]"},
		{"ko", "++", "다리가 월요일부터 통제됐다.|(사진=뉴시스)"},
		{"ko", "--", "다리가 월요일부터 통제됐다.|(서울=연합뉴스)"},
		{"ko", "-", "관련 기사를 쓴 기자는 부인했다."},
		{"nl", "+", "Lees ook: Brug gaat pas in de zomer open"},
		{"nl", "++", "De brug is dicht.|Foto: ANP / Max Roth"},
		{"no", "+", "Les også: Broen åpner først til sommeren"},
		{"no", "++", "Broen er stengt.|Foto: Max Roth / NTB"},
		{"pl", "+", "Czytaj też: Most otworzą latem"},
		{"pl", "++", "Pracownicy przed bramą.|Fot. Jan Kowalski / PAP"},
		{"pl", "+", "Pracownicy przed bramą. Fot. Jan Kowalski / PAP"},
		{"pt", "+", "Leia também: A ponte reabre no verão"},
		{"pt", "++", "O arguido à chegada ao tribunal.|Foto: Nelson Garrido"},
		{"ro", "+", "Citeşte şi: Podul se redeschide vara"},
		{"ro", "++", "Podul este închis.|Foto: Adevărul"},
		{"ro", "-", "Citește și scrie de la cinci ani."},
		{"ru", "+", "Читайте ещё: Мост откроют летом"},
		{"ru", "++", "Мост закрыт с понедельника.|Фото: пресс-служба МЧС"},
		{"ru", "-", "По теме моста высказался и министр."},
		{"sk", "+", "Čítajte aj: Most otvoria v lete"},
		{"sk", "++", "Most je zatvorený.|Foto: TASR/Ján Novák"},
		{"sr", "+", "Прочитајте и: Мост се отвара на лето"},
		{"sr", "++", "Мост је затворен.|Фото: Танјуг"},
		{"sv", "+", "Läs också: Bron öppnar först i sommar"},
		{"sv", "+", "Läs mer: Bron öppnar först i sommar"},
		{"sv", "+", "Bron är avstängd Foto: Max Roth/TT"},
		{"sv", "-", "Relaterade kostnader betalas av kommunen."},
		{"th", "+", "อ่านเพิ่มเติม: สะพานจะเปิดในฤดูร้อน"},
		{"th", "+", "สะพานถูกปิด ภาพ: รอยเตอร์"},
		{"tr", "+", "İLGİLİ HABER: Köprü yazın açılacak"},
		{"tr", "++", "Köprü pazartesiden beri kapalı.|Fotoğraf: AA"},
		{"uk", "+", "Читайте також: Міст відкриють улітку"},
		{"uk", "++", "Міст закрито.|Фото: Укрінформ"},
		{"vi", "+", "Xem thêm: Cầu sẽ mở lại vào mùa hè"},
		{"vi", "++", "Phố cổ Hội An ngập sâu trong nước.|Ảnh: Đắc Thành"},
		{"vi", "++", "Cầu bị đóng từ thứ hai.|Ảnh: Bệnh viện cung cấp"},
		{"zh", "+", "相关阅读：大桥夏天重新开放"},
		{"zh", "++", "11月13日，救援人员在现场搜救。|新华社记者张笑宇摄"},
		{"zh", "++", "大桥周一关闭。|图源：路透社"},
		{"zh", "+", "村民在淤泥中翻找家什（受访者供图）"},
		{"zh", "-", "相关部门已介入调查。"},
		{"zh", "-", "全片在三地拍摄"},
	} {
		checkLabels(t, c.lang, c.want, blockOf(5, c.block))
	}
}

// TestLabelledHead has what stands above a story in one block, with the headline.
func TestLabelledHead(t *testing.T) {
	titled := func(block string) []SentenceEvidence {
		doc := blockOf(1, block)
		for i := range doc {
			doc[i].Title = true
		}
		return doc
	}
	checkLabels(t, "a headline and a credit have run together", "--", blockOf(0, "The bridge of Hale is closed.|Nobody knows for how long Photo: Reuters"))
	checkLabels(t, "a headline before a credit", "--", titled("Bron är avstängd Text: Elin Stråhle.|Foto: Jonas Wiik"))
	checkLabels(t, "a headline behind a pointer", "+-", titled("Related: Who pays for the bridge?|The bridge of Hale is closed"))
	checkLabels(t, "a headline of a video", "-", titled("Video: Bridge Falls Into River"))
	checkLabels(t, "a headline of a photo", "-", titled("Das erste Foto: Prinz Louis"))
	checkLabels(t, "a caption taken for a headline", "+", titled("通行止めになった橋＝共同"))
	checkLabels(t, "a pointer taken for a headline", "+", titled("Read more: Who pays for the bridge of Hale"))

	quoted := blockOf(5, "Read more: Who pays for the bridge of Hale")
	quoted[0].Quoted = true
	checkLabels(t, "inside a quotation", "-", quoted)
	checkLabels(t, "lines without a paragraph", "-", blockOf(5, "The bridge of Hale\nPhoto: Reuters"))
	checkLabels(t, "nothing", "", nil)
	checkLabels(t, "no words, no text, no UTF-8", "----", append(blockOf(5, "▶:"), append(blockOf(6, "(="), append(blockOf(7, ""), blockOf(8, "\xff: \xfe=\xff")...)...)...))
	checkLabels(t, "blocks of their own", "-++-", append(blockOf(5, "The bridge is closed."), append(blockOf(6, "A guard on Monday.|Photo: AP"), blockOf(7, "It is old.")...)...))

	got := (&Weights{}).Furniture(blockOf(5, "Two years ago.|The bridge of Hale.|Photo: AP"))
	for i, want := range []float64{presumed, outspoken, outspoken} {
		if !near(got[i], logistic(want)) {
			t.Errorf("sentence %d: %v, want %v", i, got[i], logistic(want))
		}
	}
}

// blockOf makes a block of sentences that are separated by a |, unless that has spaces.
func blockOf(number int, text string) (block []SentenceEvidence) {
	text = strings.ReplaceAll(text, " | ", "\x00")
	for s := range strings.SplitSeq(text, "|") {
		block = append(block, SentenceEvidence{Text: strings.ReplaceAll(s, "\x00", " | "), Block: number, Blocks: 9})
	}
	return block
}

func checkLabels(t *testing.T, reason, want string, doc []SentenceEvidence) {
	t.Helper()
	got := ""
	for _, gain := range labelled(doc) {
		got += map[float64]string{0: "-", presumed: "~", outspoken: "+"}[gain]
	}
	if got != want {
		texts := make([]string, len(doc))
		for i, s := range doc {
			texts[i] = s.Text
		}
		t.Errorf("%s: %q: got %s, want %s", reason, texts, got, want)
	}
}

// TestPointedTo holds that headlines below the label of a pointer belong to it, up to what
// is none. Blocks are parted by /.
func TestPointedTo(t *testing.T) {
	for _, c := range []struct{ lang, want, blocks string }{
		{"cs", "++-", "Mohlo by vás zajímat/Hrad letos zdraží vstupné, rodina zaplatí o dvě stovky víc/Most bude zavřený do léta."},
		{"en", "++~-", "Most viewed/Minister replaced after night of blackouts/Who pays for the new bridge at Hale?/The bridge was closed on Monday, the council said."},
		{"fr", "++-", "Lire aussi :/Le prix du cacao retombe après deux ans de hausse/Le pont est fermé depuis lundi."},
		{"ja", "++-", "関連記事/橋の通行止め、夏まで続く見通しに/橋は月曜から閉鎖されている。"},
		{"th", "+--", "อ่านเพิ่มเติม/สะพานที่เฮลปิดมาตั้งแต่วันจันทร์ที่ผ่านมา/เทศบาลแจ้งว่าจะเปิดอีกครั้งในฤดูร้อนปีหน้า"},
		{"ar", "+-", "اقرأ أيضا/قالت البلدية إن الجسر سيظل مغلقا حتى الصيف المقبل."},
		{"en", "+-", "Read more/What the council said on Monday:"},
		{"en", "+--", "Read more/The council/The bridge was closed on Monday, the council said."},
		{"en", "+-", "Related stories: Who pays for the bridge?/Bridge closed to all traffic until the summer"},
		{"en", "--", "More on this bridge/Bridge closed to all traffic until the summer"},
	} {
		var doc []SentenceEvidence
		for i, text := range strings.Split(c.blocks, "/") {
			block := blockOf(5+i, text)
			block[0].First, block[0].Last = true, true
			doc = append(doc, block...)
		}
		checkLabels(t, c.lang, c.want, doc)
	}
}

// FuzzLabelled takes any text, in one block or two.
func FuzzLabelled(f *testing.F) {
	f.Add("Related: A bridge closes", "A ship at night. Photo: Anna Berg/AP")
	f.Add("【関連記事】橋が閉鎖", "橋を渡る人＝大阪市、山田花子撮影")
	f.Add("\xff(©\xc0)]", "=撮影")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, blocks := range [...][2]int{{0, 0}, {0, 1}, {1, 1}} {
			doc := []SentenceEvidence{{Text: a, Block: blocks[0]}, {Text: b, Block: blocks[1]}}
			for i, gain := range labelled(doc) {
				if gain != 0 && gain != presumed && gain != outspoken {
					t.Errorf("sentence %d gains %v", i, gain)
				}
			}
		}
	})
}
