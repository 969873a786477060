package views

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app"
)

// From an empty file to a deleted user, without a mouse.
func TestKeyboardAlone(t *testing.T) {
	w := newEmptyWorld(t)
	p := w.sit(t)
	tab := func(n int) {
		for range n {
			p.press(fyne.KeyTab)
		}
	}
	p.write("anna")
	tab(1)
	p.write("anna@example.com")
	tab(1)
	p.write(secret)
	tab(1)
	p.write(secret)
	tab(1)
	p.write("Anna")
	p.press(fyne.KeyReturn)
	p.keepKey()
	p.see("Only you so far")

	p.shortcut(fyne.KeyN, ctrl)
	p.write("boris")
	tab(1)
	p.write("boris@example.com")
	tab(2) // password, generate
	p.press(fyne.KeySpace)
	p.see("Strong")
	tab(4) // generate, first name, last name, role
	p.press(fyne.KeySpace)
	p.press(fyne.KeyUp, fyne.KeyReturn)
	p.see("Creates and manages Ledger managers; reads everything.")
	tab(1)
	p.press(fyne.KeySpace)
	p.press(fyne.KeyReturn)
	p.see("boris was created.", "2 users")
	if got := w.user(t, "boris").Role; got != app.Admin || w.mustChange(t, "boris") {
		t.Errorf("boris: got role %v, must change %v, want an Admin who need not", got, w.mustChange(t, "boris"))
	}

	p.press(desktop.KeyMenu, fyne.KeyDown, fyne.KeyReturn) // the new row is selected
	p.see("Change role of boris")
	p.press(fyne.KeyDown, fyne.KeyReturn)
	p.see("boris is now Ledger manager.")
	if got := w.user(t, "boris").Role; got != app.LedgerManager {
		t.Errorf("role: got %v, want Ledger manager", got)
	}

	p.press(fyne.KeyDelete)
	p.see("Delete user boris")
	p.write("boris")
	p.press(fyne.KeyReturn)
	p.see("Confirm that it is you")
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("boris was deleted.", "Only you so far")
	if got := w.count(t); got != 1 {
		t.Errorf("users: got %d, want 1", got)
	}

	p.shortcut(fyne.KeyL, ctrl)
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("Only you so far")
	for range 12 { // to the menu of the person
		if _, ok := p.Focused().(*personButton); ok {
			break
		}
		tab(1)
	}
	p.press(fyne.KeyReturn, fyne.KeyEnd, fyne.KeyReturn)
	p.see("Sign in")
}

// Everything on the page Users that can be clicked can be reached with Tab, and Tab comes round.
func TestTabReachesThePage(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	seen := map[fyne.Focusable]bool{}
	for range 20 {
		p.press(fyne.KeyTab)
		if f := p.Focused(); f == nil {
			t.Fatal("nothing has the focus")
		} else if seen[f] {
			break
		} else {
			seen[f] = true
		}
	}
	if got := len(seen); got != 6 { // person, search, two filters, create, table
		t.Errorf("places that Tab reaches: got %d, want 6: %v", got, seen)
	}
}
