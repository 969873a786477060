package message

import (
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
)

// Reason says why the permission table refuses something.
func Reason(why access.Reason) string {
	switch why {
	case access.ReasonRank:
		return lang.L("An Admin may do this to Ledger managers only.")
	case access.ReasonSystemAdmin:
		return lang.L("Only a System Admin may do this.")
	case access.ReasonOwnAccount:
		return lang.L("Nobody may do this to their own account. Ask another System Admin.")
	case access.ReasonOwnPassword:
		return lang.L("Change your own password under My account.")
	case access.ReasonOwnName:
		return lang.L("Only a System Admin may change your user name.")
	case access.ReasonOwnOnly:
		return lang.L("A Ledger manager may change their own account only.")
	case access.ReasonLast:
		return lang.L("This is the last System Admin who can sign in. Make somebody else System Admin first.")
	case access.ReasonMustChange:
		return lang.L("Change your password first.")
	}
	return lang.L("This cannot be done here.")
}
