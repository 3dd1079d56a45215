package prepare

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"factdiff/align/embed"
	"factdiff/align/read"
	"factdiff/align/segment"
)

// fake is an encoder whose vectors are hashes of the words in a text.
type fake struct {
	words bool // it has vectors for words
	fail  error
	calls int
}

const fakeDim = 8

func (f *fake) Name() string      { return "fake" }
func (f *fake) Dim() int          { return fakeDim }
func (f *fake) Knows(string) bool { return true }

func (f *fake) Encode(ctx context.Context, texts []embed.Text) ([]embed.Vectors, error) {
	f.calls++
	if err := errors.Join(ctx.Err(), f.fail); err != nil {
		return nil, err
	}
	out := make([]embed.Vectors, len(texts))
	for i, t := range texts {
		out[i].Text = vector(t.Text)
		for _, p := range t.Parts {
			out[i].Parts = append(out[i].Parts, vector(t.Text[p.Start:p.End]))
		}
		if !f.words || len(t.Words) == 0 {
			continue
		}
		for _, w := range t.Words {
			out[i].Words = append(out[i].Words, []int8{int8(w.End - w.Start)})
			out[i].Information = append(out[i].Information, float32(2*(w.End-w.Start)))
		}
	}
	return out, nil
}

func vector(text string) []float32 {
	v := make([]float32, fakeDim)
	for _, word := range strings.Fields(text) {
		h := fnv.New32a()
		h.Write([]byte(word))
		v[h.Sum32()%fakeDim]++
	}
	length := 0.0
	for _, x := range v {
		length += float64(x * x)
	}
	for i := range v {
		v[i] /= float32(math.Sqrt(max(length, 1)))
	}
	return v
}

const article = `The bridge of Hale

By Nora Pell, 3 May 2025

The bridge was closed on Monday, because the river had risen by 3 metres overnight. Nobody was hurt.

Subscribe now

“It is gone for good,” said the mayor, “and nobody will pay for it.”`

func prepared(t *testing.T, f *fake) *Version {
	t.Helper()
	v := New(read.Text("a.txt", article), "en")
	done := 0
	if err := Encode(context.Background(), f, []*Version{v}, false, func(n int) { done += n }); err != nil {
		t.Fatal(err)
	}
	if done != len(v.Sentences) {
		t.Errorf("progress told of %d sentences, not %d", done, len(v.Sentences))
	}
	return v
}

// TestNew holds all ranges of a version against its text: sentences lie in
// their blocks, facts and words in their sentences, and the facts of a sentence
// cover it.
func TestNew(t *testing.T) {
	for _, c := range []struct{ reason, text, lang string }{
		{"nothing", "", "en"},
		{"an article", article, "en"},
		{"no language", article, ""},
		{"other scripts", "橋は月曜日から通行止めとなり、運転手は遠い道を回った。\n\n「来年まで開かない」と市長は話した。", "ja"},
		{"marks only", "* * *\n\n?!", "en"},
		{"invalid UTF-8", "a\xff b. \xfe\n\n\xff", "en"},
	} {
		v := New(read.Text("a.txt", c.text), c.lang)
		facts, end := 0, 0
		for i, s := range v.Sentences {
			b := v.Document.Blocks[s.Block]
			if s.Start < end || s.Start < b.Start || s.End > b.End || s.Start >= s.End {
				t.Errorf("%s: sentence %d at %v, its block at %d to %d", c.reason, i, s.Span, b.Start, b.End)
			}
			end = s.End
			if s.Facts[0] != facts || s.Facts[1] <= facts {
				t.Errorf("%s: sentence %d has facts %v, the last ended at %d", c.reason, i, s.Facts, facts)
			}
			at := s.Start
			for _, f := range v.Facts[s.Facts[0]:s.Facts[1]] {
				if f.Sentence != i || f.Start < at || f.End > s.End || strings.TrimSpace(v.Document.Text[at:f.Start]) != "" {
					t.Errorf("%s: fact %q at %v is not in order in sentence %d", c.reason, v.Text(f.Span), f, i)
				}
				at = f.End
			}
			if at != s.End {
				t.Errorf("%s: the facts of sentence %d end at %d, it at %d", c.reason, i, at, s.End)
			}
			facts = s.Facts[1]
			at = s.Start
			for _, w := range s.Words {
				if w.Start < at || w.End <= w.Start || w.End > s.End {
					t.Errorf("%s: word at %v behind %d in sentence %v", c.reason, w, at, s.Span)
				}
				at = w.End
			}
		}
		if facts != len(v.Facts) {
			t.Errorf("%s: %d of %d facts are in sentences", c.reason, facts, len(v.Facts))
		}
	}
}

