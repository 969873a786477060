package users_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/data"
	"roster/identity"
	"roster/views/viewtest"
)

// newStates returns the team: boris must change his password, which expires; carla has to wait, zoe to be unlocked;
// fatima's account has expired, and has a note; dmitri has not signed in for long.
func newStates(t *testing.T) *viewtest.World {
	t.Helper()
	w := viewtest.NewTeam(t)
	now := viewtest.Start()
	give := func(name string, change func(*identity.Credential)) {
		w.Update(t, func(tx *data.Tx) error {
			account, err := tx.Account(w.UserIn(t, tx, name).ID)
			if err != nil {
				return err
			}
			change(&account.Credential)
			_, err = tx.SetCredential(account.Credential)
			return err
		})
	}
	give("boris", func(c *identity.Credential) { c.MustChange, c.Expires = true, now.Add(26*time.Hour) })
	give("carla", func(c *identity.Credential) { c.Failed, c.WaitUntil = 6, now.Add(10*time.Minute) })
	give("zoe", func(c *identity.Credential) { c.Disabled = now })
	w.Change(t, "fatima", func(u *identity.User) { u.Expires, u.Note = identity.DateOf(now)-1, "Ill.\nBack." })
	w.Clock.Set(now.AddDate(0, 0, -identity.InactiveAfter-1))
	w.Add(t, identity.User{Name: "yuki", Role: identity.LedgerManager})
	w.Clock.Set(now)
	return w
}

func TestStateFilters(t *testing.T) {
	w, a := newStates(t), viewtest.NewApp(t)
	p := w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	shown := "Any status"
	for _, c := range []struct{ state, want string }{
		{"Locked", "carla zoe"}, {"Must change password", "boris"}, {"Password expires", "boris"},
		{"Account expires", "fatima"}, {"Account has expired", "fatima"}, {"Disabled", "eve"}, {"No password", ""},
	} {
		p.Tap(shown)
		p.Tap(c.state)
		wantNames(p, c.state, strings.Fields(c.want)...)
		shown = c.state
	}
	p.Tap(shown)
	p.Tap("Not signed in for 90 days")
	p.See("1 of 8 users", "yuki")
	p.Shell.End()
	p = w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	p.See("1 of 8 users", "yuki", "Not signed in for 90 days")
	p.Tap("Not signed in for 90 days")
	p.Tap("Locked")
	w.Clock.Set(viewtest.Start().Add(time.Hour))
	w.Change(t, "eve", func(u *identity.User) { u.FirstName = "Evelyn" })
	p.FileChanged()
	wantNames(p, "after the wait of one", "zoe")
}

// The columns can be chosen by mouse and keyboard, and are remembered.
func TestColumns(t *testing.T) {
	w, a := newStates(t), viewtest.NewApp(t)
	p := w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	p.NotSee("Must change password", "Note", "Created")
	header, _ := p.Locate("Email")
	p.Click(header, desktop.MouseButtonSecondary)
	p.Tap("Must change password")
	p.Tap("Note")
	p.Tap("Locked until")
	p.Tap("Email")
	p.Tap("First name")
	p.Press(fyne.KeyEscape)
	p.See("Yes", "Ill. Back.", "Until unlocked", "2026-03-02 09:10", "8 users")
	p.NotSee("Email", "First name", "carla@example.com")
	p.Tap("More")
	p.Press(fyne.KeyEnd, fyne.KeyUp, fyne.KeyReturn) // Columns
	p.Press(fyne.KeyEnd, fyne.KeySpace, fyne.KeyUp, fyne.KeyReturn, fyne.KeyEscape)
	p.See("Created", "Must change password")
	p.NotSee("Note", "Ill. Back.")
	p.Shell.End()
	p = w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	p.See("Created", "Must change password", "Yes", "Locked until")
	p.NotSee("Note", "Email", "First name")
}

// If the column that the table is sorted by is hidden, by choice or for want of room, the page says so.
func TestSortedByAHiddenColumn(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Tap("First name")
	p.See("7 users")
	p.Tap("More")
	p.Tap("Columns")
	p.Tap("First name")
	p.See("7 users · sorted by First name")
	p.Tap("First name")
	p.Press(fyne.KeyEscape)
	p.See("7 users")
	p.Window.Resize(fyne.NewSize(640, 480))
	p.See("7 users · sorted by First name")
	p.Tap("Status")
	p.See("7 users")
}

// Ctrl+C copies the selected rows as the table shows them, also those that are not loaded.
func TestCopy(t *testing.T) {
	p := newStates(t).SitAs(t, "root")
	p.Tap("More")
	p.Tap("Columns")
	for _, column := range []string{"Email", "Last name", "Role", "Last sign-in", "Account expires", "Note"} {
		p.Tap(column)
	}
	p.Press(fyne.KeyEscape)
	p.SelectUser("fatima")
	p.Shortcut(fyne.KeyC, viewtest.Ctrl)
	p.See("Copied 1 user.")
	heading := "User name\tFirst name\tStatus\tAccount expires\tNote\r\n"
	if got, want := p.Shell.Pasted(), heading+"fatima\tFatima\tExpired\t1 March 2026\tIll. Back.\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.Table().TypedShortcut(&fyne.ShortcutSelectAll{})
	p.Shortcut(fyne.KeyC, viewtest.Ctrl)
	p.See("Copied 8 users.")
	lines := strings.Split(p.Shell.Pasted(), "\r\n")
	if len(lines) != 10 || lines[1] != "boris\tBoris\tEnabled\t\t" || !strings.HasPrefix(lines[8], "zoe\t") {
		t.Errorf("got %q, want a heading and 8 lines", lines)
	}
}

func TestCopyRowsThatAreNotLoaded(t *testing.T) {
	const users = 9_000
	p := viewtest.NewCrowd(t, users).SitAs(t, "root")
	p.Table().TypedShortcut(&fyne.ShortcutSelectAll{})
	p.Shortcut(fyne.KeyC, viewtest.Ctrl)
	p.See("Copied 9,001 users.")
	if got := strings.Count(p.Shell.Pasted(), "\n"); got != users+2 {
		t.Errorf("got %d lines, want %d", got, users+2)
	}
}

// At most 10,000 rows are copied. Others stay on the clipboard rather than a part of them.
func TestCopyTooMany(t *testing.T) {
	p := viewtest.NewCrowd(t, 10_000).SitAs(t, "root")
	p.Shell.Copy("before")
	p.Table().TypedShortcut(&fyne.ShortcutSelectAll{})
	p.Shortcut(fyne.KeyC, viewtest.Ctrl)
	p.See("At most 10,000 users can be copied. Select fewer, or export them.")
	if got := p.Shell.Pasted(); got != "before" {
		t.Errorf("got %d bytes on the clipboard, want what was there", len(got))
	}
}

// A hidden column can still be sorted by with its key, and a chosen one beside the others is not.
func TestSortKeysAndColumns(t *testing.T) {
	p := newStates(t).SitAs(t, "root")
	p.Tap("More")
	p.Tap("Columns")
	p.Tap("Role")
	p.Tap("Created")
	p.Press(fyne.KeyEscape)
	p.Shortcut(fyne.Key5, fyne.KeyModifierAlt)
	p.See("8 users · sorted by Role")
	before := names(p)
	p.Tap("Created")
	if got := names(p); !slices.Equal(got, before) {
		t.Errorf("after a click on Created: got %q, want %q", got, before)
	}
}
