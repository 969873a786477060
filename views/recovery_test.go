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

// shownKey reads the recovery key off the screen.
func (p *person) shownKey() string {
	p.t.Helper()
	p.see("Keep the recovery key", "Type it back")
	texts := p.texts()
	from, to := slices.Index(texts, "Recovery key"), slices.Index(texts, "Copy")
	if from < 0 || to < from {
		p.t.Fatalf("no key is on the screen, but %q", texts)
	}
	return strings.Join(texts[from+1:to], "")
}

// keepKey types the recovery key that is shown back, and returns it.
func (p *person) keepKey() string {
	p.t.Helper()
	key := p.shownKey()
	p.press(fyne.KeyTab) // from Copy
	p.write(strings.ToLower(key))
	p.press(fyne.KeyReturn)
	p.settle()
	return key
}

func TestRecoveryKeyIsKept(t *testing.T) {
	w := newEmptyWorld(t)
	p := w.sit(t)
	p.fill("User name", "anna")
	p.fill("Email address", "anna@example.com")
	p.fill("Password", secret)
	p.fill("Password again", secret)
	p.tap("Create System Admin")
	key := p.shownKey()
	p.wantEnabled("Continue", false)
	p.fill("Type it back", key[:len(key)-1])
	p.press(fyne.KeyTab)
	p.see("This is not the key above. Capitals and dashes do not matter.")
	p.wantEnabled("Continue", false)
	p.win.close()
	p.see("Record the recovery key first. It cannot be shown again.")
	p.shortcut(fyne.KeyL, ctrl)
	p.wantLocked()
	p.tap("Sign out")
	p.see("What is shown once was not recorded yet. Unlock the window, or it is lost.", "Your password")
	p.write(secret)
	p.press(fyne.KeyReturn)
	p.win.close()
	p.see("Record the recovery key first. It cannot be shown again.")
	p.tap("Copy")
	if got := p.app.Clipboard().Content(); got != key {
		t.Errorf("clipboard: got %q, want the key", got)
	}
	p.fill("Type it back", key)
	p.tap("Continue")
	p.see("Only you so far", "Welcome. This is your first sign-in.")
	p.notSee(key)
}

// Whoever has the key gets in, once, and gets another.
func TestForgotPassword(t *testing.T) {
	w := newEmptyWorld(t)
	session, err := w.service.Setup(t.Context(), app.NewUser{Name: "root", Email: "root@example.com", Password: secret})
	if err != nil {
		t.Fatal(err)
	}
	key := session.TakeRecoveryKey()
	p := w.sit(t)
	p.tap("Forgot password?")
	p.see("Forgot password?", "Recovery key")
	p.fill("Recovery key", "O"+key[1:]+"x")
	p.press(fyne.KeyTab)
	p.see("It has 33 letters and digits. Something is missing, or there is too much.")
	p.fill("Recovery key", strings.ToLower(key))
	p.fill("User name of a System Admin", "boss")
	p.fill("New password", other)
	p.fill("New password again", other)
	p.tap("Set the password and sign in")
	p.see("The key is right, but no System Admin has this user name. Enter that of a System Admin.")
	p.fill("User name of a System Admin", "root")
	p.press(fyne.KeyReturn)
	next := p.keepKey()
	p.see("Users")
	w.wantSignIn(t, "root", other, nil)
	if next == key {
		t.Errorf("got key %q again, want another", key)
	}

	p = w.sit(t)
	p.tap("Forgot password?")
	p.fill("Recovery key", key)
	p.fill("User name of a System Admin", "root")
	p.fill("New password", secret)
	p.fill("New password again", secret)
	p.press(fyne.KeyReturn)
	p.see("This is not the recovery key of this file, or it was used or renewed. Look for a newer one.")
	p.press(fyne.KeyEscape)
	p.see("Sign in")
}

func TestRenewRecoveryKey(t *testing.T) {
	w := newTeam(t)
	p := w.sitAs(t, "root")
	p.openSettings("root")
	p.see("The recovery key was made on 2026-03-02 09:00.")
	p.tap("Renew recovery key")
	p.press(fyne.KeyReturn)
	p.see("Confirm that it is you")
	p.write(secret)
	p.press(fyne.KeyReturn)
	key := p.keepKey()
	p.see("Settings", "The recovery key was made on 2026-03-02 09:00.")
	if _, err := w.service.Recover(t.Context(), app.Recovery{Key: key, Name: "root", Password: other}); err != nil {
		t.Errorf("the new key: got error %v", err)
	}
}

// What is printed reaches the system's program for printing by its standard input, and is in no file of ours.
func TestPrintSlip(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a stand-in for PowerShell cannot be a script")
	}
	folder := t.TempDir()
	lp := func(script string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, "lp"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
	lp("cat > '" + folder + "/slip'")
	p := newTeam(t).sitAs(t, "root")
	(&users{view: p.shell.current}).showSecret(app.User{ID: 4, Name: "carla"}, "kWm7QzTn4RxLp9Hd2CvE")
	p.tap("Print slip")
	p.see("Sent to the printer.")
	slip, err := os.ReadFile(filepath.Join(folder, "slip"))
	if err != nil || !strings.Contains(string(slip), "New password of carla\nRoster – users.roster\n") ||
		!strings.Contains(string(slip), "    kWm7QzTn4RxLp9Hd2CvE\n") {
		t.Errorf("printed: got %q, error %v, want the password, whose it is and of which file", slip, err)
	}
	lp("echo no default destination >&2; exit 1")
	p.tap("Print slip")
	p.see("Nothing was printed: no printer answers. Write it down instead.")
	if log := p.log.String(); !strings.Contains(log, "no default destination") || strings.Contains(log, "kWm7QzTn4RxLp9Hd2CvE") {
		t.Errorf("log: got %q, want the reason and not the password", log)
	}
	p.log.Reset()
}
