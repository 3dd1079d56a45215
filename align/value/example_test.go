package value_test

import (
	"fmt"
	"time"

	"factdiff/align/value"
)

func Example() {
	day := time.Date(2025, 10, 5, 0, 0, 0, 0, time.UTC)
	english := "Nearly 50 people walked 5 miles on Saturday."
	german := "48 Menschen liefen am 4. Oktober neun Kilometer."

	a := value.Find(english, "en", day)
	b := value.Find(german, "de", day)
	names := map[value.Relation]string{value.Agree: "agrees with", value.Disagree: "disagrees with"}
	for _, x := range a {
		for _, y := range b {
			if r, _ := value.Compare(x, y); r != value.Unrelated {
				fmt.Printf("%s %q %s %q\n", x.Kind, english[x.Start:x.End], names[r], german[y.Start:y.End])
			}
		}
	}
	// Output:
	// number "Nearly 50 people" agrees with "48 Menschen"
	// length "5 miles" disagrees with "neun Kilometer"
	// date "Saturday" agrees with "am 4. Oktober"
}
