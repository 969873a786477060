package users_test

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/data"
	"roster/identity"
	"roster/views/viewtest"
)

// crowd is the number of users whom TestSelectAllAndCancel selects, unless ROSTER_CROWD says another, such as 1000000.
const crowd = 20_000

// All users can be selected at once. The form shows how far it is, and when it is cancelled, nothing has been done. How
// long that takes is logged, and so is the longest time in which no frame can be drawn.
func TestSelectAllAndCancel(t *testing.T) {
	if testing.Short() {
		t.Skip("it disables thousands")
	}
	n := crowd
	if text := os.Getenv("ROSTER_CROWD"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	w := viewtest.NewCrowd(t, n)
	p := w.SitAs(t, "root")
	p.Slowest = 0
	slowest := time.Duration(0)
	do := func(what string, act func()) {
		t.Helper()
		begin := time.Now()
		act()
		took := time.Since(begin)
		slowest = max(slowest, took)
		t.Logf("%s: %v", what, took)
	}
	do("select all", func() { p.Table().TypedShortcut(&fyne.ShortcutSelectAll{}) })
	begin := time.Now()
	p.Settle()
	t.Logf("until they are known: %v", time.Since(begin))
	do("open the form", func() { p.Button("Disable").Tapped(nil) })
	begin = time.Now()
	p.Settle()
	t.Logf("until it says who will be disabled: %v", time.Since(begin))
	p.SeePart("will be disabled.", "1 will not:")
	entries := w.Entries(t)
	do("submit", func() { p.Key(fyne.KeyReturn) })
	p.SeeSoon("some progress", func() bool {
		return slices.ContainsFunc(p.Texts(), func(s string) bool {
			return strings.HasPrefix(s, "Working …") && strings.HasSuffix(s, "%") && s >= "Working … 6"
		})
	})
	begin = time.Now()
	do("cancel", func() { p.Key(fyne.KeyEscape) })
	p.SeeAtOnce("Cancelled. Nothing was changed.")
	t.Logf("until it is cancelled: %v", time.Since(begin))
	p.Settle()
	t.Logf("the longest time without a frame: %v", max(slowest, p.Slowest))
	if got := w.Entries(t); got != entries {
		t.Errorf("got %d entries, want none more than %d", got, entries)
	}
	w.Update(t, func(tx *data.Tx) error {
		disabled, err := tx.CountUsers(identity.Query{State: identity.StateDisabled})
		if disabled != 0 {
			t.Errorf("got %d disabled, want none", disabled)
		}
		return err
	})
}
