package read_test

import (
	"context"
	"fmt"

	"factdiff/align/read"
)

func ExampleBytes() {
	doc, err := read.Bytes(context.Background(), []byte("# Ferry back\n\nIt *runs* again.\n"), "ferry.md")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, b := range doc.Blocks {
		fmt.Printf("line %d, %s: %s\n", b.Line, b.Kind, doc.Text[b.Start:b.End])
	}
	// Output:
	// line 1, heading: Ferry back
	// line 3, paragraph: It runs again.
}
