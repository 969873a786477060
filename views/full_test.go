//go:build linux

package views_test

import (
	"testing"

	"roster/data/disktest"
	"roster/views/viewtest"
)

// While the disk is full, the window says so, and people sign in and read.
func TestFullDisk(t *testing.T) {
	if !disktest.Inside(t) {
		return
	}
	const (
		full    = "The disk is full. You can sign in and look at everything, but nothing can be changed until some space is free."
		waiting = full + " What happens until then, such as this sign-in, isn't in the journal yet. " +
			"Keep Roster open: it is added as soon as there is room."
		refused = "The disk is full, so nothing was changed. Free some space and try again."
	)
	disk := disktest.New(t, 4<<10)
	w := viewtest.NewWorldIn(t, disk.Folder)
	before := w.Entries(t)
	disk.Fill(t, 0)
	p := w.SitAs(t, "root")
	p.Await("the banner", func() bool { return p.Shows(waiting) })
	p.See("root@example.com")
	p.FillCreate("anna", "anna@example.com", viewtest.Other)
	p.TapLast("Create user")
	p.See(refused)
	p.Tap("Cancel")
	disk.Free(t)
	p.Await("the banner to go", func() bool { return !p.Shows(waiting) })
	if n := w.Entries(t); n != before+1 {
		t.Errorf("got %d entries, want the sign-in after %d", n, before)
	}
	p.NotSee(full)
}
