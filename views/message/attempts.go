package message

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
)

// SignInNotice says when the person signed in before this, and how many attempts have failed since, so that they
// notice if it was somebody else.
func SignInNotice(w app.SignInNotice) string {
	data := Args{"Time": Time(w.LastSignIn), "N": w.Failed}
	switch {
	case w.LastSignIn.IsZero() && w.Failed == 0:
		return lang.L("Welcome. This is your first sign-in.")
	case w.LastSignIn.IsZero() && w.Failed == 1:
		return lang.L("Welcome. This is your first sign-in, after one failed try.")
	case w.LastSignIn.IsZero():
		return lang.L("Welcome. This is your first sign-in, after {{.N}} failed tries.", data)
	case w.Failed == 0:
		return lang.L("You signed in last on {{.Time}}. No failed tries since.", data)
	case w.Failed == 1:
		return lang.L("You signed in last on {{.Time}}. One failed try since.", data)
	}
	return lang.L("You signed in last on {{.Time}}. {{.N}} failed tries since.", data)
}

// FailedUnlocks says how many attempts to unlock the window have failed, so that the person notices if it was
// somebody else.
func FailedUnlocks(n int) string {
	if n == 1 {
		return lang.L("One failed try before you unlocked the window.")
	}
	return lang.L("{{.N}} failed tries before you unlocked the window.", Args{"N": n})
}

// Attempts says how many attempts to sign in as a user have failed, and what unlocking them does.
func Attempts(user identity.User, t app.Attempts) string {
	data := Args{"Name": user.Name, "N": t.Failed, "Time": Time(t.WaitUntil), "Since": Time(t.Disabled)}
	switch {
	case !t.Disabled.IsZero():
		return lang.L("The password of {{.Name}} is disabled since {{.Since}}, after {{.N}} failed tries. If it was not "+
			"{{.Name}} who tried, give them a new password instead. Unlocking lets the present one in again.", data)
	case !t.WaitUntil.IsZero():
		return lang.L("After {{.N}} failed tries {{.Name}} has to wait until {{.Time}}. "+
			"Unlocking lets them try again at once.", data)
	case t.Failed == 1:
		return lang.L("There was one failed try since {{.Name}} signed in last. Unlocking forgets it.", data)
	case t.Failed > 0:
		return lang.L("There were {{.N}} failed tries since {{.Name}} signed in last. Unlocking forgets them.", data)
	}
	return lang.L("{{.Name}} is not locked: there was no failed try since the last sign-in.", data)
}
