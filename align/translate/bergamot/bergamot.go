// Package bergamot translates on this machine, with the models of Firefox
// Translations that package models keeps.
//
// Most callers need three calls: [New] for the engine, [Engine.Auto] for a
// translator between two languages if its models are installed, and
// [Engine.Close]. Nothing is loaded before the first sentence, and nothing ever
// downloaded.
//
// The engine is Bergamot compiled to WebAssembly, by way of gobergamot. It is
// given one sentence at a time: what it makes of a sentence depends on the
// others in a batch, and a batch is not faster. So the same text always has the
// same translation. A sentence on which the engine fails costs that sentence.
package bergamot

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/tetratelabs/wazero"

	"factdiff/align/translate"
	"factdiff/align/translate/models"
)

// Options are for those who know better. The zero value is for most.
type Options struct {
	// Workers is how many sentences are translated at once, each in 300 MB of
	// memory; 0 stands for the number of processors, up to 4.
	Workers int
	// Compiled is a folder for the engine's machine code, which takes seconds
	// to make; "" is one in the user's cache folder.
	Compiled string
}

// Engine is Bergamot with the models of a store. Its methods are safe for
// concurrent use.
type Engine struct {
	store   *models.Store
	options Options
	slots   chan struct{} // one for each worker
	start   func(models.Model) (engine, error)

	mu     sync.Mutex
	pools  map[string]*pool // by the model's name
	closed bool
	busy   sync.WaitGroup

	starting sync.Mutex
	cache    wazero.CompilationCache
}

var (
	_ translate.Stepwise = (*Engine)(nil)
	_ translate.Stepwise = (*Translator)(nil)
)

// New returns an engine for what is installed in a store, now or later.
func New(store *models.Store, o Options) *Engine {
	o.Workers = max(0, o.Workers)
	o.Workers = cmp.Or(o.Workers, min(4, runtime.GOMAXPROCS(0)))
	e := &Engine{store: store, options: o, slots: make(chan struct{}, o.Workers), pools: map[string]*pool{}}
	e.start = e.load
	return e
}

// Name is "bergamot" and a digest of the models installed: any of them may be
// asked. [Translator.Name] has those of one pair.
func (e *Engine) Name() string {
	installed, err := e.store.Installed()
	if err != nil || len(installed) == 0 {
		return "bergamot"
	}
	h := sha256.New()
	for _, m := range installed {
		fmt.Fprintln(h, m.Name())
	}
	return fmt.Sprintf("bergamot %x", h.Sum(nil)[:4])
}

// Auto returns a translator if the models for it are installed: a direct one,
// or two that go through English.
func (e *Engine) Auto(from, to string) (t *Translator, ok bool) {
	route, ok := e.store.Route(from, to)
	if !ok {
		return nil, false
	}
	return &Translator{e, from, to, route}, true
}

// For is [Engine.Auto] for those who insist: it tells what is missing.
func (e *Engine) For(from, to string) (*Translator, error) {
	if t, ok := e.Auto(from, to); ok {
		return t, nil
	}
	p := models.Pair{From: models.Tag(from), To: models.Tag(to)}
	if p.From == "" || p.To == "" || p.From == p.To {
		return nil, &translate.Error{Kind: translate.Permanent,
			Message: fmt.Sprintf("bergamot does not translate from %q to %q", from, to), Hint: "name two languages by their codes, such as de and en"}
	}
	// Most often nothing is installed. Otherwise the more telling reason is
	// that of a model which is there and of no use.
	m, err := e.store.Lookup(p)
	if err == nil && m.Split() {
		err = fmt.Errorf("the model %s has a vocabulary for each language", p)
		return nil, &translate.Error{Kind: translate.Permanent, Message: err.Error(), Hint: "use another translator for it", Err: err}
	}
	if _, missing := errors.AsType[*models.NotInstalledError](err); !missing {
		return nil, &translate.Error{Kind: translate.Permanent, Message: err.Error(), Hint: "see factdiff models list", Err: err}
	}
	return nil, &translate.Error{Kind: translate.Permanent, Message: fmt.Sprintf("there is no model %s on this machine", p),
		Hint: fmt.Sprintf("factdiff models pull %s gets it", p), Err: err}
}

// Translate translates between any two languages whose models are installed.
func (e *Engine) Translate(ctx context.Context, from, to string, texts []string) ([]string, error) {
	return translate.Collect(ctx, e, from, to, texts)
}

