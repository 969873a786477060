package message

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
)

// Role is the name of a role.
func Role(r app.Role) string {
	switch r {
	case app.SystemAdmin:
		return lang.L("System Admin")
	case app.Admin:
		return lang.L("Admin")
	}
	return lang.L("Ledger manager")
}

// RoleText says in one line what a role allows.
func RoleText(r app.Role) string {
	switch r {
	case app.SystemAdmin:
		return lang.L("Full access: all users, roles, settings and backups.")
	case app.Admin:
		return lang.L("Creates and manages Ledger managers; reads everything.")
	}
	return lang.L("Their own account only.")
}

// Status is the name of a status.
func Status(s app.Status) string {
	if s == app.Disabled {
		return lang.L("Disabled")
	}
	return lang.L("Enabled")
}

// Outcome is the name of how an operation ended.
func Outcome(o app.Outcome) string {
	switch o {
	case app.OutcomeRefused:
		return lang.L("Refused")
	case app.OutcomeFailed:
		return lang.L("Failed")
	}
	return lang.L("Done")
}

// Strength is the name of a password's strength, 0 to 4.
func Strength(strength int) string {
	switch strength {
	case 0, 1:
		return lang.L("Weak")
	case 2:
		return lang.L("Fair")
	case 3:
		return lang.L("Good")
	}
	return lang.L("Strong")
}

// Generated is the name of a kind of generated passwords.
func Generated(g app.Generated) string {
	if g == app.Words {
		return lang.L("Seven words")
	}
	return lang.L("20 letters and digits")
}

// FullName is the first and last name, or the user name of somebody who has neither.
func FullName(u app.User) string {
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
