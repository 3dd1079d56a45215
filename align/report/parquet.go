package report

import (
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"factdiff/align"
)

// Parquet writes the facts as a table of Apache Parquet, with the columns of
// [JSONL]; its metadata names the schema and the model.
func Parquet(w io.Writer, r *align.Report, p Provenance) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	return writeParquet(w, r, p, factRows(r))
}

// ParquetPairs writes the matched facts as a table of Apache Parquet, each pair
// once.
func ParquetPairs(w io.Writer, r *align.Report, p Provenance) error {
	if err := check(r); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	return writeParquet(w, r, p, pairRows(r))
}

func writeParquet[row any](w io.Writer, r *align.Report, p Provenance, table []row) error {
	t := parquet.NewGenericWriter[row](w,
		parquet.Compression(&parquet.Snappy), // which every reader of Parquet knows
		parquet.CreatedBy("factdiff", p.Program, ""),
		parquet.KeyValueMetadata("schema", r.Schema),
		parquet.KeyValueMetadata("model", r.Model),
	)
	_, err := t.Write(table)
	if err == nil {
		err = t.Close()
	}
	if err != nil {
		return fmt.Errorf("writing a table of Parquet: %w", err)
	}
	return nil
}
