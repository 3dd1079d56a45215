// Package cache keeps translations on disk, so that a second run sends nothing
// and a killed one goes on where it was. What other services answer to a text is
// kept the same way, see packages embed/server and judge.
//
// Each answer is a file, written beside its place and renamed: many
// processes can read and write at once without a lock, a kill at any time loses
// at most the entry being written, and a damaged file is one answer that is
// asked for again. What else was weighed: bbolt locks its file for one
// process; SQLite in Go adds 8 MB to the program and a recovery to every kill,
// for look-ups that take 30 µs here.
//
// The files lie in 256 folders by hash, each bounded to its share of the whole.
// So keeping within bounds is to list one small folder now and then, and no
// count is kept that processes would have to agree on. Those used longest ago
// go first.
package cache

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// DefaultLimit holds some 60,000 sentences.
	DefaultLimit = 256 << 20

	shards   = 256
	maxEntry = 1 << 20
	block    = 4096 // what a file takes on most disks, however short

	// How long after its last noted use an entry is noted as used again: a
	// time is a write.
	freshness = time.Hour
	// How old a file being written is when its writer must be dead.
	abandoned = time.Hour
)

// Store is a folder of answers. Its methods are safe for concurrent use,
// by many processes too.
type Store struct {
	dir   string
	limit int64
}

// Key says what was asked for, and from what.
type Key struct {
	Service  string // the translator's Name
	From, To string // languages, "" where there are none
	Text     string
}

// sum hashes a key. Lengths keep ("a", "bc") and ("ab", "c") apart.
func (k Key) sum() [sha256.Size]byte {
	var b []byte
	for _, s := range []string{k.Service, k.From, k.To, k.Text} {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return sha256.Sum256(b)
}

// Dir returns the folder of the user's translations: "translations" in
// $FACTDIFF_CACHE or, where that is empty, in factdiff's part of the user's
// cache directory.
func Dir() (string, error) {
	dir := os.Getenv("FACTDIFF_CACHE")
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("looking for the cache directory: %w; set FACTDIFF_CACHE", err)
		}
		dir = filepath.Join(user, "factdiff")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("looking for the cache directory: %w; set FACTDIFF_CACHE to a whole path", err)
	}
	return filepath.Join(dir, "translations"), nil
}

// Open returns the store in a folder, which need not exist yet; "" is that of
// [Dir]. The limit bounds what its files take on disk, in bytes; 0 means
// [DefaultLimit]. It may be exceeded by some 10 MB, since not every write looks
// what is there.
func Open(dir string, limit int64) (*Store, error) {
	if dir == "" {
		var err error
		if dir, err = Dir(); err != nil {
			return nil, err
		}
	}
	if limit == 0 {
		limit = DefaultLimit
	}
	return &Store{dir, limit}, nil
}

// place returns where the entry of a sum lies.
func (s *Store) place(sum [sha256.Size]byte) string {
	name := hex.EncodeToString(sum[:])
	return filepath.Join(s.dir, name[:2], name[2:])
}