// Stream is Translate that hands over its answers as they come.
func (e *Engine) Stream(ctx context.Context, from, to string, texts []string, answer func(i int, text string, err error)) {
	t, err := e.For(from, to)
	if err != nil {
		for i := range texts {
			answer(i, "", err)
		}
		return
	}
	t.Stream(ctx, from, to, texts, answer)
}

// Close waits for the sentences that are being translated, and frees the
// memory.
func (e *Engine) Close() error {
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	e.busy.Wait()
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, p := range e.pools {
		for _, i := range p.idle {
			i.close()
		}
	}
	e.pools = map[string]*pool{}
	if e.cache == nil {
		return nil
	}
	cache := e.cache
	e.cache = nil
	if err := cache.Close(context.Background()); err != nil {
		return fmt.Errorf("closing the translation engine: %w; what it translated is not affected", err)
	}
	return nil
}

// enter begins work that Close waits for.
func (e *Engine) enter() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return false
	}
	e.busy.Add(1)
	return true
}

// load starts an instance. They start one after the other: the first one
// compiles what the others use.
func (e *Engine) load(m models.Model) (engine, error) {
	e.starting.Lock()
	defer e.starting.Unlock()
	got, files, err := e.store.Read(m.Pair)
	if err != nil {
		return nil, err
	}
	if got.Name() != m.Name() {
		return nil, fmt.Errorf("the model %s was replaced meanwhile; start again", m.Pair)
	}
	if e.cache == nil {
		e.cache = compiled(e.options.Compiled)
	}
	i, err := load(e.cache, m, files)
	if err != nil && strings.Contains(err.Error(), "compilationcache") {
		e.cache.Close(context.Background()) // nothing was compiled with it
		e.cache = recompile(e.options.Compiled)
		i, err = load(e.cache, m, files)
	}
	if err != nil {
		return nil, fmt.Errorf("loading the model %s: %w; factdiff models rm %[1]s, then pull %[1]s, puts it right if it is damaged", m.Pair, err)
	}
	return i, nil
}

// pool has the instances of a model that nobody uses.
type pool struct{ idle []engine }

// take returns an instance for a model, and whether it is a new one.
func (e *Engine) take(m models.Model) (i engine, fresh bool, err error) {
	e.mu.Lock()
	p := e.pools[m.Name()]
	if p != nil && len(p.idle) > 0 {
		i := p.idle[len(p.idle)-1]
		p.idle = p.idle[:len(p.idle)-1]
		e.mu.Unlock()
		return i, false, nil
	}
	e.mu.Unlock()
	i, err = e.start(m)
	return i, true, err
}

