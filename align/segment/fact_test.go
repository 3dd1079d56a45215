package segment

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// factCases are sentences in which "¦" marks every boundary between two facts.
var factCases = []struct{ reason, lang, text string }{
	// Every language.
	{"nothing", "", ""},
	{"space only", "", " \n "},
	{"marks only", "", "?! … ( “"},
	{"one fact", "en", "The bridge was closed on Monday."},
	{"unknown language, comma", "xx", "Ama tere lira oko sene, ¦ tuva mare dela kiro."},
	{"region is ignored", "en-GB", "The bridge was closed on Monday ¦ because the river had risen overnight."},
	{"decimals and thousands", "en", "Prices rose 3.5 percent to 1,250,000.75 crowns, ¦ then fell by 2.0 in a week."},
	{"decimals and thousands", "de", "Die Preise stiegen um 3,5 Prozent auf 1.250.000,75 Kronen."},
	{"thousands set off by a space", "fr", "La ville compte 1 250 000 habitants permanents."},
	{"apostrophe in a number", "de", "Die Gemeinde zahlt 1'250'000 Franken an die Kantone."},
	{"times and ratios", "en", "It opened at 10:30 a.m. for the 3:1 vote on Mr. Hale."},
	{"abbreviations", "en", "The form of Dr. Hale was in box No. 7 of St. Mary's."},
	{"abbreviations", "de", "Der Antrag von Dr. Kern gilt z. B. für Nr. 5 in der Lindenstr. Nord."},
	{"abbreviations", "pl", "Wypadek był o godz. 2.34 przy ul. Długiej 5 w pobliżu kopalni."},
	{"abbreviations", "ru", "Дело возбуждено по ч. 2 ст. 250 на сумму 2,1 тыс. рублей."},
	{"range with a word", "en", "Between 30 and 40 people were on the bridge at noon."},
	{"range with a dash", "de", "Der Weg ist am Wochenende von 10 – 12 Uhr für alle gesperrt."},
	{"range without spaces", "en", "The pages 10–12 of the report name all nine engineers."},
	{"names set off by commas", "en", "The pilot, Nora Pell, was flown to a hospital in Leeds."},
	{"long name set off by commas", "en", "The driver of the mayor of Leeds, Anna Maria Pell, was flown to a hospital."},
	{"age behind a name", "en", "Nora Pell, 43, was flown to a hospital in Leeds."},
	{"list of words", "en", "The lorries carried flour, lentils, oil and salt."},
	{"semicolon", "en", "The bridge was closed; ¦ the road stayed open."},
	{"colon", "en", "The result surprised nobody: ¦ the mayor lost both votes."},
	{"dash", "en", "The bridge will stay closed until May ¦ – nobody knows who will pay."},
	{"hyphens cut nothing", "en", "The well-known twenty-year-old ex-goalkeeper signed a two-year contract."},
	{"short bracket", "en", "It will pay 420 billion yen ($2.7 billion) for a plant in the north."},
	{"long bracket", "en", "The mayor of the old town ¦ (who won the vote in May by nine ballots) ¦ resigned from all his posts."},
	{"bracket before a comma", "en", "The agency for roads (ARR), ¦ which paid for the bridge, ¦ sued the builder."},
	{"apostrophes", "en", "The drivers' union said that the students' hall wasn't the company's."},
	{"apostrophe before a word", "nl", "Rond twee uur ’s middags was de weg naar ’t dorp weer vrij."},
	{"ellipsis in a headline", "ko", "출근길 2호선 신호 장애로 열차 멈춰… ¦ 140분 만에 운행 정상화"},

	// Clauses.
	{"and between clauses", "en", "The bridge was closed on Monday ¦ and the road to the harbour was flooded."},
	{"and between words", "en", "Smoke and rain slowed them."},
	{"and of both", "en", "The road between the old harbour and the new market was closed."},
	{"and after both", "en", "Both men were arrested near the station on Tuesday ¦ and the police searched two houses."},
	{"and after both", "it", "La linea tra Milano e Torino resta chiusa da lunedì mattina."},
	{"and that is a both", "fi", "Poliisi tutki asian Helsingissä kolme kuukautta ¦ sekä hallitus lupasi uuden lain syksyksi."},
	{"and within a name", "en", "The Board for Harbour Safety and Trade is lending the town money."},
	{"and within a name", "de", "Der Preis von Mehl und Zucker hat sich in einem Jahr verdoppelt."},
	{"and within a name", "ro", "Banca pentru Comerț și Dezvoltare a aprobat un împrumut nou."},
	{"and within a name, words repeated", "fr", "Hier soir, le ministère de la Mer et de la Pêche a fermé le port."},
	{"and behind a name alone", "en", "The bridge was bought by Nora Pell ¦ and the road to the harbour was closed."},
	{"list of names", "en", "The autumn storm hit most of Sweden, Norway and Denmark."},
	{"list of names", "de", "Der Zug hält an jedem Tag in Lyon, Dijon und Basel."},
	{"list of words of each", "en", "Around 120 firefighters, paramedics and mountain rescuers took part in it."},
	{"and in a list of persons", "en", "The minister, the mayor and the bishop attended the opening."},
	{"but is no list", "de", "Taucher suchten gestern das ganze Ufer ab, ¦ mussten aber wegen des Sturms aufhören."},
	{"phrase of time or place", "en", "In the coming weeks, the town will open the bridge."},
	{"phrase of time or place", "ro", "În cele din urmă, primăria a deschis podul peste râu."},
	{"phrase of time or place", "zh", "截至7日中午，大桥仍然全面封闭。"},
	{"subject or date before a comma", "ja", "港の海上保安部は13日、漁船の船長から事情を聴いた。"},
	{"short quotation and its verb", "ja", "市長は会見で「橋は春まで開かない」と話した。"},
	{"comparison", "cs", "Trest byl nakonec o dva roky nižší, než žádala obžaloba v Brně."},
	{"comparison", "pl", "Wyrok był o dwa lata niższy, niż żądała prokuratura w Łodzi."},
	{"comparison", "uk", "Вирок виявився на два роки меншим, ніж вимагала прокуратура міста."},
	{"or is one claim", "en", "The builder must repair the bridge this year or pay the town a fine."},
	{"what is said goes with who says it", "de", "Die Reederei räumte am Abend in Emden ein, dass das Radar des Schiffes defekt war."},
	{"what is said goes with who says it", "ru", "Туристическое агентство в понедельник подтвердило, что было предупреждено о риске схода лавины."},
	{"what is said goes with who says it", "pl", "Kurator wystaw czasowych Feliks Orda przypomina wszystkim, że muzea to jednak nie są banki."},
	{"dateline", "en", "LONDON, Nov 3 (AP) — Police arrested two men on Friday."},
	{"no dateline", "en", "The mayor won the vote (52%) ¦ — and the council lost its majority on Friday."},
	{"dateline", "ja", "[大阪 5日 ロイター] - 日本銀行の総裁は5日、大阪市で講演し、¦利上げの可能性に言及した。"},
	{"dateline", "ko", "[서울=뉴시스] 김철수 기자 = 서울시는 3일 지하철 요금을 인상한다고 밝혔다."},
	{"members that state numbers", "de", "Der Antrag gilt für 500 Wagen ¦ und für rund 30 Busse."},
	{"short relative clause behind the subject", "en", "The vote, which took place late on Monday night, was close."},
	{"relative clause", "en", "The vote in the town hall, ¦ which took place late on Monday night, ¦ was won by the mayor."},
	{"participle", "en", "The roof gave way at noon, ¦ killing three people inside."},
	{"cause", "en", "The match was called off at noon ¦ because the pitch was under water."},
	{"time of a clause", "en", "Two people were hurt on the quay ¦ when the ferry hit the harbour wall."},
	{"since with a year", "en", "The bridge over the river has been closed since the spring of 2019."},
	{"as in a comparison", "en", "The town has to pay as much as the county for the new bridge."},
	{"as in a comparison of places", "en", "The glow in the night sky was seen by people as far away as the capital."},
	{"as in a role", "en", "He worked there for years as a guard of the old bridge."},
	{"clauses", "de", "Die Brücke ist gesperrt, ¦ weil das Wasser gestiegen ist, ¦ und die Straße bleibt vorerst offen."},
	{"members of one clause", "de", "Die Brücke und die Straße sind gesperrt."},
	{"clauses", "nl", "De brug is sinds maandag dicht ¦ omdat het water snel is gestegen, ¦ maar de weg blijft voorlopig open."},
	{"clauses", "fr", "Le pont est fermé depuis lundi ¦ parce que la rivière a débordé, ¦ mais la route reste ouverte."},
	{"clauses", "es", "El puente está cerrado desde el lunes ¦ porque el río se ha desbordado, ¦ pero la carretera sigue abierta."},
	{"clauses", "it", "Il ponte è chiuso da lunedì ¦ perché il fiume è uscito dagli argini, ¦ ma la strada resta aperta."},
	{"clauses", "pt", "A ponte está fechada desde segunda-feira ¦ porque o rio subiu muito depressa, ¦ mas a estrada continua aberta."},
	{"clauses", "ru", "Мост закрыт с понедельника, ¦ потому что река вышла из берегов, ¦ но дорога пока открыта."},
	{"relative clause", "ru", "Мэр соседнего приморского города, ¦ который выиграл выборы в мае, ¦ подал вчера в отставку."},
	{"clauses", "pl", "Most jest zamknięty od poniedziałku, ¦ ponieważ rzeka wystąpiła z brzegów, ¦ ale droga jest nadal otwarta."},
	{"clauses", "ar", "أغلق الجسر يوم الاثنين ¦ بسبب ارتفاع مياه النهر في المدينة، ¦ لكن الطريق بقي مفتوحا."},
	{"reported speech", "ar", "أعلنت هيئة الطرق والجسور ¦ أن الجسر سيبقى مغلقا حتى الربيع."},
	{"endings", "tr", "Belediye köprüyü pazartesi günü trafiğe kapatarak ¦ sürücüleri uzun bir yola yönlendirdi."},
	{"and", "tr", "Köprü pazartesi günü trafiğe kapatıldı ¦ ve sürücüler uzun bir yola yönlendirildi."},
	{"endings", "ko", "시는 월요일에 다리를 전면 통제했고 ¦ 운전자들은 다른 길로 돌아가야 했다."},
	{"commas", "ja", "橋は月曜日から通行止めとなり、¦運転手は遠い道を回った。"},
	{"short word before a comma", "ja", "また、橋は月曜日から通行止めとなった。"},
	{"commas", "zh", "大桥从星期一起全面封闭，¦司机只好绕远路回家。"},
	{"list of words", "zh", "车上有面粉、豆子、食油和盐。"},
	{"commas", "zh-Hant", "大橋從星期一起全面封閉，¦司機只好繞遠路回家。"},
	{"members that state numbers", "zh", "这次共召回大型客车一千二百辆、¦小型货车三千四百多辆，¦全部免费修理。"},
	{"words within words", "th", "สะพานปิดตั้งแต่วันจันทร์เพื่อนบ้านเดือดร้อน"},
	{"openers", "th", "สะพานข้ามแม่น้ำถูกปิดแล้ว ¦ เนื่องจากน้ำขึ้นสูงมากกว่าปกติ ¦ แต่ถนนยังเปิดอยู่ตามเดิมทุกสาย"},
	{"number between spaces", "th", "มีรถเสียหายทั้งหมดในเหตุการณ์ครั้งนี้ 12 คันในวันเดียว"},
	{"reported speech", "th", "ผู้ว่าราชการจังหวัดกล่าวว่า ¦ จะมอบเงินช่วยเหลือแก่ครอบครัว"},

	// Clauses in languages that only the second model knows.
	{"clauses", "cs", "Most je od pondělí zavřený, ¦ protože řeka vystoupila z břehů, ¦ ale silnice zůstává otevřená."},
	{"clauses", "sk", "Most je od pondelka zatvorený, ¦ pretože rieka vystúpila z brehov, ¦ ale cesta ostáva otvorená."},
	{"clauses", "sv", "Bron har varit stängd sedan i måndags ¦ eftersom ån har svämmat över, ¦ men vägen är fortfarande öppen."},
	{"clauses", "da", "Broen har været lukket siden i mandags, ¦ fordi åen er gået over sine bredder, ¦ men vejen er stadig åben."},
	{"clauses", "no", "Broen har vært stengt siden mandag ¦ fordi elva har gått over sine bredder, ¦ men veien er fortsatt åpen."},
	{"clauses", "nn", "Brua har vore stengd sidan måndag ¦ medan elva framleis går over sine breidder, ¦ men vegen er open."},
	{"clauses", "fi", "Silta on ollut suljettuna maanantaista lähtien, ¦ koska joki on tulvinut yli äyräiden, ¦ mutta tie on yhä auki."},
	{"clauses", "hu", "A híd hétfő óta zárva van, ¦ mert a folyó kilépett a medréből, ¦ de az út továbbra is járható."},
	{"clauses", "el", "Η γέφυρα παραμένει κλειστή από τη Δευτέρα ¦ επειδή το ποτάμι έχει υπερχειλίσει, ¦ αλλά ο δρόμος μένει ανοιχτός."},
	{"clauses", "uk", "Міст закритий від понеділка, ¦ бо річка вийшла з берегів, ¦ але дорога поки що відкрита."},
	{"clauses", "be", "Мост зачынены з панядзелка, ¦ бо рака выйшла з берагоў, ¦ але дарога пакуль адкрытая."},
	{"clauses", "bg", "Мостът е затворен от понеделник, ¦ защото реката излезе от коритото си, ¦ но пътят остава отворен."},
	{"clauses", "mk", "Мостот е затворен од понеделник ¦ бидејќи реката се излеа од коритото, ¦ но патот останува отворен."},
	{"clauses", "hr", "Most je od ponedjeljka zatvoren ¦ jer se rijeka izlila iz korita, ¦ ali cesta ostaje otvorena."},
	{"clauses", "sr", "Мост је од понедељка затворен ¦ јер се река излила из корита, ¦ али пут остаје отворен."},
	{"clauses", "ro", "Podul este închis de luni ¦ deoarece râul a ieșit din matcă, ¦ dar drumul rămâne deschis."},
	{"clauses", "vi", "Cây cầu bị đóng cửa từ hôm thứ Hai ¦ vì nước sông dâng cao tràn bờ, ¦ nhưng con đường vẫn còn mở."},
	{"clauses", "id", "Jembatan itu ditutup sejak hari Senin ¦ karena air sungai meluap ke jalan, ¦ tetapi jalan raya tetap dibuka."},
	{"clauses", "ms", "Jambatan itu ditutup sejak hari Isnin ¦ kerana air sungai melimpah ke jalan, ¦ tetapi jalan raya kekal dibuka."},
	{"clauses", "hi", "पुल सोमवार से पूरी तरह बंद है ¦ क्योंकि नदी का पानी ऊपर आ गया, ¦ लेकिन सड़क अभी खुली हुई है।"},
	{"clauses", "ur", "پل پیر کے دن سے بند ہے ¦ کیونکہ دریا کا پانی سڑک پر آ گیا، ¦ لیکن دوسری سڑک ابھی کھلی ہے۔"},
	{"clauses", "af", "Die brug is sedert Maandag gesluit ¦ omdat die rivier sy walle oorstroom het, ¦ maar die pad bly oop."},
	{"clauses", "lo", "ຂົວຂ້າມແມ່ນ້ຳຖືກປິດແລ້ວ ¦ ເນື່ອງຈາກນ້ຳຂຶ້ນສູງກວ່າປົກກະຕິ ¦ ແຕ່ຖະໜົນຍັງເປີດຢູ່ຕາມເດີມ"},
	{"clauses", "km", "ស្ពានត្រូវបានបិទតាំងពីថ្ងៃចន្ទ ¦ ដោយសារទឹកទន្លេឡើងខ្ពស់ ¦ ប៉ុន្តែផ្លូវនៅតែបើកដដែល។"},
	{"clauses", "my", "မြစ်ရေကြီးသောကြောင့် ¦ တံတားကို ပိတ်ထားပြီး ¦ ကားများကို လမ်းလွှဲပေးထားသည်။"},
	{"reported speech, who or why", "ro", "Polițiștii caută un șofer de 40 de ani ¦ care a fugit de la locul accidentului."},
	{"reported speech, who or why", "id", "Gubernur mengatakan kepada para wartawan ¦ bahwa jembatan itu akan dibuka kembali pada bulan Mei."},
	{"reported speech, who or why", "el", "Τα δρομολόγια των πλοίων ματαιώθηκαν ¦ λόγω των ισχυρών ανέμων στο Αιγαίο."},
	{"reported speech, who or why", "vi", "Mưa lớn kéo dài suốt ba ngày ¦ khiến nhiều tuyến đường ở thành phố bị ngập."},
	{"reported speech, who or why", "km", "អភិបាលខេត្តបានប្រាប់អ្នកសារព័ត៌មានថា ¦ ស្ពាននឹងបើកឡើងវិញនៅខែឧសភា។"},
	{"reported speech, who or why", "lo", "ເຈົ້າແຂວງກ່າວວ່າ ¦ ຈະມອບເງິນຊ່ວຍເຫຼືອໃຫ້ຄອບຄົວ"},
	{"reported speech, who or why", "my", "တံတားကို မေလတွင် ပြန်ဖွင့်မည်ဟု ¦ မြို့တော်ဝန်က ပြောသည်။"},
	{"quotation and speaker", "cs", "„Most je navždy ztracen,“ ¦ řekla starostka Nora Pellová."},
	{"quotation and speaker", "sv", "– Bron är förlorad för alltid, ¦ säger borgmästaren Nora Pell."},
	{"quotation and speaker", "fi", "”Silta on menetetty ikuisiksi ajoiksi”, ¦ sanoi pormestari Nora Pell."},
	{"quotation and speaker", "hu", "„A híd örökre elveszett” ¦ – mondta Nora Pell polgármester."},
	{"quotation and speaker", "uk", "«Міст втрачено для нас назавжди», ¦ — сказала мерка міста."},
	{"comma of the script", "am", "ድልድዩ ከሰኞ ጀምሮ ተዘግቷል፣ ¦ መንገዱ ግን አሁንም ክፍት ነው።"},
	{"semicolon", "el", "Ο δήμος έκλεισε τη γέφυρα· ¦ ο δρόμος μένει ανοιχτός."},
	{"openers within words", "lo", "ລັດຖະບານໄດ້ແຕ່ງຕັ້ງຄະນະກຳມະການສາມຄົນເມື່ອວານນີ້"},

	// Parts of names and of phrases.
	{"ministry of two fields", "fr", "Hier soir dans un long communiqué, ¦ le ministère de l'énergie et de la mer a fermé tous les ports."},
	{"ministry of two fields", "en", "On the quay yesterday a man from the ministry of fisheries and transport counted the boats."},
	{"ministry of two fields", "es", "Ayer por la noche en Cádiz la ministra de pesca y energía visitó todos los puertos."},
	{"ministry of two fields", "it", "Ieri sera a Genova il ministero della pesca e del turismo ha chiuso tutti i porti."},
	{"ministry of two fields", "pl", "Wczoraj wieczorem w Gdyni ministerstwo rybołówstwa i energii wodnej zamknęło wszystkie porty na wybrzeżu."},
	{"ministry of two fields", "ru", "Вчера вечером в Мурманске министерство рыбного хозяйства и энергетики закрыло все порты на побережье."},
	{"ministry of two fields", "sv", "I går kväll sade i Luleå ministern för fiske och energi att alla hamnar stänger."},
	{"body of two fields", "fr", "Ce matin, devant le vieux port, ¦ la chambre de pêche et d'agriculture a fermé ses bureaux."},
	{"ministry of three fields", "en", "The Ministry of Fisheries, Energy and Transport closed all ports."},
	{"ministry that is not named", "pl", "Wczoraj ministerstwo z powodu sztormu zamknęło dwa porty ¦ i statki musiały czekać na pełnym morzu."},
	{"name of small syllables", "vi", "Hôm qua tại thành phố cảng Bộ Thủy sản và Năng lượng đã đóng cửa các cảng."},
	{"name of small syllables", "vi-VN", "Hôm qua tại thành phố cảng Bộ Thủy sản, Năng lượng và Giao thông đã đóng cửa các cảng."},
	{"dash within a name", "vi", "Theo số liệu mới nhất của Hiệp hội Thủy sản – Năng lượng sản lượng đã giảm mạnh."},
	{"dash behind a name", "vi", "Cảng đã đóng cửa theo lời ông Nguyễn Văn Bình ¦ – người đứng đầu thành phố cảng này."},
	{"until and including", "nl", "De haven blijft voor alle schepen dicht tot en met vrijdag 12 september van dit jaar."},
	{"until and including", "sv", "Hamnen är stängd för alla fartyg till och med fredag den 12 september i år."},
	{"until and including", "da", "Havnen er lukket for alle skibe til og med fredag den 12. september i år."},
	{"until and including", "no", "Havna er stengt for alle skip fra og med fredag den 12. september i år."},
	{"until and including", "en", "The harbour is closed to all ships up to and including Friday 12 September this year."},
	{"and a half", "en", "The ferry to the island was late by an hour and a half because of the fog."},
	{"and a half", "it", "Il traghetto è partito per l'isola con un'ora e mezza di ritardo ieri sera."},
	{"suspended hyphens", "de", "Der Verein gewann in diesem Jahr zwei Gold-, fünf Silber- und neun Bronzemedaillen in Prag."},
	{"suspended hyphens", "hu", "A klub az idén két arany-, öt ezüst- és kilenc bronzérmet nyert Prágában."},
	{"suspended hyphens", "sv", "Klubben tog i år två guld-, fem silver- och nio bronsmedaljer i Prag."},
	{"attributes", "hu", "A 21 éves, szegedi úszónő a második helyen végzett a prágai döntőben."},
	{"pair of names", "hu", "Prágában a Molnár Réka, Vida Tamás páros aranyérmet nyert a keddi döntőben."},
	{"list with numbers before its verb", "en", "A boat, 12 lorries and 90 divers were sent to the harbour."},
	{"age between subject and verb", "fr", "La gagnante du tour, 31 ans, n'avait jamais couru en montagne."},
	{"age between subject and verb", "es", "La ganadora de la vuelta, 31 años, nunca había corrido en montaña."},
	{"age between subject and verb", "de", "Die Siegerin des Rennens, 31 Jahre alt, war noch nie im Gebirge gefahren."},
	{"apposition between subject and verb", "nl", "De rechter zegt dat de kapitein van de veerboot, een man uit Delfzijl, het roer te laat omgooide."},
	{"apposition between subject and verb", "es", "El juez dijo que el capitán, un vecino de Vigo, giró demasiado tarde el timón."},
	{"apposition between subject and verb", "it", "Il giudice dice che il capitano del traghetto, un uomo di Bari, ha virato troppo tardi."},
	{"apposition between subject and verb", "en", "The judge said on Monday that the captain, a man from Hull, had turned too late."},
	{"age and a clause", "en", "The captain of the ferry, 51 years old, ¦ and both pilots turned the rudder too late."},
	{"no apposition", "en", "The judge said on Monday that the captain had turned too late, ¦ adding that he was tired."},
	{"as of a verb", "en", "This is the depth that most pilots in the bay regard as the limit for a ferry."},
	{"as of a verb", "en-GB", "The harbour was described by most of the pilots as the best on the coast."},
	{"as of time", "en", "The ferry turned round in the bay ¦ as the storm reached the harbour."},
	{"dash for a verb", "ru", "Первый паром отошёл от причала в полдень, ¦ второй — в три часа."},
	{"dash for a verb", "uk", "Перший пором відійшов від причалу опівдні, ¦ другий — о третій годині."},
	{"dash for a verb", "pl", "Pierwszy prom odpłynął z portu w południe, ¦ drugi – o trzeciej po południu."},
	{"comparison", "ru", "Паром перевёз на тысячу пассажиров больше, чем годом раньше."},
	{"endings before a clause", "ko", "선장은 사고 당일 항구에서 승객 40명을 구조해 ¦ 인근 섬의 병원으로 모두 옮겼다."},
	{"ending and auxiliary", "ko", "해경은 사고 당일부터 항구 앞바다에서 배 두 척을 동원해 왔다고 어제 오후 밝혔다."},
	{"ending by chance", "ko", "항구의 여객선 회사 두 곳은 지난해 승객 40만 명을 실어 날랐다."},
	{"speaker before the quotation", "ko", "박 선장은 “안개 때문에 앞이 하나도 보이지 않았다”고 말했다."},
	{"speaker before the quotation", "ja", "船長は「霧のため前がまったく見えなかった」と話した。"},
	{"and before a verb", "es", "El capitán saltó del puente ¦ y perdió la gorra."},
	{"and before a verb", "pt", "A capitã saltou da ponte ¦ e perdeu o boné."},
	{"and before a verb", "it", "La nave ha urtato il molo ¦ e ha perso un'ancora."},
	{"phrase of time or place behind a comma", "es", "El barco encalló el lunes, por la noche, hacia las 22.15, cerca del faro de Vigo."},
	{"phrase of time or place behind a comma", "pt", "O barco encalhou na segunda-feira de carnaval, por volta das 22h, perto do farol de Aveiro."},
	{"preposition of a clause", "ar", "وافق مجلس المدينة مساء الاثنين ¦ على أن تغلق الجسور كلها في الشتاء."},

	// What looks like one of those.
	{"members that begin with numbers", "en", "A tram hit a lorry in Hull, ¦ 12 were hurt, ¦ and the line was closed until noon."},
	{"members that begin with numbers", "de", "Bei dem Brand am Hafen starben zwei Menschen, ¦ 30 wurden verletzt, ¦ 11 davon schwer."},
	{"members that begin with numbers", "ru", "При пожаре погибли два человека, ¦ 30 человек пострадали, порт закрыт."},
	{"members that begin with numbers", "es", "En el incendio murieron dos personas del puerto, ¦ 30 resultaron heridas, ¦ la terminal sigue cerrada."},
	{"amount behind the subject", "fr", "Le nouveau quai, 2,1 millions d'euros, ¦ devait sauver le port."},
	{"age between subject and verb", "ru", "Победительница гонки этого года, 31 год, никогда прежде не бегала в горах."},
	{"age between subject and verb", "en", "The winner of the last race, 31 years old, had never run in the hills."},
	{"age between subject and verb", "sv", "Vinnaren av årets lopp i Luleå, 31 år, hade aldrig sprungit i fjällen."},
	{"clauses of what is said", "en", "She said that the tram stopped, ¦ the doors were shut, ¦ and nobody got out."},
	{"clauses of what is said", "es", "Dijo que el tranvía paró, ¦ la puerta quedó cerrada, ¦ y nadie pudo salir."},
	{"clauses of what is said", "de", "Sie sagte, dass die Bahn hielt, ¦ die Tür geschlossen blieb, ¦ und niemand aussteigen konnte."},
	{"clauses of what is said", "de-AT", "Sie sagte, dass die Bahn gesperrt sei, ¦ ein Wagen brenne noch, ¦ der Fahrer sei tot."},
	{"clauses of what is said", "fr", "Elle a dit que le tram est arrêté, ¦ une porte est bloquée, ¦ et personne n'est sorti."},
	{"apposition between subject and verb", "de", "Der Richter sagt, dass der Kapitän der Fähre, ein Mann aus Emden, das Ruder zu spät herumriss."},
	{"apposition between subject and verb", "el", "Ο δικαστής είπε ότι ο καπετάνιος, ένας άνδρας από την Πάτρα, έστριψε πολύ αργά."},
	{"as of time behind such a verb", "en", "Smoke was seen above the harbour ¦ as the crews reached the old quay."},
	{"as of time behind such a verb", "en-GB", "Ms Pell was elected on Sunday ¦ as the storm closed every road."},
	{"as of time behind such a verb", "en-US", "The captain was named on Monday ¦ as the owners released a picture."},
	{"as of time behind but", "en", "She described it but left the town ¦ as the storm reached the coast again."},
	{"as of an office", "en", "He came to the island ¦ and served as guard of the old harbour."},
	{"and before an adverbial", "es", "El capitán se fue ayer ¦ y de la tripulación nadie quiso hablar."},
	{"and before an adverbial", "fr", "La capitaine est partie hier ¦ et du côté de l'équipage on se tait."},
	{"and before an adverbial", "it", "Il capitano si è dimesso ieri ¦ e della nave si occupa ora il porto."},
	{"and before an adverbial", "pt", "O capitão demitiu-se ontem cedo ¦ e da tripulação ninguém quis falar."},
	{"and before an adverbial", "sr", "Одлука је донета јуче у луци ¦ и по речима капетана важи од петка."},
	{"clause behind a body", "en", "The board of governors resigned ¦ and the price of tickets fell by half."},
	{"clause behind a body", "en-GB", "On Friday the minister of fisheries resigned ¦ and parliament chose another one."},
	{"clause behind a body", "es", "El viernes el ministro de pesca dimitió ¦ y el presidente nombró a otra persona."},
	{"clause behind a body", "fr", "Le ministre de la Pêche démissionne ¦ et le président nomme une femme du port."},
	{"clause behind a body", "it", "Venerdì il ministro della pesca lascia ¦ e il presidente nomina una donna del porto."},
	{"clause behind a body", "pt", "Ontem o ministro da pesca saiu ¦ e o presidente escolheu logo outra pessoa."},
	{"clause behind a body", "nl", "Gisteren trad de minister van visserij af ¦ en de koning benoemde meteen een opvolger."},
	{"clause behind a body", "sv", "I fredags lämnade ministern för fiske partiet ¦ och regeringen valde en ny samma dag."},
	{"clause behind a body", "ru", "В пятницу вечером министерство закрыло порты ¦ и отправило все корабли в море."},
	{"clause behind a body", "cs", "Včera večer v Brně ministerstvo uzavřelo přístavy ¦ a lodě musely čekat na moři."},
	{"clause behind a body", "ro", "Aseară la Constanța ministerul a închis porturile ¦ și navele au așteptat pe mare."},
	{"clause behind a body", "el", "Χθες το βράδυ ο υπουργός παραιτήθηκε ¦ και ο πρωθυπουργός όρισε αμέσως διάδοχο."},
	{"clause behind a body", "vi", "Hôm qua tại thành phố đại học đóng cửa ¦ và sinh viên phải về nhà ngay trong đêm."},
	{"country or disease", "ko", "항구의 여객선 회사 두 곳은 루마니아 승객 40만 명을 실어 날랐다."},
	{"country or disease with na", "ko", "항구의 여객선 회사 두 곳은 우크라이나 승객 40만 명을 실어 날랐다."},
	{"verb that goes on", "ko", "해경은 사고 당일부터 항구 앞바다에서 원인을 조사하고 있으며 ¦ 결과는 다음 달에 나온다."},
	{"and still not", "ru", "Капитан парома уехал весной из города ¦ и так и не вернулся к семье."},
	{"and still not", "uk", "Капітан порома поїхав навесні з міста ¦ і так і не повернувся до родини."},
	{"and so on", "ru", "На пароме нашли много старых верёвок и так далее по очень длинному списку."},
	{"end of a quotation before a name", "en", "“Nobody will ever forget Old Hull!”, ¦ Nora Pell said at noon."},

	// Attributions and quotations of each convention.
	{"attribution", "en", "The bridge will stay closed until May, ¦ the mayor told reporters."},
	{"attribution in the middle", "en", "“The bridge is gone for good,” ¦ said Mayor Nora Pell, ¦ “and nobody will build another one here.”"},
	{"apposition to the speaker", "en", "“The bridge is gone for good,” ¦ said Nora Pell, the mayor."},
	{"straight marks", "en", "\"The bridge is gone for good,\" ¦ said Nora Pell."},
	{"single marks", "en", "‘The bridge is gone for good,’ ¦ said Nora Pell."},
	{"question", "en", "“Who will pay for the bridge?” ¦ asked Nora Pell."},
	{"short quotation", "en", "The mayor called the plan “a joke” in an interview."},
	{"joint inside a name", "en", "The guests of the “Rose and Crown” had to leave at once."},
	{"end of a longer speech", "en", "Nobody will ever build another bridge here,” ¦ said Nora Pell."},
	{"low marks", "de", "„Die Brücke ist für immer verloren“, ¦ sagte Nora Pell."},
	{"inward marks", "de", "»Die Brücke ist für immer verloren«, ¦ sagte Nora Pell."},
	{"name between inward marks", "de", "Das Stadion soll künftig »Tessera Arena« heißen."},
	{"commas as marks", "nl", "De burgemeester klaagt in de krant: ¦ ,,Een uur lang hebben we niets gehoord.’’"},
	{"spaced marks", "fr", "« Le pont est perdu pour toujours », ¦ a déclaré Nora Pell."},
	{"dash", "es", "—El puente está perdido para siempre ¦ —dijo la alcaldesa Nora Pell."},
	{"dash", "ru", "«Мост потерян для нас навсегда», ¦ — сказала мэр города."},
	{"dash", "pl", "– Most jest stracony na zawsze ¦ – powiedziała burmistrz Nora Pell."},
	{"angles", "it", "«Il ponte è perduto per sempre», ¦ ha detto la sindaca."},
	{"upper marks", "pt", "“A ponte está perdida para sempre”, ¦ disse a prefeita."},
	{"particle behind the quotation", "ko", "시장은 기자들에게 ¦ “다리는 내년 봄까지 다시 열리지 않을 것이다”라고 말했다."},
	{"verb behind the quotation", "ja", "市長は会見で¦「橋は来年の春まで開かない見通しになった」¦と話した。"},
	{"name between marks", "ja", "市長は絵本「橋の下」を子どもに贈った。"},
	{"colon before the quotation", "zh", "市长在会上说：¦“大桥明年春天才能重新开放。”"},
	{"speaker behind the quotation", "zh", "“大桥明年春天才能重新开放。”¦市长昨天表示。"},
	{"corner marks", "zh-Hant", "市長在會上說：¦「大橋明年春天才能重新開放。」"},
	{"name of a work", "zh", "他看了《快跑，小狗，快跑》的第一集。"},
	{"angles", "ar", "«الجسر لن يفتح قبل الربيع»، ¦ تقول رئيسة البلدية نورا."},
}

