package read

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/htmlindex"
)

// sampleSize is how many bytes are looked at to guess an encoding.
const sampleSize = 64 << 10

// decode returns b as valid UTF-8 without a byte order mark, and the name of
// the encoding it was in by the WHATWG Encoding Standard. The header that came
// with b states stated, "" for none.
func decode(b []byte, stated string) (text, name string) {
	name = encodingOf(b, stated)
	return strings.TrimPrefix(decodeAs(name, b), "\uFEFF"), name
}

// decodeAs returns b as valid UTF-8, in which what is no text in the named
// encoding is U+FFFD.
func decodeAs(name string, b []byte) string {
	if e, err := htmlindex.Get(name); err == nil {
		// Decoders replace what they cannot read; only that of encodings
		// that browsers refuse fails.
		if decoded, err := e.NewDecoder().Bytes(b); err == nil {
			b = decoded
		}
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// encodingOf names the encoding of b: by byte order mark, by being UTF-8, which
// nothing else is by chance, by its header's statement, by a page's declaration, or
// by a guess.
func encodingOf(b []byte, stated string) string {
	switch {
	case bytes.HasPrefix(b, []byte("\uFEFF")):
		return "utf-8"
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return "utf-16le"
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return "utf-16be"
	}
	if name := utf16Of(b); name != "" {
		return name
	}
	if bytes.Contains(b, []byte("\x1B$B")) || bytes.Contains(b, []byte("\x1B$@")) {
		return "iso-2022-jp"
	}
	if isUTF8(b) {
		return "utf-8"
	}
	if e, err := htmlindex.Get(stated); err == nil {
		if name, err := htmlindex.Name(e); err == nil && name != "utf-8" && name != "replacement" {
			return name
		}
	}
	if name := declared(b); name != "" && name != "utf-8" {
		return name
	}
	return guess(b)
}

// declared names the encoding a page declares in its first <meta> that speaks
// of one, wherever in its beginning that is, or returns "".
func declared(b []byte) string {
	b = b[:min(len(b), sampleSize)]
	for rest := bytes.ToLower(b); ; {
		start := bytes.Index(rest, []byte("<meta"))
		if start < 0 {
			return ""
		}
		end := bytes.IndexByte(rest[start:], '>')
		if end < 0 {
			return ""
		}
		tag := rest[start : start+end+1]
		if bytes.Contains(tag, []byte("charset")) {
			_, name, _ := charset.DetermineEncoding(tag, "")
			return name
		}
		rest = rest[start+end:]
	}
}

// utf16Of tells UTF-16 without a mark, or returns "". The spaces, line ends,
// digits and Latin letters of any language have a zero in the same half of
// each unit. Where they are few, as in Chinese, the bytes must be no text one by
// one, and a text in units of one of the two orders only.
func utf16Of(b []byte) string {
	b = b[:min(len(b), sampleSize)&^1]
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i&1]++
		}
	}
	big, little := zeros[0], zeros[1]
	switch {
	case big == 0 && little == 0:
		return ""
	case big*50 > len(b) && little*20 <= big:
		return "utf-16be"
	case little*50 > len(b) && big*20 <= little:
		return "utf-16le"
	case utf8.Valid(b) && !isBinary(string(b)):
		return ""
	}
	switch isBig, isLittle := isGraphic(decodeAs("utf-16be", b)), isGraphic(decodeAs("utf-16le", b)); {
	case isBig && !isLittle:
		return "utf-16be"
	case isLittle && !isBig:
		return "utf-16le"
	}
	return ""
}

// isGraphic tells whether text has no characters but those that are seen or
// space and direct others.
func isGraphic(text string) bool {
	for _, r := range text {
		if r == utf8.RuneError || !unicode.IsGraphic(r) && !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			return false
		}
	}
	return true
}

