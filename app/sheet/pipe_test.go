//go:build unix

package sheet

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A pipe is not waited for, and what never ends is not read.
func TestReadPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe.csv")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{pipe, "/dev/zero"} {
		if _, err := Read(path); problemOf(err) != NotFile {
			t.Errorf("%s: got %v, want %v", path, err, NotFile)
		}
	}
}
