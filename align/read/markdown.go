package read

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown reads CommonMark with GitHub's tables, struck-out text and task
// lists. It is rendered to HTML, for HTML in Markdown is allowed anywhere, and
// read as that, with the line of the source in an attribute of each block.
func markdown(source string) *Document { return markdownOf(source, false) }

func markdownOf(source string, manual bool) *Document {
	source = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(source)
	meta := &Document{}
	body, skipped := frontMatter(source, meta)
	if manual {
		body = plainMarkdown(body)
	}
	if isHostile(body) {
		return plain(source)
	}
	var rendered strings.Builder
	lines := &lineMarker{source: body, line: skipped + 1}
	engine := goldmark.New(
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList),
		goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(lines, 1000))),
		goldmark.WithRendererOptions(html.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(codeRenderer{}, 100))),
	)
	if err := engine.Convert([]byte(body), &rendered); err != nil { // not seen: it writes to memory
		return plain(source)
	}
	doc := walkTree(parseHTML(rendered.String()), form{markdown: true, manual: manual}).document(meta.Title)
	doc.Lang, doc.Date = meta.Lang, meta.Date
	return doc
}

// The parser's time grows with the square of the number of emphasis marks and
// brackets in a paragraph, and of the containers opened in a line. Nobody writes
// as many as allowed here.
const (
	maxMarks = 2000
	maxOpen  = 100
)

// isHostile tells a source that would keep the parser busy for long.
func isHostile(source string) bool {
	marks := 0
	for line := range strings.Lines(source) {
		if strings.TrimSpace(line) == "" {
			marks = 0
		}
		marks += strings.Count(line, "*") + strings.Count(line, "_") + strings.Count(line, "[")
		content := strings.TrimLeft(line, " \t>-+*0123456789.)")
		opening := line[:len(line)-len(content)]
		if marks > maxMarks || strings.Count(opening, ">")+len(strings.Fields(opening)) > maxOpen {
			return true
		}
	}
	return false
}

// lineAttribute carries the source's line from lineMarker to the walker.
const lineAttribute = "data-source-line"

// lineMarker sets lineAttribute on every block that has lines of its own.
type lineMarker struct {
	source       string
	offset, line int // a place in source and its line
}

// Transform implements parser.ASTTransformer. Blocks come in the order of the
// source, so that lines are counted once.
func (m *lineMarker) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if start := startOf(n); entering && start >= m.offset {
			m.line += strings.Count(m.source[m.offset:start], "\n")
			m.offset = start
			n.SetAttributeString(lineAttribute, []byte(strconv.Itoa(m.line)))
		}
		return ast.WalkContinue, nil
	})
}

// startOf returns the offset of the first text in the block, or -1.
func startOf(n ast.Node) int {
	for ; n != nil && n.Type() == ast.TypeBlock; n = n.FirstChild() {
		if lines := n.Lines(); lines != nil && lines.Len() > 0 {
			return lines.At(0).Start
		}
	}
	return -1
}

// codeRenderer writes code blocks with their attributes, which the standard
// renderer leaves out.
type codeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (codeRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindCodeBlock, writeCode)
	r.Register(ast.KindFencedCodeBlock, writeCode)
}

func writeCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	line, _ := n.AttributeString(lineAttribute)
	if _, err := fmt.Fprintf(w, "<pre %s=%q>\n", lineAttribute, line); err != nil {
		return ast.WalkStop, err
	}
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		if _, err := w.Write(util.EscapeHTML(segment.Value(source))); err != nil {
			return ast.WalkStop, err
		}
	}
	_, err := w.WriteString("</pre>\n")
	return ast.WalkSkipChildren, err
}
