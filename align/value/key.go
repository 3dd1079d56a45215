package value

import (
	"fmt"
	"math"
	"strconv"
)

// Key is what a value may be filed under, so that texts that state the same are
// found without comparing each with each; "" of one that tells nothing by
// itself, such as a day of the week. Values that [Compare] says agree have equal
// keys mostly, but not always: sizes are rounded to three digits here, and
// whether a number is an age or a sum is not weighed.
func (v Value) Key() string {
	size := func(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }
	switch v.Kind {
	case Code:
		return v.Text
	case Date:
		switch {
		case v.Month > 0 && v.Day > 0:
			return fmt.Sprintf("--%02d-%02d", v.Month, v.Day) // the year is often left to the reader
		case v.Year > 0:
			return strconv.Itoa(v.Year)
		}
		return ""
	case Score:
		return size(v.Lo) + ":" + size(v.Hi)
	case Number, Ordinal, Age:
		return size(middle(v))
	}
	if math.IsInf(v.Lo, 0) || v.Unit == "" {
		return ""
	}
	return size(middle(v)) + " " + v.Unit
}
