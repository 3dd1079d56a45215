package drift

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"factdiff/align/lang"
)

// Pair is a page of the source and its translation into one language.
type Pair struct {
	Name        string `json:"name"`        // what the two are called in their places
	Lang        string `json:"lang"`        // of the translation, "" where its place does not tell
	Source      string `json:"source"`      // its file, "" where there is none
	Translation string `json:"translation"` // its file, "" where there is none
}

// extensions are the endings of the files that are read.
var extensions = []string{".md", ".markdown", ".mdx", ".html", ".htm", ".xhtml", ".rst", ".rest", ".txt"}

// Readable tells by its name whether a file is a page of documentation: of a
// format that is read, and in no folder of a program's own.
func Readable(name string) bool {
	for part := range strings.SplitSeq(path.Dir(name), "/") {
		if part != "." && part != ".." && (strings.HasPrefix(part, ".") || strings.HasPrefix(part, "_")) || part == "node_modules" {
			return false
		}
	}
	return slices.Contains(extensions, strings.ToLower(path.Ext(name)))
}

// Folders pairs the files of a folder with those of the same name in folders of
// translations. All names have forward slashes. Of folders that lie in one
// another, files belong to the innermost; beside a translation's folder, others
// that are called after a language hold translations too.
func Folders(files []string, source string, translations []string) []Pair {
	source, translations = path.Clean(source), slices.Clone(translations)
	for i, t := range translations {
		translations[i] = path.Clean(t)
	}
	in := map[string]map[string]bool{} // names by folder
	for _, f := range files {
		folder := ""
		for _, root := range append([]string{source}, translations...) {
			if inside(f, root) && len(root) >= len(folder) {
				folder = root
			}
		}
		if folder == "" || folder == source && slices.ContainsFunc(translations, func(t string) bool { return besideLanguage(f, t, source) }) {
			continue
		}
		if in[folder] == nil {
			in[folder] = map[string]bool{}
		}
		in[folder][relative(f, folder)] = true
	}
	var out []Pair
	for _, t := range translations {
		code := languageOf(path.Base(t))
		if m := docusaurus.FindStringSubmatch(t + "/"); m != nil {
			code = languageOf(m[1])
		}
		for name := range in[source] {
			p := Pair{Name: name, Lang: code, Source: path.Join(source, name)}
			if in[t][name] {
				p.Translation = path.Join(t, name)
			}
			out = append(out, p)
		}
		for name := range in[t] {
			if !in[source][name] {
				out = append(out, Pair{Name: name, Lang: code, Translation: path.Join(t, name)})
			}
		}
	}
	return inOrder(out)
}

func inOrder(pairs []Pair) []Pair {
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Translation, b.Translation))
	})
	return pairs
}

func inside(file, folder string) bool {
	return folder == "." && !strings.HasPrefix(file, "../") || strings.HasPrefix(file, folder+"/")
}

func relative(file, folder string) string {
	if folder == "." {
		return file
	}
	return strings.TrimPrefix(file, folder+"/")
}

// besideLanguage tells whether a file of the source lies in a folder that is
// called after a language, beside that of a translation inside the source's.
func besideLanguage(file, translation, source string) bool {
	parent := path.Dir(translation)
	if parent != source && !inside(parent, source) || !inside(file, parent) {
		return false
	}
	first, _, ok := strings.Cut(relative(file, parent), "/")
	return ok && languageOf(first) != ""
}

// languageOf is the language that a part of a name stands for, "" for none.
func languageOf(part string) string {
	if !languageForm.MatchString(part) {
		return ""
	}
	return lang.Code(strings.ReplaceAll(part, "_", "-"))
}

var languageForm = regexp.MustCompile(`^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$`)

// Pattern tells by their names which files are the same page in several
// languages: a name in which {lang} stands for the language and {name} for the
// rest, as in "{lang}/{name}" or "{name}.{lang}.md".
type Pattern struct {
	text string
	with *regexp.Regexp
	bare *regexp.Regexp // a source whose name has no language; nil where all have
}

