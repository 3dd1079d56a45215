package align

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"factdiff/align/embed"
	"factdiff/align/read"
)

const (
	harbour = `The harbour bridge is open again

By Anna Keller

The old bridge over the harbour reopened on Friday after three months of work. The repairs cost 18 million euros, twice as much as planned. Mayor Lena Brandt cut the ribbon, and a school band played.

A ferry service will end in March.

© Harbour Gazette. All rights reserved.`
	hafen = `Die Hafenbrücke ist wieder offen

Seit Freitag ist die alte Brücke über den Hafen nach drei Monaten Bauzeit wieder offen. Die Reparatur kostete 21 Millionen Euro, doppelt so viel wie geplant. Bürgermeisterin Lena Brandt durchschnitt das Band.

Anwohner klagen über den Lärm der Lastwagen.`
	port = `Le pont du port a rouvert

Le vieux pont du port a rouvert vendredi après trois mois de travaux. Les réparations ont coûté 18 millions d'euros. La maire Lena Brandt a coupé le ruban.`
)

// text is a document in a declared language, or in none.
func text(name, lang, content string) *read.Document {
	d := read.Text(name, content)
	d.Lang = lang
	return d
}

func compare(t testing.TB, o Options, documents ...*read.Document) *Report {
	t.Helper()
	r, err := Compare(t.Context(), documents, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// checkReport states what holds of every report: its facts partition the
// texts, its sentences hold their facts and words, and its verdicts, matches
// and counts tell the same.
func checkReport(t testing.TB, r *Report) {
	t.Helper()
	facts, version := map[string]*Fact{}, map[string]int{}
	end := map[string]int{}
	counts := map[string]Summary{}
	for i, v := range r.Versions {
		version[v.ID] = i
	}
	for i := range r.Facts {
		f := &r.Facts[i]
		if facts[f.ID] != nil {
			t.Errorf("two facts %s", f.ID)
		}
		facts[f.ID] = f
		text := r.Versions[version[f.Version]].Text
		if f.Start < end[f.Version] || f.End <= f.Start || f.End > len(text) || text[f.Start:f.End] != f.Text {
			t.Fatalf("fact %+v is behind %d of %q", f, end[f.Version], text)
		}
		if lost := strings.TrimFunc(text[end[f.Version]:f.Start], unicode.IsSpace); lost != "" {
			t.Errorf("before fact %s, %q is in none", f.ID, lost)
		}
		end[f.Version] = f.End
		s := counts[f.Version]
		*map[Status]*int{Shared: &s.Shared, Only: &s.Only, Conflict: &s.Conflict, Boilerplate: &s.Boilerplate}[f.Status]++
		counts[f.Version] = s
		if !(f.Confidence >= 0 && f.Confidence <= 1) {
			t.Errorf("fact %s has a confidence of %v", f.ID, f.Confidence)
		}
	}
	for _, v := range r.Versions {
		if lost := strings.TrimFunc(v.Text[end[v.ID]:], unicode.IsSpace); lost != "" {
			t.Errorf("at the end of %s, %q is in no fact", v.ID, lost)
		}
		if r.Summary[v.ID] != counts[v.ID] {
			t.Errorf("%s has %+v, the summary says %+v", v.ID, counts[v.ID], r.Summary[v.ID])
		}
	}
	next := map[string]int{} // index of a version's next sentence
	listed := 0
	for _, s := range r.Sentences {
		if s.Index != next[s.Version] || len(s.Facts) == 0 {
			t.Fatalf("sentence %+v is not number %d, or has no facts", s, next[s.Version])
		}
		next[s.Version]++
		for _, id := range s.Facts {
			if f := facts[id]; f == nil || f.Sentence != s.Index || f.Version != s.Version || f.Start < s.Start || f.End > s.End || id != r.Facts[listed].ID {
				t.Errorf("fact %s is not in sentence %+v", id, s)
			}
			listed++
		}
		at := s.Start
		for _, w := range s.Words {
			if w.Start < at || w.End <= w.Start || w.End > s.End || !(w.Novelty >= 0 && w.Novelty <= 1) {
				t.Errorf("word %+v is not behind %d in sentence %+v", w, at, s)
			}
			at = w.End
		}
	}
	if listed != len(r.Facts) {
		t.Errorf("the sentences have %d of %d facts", listed, len(r.Facts))
	}
	for _, f := range facts {
		relations := map[Relation]int{}
		for i, m := range f.Matches {
			relations[m.Relation]++
			other := facts[m.ID]
			if other == nil || other.Version == f.Version || !slices.Contains(other.Matches, Match{f.ID, m.Relation, m.Score}) {
				t.Errorf("match %+v of fact %s is not on both sides", m, f.ID)
			}
			if i > 0 && m.Score > f.Matches[i-1].Score {
				t.Errorf("matches of %s are not best first: %+v", f.ID, f.Matches)
			}
		}
		want := Only
		switch {
		case relations[Contrary] > 0:
			want = Conflict
		case relations[Same] > 0:
			want = Shared
		case f.Status == Boilerplate:
			want = Boilerplate
		}
		if f.Status != want {
			t.Errorf("fact %s is %s with matches %+v", f.ID, f.Status, f.Matches)
		}
	}
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var again Report
	if err := json.Unmarshal(b, &again); err != nil || !reflect.DeepEqual(&again, r) {
		t.Errorf("another report comes back from JSON (%v)", err)
	}
}

// statusOf is the verdict on what a quote stands for.
func statusOf(t *testing.T, r *Report, quote string) Status {
	t.Helper()
	i := slices.IndexFunc(r.Facts, func(f Fact) bool { return strings.Contains(f.Text, quote) })
	if i < 0 {
		t.Fatalf("no fact has %q", quote)
	}
	return r.Facts[i].Status
}

func TestCompare(t *testing.T) {
	r := compare(t, Options{}, text("a.txt", "", harbour), text("b.txt", "de-CH", hafen))
	checkReport(t, r)
	if r.Schema != Schema || r.Model == "" {
		t.Errorf("schema %q, model %q", r.Schema, r.Model)
	}
	for i, want := range []Version{
		{ID: "a", Source: "a.txt", Lang: "en", Text: harbour}, {ID: "b", Source: "b.txt", Lang: "de", Text: hafen},
	} {
		got := r.Versions[i]
		got.Title = ""
		if got != want {
			t.Errorf("version %d is %+v, want %+v", i, got, want)
		}
	}
	for quote, want := range map[string]Status{
		"reopened on Friday": Shared, "Seit Freitag": Shared,
		"18 million": Conflict, "21 Millionen": Conflict,
		"ferry service": Only, "Anwohner klagen": Only,
		"All rights reserved": Boilerplate,
	} {
		if got := statusOf(t, r, quote); got != want {
			t.Errorf("%q is %s, want %s", quote, got, want)
		}
	}
}

func TestThreeVersions(t *testing.T) {
	r := compare(t, Options{Explain: true}, text("a", "en", harbour), text("b", "de", hafen), text("c", "fr", port))
	checkReport(t, r)
	i := slices.IndexFunc(r.Facts, func(f Fact) bool { return strings.Contains(f.Text, "reopened on Friday") })
	others := map[string]bool{}
	for _, m := range r.Facts[i].Matches {
		others[m.ID[:1]] = true
	}
	if len(others) != 2 {
		t.Errorf("%q has matches %+v", r.Facts[i].Text, r.Facts[i].Matches)
	}
	for _, f := range r.Facts {
		if f.Status == Boilerplate {
			if f.Explanation != nil {
				t.Errorf("furniture %s is explained", f.ID)
			}
			continue
		}
		if len(f.Explanation) != 2 {
			t.Fatalf("fact %s is explained by %d versions", f.ID, len(f.Explanation))
		}
		for _, w := range f.Explanation {
			if sum := w.Shared + w.Only + w.Conflict; sum < 0.997 || sum > 1.003 || w.Version == f.Version || len(w.Candidates) > MaxCandidates {
				t.Errorf("fact %s: %+v", f.ID, w)
			}
		}
	}
	for _, f := range compare(t, Options{}, text("a", "en", harbour), text("b", "de", hafen)).Facts {
		if f.Explanation != nil {
			t.Errorf("fact %s is explained unasked", f.ID)
		}
	}
}

// TestReading tells where sentences are read together, and that the report says
// what came of it.
func TestReading(t *testing.T) {
	readings := func(r *Report) (n int) {
		for _, f := range r.Facts {
			for _, w := range f.Explanation {
				for _, c := range w.Candidates {
					if g := c.Reading; g != nil {
						if sum := g.Same + g.Conflict + g.Part + g.Topic; sum < 0.99 || sum > 1.01 {
							t.Errorf("%s and %s: %+v", f.ID, c.ID, g)
						}
						n++
					}
				}
			}
		}
		return n
	}
	en, de, cs := text("en.txt", "en", harbour), text("de.txt", "de", hafen), text("cs.txt", "cs", "Most přes přístav je znovu otevřen. Oprava stála 18 milionů eur.")
	for _, c := range []struct {
		reason    string
		documents []*read.Document
		model     Model
		reads     bool
	}{
		{"by default", []*read.Document{en, de}, "", true},
		{"of a sentence each", []*read.Document{text("en.txt", "en", "The bridge is open again."), text("de.txt", "de", "Die Brücke ist wieder offen.")}, "", true},
		{"in languages of the second model", []*read.Document{en, cs}, Best, true},
		{"not where speed counts", []*read.Document{en, de}, Fast, false},
		{"not in long versions", []*read.Document{en, text("long.txt", "de", strings.Repeat("Die Brücke ist offen.\n", readUpTo))}, Best, false},
	} {
		r := compare(t, Options{Model: c.model, Explain: true}, c.documents...)
		checkReport(t, r)
		if reads := strings.Contains(r.Model, "cross"); reads != c.reads || (readings(r) > 0) != c.reads {
			t.Errorf("%s: %q, %d readings", c.reason, r.Model, readings(r))
		}
	}
}

func TestIdenticalVersions(t *testing.T) {
	for lang, content := range map[string]string{"en": harbour, "de": hafen, "fr": port} {
		r := compare(t, Options{}, text("x", lang, content), text("y", lang, content))
		checkReport(t, r)
		for _, f := range r.Facts {
			if f.Status != Shared && f.Status != Boilerplate {
				t.Errorf("%s: %q is %s", lang, f.Text, f.Status)
			}
		}
		if a, b := r.Summary["a"], r.Summary["b"]; a != b || a.Shared == 0 {
			t.Errorf("%s: %+v and %+v", lang, a, b)
		}
	}
}

func TestEmptyVersions(t *testing.T) {
	r := compare(t, Options{Explain: true}, text("a", "en", ""), text("b", "de", hafen), text("c", "fr", " \n"))
	checkReport(t, r)
	for _, f := range r.Facts {
		if f.Status != Only && f.Status != Boilerplate {
			t.Errorf("%q is %s", f.Text, f.Status)
		}
	}
	checkReport(t, compare(t, Options{}, text("a", "en", ""), text("b", "en", "")))
}

func TestSameOnAnyNumberOfProcessors(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	long := strings.Repeat(harbour+"\n\n", 12)
	var want *Report
	for _, c := range []struct{ processors, limit int }{{1, 0}, {2, 0}, {3, 0}, {3, 1}, {3, 2}} {
		runtime.GOMAXPROCS(c.processors)
		got := compare(t, Options{Explain: true, Processors: c.limit}, text("a", "en", long), text("b", "de", hafen))
		if want == nil {
			want = got
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("another report on %d processors with a limit of %d", c.processors, c.limit)
		}
	}
}

// TestEitherWayRound finds the same whichever version is named first.
func TestEitherWayRound(t *testing.T) {
	for _, pair := range [][2]*read.Document{
		{text("x", "en", harbour), text("y", "de", hafen)},
		{text("x", "fr", port), text("y", "en", harbour)},
		{text("x", "en", harbour), text("y", "en", "The bridge over the harbour is open again.\n\n"+harbour)},
	} {
		one, other := compare(t, Options{}, pair[0], pair[1]), compare(t, Options{}, pair[1], pair[0])
		facts := map[string]Fact{} // by source and start
		source := func(r *Report, version string) string { return r.Versions[version[0]-'a'].Source }
		at := func(r *Report, f Fact) string { return fmt.Sprint(source(r, f.Version), f.Start) }
		for _, f := range other.Facts {
			facts[at(other, f)] = f
		}
		for _, f := range one.Facts {
			g := facts[at(one, f)]
			if f.Status != g.Status || math.Abs(f.Confidence-g.Confidence) > 0.0015 || len(f.Matches) != len(g.Matches) {
				t.Errorf("%s: %q is %s (%v), the other way round %s (%v)", f.ID, f.Text, f.Status, f.Confidence, g.Status, g.Confidence)
			}
		}
	}
}

// TestSideBySide compares several pairs at a time, as a batch does.
func TestSideBySide(t *testing.T) {
	pairs := [][]*read.Document{
		{text("a", "en", harbour), text("b", "de", hafen)},
		{text("a", "en", harbour), text("b", "fr", port)},
		{text("a", "de", hafen), text("b", "fr", port)},
	}
	var want []*Report
	for _, p := range pairs {
		want = append(want, compare(t, Options{Model: Fast}, p...))
	}
	var wg sync.WaitGroup
	for i := range 3 * len(pairs) {
		wg.Go(func() {
			k := i % len(pairs)
			got, err := Compare(t.Context(), pairs[k], Options{Model: Fast, Processors: 1 + i%2})
			if err != nil || !reflect.DeepEqual(got, want[k]) {
				t.Errorf("pair %d: another report among others, or %v", k, err)
			}
		})
	}
	wg.Wait()
}

func TestProgress(t *testing.T) {
	done, of := 0, 0
	long := strings.Repeat("It rained on Friday. ", 600)
	r := compare(t, Options{Progress: func(d, total int) {
		if d <= done || d > total || of != 0 && total != of {
			t.Errorf("%d of %d after %d of %d", d, total, done, of)
		}
		done, of = d, total
	}}, text("a", "en", long), text("b", "de", hafen))
	if models := 2; done != of || of != models*len(r.Sentences) {
		t.Errorf("ended at %d of %d, with %d sentences", done, of, len(r.Sentences))
	}
}

func TestErrors(t *testing.T) {
	is := func(want error) func(error) bool { return func(err error) bool { return errors.Is(err, want) } }
	language := func(code string) func(error) bool {
		return func(err error) bool {
			var e *LanguageError
			return errors.As(err, &e) && e.Source == "b.txt" && e.Lang == code && e.Model == "failing" &&
				slices.Equal(e.Known, []string{"de", "en"})
		}
	}
	length := func(sentences int, size int) func(error) bool {
		return func(err error) bool {
			var e *LengthError
			return errors.As(err, &e) && *e == LengthError{"b.txt", sentences, size}
		}
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	endless := strings.Repeat("Wait.\n\n", MaxSentences+1)
	broken := errors.New("broken")
	a := text("a.txt", "en", harbour)
	for _, c := range []struct {
		reason    string
		ctx       context.Context
		documents []*read.Document
		options   Options
		want      string
		is        func(error) bool
	}{
		{"none", nil, nil, Options{}, "comparing: two versions or more are needed", nil},
		{"one", nil, []*read.Document{a}, Options{}, "comparing: two versions or more are needed", nil},
		{"no document", nil, []*read.Document{a, nil}, Options{}, "comparing: version b is nil", nil},
		{"an unknown model", nil, []*read.Document{a, a}, Options{Model: "turbo"}, `comparing: there is no model "turbo"`, nil},
		{"broken text", nil, []*read.Document{a, {Source: "b.txt", Text: "A ferry\xff."}}, Options{}, `comparing "b.txt": its text is not valid UTF-8`, nil},
		{"a declared language", nil, []*read.Document{a, text("b.txt", "sv-FI", harbour)}, Options{Encoder: failing{}}, `comparing "b.txt": it is in Swedish (sv), which the model failing does not know`, language("sv")},
		{"a language that shows", nil, []*read.Document{a, text("b.txt", "", "Bron är öppen igen efter tre månader, och borgmästaren klippte bandet på fredagen.")}, Options{Encoder: failing{}}, `comparing "b.txt": it is in Swedish (sv)`, language("sv")},
		{"no language", nil, []*read.Document{a, text("b.txt", "", "1, 2, 3")}, Options{Encoder: failing{}}, `comparing "b.txt": its language cannot be told`, language("")},
		{"too many sentences", nil, []*read.Document{a, text("b.txt", "en", endless)}, Options{}, `comparing "b.txt": it has 20001 sentences, and at most 20000`, length(MaxSentences+1, len(endless))},
		{"too much text", nil, []*read.Document{a, text("b.txt", "en", strings.Repeat("a", MaxBytes+1))}, Options{}, `comparing "b.txt": its text has 13 MB, and at most 12`, length(0, MaxBytes+1)},
		{"cancelled", cancelled, []*read.Document{a, a}, Options{}, "", is(context.Canceled)},
		{"a broken encoder", nil, []*read.Document{a, a}, Options{Encoder: failing{broken}}, `embedding "a.txt": broken`, is(broken)},
	} {
		if c.ctx == nil {
			c.ctx = t.Context()
		}
		r, err := Compare(c.ctx, c.documents, c.options)
		if r != nil || err == nil || !strings.HasPrefix(err.Error(), c.want) || c.is != nil && !c.is(err) {
			t.Errorf("%s: got %v, %v", c.reason, r, err)
		}
	}
}

// failing is an encoder of English and German that does not work.
type failing struct{ err error }

func (failing) Name() string           { return "failing" }
func (failing) Dim() int               { return 1 }
func (failing) Knows(lang string) bool { return lang == "en" || lang == "de" }
func (f failing) Encode(context.Context, []embed.Text) ([]embed.Vectors, error) {
	return nil, f.err
}

func TestID(t *testing.T) {
	for version, want := range map[int]string{0: "a", 1: "b", 25: "z", 26: "aa", 27: "ab", 51: "az", 52: "ba", 701: "zz", 702: "aaa"} {
		if got := id(version); got != want {
			t.Errorf("version %d is %q, want %q", version, got, want)
		}
	}
}

// Facts of many versions are told apart by their IDs.
func TestManyVersions(t *testing.T) {
	if testing.Short() {
		t.Skip("compares 378 pairs")
	}
	var documents []*read.Document
	for range 28 {
		documents = append(documents, text("x", "en", "The bridge reopened. A band played. It was cold, wet and windy. Nobody was hurt. Ships waited. The mayor spoke. Trams ran. Shops closed. Bells rang. It was late. The end came. All left."))
	}
	checkReport(t, compare(t, Options{}, documents...))
}

func FuzzCompare(f *testing.F) {
	f.Add(harbour, hafen)
	f.Add("", hafen)
	f.Add("橋は開いた。費用は1,800万ユーロ。", "the bridge, 18 million euros; “it is open”, she said (at last)")
	f.Add("* * *\n\n?!\x00\xff\u202e", strings.Repeat("a", 300)+" "+strings.Repeat("1,", 90))
	f.Add("a\r\n\r\nb\u2028c\u00a0d", "e\u0301 👨\u200d👩 \u093e\u093e")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) > 4000 {
			t.Skip("long")
		}
		checkReport(t, compare(t, Options{Explain: true}, text("a.txt", "en", a), text("b.txt", "de", b)))
	})
}

// TestStatedNovelty looks at the words of values that both versions state in units of
// their own language.
func TestStatedNovelty(t *testing.T) {
	r, err := Compare(context.Background(), []*read.Document{
		read.Text("en.txt", "The ferry was travelling at around 30 km/h when it struck the pier on Tuesday. Two crew members were hurt."),
		read.Text("de.txt", "Die Fähre fuhr mit rund dreißig Stundenkilometern, als sie am Dienstag gegen den Pier prallte. Zwei Besatzungsmitglieder wurden verletzt."),
	}, Options{Model: Fast})
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, s := range r.Sentences {
		for _, w := range s.Words {
			switch text := r.Versions[strings.Index("ab", s.Version)].Text[w.Start:w.End]; text {
			case "30", "km", "dreißig", "Stundenkilometern", "Tuesday", "Dienstag":
				seen++
				if w.Novelty > statedNovelty {
					t.Errorf("%q has a novelty of %v", text, w.Novelty)
				}
			}
		}
	}
	if seen != 6 {
		t.Errorf("%d of 6 words seen", seen)
	}
}
