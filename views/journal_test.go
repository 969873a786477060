package views

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/app"
)

// openJournal opens the page from the menu of the person who is signed in.
func (p *person) openJournal(name, label string) {
	p.t.Helper()
	p.tap(name + "@example.com")
	p.tap(label)
	p.settle()
}

func TestEveryOperationIsTold(t *testing.T) {
	said := map[string]app.Operation{}
	for _, op := range app.Operations() {
		for _, outcome := range []app.Outcome{app.OutcomeDone, app.OutcomeRefused} {
			text := told(app.Event{Operation: op.String(), Outcome: outcome, Target: "anna"})
			if before, ok := said[text]; ok || text == op.String() || strings.Contains(text, "{{") || strings.Contains(text, "no value") {
				t.Errorf("%v, %s: got %q (%v says so too)", op, outcome, text, before)
			}
			said[text] = op
		}
	}
	for _, k := range kinds() {
		for _, op := range k.ops {
			if !slices.Contains(app.Operations(), op) {
				t.Errorf("%s: %v is no operation", k.label, op)
			}
		}
	}
}

func TestTold(t *testing.T) {
	for _, c := range []struct {
		e    app.Event
		want string
	}{
		{app.Event{Operation: "change role", Outcome: "done", Target: "bob", Before: `{"role":"Ledger manager"}`, After: `{"role":"Admin"}`},
			"changed the role of bob: Ledger manager → Admin"},
		{app.Event{Operation: "change role", Outcome: "refused", Target: "bob"}, "tried to change the role of bob"},
		{app.Event{Operation: "edit names", Outcome: "done", Target: "bob", Before: `{"first name":"Bob","last name":""}`, After: `{"first name":"","last name":"Baker"}`},
			"changed the names of bob: first name Bob → –, last name Baker"},
		{app.Event{Operation: "create user", Outcome: "done", Target: "bob", Before: `{"name":"","role":""}`, After: `{"name":"bob","role":"Admin"}`},
			"created bob: Admin"},
		{app.Event{Operation: "delete user", Outcome: "done", Target: "bob", Before: `{"name":"bob","role":"Admin"}`, After: `{"name":"","role":""}`},
			"deleted bob: Admin"},
		{app.Event{Operation: "set password", Outcome: "done", Target: "bob", Before: `{"must change password":"no","password":"disabled"}`, After: `{"must change password":"yes","password":"enabled"}`},
			"gave bob a new password: password disabled → enabled"},
		{app.Event{Operation: "set password", Outcome: "done", Target: "bob", Before: `{"password expires":""}`, After: `{"password expires":"2026-03-05T09:00:19Z"}`},
			"gave bob a new password"},
		{app.Event{Operation: "sign in", Outcome: "failed", Target: "bob"}, "tried to sign in as bob"},
		{app.Event{Operation: "sign in", Outcome: "failed"}, "tried to sign in with an unknown name"},
		{app.Event{Operation: "verify journal", Outcome: "failed"}, "verified the journal"},
		{app.Event{Operation: "dance", Outcome: "done"}, "dance"},
	} {
		if got := told(c.e); got != c.want {
			t.Errorf("%s: got %q, want %q", c.e.Operation, got, c.want)
		}
	}
}

// Whatever the journal tells can be asked for.
func TestKinds(t *testing.T) {
	var all []app.Operation
	for _, k := range kinds() {
		all = append(all, k.ops...)
	}
	for _, op := range app.Operations() {
		if !slices.Contains(all, op) {
			t.Errorf("%v is of no kind", op)
		}
	}
}

