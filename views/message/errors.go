package message

import (
	"errors"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
)

// Error says an error to a person: what is wrong, and what to do next. known is false for an error that has no
// sentence of its own; the caller logs it, since the text that comes back says that the log knows more.
func Error(err error) (text string, known bool) {
	if refused, ok := errors.AsType[*app.RefusedError](err); ok {
		return Reason(refused.Reason), true
	}
	if _, ok := errors.AsType[*app.StaleSettingsError](err); ok {
		return lang.L("Somebody else has changed the settings in the meantime. Nothing of yours was saved. " +
			"Send again to put yours in their place, or leave the page."), true
	}
	if text, ok := fileProblem(err); ok {
		return text, true
	}
	switch {
	case errors.Is(err, app.ErrSignIn):
		return lang.L("User name or password is wrong, or the user is disabled."), true
	case errors.Is(err, app.ErrExpired):
		return lang.L("This password has expired. Ask an administrator for a new one."), true
	case errors.Is(err, app.ErrRecoveryKey):
		return lang.L("This is not the recovery key of this file, or it was used or renewed. Look for a newer one."), true
	case errors.Is(err, app.ErrNoSystemAdmin):
		return lang.L("The key is right, but no System Admin has this user name. Enter that of a System Admin."), true
	case errors.Is(err, app.ErrPassword):
		return lang.L("This is not your password. Type the one you signed in with."), true
	case errors.Is(err, app.ErrNotEmpty):
		return lang.L("Roster has been set up in another window in the meantime. Sign in with an account of it."), true
	case errors.Is(err, app.ErrNoUser):
		return lang.L("This user has been deleted in the meantime."), true
	case errors.Is(err, app.ErrLocked):
		return lang.L("The window was locked before this was done. Try again."), true
	case errors.Is(err, app.ErrConfirm):
		return lang.L("Your confirmation has run out. Try again and type your password."), true
	}
	return lang.L("Something unexpected happened, and nothing was changed. Try again; the log says more."), false
}

// Wait says how long somebody has to wait for their next attempt.
func Wait(left time.Duration) string {
	return lang.L("Too many failed tries. The next one is possible in {{.Time}}.", Args{"Time": countdown(left)})
}

// WaitOver says that the next attempt is possible.
func WaitOver() string { return lang.L("You can try again now.") }

// SignedOut says why a person is asked to sign in again although they did not sign out.
func SignedOut() string {
	return lang.L("You were signed out: your account or its password was changed. Sign in again.")
}
