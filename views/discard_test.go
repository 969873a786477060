package views_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/identity"
	"roster/views/viewtest"
)

const question = "Discard what you entered?"

// Escape asks before it discards what was typed, and only then.
func TestEscapeAsksFirst(t *testing.T) {
	w := viewtest.NewWorld(t)
	w.AddAll(t, identity.LedgerManager, "bob")
	p := w.SitAs(t, "root")
	p.Shortcut(fyne.KeyN, viewtest.Ctrl)
	p.Write("carl")
	p.Hold(fyne.KeyEscape)
	p.See(question, "Keep editing")
	p.Hold(fyne.KeyReturn)
	p.NotSee(question)
	p.See("carl")
	p.Press(fyne.KeyEscape, fyne.KeyEscape)
	p.See("carl")
	p.Press(fyne.KeyEscape)
	p.Tap("Discard")
	p.NotSee(question, "carl", "Must change password at next sign-in")

	for _, press := range []func(){
		func() { p.Choose("bob", "Edit details") },
		func() { p.Choose("bob", "Change email"); p.Write("x"); p.Press(fyne.KeyBackspace) },
		func() { p.Choose("bob", "Delete user"); p.Write("bo") },
		func() { p.Shortcut(fyne.KeyN, viewtest.Ctrl); p.Tap("Generate") },
	} {
		press()
		p.Press(fyne.KeyEscape)
		p.NotSee(question, "Cancel")
	}
	p.Choose("bob", "Change email")
	p.Write("x")
	p.Tap("Cancel") // says what it does
	p.NotSee(question, "Cancel")
}

// Closing the window, leaving the page and signing out ask before they discard what was typed.
func TestLeavingAsksFirst(t *testing.T) {
	w := viewtest.NewWorld(t)
	p := w.SitAs(t, "root")
	p.Shortcut(fyne.KeyN, viewtest.Ctrl)
	p.Write("carl")
	for range 2 {
		p.Window.CloseByUser()
	}
	if p.See(question); p.Count(question) != 1 || p.Window.Closed != 0 {
		t.Errorf("asked %d times, closed %d times; want once and never", p.Count(question), p.Window.Closed)
	}
	p.Tap("Keep editing")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	p.Tap("Sign out")
	p.See(question)
	p.Tap("Keep editing")
	p.Window.CloseByUser()
	p.See(question)
	p.Tap("Keep editing")
	p.Unlock()
	p.See("carl")
	p.Shortcut(fyne.KeyQ, viewtest.Ctrl)
	p.Tap("Discard")
	if p.Window.Closed != 1 {
		t.Errorf("closed %d times, want once", p.Window.Closed)
	}
}

// Pages with a form of their own ask as well.
func TestLeavingPageAsksFirst(t *testing.T) {
	w := viewtest.NewWorld(t)
	p := w.SitAs(t, "root")
	p.OpenSettings()
	p.OpenPlace("Journal")
	p.NotSee(question)
	p.OpenSettings()
	p.Fill("Lock after (minutes)", "7")
	for _, leave := range []func(){
		func() { p.OpenPlace("Journal") },
		func() { p.Shortcut(fyne.KeyJ, viewtest.Ctrl) },
		func() { p.Tap("Back") },
		func() { p.Tap("Renew recovery key") },
		func() { p.Tap("root@example.com"); p.Tap("Sign out") },
		func() { p.Tap("root@example.com"); p.Tap("My account") },
		func() { p.Window.CloseByUser() },
	} {
		leave()
		p.See(question)
		p.Press(fyne.KeyEscape)
		p.See("7")
	}
	p.OpenPlace("Journal")
	p.Tap("Discard")
	p.See("Any outcome")

	p.OpenAccount("root")
	p.Window.CloseByUser()
	if p.Window.Closed != 1 {
		t.Errorf("closed %d times, want once", p.Window.Closed)
	}
	p.Fill("First name"+viewtest.Optional, "Ruth")
	p.Tap("root@example.com")
	p.Tap("Sign out")
	p.Tap("Discard")
	p.See("Sign in")
	p.Write("someone")
	p.Window.CloseByUser()
	if p.Window.Closed != 2 {
		t.Errorf("closed %d times, want twice", p.Window.Closed)
	}
}
