package message

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"roster/app"
	"roster/identity"
	"roster/views/lang"
)

// Error says what is wrong and what to do next. known is false for an error without a sentence of its own. The caller
// must log such an error, because the text refers to the log.
func Error(err error) (text string, known bool) {
	if refused, ok := errors.AsType[*app.RefusedError](err); ok {
		return Reason(refused.Reason), true
	}
	if _, ok := errors.AsType[*app.StaleSettingsError](err); ok {
		return lang.L("Someone else changed the settings after you opened this page. Your changes weren't saved. " +
			"Save again to overwrite theirs, or leave the page."), true
	}
	if errors.Is(err, app.ErrTurn) {
		return lang.L("Too many passwords are being checked at the same time, so this one wasn't. The attempt counts. " +
			"Try again in a moment."), true
	}
	if text, ok := fileProblem(err); ok {
		return text, true
	}
	switch {
	case errors.Is(err, app.ErrSignIn):
		return lang.L("The user name or password is wrong, or the user is disabled."), true
	case errors.Is(err, app.ErrExpired):
		return lang.L("This password has expired. Ask an administrator for a new one."), true
	case errors.Is(err, app.ErrRecoveryKey):
		return lang.L("This isn't the recovery key of this file, or it has already been used or renewed. " +
			"Look for a newer one."), true
	case errors.Is(err, app.ErrNoSystemAdmin):
		return lang.L("The key is right, but no System Admin has this user name. Enter a System Admin's user name."), true
	case errors.Is(err, app.ErrPassword):
		return lang.L("This isn't your password. Enter the one you signed in with."), true
	case errors.Is(err, app.ErrNotEmpty):
		return lang.L("This file has since been set up in another window. " +
			"Sign in with an account that was created there."), true
	case errors.Is(err, app.ErrNoUser):
		return lang.L("This user has since been deleted."), true
	case errors.Is(err, app.ErrLocked):
		return lang.L("The window was locked before this was done. Try again."), true
	case errors.Is(err, app.ErrConfirm):
		return lang.L("Your confirmation has expired. Try again and enter your password."), true
	}
	return lang.L("Something went wrong, and nothing was changed. Try again. The log has the details."), false
}

// Failed says that something without a sentence of its own went wrong, for a program without a log.
func Failed(err error) string {
	if errors.Is(err, context.Canceled) {
		return Cancelled()
	}
	return lang.L("Something went wrong, and nothing was changed. Try again.")
}

// Unanswered says that a program cannot print, perhaps what it has done.
func Unanswered(changed bool) string {
	if changed {
		return lang.L("It was done, but the answer couldn't be written. Check where the output goes.")
	}
	return lang.L("The answer couldn't be written. Check where the output goes.")
}

// AfterChange says that something went wrong when the work had been done.
func AfterChange() string {
	return lang.L("It was done, but something went wrong afterwards. Look at the result before you go on.")
}

// Fault says that the program has a fault, because of which it ended.
func Fault() string {
	return lang.L("Roster has a fault and could not go on. Look at the result before you try again.")
}

// Cancelled says that a batch was cancelled in time.
func Cancelled() string { return lang.L("Cancelled. Nothing was changed.") }

// MustChange says that a password must be changed before anything else.
func MustChange() string {
	return lang.L("The password must be changed first. Do that with rosterctl passwd, or sign in to Roster.")
}

// NoSuchUser says that there is nobody with a name.
func NoSuchUser() string { return lang.L("No user has this user name or email address.") }

// Wait says how long the person has to wait before the next attempt.
func Wait(left time.Duration) string {
	return lang.L("Too many failed attempts. Try again in {{.Time}}.", Args{"Time": countdown(left)})
}

// WaitOver says that the person can try again.
func WaitOver() string { return lang.L("You can try again now.") }

// NoSuchName says that no user has the name whose history was asked for.
func NoSuchName() string {
	return lang.L("No user has this name now. Search the journal instead: " +
		"it keeps old names, except those of deleted users.")
}

// Unwritable says why a file chosen by the person can't be written.
func Unwritable(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return lang.L("This folder doesn't exist. Create it, or choose another one.")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, identity.FilePermission):
		return lang.L("You may not write to this folder. Choose another one.")
	case errors.Is(err, identity.FileFolder):
		return lang.L("Other users of this computer can put files into this folder. Choose a folder of your own.")
	}
	return lang.L("This file can't be written. Check its folder and the free space on the disk.")
}

// Room says that the disk is full and what that means, or returns "" if it is not.
func Room(r app.Room) string {
	if r.Waits {
		return lang.L("Another window is changing many users. What you do here waits until it is done.")
	}
	if !r.Full {
		return ""
	}
	text := lang.L("The disk is full. You can sign in and look at everything, but nothing can be changed until some " +
		"space is free.")
	if r.Unsaved > 0 {
		text += " " + lang.L("What happens until then, such as this sign-in, isn't in the journal yet. Keep Roster open: "+
			"it is added as soon as there is room.")
	}
	return text
}

// SignedOut says why the person has to sign in again although they did not sign out.
func SignedOut() string {
	return lang.L("You were signed out because your account or its password was changed. Sign in again.")
}
