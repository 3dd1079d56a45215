// Package judge asks a language model about the facts whose verdict is
// uncertain, on any server with the chat completions of OpenAI's interface.
//
// [Judge.Revise] does all of it: [Questions] takes from a report the facts of
// low confidence, each with the facts of other versions that could be its
// counterparts; [Judge.Ask] asks, one question a request; and [Apply] makes a
// report of the answers, in which status, matches and counts agree again. The
// report needs the evidence that align's option Explain adds, or the only
// candidates are those already matched.
//
// The judge decides the facts in doubt and no others. An answer that has not
// exactly the form asked for changes nothing, nor does one that contradicts
// another answer or the numbers in the texts, or that would overturn the verdict
// on a fact that was not in doubt. What articles say is data: it is quoted, with
// all characters escaped that models take for marks of their own. A text can
// still talk a model into a wrong answer of the right form. That is why verdicts
// of a judge are to be marked as such.
package judge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"factdiff/align"
	"factdiff/align/internal/web"
	"factdiff/align/internal/web/oai"
	"factdiff/align/translate/cache"
)

// Options says which server and model, and how much it is asked.
type Options struct {
	URL     string        // the server's address, with or without /v1 at its end
	Model   string        // as the server calls it; "" for the only one it has
	Key     string        // where the server wants one
	Timeout time.Duration // of one request; 5 min, for the first one may load the model
	Cache   *cache.Store  // where answers are kept; nil for nowhere
	HTTP    *http.Client  // nil for one of its own

	Below float64 // the confidence below which a fact is in doubt; [Doubtful]
	Most  int     // the number of facts that are asked about; [Most]
}

// Defaults of [Options].
const (
	Doubtful = 0.6
	Most     = 50
)

// Judge asks a server. Its methods are safe for concurrent use.
type Judge struct {
	server *oai.Server
	cache  *cache.Store
	guard  *web.Guard
	below  float64
	most   int
}

// New returns a judge. Only where the options name no model is the server
// asked, for the model it has.
func New(ctx context.Context, o Options) (*Judge, error) {
	if o.Below < 0 || o.Below > 1 || o.Most < 0 {
		return nil, errors.New("setting up a judge: a confidence lies between 0 and 1, and a number of facts is not negative")
	}
	s, err := oai.Find(ctx, oai.Options{Base: o.URL, Model: o.Model, Key: o.Key, HTTP: o.HTTP})
	if err != nil {
		return nil, fmt.Errorf("setting up a judge: %w", err)
	}
	return &Judge{
		server: s, cache: o.Cache, below: cmp.Or(o.Below, Doubtful), most: cmp.Or(o.Most, Most),
		guard: web.NewGuard(web.Limits{Texts: 1, TextBytes: 1 << 16, Deadline: oai.Timeout(o.Timeout)}),
	}, nil
}

// Name is the model and its server, for reports.
func (j *Judge) Name() string { return fmt.Sprintf("%s at %s", j.server.Model(), j.server.Host()) }

// Revise has the doubtful facts of a report judged. It always returns a report,
// and a ruling for each fact that was asked about or that an answer changed,
// also when the judge fails or ctx ends: what was answered until then counts,
// and the report warns of what was not. Progress, which may be nil, is told how
// many questions of all are done.
func (j *Judge) Revise(ctx context.Context, r *align.Report, progress func(done, total int)) (*align.Report, []Ruling) {
	out, rulings := Apply(r, j.Ask(ctx, Questions(r, j.below, j.most), progress), j.below)
	out.Judge = j.Name()
	var failed []error
	for _, x := range rulings {
		if x.Err != nil {
			failed = append(failed, x.Err)
		}
	}
	if len(failed) > 0 {
		out.Warnings = append(slices.Clip(out.Warnings), fmt.Sprintf("%d uncertain facts were not judged: %v", len(failed), failed[0]))
	}
	return out, rulings
}

// Ask puts questions and returns as many answers, in order. Those that fail have
// an error.
func (j *Judge) Ask(ctx context.Context, questions []Question, progress func(done, total int)) []Answer {
	out := make([]Answer, len(questions))
	done := 0
	tell := func() {
		if done++; progress != nil {
			progress(done, len(questions))
		}
	}
	var missing []string
	var places []int
	candidates := map[string]int{} // how many a prompt has
	for i, q := range questions {
		out[i] = Answer{Fact: q.Fact.ID}
		for _, c := range q.Candidates {
			out[i].Candidates = append(out[i].Candidates, c.ID)
		}
		text := q.prompt()
		candidates[text] = len(q.Candidates)
		if j.cache != nil {
			if kept, ok := j.cache.Get(j.key(text)); ok {
				if relations, err := parse(kept, len(q.Candidates)); err == nil {
					out[i].Relations = relations
					tell()
					continue
				}
			}
		}
		missing, places = append(missing, text), append(places, i)
	}
	ask := func(ctx context.Context, texts []string) ([]string, error) {
		n := candidates[texts[0]]
		content, err := j.server.Chat(ctx, []oai.Message{{Role: "system", Content: task}, {Role: "user", Content: texts[0]}}, 100+30*n, form(n))
		if err != nil {
			return nil, err
		}
		content = oai.Thoughtless(content)
		_, err = parse(content, n)
		return []string{content}, err
	}
	web.Stream(ctx, web.Job[string]{Guard: j.guard, Ask: ask}, missing, func(i int, content string, err error) {
		a := &out[places[i]]
		if err != nil {
			a.Err = fmt.Errorf("asking %s about %s: %w", j.Name(), a.Fact, web.Advise(err, advice))
		} else {
			a.Relations, a.Err = parse(content, len(a.Candidates))
			if j.cache != nil {
				j.cache.Put(j.key(missing[i]), content) // if not, it is asked again
			}
		}
		tell()
	})
	return out
}

// key has the task in it: another task makes other answers.
func (j *Judge) key(text string) cache.Key {
	return cache.Key{Service: "judge " + j.Name(), Text: task + text}
}

// advice is what helps where a question failed.
var advice = map[web.Kind]string{
	web.Timeout:   "give it more time, or use a smaller model",
	web.TooLong:   "use a model or a setting for longer texts",
	web.Malformed: "check that the address is that of a chat server",
	web.Refused:   "the verdict stays as it is",
	web.Permanent: "check the address and the model",
	web.Quota:     "wait until it renews, or do without --judge",
}