func TestEncode(t *testing.T) {
	for _, words := range []bool{false, true} {
		v := prepared(t, &fake{words: words})
		for i, s := range v.Sentences {
			if !slices.Equal(s.Vector, vector(v.Text(s.Span))) {
				t.Errorf("sentence %d has the vector of another text", i)
			}
			if len(s.words) != len(s.Words) {
				t.Errorf("sentence %d: %d words for the matcher, not %d", i, len(s.words), len(s.Words))
			}
			for k, w := range s.Words {
				n := w.End - w.Start
				want, weight := []int8(nil), float32(1)
				if words {
					want, weight = []int8{int8(n)}, min(max(float32(2*n-4)/10, 0), 1)
				}
				if !slices.Equal(s.words[k].Vector, want) || s.words[k].Weight != weight {
					t.Errorf("word %q: %+v, want %v and weight %v", v.Text(w), s.words[k], want, weight)
				}
			}
		}
		for i, f := range v.Facts {
			if !slices.Equal(f.Vector, vector(v.Text(f.Span))) {
				t.Errorf("fact %d has the vector of another text", i)
			}
		}
	}
}

func TestEncodeInParts(t *testing.T) {
	f := new(fake)
	var text strings.Builder
	for i := range encodeTogether + 1 {
		fmt.Fprintf(&text, "It rained on day %d. ", i)
	}
	v, w := New(read.Text("a.txt", text.String()), "en"), New(read.Text("b.txt", "It rained on day 3. It snowed on day 3. It rained on day 3."), "en")
	var told []int
	if err := Encode(context.Background(), f, []*Version{v, w}, false, func(n int) { told = append(told, n) }); err != nil {
		t.Fatal(err)
	}
	if f.calls != 2 || !slices.Equal(told, []int{encodeTogether + 2, 2}) {
		t.Errorf("%d calls, progress %v", f.calls, told)
	}
	for _, v := range []*Version{v, w} {
		for i, s := range v.Sentences {
			if !slices.Equal(s.Vector, vector(v.Text(s.Span))) || v.Facts[s.Facts[0]].Vector == nil {
				t.Fatalf("sentence %d of %s has not its vector", i, v.Document.Source)
			}
		}
	}
}

func TestEncodeOtherCut(t *testing.T) {
	const sentence = "The bridge was closed, and the river rose."
	f := new(fake)
	v, w := New(read.Text("a.txt", sentence), "en"), New(read.Text("b.txt", sentence), "en")
	w.Facts, w.Sentences[0].Facts = []Fact{{Span: w.Sentences[0].Span}}, [2]int{0, 1}
	if err := Encode(context.Background(), f, []*Version{v, w}, false, func(int) {}); err != nil {
		t.Fatal(err)
	}
	for _, v := range []*Version{v, w} {
		for _, fact := range v.Facts {
			if !slices.Equal(fact.Vector, vector(v.Text(fact.Span))) {
				t.Errorf("%q of %s has the vector of another text", v.Text(fact.Span), v.Document.Source)
			}
		}
	}
}

