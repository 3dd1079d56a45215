// Package report prints what align.Compare found: [Text] and [Explain] for a
// terminal, [HTML] for a browser, [Markdown] for a comment on a change, [JSON]
// and [JSONL] for programs, [CSV] and [Parquet] for tables, [TMX] for
// translators, [SARIF] and [GitHub] for what checks documents.
package report