func TestFacts(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range factCases {
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
		if got := strings.Join(spans(text, Facts(text, c.lang)), " ¦ "); got != strings.Join(want, " ¦ ") {
			t.Errorf("%s:\n got %s\nwant %s", name, got, strings.Join(want, " ¦ "))
		}
	}
}

// TestFactTable reads facts.txt: keys are known, words are in small letters,
// none is twice under one language but in keep, and every phrase of keep holds
// a word that would open a fact, or has an ending that would end one.
func TestFactTable(t *testing.T) {
	table, err := readFactTable(factTable)
	if err != nil {
		t.Fatal(err)
	}
	if len(table) < 35 {
		t.Fatalf("only %d languages", len(table))
	}
	for code, o := range table {
		opens := map[string]bool{}
		for _, list := range []phrases{o.and, o.but, o.when} {
			for _, some := range list {
				for _, p := range some {
					word := strings.Join(p, " ")
					if opens[word] || strings.ToLower(word) != word {
						t.Errorf("%s: %q is twice there or has a capital", code, word)
					}
					opens[word] = true
				}
			}
		}
		for _, some := range o.keep {
			for _, p := range some {
				useful := hasSuffix(p[len(p)-1], o.link)
				for word := range opens {
					useful = useful || strings.Contains(" "+strings.Join(p, " ")+" ", " "+word+" ") || o.spaced && strings.Contains(p[0], word)
				}
				if !useful {
					t.Errorf("%s: %q keeps nothing together", code, p)
				}
			}
		}
	}
	for _, c := range []struct{ reason, text string }{
		{"unknown key", "en nor: yet\n"},
		{"no key", "en: yet\n"},
		{"no number", "ja speech: long\n"},
		{"no colon", "en and yet\n"},
	} {
		if _, err := readFactTable(c.text); err == nil {
			t.Errorf("%s: no error", c.reason)
		}
	}
}

