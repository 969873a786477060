package journal_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

func TestJournalPage(t *testing.T) {
	w := viewtest.NewEmptyWorld(t)
	p := w.Sit(t)
	p.FillSetup()
	p.Press(fyne.KeyReturn)
	p.KeepKey()
	p.FillCreate("boris", "boris@example.com", viewtest.Other)
	p.Press(fyne.KeyReturn)
	p.See("“boris” was created.")
	p.Choose("boris", "Change role")
	p.Press(fyne.KeyUp, fyne.KeyReturn)
	p.See("The role of boris is now Admin.")

	p.Shortcut(fyne.KeyJ, viewtest.Ctrl)
	p.See("Journal", "4 entries", "changed the role of boris: Ledger manager → Admin", "created boris: Ledger manager",
		"signed in", "set up this file")
	p.Press(fyne.KeyDown, fyne.KeyReturn)
	p.See("Entry 4", "anna (1)", "boris (2)")
	p.Press(fyne.KeyEscape, fyne.KeyDown, fyne.KeyReturn)
	p.See("created boris: Ledger manager", "Email", "boris@example.com", "Must change password", "yes")
	p.Press(fyne.KeyEscape)

	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("ADMIN ledger")
	p.See("1 entry", "changed the role of boris: Ledger manager → Admin")
	p.NotSee("created boris: Ledger manager")
	p.Write("x")
	p.See("No entries found")
	p.Tap("Show the whole journal")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("CREATED done") // the displayed text, not the stored one
	p.See("1 entry", "created boris: Ledger manager")
	p.Write("x")
	p.See("No entries found")
	p.Tap("Show the whole journal")
	p.See("4 entries")

	p.Tap("Everything")
	p.Tap("Signing in and out")
	p.See("1 entry", "signed in")
	p.Tap("Any outcome")
	p.Tap("Failed")
	p.See("No entries found")
	w.WantSignIn(t, "boris", "not the one", app.ErrSignIn)
	p.FileChanged()
	p.See("1 entry", "Someone tried to sign in as boris", "Failed")
	p.Tap("Any time")
	p.Tap("Last 7 days")
	p.See("1 entry")
	p.Tap("Last 7 days")
	p.Tap("From … to …")
	p.Fill("From"+viewtest.Optional, "2026-03-03")
	p.Fill("To"+viewtest.Optional, "2026-03-02")
	p.Tap("Show")
	p.See("This is before the start date.")
	p.Fill("From"+viewtest.Optional, "2026-13-01")
	p.Press(fyne.KeyTab)
	p.See("Enter a day like 2026-12-31.")
	p.Fill("From"+viewtest.Optional, "")
	p.Fill("To"+viewtest.Optional, "2026-03-01")
	p.Tap("Show")
	p.See("To 2026-03-01", "No entries found")
	p.Tap("To 2026-03-01")
	p.Tap("From … to …")
	p.Fill("From"+viewtest.Optional, "2026-03-02")
	p.Fill("To"+viewtest.Optional, "2026-03-02")
	p.Tap("Show")
	p.See("2026-03-02", "1 entry")
	p.Tap("Anyone")
	p.Fill("User name", "nobody")
	p.Tap("Show")
	p.See("No user has this name now. Search the journal instead: it keeps old names, except those of deleted users.")
	p.Fill("User name", " BORIS")
	p.Tap("Show")
	p.See("1 entry", "Someone tried to sign in as boris", "2026-03-02", "Failed")
	p.Tap("boris")
	p.See("Anyone", "1 entry", "2026-03-02")
	p.Tap("Back")
	p.See("2 users")
}

// seeStart fails the test unless a text on the screen begins with text.
func seeStart(p *viewtest.Person, text string) {
	p.T.Helper()
	p.Settle()
	for _, t := range p.Texts() {
		if strings.HasPrefix(t, text) {
			return
		}
	}
	p.T.Errorf("no text begins with %q; the screen shows %q", text, p.Texts())
}