// put takes an instance back.
func (e *Engine) put(m models.Model, i engine) {
	if i.worn() {
		i.close()
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.pools[m.Name()] == nil {
		e.pools[m.Name()] = new(pool)
	}
	e.pools[m.Name()].idle = append(e.pools[m.Name()].idle, i)
}

// Translator translates one pair of languages. Its methods are safe for
// concurrent use, until its [Engine] is closed.
type Translator struct {
	engine   *Engine
	from, to string
	route    []models.Model
}

// Name is "bergamot" and the models.
func (t *Translator) Name() string {
	var names []string
	for _, m := range t.route {
		names = append(names, m.Name())
	}
	return "bergamot " + strings.Join(names, ", ")
}

// Translate translates between the languages that the Translator is for.
func (t *Translator) Translate(ctx context.Context, from, to string, texts []string) ([]string, error) {
	return translate.Collect(ctx, t, from, to, texts)
}

// textsEach is how many texts make another instance worth its start.
const textsEach = 8

// Stream is Translate that hands over its answers as they come. When ctx is
// done it returns at once; a sentence that is being translated is finished in
// the background and forgotten.
func (t *Translator) Stream(ctx context.Context, from, to string, texts []string, answer func(i int, text string, err error)) {
	var refusal error
	if from != t.from || to != t.to {
		refusal = &translate.Error{Kind: translate.Permanent, Message: fmt.Sprintf("this translator is for %s-%s and was asked for %s-%s", t.from, t.to, from, to),
			Hint: "this is a mistake in the program, please report it"}
	} else if !t.engine.enter() {
		refusal = &translate.Error{Kind: translate.Permanent, Message: "the translation engine is closed", Hint: "this is a mistake in the program, please report it"}
	}
	if refusal != nil {
		for i := range texts {
			answer(i, "", refusal)
		}
		return
	}
	type result struct {
		i    int
		text string
		err  error
	}
	results := make(chan result, len(texts)) // nobody waits to give an answer
	indices := make(chan int, len(texts))
	for i := range texts {
		indices <- i
	}
	close(indices)
	w := &work{Translator: t, ctx: ctx}
	var workers sync.WaitGroup
	for range min(cap(t.engine.slots), (len(texts)+textsEach-1)/textsEach) {
		workers.Go(func() {
			for i := range indices {
				if ctx.Err() != nil {
					return
				}
				text, err := w.text(texts[i])
				results <- result{i, text, err}
			}
		})
	}
	go func() {
		workers.Wait()
		t.engine.busy.Done()
	}()
	answered := make([]bool, len(texts))
	for range texts {
		select {
		case r := <-results:
			answered[r.i] = true
			answer(r.i, r.text, r.err)
			continue
		case <-ctx.Done():
		}
		break
	}
	for i, ok := range answered {
		if !ok {
			answer(i, "", ctx.Err())
		}
	}
}

// work is one call of Stream.
type work struct {
	*Translator
	ctx context.Context

	mu       sync.Mutex
	failures int   // in a row
	stop     error // why nothing more is tried
}

// tolerated is how many texts may fail in a row before the model is to blame.
const tolerated = 3

// text translates a text through all the models.
func (w *work) text(text string) (string, error) {
	select {
	case w.engine.slots <- struct{}{}:
		defer func() { <-w.engine.slots }()
	case <-w.ctx.Done():
		return "", w.ctx.Err()
	}
	w.mu.Lock()
	stop := w.stop
	w.mu.Unlock()
	if stop != nil {
		return "", stop
	}
	var err error
	fatal := false
	for _, m := range w.route {
		if text, fatal, err = w.leg(m, text); err != nil {
			break
		}
	}
	if w.ctx.Err() != nil {
		return "", w.ctx.Err()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if err == nil {
		w.failures = 0
		return text, nil
	}
	w.failures++
	refused := &translate.Error{Kind: translate.Refused, Message: err.Error(), Err: err}
	if fatal || w.failures >= tolerated {
		broken := &translate.Error{Kind: translate.Permanent, Message: err.Error(), Err: err,
			Hint: fmt.Sprintf("the model may be damaged: factdiff models rm %s, then pull it again", w.route[0].Pair)}
		if fatal {
			// What kept it from being loaded says what to do.
			broken.Message, broken.Hint, _ = cutLast(err.Error(), "; ")
		}
		w.stop = broken
		return "", broken
	}
	return "", refused
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// leg translates a text by one model. An error is fatal if no text can do
// better.
func (w *work) leg(m models.Model, text string) (out string, fatal bool, err error) {
	pieces, rest := cut(text, m.From)
	translated := make([]string, len(pieces))
	for i, p := range pieces {
		if w.ctx.Err() != nil {
			return "", false, w.ctx.Err()
		}
		if !speaks(p.text) {
			translated[i] = p.text
			continue
		}
		if translated[i], fatal, err = w.piece(m, strings.Join(strings.Fields(p.text), " "), halvings); err != nil {
			return "", fatal, err
		}
	}
	return join(pieces, translated, rest, m.To), false, nil
}

// piece has an instance translate a piece. One that gives up is of no more use:
// another one tries, and then the halves are tried, since the engine stumbles
// over sentences of some hundred tokens.
func (w *work) piece(m models.Model, text string, halvings int) (out string, fatal bool, err error) {
	for fresh := false; !fresh; {
		var i engine
		if i, fresh, err = w.engine.take(m); err != nil {
			return "", true, err
		}
		if out, err = i.translate(text); err == nil {
			w.engine.put(m, i)
			return strings.TrimSpace(out), false, nil
		}
		i.close()
		if w.ctx.Err() != nil {
			return "", false, w.ctx.Err()
		}
	}
	n := fit(text, utf8.RuneCountInString(text)*2/3)
	if halvings == 0 || n < shortest || len(text)-n < shortest {
		return "", false, fmt.Errorf("translating with the model %s: %w", m.Pair, err)
	}
	first, fatal, err := w.piece(m, text[:n], halvings-1)
	if err != nil {
		return "", fatal, err
	}
	second, fatal, err := w.piece(m, strings.TrimSpace(text[n:]), halvings-1)
	return first + " " + second, fatal, err
}

// A piece is halved so often, and into no shorter pieces in bytes.
const (
	halvings = 3
	shortest = 40
)
