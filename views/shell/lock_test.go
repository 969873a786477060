package shell_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app/password"
	"roster/identity"
	"roster/views/shell"
	"roster/views/viewtest"
)

func TestLock(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.SelectUser("carla")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	for _, c := range shell.Chords() {
		p.Shortcut(c.Key, c.Modifier)
	}
	p.Press(fyne.KeyEscape, fyne.KeyF1, fyne.KeyDelete, desktop.KeyMenu)
	w.AddAll(t, identity.LedgerManager, "mia")
	p.WantLocked()

	p.Write("not the one")
	p.Press(fyne.KeyReturn)
	p.See("This isn't your password. Enter the one you signed in with.")
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("8 users", "mia") // the page is up to date
	p.NotSee("Locked")
	p.Press(fyne.KeyF2)
	p.See("Edit details of carla") // selected and focused as before
}

func TestLockTabStaysInside(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	for range 12 {
		p.Press(fyne.KeyTab)
		p.Rune('z') // whatever has the focus
	}
	p.WantLocked()
}

// After unlocking, a form still contains what was typed, and the focus is where it was, in the form and below it.
func TestLockKeepsForms(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.SelectUser("carla")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Fill("First name"+viewtest.Optional, "Mia")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	p.Unlock()
	p.See("Must change password at next sign-in", "mia", "mia@example.com", "Mia")
	p.Write("-Lou")
	p.See("Mia-Lou")
	p.Press(fyne.KeyEscape)
	p.Tap("Discard")
	p.NotSee("Must change password at next sign-in")
	p.Press(fyne.KeyF2)
	p.See("Edit details of carla") // the table has the focus again
}

func TestLockKeepsFormUnderConfirmation(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Delete user")
	p.Write("carla")
	p.Press(fyne.KeyReturn)
	p.See("Confirm it's you")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	p.Unlock()
	p.See("Delete user carla", "Confirm it's you")
	p.Press(fyne.KeyEscape)
	p.See("Delete user carla")
	p.NotSee("Confirm it's you")
	p.Tap("Delete user")
	p.Confirm()
	p.See("“carla” was deleted.")
}

// Work that was submitted before the lock may finish behind it, but shows nothing until the window is unlocked.
func TestLockWhileSubmitting(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Key(fyne.KeyReturn)
	p.Chord(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	p.Unlock()
	if w.Count(t) == len(viewtest.Team())+1 {
		p.See("8 users")
		p.NotSee("Must change password at next sign-in")
	} else {
		p.See("Must change password at next sign-in", "mia@example.com")
		p.WantEnabled("Create user", true)
		p.Press(fyne.KeyEscape)
		p.Tap("Discard")
		p.NotSee("Must change password at next sign-in")
	}
}

// A password that is generated while the window locks is neither shown over the lock nor lost.
func TestLockWhileRegenerating(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Choose("carla", "Regenerate password")
	p.Key(fyne.KeyReturn)
	p.Chord(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	p.Unlock()
	if _, err := w.Service.SignIn(t.Context(), "carla", viewtest.Secret); err == nil {
		return // the lock came first, so the password is unchanged
	}
	made := p.SecretShown()
	w.WantSignIn(t, "carla", made, nil)
	p.Tap("I have recorded it")
	p.NotSee(made)
}

func TestLockHidesMenus(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Gear("carla")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	p.Unlock()
	p.See("Regenerate password")
	p.Press(fyne.KeyEscape, fyne.KeyF2)
	p.See("Edit details of carla")
}

func TestLockEmptiesTheClipboard(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Choose("carla", "Regenerate password")
	p.Tap("Regenerate password")
	made := p.SecretShown()
	p.Tap("Copy")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	if got := p.App.Clipboard().Content(); got != "" {
		t.Errorf("clipboard: got %q, want it empty", got)
	}
	p.Unlock()
	p.See(made, "I have recorded it")
}

// A generated password that is copied from its field is removed from the clipboard like any other secret.
func TestCopiedFromField(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Shortcut(fyne.KeyN, viewtest.Ctrl)
	p.Into("Password")
	copied := func() string {
		e := p.Canvas.Focused().(fyne.Shortcutable)
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
		e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: p.App.Clipboard()})
		return p.App.Clipboard().Content()
	}
	p.Write(viewtest.Other)
	if got := copied(); got != "" {
		t.Errorf("hidden: got %q copied, want nothing", got)
	}
	p.Tap("Generate")
	if got := copied(); len(got) != password.GeneratedLength {
		t.Errorf("revealed: got %q copied, want the password", got)
	}
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	if got := p.App.Clipboard().Content(); got != "" {
		t.Errorf("locked: the clipboard has %q, want it empty", got)
	}
}

// Locking does not clear what another program has put on the clipboard since.
func TestLockLeavesTheClipboardOfOthers(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Choose("carla", "Regenerate password")
	p.Tap("Regenerate password")
	p.Tap("Copy")
	p.App.Clipboard().SetContent("a letter")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	if got := p.App.Clipboard().Content(); got != "a letter" {
		t.Errorf("clipboard: got %q, want the letter", got)
	}
}

func TestSignOutFromLock(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Choose("carla", "Change email")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.Tap("Sign out")
	p.See("Sign in", "User name or email address")
	p.NotSee("Locked", "Change email of carla")
	p.SignIn("boris", viewtest.Secret)
	p.See("7 users", "Abel")
	p.NotSee("Change email of carla")
}

func TestLockedAndEndedElsewhere(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	w.Change(t, "boris", func(u *identity.User) { u.Status = identity.Disabled })
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("Sign in", "You were signed out because your account or its password was changed. Sign in again.")
}

func TestLockedAndDemotedElsewhere(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "boris")
	p.Choose("carla", "Change email")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	w.Change(t, "boris", func(u *identity.User) { u.Role = identity.LedgerManager })
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("My account")
	p.NotSee("carla", "Change email of carla")
}

// The window locks when the computer's screen locks.
func TestLockWithTheScreen(t *testing.T) {
	locked := make(chan struct{})
	w := viewtest.NewTeam(t)
	w.ScreenLocked = func(ctx context.Context) error {
		select {
		case <-locked:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	p := w.SitAs(t, "root")
	p.See("Create user")
	for range 2 {
		locked <- struct{}{}
		for end := time.Now().Add(time.Minute); !p.Shows("Locked"); runtime.Gosched() {
			if p.Settle(); time.Now().After(end) {
				t.Fatalf("the window does not lock: %q", p.Texts())
			}
		}
		p.Write(viewtest.Secret)
		p.Press(fyne.KeyReturn)
		p.See("Create user")
	}
}
