package read

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// savedPage is a page as Chromium saves it with "Webpage, single file".
const savedPage = `From: <Saved by Blink>
Snapshot-Content-Location: https://courier.example/ferry
Subject: =?utf-8?Q?Ferry?=
Date: Sat, 14 Mar 2026 08:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
	type="text/html";
	boundary="----MultipartBoundary--x----"


------MultipartBoundary--x----
Content-Type: text/html
Content-ID: <frame-A@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://courier.example/ferry

<!DOCTYPE html><html lang=3D"de"><head><meta http-equiv=3D"Content-Type" con=
tent=3D"text/html; charset=3DUTF-8"></head><body><h1>Die F=C3=A4hre</h1><p>=
Sie f=C3=A4hrt wieder.</p></body></html>
------MultipartBoundary--x----
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://courier.example/a.png

iVBORw0KGgo=
------MultipartBoundary--x----
Content-Type: text/html
Content-Location: https://ads.example/

<p>An advertisement in a frame.</p>
------MultipartBoundary--x------
`

func TestMail(t *testing.T) {
	base64Page := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b; start=\"<two>\"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-ID: <one>\r\n\r\n<p>One.</p>\r\n--b\r\nContent-Type: text/html; charset=windows-1251\r\nContent-ID: <two>\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+z+Dw7uwuPC9wPg==\r\n--b--\r\n"
	alternative := "Subject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nPlain.\n--b\nContent-Type: multipart/related; boundary=c\n\n--c\nContent-Type: text/html\n\n<p>Page.</p>\n--c--\n--b--\n"
	for _, row := range []struct{ reason, source, name, want string }{
		{"a page saved by Chromium", savedPage, "ferry.mhtml", "Die Fähre|Sie fährt wieder."},
		{"the same with the line ends of mail", strings.ReplaceAll(savedPage, "\n", "\r\n"), "-", "Die Fähre|Sie fährt wieder."},
		{"the part that it starts with", base64Page, "a.mht", "Паром."},
		{"parts in parts", alternative, "a.eml", "Page."},
		{"text alone", strings.Replace(alternative, "text/html", "text/css", 1), "a.eml", "Plain."},
		{"cut off behind the page", savedPage[:strings.Index(savedPage, "iVBOR")], "a", "Die Fähre|Sie fährt wieder."},
		{"a text that speaks of headers", "Content-Type: what it is\n\nmultipart/related: what else\n", "a.txt", "Content-Type: what it is|multipart/related: what else"},
	} {
		doc := mustRead(t, row.source, row.name)
		if got := strings.ReplaceAll(articleText(doc), "\n", "|"); got != row.want {
			t.Errorf("%s: %q", row.reason, got)
		}
	}
}

func TestBadMail(t *testing.T) {
	nested := func(depth int) string {
		var b strings.Builder
		b.WriteString("MIME-Version: 1.0\n")
		for i := range depth {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		b.WriteString("Content-Type: text/html\n\n<p>Deep.</p>\n")
		for i := range depth {
			fmt.Fprintf(&b, "--b%d--\n", depth-1-i)
		}
		return b.String()
	}
	for depth, ok := range map[int]bool{MaxMailNesting - 1: true, MaxMailNesting: true, MaxMailNesting + 1: false} {
		if _, err := Bytes(t.Context(), []byte(nested(depth)), "a"); (err == nil) != ok {
			t.Errorf("%d deep: %v", depth, err)
		}
	}
	many := func(parts int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Type: image/png\n\n\n", parts-2) + "--b\nContent-Type: text/html\n\n<p>Last.</p>\n--b--\n"
	}
	for parts, ok := range map[int]bool{MaxParts - 1: true, MaxParts: true, MaxParts + 1: false} {
		if _, err := Bytes(t.Context(), []byte(many(parts)), "a"); (err == nil) != ok {
			t.Errorf("%d parts: %v", parts, err)
		}
	}
	for reason, source := range map[string]string{
		"no boundary": "Content-Type: multipart/related\n\nx", "no page": "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n",
		"its head alone": "Content-Type: multipart/related; boundary=b\n",
	} {
		if _, err := Bytes(t.Context(), []byte(source), "a"); !errors.As(err, new(*DamagedError)) {
			t.Errorf("%s: %v", reason, err)
		}
	}
}