func TestJournalPage(t *testing.T) {
	w := newEmptyWorld(t)
	p := w.sit(t)
	p.fill("User name", "anna")
	p.fill("Email address", "anna@example.com")
	p.fill("Password", secret)
	p.fill("Password again", secret)
	p.press(fyne.KeyReturn)
	p.keepKey()
	p.fillCreate("boris", "boris@example.com", other)
	p.press(fyne.KeyReturn)
	p.see("boris was created.")
	p.choose("boris", "Change role")
	p.press(fyne.KeyUp, fyne.KeyReturn)
	p.see("boris is now Admin.")

	p.shortcut(fyne.KeyJ, ctrl)
	p.see("Journal", "4 entries", "changed the role of boris: Ledger manager → Admin", "created boris: Ledger manager", "signed in", "set up this file")
	p.press(fyne.KeyDown, fyne.KeyReturn)
	p.see("Entry 4", "anna (1)", "boris (2)")
	p.press(fyne.KeyEscape, fyne.KeyDown, fyne.KeyReturn)
	p.see("created boris: Ledger manager", "Email", "boris@example.com", "Must change password", "yes")
	p.press(fyne.KeyEscape)

	p.shortcut(fyne.KeyF, ctrl)
	p.write("ADMIN ledger")
	p.see("1 entry", "changed the role of boris: Ledger manager → Admin")
	p.notSee("created boris: Ledger manager")
	p.write("x")
	p.see("Nothing of that kind")
	p.tap("Show the whole journal")
	p.shortcut(fyne.KeyF, ctrl)
	p.write("CREATED done") // as it is read, not as it is in the file
	p.see("1 entry", "created boris: Ledger manager")
	p.write("x")
	p.see("Nothing of that kind")
	p.tap("Show the whole journal")
	p.see("4 entries")

	p.tap("Everything")
	p.tap("Signing in and out")
	p.see("1 entry", "signed in")
	p.tap("Any outcome")
	p.tap("Failed")
	p.see("Nothing of that kind")
	w.wantSignIn(t, "boris", "not the one", app.ErrSignIn)
	p.noticed()
	p.see("1 entry", "tried to sign in as boris", "Failed")
	p.tap("Any time")
	p.tap("Last 7 days")
	p.see("1 entry")
	p.tap("Last 7 days")
	p.tap("From … to …")
	p.fill("From"+optional, "2026-03-03")
	p.fill("To"+optional, "2026-03-02")
	p.tap("Show")
	p.see("This is before the first day.")
	p.fill("From"+optional, "2026-13-01")
	p.press(fyne.KeyTab)
	p.see("Year, month and day, such as 2026-12-31.")
	p.fill("From"+optional, "")
	p.fill("To"+optional, "2026-03-01")
	p.tap("Show")
	p.see("To 2026-03-01", "Nothing of that kind")
	p.tap("To 2026-03-01")
	p.tap("From … to …")
	p.fill("From"+optional, "2026-03-02")
	p.fill("To"+optional, "2026-03-02")
	p.tap("Show")
	p.see("2026-03-02", "1 entry")
	p.tap("Anyone")
	p.fill("User name", "nobody")
	p.tap("Show")
	p.see("Nobody has this name now. Search the journal for it: a name stays in it.")
	p.fill("User name", " BORIS")
	p.tap("Show")
	p.see("1 entry", "tried to sign in as boris", "2026-03-02", "Failed")
	p.tap("boris")
	p.see("Anyone", "1 entry", "2026-03-02")
	p.tap("Back")
	p.see("2 users")
}

// seeStart fails the test unless a text on the screen begins like that.
func (p *person) seeStart(text string) {
	p.t.Helper()
	p.settle()
	for _, t := range p.texts() {
		if strings.HasPrefix(t, text) {
			return
		}
	}
	p.t.Errorf("nothing on the screen begins with %q, but %q", text, p.texts())
}

