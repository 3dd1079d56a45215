package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"factdiff/align/drift"
)

// drifted is a report with a finding of each kind.
func drifted() *drift.Report {
	en, de := func(line int, text string) drift.Place {
		return drift.Place{File: "docs/en/a.md", Line: line, Text: text}
	}, func(line int, text string) drift.Place {
		return drift.Place{File: "docs/de/a.md", Line: line, Text: text}
	}
	return &drift.Report{
		Schema: drift.Schema, Model: "m", Confidence: 0.9, Since: "v1", Uncertain: 2, Accepted: 1,
		Pages: []drift.Page{
			{Pair: drift.Pair{Name: "a.md", Lang: "de", Source: "docs/en/a.md", Translation: "docs/de/a.md"}, Sentences: [2]int{9, 8}},
			{Pair: drift.Pair{Name: "b.md", Lang: "de", Source: "docs/en/b.md"}},
			{Pair: drift.Pair{Name: "c.md", Translation: "docs/x/c.md"}},
			{Pair: drift.Pair{Name: "d.md", Lang: "de", Source: "docs/en/d.md", Translation: "docs/de/d.md"}},
		},
		Findings: []drift.Finding{
			{Kind: drift.Conflict, Key: "1111111111111111", Source: en(3, "It listens on port 8080."), Translation: de(3, "Er lauscht auf Port 8081."), Confidence: 0.95, Values: [][2]string{{"8080", "8081"}}},
			{Kind: drift.Outdated, Key: "2222222222222222", Source: en(5, "It is fast now."), Translation: de(4, "Er ist langsam."), Confidence: 1, Was: "It is slow."},
			{Kind: drift.OnlyA, Key: "3333333333333333", Source: en(7, "Keep the key in a safe place, such as a bank, a church or a lighthouse."), Translation: de(4, ""), Confidence: 0.99},
			{Kind: drift.Untranslated, Key: "4444444444444444", Source: en(8, ""), Translation: de(6, "Some English words are here."), Confidence: 1},
			{Kind: drift.OnlyB, Key: "5555555555555555", Source: en(8, ""), Translation: de(9, "Das steht nur hier."), Confidence: 0.97},
			{Kind: drift.Missing, Key: "6666666666666666", Page: 1, Source: drift.Place{File: "docs/en/b.md"}, Confidence: 1},
			{Kind: drift.Orphan, Key: "7777777777777777", Page: 2, Translation: drift.Place{File: "docs/x/c.md"}, Confidence: 1},
		},
	}
}

const driftedText = `docs/de/a.md  German; 1 conflict, 1 outdated, 1 only-a, 1 untranslated, 1 only-b
  docs/de/a.md:3: contradicts docs/en/a.md:3: 8081 ≠ 8080
      Er lauscht auf Port 8081.
      source: It listens on port 8080.
  docs/de/a.md:4: its source docs/en/a.md:5 has changed
      Er ist langsam.
      source now: It is fast now.
      before: It is slow.
  docs/en/a.md:7: not in the translation; missing behind docs/de/a.md:4
      Keep the key in a safe place, such as a bank, a church or a lighthouse.
  docs/de/a.md:6: not translated
      Some English words are here.
  docs/de/a.md:9: not in the source; nothing such behind docs/en/a.md:8
      Das steht nur hier.

docs/en/b.md  German; 1 missing
  docs/en/b.md: there is no translation into German

docs/x/c.md  1 orphan
  docs/x/c.md: the source has no such page

3 of 4 pages out of step: 1 missing, 1 conflict, 1 outdated, 1 only-a, 1 untranslated, 1 only-b, 1 orphan (pages changed since v1)
not shown: 2 of a confidence below 0.9, 1 accepted by the baseline
`

// driftFormats are the writers for documentation.
func driftFormats(r *drift.Report) map[string]func(io.Writer) error {
	return map[string]func(io.Writer) error{
		"text":   func(w io.Writer) error { return DriftText(w, r, TextOptions{Width: 200}) },
		"md":     func(w io.Writer) error { return DriftMarkdown(w, r) },
		"json":   func(w io.Writer) error { return DriftJSON(w, r) },
		"jsonl":  func(w io.Writer) error { return DriftJSONL(w, r) },
		"sarif":  func(w io.Writer) error { return DriftSARIF(w, r, someProvenance) },
		"github": func(w io.Writer) error { return DriftGitHub(w, r) },
	}
}

// maliciousDrift is drifted with texts and names that want to be more than that.
func maliciousDrift() *drift.Report {
	r := drifted()
	for i := range r.Pages {
		r.Pages[i].Name += "\x1b[31m%,:\n#1 @x"
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		for _, p := range []*drift.Place{&f.Source, &f.Translation} {
			if p.Text != "" {
				p.Text += "\x1b]0;x\a \u202eevil {0} [x](y) <script> %0A::error::\r\n::error:: #1 @x | `"
			}
			if p.File != "" {
				p.File += "\u202e\x1b,:%"
			}
		}
		f.Was += "\x1b"
		f.Values = [][2]string{{"\x1b", "*b*"}}
	}
	return r
}

