package users_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/data"
	"roster/identity"
	"roster/views/viewtest"
)

// newPeople returns a world with root, an Admin, and n Ledger managers, user000 and so on.
func newPeople(t *testing.T, n int) *viewtest.World {
	t.Helper()
	w := viewtest.NewTeam(t)
	for i := range n {
		name := fmt.Sprintf("user%03d", i)
		w.Add(t, identity.User{Name: name, Email: name + "@example.com", Role: identity.LedgerManager, Status: identity.Enabled})
	}
	return w
}

// extend selects rows from the selected one down.
func extend(p *viewtest.Person, n int) {
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	table := p.Table()
	table.KeyDown(shift)
	for range n {
		table.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	table.KeyUp(shift)
	p.Settle()
}

func statusOf(t *testing.T, w *viewtest.World, names ...string) string {
	t.Helper()
	var all []string
	for _, name := range names {
		all = append(all, w.User(t, name).Status.String())
	}
	return strings.Join(all, " ")
}

// By keyboard alone: select, disable, look at the summary, and undo it.
func TestDisableMany(t *testing.T) {
	w := newPeople(t, 5)
	p := w.SitAs(t, "root")
	p.SelectUser("user000")
	extend(p, 4)
	p.See("5 users selected", "Disable", "Clear")
	p.NotSee("Any status")
	p.Press(desktop.KeyMenu)
	p.See("Regenerate passwords")
	p.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	p.See("Disable 5 users", "5 will be disabled.")
	p.Press(fyne.KeyReturn)
	p.See("Done 5 · Refused 0 · Failed 0")
	if got := statusOf(t, w, "user000", "user004"); got != "disabled disabled" {
		t.Errorf("got %s, want both disabled", got)
	}
	p.FileChanged()
	p.Tap("Undo")
	p.See("5 will be enabled.", "Undo for 5 users")
	p.Press(fyne.KeyReturn)
	p.See("Done 5 · Refused 0 · Failed 0")
	p.Tap("Close")
	p.FileChanged()
	p.See("5 users selected")
	if got := statusOf(t, w, "user000", "user004"); got != "enabled enabled" {
		t.Errorf("got %s, want both enabled", got)
	}
	p.Press(fyne.KeyEscape)
	p.See("Any status")
	p.NotSee("5 users selected")
}

// Return closes the summary. It never undoes what was just done.
func TestReturnClosesSummary(t *testing.T) {
	w := newPeople(t, 5)
	p := w.SitAs(t, "root")
	p.SelectUser("user000")
	extend(p, 4)
	p.Tap("Disable")
	p.Press(fyne.KeyReturn)
	p.See("Done 5 · Refused 0 · Failed 0", "Undo")
	p.Press(fyne.KeyReturn)
	p.NotSee("Done 5 · Refused 0 · Failed 0", "Undo", "5 will be enabled.")
}

// The preview names who will not be changed, and why; they can be selected afterwards.
func TestManyAreRefused(t *testing.T) {
	w := newPeople(t, 3)
	p := w.SitAs(t, "boris") // an Admin
	p.Table().SelectAll()
	p.Settle()
	p.Tap("Disable")
	p.See("4 will not:")
	p.SeePart("root: You can only do this to Ledger managers. Ask a System Admin.",
		"boris: You can't do this to your own account.", "eve: Is disabled already.")
	p.Tap("Disable 6 users")
	p.See("Done 6 · Refused 4 · Failed 0")
	folder := t.TempDir()
	p.Tap("Save list …")
	p.Fill("File", filepath.Join(folder, "list.csv"))
	p.Press(fyne.KeyReturn)
	p.See("Saved. Only you can read this file.")
	if b, err := os.ReadFile(filepath.Join(folder, "list.csv")); err != nil || strings.Count(string(b), "\r\n") != 5 {
		t.Errorf("got %q, error %v, want a head and four rows", b, err)
	}
	p.FileChanged()
	p.Tap("Select the refused")
	p.See("4 users selected")
}

// The users of a form stay those that were selected, whatever others do meanwhile.
func TestFormIsFrozen(t *testing.T) {
	w := newPeople(t, 6)
	p := w.SitAs(t, "root")
	p.SelectUser("user002")
	extend(p, 2)
	w.Add(t, identity.User{Name: "aaa", Email: "aaa@example.com", Role: identity.LedgerManager, Status: identity.Enabled})
	p.FileChanged()
	p.See("3 users selected")
	p.Tap("Disable")
	p.See("3 will be disabled.")
	w.Add(t, identity.User{Name: "aab", Email: "aab@example.com", Role: identity.LedgerManager, Status: identity.Enabled})
	p.FileChanged()
	p.Tap("Disable 3 users")
	p.See("Done 3 · Refused 0 · Failed 0")
	if got := statusOf(t, w, "user001", "user002", "user003", "user004", "user005"); got !=
		"enabled disabled disabled disabled enabled" {
		t.Errorf("got %s", got)
	}
}

// A form for nobody does not open: not when everybody who was selected has left the list.
func TestFormForNobody(t *testing.T) {
	w := newPeople(t, 2)
	p := w.SitAs(t, "root")
	p.SelectUser("user000")
	extend(p, 1)
	p.See("2 users selected")
	for _, name := range []string{"user000", "user001"} {
		w.Remove(t, name)
	}
	p.FileChanged()
	for _, key := range []fyne.KeyName{fyne.KeyDelete, desktop.KeyMenu} {
		p.Press(key)
		p.Settle()
		p.NotSee("2 users selected", "Cancel", "Regenerate passwords", "Unlock")
	}
}

// Deleting many asks for their number and for a confirmation, and lists the backups that still hold them.
func TestDeleteMany(t *testing.T) {
	w := newPeople(t, 3)
	p := w.SitAs(t, "root")
	old := backUp(t, w, t.TempDir(), "old.roster")
	p.SelectUser("user000")
	extend(p, 2)
	p.Press(fyne.KeyDelete)
	p.See("Delete 3 users", "3 will be deleted.")
	p.SeePart("Backups that will still hold some of them, with their email addresses and password hashes:", old+", from 2026")
	p.Fill("Type 3 to confirm", "4")
	p.Press(fyne.KeyReturn)
	p.See("Type 3, the number of users who will be deleted.")
	p.Fill("Type 3 to confirm", "3")
	p.Press(fyne.KeyReturn)
	p.Confirm()
	p.See("Done 3 · Refused 0 · Failed 0")
	p.Tap("Close")
	p.See("Backups still hold deleted users")
	p.SeePart("These backups still hold some of the deleted users, with their email addresses and password hashes:", old)
	p.Tap("Make a new backup and remove these")
	p.SeePart("The other backups were kept.") // the people have been added without entries, so the file has a fault
	wantThere(t, old, true)
	p.Tap("Keep them")
	err := w.Store.View(t.Context(), func(tx *data.Tx) error {
		n, err := tx.CountUsers(identity.Query{Text: "user00"})
		if n != 0 {
			t.Errorf("got %d left, want none", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// New passwords of many are shown once, and the window stays until they are recorded.
func TestPasswordsOfMany(t *testing.T) {
	w := newPeople(t, 2)
	p := w.SitAs(t, "root")
	p.SelectUser("user000")
	extend(p, 1)
	p.Tap("Regenerate passwords")
	p.See("14 days")
	p.Press(fyne.KeyReturn)
	p.See("2 will get a new password.")
	p.Press(fyne.KeyReturn)
	p.See("New passwords for 2 users", "I have recorded them")
	p.Press(fyne.KeyEscape)
	p.See("I have recorded them")
	p.Tap("Copy all")
	copied := p.App.Clipboard().Content()
	if strings.Count(copied, "\n") != 2 || !strings.HasPrefix(copied, "user000\t") {
		t.Errorf("got %q on the clipboard, want two lines", copied)
	}
	path := filepath.Join(t.TempDir(), "slips.pdf")
	p.Tap("Save as PDF …")
	p.Clear()
	p.Write(path)
	p.Press(fyne.KeyReturn)
	p.See("Saved. Only you can read this file. Delete it once it is printed.", "I have recorded them")
	if pdf, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("got %.20q, error %v, want slips as a PDF", pdf, err)
	}
	p.Tap("I have recorded them")
	p.See("Done 2 · Refused 0 · Failed 0")
	first, _, _ := strings.Cut(copied, "\n")
	_, password, _ := strings.Cut(first, "\t")
	w.WantSignIn(t, "user000", password, nil)
}

// What leaves the list is no longer selected: what is highlighted is what is acted on.
func TestSelectedLeaveTheList(t *testing.T) {
	w := newPeople(t, 5)
	p := w.SitAs(t, "root")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("user")
	p.SelectUser("user001")
	extend(p, 2)
	p.See("3 users selected")
	w.Change(t, "user002", func(u *identity.User) { u.Name, u.Email = "hidden", "hidden@example.com" })
	p.FileChanged()
	p.See("2 users selected")
	p.Tap("Disable")
	p.See("Disable 2 users", "2 will be disabled.")
	p.Press(fyne.KeyReturn)
	p.See("Done 2 · Refused 0 · Failed 0")
	if got := statusOf(t, w, "user001", "hidden", "user003"); got != "disabled enabled disabled" {
		t.Errorf("got %s", got)
	}
	p.Tap("Close")
	for _, name := range []string{"user001", "user003"} {
		w.Change(t, name, func(u *identity.User) { u.Name, u.Email = "x"+name[5:], "x"+name+"@example.com" })
	}
	w.Change(t, "x01", func(u *identity.User) { u.Email = "x@example.com" })
	w.Change(t, "x03", func(u *identity.User) { u.Email = "y@example.com" })
	p.FileChanged()
	if n := p.Table().SelectedCount(); n != 0 {
		t.Errorf("got %d selected, want none, because nobody has chosen another", n)
	}
}

// Another order keeps the selected users selected.
func TestSortKeepsSelection(t *testing.T) {
	w := newPeople(t, 4)
	p := w.SitAs(t, "root")
	p.SelectUser("user000")
	extend(p, 1)
	p.Tap("User name") // reverses the order
	p.See("2 users selected")
	p.Tap("Disable")
	p.See("2 will be disabled.")
	p.Press(fyne.KeyReturn)
	p.See("Done 2 · Refused 0 · Failed 0")
	if got := statusOf(t, w, "user000", "user001", "user002"); got != "disabled disabled enabled" {
		t.Errorf("got %s", got)
	}
}

// An Admin is told why they can give nobody a role.
func TestRoleOfManyByAdmin(t *testing.T) {
	w := newPeople(t, 2)
	p := w.SitAs(t, "boris")
	p.SelectUser("user000")
	extend(p, 1)
	p.Tap("Change role")
	p.See("Only a System Admin can do this.")
}
