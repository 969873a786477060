package views

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app"
)

// wantLocked fails the test if anything but the lock can be seen or reached.
func (p *person) wantLocked() {
	p.t.Helper()
	p.see("Locked", "Your password", "Unlock", "Sign out")
	allowed := []string{"Roster", "Locked", "Your password", "Unlock", "Sign out"}
	for _, text := range p.texts() {
		said := strings.HasSuffix(text, "is signed in. What was open is still there.")
		if strings.Trim(text, "•") != "" && !slices.Contains(allowed, text) && !said {
			p.t.Errorf("locked, and %q can be read", text)
		}
	}
	if n := len(p.Overlays().List()); n != 0 {
		p.t.Errorf("locked, and %d layers lie over it", n)
	}
}

func TestLock(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.selectUser("carla")
	p.shortcut(fyne.KeyL, ctrl)
	p.wantLocked()
	for _, s := range shortcuts() {
		p.shortcut(s.key, s.modifier)
	}
	p.press(fyne.KeyEscape, fyne.KeyF1, fyne.KeyDelete, desktop.KeyMenu)
	w.addAll(t, app.LedgerManager, "mia")
	p.wantLocked()

	p.write("not the one")
	p.press(fyne.KeyReturn)
	p.see("This is not your password. Type the one you signed in with.")
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("8 users", "mia") // it looked again
	p.notSee("Locked")
	p.press(fyne.KeyReturn)
	p.see("Edit details of carla") // selected and focused as before
}

func TestLockTabStaysInside(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.shortcut(fyne.KeyL, ctrl)
	for range 12 {
		p.press(fyne.KeyTab)
		p.rune('z') // goes where it goes
	}
	p.wantLocked()
}

// What was typed into a form is there again after unlocking, and so is the focus: in the form, and below it.
func TestLockKeepsForms(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.selectUser("carla")
	p.fillCreate("mia", "mia@example.com", other)
	p.fill("First name"+optional, "Mia")
	p.shortcut(fyne.KeyL, ctrl)
	p.wantLocked()
	p.unlock()
	p.see("Must change password at next sign-in", "mia", "mia@example.com", "Mia")
	p.write("-Lou")
	p.see("Mia-Lou")
	p.press(fyne.KeyEscape)
	p.notSee("Must change password at next sign-in")
	p.press(fyne.KeyReturn)
	p.see("Edit details of carla") // the table has the keys again
}

// unlock types the password secret.
func (p *person) unlock() {
	p.t.Helper()
	p.see("Locked")
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.notSee("Locked")
}

func TestLockKeepsFormUnderConfirmation(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Delete user")
	p.write("carla")
	p.press(fyne.KeyReturn)
	p.see("Confirm that it is you")
	p.shortcut(fyne.KeyL, ctrl)
	p.wantLocked()
	p.unlock()
	p.see("Delete user carla", "Confirm that it is you")
	p.press(fyne.KeyEscape)
	p.see("Delete user carla")
	p.notSee("Confirm that it is you")
	p.tap("Delete user")
	p.confirm()
	p.see("carla was deleted.")
}

// What was sent before the lock came may end behind it, but shows nothing until it is unlocked.
func TestLockWhileSending(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.fillCreate("mia", "mia@example.com", other)
	p.key(fyne.KeyReturn)
	p.chord(fyne.KeyL, ctrl)
	p.wantLocked()
	p.unlock()
	if w.count(t) == len(team)+1 {
		p.see("8 users")
		p.notSee("Must change password at next sign-in")
	} else {
		p.see("Must change password at next sign-in", "mia@example.com")
		p.wantEnabled("Create user", true)
	}
	p.press(fyne.KeyEscape)
	p.notSee("Must change password at next sign-in")
}

// A password that was being made when the lock came is not shown over it, and not lost either.
func TestLockWhileRegenerating(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.choose("carla", "Regenerate password")
	p.key(fyne.KeyReturn)
	p.chord(fyne.KeyL, ctrl)
	p.wantLocked()
	p.unlock()
	if _, err := w.service.SignIn(t.Context(), "carla", secret); err == nil {
		return // the lock was faster, and the password is as it was
	}
	made := p.secretShown()
	w.wantSignIn(t, "carla", made, nil)
	p.tap("I have recorded it")
	p.notSee(made)
}

