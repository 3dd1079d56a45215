package value

import (
	"io/fs"
	"path"
	"strings"
	"testing"
)

func TestTables(t *testing.T) {
	own, err := fs.Glob(tables, "data/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	generated, err := fs.Glob(tables, "data/cldr/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(own) < 35 || len(generated) != len(own)-1 {
		t.Fatalf("%d tables and %d generated ones, want one a language", len(own), len(generated))
	}
	for _, name := range append(own, generated...) {
		text, err := tables.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := newLexicon(string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestTablesName checks that every table names the twelve months and the seven
// weekdays, save where months are numbers.
func TestTablesName(t *testing.T) {
	numbered := "zh ja ko"
	files, _ := fs.Glob(tables, "data/*.txt")
	for _, f := range files {
		lang := strings.TrimSuffix(path.Base(f), ".txt")
		if lang == shared {
			continue
		}
		months, days := map[float64]bool{}, map[float64]bool{}
		for _, terms := range lexiconOf(lang).terms {
			for _, tm := range terms {
				switch tm.class {
				case month:
					months[tm.val] = true
				case weekday:
					days[tm.val] = true
				}
			}
		}
		if len(months) != 12 && !strings.Contains(numbered, lang) {
			t.Errorf("%s names %d months", lang, len(months))
		}
		if len(days) != 7 {
			t.Errorf("%s names %d weekdays", lang, len(days))
		}
	}
}

func TestTableErrors(t *testing.T) {
	tests := []struct{ reason, line, want string }{
		{"unknown class", "numeral 2 = two", "unknown class"},
		{"unknown setting", "decimals ,", "unknown setting"},
		{"unknown unit", "unit furlong = furlong", "unknown unit"},
		{"an amount of an unknown unit", "amount moon 2 = two moons", "bad amount"},
		{"an amount of what is no currency", "amount KWDX 2 = two", "bad amount"},
		{"an amount without a number", "amount day = a day", "bad amount"},
		{"unknown hedge", "hedge maybe = perhaps", "unknown hedge"},
		{"bad number", "num two = two", "bad number"},
		{"bad second number", "span 1 x = some", "bad number"},
		{"bad sequence", "month x+1 = january", "bad start"},
		{"bad step", "month 1+x = january", "bad step"},
		{"bad relative date", "relative q1 = later", "bad relative date"},
		{"no currency", "money = quid", "no currency"},
	}
	for _, tt := range tests {
		_, err := newLexicon("# a table\n" + tt.line + "\n")
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "line 2") {
			t.Errorf("%s: newLexicon(%q) = %v, want an error of line 2 with %q", tt.reason, tt.line, err, tt.want)
		}
	}
}
