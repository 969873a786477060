package views_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/identity"
	"roster/views/viewtest"
)

// A key that is held down acts once, and not on what it has opened.
func TestHeldKeyActsOnce(t *testing.T) {
	w := viewtest.NewWorld(t)
	w.AddAll(t, identity.Admin, "ada", "bob")
	p := w.Sit(t)
	p.Write("root")
	p.Press(fyne.KeyTab)
	p.Write(viewtest.Other)
	p.Hold(fyne.KeyReturn)
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.SeePart("1 failed attempt since.")

	p.FillCreate("carl", "carl@example.com", viewtest.Other)
	p.Hold(fyne.KeyReturn)
	p.See("“carl” was created.", "4 users")
	p.NotSee("Edit details of carl")

	p.Choose("carl", "Regenerate password")
	p.Hold(fyne.KeyReturn)
	p.See("New password for carl")
	if got := p.App.Clipboard().Content(); got != "" {
		t.Errorf("the clipboard has %q, want nothing", got)
	}
	p.Tap("I have recorded it")

	p.SelectUser("carl")
	p.Hold(fyne.KeyReturn)
	p.See("Created") // and the focus is still in the table
	p.Hold(fyne.KeyEscape)
	p.NotSee("Created")
	p.Hold(fyne.KeyF2)
	p.See("Edit details of carl")
	p.Hold(fyne.KeyEscape)
	p.NotSee("Edit details of carl")
	p.Hold(desktop.KeyMenu)
	p.See("Show history")
	p.Press(fyne.KeyDown)
	p.Hold(fyne.KeySpace)
	p.See("Change role of carl")
	p.Press(fyne.KeyUp)
	p.Press(fyne.KeyUp)
	p.Press(fyne.KeyReturn)
	p.See("Confirm it's you")
	p.Hold(fyne.KeyEscape)
	p.See("Change role of carl")
	p.NotSee("Confirm it's you")
	p.Press(fyne.KeyEscape)
	p.Hold(fyne.KeyDelete)
	p.See("Delete user carl")
}

// A shortcut that is held down acts once, wherever the focus is.
func TestHeldShortcutActsOnce(t *testing.T) {
	w := viewtest.NewWorld(t)
	w.AddAll(t, identity.Admin, "ada", "bob")
	p := w.SitAs(t, "root")
	first := func(want string) {
		t.Helper()
		if p.RowOf(want).Y > p.RowOf(map[string]string{"ada": "root", "root": "ada"}[want]).Y {
			t.Errorf("%s is not the first; the screen shows %q", want, p.Texts())
		}
	}
	first("ada")
	p.HoldShortcut(fyne.Key1, fyne.KeyModifierAlt)
	first("root")
	p.Canvas.Unfocus()
	p.HoldShortcut(fyne.Key1, fyne.KeyModifierAlt)
	first("ada")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.HoldShortcut(fyne.Key1, fyne.KeyModifierAlt)
	first("root")

	p.SelectUser("bob")
	p.HoldShortcut(fyne.KeySpace, viewtest.Ctrl)
	if n := p.Table().SelectedCount(); n != 0 {
		t.Errorf("%d rows are selected, want none", n)
	}
}
