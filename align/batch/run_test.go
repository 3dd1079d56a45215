package batch

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"factdiff/align"
)

// echo is work that says what it was given, some of it later than other.
type echo struct{ options string }

func (e echo) Options() string { return e.options }

func (e echo) Do(ctx context.Context, r *Record, result *Result) error {
	if text := r.Versions[0].Text; strings.HasPrefix(text, "slow") {
		select {
		case <-time.After(3 * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	} else if text == "fail" {
		return &hintedError{"no", "try again"}
	} else if text == "panic" {
		panic("at the disco")
	} else if text == "infinite" {
		result.Report = func() {}
	}
	if result.Report == nil {
		result.Report = map[string]string{"text": r.Versions[0].Text}
	}
	return nil
}

// input opens some JSON Lines.
func input(in string) func() (Source, error) {
	return func() (Source, error) { return Read(strings.NewReader(in), JSONL) }
}

// some are n records, with a bad one, duplicates and one ID for two texts.
func some(n int) string {
	var b strings.Builder
	for i := range n {
		switch i % 10 {
		case 3:
			fmt.Fprintf(&b, "{\"id\":\"%d\",\"text\":\"slow %d\"}\n", i, i)
		case 5:
			fmt.Fprintf(&b, "nonsense %d\n", i)
		case 6:
			b.WriteString("{\"id\":\"same\",\"text\":\"same\"}\n")
		case 7:
			fmt.Fprintf(&b, "{\"id\":\"id\",\"text\":\"%d\"}\n", i)
		case 8:
			fmt.Fprintf(&b, "{\"id\":\"%d\",\"text\":\"fail\"}\n", i)
		default:
			fmt.Fprintf(&b, "{\"id\":\"%d \\\\ \\\"é\\u001b\",\"text\":\"text %d\"}\n", i, i)
		}
	}
	return b.String()
}

// results runs some records through work into memory.
func results(t testing.TB, in string, w Work, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := Run(t.Context(), input(in), To(&b), w, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sorted are the lines of a text in order.
func sorted(text string) []string { return slices.Sorted(strings.Lines(text)) }

func TestRun(t *testing.T) {
	in := `{"id":"1","text":"slow"}
{"id":"2","text":"<b>\u009b"}
{"id":"3","text":"fail"}
nonsense
{"id":"4","text":"panic"}
{"id":"5","text":"infinite"}
`
	want := `{"id":"1","key":"K","report":{"text":"slow"}}
{"id":"2","key":"K","report":{"text":"<b>\u009b"}}
{"id":"3","key":"K","error":{"message":"no","hint":"try again"}}
{"id":null,"key":"K","error":{"message":"this is no record: invalid character 'o' in literal null (expecting 'u')","hint":"look for what begins with \"nonsense\""}}
{"id":"4","key":"K","error":{"message":"the program failed on this record: at the disco","hint":"please report it with the record"}}
{"id":"5","key":"K","error":{"message":"json: unsupported type: func()"}}
`
	for _, jobs := range []int{0, 1, 7} {
		got := results(t, in, echo{}, Options{Jobs: jobs})
		for line := range strings.Lines(got) {
			var r Result
			if err := json.Unmarshal([]byte(line), &r); err != nil || len(r.Key) != 25 {
				t.Fatalf("%v: %s", err, line)
			}
			got = strings.ReplaceAll(got, r.Key, "K")
		}
		if got != want {
			t.Errorf("%d jobs: got\n%swant\n%s", jobs, got, want)
		}
	}
	in = some(200)
	if a, b := results(t, in, echo{}, Options{}), results(t, in, echo{}, Options{Jobs: 4, Unordered: true}); !slices.Equal(sorted(a), sorted(b)) || a == b {
		t.Error("without order, there are other results, or there is order")
	}
}

func TestProgress(t *testing.T) {
	var told []Stats
	in := some(20)
	o := Options{Progress: func(s Stats) { told = append(told, s) }}
	name := filepath.Join(t.TempDir(), "in.jsonl")
	if err := os.WriteFile(name, []byte(in), 0o644); err != nil {
		t.Fatal(err)
	}
	s, err := Run(t.Context(), func() (Source, error) { return Open(name, JSONL) }, To(io.Discard), echo{}, o)
	last := Stats{Records: 20, Errors: 4, Done: int64(len(in)), Total: int64(len(in))}
	if err != nil || s != last || len(told) != 21 || told[0] != (Stats{Total: last.Total}) || told[20] != last {
		t.Errorf("%v, %v at the end, told %v", err, s, told)
	}
}

// endless is a source that counts.
type endless struct{ read atomic.Int64 }

func (e *endless) Next() (*Record, error) {
	n := e.read.Add(1)
	return &Record{ID: fmt.Sprint(n), Versions: []Version{{Text: "x"}}}, nil
}
func (e *endless) Position() (done, total int64) { return e.read.Load(), 0 }
func (e *endless) Close() error                  { return nil }

// However long an input is, only a certain number of its records are in memory.
func TestAhead(t *testing.T) {
	for _, unordered := range []bool{false, true} {
		const jobs = 3
		source, written := new(endless), int64(0)
		ctx, cancel := context.WithCancel(t.Context())
		slow := writer(func(b []byte) (int, error) {
			if written++; written%100 == 0 {
				time.Sleep(5 * time.Millisecond) // all the others wait now
			}
			if most := source.read.Load() - written; most > ahead*jobs+2*jobs+1 {
				t.Errorf("%d records are in memory", most)
				cancel()
			}
			if written == 2000 {
				cancel()
			}
			return len(b), nil
		})
		if _, err := Run(ctx, func() (Source, error) { return source, nil }, To(slow), echo{}, Options{Jobs: jobs, Unordered: unordered}); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

// Memory does not grow with the number of records.
func TestFlat(t *testing.T) {
	const n = 100_000
	ctx, cancel := context.WithCancel(t.Context())
	written := 0
	var held []uint64
	out := writer(func(b []byte) (int, error) {
		if written++; written%(n/10) == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			held = append(held, m.HeapAlloc)
		}
		if written == n {
			cancel()
		}
		return len(b), nil
	})
	if _, err := Run(ctx, func() (Source, error) { return new(endless), nil }, To(out), echo{}, Options{}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	t.Logf("bytes held every %d records: %d", n/10, held)
	if first, last := held[0], held[len(held)-1]; last > first+1<<20 {
		t.Errorf("from %d bytes to %d", first, last)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

// A filter answers each record at once, and ends with its input.
func TestFilter(t *testing.T) {
	in, ask := io.Pipe()
	answers, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := Run(t.Context(), func() (Source, error) { return Read(in, JSONL) }, To(out), echo{}, Options{Jobs: 2})
		ended <- err
	}()
	r := bufio.NewReader(answers)
	for i := range 5 {
		fmt.Fprintf(ask, "{\"id\":\"%d\",\"text\":\"x\"}\n", i)
		if line, err := r.ReadString('\n'); err != nil || !strings.HasPrefix(line, fmt.Sprintf("{\"id\":\"%d\"", i)) {
			t.Fatalf("%q %v", line, err)
		}
	}
	ask.Close()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestInterrupted(t *testing.T) {
	silent, end := io.Pipe()
	defer end.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := Run(ctx, func() (Source, error) { return Read(silent, JSONL) }, To(io.Discard), echo{}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting for input: %v", err)
	}
}

func TestSourceFails(t *testing.T) {
	broken := errors.New("the disk is broken")
	in := some(10)
	for _, unordered := range []bool{false, true} {
		var b bytes.Buffer
		open := func() (Source, error) {
			return Read(io.MultiReader(strings.NewReader(in), iotest.ErrReader(broken)), JSONL)
		}
		s, err := Run(t.Context(), open, To(&b), echo{}, Options{Unordered: unordered})
		if !errors.Is(err, broken) || s.Records != 10 || !slices.Equal(sorted(b.String()), sorted(results(t, in, echo{}, Options{}))) {
			t.Errorf("%v after %d records", err, s.Records)
		}
	}
}

// into runs records into a file.
func into(ctx context.Context, name, in string, w Work, o Options) (Stats, error) {
	out, err := Create(name)
	if err != nil {
		return Stats{}, err
	}
	defer out.Close()
	return Run(ctx, input(in), out, w, o)
}

// check compares the file of results with those of an undisturbed run.
func check(t *testing.T, name, want string, unordered bool) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if unordered && !slices.Equal(sorted(string(b)), sorted(want)) || !unordered && string(b) != want {
		t.Fatalf("there is\n%sand should be\n%s", b, want)
	}
}

// Wherever an output was cut off, the same run again completes it.
func TestResume(t *testing.T) {
	const n = 12
	in := some(n)
	want := results(t, in, echo{}, Options{})
	name := filepath.Join(t.TempDir(), "out.jsonl")
	for cut := range len(want) + 1 {
		if end := strings.IndexByte(want[cut:], '\n'); cut%9 > 0 && end > 1 && want[cut-1] != '\n' {
			continue // in the middle of a result
		}
		for _, unordered := range []bool{false, true} {
			text := want
			if unordered {
				lines := slices.Collect(strings.Lines(want))
				rand.New(rand.NewPCG(1, uint64(cut))).Shuffle(n, func(i, k int) { lines[i], lines[k] = lines[k], lines[i] })
				text = strings.Join(lines, "")
			}
			text = text[:cut]
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			s, err := into(t.Context(), name, in, echo{}, Options{Unordered: unordered})
			if err != nil {
				t.Fatal(err)
			}
			if found := int64(strings.Count(text, "\n")); s.Found != found || s.Records != n || s.Errors != int64(strings.Count(want, `"error"`)) {
				t.Errorf("cut at %d: %+v, and %d were there", cut, s, found)
			}
			check(t, name, want, unordered)
		}
	}
}

// A run that is interrupted again and again comes to the same end.
func TestInterruptedOften(t *testing.T) {
	in := some(300)
	want := results(t, in, echo{}, Options{})
	for _, unordered := range []bool{false, true} {
		name := filepath.Join(t.TempDir(), "out.jsonl")
		for i := 0; ; i++ {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(1+rand.IntN(8+i))*time.Millisecond)
			s, err := into(ctx, name, in, echo{}, Options{Unordered: unordered, Jobs: 4})
			cancel()
			if err == nil {
				t.Logf("interrupted %d times, %d were there in the end", i, s.Found)
				break
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
		}
		check(t, name, want, unordered)
	}
}

// An output that does not belong to the input is refused and left as it is.
func TestMismatch(t *testing.T) {
	in := some(20)
	whole := results(t, in, echo{"some options"}, Options{Program: "1"})
	half := strings.Join(slices.Collect(strings.Lines(whole))[:10], "")
	records := slices.Collect(strings.Lines(in))
	changed := slices.Clone(records)
	changed[4] = strings.Replace(changed[4], "text 4", "text 5", 1)
	for _, c := range []struct {
		reason    string
		there     string
		in        string
		w         Work
		program   string
		want      error
		unordered error // where it is another one
	}{
		{"other options", half, in, echo{"other options"}, "1", &MismatchError{Options: true}, nil},
		{"another program", half, in, echo{"some options"}, "2", &MismatchError{Options: true}, nil},
		{"a record has changed", half, strings.Join(changed, ""), echo{"some options"}, "1", &MismatchError{Line: 5}, &MismatchError{}},
		{"a record is gone", half, strings.Join(slices.Delete(slices.Clone(records), 4, 5), ""), echo{"some options"}, "1", &MismatchError{Line: 5}, &MismatchError{}},
		{"fewer records", whole, strings.Join(records[:19], ""), echo{"some options"}, "1", &MismatchError{}, nil},
		{"something else", "a,b,c\n", in, echo{"some options"}, "1", &DamagedError{1}, nil},
		{"a line that is something else", "a letter", in, echo{"some options"}, "1", &DamagedError{1}, nil},
		{"a JSON object", `{"id": 1}`, in, echo{"some options"}, "1", &DamagedError{1}, nil},
		{"a record", `{"id":"1","text":"x"}`, in, echo{"some options"}, "1", &DamagedError{1}, nil},
		{"JSON Lines", in, in, echo{"some options"}, "1", &DamagedError{1}, nil},
		{"zeros after a power failure", half[:len(half)-40] + strings.Repeat("\x00", 39) + "\n", in, echo{"some options"}, "1", &DamagedError{10}, nil},
		{"zeros inside a line", half[:len(half)-40] + strings.Repeat("\x00", 38) + "}\n", in, echo{"some options"}, "1", &DamagedError{10}, nil},
	} {
		for _, unordered := range []bool{false, true} {
			want := c.want
			if unordered && c.unordered != nil {
				want = c.unordered
			}
			name := filepath.Join(t.TempDir(), "out.jsonl")
			if err := os.WriteFile(name, []byte(c.there), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := into(t.Context(), name, c.in, c.w, Options{Unordered: unordered, Program: c.program})
			if err == nil || !strings.Contains(err.Error(), "out.jsonl\": "+want.Error()) {
				t.Errorf("%s: %v", c.reason, err)
			}
			check(t, name, c.there, false)
		}
	}
}

// An output may grow with its input.
func TestGrows(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out.jsonl")
	in := some(30)
	lines := slices.Collect(strings.Lines(in))
	for _, n := range []int{0, 1, 11, 11, 30} {
		if s, err := into(t.Context(), name, strings.Join(lines[:n], ""), echo{}, Options{}); err != nil || s.Records != int64(n) {
			t.Fatal(s, err)
		}
	}
	check(t, name, results(t, in, echo{}, Options{}), false)
}

// Zeros at the end, where a power failure came before the data, are cut off; alone
// they are no output.
func TestZeros(t *testing.T) {
	in := some(4)
	want := results(t, in, echo{}, Options{})
	name := filepath.Join(t.TempDir(), "out.jsonl")
	first := strings.IndexByte(want, '\n') + 1
	for _, zeros := range []int{1, 20, 2 * headBytes} {
		for _, cut := range []int{first, first + 3, first + 30, first + 60} {
			if err := os.WriteFile(name, []byte(want[:cut]+strings.Repeat("\x00", zeros)), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := into(t.Context(), name, in, echo{}, Options{}); err != nil {
				t.Fatalf("%d zeros behind %d bytes: %v", zeros, cut, err)
			}
			check(t, name, want, false)
		}
		there := strings.Repeat("\x00", zeros)
		if err := os.WriteFile(name, []byte(there), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := into(t.Context(), name, in, echo{}, Options{}); err == nil {
			t.Error("zeros were taken for an output")
		}
		check(t, name, there, false)
	}
}

// A run that cannot begin leaves no file.
func TestNothingMade(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out.jsonl")
	for _, want := range []error{os.ErrNotExist, nil} {
		if want == nil { // it is there before
			if err := os.WriteFile(name, nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		out, err := Create(name)
		if err != nil {
			t.Fatal(err)
		}
		none := errors.New("there is no input")
		_, err = Run(t.Context(), func() (Source, error) { return nil, none }, out, echo{}, Options{})
		out.Close()
		if _, left := os.Stat(name); !errors.Is(err, none) || !errors.Is(left, want) {
			t.Errorf("%v, %v", err, left)
		}
	}
}

func TestLock(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out.jsonl")
	out, err := Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if lock(out.file.(*os.File)) == nil && runtime.GOOS == "windows" {
		t.Skip("there are no locks here")
	}
	if _, err := Create(name); err == nil || !strings.Contains(err.Error(), "another run seems to be writing") {
		t.Error(err)
	}
	out.Close()
	if out, err = Create(name); err != nil {
		t.Fatal(err)
	}
	out.Close()
}

// full is a file on a disk that has room for some bytes more.
type full struct {
	*os.File
	room       int
	cannotTrim bool
}

func (f *full) Write(b []byte) (int, error) {
	n, err := f.File.Write(b[:min(len(b), f.room)])
	if f.room -= n; err == nil && n < len(b) {
		err = &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
	}
	return n, err
}

func (f *full) Truncate(size int64) error {
	if f.cannotTrim && f.room == 0 {
		return syscall.EIO
	}
	return f.File.Truncate(size)
}

// Of a run that a full disk ends only whole results are left, and with room again
// it is completed.
func TestFullDisk(t *testing.T) {
	in := some(20)
	want := results(t, in, echo{}, Options{})
	for room := 0; room < len(want); room += 13 {
		name := filepath.Join(t.TempDir(), "out.jsonl")
		out, err := Create(name)
		if err != nil {
			t.Fatal(err)
		}
		f := &full{out.file.(*os.File), room, room%2 == 1}
		out.w, out.file = f, f
		s, err := Run(t.Context(), input(in), out, echo{}, Options{})
		out.Close()
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("%d bytes: %v", room, err)
		}
		left, err := os.ReadFile(name)
		if err != nil || !strings.HasPrefix(want, string(left)) || int64(bytes.Count(left, []byte("\n"))) != s.Records {
			t.Fatalf("%d bytes: %v, %d results, left %q", room, err, s.Records, left)
		}
		if !f.cannotTrim && len(left) > 0 && left[len(left)-1] != '\n' {
			t.Errorf("%d bytes: half a result is left", room)
		}
		if _, err := into(t.Context(), name, in, echo{}, Options{}); err != nil {
			t.Fatal(err)
		}
		check(t, name, want, false)
	}
}

func TestCreate(t *testing.T) {
	if _, err := Create(filepath.Join(t.TempDir(), "none", "out.jsonl")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if runtime.GOOS != "linux" {
		return
	}
	if _, err := into(t.Context(), "/dev/full", some(3), echo{}, Options{}); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	if s, err := into(t.Context(), "/dev/null", some(3), echo{}, Options{}); err != nil || s.Records != 3 {
		t.Error(s, err)
	}
}

// articles is the folder of the example articles.
func articles() (Source, error) { return Open("../../testdata/articles", Folder) }

// Reports are the same on any number of processors and with any number of jobs.
func TestDeterminism(t *testing.T) {
	if testing.Short() {
		t.Skip("compares 12 articles several times")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, w := range []Work{&Comparison{Model: align.Fast, Detail: Full}, &Embedding{}} {
		var first string
		for _, n := range []int{1, 2, 8} {
			runtime.GOMAXPROCS(n)
			var b bytes.Buffer
			if _, err := Run(t.Context(), articles, To(&b), w, Options{}); err != nil {
				t.Fatal(err)
			}
			if first == "" {
				first = b.String()
			}
			if b.String() != first {
				t.Errorf("%s: other results with %d processors", w.Options(), n)
			}
		}
	}
}

// FuzzResume goes on with any output: it is refused and left as it is, or
// completed to what an undisturbed run writes.
func FuzzResume(f *testing.F) {
	in := some(9)
	want := results(f, in, echo{}, Options{})
	for _, s := range []string{"", want, want[:100], want[:len(want)-1], want[:200] + "\n", `{"id":`, `{"i`, "{}\n", want + want, want + "x", strings.Replace(want, "\n", "", 1), "\x00\x00"} {
		f.Add([]byte(s), len(want))
		f.Add([]byte(s), 150)
	}
	name := filepath.Join(f.TempDir(), "out.jsonl")
	f.Fuzz(func(t *testing.T, tail []byte, cut int) {
		there := append([]byte(want[:min(max(cut, 0), len(want))]), tail...)
		if err := os.WriteFile(name, there, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := into(t.Context(), name, in, echo{}, Options{})
		if err != nil {
			check(t, name, string(there), false)
			return
		}
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		got, lines := slices.Collect(strings.Lines(string(b))), slices.Collect(strings.Lines(want))
		if len(got) != len(lines) {
			t.Fatalf("%d results of %d records", len(got), len(lines))
		}
		for i, line := range lines {
			// Who knows the key may write what he likes before and behind it.
			if m := head.FindStringSubmatch(got[i]); m == nil || m[2] != head.FindStringSubmatch(line)[2] {
				t.Errorf("result %d is %q", i+1, got[i])
			}
		}
	})
}
