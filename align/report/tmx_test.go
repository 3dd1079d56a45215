package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"factdiff/align"
)

// element is what the DTD of TMX 1.4 says of an element: its content, as an
// expression over the names of its children, and its attributes, those required
// with an asterisk.
type element struct{ content, attributes string }

// tmxRules are the DTD's, as far as they are about elements without markup in
// the segments, which there is none of.
var tmxRules = map[string]element{
	"tmx": {`header body`, "version*"},
	"header": {`((note|prop|ude) ?)*`, "creationtool* creationtoolversion* segtype* o-tmf* adminlang* srclang* datatype* " +
		"o-encoding creationdate creationid changedate changeid"},
	"body": {`(tu ?)*`, ""},
	"tu": {`((note|prop) )*tuv( tuv)*`, "tuid o-encoding datatype usagecount lastusagedate creationtool creationtoolversion " +
		"creationdate creationid changedate segtype changeid o-tmf srclang"},
	"tuv": {`((note|prop) )*seg`, "lang* o-encoding datatype usagecount lastusagedate creationtool creationtoolversion " +
		"creationdate creationid changedate changeid o-tmf"},
	"seg":  {`#?`, ""},
	"prop": {`#?`, "type* lang o-encoding"},
	"note": {`#?`, "lang o-encoding"},
}

// checkTMX tells what is against the DTD.
func checkTMX(text []byte) error {
	type open struct {
		name     string
		children []string
	}
	d := xml.NewDecoder(bytes.NewReader(text))
	stack := []*open{{}}
	for {
		token, err := d.Token()
		if err == io.EOF {
			if len(stack[0].children) != 1 || stack[0].children[0] != "tmx" {
				return fmt.Errorf("the root is %v", stack[0].children)
			}
			return nil
		}
		if err != nil {
			return err
		}
		top := stack[len(stack)-1]
		switch x := token.(type) {
		case xml.StartElement:
			rule, ok := tmxRules[x.Name.Local]
			if !ok {
				return fmt.Errorf("there is no element %s", x.Name.Local)
			}
			var has []string
			for _, a := range x.Attr {
				if a.Name.Local == "lang" && a.Name.Space != "http://www.w3.org/XML/1998/namespace" {
					return fmt.Errorf("lang is not xml:lang")
				}
				if a.Name.Local == "segtype" && !slices.Contains([]string{"block", "paragraph", "sentence", "phrase"}, a.Value) || a.Name.Local == "version" && a.Value != "1.4" {
					return fmt.Errorf("%s is %q", a.Name.Local, a.Value)
				}
				has = append(has, a.Name.Local)
			}
			for _, name := range strings.Fields(rule.attributes) {
				name, required := strings.CutSuffix(name, "*")
				if i := slices.Index(has, name); i >= 0 {
					has = slices.Delete(has, i, i+1)
				} else if required {
					return fmt.Errorf("<%s> lacks %s", x.Name.Local, name)
				}
			}
			if len(has) > 0 {
				return fmt.Errorf("<%s> has %v", x.Name.Local, has)
			}
			top.children = append(top.children, x.Name.Local)
			stack = append(stack, &open{name: x.Name.Local})
		case xml.CharData:
			if strings.TrimSpace(string(x)) != "" {
				top.children = append(top.children, "#")
			}
		case xml.EndElement:
			if !regexp.MustCompile("^(" + tmxRules[top.name].content + ")$").MatchString(strings.Join(top.children, " ")) {
				return fmt.Errorf("<%s> has %v", top.name, top.children)
			}
			stack = stack[:len(stack)-1]
		}
	}
}

// The rules have to refuse what is wrong, or they say nothing.
func TestTMXRules(t *testing.T) {
	good := `<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>` +
		`<body><tu tuid="1"><prop type="x">1</prop><tuv xml:lang="en"><seg>x</seg></tuv><tuv xml:lang="de"><seg/></tuv></tu></body></tmx>`
	if err := checkTMX([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{
		{`version="1.4"`, ``}, {`version="1.4"`, `version="2"`}, {`xml:lang="en"`, ``}, {`xml:lang`, `lang`}, {`segtype="sentence"`, `segtype="word"`},
		{`<seg/>`, ``}, {`<seg>x</seg>`, `<seg><b/></seg>`}, {`<seg/>`, `<seg/><seg/>`}, {`<prop type="x">`, `<prop>`}, {`tuid`, `id`},
		{`<tuv xml:lang="en"><seg>x</seg></tuv><tuv xml:lang="de"><seg/></tuv>`, ``}, {`<body>`, `<body>x`}, {` srclang="en"`, ``},
	} {
		bad := strings.Replace(good, c[0], c[1], 1)
		if bad == good || checkTMX([]byte(bad)) == nil {
			t.Errorf("they take %s for %s", c[1], c[0])
		}
	}
}

func TestTMX(t *testing.T) {
	for name, r := range map[string]*align.Report{
		"bridge": bridge(), "hostile": hostile(), "wide": wide(), "nothing": {}, "nine": crowd(9),
		"no language": compose([]written{{"", "a", "", []string{"=x"}}, {"de", "b", "", []string{"=y"}}}, "a1=b1"),
	} {
		text := output(t, allFormats(r, nil)["TMX"])
		if err := checkTMX(text); err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

func TestAlignments(t *testing.T) {
	for _, c := range []struct {
		reason  string
		facts   [][]string
		matches string
		want    string
	}{
		{"one with one", [][]string{{"=x", "=y"}, {"=x", "=y"}}, "a1=b1 a2=b2", "x|x; y|y"},
		{"in the order of the first", [][]string{{"=x", "=y"}, {"=y", "=x"}}, "a1=b2 a2=b1", "x|x; y|y"},
		{"facts of one sentence", [][]string{{"=x", "+=y"}, {"=xy"}}, "a1=b1 a2=b1", "x y|xy"},
		{"one with two", [][]string{{"=x", "+=y"}, {"=x", "=y"}}, "a1=b1 a2=b2", "x y|x y"},
		{"one with too many", [][]string{{"=x"}, {"=x", "=x", "=x", "=x"}}, "a1=b1 a1=b2 a1=b3 a1=b4", ""},
		{"with one between", [][]string{{"=x"}, {"=x", "oz", "=x"}}, "a1=b1 a1=b3", ""},
		{"nothing in common", [][]string{{"ox"}, {"oy"}}, "", ""},
		{"a contradiction is no translation", [][]string{{"=x", "+!18"}, {"=x", "+!21"}}, "a1=b1 a2!b2", ""},
		{"nor is what says much more", [][]string{{"=short", "+oand much more of its own"}, {"=short"}}, "a1=b1", ""},
		{"a little more may be", [][]string{{"=a rather long matter", "+oand so"}, {"=x"}}, "a1=b1", "a rather long matter and so|x"},
		{"three versions", [][]string{{"=x"}, {"=x"}, {"=x", "oy"}}, "a1=b1 a1=c1", "x|x|x"},
	} {
		var versions []written
		for _, facts := range c.facts {
			versions = append(versions, written{lang: "en", facts: facts})
		}
		r := compose(versions, strings.Fields(c.matches)...)
		var got []string
		for _, a := range alignments(r) {
			var segments []string
			for _, v := range a.unit(r, 1).Variants {
				segments = append(segments, v.Segment)
			}
			got = append(got, strings.Join(segments, "|"))
		}
		if got := strings.Join(got, "; "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.reason, got, c.want)
		}
	}
}