// Entries by others come on top, and what one reads stays where it is.
func TestJournalGrows(t *testing.T) {
	w := newCrowd(t, 2)
	session, err := w.service.SignIn(t.Context(), "root", secret)
	if err != nil {
		t.Fatal(err)
	}
	turn := func(n int) {
		for range n {
			if err := session.Lock(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := session.Unlock(t.Context(), secret); err != nil {
				t.Fatal(err)
			}
		}
	}
	turn(250)
	p := w.sitAs(t, "root")
	p.openJournal("root", "Journal")
	p.see("200 entries so far")
	_, before := p.table().InView()
	turn(1) // seen at once by who reads at the top
	p.noticed()
	first, after := p.table().InView()
	if first != 0 || after[0].ID != before[0].ID+2 {
		t.Errorf("at the top: got row %d, entry %d, want the first, entry %d", first, after[0].ID, before[0].ID+2)
	}
	p.press(fyne.KeyEnd) // the row that stands for the others
	p.see("402 entries so far")
	p.press(fyne.KeyEnd)
	p.settle()
	first, before = p.table().InView()
	turn(1)
	p.noticed()
	now, after := p.table().InView()
	if now != first+2 || len(before) != len(after) || before[0].ID != after[0].ID {
		t.Errorf("after two more: got row %d (%d), want row %d (%d)", now, after[0].ID, first+2, before[0].ID)
	}
	p.press(fyne.KeyHome)
	p.see("unlocked the window")
}

func TestHistory(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Change role")
	p.press(fyne.KeyUp, fyne.KeyReturn)
	p.see("carla is now Admin.")
	p.choose("carla", "Show history")
	p.see("Journal", "1 entry", "changed the role of carla: Ledger manager → Admin")
	p.notSee("signed in")
	p.tapLast("carla") // takes the filter away
	p.see("signed in")
}

// A Ledger manager reads their own events, and neither verifies nor exports.
func TestJournalOfLedgerManager(t *testing.T) {
	w := newTeam(t)
	w.wantSignIn(t, "boris", secret, nil)
	p := w.sitAs(t, "carla")
	p.openJournal("carla", "My events")
	p.see("My events", "1 entry", "signed in")
	p.notSee("boris", "Verify, export")
	p.tap("Back")
	p.see("My account")
}

func TestVerifyAndExport(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.openJournal("boris", "Journal")
	p.tap("Verify, export")
	p.see("Only a System Admin may do this.")

	w = newEmptyWorld(t)
	if _, err := w.service.Setup(t.Context(), app.NewUser{Name: "root", Email: "root@example.com", Password: secret}); err != nil {
		t.Fatal(err)
	}
	p = w.sitAs(t, "root")
	p.openJournal("root", "Journal")
	p.tap("Verify, export")
	p.tap("Verify the journal")
	p.press(fyne.KeyReturn)
	p.settle()
	if !slices.ContainsFunc(p.texts(), func(s string) bool {
		return strings.HasPrefix(s, "All 3 entries fit, and the 1 users are as the journal left them. The last entry is ")
	}) {
		t.Errorf("no verdict is on the screen, but %q", p.texts())
	}
	p.press(fyne.KeyEscape)

	folder := t.TempDir()
	p.tap("Verify, export")
	p.tap("Export the journal")
	p.fill("File", filepath.Join(folder, "no", "journal.csv"))
	p.press(fyne.KeyReturn)
	p.see("This file cannot be written. Check its folder, and that there is room on the disk.")
	p.fill("File", "journal.csv")
	p.press(fyne.KeyTab)
	p.see("Type the whole path, from the root of the disk on.")
	path := filepath.Join(folder, "journal.csv")
	p.fill("File", path)
	p.press(fyne.KeyReturn)
	p.seeStart("4 entries were exported. The last is ")
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 { // Windows has other permissions
		t.Errorf("exported: got %v, error %v, want a file for its owner alone", info, err)
	}
	p.tap("Verify, export")
	p.tap("Export the journal")
	p.fill("File", path)
	p.press(fyne.KeyTab)
	p.see("There is a file of that name already. Choose another name.")

}

func TestEveryFaultHasASentence(t *testing.T) {
	said := map[string]bool{}
	for _, k := range []app.FaultKind{
		app.FaultMissing, app.FaultFollows, app.FaultChanged, app.FaultCut, app.FaultReplaced, app.FaultUser, app.FaultStranger,
		app.FaultGone, app.FaultSetting, app.FaultKey, app.FaultSchema,
	} {
		got := verdict(app.Verification{Entries: 6, Fault: &app.Fault{Kind: k, Seq: 7, ID: 8, User: "anna"}})
		if said[got] || strings.Contains(got, "{{") || !strings.Contains(got, "6 entries before that fit.") {
			t.Errorf("%s: got %q, want a sentence of its own", k, got)
		}
		said[got] = true
	}
}

// Entries are found by what one reads in their rows, which is not what the file says.
func TestJournalSearch(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	w.wantSignIn(t, "nobody", other, app.ErrSignIn)
	w.wantSignIn(t, "boris", other, app.ErrSignIn)
	p.openJournal("root", "Journal")
	for _, c := range []struct{ typed, want, row string }{
		{"unknown", "1 entry", "tried to sign in with an unknown name"},
		{"failed tried sign", "2 entries", "tried to sign in as boris"},
		{"FAILED boris", "1 entry", "tried to sign in as boris"},
		{"somebody", "2 entries", "tried to sign in as boris"},
		{"office-3 signed", "2 entries", "signed in"},
	} {
		p.shortcut(fyne.KeyF, ctrl)
		p.Canvas.Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
		p.write(c.typed)
		p.see(c.want, c.row)
	}
}
