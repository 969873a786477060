package message

import (
	"time"

	"roster/app"
	"roster/identity"
	"roster/views/lang"
)

// PasswordState says what there is to know about a user's password at a time. It is "" if the password works and stays.
func PasswordState(d app.UserDetails, now time.Time) string {
	data := Args{"N": d.Attempts.Failed, "Since": Time(d.Attempts.Disabled), "Time": Time(d.PasswordExpires)}
	expired := !d.PasswordExpires.IsZero() && !now.Before(d.PasswordExpires)
	switch {
	case d.NoPassword:
		return lang.L("None")
	case !d.Attempts.Disabled.IsZero():
		return lang.L("Disabled since {{.Since}}, after {{.N}} failed attempts", data)
	case expired:
		return lang.L("Expired on {{.Time}}", data)
	case d.MustChange && !d.PasswordExpires.IsZero():
		return lang.L("Start password, must be changed by {{.Time}}", data)
	case d.MustChange:
		return lang.L("Must be changed at the next sign-in")
	case !d.PasswordExpires.IsZero():
		return lang.L("Imported, expires on {{.Time}} unless they sign in before", data)
	}
	return ""
}

// FailedAttempts says how many attempts to sign in as a user have failed, and how long that locks the user. It is "" if
// there are none.
func FailedAttempts(t app.Attempts) string {
	data := Args{"N": t.Failed, "Time": Time(t.WaitUntil)}
	switch {
	case t.Failed == 0:
		return ""
	case !t.WaitUntil.IsZero():
		return lang.L("{{.N}}, locked until {{.Time}}", data)
	case t.Failed == 1:
		return lang.L("1 since the last sign-in")
	}
	return lang.L("{{.N}} since the last sign-in", data)
}

// AccountEnds says when an account expires or has expired, or "" if it does not.
func AccountEnds(u identity.User, now time.Time) string {
	switch {
	case u.Expires == 0:
		return ""
	case u.ExpiredAt(now):
		return lang.L("{{.Day}} (expired)", Args{"Day": Day(u.Expires)})
	}
	return Day(u.Expires)
}

// EntryHead says when an entry of the journal was written, who acted, and how it ended if that is not by being done.
func EntryHead(e identity.Event) string {
	text := Second(e.At) + " · " + Actor(e)
	if e.Outcome != identity.Done {
		text += " · " + Outcome(e.Outcome)
	}
	return text
}
