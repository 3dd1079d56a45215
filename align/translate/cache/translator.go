package cache

import (
	"context"
	"sync"

	"factdiff/align/translate"
)

// Translator answers from a store what it can and asks another translator for
// the rest. Each answer is kept as soon as it is there.
type Translator struct {
	translate.Stepwise
	store *Store

	mu  sync.Mutex
	err error
}

// Wrap returns a translator that keeps what t answers. A store that cannot be
// written to takes nothing from the answers, see [Translator.Err].
func Wrap(t translate.Translator, s *Store) *Translator {
	steps, ok := t.(translate.Stepwise)
	if !ok {
		steps = translate.Harden(t, translate.Limits{})
	}
	return &Translator{Stepwise: steps, store: s}
}

// Translate returns all answers or the first error.
func (t *Translator) Translate(ctx context.Context, from, to string, texts []string) ([]string, error) {
	return translate.Collect(ctx, t, from, to, texts)
}

// Stream hands over first what is kept, then what is answered.
func (t *Translator) Stream(ctx context.Context, from, to string, texts []string, answer func(i int, text string, err error)) {
	key := func(text string) Key { return Key{t.Name(), from, to, text} }
	var missing []string
	var places []int
	for i, text := range texts {
		if kept, ok := t.store.Get(key(text)); ok {
			answer(i, kept, nil)
			continue
		}
		missing, places = append(missing, text), append(places, i)
	}
	if len(missing) == 0 {
		return
	}
	t.Stepwise.Stream(ctx, from, to, missing, func(i int, text string, err error) {
		if err == nil {
			t.keep(key(missing[i]), text)
		}
		answer(places[i], text, err)
	})
}

func (t *Translator) keep(k Key, text string) {
	if t.Err() != nil {
		return
	}
	if err := t.store.Put(k, text); err != nil {
		t.mu.Lock()
		t.err = err
		t.mu.Unlock()
	}
}

// Err returns why answers are no longer kept, nil if they are.
func (t *Translator) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}
