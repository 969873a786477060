package newfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// A file is there when it is complete, and otherwise nothing is.
func TestWrite(t *testing.T) {
	failed := errors.New("failed")
	for name, c := range map[string]struct {
		before string // the content of an existing file, or ""
		fail   error
		want   error
		after  string // the content of the file, or "" if there is none
	}{
		"new":                 {"", nil, nil, "new"},
		"existing":            {"old", nil, fs.ErrExist, "old"},
		"failed":              {"", failed, failed, ""},
		"failed and existing": {"old", failed, failed, "old"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "file")
			if c.before != "" {
				if err := os.WriteFile(path, []byte(c.before), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			err := Write(path, func(f *os.File) error {
				if _, err := os.Stat(path); c.before == "" && !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("while it is written: got error %v, want no file", err)
				}
				_, err := f.WriteString("new")
				return errors.Join(err, c.fail)
			})
			if !errors.Is(err, c.want) {
				t.Errorf("got error %v, want %v", err, c.want)
			}
			left, err := os.ReadDir(folder)
			if err != nil {
				t.Fatal(err)
			}
			if c.after == "" {
				if len(left) > 0 {
					t.Errorf("got %v, want nothing", left)
				}
				return
			}
			if len(left) != 1 {
				t.Errorf("got %v, want one file", left)
			}
			content, err := os.ReadFile(path)
			if err != nil || string(content) != c.after {
				t.Errorf("got %q, error %v, want %q", content, err, c.after)
			}
			info, err := os.Stat(path)
			if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 { // Windows has other permissions
				t.Errorf("got %v, error %v, want it for its owner alone", info, err)
			}
		})
	}
}

// A file gets its name, also where that takes two steps, and none is replaced.
func TestRename(t *testing.T) {
	for name, rename := range map[string]func(from, to string) error{"at once": Rename, "by a link": linkNew} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			from, to := filepath.Join(folder, "from"), filepath.Join(folder, "to")
			if err := rename(from, to); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("no file: got error %v, want %v", err, fs.ErrNotExist)
			}
			for _, content := range []string{"first", "second"} {
				if err := os.WriteFile(from, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
				err := rename(from, to)
				if content == "first" && err != nil || content == "second" && !errors.Is(err, fs.ErrExist) {
					t.Errorf("%s: got error %v, want the second refused", content, err)
				}
			}
			for path, want := range map[string]string{from: "second", to: "first"} {
				if content, err := os.ReadFile(path); err != nil || string(content) != want {
					t.Errorf("%s: got %q, error %v, want %q", filepath.Base(path), content, err, want)
				}
			}
		})
	}
}

// Without its folder, a file cannot be written, nor its name stored.
func TestNoFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	err := Write(filepath.Join(folder, "file"), func(*os.File) error { return nil })
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("write: got error %v, want %v", err, fs.ErrNotExist)
	}
}