func TestLockHidesMenus(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.gear("carla")
	p.shortcut(fyne.KeyL, ctrl)
	p.wantLocked()
	p.unlock()
	p.see("Regenerate password")
	p.press(fyne.KeyEscape, fyne.KeyReturn)
	p.see("Edit details of carla")
}

func TestLockEmptiesTheClipboard(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.choose("carla", "Regenerate password")
	p.tap("Regenerate password")
	made := p.secretShown()
	p.tap("Copy")
	p.shortcut(fyne.KeyL, ctrl)
	p.wantLocked()
	if got := p.app.Clipboard().Content(); got != "" {
		t.Errorf("clipboard: got %q, want it empty", got)
	}
	p.unlock()
	p.see(made, "I have recorded it")
}

// A password that was generated in a form and copied out of its field is a secret like any other.
func TestCopiedFromField(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.shortcut(fyne.KeyN, ctrl)
	p.into("Password")
	copied := func() string {
		e := p.Canvas.Focused().(fyne.Shortcutable)
		e.TypedShortcut(&fyne.ShortcutSelectAll{})
		e.TypedShortcut(&fyne.ShortcutCopy{Clipboard: p.app.Clipboard()})
		return p.app.Clipboard().Content()
	}
	p.write(other)
	if got := copied(); got != "" {
		t.Errorf("hidden: got %q copied, want nothing", got)
	}
	p.tap("Generate")
	if got := copied(); len(got) != app.GeneratedLength {
		t.Errorf("revealed: got %q copied, want the password", got)
	}
	p.shortcut(fyne.KeyL, ctrl)
	p.wantLocked()
	if got := p.app.Clipboard().Content(); got != "" {
		t.Errorf("locked: the clipboard has %q, want it empty", got)
	}
}

// What somebody else has put into the clipboard since stays there.
func TestLockLeavesTheClipboardOfOthers(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.choose("carla", "Regenerate password")
	p.tap("Regenerate password")
	p.tap("Copy")
	p.app.Clipboard().SetContent("a letter")
	p.shortcut(fyne.KeyL, ctrl)
	p.wantLocked()
	if got := p.app.Clipboard().Content(); got != "a letter" {
		t.Errorf("clipboard: got %q, want the letter", got)
	}
}

func TestSignOutFromLock(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.choose("carla", "Change email")
	p.shortcut(fyne.KeyL, ctrl)
	p.tap("Sign out")
	p.see("Sign in", "User name")
	p.notSee("Locked", "Change email of carla")
	p.signIn("boris", secret)
	p.see("7 users", "Abel")
	p.notSee("Change email of carla")
}

func TestLockedAndEndedElsewhere(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.shortcut(fyne.KeyL, ctrl)
	w.change(t, "boris", func(u *app.User) { u.Status = app.Disabled })
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("Sign in", "You were signed out: your account or its password was changed. Sign in again.")
}

func TestLockedAndDemotedElsewhere(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "boris")
	p.choose("carla", "Change email")
	p.shortcut(fyne.KeyL, ctrl)
	w.change(t, "boris", func(u *app.User) { u.Role = app.LedgerManager })
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.see("My account")
	p.notSee("carla", "Change email of carla")
}

// The window locks with the screen of the computer.
func TestLockWithTheScreen(t *testing.T) {
	locked := make(chan struct{})
	w := newTeam(t)
	w.screen = func(ctx context.Context) error {
		select {
		case <-locked:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	p := w.sitAs(t, "root")
	p.see("Users")
	for range 2 {
		locked <- struct{}{}
		for end := time.Now().Add(time.Minute); !p.shows("Locked"); runtime.Gosched() {
			if p.settle(); time.Now().After(end) {
				t.Fatalf("the window does not lock: %q", p.texts())
			}
		}
		p.write(secret)
		p.press(fyne.KeyReturn)
		p.see("Users")
	}
}
