package read

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
)

// The largest page the extraction is run on: its time grows a little faster
// than the number of elements. Pages of news are far smaller.
const (
	maxElements  = 50_000
	maxTextBytes = 2 << 20
)

// article is what the extraction makes of a page.
type article struct {
	*Document         // with the title that the metadata state
	standfirst string // the summary that the metadata state, "" if none
}

// extract returns the article of a page; ok is false where none is found.
//
// The extraction is Trafilatura (Barbaresi 2021), with Readability and DOM
// Distiller where that finds little. It leaves the tree as it is. Should it
// panic on a page nobody has thought of, that page has no extraction.
func extract(root *html.Node) (a article, ok bool) {
	if isTooLarge(root) {
		return article{}, false
	}
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	result, err := trafilatura.ExtractDocument(root, trafilatura.Options{
		EnableFallback:  true,
		ExcludeComments: true,
		HtmlDateMode:    trafilatura.Disabled,
	})
	if err != nil || result.ContentNode == nil {
		return article{}, false
	}
	title := strings.ReplaceAll(strings.Join(strings.Fields(result.Metadata.Title), " "), string(softHyphen), "")
	a = article{walkTree(result.ContentNode, form{}).document(title), result.Metadata.Description}
	return a, len(a.Blocks) > 0
}

// isTooLarge tells a page on which the extraction would take too long.
func isTooLarge(root *html.Node) bool {
	elements, textBytes := 0, 0
	for n := range root.Descendants() {
		switch n.Type {
		case html.ElementNode:
			elements++
		case html.TextNode:
			textBytes += len(n.Data)
		}
	}
	return elements > maxElements || textBytes > maxTextBytes
}

// markLeftovers marks the blocks of a page that are not in the article. The
// extraction makes a tree of its own, so its text is found again on the page: a
// block belongs to the article if most of its grams do, wherever the extraction
// has joined, split or moved paragraphs. So do the headline and the standfirst,
// which extractions often leave to the metadata. Article text that is not on
// the page but in its metadata is added at the end. Where all that was
// extracted is too short to be found, the page is left as it is.
func markLeftovers(page *builder, a article) {
	pageText := page.text.String()
	inArticle, onPage := textureOf(a.Text, a.Blocks), textureOf(pageText, page.blocks)
	texts := make([]string, len(page.blocks))
	belongs := make([]bool, len(page.blocks))
	for i, b := range page.blocks {
		texts[i] = squeeze(pageText[b.Start:b.End])
		belongs[i] = inArticle.holds(texts[i])
	}
	var elsewhere []string
	for _, b := range a.Blocks {
		text := a.Text[b.Start:b.End]
		if found, all := onPage.count(squeeze(text)); all >= minGrams && found*2 < all {
			elsewhere = append(elsewhere, text)
		}
	}
	if !slices.Contains(belongs, true) && len(elsewhere) == 0 {
		return
	}
	dropRepeats(texts, belongs, inArticle.blocks)
	keepFirst(texts, belongs, squeeze(a.Title), func(i int) bool { return page.blocks[i].Kind == Heading })
	keepFirst(texts, belongs, squeeze(a.standfirst), func(i int) bool { return page.blocks[i].Kind == Paragraph })
	for i := range page.blocks {
		if !belongs[i] {
			page.blocks[i].Kind = Leftover
		}
	}
	for _, text := range elsewhere {
		page.add(Paragraph, 0, text)
	}
}

// dropRepeats lets no text belong to the article oftener than the article has
// it: teasers and menus repeat what is in it. Those stay that have most of the
// article's unrepeated blocks around them, or come first.
func dropRepeats(texts []string, belongs []bool, times map[string]int) {
	places := make(map[string][]int)
	for i, text := range texts {
		if belongs[i] {
			places[text] = append(places[text], i)
		}
	}
	company := func(i int) (n int) {
		for j := max(0, i-3); j < min(len(texts), i+4); j++ {
			if len(places[texts[j]]) == 1 {
				n++
			}
		}
		return n
	}
	for text, at := range places {
		keep := max(1, times[text])
		if len(at) <= keep {
			continue
		}
		slices.SortStableFunc(at, func(i, j int) int { return company(j) - company(i) })
		for _, i := range at[keep:] {
			belongs[i] = false
		}
	}
}

// keepFirst lets the first eligible block belong to the article that says what
// the metadata say, but for a paper's or section's name that either may have
// beside it, and no other block of the same text.
func keepFirst(texts []string, belongs []bool, stated string, eligible func(int) bool) {
	for i, text := range texts {
		shorter, longer := text, stated
		if len(shorter) > len(longer) {
			shorter, longer = longer, shorter
		}
		if len(shorter) >= gramSize && len(shorter)*2 > len(longer) && eligible(i) && strings.Contains(longer, shorter) {
			for j := range texts {
				belongs[j] = belongs[j] && texts[j] != text
			}
			belongs[i] = true
			return
		}
	}
}

// gramSize is the number of characters in a gram: a sequence of characters as
// they follow each other in a text without its white space.
const gramSize = 8

// texture is what is known of a text in order to tell whether it holds another.
type texture struct {
	grams  map[string]bool
	blocks map[string]int // the squeezed blocks, and how many there are of each
}

func textureOf(text string, blocks []Block) texture {
	t := texture{make(map[string]bool), make(map[string]int)}
	for _, b := range blocks {
		t.blocks[squeeze(text[b.Start:b.End])]++
	}
	for gram := range gramsOf(squeeze(text)) {
		t.grams[gram] = true
	}
	return t
}

// minGrams is how many grams a block must have to be judged by them: single
// words stand in articles and menus alike.
const minGrams = 2 * gramSize

// holds tells whether the text has the squeezed block: at least half of its
// grams, or exactly it where it is short.
func (t texture) holds(block string) bool {
	found, all := t.count(block)
	return t.blocks[block] > 0 || all >= minGrams && found*2 >= all
}

// count returns how many of the squeezed block's grams the text has, and all.
func (t texture) count(block string) (found, all int) {
	for gram := range gramsOf(block) {
		all++
		if t.grams[gram] {
			found++
		}
	}
	return found, all
}

// squeeze returns s without white space and soft hyphens.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == softHyphen {
			return -1
		}
		return r
	}, s)
}

// gramsOf yields the grams of a squeezed text.
func gramsOf(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		start, runes := 0, 0
		for end, r := range s {
			end += utf8.RuneLen(r)
			if runes++; runes < gramSize {
				continue
			}
			if !yield(s[start:end]) {
				return
			}
			_, n := utf8.DecodeRuneInString(s[start:])
			start += n
		}
	}
}
