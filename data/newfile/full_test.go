//go:build linux

package newfile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"roster/data/disktest"
)

// A disk that becomes full at any block leaves nothing.
func TestWriteOnFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	disk := disktest.New(t, 1<<10)
	path := filepath.Join(disk.Folder, "file")
	content := make([]byte, 8*4096)
	for blocks := 0; ; blocks++ {
		disk.Fill(t, blocks)
		err := Write(path, func(f *os.File) error {
			_, err := f.Write(content)
			return err
		})
		disk.Free(t)
		left, e := os.ReadDir(disk.Folder)
		switch {
		case e != nil:
			t.Fatal(e)
		case err == nil && (len(left) != 1 || blocks == 0):
			t.Errorf("with %d blocks: got %v, want the file, and not on a full disk", blocks, left)
		case err != nil && (!errors.Is(err, unix.ENOSPC) || len(left) > 0):
			t.Errorf("with %d blocks: got error %v and %v, want that the disk is full, and nothing", blocks, err, left)
		}
		if err == nil || t.Failed() {
			return
		}
	}
}