// ParsePattern reads a pattern. Where {lang} is part of a file's name, as in
// "{name}.{lang}.md", a file without it is in the language of the source.
func ParsePattern(text string) (*Pattern, error) {
	if strings.Count(text, "{lang}") != 1 || strings.Count(text, "{name}") != 1 {
		return nil, fmt.Errorf("the pattern %q: it needs {lang} and {name}, once each", text)
	}
	compile := func(s string) *regexp.Regexp {
		s = regexp.QuoteMeta(s)
		s = strings.Replace(s, `\{lang\}`, `(?P<lang>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)`, 1)
		s = strings.Replace(s, `\{name\}`, `(?P<name>.+?)`, 1)
		return regexp.MustCompile("^" + s + "$")
	}
	p := &Pattern{text: text, with: compile(text)}
	if i := strings.Index(text, "{lang}"); i > 0 && strings.IndexByte("._-", text[i-1]) >= 0 {
		p.bare = compile(text[:i-1] + text[i+len("{lang}"):])
	}
	return p, nil
}

func (p *Pattern) String() string { return p.text }

// of returns the page and language of a file; the language is "" where the name
// has none.
func (p *Pattern) of(file string) (name, code string, ok bool) {
	if m := p.with.FindStringSubmatch(file); m != nil {
		if code := languageOf(m[p.with.SubexpIndex("lang")]); code != "" {
			return m[p.with.SubexpIndex("name")], code, true
		}
	}
	if p.bare != nil {
		if m := p.bare.FindStringSubmatch(file); m != nil {
			return m[p.bare.SubexpIndex("name")], "", true
		}
	}
	return "", "", false
}

// Pairs pairs files, whose names are relative to a folder that is put before
// them, by a pattern. The source is in the language given by its code.
func (p *Pattern) Pairs(folder string, files []string, source string) []Pair {
	pages := map[string]map[string]string{} // files by page and language
	languages := map[string]bool{}
	for _, f := range files {
		name, code, ok := p.of(f)
		if !ok {
			continue
		}
		if code == "" {
			code = source
		}
		if pages[name] == nil {
			pages[name] = map[string]string{}
		}
		pages[name][code] = path.Join(folder, f)
		languages[code] = true
	}
	delete(languages, source)
	var out []Pair
	for name, in := range pages {
		for code := range languages {
			if in[source] != "" || in[code] != "" {
				out = append(out, Pair{name, code, in[source], in[code]})
			}
		}
	}
	return inOrder(out)
}

// layouts are the patterns by which documentation is commonly laid out: folders
// by language, and the language before the ending, as MkDocs, Hugo and others
// have it.
func layouts() (all []*Pattern) {
	texts := []string{"{lang}/{name}"}
	for _, separator := range []string{".", "_"} {
		for _, e := range extensions {
			texts = append(texts, "{name}"+separator+"{lang}"+e)
		}
	}
	for _, t := range texts {
		p, _ := ParsePattern(t)
		all = append(all, p)
	}
	return all
}

// docusaurus is where Docusaurus keeps translations.
var docusaurus = regexp.MustCompile(`^(?:.*/)?i18n/([^/]+)/docusaurus-plugin-content-docs/current/`)

// Detect pairs the files of a folder by the first common layout that fits. The
// second result tells which; it is "" where none does.
func Detect(folder string, files []string, source string) ([]Pair, string) {
	var translations []string
	for _, f := range files {
		if m := strings.TrimSuffix(docusaurus.FindString(f), "/"); m != "" && !slices.Contains(translations, path.Join(folder, m)) {
			translations = append(translations, path.Join(folder, m))
		}
	}
	if len(translations) > 0 {
		var whole []string
		for _, f := range files {
			whole = append(whole, path.Join(folder, f))
		}
		pairs := Folders(whole, path.Join(folder, "docs"), translations)
		return pairs, "docs and i18n/{lang}"
	}
	for _, p := range layouts() {
		pairs := p.Pairs(folder, files, source)
		if slices.ContainsFunc(pairs, func(p Pair) bool { return p.Source != "" && p.Translation != "" }) {
			return pairs, p.text
		}
	}
	return nil, ""
}
