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

// witness is the path of the folder in which this computer stores how long journals were. It detects a journal that was
// truncated, which the file itself cannot reveal. "" stores nothing. Losing the folder does no harm: every journal then
// counts as seen for the first time.
type witness string

// maxCheckpoints is the number of journals that the witness stores.
const maxCheckpoints = 64

// checkpoint is the last entry of a journal that was seen, or zero if none was.
type checkpoint struct {
	path string   // of this journal's file, which is named after the hash of the journal's first entry
	Seq  int64    `json:"seq"`
	Hash hexBytes `json:"hash"`
	Same int64    `json:"same"` // Seq again, at the end: they differ while the file is being overwritten
}

// hexBytes is encoded as hexadecimal.
type hexBytes []byte

// MarshalText implements encoding.TextMarshaler.
func (b hexBytes) MarshalText() ([]byte, error) { return []byte(hex.EncodeToString(b)), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *hexBytes) UnmarshalText(text []byte) (err error) {
	*b, err = hex.DecodeString(string(text))
	return err
}

// seen returns the stored checkpoint of a journal. Its path is "" if none can be stored. A damaged checkpoint counts as
// none.
func (w witness) seen(ends data.JournalEnds) (c checkpoint, err error) {
	if w == "" || ends.First == nil {
		return checkpoint{}, nil
	}
	c.path = filepath.Join(string(w), hex.EncodeToString(ends.First)+".json")
	text, err := readRegular(c.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return checkpoint{}, err // may be readable again later
	}
	// The end of an earlier, longer text may follow.
	err = json.NewDecoder(bytes.NewReader(text)).Decode(&c)
	if err != nil || c.Seq < 1 || c.Same != c.Seq || len(c.Hash) != sha256.Size {
		c = checkpoint{path: c.path}
	}
	return c, nil
}

// readRegular reads a regular file. It refuses a link, and a pipe, which could block.
func readRegular(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: not a regular file: %v", path, info.Mode())
	}
	return os.ReadFile(path)
}

// next returns the checkpoint that replaces c when the journal's transaction is committed: the last entry. stored is
// the hash of the entry of c in the journal. The path is "" if nothing can or must be stored, or if the entry of c no
// longer exists: c must then be kept.
func (c checkpoint) next(ends data.JournalEnds, stored []byte) checkpoint {
	if c.path == "" || c.Seq == ends.Seq || c.Seq != 0 && !bytes.Equal(stored, c.Hash) {
		return checkpoint{}
	}
	return checkpoint{path: c.path, Seq: ends.Seq, Hash: ends.Last}
}

// save stores c. It overwrites the file in place, so that the file never disappears.
func (w witness) save(c checkpoint) error {
	c.Same = c.Seq
	text, err := json.Marshal(c)
	if err != nil || c.path == "" {
		return err
	}
	f, err := os.OpenFile(c.path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = w.create(c.path)
	}
	if err != nil {
		return err
	}
	_, err = f.WriteAt(append(text, '\n'), 0)
	return errors.Join(err, f.Close())
}

// create creates the file of another journal, evicting the least recently used beyond maxCheckpoints.
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
		// Another window may have removed the file.
		if err == nil && info.Mode().IsRegular() && filepath.Ext(info.Name()) == ".json" {
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	for _, info := range infos[min(len(infos), maxCheckpoints-1):] {
		if err := os.Remove(filepath.Join(string(w), info.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE, 0o600)
}
