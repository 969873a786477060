package message

import (
	"roster/app/access"
	"roster/views/lang"
)

// Reason says why the permission table refuses something.
func Reason(why access.Reason) string {
	switch why {
	case access.ReasonRank:
		return lang.L("You can only do this to Ledger managers. Ask a System Admin.")
	case access.ReasonSystemAdmin:
		return lang.L("Only a System Admin can do this.")
	case access.ReasonOwnAccount:
		return lang.L("You can't do this to your own account.")
	case access.ReasonOwnPassword:
		return lang.L("Change your own password under My account.")
	case access.ReasonOwnName:
		return lang.L("Only a System Admin can change your user name.")
	case access.ReasonOwnOnly:
		return lang.L("You can only change your own account.")
	case access.ReasonLast:
		return lang.L("This is the last System Admin who can sign in. Make someone else a System Admin first.")
	case access.ReasonDamaged:
		return lang.L("This user's record is damaged. Give them a role under Change role to repair it, or delete them.")
	case access.ReasonMustChange:
		return lang.L("Change your password first.")
	}
	return lang.L("This isn't possible here.")
}
