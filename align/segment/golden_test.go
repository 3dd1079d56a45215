package segment

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// TestGoldenRules measures Sentences on the rules of diasks2/pragmatic_segmenter,
// of which the environment variable GOLDEN_RULES names a checkout. Rules about
// its cleaning of texts are left out: those whose sentences together are not the
// text. The others count, also where that project has another idea of a
// sentence than this package.
func TestGoldenRules(t *testing.T) {
	root := os.Getenv("GOLDEN_RULES")
	if root == "" {
		t.Skip("GOLDEN_RULES names no checkout of pragmatic_segmenter")
	}
	files, err := filepath.Glob(filepath.Join(root, "spec", "pragmatic_segmenter", "languages", "*_spec.rb"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no specifications of languages under %q: %v", root, err)
	}
	const least = 505
	passed, total, cleaning := 0, 0, 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		good, all := 0, 0
		for _, rule := range goldenRules(t, string(source)) {
			if bare(rule.text) != bare(strings.Join(rule.want, "")) {
				cleaning++
				continue
			}
			all++
			var got, want []string
			for _, s := range Sentences(rule.text, rule.lang) {
				got = append(got, bare(rule.text[s.Start:s.End]))
			}
			for _, s := range rule.want {
				want = append(want, bare(s))
			}
			if slices.Equal(got, want) {
				good++
			} else if testing.Verbose() {
				t.Logf("%s %s\n got %q\nwant %q", filepath.Base(file), rule.name, spans(rule.text, Sentences(rule.text, rule.lang)), rule.want)
			}
		}
		t.Logf("%-20s %3d of %3d", strings.TrimSuffix(filepath.Base(file), "_spec.rb"), good, all)
		passed += good
		total += all
	}
	t.Logf("%d of %d rules; %d about cleaning left out", passed, total, cleaning)
	if passed < least {
		t.Errorf("%d rules pass, want at least %d", passed, least)
	}
}

type goldenRule struct {
	name, text, lang string
	want             []string
}

var (
	goldenCase     = regexp.MustCompile(`(?m)^ +it (['"].*['"]) do$`)
	goldenText     = regexp.MustCompile(`(?s)(?:text: |text = )("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')`)
	goldenHeredoc  = regexp.MustCompile(`(?s)text = <<-EOF\n(.*?)\n\s+EOF`)
	goldenLang     = regexp.MustCompile(`language: ['"](\w+)['"]`)
	goldenExpected = regexp.MustCompile(`(?s)eq\(\s*\[(.*)\]\s*\)`)
	goldenString   = regexp.MustCompile(`(?s)"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'`)
	goldenEscape   = regexp.MustCompile(`(?s)\\(u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]+\}|.)`)
)

// goldenRules reads the cases of one Ruby specification.
func goldenRules(t *testing.T, source string) []goldenRule {
	t.Helper()
	var rules []goldenRule
	starts := goldenCase.FindAllStringSubmatchIndex(source, -1)
	for n, at := range starts {
		end := len(source)
		if n+1 < len(starts) {
			end = starts[n+1][0]
		}
		body := source[at[1]:end]
		rule := goldenRule{name: source[at[2]:at[3]], lang: "en"}
		if m := goldenHeredoc.FindStringSubmatch(body); m != nil {
			rule.text = m[1]
		} else if m := goldenText.FindStringSubmatch(body); m != nil {
			rule.text = rubyString(m[1])
		}
		if m := goldenLang.FindStringSubmatch(body); m != nil {
			rule.lang = m[1]
		}
		m := goldenExpected.FindStringSubmatch(body)
		if m == nil || rule.text == "" {
			t.Errorf("rule %s: cannot read\n%s", rule.name, body)
			continue
		}
		for _, literal := range goldenString.FindAllString(m[1], -1) {
			rule.want = append(rule.want, rubyString(literal))
		}
		rules = append(rules, rule)
	}
	return rules
}

// rubyString gives the value of a Ruby string literal.
func rubyString(literal string) string {
	inner := literal[1 : len(literal)-1]
	if literal[0] == '\'' {
		return strings.NewReplacer(`\'`, `'`, `\\`, `\`).Replace(inner)
	}
	return goldenEscape.ReplaceAllStringFunc(inner, func(e string) string {
		switch e[1] {
		case 'n':
			return "\n"
		case 'r':
			return "\r"
		case 't':
			return "\t"
		case 'u':
			code, _ := strconv.ParseInt(strings.Trim(e[2:], "{}"), 16, 32)
			return fmt.Sprintf("%c", code)
		}
		return e[1:]
	})
}

// bare takes all space out of text.
func bare(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// spans gives the texts of spans.
func spans(text string, found []Span) []string {
	var out []string
	for _, s := range found {
		out = append(out, text[s.Start:s.End])
	}
	return out
}
