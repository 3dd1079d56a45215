package judge

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"factdiff/align"
	"factdiff/align/internal/web"
)

// Different is the relation of facts that do not speak of the same.
const Different align.Relation = ""

// Answer is what a judge says to a [Question].
type Answer struct {
	Fact       string           // its ID
	Candidates []string         // their IDs
	Relations  []align.Relation // of the fact to each candidate
	Err        error            // why there are none
}

func malformed(format string, args ...any) error {
	return &web.Error{Kind: web.Malformed, Message: fmt.Sprintf(format, args...), Hint: "the verdict stays as it is; use a larger model"}
}

// parse reads what a model says about n candidates: each has one answer, and
// nothing else is there.
func parse(content string, n int) ([]align.Relation, error) {
	var body struct {
		Answers []struct {
			N        *int    `json:"n"`
			Relation *string `json:"relation"`
		} `json:"answers"`
	}
	d := json.NewDecoder(strings.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&body); err != nil {
		return nil, malformed("the model answered %.60q instead of the JSON asked for", web.Clean(content))
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, malformed("the model said more than the JSON asked for")
	}
	if len(body.Answers) != n {
		return nil, malformed("the model gave %d answers about %d candidates", len(body.Answers), n)
	}
	out, seen := make([]align.Relation, n), make([]bool, n)
	for _, a := range body.Answers {
		if a.N == nil || *a.N < 1 || *a.N > n || seen[*a.N-1] {
			return nil, malformed("the model's answers are not numbered as the candidates are")
		}
		if a.Relation == nil {
			return nil, malformed("the model left a relation out")
		}
		relation, ok := relations[*a.Relation]
		if !ok {
			return nil, malformed("the model answered %.20q, which is no relation", web.Clean(*a.Relation))
		}
		seen[*a.N-1], out[*a.N-1] = true, relation
	}
	return out, nil
}