// checkParts reports what is wrong with parts of text, as check does, and with
// its words: they are to be in order, disjoint, and to hold every letter and
// digit.
func checkParts(t *testing.T, text, lang string) {
	t.Helper()
	covers(t, text, lang, Facts(text, lang))
	end := 0
	for _, w := range append(Words(text), Span{len(text), len(text)}) {
		if w.Start < end || w.End < w.Start || w.End > len(text) {
			t.Fatalf("words of %q: %v behind offset %d", text, w, end)
		}
		if !wordless(text[end:w.Start]) {
			t.Fatalf("words of %q: %q is in none", text, text[end:w.Start])
		}
		if w.Start < w.End && wordless(text[w.Start:w.End]) {
			t.Fatalf("words of %q: %q is none", text, text[w.Start:w.End])
		}
		end = w.End
	}
}

// TestFactsOfAnything checks the invariants on the texts of TestSentences, and
// on random strings of what cuts and of what does not.
func TestFactsOfAnything(t *testing.T) {
	for _, c := range cases {
		for _, s := range Sentences(c.text, c.lang) {
			checkParts(t, c.text[s.Start:s.End], c.lang)
		}
		checkParts(t, c.text, c.lang)
	}
	pieces := strings.Split("a|word|Łódź|12|3,5|雨|の|ว่า|ເ|ງ|ក|្|ា|က|်|္|၊|한국|고|,|.|;|:|…|、|，|。|(|)|[|]|\"|“|”|„|«|»|「|」|'|’|-|–|—| and | because | und | ve | และ | |  |\n|\u00a0|\u200d|\u0301|\xff|,,", "|")
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(40) {
			b.WriteString(pieces[r.IntN(len(pieces))])
			if r.IntN(2) == 0 {
				b.WriteByte(' ')
			}
		}
		for _, lang := range []string{"", "en", "ja", "ko", "th", "zh"} {
			checkParts(t, b.String(), lang)
		}
	}
}