// Get returns an answer, if there is one that is undamaged.
func (s *Store) Get(k Key) (string, bool) {
	sum := k.sum()
	name := s.place(sum)
	f, err := os.Open(name)
	if err != nil {
		return "", false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxEntry {
		return "", false
	}
	entry := make([]byte, info.Size())
	if _, err := f.ReadAt(entry, 0); err != nil {
		return "", false
	}
	text, ok := decode(entry, sum)
	if now := time.Now(); ok && now.Sub(info.ModTime()) > freshness {
		os.Chtimes(name, now, now) // if not, it goes earlier than it should
	}
	return text, ok
}

// Put keeps an answer, which may be any bytes.
func (s *Store) Put(k Key, text string) error {
	sum := k.sum()
	entry := encode(text, sum)
	if len(entry) > maxEntry {
		return nil
	}
	name := s.place(sum)
	if err := write(name, entry); err != nil {
		return fmt.Errorf("keeping an answer: %w; set FACTDIFF_CACHE to a folder that can be written to", err)
	}
	// One in eight looks after its folder.
	if sum[1]%8 == 0 {
		s.trim(filepath.Dir(name))
	}
	return nil
}

// write puts a file in its place, whole or not at all.
func write(name string, data []byte) (err error) {
	dir := filepath.Dir(name)
	f, err := os.CreateTemp(dir, temporary+"*")
	for range 3 { // another process may be clearing the cache
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		f, err = os.CreateTemp(dir, temporary+"*")
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	// No sync: after a power cut a damaged entry is found out by its checksum.
	err = cmp.Or(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

const temporary = "new-"

// file is one of ours in a folder.
type file struct {
	name string
	size int64 // on disk
	used time.Time
	temp bool
}

// beingWritten tells whether a process may still be at work on the file.
func (f file) beingWritten() bool { return f.temp && time.Since(f.used) < abandoned }

// list returns the files of a folder that this package wrote.
func list(dir string) []file {
	entries, _ := os.ReadDir(dir)
	var out []file
	for _, e := range entries {
		temp := strings.HasPrefix(e.Name(), temporary)
		if !temp && !isEntry(e.Name()) {
			continue
		}
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue // another process was faster
		}
		out = append(out, file{
			name: filepath.Join(dir, e.Name()),
			size: max(block, (info.Size()+block-1)/block*block),
			used: info.ModTime(),
			temp: temp,
		})
	}
	return out
}

// isEntry tells whether a name is what is left of a hash in hexadecimal.
func isEntry(name string) bool {
	b, err := hex.DecodeString(name)
	return err == nil && len(b) == sha256.Size-1
}

// trim brings a folder back to its share of the limit.
func (s *Store) trim(dir string) {
	files := list(dir)
	slices.SortFunc(files, func(a, b file) int { return a.used.Compare(b.used) })
	var sum int64
	for _, f := range files {
		sum += f.size
	}
	share := s.limit / shards
	for _, f := range files {
		if f.beingWritten() || !f.temp && sum <= share {
			continue
		}
		if os.Remove(f.name) == nil {
			sum -= f.size
		}
	}
}

// Info is what a store holds.
type Info struct {
	Dir     string
	Entries int
	Bytes   int64 // on disk
	Limit   int64
	Oldest  time.Time // the earliest last use, zero if it is empty
}

// Info counts what is there.
func (s *Store) Info() Info {
	out := Info{Dir: s.dir, Limit: s.limit}
	for i := range shards {
		for _, f := range list(s.shard(i)) {
			out.Bytes += f.size
			if f.temp {
				continue
			}
			out.Entries++
			if out.Oldest.IsZero() || f.used.Before(out.Oldest) {
				out.Oldest = f.used
			}
		}
	}
	return out
}

func (s *Store) shard(i int) string { return filepath.Join(s.dir, hex.EncodeToString([]byte{byte(i)})) }

// Clear removes all answers, and nothing that this package did not write.
func (s *Store) Clear() error {
	for i := range shards {
		for _, f := range list(s.shard(i)) {
			if f.beingWritten() {
				continue
			}
			if err := os.Remove(f.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("clearing the cache: %w; remove %q by hand", err, s.dir)
			}
		}
		os.Remove(s.shard(i)) // if it is empty
	}
	os.Remove(s.dir)
	return nil
}

// An entry is a line with a checksum, of the text and of what it answers, and
// the text.
const magic = "factdiff translation 1 "

func encode(text string, sum [sha256.Size]byte) []byte {
	return []byte(magic + checksum(text, sum) + "\n" + text)
}

func checksum(text string, sum [sha256.Size]byte) string {
	check := sha256.Sum256(append(sum[:], text...))
	return hex.EncodeToString(check[:])
}

// decode reads an entry, whatever became of it.
func decode(entry []byte, sum [sha256.Size]byte) (string, bool) {
	rest, ok := strings.CutPrefix(string(entry), magic)
	if !ok {
		return "", false
	}
	check, text, ok := strings.Cut(rest, "\n")
	if !ok || check != checksum(text, sum) {
		return "", false
	}
	return text, true
}
