package main

import (
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// patience is how long work goes on silently.
const patience = 700 * time.Millisecond

// progress shows on a terminal how far a long comparison is.
type progress struct {
	out   io.Writer // nil where it is no terminal
	begun time.Time
	doing string

	mu      sync.Mutex
	bar     *progressbar.ProgressBar
	cleared bool
}

func newProgress(stderr io.Writer) *progress {
	p := &progress{begun: time.Now(), doing: "reading sentences"}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.out = stderr
	}
	return p
}

// show is an align.Options.Progress.
func (p *progress) show(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.out == nil || p.cleared || time.Since(p.begun) < patience {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(p.out),
			progressbar.OptionSetDescription(p.doing),
			progressbar.OptionShowCount(),
			progressbar.OptionClearOnFinish(),
		)
	}
	p.bar.Set(done)
}

// clear takes the progress off the terminal for good.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cleared = true
	if p.bar != nil {
		p.bar.Clear()
	}
}