func FuzzFacts(f *testing.F) {
	for _, c := range factCases {
		f.Add(c.text, c.lang)
	}
	f.Fuzz(func(t *testing.T, text, lang string) { checkParts(t, text, lang) })
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ reason, text, want string }{
		{"nothing", "", ""},
		{"marks only", " –, … “”!", ""},
		{"marks are none", "“Rain fell,” she said (twice).", "Rain|fell|she|said|twice"},
		{"numbers stay whole", "It rose 3.5 points to 1,250.75.", "It|rose|3.5|points|to|1,250.75"},
		{"apostrophes stay", "It wasn't l'eau.", "It|wasn't|l'eau"},
		{"hyphens part", "a well-known ex-mayor", "a|well|known|ex|mayor"},
		{"capitals with points", "the U.S.A. team", "the|U.S.A|team"},
		{"address", "see post.example", "see|post.example"},
		{"combining marks", "cafe\u0301 noir", "cafe\u0301|noir"},
		{"Cyrillic", "Мост закрыт.", "Мост|закрыт"},
		{"Arabic", "أغلق الجسر، أمس.", "أغلق|الجسر|أمس"},
		{"Korean", "다리가 닫혔다.", "다리가|닫혔다"},
		{"Thai by syllable", "ตำรวจทราบว่า น้ำท่วม 12 จังหวัด", "ตำ|รวจ|ทราบ|ว่า|น้ำ|ท่วม|12|จัง|หวัด"},
		{"Thai vowels around a consonant", "เรือลำหนึ่งชื่อเพลินจมแล้ว", "เรือ|ลำ|หนึ่ง|ชื่อ|เพลิน|จม|แล้ว"},
		{"Thai mute letters", "วันจันทร์มีอุปกรณ์", "วัน|จันทร์|มี|อุป|กรณ์"},
		{"Lao by syllable", "ລົດໄຟຊົນກັນຢູ່ສະຖານີ 3 ແຫ່ງ", "ລົດ|ໄຟ|ຊົນ|ກັນ|ຢູ່|ສະ|ຖາ|ນີ|3|ແຫ່ງ"},
		{"Khmer by syllable", "រថភ្លើងបានបុកគ្នា។", "រថ|ភ្លើង|បាន|បុក|គ្នា"},
		{"Burmese by syllable", "ရထားနှစ်စီး တိုက်မိသည်။", "ရ|ထား|နှစ်|စီး|တိုက်|မိ|သည်"},
		{"Burmese stacked letters", "မန္တလေး၊ အင်္ဂလိပ်", "မန္တ|လေး|အင်္ဂ|လိပ်"},
		{"two scripts without a space", "ร้านABCเปิด", "ร้าน|ABC|เปิด"},
		{"Chinese by character", "下雨了。", "下|雨|了"},
		{"Japanese: kana of one script together", "橋のデータ", "橋|の|データ"},
		{"invalid bytes", "a\xff b", "a|b"},
	} {
		if got := strings.Join(spans(c.text, Words(c.text)), "|"); got != c.want {
			t.Errorf("%s: got %s, want %s", c.reason, got, c.want)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"", "It wasn't 3.5 km.", "下雨了。", "สะพานปิดเเ่์", "ຂົວເກົ່າໜຶ່ງ", "ស្ពានចាស់្។", "တံတားဟောင်း္၊်", "a\xffb", "e\u0301\u200d👩‍🚒", "\r\n\u0600x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkParts(t, text, "") })
}

// TestLongSentences cuts texts without an end of a sentence where they are too
// long for one.
func TestLongSentences(t *testing.T) {
	for _, c := range []struct {
		reason, piece, lang string
		words               int // that a sentence may have, in pieces
	}{
		{"words", "word ", "en", 400},
		{"long words", "Schifffahrtsgesellschaft ", "de", 134},
		{"letters without a space", "a", "en", 2015},
		{"Chinese", "雨", "zh", 800},
		{"Thai", "ก", "th", 800},
		{"combining marks stay with their letter", "e\u0301", "fr", 1008},
	} {
		text := strings.Repeat(c.piece, 10_000)
		found := check(t, text, c.lang)
		for i, s := range found {
			part := text[s.Start:s.End]
			n := strings.Count(part+" ", c.piece)
			if len(part)%len(c.piece) != 0 && (len(part)+1)%len(c.piece) != 0 || n > c.words || n < c.words/2 && i+1 < len(found) {
				t.Fatalf("%s: sentence %d has %d pieces and %d bytes", c.reason, i, n, len(part))
			}
		}
	}
	long := "The bridge " + strings.Repeat("and the old road ", 90) + "was closed. Nobody knew."
	if got := Sentences(long, "en"); len(got) != 2 {
		t.Errorf("%d sentences: one of 365 words was cut", len(got))
	}
	if got := Sentences("Rain. "+strings.Repeat("(", 5000), "en"); len(got) != 1 {
		t.Errorf("%d sentences: marks without a word were cut", len(got))
	}
}

// TestPartsAreLinear is TestLinear for facts and words.
func TestPartsAreLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, piece := range []string{
		"a ", "a", "雨", "(", "()", "(a", "a) ", "\"", "“a, ", "”", "「a", ",", ".", "…", "- ", "a - ", "a. ", "and ", "and, ", "as          ", "as well ", "a고 ", "ว่า ", "เพื่อ", "ก", "่", "เ", "ກ", "ក", "្", "ក្", "က", "်", "္", "က္", "\xff", "e\u0301", "\u200d", "12 ", "1,", " ",
		"((((a", "“(a ", "a (b, c) ",
	} {
		for _, lang := range []string{"en", "ja", "th"} {
			text := strings.Repeat(piece, 1<<18/len(piece))
			began := time.Now()
			Facts(text, lang)
			Words(text)
			if took := time.Since(began); took > 4*time.Second {
				t.Errorf("%d bytes of %q in %q took %v", len(text), piece, lang, took)
			}
		}
	}
}

func BenchmarkFacts(b *testing.B) {
	var texts []string
	size := 0
	for _, c := range factCases {
		text := strings.Map(func(r rune) rune {
			if r == '¦' {
				return -1
			}
			return r
		}, c.text)
		texts = append(texts, text)
		size += len(text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for i, c := range factCases {
			Facts(texts[i], c.lang)
		}
	}
}
