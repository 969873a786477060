package history

import (
	"fmt"
	"os"
	"path/filepath"
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
