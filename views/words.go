package views

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/theme"
)

// roleName is a role as people call it.
func roleName(r app.Role) string {
	switch r {
	case app.SystemAdmin:
		return lang.L("System Admin")
	case app.Admin:
		return lang.L("Admin")
	}
	return lang.L("Ledger manager")
}

// roleText says in one line what a role allows.
func roleText(r app.Role) string {
	switch r {
	case app.SystemAdmin:
		return lang.L("Full access: all users, roles, settings and backups.")
	case app.Admin:
		return lang.L("Creates and manages Ledger managers; reads everything.")
	}
	return lang.L("Their own account only.")
}

// roleTone is the colour of a role's chip.
func roleTone(r app.Role) theme.Tone {
	switch r {
	case app.SystemAdmin:
		return theme.ToneViolet
	case app.Admin:
		return theme.ToneBlue
	}
	return theme.ToneGray
}

func statusName(s app.Status) string {
	if s == app.Disabled {
		return lang.L("Disabled")
	}
	return lang.L("Enabled")
}

func statusTone(s app.Status) theme.Tone {
	if s == app.Disabled {
		return theme.ToneAmber
	}
	return theme.ToneGreen
}

// moment is a time as people read it, where they are; never is said for a time that did not come.
func moment(t time.Time) string {
	if t.IsZero() {
		return lang.L("Never")
	}
	return t.Local().Format("2006-01-02 15:04")
}

// clock is a short time as minutes and seconds.
func clock(d time.Duration) string {
	seconds := int(d / time.Second)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// fullName is the first and last name, or the user name of somebody who has neither.
func fullName(u app.User) string {
	switch {
	case u.FirstName == "" && u.LastName == "":
		return u.Name
	case u.FirstName == "":
		return u.LastName
	case u.LastName == "":
		return u.FirstName
	}
	return u.FirstName + " " + u.LastName
}

// initials are one or two letters for a user's badge.
func initials(u app.User) string {
	if u.FirstName != "" && u.LastName != "" {
		return theme.Initial(u.FirstName) + theme.Initial(u.LastName)
	}
	return theme.Initial(fullName(u))
}

// badgeTone gives every user a colour that stays theirs.
func badgeTone(u app.User) theme.Tone {
	tones := theme.Tones()
	return tones[uint64(u.ID)%uint64(len(tones))]
}

// triesInVain says how often the lock was tried, so that the person notices if it was somebody else.
func triesInVain(n int) string {
	if n == 1 {
		return lang.L("One failed try before you unlocked the window.")
	}
	return lang.L("{{.N}} failed tries before you unlocked the window.", args{"N": n})
}

// welcome says when the person was here last, so that they notice if it was somebody else.
func welcome(w app.Welcome) string {
	data := args{"Time": moment(w.LastSignIn), "N": w.Failed}
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

// endedMessage says why a person is asked to sign in again.
func endedMessage() string {
	return lang.L("You were signed out: your account or its password was changed. Sign in again.")
}
