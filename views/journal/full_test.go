//go:build linux

package journal_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"roster/data/disktest"
	"roster/views/viewtest"
)

// An export to a full disk leaves nothing and says so. It works once there is room.
func TestExportToFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	w := viewtest.NewWorld(t)
	p := w.SitAs(t, "root")
	p.OpenPlace("Journal")
	disk := disktest.New(t, 1<<10)
	disk.Fill(t, 0)
	p.Tap("Export")
	p.Fill("File", filepath.Join(disk.Folder, "journal.csv"))
	p.Press(fyne.KeyReturn)
	p.See("This file can't be written. Check its folder and the free space on the disk.")
	disk.Free(t)
	if left, err := os.ReadDir(disk.Folder); err != nil || len(left) > 0 {
		t.Errorf("got %v, error %v, want nothing", left, err)
	}
	p.Press(fyne.KeyReturn)
	seeStart(p, "Entries exported: ")
}