// isUTF8 tells whether b is UTF-8, allowing one damaged byte in twenty letters
// outside ASCII.
func isUTF8(b []byte) bool {
	if utf8.Valid(b) {
		return true
	}
	damaged, letters := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			damaged++
		case n > 1:
			letters++
		}
		b = b[n:]
	}
	return damaged*20 <= letters
}

// guess names the encoding that makes b look most like a language, by the
// letter statistics of the ICU detector, markup aside, from where ASCII ends.
func guess(b []byte) string {
	first := bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf })
	sample := b[max(0, first-256):]
	sample = sample[:min(len(sample), sampleSize)]
	if isThai(sample) {
		return "windows-874"
	}
	results, err := chardet.NewHtmlDetector().DetectAll(sample)
	if err != nil {
		return "windows-1252"
	}
	for _, r := range results {
		name, ok := detected[r.Charset]
		switch {
		case r.Charset == "ISO-8859-1" && isLatin9(sample):
			return "iso-8859-15"
		case r.Charset == "ISO-8859-7" && bytes.IndexByte(sample, greekAlpha) < 0:
			return "windows-1253"
		case ok:
			return name
		}
	}
	return "windows-1252"
}

// greekAlpha is Ά in ISO 8859-7, and hardly used in windows-1253, which has the
// letter elsewhere and is otherwise the same for Greek letters.
const greekAlpha = 0xB6

// isLatin9 tells ISO 8859-15, which the detector does not know, by its euro
// sign and its letter œ: in ISO 8859-1 these are a currency sign of no country
// and a fraction within a word.
func isLatin9(b []byte) bool {
	if bytes.IndexByte(b, 0xA4) >= 0 {
		return true
	}
	for i := 1; i < len(b); i++ {
		if b[i] == 0xBD && b[i-1] >= 'a' && b[i-1] <= 'z' {
			return true
		}
	}
	return false
}

// detected maps the detector's names to those of the WHATWG standard, as far
// as texts come in them: without the EBCDIC pages, which it also knows. Of
// encodings one of which extends the other, the larger stands.
var detected = map[string]string{
	"Big5":         "big5",
	"EUC-JP":       "euc-jp",
	"EUC-KR":       "euc-kr",
	"GB18030":      "gb18030",
	"ISO-8859-1":   "windows-1252",
	"ISO-8859-2":   "iso-8859-2",
	"ISO-8859-5":   "iso-8859-5",
	"ISO-8859-6":   "iso-8859-6",
	"ISO-8859-7":   "iso-8859-7",
	"ISO-8859-8":   "windows-1255",
	"ISO-8859-8-I": "windows-1255",
	"ISO-8859-9":   "windows-1254",
	"KOI8-R":       "koi8-u",
	"Shift_JIS":    "shift_jis",
	"windows-1250": "windows-1250",
	"windows-1251": "windows-1251",
	"windows-1252": "windows-1252",
	"windows-1253": "windows-1253",
	"windows-1254": "windows-1254",
	"windows-1255": "windows-1255",
	"windows-1256": "windows-1256",
}

// isThai tells windows-874, which the detector does not know: its vowels and
// tone marks above and below the line stand only behind a consonant or another
// such mark, which other encodings do not keep to, but for those of two bytes a
// character; these have no odd number of bytes in a row.
func isThai(b []byte) bool {
	marks, astray, odd, runs, run := 0, 0, 0, 0, 0
	last := byte(' ')
	for _, c := range b {
		switch {
		case c >= 0x80:
			run++
		case run > 0:
			runs++
			odd += run & 1
			run = 0
		}
		if isThaiMark(c) {
			marks++
			if !isThaiMark(last) && (last < 0xA1 || last > 0xCE) {
				astray++
			}
		}
		last = c
	}
	return marks >= 8 && astray*100 <= marks && odd*10 > runs
}

func isThaiMark(c byte) bool {
	return c == 0xD1 || c >= 0xD4 && c <= 0xDA || c >= 0xE7 && c <= 0xEE
}
