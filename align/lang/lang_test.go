package lang

import (
	"strings"
	"testing"
)

func TestDetect(t *testing.T) {
	for _, c := range []struct{ want, text string }{
		{"ar", "أغلقت السلطات الجسر القديم بعد العثور على شقوق في دعاماته."},
		{"bg", "Мостът ще остане затворен до края на месеца, съобщиха от общината."},
		{"bn", "সেতুটি এই মাসের শেষ পর্যন্ত বন্ধ থাকবে বলে জানিয়েছে কর্তৃপক্ষ।"},
		{"ca", "El pont quedarà tancat fins a finals de mes, segons ha anunciat l'ajuntament."},
		{"cs", "Most zůstane uzavřený až do konce měsíce, oznámila radnice, která nechala zkontrolovat pilíře."},
		{"da", "Broen forbliver lukket indtil udgangen af måneden, oplyser kommunen, som nu undersøger pillerne."},
		{"de", "Die Brücke bleibt bis Ende des Monats gesperrt, teilte die Stadt mit."},
		{"el", "Η γέφυρα θα παραμείνει κλειστή έως το τέλος του μήνα, ανακοίνωσε ο δήμος."},
		{"en", "The bridge will stay closed until the end of the month, the council said."},
		{"es", "El puente permanecerá cerrado hasta finales de mes, según anunció el ayuntamiento."},
		{"et", "Sild jääb suletuks kuu lõpuni, teatas linnavalitsus."},
		{"fa", "پل تا پایان ماه بسته خواهد ماند، شهرداری اعلام کرد."},
		{"fi", "Silta pysyy suljettuna kuun loppuun asti, kaupunki ilmoitti."},
		{"fr", "Le pont restera fermé jusqu'à la fin du mois, a annoncé la mairie."},
		{"gl", "A ponte permanecerá pechada ata finais de mes, segundo anunciou o concello."},
		{"he", "הגשר יישאר סגור עד סוף החודש, כך הודיעה העירייה."},
		{"hi", "नगर निगम ने बताया कि पुल महीने के अंत तक बंद रहेगा।"},
		{"hr", "Most će ostati zatvoren do kraja mjeseca, priopćio je grad, a promet će se preusmjeriti."},
		{"hu", "A híd a hónap végéig zárva marad, közölte az önkormányzat."},
		{"id", "Jembatan itu akan tetap ditutup hingga akhir bulan, kata pemerintah kota."},
		{"it", "Il ponte resterà chiuso fino alla fine del mese, ha annunciato il comune."},
		{"ja", "橋は月末まで通行止めになると市が発表した。"},
		{"ko", "시는 다리가 이달 말까지 통제된다고 밝혔다."},
		{"lt", "Tiltas liks uždarytas iki mėnesio pabaigos, pranešė savivaldybė."},
		{"lv", "Tilts paliks slēgts līdz mēneša beigām, paziņoja pašvaldība."},
		{"nl", "De brug blijft tot het einde van de maand gesloten, meldt de gemeente."},
		{"no", "Broen forblir stengt ut måneden, opplyser kommunen, som nå undersøker pilarene."},
		{"pl", "Most pozostanie zamknięty do końca miesiąca, poinformował ratusz."},
		{"pt", "A ponte continuará fechada até o fim do mês, informou a prefeitura."},
		{"ro", "Podul va rămâne închis până la sfârșitul lunii, a anunțat primăria."},
		{"ru", "Мост останется закрытым до конца месяца, сообщили в мэрии."},
		{"sk", "Most zostane uzavretý až do konca mesiaca, oznámila radnica, ktorá dala skontrolovať piliere."},
		{"sl", "Most bo zaprt do konca meseca, so sporočili z občine."},
		{"sr", "Мост ће остати затворен до краја месеца, саопштио је град."},
		{"sv", "Bron förblir avstängd till månadens slut, meddelar kommunen."},
		{"sw", "Daraja litaendelea kufungwa hadi mwisho wa mwezi, halmashauri ilisema."},
		{"th", "เทศบาลแจ้งว่าสะพานจะปิดจนถึงสิ้นเดือนนี้"},
		{"tr", "Belediye, köprünün ay sonuna kadar kapalı kalacağını açıkladı."},
		{"uk", "Міст залишиться закритим до кінця місяця, повідомили в мерії."},
		{"ur", "بلدیہ کے مطابق پل مہینے کے آخر تک بند رہے گا۔"},
		{"vi", "Cây cầu sẽ đóng cửa đến cuối tháng, chính quyền thành phố cho biết."},
		{"zh", "市政府宣布，大桥将封闭到月底。"},
		{"zh", "市政府宣布，大橋將封閉到月底。"},
		{"en", "THE BRIDGE WILL STAY CLOSED UNTIL THE END OF THE MONTH"},
	} {
		got, confidence := Detect(c.text)
		if got != c.want {
			t.Errorf("%q: got %s (%.2f), want %s", c.text, got, confidence, c.want)
		}
		if confidence < 0 || confidence > 1 {
			t.Errorf("%q: confidence %v", c.text, confidence)
		}
	}
}

func TestDetectNothing(t *testing.T) {
	for _, text := range []string{
		"", "123 456", "— 7 %", "aaaa", "wwwwww ...... xxxxx", "กกกกกกกก", strings.Repeat("ab", 40),
		strings.Repeat("a", 3_000_000), strings.Repeat("abc7", 1_000_000), strings.Repeat("ж", 100),
	} {
		if got, confidence := Detect(text); got != "" || confidence != 0 {
			t.Errorf("%.40q: got %q with %.2f", text, got, confidence)
		}
	}
	for _, text := range []string{"", "\x00", "ꙮ"} {
		if got, confidence := Detect(text); confidence > 0.5 {
			t.Errorf("%q: got %s with %.2f", text, got, confidence)
		}
	}
}

func TestDetectLongText(t *testing.T) {
	text := strings.Repeat("Le pont restera fermé jusqu'à la fin du mois. ", 200_000)
	if got, _ := Detect(text); got != "fr" {
		t.Errorf("got %s", got)
	}
}

func TestNames(t *testing.T) {
	for i, code := range Codes {
		if i > 0 && Codes[i-1] >= code {
			t.Errorf("%s after %s", code, Codes[i-1])
		}
		if n := Name(code); n == code || n == "" {
			t.Errorf("%s has no name", code)
		}
	}
	if got := Name("xx"); got != "xx" {
		t.Errorf("unknown language: %q", got)
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("Die Brücke bleibt gesperrt.")
	f.Add("\xff\xc3")
	f.Fuzz(func(t *testing.T, text string) {
		if code, confidence := Detect(text); !(confidence >= 0 && confidence <= 1) || (code == "") != (confidence == 0) {
			t.Fatalf("%q: %q with %v", text, code, confidence)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	text := strings.Repeat("Le pont restera fermé jusqu'à la fin du mois. ", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Detect(text)
	}
}

func TestCode(t *testing.T) {
	for tag, want := range map[string]string{
		"": "", "de": "de", "de-AT": "de", "zh-Hant-TW": "zh", "sr-Latn": "sr", "nb": "no", "nn-NO": "nn", "fil": "tl", "tl": "tl",
		"iw": "he", "tlh": "", "und": "", "english": "", "x-klingon": "", "gsw": "", "-": "",
	} {
		if got := Code(tag); got != want {
			t.Errorf("%q: got %q, want %q", tag, got, want)
		}
	}
}
