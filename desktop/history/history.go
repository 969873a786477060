// Package history remembers which files were opened on this computer, so that a file that has disappeared is not taken
// for one that is yet to be created. It stores hashes of paths, and losing them does no harm.
package history

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// most is the number of files that are remembered.
const most = 256

// Folder is the path of the folder that remembers files.
type Folder string

// Opened remembers that the file at path was opened. path must be absolute.
func (f Folder) Opened(path string) error {
	if err := os.MkdirAll(string(f), 0o700); err != nil {
		return err
	}
	mark, now := f.mark(path), time.Now()
	switch err := os.Chtimes(mark, now, now); {
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		return err
	}
	return f.evict()
}

// Has reports whether the file at path was opened earlier. path must be absolute.
func (f Folder) Has(path string) bool {
	_, err := os.Lstat(f.mark(path))
	return err == nil
}

func (f Folder) mark(path string) string {
	sum := sha256.Sum256([]byte(path))
	return filepath.Join(string(f), hex.EncodeToString(sum[:]))
}

// evict forgets the files that were opened least recently.
func (f Folder) evict() error {
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return err
	}
	var infos []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil { // another window may have removed it
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	for _, info := range infos[min(len(infos), most):] {
		if err := os.Remove(filepath.Join(string(f), info.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
