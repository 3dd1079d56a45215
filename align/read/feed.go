package read

import (
	"encoding/json"
	"encoding/xml"
	"html"
	"strconv"
	"strings"
	"unicode"
)

// feedOpenings begin a feed in XML: RSS 2, Atom, RSS 1.
var feedOpenings = []string{"<rss", "<feed", "<rdf:rdf"}

// jsonFeed is in the first lines of a JSON Feed.
const jsonFeed = "https://jsonfeed.org/version/1"

func beginsAsFeed(text string) bool {
	head := strings.TrimSpace(text[:min(len(text), 4096)])
	return beginsWithTag(text, feedOpenings) || strings.HasPrefix(head, "{") && strings.Contains(strings.ReplaceAll(head, `\/`, "/"), jsonFeed)
}

// splitEntry parts the name of a feed from the number of an entry in it, as in
// "feed.xml#2"; the number is 0 where none is named.
func splitEntry(name string) (feed string, entry int) {
	if at := strings.LastIndexByte(name, '#'); at > 0 {
		if n, err := strconv.Atoi(name[at+1:]); err == nil && n > 0 {
			return name[:at], n
		}
	}
	return name, 0
}

// feedEntry is an article in a feed, the content as HTML.
type feedEntry struct{ title, content, summary, date, lang string }

// readFeed reads the entry of a feed that the name ends in the number of, or
// its only one.
func readFeed(b []byte, name string) (*Document, error) {
	read := readXMLFeed
	if strings.HasPrefix(strings.TrimSpace(string(b[:min(len(b), 4096)])), "{") {
		read = readJSONFeed
	}
	lang, entries, err := read(b)
	if err != nil {
		return nil, &DamagedError{Name: name, Format: "feed", Err: err}
	}
	_, number := splitEntry(name)
	if number == 0 && len(entries) == 1 {
		number = 1
	}
	if number == 0 || number > len(entries) {
		e := &FeedError{Name: name, Entry: number}
		for _, entry := range entries {
			e.Entries = append(e.Entries, shown(entry.title))
		}
		return nil, e
	}
	e := entries[number-1]
	if strings.TrimSpace(e.content) == "" {
		e.content = e.summary
	}
	if e.lang == "" {
		e.lang = lang
	}
	page := "<h1>" + html.EscapeString(e.title) + "</h1>\n" + e.content
	doc := walkTree(parseHTML(strings.ToValidUTF8(page, "\uFFFD")), form{}).document(e.title)
	doc.Lang, doc.Date, doc.Charset = parseLang(e.lang), parseDate(e.date), "utf-8"
	return doc, nil
}

// shown makes a title fit for an error: short, and without what drives terminals.
func shown(title string) string {
	const most = 100
	title = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, title)
	if runes := []rune(title); len(runes) > most {
		title = string(runes[:most]) + "…"
	}
	return title
}

// feedReader reads RSS and Atom. The elements of both differ in name, so that
// they need not be told apart.
type feedReader struct {
	lang    string
	entries []feedEntry
	inEntry bool

	depth  int             // of elements open in field
	field  string          // the element at hand that is wanted, "" for none
	markup bool            // its elements and text are XHTML
	plain  bool            // its text is no HTML
	text   strings.Builder // what is in it
}

func readXMLFeed(b []byte) (lang string, entries []feedEntry, err error) {
	r := new(feedReader)
	err = visitXML(b, visitor{start: r.start, end: r.end, text: r.write})
	if err != nil && (err == errNesting || len(r.entries) == 0) {
		return "", nil, err
	}
	return r.lang, r.entries, nil // what is cut off behind them may be
}

// feedFields are the elements that are wanted of an entry, and their fields.
var feedFields = map[string]func(*feedEntry) *string{
	"title":       func(e *feedEntry) *string { return &e.title },
	"description": func(e *feedEntry) *string { return &e.summary },
	"summary":     func(e *feedEntry) *string { return &e.summary },
	"encoded":     func(e *feedEntry) *string { return &e.content },
	"content":     func(e *feedEntry) *string { return &e.content },
	"pubDate":     func(e *feedEntry) *string { return &e.date },
	"published":   func(e *feedEntry) *string { return &e.date },
	"date":        func(e *feedEntry) *string { return &e.date },
	"language":    func(e *feedEntry) *string { return &e.lang },
}

func (r *feedReader) start(e xml.StartElement) bool {
	name := e.Name.Local
	if r.field != "" {
		r.depth++
		if r.markup {
			r.text.WriteString("<" + name + ">")
		}
		return true
	}
	switch {
	case name == "feed":
		r.lang = attr(e, "lang")
	case name == "item" || name == "entry":
		r.entries = append(r.entries, feedEntry{lang: attr(e, "lang")})
		r.inEntry = true
	case strings.Contains(e.Name.Space, "/mrss/") || strings.HasSuffix(e.Name.Space, "itunes-1.0.dtd"):
		return false // captions of pictures, which have the same names
	case r.inEntry && feedFields[name] != nil, name == "language":
		kind := attr(e, "type")
		atom := strings.HasSuffix(e.Name.Space, "/Atom")
		r.field, r.markup, r.depth = name, kind == "xhtml", 0
		r.plain = atom && (kind == "" || kind == "text" || kind == "text/plain")
		r.text.Reset()
	}
	return true
}

func (r *feedReader) end(e xml.EndElement) {
	if r.field == "" {
		r.inEntry = r.inEntry && e.Name.Local != "item" && e.Name.Local != "entry"
		return
	}
	if r.depth > 0 {
		r.depth--
		if r.markup {
			r.text.WriteString("</" + e.Name.Local + ">")
		}
		return
	}
	text := r.text.String()
	switch {
	case !r.inEntry:
		r.lang = text
	default:
		field := feedFields[r.field](&r.entries[len(r.entries)-1])
		if r.field == "title" {
			text = strings.Join(strings.Fields(html.UnescapeString(text)), " ")
		}
		if *field == "" || r.field == "encoded" {
			*field = text
		}
	}
	r.field = ""
}

func (r *feedReader) write(s string) {
	if r.field == "" {
		return
	}
	if (r.markup || r.plain) && r.field != "title" {
		s = html.EscapeString(s)
	}
	r.text.WriteString(s)
}

func readJSONFeed(b []byte) (lang string, entries []feedEntry, err error) {
	var feed struct {
		Language string
		Items    []struct {
			Title, Summary, Language string
			ContentHTML              string `json:"content_html"`
			ContentText              string `json:"content_text"`
			Published                string `json:"date_published"`
		}
	}
	if err := json.Unmarshal(b, &feed); err != nil {
		return "", nil, err
	}
	for _, i := range feed.Items {
		e := feedEntry{title: strings.Join(strings.Fields(i.Title), " "), content: i.ContentHTML, summary: html.EscapeString(i.Summary), date: i.Published, lang: i.Language}
		if e.content == "" {
			e.content = "<p>" + strings.ReplaceAll(html.EscapeString(i.ContentText), "\n\n", "<p>")
		}
		entries = append(entries, e)
	}
	return feed.Language, entries, nil
}
