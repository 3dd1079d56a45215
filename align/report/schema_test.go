package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"factdiff/align"
)

// compile makes a schema of its text; a strict one knows no members but those
// that it names.
func compile(t *testing.T, text string, strict bool) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if strict {
		closeObjects(doc)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("mem:schema", doc); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("mem:schema")
}

func closeObjects(node any) {
	switch x := node.(type) {
	case map[string]any:
		if _, is := x["required"]; is && x["properties"] != nil {
			x["additionalProperties"] = false
		}
		for _, v := range x {
			closeObjects(v)
		}
	case []any:
		for _, v := range x {
			closeObjects(v)
		}
	}
}

// valid checks a JSON text.
func valid(schema *jsonschema.Schema, text []byte) error {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(doc)
}

// TestSchema has every golden report, and reports of the tests, in the form that
// the schema describes, without a member that it does not name.
func TestSchema(t *testing.T) {
	schema := compile(t, Schema, true)
	files, err := filepath.Glob("../../cmd/factdiff/testdata/golden/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden reports: %v", err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := valid(schema, b); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	explained := bridge()
	explained.Facts[3].Explanation = []align.Weighing{{Version: "b", Shared: 0.25, Candidates: []align.Candidate{
		{ID: "b4", Agree: [][2]string{{"x", "y"}}, Disagree: [][2]string{{"18", "21"}}},
	}}}
	for name, r := range map[string]*align.Report{"three versions": bridge(), "explained": explained, "long": long(50)} {
		for i := range r.Facts {
			if r.Facts[i].Matches == nil {
				r.Facts[i].Matches = []align.Match{}
			}
		}
		if err := valid(schema, []byte(jsonOf(t, r))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The schema has to refuse what is wrong, or it says nothing.
func TestSchemaRefuses(t *testing.T) {
	good := jsonOf(t, compose([]written{{"en", "a.txt", "", []string{"=x"}}, {"de", "b.txt", "", []string{"=y"}}}, "a1=b1"))
	schema := compile(t, Schema, false)
	if err := valid(schema, []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{`"factdiff/v1"`, `"factdiff/v2"`},
		{`"status": "shared", "confidence"`, `"status": "common", "confidence"`},
		{`"confidence": 0.9`, `"confidence": 1.9`},
		{`"confidence": 0.9`, `"confidence": "0.9"`},
		{`"start": 0`, `"start": -1`},
		{`"status": "shared", "confidence"`, `"status": "only", "confidence"`},
		{`"relation": "same"`, `"relation": "different"`},
		{`"lang": "en", `, ``},
		{`"groups"`, `"rows"`},
		{`"id": "a1"`, `"id": "1a"`},
	} {
		bad := strings.Replace(good, c[0], c[1], 1)
		if bad == good {
			t.Errorf("%s is not in the report", c[0])
		}
		if valid(schema, []byte(bad)) == nil {
			t.Errorf("it takes %s for %s", c[1], c[0])
		}
	}
	if err := valid(schema, []byte(strings.Replace(good, `"model"`, `"later": 1, "model"`, 1))); err != nil {
		t.Errorf("a member of a later program: %v", err)
	}
}
