package name

import (
	"strings"
	"testing"
	"time"
)

// FuzzFind states what holds for every text: names lie in it, in order and
// apart; they are like themselves; likeness is symmetric and from 0 to 1; what
// is spotted lies in the text; and so do comparisons go both ways.
func FuzzFind(f *testing.F) {
	for _, seed := range []struct{ text, lang string }{
		{"On Friday Norway's king met Dr. Carla Voss (WHO) in Port-of-Spain.", "en"},
		{"Die Coastal Weather Headquarters, kurz CWHQ, schweigen zu Müller-Lenz.", "de"},
		{"Selon l'ONU, EE. UU. et S.p.A. – « Aix-en-Provence »", "fr"},
		{"По словам Ивана Рыбина, в ООН и США ждут прем'єра.", "ru"},
		{"قال الرئيس كريم الحداد إن «نجمة الشمال» غرقت", "ar"},
		{"记者王小明报道，市长玛丽亚·克莱因在德国慕尼黑说。", "zh"},
		{"山本太郎社長はドイツで「スカイライナー」とマリー・クライン", "ja"},
		{"김서연 대표는 독일 ‘푸른 바다’를", "ko"},
		{"นายสมชาย ใจดี เดินทางไปเยอรมนี ศิริพัฒน์", "th"},
		{"मंत्री अनिल वर्मा ने क़ज़ाख़ कहा", "hi"},
		{"a A A0 A0 A a", "0"},
		{"A.B.C.D.E.F.G.H.I A'b'c'd'e ־״\xff\xed\xa0\x80·・·", "he"},
	} {
		f.Add(seed.text, seed.lang)
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		names := Find(text, lang)
		end := 0
		for i, n := range names {
			if n.Start < end || n.End <= n.Start || n.End > len(text) || text[n.Start:n.End] != n.Text {
				t.Fatalf("Find(%q, %q): %q at %d:%d behind %d", text, lang, n.Text, n.Start, n.End, end)
			}
			end = n.End
			if n.Weight <= 0 || n.Weight > 1 {
				t.Fatalf("Find(%q, %q): %q weighs %v", text, lang, n.Text, n.Weight)
			}
			if i > 20 {
				continue
			}
			if s := Similarity(n, n); s < 0.99 || s > 1 {
				t.Fatalf("Find(%q, %q): %q is like itself %v", text, lang, n.Text, s)
			}
			score, start, end := bestSpot(text, lang, n)
			if score < 0 || score > 1 || start < 0 || end < start || end > len(text) || score > 0 && start == end {
				t.Fatalf("Spot(%q) in %q: %v at %d:%d", n.Text, text, score, start, end)
			}
		}
		for i := 1; i < len(names) && i < 20; i++ {
			s, back := Similarity(names[i-1], names[i]), Similarity(names[i], names[i-1])
			if s != back || s < 0 || s > 1 {
				t.Fatalf("Similarity(%q, %q) = %v, the other way %v", names[i-1].Text, names[i].Text, s, back)
			}
		}
		// Compared with itself and with a text of its first half.
		whole, half := NewArticle(text, lang), NewArticle(text[:len(text)/2], "de")
		r := compared(t, whole, half).Relate(0, len(text), 0, len(text)/2)
		for _, v := range [...]float64{r.Agree, r.MissingA, r.MissingB, r.UnknownA, r.UnknownB} {
			if limit := 2 * float64(len(whole.Names)+len(half.Names)); !(v >= 0 && v <= limit) {
				t.Fatalf("Relate(%q, its half): %+v", text, r)
			}
		}
		if back := compared(t, half, whole).Relate(0, len(text)/2, 0, len(text)); !back.mirror().same(r) {
			t.Fatalf("Relate(%q, its half) = %+v, the other way %+v", text, r, back)
		}
	})
}

// alphabet is the sounds, and the digits.
const alphabet = "pbfvmntdszkghlrSJCcywaeiou@0123456789"

// FuzzSounds states that reading aloud is bounded and knows no other sounds,
// and that being alike is symmetric.
func FuzzSounds(f *testing.F) {
	for _, seed := range []string{"tschechow", "чайковский", "μπάιντεν", "シュミット", "한국", "क़ज़ाख़", "เบียร์์์", "e\u0301\u0301", "\xff", "𑓓٣"} {
		f.Add(seed, "de", seed)
	}
	f.Fuzz(func(t *testing.T, a, lang, b string) {
		x, y := sounds(lower(a), lang), sounds(lower(b), "")
		if len(x) > maxSounds || strings.Trim(x, alphabet) != "" {
			t.Fatalf("sounds(%q, %q) = %q", a, lang, x)
		}
		p, q := newSpoken(x, 1), newSpoken(y, 1)
		if s, back := alike(&p, &q), alike(&q, &p); s != back || s != 0 && s < leastAlike || s > 1 || x == y && s != 1 {
			t.Fatalf("alike(%q, %q) = %v, the other way %v", x, y, s, back)
		}
	})
}

// TestLongLines finds no text that takes more than linear time.
func TestLongLines(t *testing.T) {
	size := 1 << 15
	if testing.Short() {
		size >>= 3
	}
	for _, row := range []struct{ lang, part string }{
		{"en", "A."}, {"en", "A'b"}, {"en", "Aa'"}, {"en", "a"}, {"en", "A"}, {"en", "Ab-"}, {"en", "Ab "}, {"en", "Ab of the "}, {"en", "\""},
		{"en", "the Abc (ABC) "}, {"de", "Der Bau in Ulm "}, {"ru", "Иван "}, {"ar", "الرئيس كريم "}, {"he", "א״"}, {"hi", "कि"}, {"ko", "김서연대표"}, {"ko", "김서연 대표 "},
		{"zh", "王"}, {"zh", "罗"}, {"zh", "罗·"}, {"zh", "王小明说"}, {"ja", "山本社長"}, {"ja", "ア"}, {"ja", "ア・"}, {"ja", "「あ"}, {"th", "นายสม"}, {"th", "์"},
		{"en", "\xff"}, {"en", "e\u0301"}, {"en", "\u0301"}, {"zz", "Ⅷ"}, {"vi", "Hải "}, {"en", "9"}, {"en", "9A"}, {"en", "\n"}, {"en", "A\n"}, {"", "𠀀"},
	} {
		text := strings.Repeat(row.part, size/len(row.part))
		start := time.Now()
		a := NewArticle(text, row.lang)
		compared(t, a, a)
		// A quadratic step over this many bytes takes many seconds.
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%d bytes of %q in %q took %v", len(text), row.part, row.lang, took)
		}
	}
}
