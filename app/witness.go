package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"roster/data"
)

// witness remembers on this computer how far the journals of files went, so that one whose end was cut off is noticed,
// which the file itself cannot tell. To lose it does no harm: what was seen before is then not known any more.
type witness struct {
	path string // of the file where it is kept; "" to remember nothing
	mu   sync.Mutex
}

// testimony is the last entry of a journal that was seen.
type testimony struct {
	Seq  int64     `json:"seq"`
	Hash hexBytes  `json:"hash"`
	At   time.Time `json:"at"` // when it was seen
}

// hexBytes are written in hexadecimal.
type hexBytes []byte

// MarshalText implements encoding.TextMarshaler.
func (b hexBytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(b)), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *hexBytes) UnmarshalText(text []byte) (err error) {
	*b, err = hex.DecodeString(string(text))
	return err
}

// filesWitnessed are as many as are remembered.
const filesWitnessed = 64

func newWitness(path string) *witness { return &witness{path: path} }

// load reads what is remembered, by the hash of each file's first entry. What was damaged is not known any more.
func (w *witness) load() (map[string]testimony, error) {
	text, err := os.ReadFile(w.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err // perhaps for this moment only
	}
	seen := map[string]testimony{}
	if json.Unmarshal(text, &seen) != nil {
		clear(seen)
	}
	return seen, nil
}

// of is what was seen of the journal in tx; the zero testimony if nothing was.
func (w *witness) of(tx *data.Tx) (testimony, error) {
	first, err := tx.EventHash(1)
	if err != nil || w.path == "" {
		return testimony{}, gone(err, nil)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	seen, _ := w.load() // what cannot be read is not known, which is no reason not to look through the journal
	return seen[hex.EncodeToString(first)], nil
}

// note remembers the last entry of the journal in tx, unless that is not what it was when it was seen before: then
// that has to be remembered.
func (w *witness) note(tx *data.Tx) error {
	first, err := tx.EventHash(1)
	if err != nil || w.path == "" {
		return gone(err, nil)
	}
	seq, head, err := tx.LastEvent()
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	seen, err := w.load()
	if err != nil {
		return err
	}
	id := hex.EncodeToString(first)
	if before, ok := seen[id]; ok {
		if before.Seq == seq {
			return nil
		}
		present, err := tx.EventHash(before.Seq)
		if err != nil || !bytes.Equal(present, before.Hash) {
			return gone(err, nil)
		}
	}
	seen[id] = testimony{Seq: seq, Hash: head, At: tx.Now()}
	return w.save(seen)
}

// save puts what is remembered in the place of what was, whole or not at all.
func (w *witness) save(seen map[string]testimony) error {
	for len(seen) > filesWitnessed {
		oldest := slices.MinFunc(slices.Collect(maps.Keys(seen)), func(a, b string) int {
			return cmp.Or(seen[a].At.Compare(seen[b].At), cmp.Compare(a, b))
		})
		delete(seen, oldest)
	}
	text, err := json.MarshalIndent(seen, "", "\t")
	if err != nil {
		return err
	}
	folder := filepath.Dir(w.path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(folder, ".witness-*") // 0600
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), w.path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// testify has the witness remember how far the journal goes. That it cannot, is no reason to stop anything.
func (s *Service) testify(ctx context.Context) {
	err := s.store.View(context.WithoutCancel(ctx), s.witness.note)
	if err != nil && s.warn != nil {
		s.warned.Do(func() { s.warn("witness", err) }) // which it tries with each entry
	}
}
