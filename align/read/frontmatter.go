package read

import "strings"

// frontMatter splits a Markdown text into its body and the number of lines
// before that, and sets what the front matter states: YAML between lines of
// "---" or TOML between lines of "+++", of which title, language and date at
// the top level are read. Without front matter the body is the whole text.
func frontMatter(text string, doc *Document) (body string, lines int) {
	first, rest, ok := strings.Cut(text, "\n")
	fence := strings.TrimRight(first, " \t")
	if !ok || fence != "---" && fence != "+++" {
		return text, 0
	}
	fields := make(map[string]string)
	for lines = 1; ok; lines++ {
		var line string
		line, rest, ok = strings.Cut(rest, "\n")
		line = strings.TrimRight(line, " \t")
		if line == fence || line == "..." && fence == "---" {
			setFields(doc, fields)
			return rest, lines + 1
		}
		if line == "" || strings.ContainsRune(" \t-#[{}]", rune(line[0])) {
			continue // nested values and comments
		}
		key, value, found := strings.Cut(line, map[string]string{"---": ":", "+++": "="}[fence])
		if !found {
			return text, 0 // prose between two rules
		}
		fields[strings.ToLower(strings.TrimSpace(key))] = scalar(value)
	}
	return text, 0
}

// scalar returns the string a YAML or TOML value stands for, in so far as it
// stands on the line.
func scalar(value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	if quote := value[:1]; quote == `"` || quote == "'" {
		if inner, _, ok := strings.Cut(value[1:], quote); ok {
			return inner
		}
		return value
	}
	value, _, _ = strings.Cut(value, " #")
	return strings.TrimSpace(value)
}

// setFields takes over the fields by the names site generators give them.
func setFields(doc *Document, fields map[string]string) {
	doc.Title = fields["title"]
	for _, key := range []string{"lang", "language", "locale"} {
		if doc.Lang == "" {
			doc.Lang = parseLang(fields[key])
		}
	}
	for _, key := range []string{"date", "published", "pubdate", "publishdate"} {
		if doc.Date.IsZero() {
			doc.Date = parseDate(fields[key])
		}
	}
}