func TestDriftText(t *testing.T) {
	if got := string(output(t, driftFormats(drifted())["text"])); got != driftedText {
		t.Errorf("got\n%swant\n%s", got, driftedText)
	}
	if got := string(output(t, driftFormats(&drift.Report{Pages: make([]drift.Page, 2)})["text"])); got != "2 pages in step\n" {
		t.Errorf("nothing to say: %q", got)
	}
	narrow := string(output(t, func(w io.Writer) error { return DriftText(w, drifted(), TextOptions{Width: 40, Color: true}) }))
	if !strings.Contains(narrow, "\x1b[") || !strings.Contains(narrow, "      Keep the key in a safe place, such\n") {
		t.Errorf("narrow and in colours:\n%s", narrow)
	}
}

func TestDriftSARIF(t *testing.T) {
	b, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	schema := compile(t, string(b), false)
	for name, r := range map[string]*drift.Report{"all kinds": drifted(), "malicious": maliciousDrift(), "nothing": {}} {
		log := output(t, driftFormats(r)["sarif"])
		if err := valid(schema, log); err != nil {
			t.Errorf("%s: %v\n%s", name, err, log)
		}
		if got := bytes.Count(log, []byte(`"ruleId"`)); got != len(r.Findings) {
			t.Errorf("%s: %d results for %d findings", name, got, len(r.Findings))
		}
	}
	var log sarifLog
	if err := json.Unmarshal(output(t, driftFormats(drifted())["sarif"]), &log); err != nil {
		t.Fatal(err)
	}
	x := log.Runs[0].Results[2] // what the translation lacks stands in the source
	file := log.Runs[0].Artifacts[*x.Locations[0].Physical.File.Index].Location.URI
	if x.Rule != "only-a" || log.Runs[0].Tool.Driver.Rules[x.RuleIndex].ID != "only-a" || file != "docs/en/a.md" || x.Locations[0].Physical.Region.StartLine != 7 ||
		len(x.Related) != 1 || x.Related[0].Physical.File.URI != "docs/de/a.md" || x.Fingerprints["factdiff/v1"] != "3333333333333333" {
		t.Errorf("got %+v in %s", x, file)
	}
}

func TestDriftGitHub(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(string(output(t, driftFormats(drifted())["github"])), "\n"), "\n")
	if len(lines) != 7 || lines[0] != "::warning file=docs/de/a.md,line=3,title=Contradicts the source::Contradicts docs/en/a.md:3: 8081 ≠ 8080: “Er lauscht auf Port 8081.”; there: “It listens on port 8080.”" ||
		lines[5] != "::warning file=docs/en/b.md,title=No translation::There is no translation into German" {
		t.Errorf("got\n%s", strings.Join(lines, "\n"))
	}
	command := regexp.MustCompile(`^::warning file=[^:,]+,(line=\d+,)?title=[\w ]+::[^\r]+$`)
	for _, l := range strings.Split(strings.TrimSuffix(string(output(t, driftFormats(maliciousDrift())["github"])), "\n"), "\n") {
		if !command.MatchString(l) {
			t.Errorf("not a command: %q", l)
		}
	}
}

func TestDriftJSON(t *testing.T) {
	r := maliciousDrift()
	var again drift.Report
	if err := json.Unmarshal(output(t, driftFormats(r)["json"]), &again); err != nil || !reflect.DeepEqual(&again, r) {
		t.Errorf("another report comes back (%v)", err)
	}
	lines := bytes.Split(bytes.TrimSpace(output(t, driftFormats(drifted())["jsonl"])), []byte("\n"))
	if len(lines) != 7 || !bytes.HasPrefix(lines[2], []byte(`{"schema":"factdiff/drift/v1","name":"a.md","lang":"de","kind":"only-a","key":"3333333333333333"`)) {
		t.Errorf("got\n%s", bytes.Join(lines, []byte("\n")))
	}
}

func TestDriftMarkdown(t *testing.T) {
	text := string(output(t, driftFormats(drifted())["md"]))
	for _, want := range []string{
		"3 of 4 pages out of step", "\n#### a.md (de)\n", "\n#### c.md\n",
		"- **docs/de/a.md\\:3**: contradicts docs/en/a.md\\:3\\: 8081 ≠ 8080<br>\n  Er lauscht auf Port 8081.<br>\n  source: It listens on port 8080.\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	long := drifted()
	for range 1000 {
		long.Findings = append(long.Findings, drift.Finding{Kind: drift.OnlyB, Page: 3, Translation: drift.Place{File: "docs/de/d.md", Line: 1, Text: strings.Repeat("Wort ", 90)}})
	}
	if n := utf8.RuneCount(output(t, driftFormats(long)["md"])); n > 65536 {
		t.Errorf("%d characters are too long for GitHub", n)
	}
}

func TestDriftIsHarmless(t *testing.T) {
	control := regexp.MustCompile(`[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\x{202e}`)
	for name, write := range driftFormats(maliciousDrift()) {
		b := output(t, write)
		if x := control.Find(b); x != nil || !utf8.Valid(b) {
			t.Errorf("%s has %q", name, x)
		}
		if !bytes.Equal(b, output(t, write)) {
			t.Errorf("%s differs", name)
		}
		if err := write(full{}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
