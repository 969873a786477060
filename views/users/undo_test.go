package users_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/identity"
	"roster/views/viewtest"
)

// A change of one user can be undone from its notice, by mouse and by keyboard, after a dry run.
func TestUndoFromNotice(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	change := func() {
		t.Helper()
		p.Choose("carla", "Change role")
		p.Tap("Admin")
		p.Tap("Change role")
		p.See("The role of carla is now Admin.", "Undo")
	}
	undo := func() {
		t.Helper()
		p.SeePart("To be undone")
		p.NotSee("The role of carla is now Admin.")
		p.Tap("Undo for 1 user")
		p.See("Done 1 · Refused 0 · Failed 0")
		p.Tap("Close")
		if got := w.User(t, "carla").Role; got != identity.LedgerManager {
			t.Errorf("got the role %v, want the one before", got)
		}
	}
	change()
	p.Tap("Undo")
	undo()
	change()
	p.Shortcut(fyne.KeyZ, viewtest.Ctrl)
	undo()
	change()
	button := p.Button("Undo")
	for n := 0; p.Focused() != fyne.Focusable(button); n++ {
		if n == 100 {
			t.Fatal("Tab does not reach the button")
		}
		p.Press(fyne.KeyTab)
	}
	p.Press(fyne.KeyReturn)
	undo()
	p.Shortcut(fyne.KeyZ, viewtest.Ctrl)
	p.NotSee("To be undone")
}

// Notices can be read again, and undone later, from any page. They do not cover rows.
func TestNotices(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Disable user")
	p.Tap("Disable user")
	p.See("“carla” was disabled.")
	table := p.Table()
	bottom := fyne.CurrentApp().Driver().AbsolutePositionForObject(table).Y + table.Size().Height
	for _, m := range p.Marks() {
		if m.Text == "“carla” was disabled." && m.At.Y < bottom {
			t.Errorf("the table reaches to %v, and the notice is at %v", bottom, m.At.Y)
		}
	}
	p.Tap("Settings")
	p.NotSee("“carla” was disabled.")
	p.Press(fyne.KeyF8)
	p.See("“carla” was disabled.", "Undo")
	p.Tap("Undo")
	p.Tap("Undo for 1 user")
	p.Tap("Close")
	if got := w.User(t, "carla").Status; got != identity.NoPassword && got != identity.Enabled {
		t.Errorf("got the status %v, want the one before", got)
	}
	p.Shell.SignOut()
	p.Settle()
	p.SignIn("zoe", viewtest.Secret)
	p.Press(fyne.KeyF8)
	p.See("Notices")
	p.NotSee("“carla” was disabled.")
}

// What cannot be undone has no such button, and neither has another page.
func TestNoUndoInNotice(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.FailSignIns(t, "carla")
	p := w.SitAs(t, "root")
	p.Choose("carla", "Unlock")
	p.Tap("Unlock")
	p.See("“carla” can try again at once.")
	p.NotSee("Undo")
	p.Choose("carla", "Disable user")
	p.Tap("Disable user")
	p.See("“carla” was disabled.", "Undo")
	p.Tap("Settings")
	p.NotSee("“carla” was disabled.", "Undo")
}
