package importer_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/views/message"
	"roster/views/viewtest"
)

// crowd is the number of people whom TestImportAndCancel imports, unless ROSTER_CROWD says another, such as 100000.
const crowd = 3000

// Thousands can be imported at once. Each step shows how far it is, and when the import is cancelled, nothing has been
// done. How long that takes is logged, and so is the longest time in which no frame can be drawn.
func TestImportAndCancel(t *testing.T) {
	n := crowd
	if text := os.Getenv("ROSTER_CROWD"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	text := []byte("user name,email,first name,last name,role\n")
	for i := range n {
		text = fmt.Appendf(text, "new%06d,new%06d@example.org,Maria,Schönberg-%d,Ledger manager\n", i, i, i)
	}
	path := write(t, string(text))
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Slowest = 0
	slowest := time.Duration(0)
	do := func(what string, act func()) {
		t.Helper()
		begin := time.Now()
		act()
		took := time.Since(begin)
		slowest = max(slowest, took)
		settling := time.Now()
		p.Settle()
		t.Logf("%s: %v, and %v until it is done", what, took, time.Since(settling))
	}
	press := func(button string) func() { return func() { p.Button(button).Tapped(nil) } }
	p.Tap("File")
	p.Tap("Import users …")
	p.Fill("File", path)
	do("read", press("Continue"))
	do("show the columns", press("Continue"))
	do("show the values", press("Continue"))
	do("check", press("Check"))
	p.SeePart(message.Number(n) + " new")
	entries := w.Entries(t)
	p.Button("Import " + message.Number(n) + " users").Tapped(nil)
	p.SeeSoon("some progress", func() bool {
		return slices.ContainsFunc(p.Texts(), func(s string) bool {
			return strings.HasPrefix(s, "Importing …") && strings.HasSuffix(s, "%") && s >= "Importing … 6"
		})
	})
	begin := time.Now()
	p.Key(fyne.KeyEscape)
	p.SeeAtOnce("Cancelled. Nothing was changed.")
	t.Logf("until it is cancelled: %v", time.Since(begin))
	p.Settle()
	if got := w.Entries(t); got != entries {
		t.Errorf("got %d entries, want none more than %d", got, entries)
	}
	do("import", press("Import "+message.Number(n)+" users"))
	p.SeePart(message.Number(n) + " created · 0 changed")
	t.Logf("the longest time without a frame: %v", max(slowest, p.Slowest))
}
