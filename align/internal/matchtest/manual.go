//go:build unix

package main

import (
	"bufio"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// manual is a manual page: paragraphs by section.
type manual [][]string

// manuals reads the pages of a language below the folders of unpacked packages,
// by their names, such as mount.8. Links to other pages are left out.
func manuals(packages, lang string) (map[string]manual, error) {
	files, err := filepath.Glob(filepath.Join(packages, "*", "usr/share/man", lang, "man*", "*.gz"))
	if err != nil {
		return nil, err
	}
	out := map[string]manual{}
	for _, file := range files {
		if info, err := os.Lstat(file); err != nil || !info.Mode().IsRegular() {
			continue
		}
		m, err := readManual(file)
		if err != nil {
			return nil, err
		}
		if len(m) > 1 {
			out[strings.TrimSuffix(filepath.Base(file), ".gz")] = m
		}
	}
	return out, nil
}

func readManual(file string) (manual, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	source, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	return parse(string(source)), nil
}

// breaks are the requests that end a paragraph, fonts those whose arguments are
// text.
var breaks, fonts = set("PP LP P TP IP HP RS RE sp br TQ nf fi EX EE"), set("B I R BR RB BI IB IR RI SM SB Nm")

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// parse takes the text out of a page. It knows of the macros of man(7) and of
// roff(7) what translated pages use; tables and definitions are left out.
func parse(source string) manual {
	var m manual
	var paragraph strings.Builder
	end := func() {
		text := strings.Join(strings.Fields(paragraph.String()), " ")
		paragraph.Reset()
		if text != "" && len(m) > 0 {
			m[len(m)-1] = append(m[len(m)-1], text)
		}
	}
	skip := "" // the request that ends what is left out
	lines := bufio.NewScanner(strings.NewReader(source))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if skip != "" {
			if strings.HasPrefix(strings.ReplaceAll(line, " ", ""), skip) {
				skip = ""
			}
			continue
		}
		if !strings.HasPrefix(line, ".") && !strings.HasPrefix(line, "'") {
			paragraph.WriteString(unescape(line) + " ")
			continue
		}
		request, rest, _ := strings.Cut(strings.TrimLeft(line[1:], " "), " ")
		switch {
		case request == "SH" || request == "SS":
			end()
			m = append(m, nil)
		case request == "TS":
			end()
			skip = ".TE"
		case request == "de" || request == "am":
			skip = ".."
		case breaks[request]:
			end()
		case fonts[request]:
			joint := " "
			if len(request) == 2 {
				joint = ""
			}
			paragraph.WriteString(strings.Join(arguments(unescape(rest)), joint) + " ")
		}
	}
	end()
	return m
}

// arguments splits what follows a request.
func arguments(s string) []string {
	var out []string
	for _, a := range argument.FindAllString(s, -1) {
		out = append(out, strings.ReplaceAll(strings.Trim(a, `"`), `""`, `"`))
	}
	return out
}

var (
	argument = regexp.MustCompile(`"(?:[^"]|"")*"|[^ ]+`)
	escape   = regexp.MustCompile(`\\(?:f(?:\[[^\]]*\]|\(..|.)|s[-+]?\d+|\*?\(..|\*?\[[^\]]*\]|m\[[^\]]*\]|".*|.)`)
	glyphs   = map[string]string{
		`\-`: "-", `\ `: " ", `\e`: `\`, `\(aq`: "'", `\(oq`: "‘", `\(cq`: "’", `\(lq`: "“", `\(rq`: "”", `\(dq`: `"`, `\*(lq`: "“", `\*(rq`: "”",
		`\(em`: "—", `\(en`: "–", `\(ha`: "^", `\(ti`: "~", `\(bu`: "•", `\(co`: "©", `\(rs`: `\`, `\(+-`: "±", `\(mu`: "×", `\(->`: "→",
		`\(Fo`: "«", `\(Fc`: "»", `\(bq`: "„", `\(Bq`: "„", `\(ga`: "`", `\(at`: "@", `\(sh`: "#", `\(<=`: "≤", `\(>=`: "≥", `\.`: ".", `\'`: "´", "\\`": "`", `\~`: " ", `\0`: " ",
	}
)

func unescape(s string) string {
	return escape.ReplaceAllStringFunc(s, func(e string) string { return glyphs[e] })
}