func TestEncodeFails(t *testing.T) {
	reason := errors.New("server is gone")
	versions := []*Version{New(read.Text("a.txt", article), "en")}
	err := Encode(context.Background(), &fake{fail: reason}, versions, false, func(int) {})
	if !errors.Is(err, reason) || !strings.Contains(err.Error(), `"a.txt"`) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Encode(ctx, new(fake), versions, false, func(int) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

// TestFactsKeepValues finds no value cut in two.
func TestFactsKeepValues(t *testing.T) {
	for _, row := range []struct{ lang, want string }{
		{"en", "The bus was two and a half years old ¦ and had passed its inspection."},
		{"en", "The flat costs one hundred and fifty euros a month on average in the city."},
		{"en", "The journey takes two hours and forty minutes on average in winter."},
		{"fr", "Les pompiers ont mis une heure et demie pour maîtriser l'incendie."},
		{"fr", "Il a été condamné à deux ans et huit mois de prison pour escroquerie."},
		{"es", "Los bomberos tardaron dos horas y media en llegar al pueblo."},
		{"de", "Die Retter brauchten zwei und eine halbe Stunde bis ins Dorf."},
		{"pt", "A obra custou cento e cinco mil euros ao município inteiro."},
		{"pt", "A obra demorou dois mil e quinhentos dias a concluir."},
		{"no", "Til sammen bor det hundre og fem tusen mennesker i kommunen."},
		{"ar", "وقع الحادث في وسط المدينة يوم الجمعة، 3 يناير 2025."},
		{"en", "The strike cost two million euros ¦ and three hundred workers lost their jobs."},
		{"fr", "Il a disparu par une nuit où le thermomètre avait chuté à – 7 °C dans la vallée."},
		{"ru", "Новый порядок действует с понедельника, 28 июля, для всех банков страны."},
		{"sv", "Det tog räddarna två och en halv timme att nå byn."},
		{"fa", "جمعیت این شهر یک میلیون و ۲۰۰ هزار نفر است که در حاشیه رود زندگی می\u200cکنند."},
		{"en", "The talks lasted three hours ¦ and half a million homes were without power."},
		{"en", "The company lost two million ¦ and three hundred workers were laid off."},
		{"en", "The fire broke out at 3 pm ¦ and 20 people were hurt."},
		{"en", "He was born in 1950 ¦ and three of his brothers died in the war."},
	} {
		sentence := strings.ReplaceAll(row.want, "¦ ", "")
		var got []string
		for _, f := range facts(sentence, row.lang) {
			got = append(got, sentence[f.Start:f.End])
		}
		if got := strings.Join(got, " ¦ "); got != row.want {
			t.Errorf("%s: %s", row.lang, got)
		}
	}
}

func TestDate(t *testing.T) {
	day := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
	late := "Rain fell.\n\n"
	for _, c := range []struct {
		reason, text, lang string
		declared, want     time.Time
	}{
		{"none", "Rain fell on the town.", "en", time.Time{}, time.Time{}},
		{"by-line", "Flood\n\nBy Nora Pell, 3 May 2025\n\nRain fell.", "en", time.Time{}, day(2025, 5, 3)},
		{"by-line, month first", "Flood\n\nMay 3, 2025 | Nora Pell\n\nRain fell.", "en", time.Time{}, day(2025, 5, 3)},
		{"by-line with a time", "Flut\n\nAktualisiert am 25. April 2025, 16:47 Uhr\n\nEs regnet.", "de", time.Time{}, day(2025, 4, 25)},
		{"figures only", "Flut\n\n25.04.2025, 16:47\n\nEs regnet.", "de", time.Time{}, day(2025, 4, 25)},
		{"French", "Crue\n\nPublié le 3 mai 2025 à 18h10\n\nIl pleut.", "fr", time.Time{}, day(2025, 5, 3)},
		{"two figures for the year", "Flut\n\n3.5.25, 16:47\n\nEs regnet.", "de", time.Time{}, day(2025, 5, 3)},
		{"Persian digits", "سیل\n\n۳ مه ۲۰۲۵\n\nباران بارید.", "fa", time.Time{}, day(2025, 5, 3)},
		{"Chinese digits", "洪水\n\n二〇二五年五月三日\n\n下雨了。", "zh", time.Time{}, day(2025, 5, 3)},
		{"Russian", "Паводок\n\n3 мая 2025, 18:10\n\nИдёт дождь.", "ru", time.Time{}, day(2025, 5, 3)},
		{"Japanese", "洪水\n\n2025年5月3日 18時10分\n\n雨が降った。", "ja", time.Time{}, day(2025, 5, 3)},
		{"Chinese", "洪水\n\n2025年5月3日 18:10\n\n下雨了。", "zh", time.Time{}, day(2025, 5, 3)},
		{"Korean", "홍수\n\n입력 2025.05.03 18:10\n\n비가 왔다.", "ko", time.Time{}, day(2025, 5, 3)},
		{"what the source declares wins", "Flood\n\n3 May 2025\n\nRain fell.", "en", day(2025, 5, 4), day(2025, 5, 4)},
		{"the first of several", "Flood\n\nPublished 3 May 2025, updated 5 May 2025\n\nRain fell.", "en", time.Time{}, day(2025, 5, 3)},
		{"a day without a year is none", "Flood\n\nOn 3 May rain fell.", "en", time.Time{}, time.Time{}},
		{"a month is no day", "Flood\n\nIn May 2025 rain fell.", "en", time.Time{}, time.Time{}},
		{"too far from the beginning", strings.Repeat(late, datelineBlocks) + "3 May 2025", "en", time.Time{}, time.Time{}},
		{"the last place that counts", strings.Repeat(late, datelineBlocks-1) + "3 May 2025", "en", time.Time{}, day(2025, 5, 3)},
	} {
		doc := read.Text("a.txt", c.text)
		doc.Date = c.declared
		if got := New(doc, c.lang).Date; !got.Equal(c.want) {
			t.Errorf("%s: got %v, want %v", c.reason, got, c.want)
		}
	}
}

// TestStory leaves sentences out and holds the rest against the version.
func TestStory(t *testing.T) {
	v := prepared(t, &fake{words: true})
	for mask := range 1 << len(v.Sentences) {
		furniture := make([]bool, len(v.Sentences))
		for i := range furniture {
			furniture[i] = mask>>i&1 == 1
		}
		s := v.Story(furniture)
		side := s.Side
		if len(s.Sentences) != len(side.Sentences) || len(s.Facts) != len(side.Facts) {
			t.Fatalf("furniture %v: %d and %d sentences, %d and %d facts", furniture,
				len(s.Sentences), len(side.Sentences), len(s.Facts), len(side.Facts))
		}
		var kept []int
		for i, gone := range furniture {
			if !gone {
				kept = append(kept, i)
			}
		}
		if !slices.Equal(s.Sentences, kept) {
			t.Errorf("furniture %v: sentences %v are left", furniture, s.Sentences)
		}
		k := 0
		for i, sentence := range side.Sentences {
			of := v.Sentences[s.Sentences[i]]
			if sentence.Facts[0] != k || sentence.Facts[1]-k != of.Facts[1]-of.Facts[0] {
				t.Errorf("furniture %v: sentence %d has facts %v, want them from %d", furniture, i, sentence.Facts, k)
			}
			word := 0
			for ; k < sentence.Facts[1]; k++ {
				fact := side.Facts[k]
				if fact.Sentence != i || s.Facts[k] != of.Facts[0]+k-sentence.Facts[0] {
					t.Errorf("furniture %v: fact %d is of sentence %d, and %d of the version", furniture, k, fact.Sentence, s.Facts[k])
				}
				if side.Facts[k].Text != v.Text(v.Facts[s.Facts[k]].Span) {
					t.Errorf("furniture %v: fact %d has the text %q", furniture, k, side.Facts[k].Text)
				}
				if fact.Words[0] != word || fact.Words[1] < word {
					t.Errorf("furniture %v: fact %d has the words %v, want them from %d", furniture, k, fact.Words, word)
				}
				word = fact.Words[1]
			}
			if word != len(sentence.Words) {
				t.Errorf("furniture %v: %d of %d words are in facts", furniture, word, len(sentence.Words))
			}
		}
	}
}

func TestStoryValues(t *testing.T) {
	v := prepared(t, new(fake))
	s := v.Story(make([]bool, len(v.Sentences)))
	var got []string
	for k, f := range s.Side.Facts {
		for _, x := range f.Values {
			got = append(got, fmt.Sprintf("%s: %s", x.Kind, s.Side.Facts[k].Text[x.Start:x.End]))
		}
	}
	want := "3 metres"
	if !slices.ContainsFunc(got, func(x string) bool { return strings.HasSuffix(x, want) }) {
		t.Errorf("values %q, want one of %q", got, want)
	}
}

func TestWithin(t *testing.T) {
	words := []segment.Span{{Start: 0, End: 2}, {Start: 3, End: 6}, {Start: 7, End: 9}}
	for _, c := range []struct {
		reason string
		span   segment.Span
		want   [2]int
	}{
		{"all", segment.Span{Start: 0, End: 9}, [2]int{0, 3}},
		{"the middle", segment.Span{Start: 3, End: 6}, [2]int{1, 2}},
		{"a word that begins before is out", segment.Span{Start: 1, End: 9}, [2]int{1, 3}},
		{"a word that ends behind is in", segment.Span{Start: 3, End: 8}, [2]int{1, 3}},
		{"none", segment.Span{Start: 9, End: 12}, [2]int{3, 3}},
		{"between", segment.Span{Start: 6, End: 7}, [2]int{2, 2}},
	} {
		if got := within(words, c.span); got != c.want {
			t.Errorf("%s: got %v, want %v", c.reason, got, c.want)
		}
	}
}

func TestWeight(t *testing.T) {
	for _, c := range []struct {
		reason            string
		information, want float32
	}{
		{"less than an article", 0, 0},
		{"an article", commonInformation, 0},
		{"between", (commonInformation + rareInformation) / 2, 0.5},
		{"a name", rareInformation, 1},
		{"rarer", 40, 1},
	} {
		if got := weight(c.information); got != c.want {
			t.Errorf("%s: got %v, want %v", c.reason, got, c.want)
		}
	}
}

func TestEvidence(t *testing.T) {
	ctx := context.Background()
	a, b := prepared(t, new(fake)), prepared(t, new(fake))
	alone, err := Evidence(ctx, []*Version{a})
	if err != nil {
		t.Fatal(err)
	}
	both, err := Evidence(ctx, []*Version{a, b})
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range both[0] {
		if e.Text != a.Text(a.Sentences[i].Span) || e.Block != a.Sentences[i].Block || e.Blocks != len(a.Document.Blocks) {
			t.Errorf("sentence %d is described as %+v", i, e)
		}
		if first := i == 0 || a.Sentences[i-1].Block != e.Block; e.First != first {
			t.Errorf("sentence %d: first in its block is %v", i, e.First)
		}
		if last := i+1 == len(a.Sentences) || a.Sentences[i+1].Block != e.Block; e.Last != last {
			t.Errorf("sentence %d: last in its block is %v", i, e.Last)
		}
		if alone[0][i].Cosine != 0 || e.Cosine < 0.999 {
			t.Errorf("sentence %d: cosine %v alone, %v beside its double", i, alone[0][i].Cosine, e.Cosine)
		}
		if e.Position < 0 || e.Position >= 1 || e.Topic <= 0 || e.Topic > 1.001 {
			t.Errorf("sentence %d: position %v, topic %v", i, e.Position, e.Topic)
		}
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := Evidence(cancelled, []*Version{a, b}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
	empty := New(read.Text("empty.txt", ""), "en")
	if got, err := Evidence(ctx, []*Version{a, empty}); err != nil || len(got[1]) != 0 {
		t.Errorf("beside an empty version: %v, %v", got, err)
	}
}