// New entries by others appear at the top without moving the rows in view.
func TestJournalGrows(t *testing.T) {
	w := viewtest.NewCrowd(t, 2)
	session, err := w.Service.SignIn(t.Context(), "root", viewtest.Secret)
	if err != nil {
		t.Fatal(err)
	}
	lockAndUnlock := func(n int) {
		for range n {
			if err := session.Lock(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := session.Unlock(t.Context(), viewtest.Secret); err != nil {
				t.Fatal(err)
			}
		}
	}
	lockAndUnlock(250)
	p := w.SitAs(t, "root")
	p.OpenPlace("Journal")
	p.See("200 entries so far")
	_, before := p.Table().InView()
	lockAndUnlock(1) // visible at once at the top
	p.FileChanged()
	first, after := p.Table().InView()
	if first != 0 || after[0].ID != before[0].ID+2 {
		t.Errorf("at the top: got row %d, entry %d, want the first, entry %d", first, after[0].ID, before[0].ID+2)
	}
	p.Press(fyne.KeyEnd) // the row that loads more
	p.See("402 entries so far")
	p.Press(fyne.KeyEnd)
	p.Settle()
	first, before = p.Table().InView()
	lockAndUnlock(1)
	p.FileChanged()
	now, after := p.Table().InView()
	if now != first+2 || len(before) != len(after) || before[0].ID != after[0].ID {
		t.Errorf("after two more: got row %d (%d), want row %d (%d)", now, after[0].ID, first+2, before[0].ID)
	}
	p.Press(fyne.KeyHome)
	p.See("unlocked the window")
}

func TestHistory(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Change role")
	p.Press(fyne.KeyUp, fyne.KeyReturn)
	p.See("The role of carla is now Admin.")
	p.Choose("carla", "Show history")
	p.See("Journal", "1 entry", "changed the role of carla: Ledger manager → Admin")
	p.NotSee("signed in")
	p.TapLast("carla") // clears the filter
	p.See("signed in")
}

// A Ledger manager can read their own events, but cannot verify or export the journal.
func TestJournalOfLedgerManager(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.WantSignIn(t, "boris", viewtest.Secret, nil)
	p := w.SitAs(t, "carla")
	p.OpenPlace("My events")
	p.See("My events", "1 entry", "signed in")
	p.NotSee("boris", "Verify", "Export")
	p.Tap("Back")
	p.See("My account")
}

func TestVerifyAndExport(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.OpenPlace("Journal")
	p.NotSee("Verify", "Export")

	w = viewtest.NewEmptyWorld(t)
	root := app.NewUser{Name: "root", Email: "root@example.com", Password: viewtest.Secret}
	if _, err := w.Service.Setup(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	p = w.SitAs(t, "root")
	p.OpenPlace("Journal")
	p.Tap("Verify")
	p.See("Verify the journal")
	p.Press(fyne.KeyReturn)
	p.Settle()
	p.See("All 3 entries are intact, and the user matches them.", "Hash of the last entry", "Print")
	p.Tap("Copy")
	if hash := p.App.Clipboard().Content(); len(strings.Fields(hash)) != 16 || len(hash) != 16*5-1 {
		t.Errorf("copied: got %q, want a hash in groups of four", hash)
	}
	p.Press(fyne.KeyEscape)

	folder := t.TempDir()
	p.Tap("Export")
	p.Fill("File", filepath.Join(folder, "no", "journal.csv"))
	p.Press(fyne.KeyReturn)
	p.See("This folder doesn't exist. Create it, or choose another one.")
	p.Fill("File", "journal.csv")
	p.Press(fyne.KeyTab)
	p.See("Enter the full path of the file.")
	path := filepath.Join(folder, "journal.csv")
	p.Fill("File", path)
	p.Press(fyne.KeyReturn)
	seeStart(p, "Entries exported: 4. Hash of the last one: ")
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 { // Windows has other permissions
		t.Errorf("exported: got %v, error %v, want a file for its owner alone", info, err)
	}
	p.Tap("Export")
	p.Fill("File", path)
	p.Press(fyne.KeyTab)
	p.See("A file with this name already exists. Choose another name.")
}

// With a search or a filter, an export asks whether it applies, and takes what is shown unless told otherwise.
func TestExportShown(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.OpenPlace("Journal")
	p.Tap("Export")
	p.NotSee("Shown")
	p.Press(fyne.KeyEscape)
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("set up")
	p.See("1 entry")
	folder := t.TempDir()
	for _, choice := range []string{"Shown", "All"} {
		path := filepath.Join(folder, choice+".csv")
		p.Tap("Export")
		p.Tap("Shown")
		p.TapLast(choice)
		p.Fill("File", path)
		p.Press(fyne.KeyReturn)
		p.SeePart("Entries exported: ")
		text, err := os.ReadFile(path)
		if others := strings.Contains(string(text), "sign in"); err != nil || others != (choice == "All") {
			t.Errorf("%s: got error %v, and other entries: %v", choice, err, others)
		}
	}
}

// The search finds entries by the displayed text, which differs from the stored text.
func TestJournalSearch(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	w.WantSignIn(t, "nobody", viewtest.Other, app.ErrSignIn)
	w.WantSignIn(t, "boris", viewtest.Other, app.ErrSignIn)
	p.OpenPlace("Journal")
	for _, c := range []struct{ typed, want, row string }{
		{"unknown", "1 entry", "Someone tried to sign in with an unknown user name"},
		{"failed tried sign", "2 entries", "Someone tried to sign in as boris"},
		{"FAILED boris", "1 entry", "Someone tried to sign in as boris"},
		{"someone", "2 entries", "Someone tried to sign in as boris"},
		{"office-3 signed", "2 entries", "signed in"},
	} {
		p.Shortcut(fyne.KeyF, viewtest.Ctrl)
		p.Canvas.Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
		p.Write(c.typed)
		p.See(c.want, c.row)
	}
}

// Whoever opens an older copy is told, and a System Admin can accept it.
func TestOlderCopy(t *testing.T) {
	w := viewtest.NewWorld(t)
	before := w.Copy(t)
	w.WantSignIn(t, "root", viewtest.Secret, nil)
	const missing = "This file ends at entry 2, but this computer has seen entry 3. Later changes are missing. " +
		"If it was restored from a backup, a System Admin can accept it: Journal, Verify. If not, look for the newer file."
	w.Sit(t).NotSee(missing)
	w.Clock.Add(time.Minute)
	p := before.Sit(t)
	p.See(missing)
	p.SignIn("root", viewtest.Secret)
	p.OpenPlace("Journal")
	p.Tap("Verify")
	p.Press(fyne.KeyReturn)
	p.Settle()
	p.See("Accept this file as it is?")
	p.Press(fyne.KeyReturn)
	p.Confirm()
	p.Settle()
	p.See("The file was accepted. The journal says so.")
	p.Tap("Verify")
	p.Press(fyne.KeyReturn)
	p.Settle()
	seeStart(p, "All 6 entries are intact, and the user matches them.")
	before.Sit(t).NotSee("seen entry")
}

// A deleted user is not named any more, neither in the rows nor in the details, and is found by what is shown.
func TestDeletedUser(t *testing.T) {
	w := viewtest.NewTeam(t)
	s, err := w.Service.SignIn(t.Context(), "carla", viewtest.Secret)
	if err == nil {
		err = s.SignOut(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	id := w.User(t, "carla").ID
	name := fmt.Sprintf("deleted user no. %d", id)
	p := w.SitAs(t, "boris")
	p.Choose("carla", "Delete user")
	p.Fill("Type the user name to confirm", "carla")
	p.Tap("Delete user")
	p.Confirm()
	p.See("“carla” was deleted.")
	p.Shortcut(fyne.KeyJ, viewtest.Ctrl)
	p.See(name, name+": Ledger manager")
	p.NotSee("carla")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write(fmt.Sprintf("no. %d signed out", id))
	p.See("1 entry", "signed out")
	p.Press(fyne.KeyDown, fyne.KeyReturn)
	p.See("Who", name)
	p.NotSee(fmt.Sprintf("%s (%d)", name, id), "carla")
}

// A batch is one line, which unfolds, and can be undone from there.
func TestBatchInJournal(t *testing.T) {
	w := viewtest.NewTeam(t)
	session, err := w.Service.SignIn(t.Context(), "root", viewtest.Secret)
	if err != nil {
		t.Fatal(err)
	}
	of := app.SelectionOf(w.User(t, "carla").ID, w.User(t, "dmitri").ID)
	plan, err := session.Plan(t.Context(), of, app.Action{Operation: access.DisableUser}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := session.Apply(t.Context(), plan, nil); err != nil {
		t.Fatal(err)
	}
	p := w.SitAs(t, "root")
	p.OpenPlace("Journal")
	p.See("+ disabled 2 users")
	p.NotSee("disabled carla", "      disabled carla")
	p.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	p.See("– disabled 2 users", "      disabled carla", "      disabled dmitri")
	p.Press(fyne.KeyReturn)
	p.See("+ disabled 2 users")
	p.NotSee("      disabled carla")
	p.Press(desktop.KeyMenu)
	p.See("Show the 2 entries", "Undo …")
	p.Tap("Undo …")
	p.See("2 will be enabled.", "Undo for 2 users")
	p.Press(fyne.KeyReturn)
	p.See("Done 2 · Refused 0 · Failed 0")
	p.Tap("Close")
	p.FileChanged()
	p.See("+ undid entry 6: enabled 2 users")
	if got := w.User(t, "carla").Status; got != identity.Enabled {
		t.Errorf("carla: got %v, want enabled", got)
	}
	p.Tap("Everything")
	p.Tap("Users")
	p.See("disabled carla", "disabled 2 users") // each for itself
}
