package entrance_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/app"
	"roster/views/viewtest"
)

func TestRecoveryKeyIsKept(t *testing.T) {
	w := viewtest.NewEmptyWorld(t)
	p := w.Sit(t)
	p.FillSetup()
	p.Tap("Create System Admin")
	key := p.ShownKey()
	p.WantEnabled("Continue", false)
	p.Fill("Type the key to confirm you have it", key[:len(key)-1])
	p.Press(fyne.KeyTab)
	p.See("This isn't the key above. Upper or lower case and dashes don't matter.")
	p.WantEnabled("Continue", false)
	p.Window.CloseByUser()
	p.See("Record the recovery key first. It can't be shown again.")
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	p.WantLocked()
	p.Tap("Sign out")
	p.See("You haven't recorded the secret that is shown only once. "+
		"Unlock the window, or it will be lost.", "Your password")
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.Window.CloseByUser()
	p.See("Record the recovery key first. It can't be shown again.")
	p.Tap("Copy")
	if got := p.App.Clipboard().Content(); got != key {
		t.Errorf("clipboard: got %q, want the key", got)
	}
	p.Fill("Type the key to confirm you have it", key)
	p.Tap("Continue")
	p.See("You're the only user", "Welcome. This is your first sign-in.")
	p.NotSee(key)
}

// The recovery key works once, and is then replaced by a new one.
func TestForgotPassword(t *testing.T) {
	w := viewtest.NewEmptyWorld(t)
	root := app.NewUser{Name: "root", Email: "root@example.com", Password: viewtest.Secret}
	session, err := w.Service.Setup(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	key := session.TakeRecoveryKey()
	p := w.Sit(t)
	p.Tap("Forgot password?")
	p.See("Forgot password?", "Recovery key")
	p.Fill("Recovery key", "O"+key[1:]+"x")
	p.Press(fyne.KeyTab)
	p.See("A recovery key has 33 letters and digits. Check for missing or extra ones.")
	p.Fill("Recovery key", strings.ToLower(key))
	p.Fill("System Admin's user name or email address", "boss")
	p.Fill("New password", viewtest.Other)
	p.Fill("Repeat new password", viewtest.Other)
	p.Tap("Set password and sign in")
	p.See("The key is right, but no System Admin has this user name. Enter a System Admin's user name.")
	p.Fill("System Admin's user name or email address", "root")
	p.Press(fyne.KeyReturn)
	next := p.KeepKey()
	p.See("Create user")
	w.WantSignIn(t, "root", viewtest.Other, nil)
	if next == key {
		t.Errorf("got key %q again, want another", key)
	}

	p = w.Sit(t)
	p.Tap("Forgot password?")
	p.Fill("Recovery key", key)
	p.Fill("System Admin's user name or email address", "root")
	p.Fill("New password", viewtest.Secret)
	p.Fill("Repeat new password", viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("This isn't the recovery key of this file, or it has already been used or renewed. Look for a newer one.")
	p.Press(fyne.KeyEscape)
	p.Tap("Discard")
	p.See("Sign in")
}
