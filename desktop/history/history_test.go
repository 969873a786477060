package history

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"
)

func TestHistory(t *testing.T) {
	f := Folder(filepath.Join(t.TempDir(), "state", "opened"))
	if f.Has("/one") {
		t.Error("got a file before any was opened")
	}
	for _, path := range []string{"/one", "/two", "/one"} {
		if err := f.Opened(path); err != nil {
			t.Fatal(err)
		}
	}
	if !f.Has("/one") || !f.Has("/two") || f.Has("/three") {
		t.Errorf("got %v, %v, %v, want the first two", f.Has("/one"), f.Has("/two"), f.Has("/three"))
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(f.mark("/two"), old, old); err != nil {
		t.Fatal(err)
	}
	for i := range most - 1 {
		if err := f.Opened(fmt.Sprint("/", i)); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(string(f))
	if err != nil || len(entries) != most {
		t.Errorf("got %d files, error %v, want %d", len(entries), err, most)
	}
	if !f.Has("/one") || f.Has("/two") {
		t.Errorf("got %v, %v, want only the file that was opened later", f.Has("/one"), f.Has("/two"))
	}
}

// Recent lists what was opened last first, without files that are gone, and without what an older version has stored.
func TestRecent(t *testing.T) {
	folder := t.TempDir()
	f := Folder(filepath.Join(folder, "state", "opened"))
	if got := f.Recent(8, func(string) bool { return false }); len(got) != 0 {
		t.Errorf("got %q before anything was opened, want nothing", got)
	}
	at := time.Now().Add(-time.Hour)
	var want []string
	for _, name := range []string{"a.roster", "b c.roster", "gone.roster", "ü+%.roster", "shown.roster"} {
		path := filepath.Join(folder, name)
		if name != "gone.roster" {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.Opened(path); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Minute)
		if err := os.Chtimes(f.mark(path), at, at); err != nil {
			t.Fatal(err)
		}
		if name != "gone.roster" && name != "shown.roster" {
			want = append([]string{path}, want...)
		}
	}
	older := filepath.Join(folder, "older.roster")
	for path, content := range map[string]string{older: "", f.mark(older): ""} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	shown := func(path string) bool { return filepath.Base(path) == "shown.roster" }
	if got := f.Recent(8, shown); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := f.Recent(2, shown); !slices.Equal(got, want[:2]) {
		t.Errorf("got %q, want %q", got, want[:2])
	}
	if err := f.Opened(older); err != nil {
		t.Fatal(err)
	}
	if got := f.Recent(1, shown); !slices.Equal(got, []string{older}) {
		t.Errorf("got %q, want the file that an older version has opened, once it is opened again", got)
	}
	info, err := os.Stat(f.mark(older))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %v, error %v, want a file that only its owner can read", info.Mode(), err)
	}
}
