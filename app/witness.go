package app

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"roster/data"
)

// witness is the folder in which this computer remembers how far journals went, so that one whose end was cut off is
// noticed, which its file cannot tell; "" to remember nothing. To lose it does no harm: what was seen before is then not
// known any more.
type witness string

// journalsWitnessed are as many as are remembered.
const journalsWitnessed = 64

// testimony is the last entry of a journal that was seen; the zero testimony if none was.
type testimony struct {
	path string   // of the file for this journal, whose name has the hash of the first entry
	Seq  int64    `json:"seq"`
	Hash hexBytes `json:"hash"`
	Same int64    `json:"same"` // Seq again, last: a text that somebody is just writing over another does not have both
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

// seen is what was seen of the journal in tx. The path is "" where nothing can be remembered. What was damaged is not known
// any more.
func (w witness) seen(tx *data.Tx) (t testimony, err error) {
	first, err := tx.EventHash(1)
	if err != nil || w == "" {
		return testimony{}, gone(err, nil)
	}
	t.path = filepath.Join(string(w), hex.EncodeToString(first)+".json")
	text, err := readRegular(t.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return testimony{}, err // perhaps for this moment only
	}
	// The end of a longer text may stand behind it.
	if json.NewDecoder(bytes.NewReader(text)).Decode(&t) != nil || t.Seq < 1 || t.Same != t.Seq || len(t.Hash) != sha256.Size {
		t = testimony{path: t.path}
	}
	return t, nil
}

// readRegular reads a file, and nothing that waits or stands for another.
func readRegular(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: it is no plain file: %v", path, info.Mode())
	}
	return os.ReadFile(path)
}

// next is what to remember once tx is committed: the last entry of its journal. The path is "" if that is remembered already,
// or if the one that was seen before is not there any more: then that has to be remembered.
func (w witness) next(tx *data.Tx) (testimony, error) {
	t, err := w.seen(tx)
	if err != nil || t.path == "" {
		return testimony{}, err
	}
	if t.Seq != 0 {
		present, err := tx.EventHash(t.Seq)
		if err != nil || !bytes.Equal(present, t.Hash) {
			return testimony{}, gone(err, nil)
		}
	}
	seq, hash, err := tx.LastEvent()
	if err != nil || seq == t.Seq {
		return testimony{}, err
	}
	return testimony{path: t.path, Seq: seq, Hash: hash}, nil
}

// save remembers t. It is written over what was there, so that at no moment there is nothing.
func (w witness) save(t testimony) error {
	t.Same = t.Seq
	text, err := json.Marshal(t)
	if err != nil || t.path == "" {
		return err
	}
	f, err := os.OpenFile(t.path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = w.create(t.path)
	}
	if err != nil {
		return err
	}
	_, err = f.WriteAt(append(text, '\n'), 0)
	return errors.Join(err, f.Close())
}

// create makes a file for one more journal, in the place of the one that was seen longest ago if there are many.
func (w witness) create(path string) (*os.File, error) {
	if err := os.MkdirAll(string(w), 0o700); err != nil {
		return nil, err
	}
	files, err := os.ReadDir(string(w))
	if err != nil {
		return nil, err
	}
	var infos []fs.FileInfo
	for _, file := range files {
		info, err := file.Info()
		if err == nil && info.Mode().IsRegular() && filepath.Ext(info.Name()) == ".json" { // and no other window has removed it
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	for _, info := range infos[min(len(infos), journalsWitnessed-1):] {
		if err := os.Remove(filepath.Join(string(w), info.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
}
