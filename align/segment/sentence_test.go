package segment

import (
	"strings"
	"testing"
)

// cases are texts in which "¦" marks every boundary between two sentences.
var cases = []struct{ reason, lang, text string }{
	// Every language.
	{"nothing", "", ""},
	{"space only", "", " \n\t "},
	{"marks only", "", "?! …"},
	{"leading marks go to the sentence after them", "en", "— … Rain fell."},
	{"no terminator", "en", "Bridge closed until spring"},
	{"unknown language", "xx", "Ama tere. ¦ Oko lira? ¦ Sene!"},
	{"unknown language, common abbreviations", "xx", "Ama Dr. Lira oko No. 4 tere. ¦ Sene."},
	{"region is ignored", "pt-BR", "O Sr. Lima saiu. ¦ Choveu."},
	{"script is ignored", "zh_Hant", "他走了。¦我也走了。"},
	{"decimals, times, versions", "en", "It rose 3.5 points at 10.30 to 2.0.1 and .5 more. ¦ Then it fell."},
	{"addresses and files", "en", "Write to Jo.Day@post.example or see www.Harbour.Example/New.html and Notes.Final.pdf now. ¦ It helps."},
	{"address at the end", "en", "The form is at harbour.example. ¦ Fill it in."},
	{"interrobang and doubled marks", "en", "Really?! ¦ Yes!! ¦ So soon‽ ¦ Well."},
	{"sentence begins with a brand", "en", "Sales fell. ¦ iPhones did well. ¦ eBay rose."},
	{"sentence begins with a number", "en", "Nobody knew. ¦ 40 people left. ¦ £3m is gone. ¦ #rain trended."},
	{"ellipsis as a pause", "en", "It was ... well, late… but fine."},
	{"ellipsis as an end", "en", "He waited… ¦ Nobody came... ¦ Then it rained."},
	{"spaced ellipsis", "en", "He waited . . . and left. ¦ They stayed . . . . ¦ It rained."},
	{"omission in brackets", "en", "“The bridge [...] will be closed,” he said. ¦ [...] It was."},
	{"doubt in brackets", "en", "He sold nine (!) boats. ¦ She sold ten (?) more."},
	{"quotation ends the sentence", "en", "She said: “It is over.” ¦ Nobody moved."},
	{"quotation, sentence goes on", "en", "“Stop!” he said. ¦ “Why?” she asked and left."},
	{"name says it", "en", "“Is it safe?” Nora Pell asked. ¦ Nobody knew."},
	{"speech of several sentences", "en", "“We tried everything in May. ¦ The money ran out in June,” said Pell."},
	{"short exclamations in a quotation", "en", "“No! No! No!” he cried."},
	{"quoted phrase with a stop inside", "en", "The film “Harbour. The End” opens today."},
	{"stop behind the quotation", "it", "La chiamano «la nave.». ¦ Resta in porto."},
	{"all conventions of quotation", "de", "Er sagt: „Es ist aus vorbei.“ ¦ Sie sagt: »Das stimmt so nicht.« ¦ Wir sagen: «Es regnet schon wieder.» ¦ Alle sagen: ‚Es war ein Test.‘ ¦ Schluss."},
	{"unmatched quotation of a longer speech", "en", "“We tried. ¦ It failed. ¦ We tried again."},
	{"end of a longer speech", "de", "Wir haben es versucht.“ ¦ Danach ging er."},
	{"bracket in a sentence", "en", "The mayor (He won in May. Nobody else stood.) resigned. ¦ She left."},
	{"bracket as a sentence", "en", "The mayor resigned. ¦ (He had won in May.) ¦ She left."},
	{"agency at the end", "de", "Der Zug fuhr wieder. ¦ (dpa)"},
	{"reference marks", "en", "The bridge fell in 1902.[3] ¦ It was rebuilt.² ¦ It stands."},
	{"dateline", "en", "BERLIN, Oct. 3 (Reuters) — The train left. ¦ It was late."},
	{"Spanish agency dateline", "es", "Madrid, 3 abr. (Agencia).- ¦ El tren salió. ¦ Llegó tarde."},
	{"numbered items", "en", "1. The harbour ¦ 2. The bridge ¦ 3. The road"},
	{"wrapped lines", "en", "The bridge across the river was closed on\nMonday after the flood had damaged the\npiers. ¦ It will open in\nspring."},
	{"empty line", "en", "The bridge\n\n¦The road"},
	{"bullets", "en", "• one bridge ¦ • two roads\n¦• three towns"},
	{"dashes as bullets", "en", "Closed:\n¦- the bridge\n¦- the road"},
	{"short lines", "en", "Weather\n¦Sunny in the north with some clouds and light wind\nTraffic\n¦The bridge across the river remains closed all week"},
	{"missing space", "en", "The bridge was closed.¦The road stayed open. ¦ Nobody came.¦Traffic grew."},
	{"invalid UTF-8", "en", "The \xff bridge. ¦ The \xc3 road."},

	{"titles", "en", "Mr. Hale met Dr. Moss, Sen. Ruiz and Gen. Park at St. Anne's. ¦ They spoke."},
	{"numbers", "en", "See No. 4, p. 12 and art. 5, vol. II. ¦ No. ¦ It is not."},
	{"Latin", "en", "Bring food, e.g. Apples, i.e. fruit, etc. ¦ Water is there."},
	{"states and firms", "en", "Acme Inc. Chairman Lou Hart moved to the U.S. Senate. ¦ He lives in the U.S. ¦ He sold Acme Co. ¦ It failed."},
	{"hours", "en", "It opened at 9 a.m. Eastern time and closed at 5 p.m. ¦ Visitors left. ¦ They ate at 6 p.m. on Monday."},
	{"numbers that are no items", "en", "He is No. 1. ¦ She is No. 2. ¦ They won."},
	{"scores", "de", "Das Team gewann 3:1. ¦ 40 000 Leute kamen."},
	{"initials", "en", "J. K. Moss and Lee B. Hart saw Nora and I. ¦ We left."},
	{"months", "en", "It was Jan. 5 and not Feb. 7. ¦ It was cold in Dec. ¦ We left."},
	{"hyphenated name", "en", "It was said by Oh Se-min. ¦ Members agreed."},
	{"items with letters", "en", "There are two ways: ¦ a) Wait ¦ b) Leave"},
	{"items in small letters stay", "en", "There are two ways: a) to wait and b) to leave."},
	{"shouting name", "en", "She left Yahoo! in May. ¦ It rained."},

	{"ordinals before names of months and nouns", "de", "Am 3. Mai spielt die 2. Bundesliga im 19. Jahrhundert. ¦ Das ist gut."},
	{"number at the end", "de", "Es steht auf Seite 12. ¦ Dort steht es auch. ¦ Er wurde Platz 7. ¦ Müller gewann."},
	{"year at the end", "de", "Er starb 1987. ¦ Müller lebt."},
	{"dates", "de", "Am 4. 3. 2019 und am 05.06.2020 war nichts. ¦ Nichts."},
	{"abbreviations", "de", "Das gilt z. B. für Züge, d. h. Wagen, u. a. Dr. Kern, ca. Nr. 5 usw. in der Lindenstr. Nord. ¦ Es gilt."},
	{"abbreviation at the end", "de", "Er aß Brot, Käse usw. ¦ Dann ging er."},
	{"kings", "de", "Ludwig XIV. Erbe war Ludwig XV. ¦ Er starb."},
	{"millions", "de", "Sie zahlten 5 Mio. Euro und 3 Mrd. Dollar. ¦ Mehr nicht."},
	{"ellipsis before a noun", "de", "Das war … Wahnsinn. ¦ Nun …"},
	{"question in quotation", "de", "„Warum denn das?“, fragte sie. ¦ „Darum!“ rief er."},
	{"low commas as quotation marks", "nl", "Het was niet goed. ¦ ,,Heel jammer’’, zei hij."},

	{"abbreviations", "fr", "M. Roux et Mme Blin, cf. art. L. 12, p. 4, habitent au n° 3, av. Foch. ¦ Ils partent."},
	{"spaced quotation", "fr", "« Nous avons tout tenté en mai. ¦ L'argent manquait », dit-il. ¦ Il part. ¦ « Rien à faire… » ¦ Il pleut."},
	{"question and attribution", "fr", "« Pourquoi ? » demande-t-elle. ¦ Personne ne répond !"},
	{"before Christ", "fr", "La ville date de 300 av. J.-C. ¦ Elle est belle."},

	{"abbreviations", "es", "El Sr. Gil y la Dra. Paz, p. ej., viven en EE. UU. y pagan aprox. 5 €. ¦ Ya."},
	{"inverted marks", "es", "¿Vienes? ¦ ¡Claro! ¦ ¿y tú? ¦ Sí."},
	{"dash", "es", "—¿Vienes? —preguntó Ana. ¦ —Sí."},
	{"hours", "es", "Abrió a las 5 p. m. del lunes. ¦ Cerró."},

	{"abbreviations", "it", "Il dott. Neri e l'ing. Galli, ad es., vedono l'art. 5, n. 3, sec. XIX. ¦ Poi vanno."},
	{"abbreviations", "nl", "Dhr. de Wit en mevr. Bos wonen o.a. in nr. 5 e.d. ¦ Zij gaan."},
	{"clipped article", "nl", "Het was koud. ¦ 's Avonds regende het. ¦ 't Is nu droog."},
	{"the second division", "nl", "Hij speelt in de 2. Bundesliga nu. ¦ Goed."},
	{"abbreviations", "pt", "O Sr. Dias e a Dra. Luz vivem na Av. Central, n.º 5. ¦ Eles saem. ¦ O art. 5 vale."},

	{"abbreviations", "pl", "Dr Nowak mieszka przy ul. Długiej 5, m.in. z prof. Lisem, ok. 3 tys. osób itd. ¦ Potem poszli."},
	{"years and centuries", "pl", "To było w 2014 r. ¦ Potem w XIX w. ¦ Polska trwa."},
	{"ordinals", "pl", "Zajął 3. miejsce w 19. edycji. ¦ Wygrał 5. ¦ Janek."},
	{"speech with a dash", "pl", "– Idziesz? – zapytała Anna. ¦ – Tak."},

	{"abbreviations", "ru", "Он живёт на ул. Мира, т. е. в г. Пскове, и т. д. ¦ Потом уехал. ¦ См. рис. 5 и ст. 7."},
	{"years", "ru", "Это было в 2014 г. ¦ Компания выросла. ¦ Она стоит 5 млн руб. ¦ Это много."},
	{"initials", "ru", "А. С. Белов и Л.Н. Серов пришли. ¦ Они ушли."},
	{"speech with a dash", "ru", "— Завтра? — спросил он. ¦ — Да."},
	{"quotation", "ru", "Он спросил: «Ты идёшь домой?». ¦ «Нет!» — сказала она."},

	{"ordinals", "tr", "İstanbul 14. Ağır Ceza Mahkemesi 3. Lig ve 2. Dünya Savaşı için karar verdi. ¦ Bu önemli."},
	{"kings and doctors", "tr", "II. Murat ve Dr. Kaya vb. geldi. ¦ Onlar gitti."},

	{"no spaces", "ja", "雨が降った。¦風も吹いた！¦本当か？¦そうだ。"},
	{"stop in brackets, sentence goes on", "ja", "「明日は晴れる。」と述べた。¦「本当か？」と聞いた。"},
	{"new sentence behind a bracket", "ja", "「明日は晴れるだろう。」¦ところが雨が降った。"},
	{"speech of several sentences", "ja", "林さんは「橋は来年の春まで閉じる。¦道は開いたままにする」と話した。"},
	{"short quotation", "ja", "彼は「はい。いいえ」と答えた。"},
	{"round brackets", "ja", "橋（古い。長い）は閉じた。¦道は開いた。"},
	{"numbers and ellipsis", "ja", "３．５％だった……と話した。¦終わり。"},
	{"question without a quotation", "ja", "本当か？と聞いた。¦うん。"},

	{"no spaces", "zh", "下雨了。¦你来吗？¦来！"},
	{"attribution behind the quotation", "zh", "“我们一定会赢下来。”他说。¦大家都笑了。"},
	{"new sentence behind the quotation", "zh", "他说：“我们一定会赢下来。”¦大家都笑了。"},
	{"title of a work", "zh", "他看了《快跑！小狗》的第一集。¦很好看。"},
	{"stop at the end of a title", "zh", "他看了《再见。》的第一集。¦很好看。"},
	{"traditional", "zh", "「我們明天一定會去看。」林先生表示。¦他走了。"},
	{"ASCII marks", "zh", "好吗?¦好!¦走吧.¦走."},

	{"spaces", "ko", "비가 왔다. ¦ 바람도 불었다! ¦ 정말? ¦ 그렇다."},
	{"quotation with a particle", "ko", "그는 “비가 많이 온다.”고 말했다. ¦ “왜 그랬어?”라고 물었다."},
	{"missing space", "ko", "비가 왔다.¦그는 갔다."},
	{"dates", "ko", "입력 2025. 3. 14. 오전 9시. ¦ 수정했다."},

	{"marks", "ar", "هل جاء أحمد؟ ¦ نعم! ¦ وصل د. سامي إلى ص. 5. ¦ ثم غادر."},
	{"marks", "fa", "آیا آمد؟ ¦ بله. ¦ او رفت."},
	{"marks", "ur", "بارش ہوئی۔ ¦ کیا وہ آیا؟ ¦ ہاں۔"},
	{"marks", "he", "הוא בא. ¦ היא הלכה? ¦ צה\"ל הודיע."},
	{"danda and initials", "hi", "बारिश हुई। ¦ डॉ. वर्मा और के. पी. राव आए। ¦ सब ठीक है."},
	{"danda", "bn", "বৃষ্টি হলো। ¦ ড. রায় এলেন। ¦ কেন?"},

	{"spaces between clauses", "th", "ฝนตกหนักในภาคเหนือเมื่อคืนวันอาทิตย์ จนมีผู้บาดเจ็บ 5 คน ¦ นอกจากนี้ ถนนสายหลักยังถูกปิดนาน 3 ชั่วโมง"},
	{"names and abbreviations stay whole", "th", "พ.ต.อ.สมชาย ใจดี กล่าวว่า มีรถเสียหาย 12 คัน"},

	{"Greek question mark", "el", "Πού είναι; ¦ Εδώ. ¦ Ο κ. Νίκου ήρθε στις 5 μ.μ. ¦ Έφυγε."},
	{"Armenian full stop", "hy", "Նա եկավ: ¦ Անձրև էր. ցուրտ էր: ¦ Վերջ։"},
	{"Ethiopic", "am", "ዝናብ ነው።¦መጣህ፧¦አዎ።"},
	{"Burmese", "my", "မိုးရွာသည်။ ¦ လေတိုက်သည်။"},
	{"Khmer", "km", "ភ្លៀងហើយ។ ¦ ខ្យល់បក់។"},
	{"Tibetan", "bo", "ཆར་པ་བབས། ¦ རླུང་ལངས།"},
	{"Georgian has no capitals", "ka", "წვიმს. ¦ ქარია. ¦ კარგი!"},

	{"ordinals and abbreviations", "cs", "Dne 3. května přišel Ing. Novák, tj. č. 5, na nám. Míru. ¦ Odešel v 17. století. ¦ Bylo to 9. 5. 2020 atd."},
	{"ordinals and abbreviations", "sk", "Dňa 3. mája prišiel Ing. Kováč, napr. č. 5. ¦ Odišiel."},
	{"abbreviations", "sv", "Bl.a. kom dr. Berg kl. 5 m.fl. ¦ Det var t.ex. kallt."},
	{"ordinals and abbreviations", "da", "Den 3. maj kom dr. Holm kl. 5 m.fl. ¦ Det var f.eks. koldt."},
	{"ordinals and abbreviations", "no", "Den 3. mai kom dr. Berg kl. 5 osv. ¦ Det var f.eks. kaldt."},
	{"code of a written form", "nb", "Den 3. mai kom dr. Berg. ¦ Det var kaldt."},
	{"ordinals and abbreviations", "fi", "Kilpailu oli 3. toukokuuta klo 5, esim. n. 40 km jne. ¦ Se loppui."},
	{"ordinals and centuries", "hu", "A 15. században, 2014. március 3-án dr. Nagy stb. jött. ¦ XIV. Lajos is. ¦ Ez jó."},
	{"abbreviations", "uk", "Він живе на вул. Лісовій, т. зв. м. Київ, і т. д. ¦ Це було 2014 р. ¦ Компанія зросла."},
	{"abbreviations", "bg", "Той живее на ул. Роза 5, т.е. в гр. София и др. ¦ Това беше през 2014 г. ¦ Фирмата расте."},
	{"abbreviations", "ro", "Dl. Popa și dr. Ionescu stau pe str. Lungă nr. 5 etc. ¦ Apoi pleacă."},
	{"ordinals", "hr", "Dana 3. svibnja došao je dr. Horvat, npr. u ul. Lipa br. 5. ¦ Otišao je u 19. stoljeću."},
	{"ordinals in Cyrillic", "sr", "Дана 3. маја дошао је др Јовић, нпр. у ул. Липа бр. 5. ¦ Отишао је."},
	{"ordinals", "sl", "Dne 3. maja je prišel dr. Novak, npr. na št. 5 itd. ¦ Potem je šel."},
	{"abbreviations", "vi", "TP. Huế và PGS. TS. Lan ở tr. 5. ¦ Họ đi."},
	{"abbreviations", "id", "Pak Dr. Budi tinggal di Jl. Merdeka No. 5, dll. ¦ Lalu dia pergi."},
	{"abbreviations", "ca", "El Sr. Pi i la Dra. Mas viuen al núm. 5. ¦ Després surten."},
	{"abbreviations", "lt", "Prof. Kazlauskas gyvena g. Pilies 5, pvz. nr. 3. ¦ Tai gerai."},
	{"ordinals", "lv", "Prof. Ozols ieradās 3. maijā, piem. plkst. 5. ¦ Tas ir labi."},
	{"ordinals", "et", "Dr. Tamm tuli 3. mail, nt. kell 5 jne. ¦ See on hea."},
}

func TestSentences(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range cases {
		name := c.lang + " " + c.reason
		if c.reason == "" || seen[name] {
			t.Fatalf("case %q has no name of its own", name)
		}
		seen[name] = true
		text := strings.ReplaceAll(strings.ReplaceAll(c.text, " ¦ ", " "), "¦", "")
		var want []string
		for part := range strings.SplitSeq(c.text, "¦") {
			if part = strings.TrimSpace(part); part != "" {
				want = append(want, part)
			}
		}
		if got := strings.Join(spans(text, Sentences(text, c.lang)), " ¦ "); got != strings.Join(want, " ¦ ") {
			t.Errorf("%s:\n got %s\nwant %s", name, got, strings.Join(want, " ¦ "))
		}
	}
}
