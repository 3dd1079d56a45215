package align_test

import (
	"context"
	"fmt"

	"factdiff/align"
	"factdiff/align/read"
)

func ExampleCompare() {
	r, err := align.Compare(context.Background(), []*read.Document{
		read.Text("en.txt", "The old bridge over the harbour reopened on Friday. The repairs cost 18 million euros. A school band played at the ceremony."),
		read.Text("de.txt", "Die alte Brücke über den Hafen ist seit Freitag wieder offen. Die Reparatur kostete 21 Millionen Euro. Anwohner klagen über den Lärm der Lastwagen."),
	}, align.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range r.Facts {
		fmt.Printf("%s %s: %s\n", f.ID, f.Status, f.Text)
		for _, m := range f.Matches {
			fmt.Printf("   %s: %s\n", m.Relation, m.ID)
		}
	}
	// Output:
	// a1 shared: The old bridge over the harbour reopened on Friday.
	//    same: b1
	// a2 conflict: The repairs cost 18 million euros.
	//    conflict: b2
	// a3 only: A school band played at the ceremony.
	// b1 shared: Die alte Brücke über den Hafen ist seit Freitag wieder offen.
	//    same: a1
	// b2 conflict: Die Reparatur kostete 21 Millionen Euro.
	//    conflict: a2
	// b3 only: Anwohner klagen über den Lärm der Lastwagen.
}

// A text that is too short to show its language, or in one that looks like
// another, can be told it.
func ExampleCompare_language() {
	a, b := read.Text("a.txt", "Bus: 3 €"), read.Text("b.txt", "Autobus: 3 €")
	a.Lang, b.Lang = "de-AT", "es"
	r, err := align.Compare(context.Background(), []*read.Document{a, b}, align.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range r.Versions {
		fmt.Println(v.ID, v.Lang, v.Source)
	}
	// Output:
	// a de a.txt
	// b es b.txt
}

func ExampleCompare_page() {
	page, err := read.Bytes(context.Background(), []byte(`<!DOCTYPE html>
<html lang="en">
<title>Bridge open again</title>
<article>
<h1>Bridge open again</h1>
<p>The old bridge over the harbour reopened on <b>Friday</b>. A school band played at the ceremony.</p>
</article>
`), "https://example.org/bridge")
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := align.Compare(context.Background(), []*read.Document{
		page,
		read.Text("notes.txt", "Die alte Brücke über den Hafen ist seit Freitag wieder offen."),
	}, align.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Versions[0].Title)
	for _, f := range r.Facts {
		if f.Status == align.Shared {
			fmt.Printf("%s: %s\n", f.Version, f.Text)
		}
	}
	// Output:
	// Bridge open again
	// a: The old bridge over the harbour reopened on Friday.
	// b: Die alte Brücke über den Hafen ist seit Freitag wieder offen.
}
