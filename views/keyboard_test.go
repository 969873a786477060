package views_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/identity"
	"roster/views/viewtest"
)

// The keyboard alone is enough to go from an empty file to a deleted user.
func TestKeyboardAlone(t *testing.T) {
	w := viewtest.NewEmptyWorld(t)
	p := w.Sit(t)
	tab := func(n int) {
		for range n {
			p.Press(fyne.KeyTab)
		}
	}
	p.Write("anna")
	tab(1)
	p.Write("anna@example.com")
	tab(1)
	p.Write(viewtest.Secret)
	tab(1)
	p.Write(viewtest.Secret)
	tab(1)
	p.Write("Anna")
	p.Press(fyne.KeyReturn)
	p.KeepKey()
	p.See("You're the only user")

	p.Shortcut(fyne.KeyN, viewtest.Ctrl)
	p.Write("boris")
	tab(1)
	p.Write("boris@example.com")
	tab(2) // password, generate
	p.Press(fyne.KeySpace)
	p.See("Strong")
	tab(4) // generate, first name, last name, role
	p.Press(fyne.KeySpace)
	p.Press(fyne.KeyUp, fyne.KeyReturn)
	p.See("Creates and manages Ledger managers. Can read everything.")
	tab(1)
	p.Press(fyne.KeySpace)
	p.Press(fyne.KeyReturn)
	p.See("New password for boris")
	tab(3) // copy, print, save
	p.Press(fyne.KeyReturn)
	p.See("“boris” was created.", "2 users")
	if got := w.User(t, "boris").Role; got != identity.Admin || w.MustChange(t, "boris") {
		t.Errorf("boris: got role %v, must change %v, want an Admin who need not change it", got, w.MustChange(t, "boris"))
	}

	p.Press(desktop.KeyMenu, fyne.KeyDown, fyne.KeyReturn) // the new row is selected
	p.See("Change role of boris")
	p.Press(fyne.KeyDown, fyne.KeyReturn)
	p.See("The role of boris is now Ledger manager.")
	if got := w.User(t, "boris").Role; got != identity.LedgerManager {
		t.Errorf("role: got %v, want Ledger manager", got)
	}

	p.Press(fyne.KeyDelete)
	p.See("Delete user boris")
	p.Write("boris")
	p.Press(fyne.KeyReturn)
	p.See("Confirm it's you")
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("“boris” was deleted.", "You're the only user")
	if got := w.Count(t); got != 1 {
		t.Errorf("users: got %d, want 1", got)
	}

	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("You're the only user")
	for range 12 { // to the menu of the person
		o, _ := p.Under(p.Find("anna@example.com"), func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Focusable); return ok })
		if f, ok := o.(fyne.Focusable); ok && f == p.Focused() {
			break
		}
		tab(1)
	}
	p.Press(fyne.KeyReturn, fyne.KeyEnd, fyne.KeyReturn)
	p.See("Sign in")
}
