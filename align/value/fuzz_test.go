package value

import (
	"math"
	"testing"
	"time"
)

// FuzzFind states that any text gives values in order, disjoint and inside the
// text, finite and with their bounds in order, and that comparing any two of
// them gives the same either way round.
func FuzzFind(f *testing.F) {
	seeds := []struct{ text, lang string }{
		{"About 260 people, 1,234.5 km, $5m, 3-1, 5'11\", half past 3, the 1990s", "en"},
		{"zweiundzwanzig, 1.000,50 Euro, 03.05.2025, halb vier, am 3. Mai", "de"},
		{"quatre-vingt-dix-sept, 15h30, 1\u202f000, une vingtaine de", "fr"},
		{"12億3000万円、令和7年5月3日午後3時半、３分の２", "ja"},
		{"百分之三十，两百三十人，七千多名，零下10摄氏度", "zh"},
		{"이십이 명, 24만여 명, 오후 3시 30분, 3분의 2", "ko"},
		{"خمسة وعشرون، ٤٨ ساعة، ٣٫٥", "ar"},
		{"ยี่สิบสองคน 3 พฤษภาคม 2568", "th"},
		{"54-летний, 3 млн, два с половиной часа", "ru"},
		{"999999999999999999999999999999999999 trillion trillion 0.000000000000000000001", "en"},
		{"1.2.3.4.5.6.7.8.9 1 2 3 4 5 -1--2 5\xff6 \xe3\x81", "xx"},
		{"yüzde 5,5 %7 800'e yakın", "tr"},
		{"hai mươi hai người, ngày 3/5, tháng 5 năm ngoái", "vi"},
	}
	for _, s := range seeds {
		f.Add(s.text, s.lang, true)
	}
	f.Fuzz(func(t *testing.T, text, lang string, known bool) {
		var ref time.Time
		if known {
			ref = sunday
		}
		vs := Find(text, lang, ref)
		end := 0
		for _, v := range vs {
			if v.Start < end || v.End <= v.Start || v.End > len(text) {
				t.Fatalf("span %d to %d after %d in %d bytes", v.Start, v.End, end, len(text))
			}
			end = v.End
			if v.Kind == 0 || v.Kind > Code {
				t.Fatalf("kind %d", v.Kind)
			}
			for _, x := range []float64{v.Lo, v.Hi, v.Step, v.weight} {
				if math.IsNaN(x) || math.IsInf(x, 0) {
					t.Fatalf("not finite: %+v", v)
				}
			}
			if v.Lo > v.Hi || v.weight < 0 || v.weight > 1 {
				t.Fatalf("out of order: %+v", v)
			}
			if v.Month < 0 || v.Month > 12 || v.Day < 0 || v.Day > 31 || v.Weekday < 0 || v.Weekday > 7 {
				t.Fatalf("no such date: %+v", v)
			}
		}
		for i, a := range vs[:min(len(vs), 12)] {
			for _, b := range vs[i:min(len(vs), 12)] {
				r, w := Compare(a, b)
				if s, x := Compare(b, a); s != r || x != w {
					t.Fatalf("Compare is %d %v one way and %d %v the other:\n%+v\n%+v", r, w, s, x, a, b)
				}
				if !(w >= 0 && w <= 1) {
					t.Fatalf("weight %v of\n%+v\n%+v", w, a, b)
				}
			}
			if r, _ := Compare(a, a); r == Disagree {
				t.Fatalf("disagrees with itself: %+v", a)
			}
		}
	})
}
