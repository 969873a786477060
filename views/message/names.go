package message

import (
	"time"

	"roster/identity"
	"roster/views/lang"
)

// Role returns the name of a role.
func Role(r identity.Role) string {
	switch r {
	case identity.SystemAdmin:
		return lang.L("System Admin")
	case identity.Admin:
		return lang.L("Admin")
	case identity.LedgerManager:
		return lang.L("Ledger manager")
	}
	return lang.L("No role")
}

// RoleText says in one line what a role allows.
func RoleText(r identity.Role) string {
	switch r {
	case identity.SystemAdmin:
		return lang.L("Full access: all users, roles, settings and backups.")
	case identity.Admin:
		return lang.L("Creates and manages Ledger managers. Can read everything.")
	}
	return lang.L("Their own account only.")
}

// Status returns the name of a status.
func Status(s identity.Status) string {
	switch s {
	case identity.Disabled:
		return lang.L("Disabled")
	case identity.Enabled:
		return lang.L("Enabled")
	case identity.NoPassword:
		return lang.L("No password")
	}
	return lang.L("Damaged")
}

// StateName returns the name of a state.
func StateName(s identity.State) string {
	switch s {
	case identity.StateLocked:
		return lang.L("Locked")
	case identity.StateMustChange:
		return lang.L("Must change password")
	case identity.StatePasswordExpires:
		return lang.L("Password expires")
	case identity.StateAccountExpires:
		return lang.L("Account expires")
	case identity.StateExpired:
		return lang.L("Account has expired")
	case identity.StateInactive:
		return lang.L("Not signed in for {{.N}} days", Args{"N": identity.InactiveAfter})
	}
	return Status(s.Status())
}

// LockedUntil says until when no attempt to sign in with a credential is accepted at a time; "" if one is.
func LockedUntil(c identity.Credential, now time.Time) string {
	switch {
	case !c.Disabled.IsZero():
		return lang.L("Until unlocked")
	case c.WaitUntil.After(now):
		return Time(c.WaitUntil)
	}
	return ""
}

// Yes says that something is the case; "" if not.
func Yes(yes bool) string {
	if yes {
		return lang.L("Yes")
	}
	return ""
}

// AccountStatus returns the status of a user at a time, at which their account may have expired.
func AccountStatus(u identity.User, now time.Time) string {
	switch {
	case u.Damaged:
		return Status(0)
	case u.Status == identity.Enabled && u.ExpiredAt(now):
		return lang.L("Expired")
	}
	return Status(u.Status)
}

// Outcome returns the name of an outcome.
func Outcome(o identity.Outcome) string {
	switch o {
	case identity.Refused:
		return lang.L("Refused")
	case identity.Failed:
		return lang.L("Failed")
	case identity.Done:
		return lang.L("Done")
	}
	return string(o) // written by another program
}

// Strength returns the name of a password's strength, from 0 to 4.
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

// Generated returns the name of a kind of generated passwords.
func Generated(g identity.Generated) string {
	if g == identity.Words {
		return lang.L("Seven words")
	}
	return lang.L("20 letters and digits")
}

// FullName returns the first and last name, or the user name if there is neither.
func FullName(u identity.User) string {
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

// Name returns the user name in an entry. If it was erased, that is what it says; it is empty for nobody.
func Name(name string, id int64) string {
	if name == "" && id != 0 {
		return DeletedUser(id)
	}
	return name
}

// DeletedUser is what takes the place of a deleted user's name.
func DeletedUser(id int64) string { return lang.L("deleted user no. {{.ID}}", Args{"ID": id}) }
