// Package history remembers which files were opened on this computer, so that they can be opened again, and so that a
// file that has disappeared is not taken for one that is yet to be created. It stores their paths, which only their
// owner can read, and losing them does no harm.
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
	known, err := os.ReadFile(mark)
	if err == nil && string(known) == path { // on a full disk nothing needs to be written
		return os.Chtimes(mark, now, now)
	}
	if err := os.WriteFile(mark, []byte(path), 0o600); err != nil {
		return err
	}
	return f.evict()
}

// Recent returns the paths of at most n files that are still there, the one that was opened last first. It leaves out
// those for which not returns true.
func (f Folder) Recent(n int, not func(path string) bool) (paths []string) {
	infos, err := f.newestFirst()
	if err != nil {
		return nil // nothing was opened yet
	}
	for _, info := range infos {
		content, err := os.ReadFile(filepath.Join(string(f), info.Name()))
		path := string(content)
		if err != nil || filepath.Base(f.mark(path)) != info.Name() { // it is damaged
			continue
		}
		if there, err := os.Stat(path); err != nil || there.IsDir() || not(path) {
			continue
		}
		if paths = append(paths, path); len(paths) == n {
			break
		}
	}
	return paths
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
	infos, err := f.newestFirst()
	if err != nil {
		return err
	}
	for _, info := range infos[min(len(infos), most):] {
		if err := os.Remove(filepath.Join(string(f), info.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// newestFirst describes the marks of all files, that of the one that was opened last first.
func (f Folder) newestFirst() (infos []fs.FileInfo, err error) {
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil { // another window may have removed it
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int {
		return cmp.Or(b.ModTime().Compare(a.ModTime()), cmp.Compare(a.Name(), b.Name()))
	})
	return infos, nil
}
