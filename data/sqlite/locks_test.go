package sqlite

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"roster/identity"
)

// newFile returns the path of a file that nobody has open.
func newFile(t *testing.T) string {
	t.Helper()
	db := newDB(t)
	wantErr(t, "close", db.Close(), nil)
	return db.path
}

// A file that another program examines is waited for, but not for ever, and not by somebody who no longer wants it.
func TestLockAlone(t *testing.T) {
	path := newFile(t)
	first, err := lockAlone(t.Context(), path)
	if err != nil || first == nil {
		t.Fatalf("got lock %v, error %v, want one", first, err)
	}
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := lockAlone(t.Context(), path)
		wantErr(t, "while it is examined", err, identity.FileBusy)
		if waited := time.Since(began); waited < examineWait || waited > examineWait+time.Second {
			t.Errorf("waited %v, want %v", waited, examineWait)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = lockAlone(ctx, path)
		wantErr(t, "given up", err, context.DeadlineExceeded)
	})
	wantErr(t, "unlock", first.Close(), nil)
	openDB(t, path)
	if lock, err := lockAlone(t.Context(), path); lock != nil || err != nil {
		t.Errorf("while it is open: got lock %v, error %v, want neither", lock, err)
	}
	_, err = lockAlone(t.Context(), path+" other")
	wantErr(t, "no file", err, fs.ErrNotExist)
}

// Choosing ends with the reason if there is nothing to choose, or if the file must not be touched.
func TestChooseRefuses(t *testing.T) {
	path := newFile(t)
	wantErr(t, "remove", os.Remove(path), nil)
	choose := func() error {
		aside, err := Choose(t.Context(), path, true, time.Now())
		if aside != "" {
			t.Errorf("got %s, want nothing set aside", aside)
		}
		return err
	}
	wantErr(t, "no file", choose(), fs.ErrNotExist)
	wantErr(t, "write", os.WriteFile(path, []byte(strings.Repeat("no file of SQLite ", 100)), 0o600), nil)
	wantErr(t, "another program's", choose(), identity.FileNotRoster)
	wantErr(t, "remove", os.Remove(path), nil)
	db := openDB(t, path)
	wantErr(t, "open elsewhere", choose(), identity.FileBusy)
	wantErr(t, "close", db.disconnect(), nil)
	wantErr(t, "nothing to choose", choose(), nil)
	if runtime.GOOS == "windows" {
		return // it has other permissions
	}
	wantErr(t, "let others read", os.Chmod(path, 0o644), nil)
	wantErr(t, "exposed", choose(), identity.FileExposed)
	wantErr(t, "let nobody else read", os.Chmod(path, 0o600), nil)
}

// A file is behind any number of links that a system follows, which need not lead to one yet.
func TestResolve(t *testing.T) {
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	link := func(to, name string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.Symlink(to, path); err != nil {
			t.Skipf("no links here: %v", err)
		}
		return path
	}
	file := filepath.Join(folder, "users.roster")
	for name, from := range map[string]string{
		"itself": file, "relative link": link("users.roster", "relative"), "absolute link": link(file, "absolute"),
		"link to a link": link("relative", "second"), "folder behind a link": filepath.Join(link(".", "folder"), "users.roster"),
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := Resolve(from); err != nil || got != file {
				t.Errorf("got %s, error %v, want %s", got, err, file)
			}
		})
	}
	last := "nothing"
	for n := range maxLinks + 1 {
		last = filepath.Base(link(last, fmt.Sprint("link", n)))
	}
	if got, err := Resolve(filepath.Join(folder, last)); err == nil {
		t.Errorf("too many links: got %s, want an error", got)
	}
	if got, err := Resolve(link("loop", "loop")); err == nil && runtime.GOOS != "windows" {
		t.Errorf("a loop: got %s, want an error", got)
	}
}
