package report

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"factdiff/align"
)

func textOfReport(t testing.TB, r *align.Report, o TextOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// wide is a report with what takes more or fewer columns than characters.
func wide() *align.Report {
	return compose([]written{
		{"ja", "港湾-とても長い名前のファイル.txt", "港の橋が再び開通した 港の橋が再び開通した", []string{
			"=港の橋が再び開通した", "¶.記者 山田", "¶=橋は金曜日、三か月に及んだ工事を終えて再び開通した。", "!費用は1,800万ユーロで、", "+=当初の計画の二倍だった。",
			"o👨\u200d👩\u200d👧👨\u200d👩\u200d👧👨\u200d👩\u200d👧👨\u200d👩\u200d👧👨\u200d👩\u200d👧👨\u200d👩\u200d👧👨\u200d👩\u200d👧 🇨🇦🇪🇺🇯🇵 ✌🏽\ufe0f✌🏽\ufe0f",
		}},
		{"de", "https://example.org/" + strings.Repeat("hafen/", 30), "Die Hafenbru\u0308cke ist offen", []string{
			"=Die Hafenbru\u0308cke ist offen", "¶=Seit Freitag ist die Donaudampfschifffahrtsgesellschaftsbrückenanlage wieder offen.",
			"!Sie kostete 21 Millionen Euro,", "+=doppelt so viel wie geplant.", "o\x1b[31mRot\u202e\x07 und z" + strings.Repeat("\u0310", 40) + "algo", "oमु" + strings.Repeat("ा", 150), ".Mehr lesen",
		}},
	}, "a1=b1", "a3=b2", "a4!b3", "a5=b4")
}

// crowd is a report of n versions.
func crowd(n int) *align.Report {
	var versions []written
	var matches []string
	for i := range n {
		versions = append(versions, written{"en", fmt.Sprintf("%d.txt", i), "", []string{"=The bridge reopened, 橋は開いた.", "oOnly here.", ".Share"}})
		if i > 0 {
			matches = append(matches, fmt.Sprintf("a1=%c1", 'a'+i))
		}
	}
	return compose(versions, matches...)
}

var sgr = regexp.MustCompile(`\x1b\[[0-9;]+m`)

// TestTextWidth lays reports out at every width: no line is wider, no sign of
// the articles' own drives the terminal, and colours change nothing else.
func TestTextWidth(t *testing.T) {
	for name, r := range map[string]*align.Report{"wide": wide(), "three": bridge(), "nine": crowd(9), "nothing": {}} {
		for width := 24; width <= 200; width++ {
			text := textOfReport(t, r, TextOptions{Width: width})
			for line := range strings.SplitSeq(text, "\n") {
				if n := uniseg.StringWidth(line); n > width {
					t.Errorf("%s in %d columns: %q has %d", name, width, line, n)
				}
				if strings.HasSuffix(line, " ") && width < sideBySide {
					t.Errorf("%s in %d columns: spaces end %q", name, width, line)
				}
				if strings.ContainsAny(line, "\x1b\x07\u202e\t\r") {
					t.Errorf("%s in %d columns: control characters in %q", name, width, line)
				}
			}
			colored := textOfReport(t, r, TextOptions{Width: width, Color: true})
			if sgr.ReplaceAllString(colored, "") != text {
				t.Errorf("%s in %d columns: another text in colours:\n%s\n%s", name, width, colored, text)
			}
		}
	}
}

func TestTextOfManyVersions(t *testing.T) {
	if text := textOfReport(t, crowd(26), TextOptions{Width: 24}); !strings.Contains(text, "abcdefghijklmnopqrstuvwxyz") {
		t.Errorf("the versions are not named:\n%s", text)
	}
}

func TestText(t *testing.T) {
	r := compose([]written{
		{"en", "a.txt", "Bridge", []string{"=The bridge is open.", "!It cost 18 million,", "+oand there was soup.", ".Share"}},
		{"de", "b.txt", "", []string{"=Die Brücke ist offen.", "!Sie kostete 21 Millionen.", "oEs regnete."}},
	}, "a1=b1", "a2!b2")
	r.Facts[6].Confidence = 0.5
	for _, c := range []struct {
		width int
		want  string
	}{
		{0, `
   shared  only here  conflict  furniture  uncertain   version
a       1          1         1          1          0   English  a.txt  Bridge
b       1          1         1          0          1   German  b.txt

In conflict
!  a2 It cost 18 million,
   b2 Sie kostete 21 Millionen.

The versions
= in both   < only in a   > only in b   ! in conflict   ? uncertain

=  a1 The bridge is open.
   b1 Die Brücke ist offen.

!  a2 It cost 18 million,
   b2 Sie kostete 21 Millionen.

>? b3 Es regnete.
<  a3 and there was soup.

Page furniture left out: 1 in a

Model: a model
`},
		{100, `
   shared  only here  conflict  furniture  uncertain   version
a       1          1         1          1          0   English  a.txt  Bridge
b       1          1         1          0          1   German  b.txt

In conflict
!  a2 It cost 18 million,
   b2 Sie kostete 21 Millionen.

The versions
= in both   < only in a   > only in b   ! in conflict   ? uncertain

a  a.txt                                            b  b.txt

a1 The bridge is open.                           =  b1 Die Brücke ist offen.

a2 It cost 18 million,                           !  b2 Sie kostete 21 Millionen.

                                                 >? b3 Es regnete.
a3 and there was soup.                           <

Page furniture left out: 1 in a

Model: a model
`},
	} {
		if got := textOfReport(t, r, TextOptions{Width: c.width}); got != c.want[1:] {
			t.Errorf("in %d columns: got\n%s\nwant\n%s", c.width, got, c.want[1:])
		}
	}
}

func TestSummary(t *testing.T) {
	for width, want := range map[int]string{
		100: `
   shared  only here  conflict  furniture  uncertain   version
a       5          2         1          1          1   English  https://example.org/harbour?id=7
b       5          1         1          0          0   German  hafen.txt  Die Hafenbrücke ist offen
c       2          1         0          0          0   Arabic  http://example.org/x#teil
`,
		80: `
   shared  only here  conflict  furniture  uncertain   version
a       5          2         1          1          1   English  …rg/harbour?id=7
b       5          1         1          0          0   German  hafen.txt
c       2          1         0          0          0   Arabic  …ample.org/x#teil
`,
		40: `
              a     b     c
shared        5     5     2
only here     2     1     1
conflict      1     1     0
furniture     1     0     0
uncertain     1     0     0
a  English  …://example.org/harbour?id=7
b  German  hafen.txt  Die Hafenbrücke i…
c  Arabic  http://example.org/x#teil
`,
	} {
		var b bytes.Buffer
		if err := Summary(&b, bridge(), TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		all := textOfReport(t, bridge(), TextOptions{Width: width})
		got, model, _ := strings.Cut(b.String(), "\nModel: ")
		if got != want[1:] || model != "a model\n" || !strings.HasPrefix(all, got) {
			t.Errorf("in %d columns: got\n%s\nwant%s", width, b.String(), want)
		}
	}
}

// TestExplainReading tells of a contradiction that was read where one was, however
// sure the verdict is, and not where the topic alone was.
func TestExplainReading(t *testing.T) {
	for _, c := range []struct {
		reading align.Reading
		told    bool
	}{
		{align.Reading{Same: 0.04, Conflict: 0.93, Part: 0.03}, true},
		{align.Reading{Conflict: 0.04, Topic: 0.96}, false},
		{align.Reading{Same: 0.9, Conflict: 0.1}, false},
	} {
		for _, confidence := range []float64{0.5, 0.9} {
			r := compose([]written{{"en", "a.txt", "", []string{"=It is open."}}, {"de", "b.txt", "", []string{"=Sie ist zu."}}}, "a1=b1")
			r.Facts[0].Confidence = confidence
			r.Facts[0].Explanation = []align.Weighing{{Version: "b", Shared: confidence, Only: 1 - confidence, Candidates: []align.Candidate{{ID: "b1", Score: 0.9, Reading: &c.reading}}}}
			var b bytes.Buffer
			if err := Explain(&b, r, "a1", TextOptions{}); err != nil {
				t.Fatal(err)
			}
			if told := strings.Contains(b.String(), "sees a contradiction"); told != c.told {
				t.Errorf("%+v with a confidence of %v: told %v in\n%s", c.reading, confidence, told, b.String())
			}
		}
	}
}

func TestExplain(t *testing.T) {
	r := bridge()
	r.Facts[3].Explanation = []align.Weighing{
		{Version: "b", Shared: 0.1, Only: 0.2, Conflict: 0.7, Candidates: []align.Candidate{
			{ID: "b4", Score: 0.9, Cosine: 0.8, Margin: -0.25, Agree: [][2]string{{"1\x1b", "one"}}, Disagree: [][2]string{{"18 million euros", "21 Millionen Euro"}}, Opposite: [][2]string{{"rise", "fall"}}},
			{ID: "b5", Score: 0.2},
		}},
		{Version: "c", Only: 1, Candidates: []align.Candidate{}},
	}
	for _, c := range []struct {
		id   string
		want []string
	}{
		{"a4", []string{
			"a4 is in conflict, with a confidence of 0.90:\n  It cost 18 million euros,\n",
			"Version b says the same with a probability of 0.10, does not speak of it with\n0.20, contradicts it with 0.70.\n",
			"b4 is its counterpart, which contradicts it: the same matter with a probability of 0.90\n    Sie kostete 21 Millionen Euro,\n",
			"cosine 0.80, stands out by -0.25",
			"    agrees: 1 = one\n", "    differs: 18 million euros, but 21 Millionen Euro\n", "    opposite: rise, but fall\n",
			"b5 is not taken for its counterpart",
			"No fact of it comes near.\n",
			"\nThe cosine tells how near",
		}},
		{"a1", []string{"a1 is shared"}},
		{"a7", []string{"a7 is only here"}},
		{"a9", []string{"a9 is page furniture, with a confidence of 0.90:\n  Read our newsletter.\n"}},
	} {
		var b bytes.Buffer
		if err := Explain(&b, r, c.id, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		at := 0
		for _, want := range c.want {
			i := strings.Index(b.String()[at:], want)
			if i < 0 {
				t.Fatalf("%s: no %q in\n%s", c.id, want, b.String())
			}
			at += i
		}
	}
	r = compose([]written{
		{"en", "a.txt", "", []string{"=x", "oy"}}, {"de", "-", "", nil}, {"xx", "c\x1b.txt", "", []string{"=x"}},
	}, "a1=c1")
	var b bytes.Buffer
	err := Explain(&b, r, "b7", TextOptions{})
	if want := `explaining "b7": the report has no such fact; its facts are a1 to a2 (a.txt, English), c1 to c1 (c.txt, xx)`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if b.Len() > 0 {
		t.Errorf("wrote %q", b.String())
	}
}

// full is a writer that has no room.
type full struct{}

var errFull = errors.New("no room")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWriteErrors(t *testing.T) {
	r := bridge()
	for name, err := range map[string]error{
		"text": Text(full{}, r, TextOptions{}), "summary": Summary(full{}, r, TextOptions{}),
		"explain": Explain(full{}, r, "a1", TextOptions{}), "JSON": JSON(full{}, r),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestNovelWords underlines what the counterpart does not say.
func TestNovelWords(t *testing.T) {
	text := textOfReport(t, bridge(), TextOptions{Color: true})
	marked := regexp.MustCompile(`\x1b\[4m([^\x1b]*)\x1b`).FindAllStringSubmatch(text, -1)
	var got []string
	for _, m := range marked {
		got = append(got, m[1])
	}
	if want := []string{"18", "21", "18", "21"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestGlue parts what does not stand together in the text, and nothing else.
func TestGlue(t *testing.T) {
	for _, c := range []struct {
		reason  string
		facts   []string
		matches string
		want    string
	}{
		{"neighbours", []string{"=one,", "+=two"}, "a1=b1 a2=b1", "one, two"},
		{"of one sentence, with another fact between", []string{"=one,", "+otwo,", "+=three"}, "a1=b1 a3=b1", "one, … three"},
		{"of one sentence, with furniture between", []string{"=one,", "+.(Reuters)", "+=three"}, "a1=b1 a3=b1", "one, … three"},
		{"of two sentences", []string{"=one.", "=two."}, "a1=b1 a2=b1", "one. … two."},
	} {
		r := compose([]written{{"en", "a.txt", "", c.facts}, {"de", "b.txt", "", []string{"=x"}}}, strings.Fields(c.matches)...)
		if text := textOfReport(t, r, TextOptions{}); !strings.Contains(text, " "+c.want+"\n") {
			t.Errorf("%s: no %q in\n%s", c.reason, c.want, text)
		}
	}
	r := compose([]written{{"ja", "a.txt", "", []string{"=橋は、", "+=開いた。"}}, {"de", "b.txt", "", []string{"=x"}}}, "a1=b1", "a2=b1")
	r.Versions[0].Text = "橋は、開いた。"
	r.Facts[1].Start, r.Facts[1].End = len("橋は、"), len("橋は、開いた。")
	if text := textOfReport(t, r, TextOptions{}); !strings.Contains(text, " 橋は、開いた。\n") {
		t.Errorf("no space is in the text:\n%s", text)
	}
}

func moving() *align.Report {
	return compose([]written{
		{"en", "a.txt", "", []string{"=one", "=two", "=three"}},
		{"de", "b.txt", "", []string{"=zwei", "=drei", "=eins"}},
	}, "a1=b3", "a2=b1", "a3=b2")
}

func TestTextMoved(t *testing.T) {
	for width, want := range map[int]string{80: "\n=  a1 one\n   b3 eins ↕ moved\n", 100: "=  b3 eins ↕ moved\n"} {
		text := textOfReport(t, moving(), TextOptions{Width: width})
		if !strings.Contains(text, want) || strings.Count(text, movedMark) != 1 {
			t.Errorf("in %d columns:\n%s", width, text)
		}
	}
	if text := textOfReport(t, bridge(), TextOptions{}); strings.Contains(text, "↕") {
		t.Errorf("nothing moved:\n%s", text)
	}
}

func TestValues(t *testing.T) {
	r := bridge()
	r.Facts[3].Explanation = []align.Weighing{{Version: "b", Candidates: []align.Candidate{
		{ID: "b4", Disagree: [][2]string{{"18 million\x1b euros", "21 Millionen Euro"}}}, {ID: "b5", Disagree: [][2]string{{"18", "2"}}},
	}}}
	text := textOfReport(t, r, TextOptions{})
	if want := "   b4 Sie kostete 21 Millionen Euro,\n          18 million euros ≠ 21 Millionen Euro\n"; !strings.Contains(strings.ReplaceAll(text, "       b4", "   b4"), want) || strings.Count(text, "≠") != 1 {
		t.Errorf("got\n%s", text)
	}
}

// TestChoose has what Only and Context leave of a report.
func TestChoose(t *testing.T) {
	r := compose([]written{
		{"en", "a.txt", "", []string{"=s1", "=s2", "oo3", "+=s4", "=s5", "=s6", "!c7", "oo8"}},
		{"de", "b.txt", "", []string{"=s1", "=s2", "=s4", "=s5", "=s6", "!c7", "oo7"}},
	}, "a1=b1", "a2=b2", "a4=b3", "a5=b4", "a6=b5", "a7!b6")
	n := func(n int) *int { return &n }
	for _, c := range []struct {
		only    string
		context *int
		want    string
	}{
		{"", nil, "a1 a2 a3 a4 a5 a6 a7 b7 a8"},
		{"", n(0), "⋯2 a3 a4 ⋯2 a7 b7 a8"},
		{"", n(1), "⋯1 a2 a3 a4 a5 a6 a7 b7 a8"},
		{"", n(99), "a1 a2 a3 a4 a5 a6 a7 b7 a8"},
		{"a", nil, "a3 a8"},
		{"b", nil, "b7"},
		{"a b", nil, "a3 b7 a8"},
		{"shared", nil, "a1 a2 a4 a5 a6"},
		{"conflict b", nil, "b7"},
		{"conflict", n(0), "⋯6 a7 ⋯2"},
		{"b", n(1), "⋯6 a7 b7 a8"},
	} {
		o := TextOptions{Only: strings.Fields(c.only), Context: c.context}
		p := newPrinter(new(bytes.Buffer), r, o)
		var got []string
		for _, x := range p.choose(rows(r)) {
			if x.gap > 0 {
				got = append(got, fmt.Sprint("⋯", x.gap))
			}
			for _, g := range x.rows {
				got = append(got, g.cells[g.first()][0].ID)
			}
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%q: got %s, want %s", c.only, got, c.want)
		}
		for _, width := range []int{30, 80, 120} {
			o.Width = width
			text := textOfReport(t, r, o)
			if conflicts := strings.Contains(text, "In conflict"); conflicts != (c.only == "" || strings.Contains(c.only, "conflict")) {
				t.Errorf("%q: the conflicts are listed: %v", c.only, conflicts)
			}
			if gaps := strings.Count(text, "⋯"); gaps != strings.Count(c.want, "⋯") {
				t.Errorf("%q: %d gaps in\n%s", c.only, gaps, text)
			}
		}
	}
	for _, c := range []struct {
		o    TextOptions
		want string
	}{
		{TextOptions{Only: []string{"conflict"}}, "In conflict\nNo fact is of the kind asked for.\n"},
		{TextOptions{Only: []string{"a"}}, "The versions\nNo fact is of the kind asked for.\n\nModel: a model\n"},
		{TextOptions{Context: n(2)}, "The versions\nThe versions say the same.\n\nModel: a model\n"},
	} {
		same := compose([]written{{facts: []string{"=x"}}, {facts: []string{"=x"}}}, "a1=b1")
		if text := textOfReport(t, same, c.o); !strings.HasSuffix(text, c.want) {
			t.Errorf("got\n%s\nwant %s", text, c.want)
		}
	}
	if text := textOfReport(t, r, TextOptions{Only: []string{"conflict"}}); strings.Contains(text, "The versions") || !strings.Contains(text, "a7 c7") {
		t.Errorf("nothing but conflicts:\n%s", text)
	}
}

// TestUncertain has a doubtful agreement and a doubtful contradiction.
func TestUncertain(t *testing.T) {
	r := compose([]written{
		{"en", "a.txt", "", []string{"=s1", "=s2", "oo3", "=s4", "!c5"}},
		{"de", "b.txt", "", []string{"=s1", "=s2", "=s4", "!c5"}},
	}, "a1=b1", "a2=b2", "a4=b3", "a5!b4")
	for i := range r.Facts {
		r.Facts[i].Confidence = 0.9
		if strings.HasSuffix(r.Facts[i].ID, "2") || r.Facts[i].Status == align.Conflict {
			r.Facts[i].Confidence = 0.4
		}
	}
	text := textOfReport(t, r, TextOptions{Only: []string{Uncertain}})
	for _, want := range []string{"In conflict\n!? a5", "\n=? a2 s2\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "s1") || strings.Contains(text, "s4") || strings.Contains(text, "o3") {
		t.Errorf("what is sure stands in\n%s", text)
	}
	zero := 0
	if text := textOfReport(t, r, TextOptions{Context: &zero}); !strings.Contains(text, "=? a2") || strings.Contains(text, "s4") {
		t.Errorf("what differs, or perhaps does:\n%s", text)
	}
}

// TestChooseOrder moves what a version says.
func TestChooseOrder(t *testing.T) {
	r := compose([]written{
		{facts: []string{"=s1", "=s2"}},
		{facts: []string{"=s2", "oo2", "=s1", "oo4"}},
	}, "a1=b3", "a2=b1")
	for only, want := range map[string]string{"": "a1 b4 a2 b2", "b": "b2 b4", "a": "", "b shared": "a1 b4 a2 b2"} {
		p := newPrinter(new(bytes.Buffer), r, TextOptions{Only: strings.Fields(only)})
		var got []string
		for _, x := range p.choose(rows(r)) {
			for _, g := range x.rows {
				got = append(got, g.cells[g.first()][0].ID)
			}
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%q: got %s, want %s", only, got, want)
		}
	}
}

// TestConflictAlone lists a contradiction without what stands beside it and is shared.
func TestConflictAlone(t *testing.T) {
	r := compose([]written{
		{facts: []string{"!They won 3-2."}},
		{facts: []string{"!They led 2-0,", "+=and were beaten 3-2."}},
	}, "a1!b1", "a1=b2")
	text := textOfReport(t, r, TextOptions{Width: 80})
	list, versions, _ := strings.Cut(text, "\nThe versions\n")
	if !strings.Contains(list, "They led 2-0,\n") || strings.Contains(list, "beaten") || !strings.Contains(versions, "They led 2-0, and were beaten 3-2.") {
		t.Errorf("got\n%s", text)
	}
}

// TestFurniture asks for what is left out.
func TestFurniture(t *testing.T) {
	r := bridge()
	for i := range r.Facts {
		if r.Facts[i].Status == align.Boilerplate {
			r.Facts[i].Confidence = 0.7
		}
	}
	alone := textOfReport(t, r, TextOptions{Only: []string{Furniture}})
	if !strings.Contains(alone, "\nPage furniture\n.? a") || strings.Contains(alone, "The versions") || strings.Contains(alone, "left out") {
		t.Errorf("alone:\n%s", alone)
	}
	both := textOfReport(t, r, TextOptions{Only: []string{"conflict", Furniture}})
	if !strings.Contains(both, "In conflict") || !strings.Contains(both, "\nPage furniture\n.? a") || strings.Contains(both, "The versions") {
		t.Errorf("with the conflicts:\n%s", both)
	}
}

// TestOverruled tells why a verdict is not the most probable one, and nothing of
// one that is.
func TestOverruled(t *testing.T) {
	facts := map[string]*align.Fact{"b1": {ID: "b1", Version: "b"}, "c1": {ID: "c1", Version: "c"}}
	same, contrary, elsewhere := align.Match{ID: "b1", Relation: align.Same}, align.Match{ID: "b1", Relation: align.Contrary}, align.Match{ID: "c1", Relation: align.Same}
	for _, c := range []struct {
		matches                []align.Match
		shared, only, conflict float64
		want                   string
	}{
		{[]align.Match{same}, 0.6, 0.3, 0.1, ""},
		{nil, 0.3, 0.6, 0.1, ""},
		{[]align.Match{elsewhere}, 0.3, 0.6, 0.1, ""},
		{[]align.Match{same}, 0.3, 0.6, 0.1, "But a fact of it has this one for its counterpart."},
		{[]align.Match{elsewhere}, 0.6, 0.3, 0.1, "But no single fact of it is a probable counterpart."},
		{[]align.Match{contrary, same}, 0.6, 0.1, 0.3, "It is told as a conflict before that is the most probable, for a reader to look at."},
		{[]align.Match{same, contrary}, 0.3, 0.1, 0.6, ""},
	} {
		got := overruled(&align.Fact{Matches: c.matches}, facts, &align.Weighing{Version: "b", Shared: c.shared, Only: c.only, Conflict: c.conflict})
		if got != c.want {
			t.Errorf("%v with %v, %v, %v: %q, want %q", c.matches, c.shared, c.only, c.conflict, got, c.want)
		}
	}
}

// TestSureConflictsFirst lists the doubtful ones behind the others in every report
// that lists them.
func TestSureConflictsFirst(t *testing.T) {
	r := compose([]written{
		{"en", "a", "", []string{"!It is green.", "!It cost nine."}}, {"de", "b", "", []string{"!Es ist rot.", "!Es kostete zehn."}},
	}, "a1!b1", "a2!b2")
	fact(r, "b1").Confidence = 0.5
	var text, markdown bytes.Buffer
	page, _ := render(t, r)
	if err := errors.Join(Text(&text, r, TextOptions{Only: []string{"conflict"}}), Markdown(&markdown, r)); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]string{"text": text.String(), "Markdown": markdown.String(), "page": page} {
		if sure, unsure := strings.Index(s, "It cost nine"), strings.Index(s, "It is green"); sure < 0 || unsure < sure {
			t.Errorf("%s: the doubtful one at %d, the other at %d", name, unsure, sure)
		}
	}
}

// TestContested holds that agreements in doubt are listed below the conflicts where
// something tells why, in every report that lists conflicts, and that --only asks for them
// with these.
func TestContested(t *testing.T) {
	r := compose([]written{
		{"en", "a.txt", "", []string{"=The bridge is open.", "=It is long.", "=It cost 18 million.", "=The mayor came."}},
		{"de", "b.txt", "", []string{"=Die Brücke ist zu.", "=Sie ist lang.", "=Sie kostete 18 Millionen.", "=Der Bürgermeister kam."}},
	}, "a1=b1", "a2=b2", "a3=b3", "a4=b4")
	explained := func(i int, confidence float64, c align.Candidate) {
		r.Facts[i].Confidence = confidence
		r.Facts[i].Explanation = []align.Weighing{{Version: "b", Shared: confidence, Conflict: 1 - confidence, Candidates: []align.Candidate{c}}}
	}
	reading := &align.Reading{Same: 0.02, Conflict: 0.98}
	explained(0, 0.55, align.Candidate{ID: "b1", Score: 0.9, Reading: reading})
	explained(1, 0.9, align.Candidate{ID: "b2", Score: 0.9, Reading: reading})
	explained(2, 0.55, align.Candidate{ID: "b3", Score: 0.9, Reading: &align.Reading{Same: 0.9, Conflict: 0.1}})
	explained(3, 0.55, align.Candidate{ID: "b4", Score: 0.9, Names: [][2]string{{"Ann", "Bea"}}})
	want := `
Taken to agree, but perhaps in conflict
=? a1 The bridge is open.
   b1 Die Brücke ist zu.
      the model that reads both suspects a contradiction
=? a4 The mayor came.
   b4 Der Bürgermeister kam.
      Ann ≠ Bea
`
	for _, c := range []struct {
		only []string
		told bool
	}{{nil, true}, {[]string{"conflict"}, true}, {[]string{"uncertain"}, false}} {
		if text := textOfReport(t, r, TextOptions{Only: c.only}); strings.Contains(text, want) != c.told {
			t.Errorf("--only %v: told %v, want %v\n%s", c.only, !c.told, c.told, text)
		}
	}
	var markdown bytes.Buffer
	if err := Markdown(&markdown, r); err != nil {
		t.Fatal(err)
	}
	want = `
#### Taken to agree, but perhaps in conflict

- **a1** The bridge is open. *(uncertain)*<br>
  **b1** Die Brücke ist zu.<br>
  *the model that reads both suspects a contradiction*
- **a4** The mayor came. *(uncertain)*<br>
  **b4** Der Bürgermeister kam.<br>
  *Ann ≠ Bea*

<details><summary>Shared: 2</summary>
`
	if !strings.Contains(markdown.String(), want) {
		t.Errorf("Markdown:\n%s\nwant in it:%s", markdown.String(), want)
	}
	page, _ := render(t, r)
	_, list, _ := strings.Cut(page, `<h3 id="the-contested">`+perhapsInConflict)
	list, _, _ = strings.Cut(list, "</section>")
	for _, want := range []string{`title="perhaps shared">=?<`, "The bridge is open.", `<p class="why">` + contraryReading, "The mayor came.", `<p class="why">Ann ≠ Bea</p>`} {
		if !strings.Contains(list, want) {
			t.Errorf("the page's list lacks %q:\n%s", want, list)
		}
	}
	if strings.Contains(list, "It is long.") || !strings.Contains(page, `<a href="#the-contested">2 agreements may be conflicts</a>`) {
		t.Error("the page lists what is not in doubt, or does not lead to the list")
	}
}
