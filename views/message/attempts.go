package message

import (
	"roster/app"
	"roster/identity"
	"roster/views/lang"
)

// AccountExpires says when the person's account expires.
func AccountExpires(d identity.Date) string {
	return lang.L("Your account expires on {{.Day}}.", Args{"Day": Day(d)})
}

// SignInNotice says when the person last signed in and how many attempts have failed since, so that they notice if
// someone else tried. It also says what expires soon.
func SignInNotice(n app.SignInNotice) string {
	text := lastSignIn(n)
	if n.AccountExpires != 0 {
		text += " " + AccountExpires(n.AccountExpires)
	}
	if !n.PasswordExpires.IsZero() {
		day := Day(identity.DateOf(n.PasswordExpires.Local()))
		text += " " + lang.L("Your password expires on {{.Day}}.", Args{"Day": day})
	}
	return text
}

func lastSignIn(n app.SignInNotice) string {
	data := Args{"Time": Time(n.LastSignIn), "N": n.Failed}
	switch {
	case n.LastSignIn.IsZero() && n.Failed == 0:
		return lang.L("Welcome. This is your first sign-in.")
	case n.LastSignIn.IsZero() && n.Failed == 1:
		return lang.L("Welcome. This is your first sign-in, after 1 failed attempt.")
	case n.LastSignIn.IsZero():
		return lang.L("Welcome. This is your first sign-in, after {{.N}} failed attempts.", data)
	case n.Failed == 0:
		return lang.L("Last sign-in: {{.Time}}. No failed attempts since.", data)
	case n.Failed == 1:
		return lang.L("Last sign-in: {{.Time}}. 1 failed attempt since.", data)
	}
	return lang.L("Last sign-in: {{.Time}}. {{.N}} failed attempts since.", data)
}

// FailedUnlocks says how many attempts to unlock the window have failed, so that the person notices if someone else
// tried.
func FailedUnlocks(n int) string {
	if n == 1 {
		return lang.L("1 failed attempt before you unlocked the window.")
	}
	return lang.L("{{.N}} failed attempts before you unlocked the window.", Args{"N": n})
}

// NothingToUnlock says why unlocking a user would change nothing.
func NothingToUnlock() string { return lang.L("There are no failed attempts to sign in.") }

// Attempts says how many attempts to sign in as a user have failed, and what unlocking them does.
func Attempts(user identity.User, t app.Attempts) string {
	data := Args{"Name": user.Name, "N": t.Failed, "Time": Time(t.WaitUntil), "Since": Time(t.Disabled)}
	switch {
	case !t.Disabled.IsZero():
		return lang.L("The password of {{.Name}} has been disabled since {{.Since}}, after {{.N}} failed attempts. "+
			"If these weren't made by {{.Name}}, generate a new password instead. "+
			"Unlocking makes the current one work again.", data)
	case !t.WaitUntil.IsZero():
		return lang.L("After {{.N}} failed attempts, {{.Name}} has to wait until {{.Time}}. "+
			"If you unlock the user, they can try again at once.", data)
	case t.Failed == 1:
		return lang.L("There has been 1 failed attempt since {{.Name}} last signed in. Unlocking resets the count.", data)
	case t.Failed > 0:
		return lang.L("There have been {{.N}} failed attempts since {{.Name}} last signed in. "+
			"Unlocking resets the count.", data)
	}
	return lang.L("“{{.Name}}” isn't locked. There have been no failed attempts since the last sign-in.", data)
}
