package message

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
)

// Reason says why the permission table refuses something.
func Reason(why app.Why) string {
	switch why {
	case app.WhyRank:
		return lang.L("An Admin may do this to Ledger managers only.")
	case app.WhySystemAdmin:
		return lang.L("Only a System Admin may do this.")
	case app.WhyOwnAccount:
		return lang.L("Nobody may do this to their own account. Ask another System Admin.")
	case app.WhyOwnPassword:
		return lang.L("Change your own password under My account.")
	case app.WhyOwnName:
		return lang.L("Only a System Admin may change your user name.")
	case app.WhyOwnOnly:
		return lang.L("A Ledger manager may change their own account only.")
	case app.WhyLast:
		return lang.L("This is the last System Admin who can sign in. Make somebody else System Admin first.")
	case app.WhyMustChange:
		return lang.L("Change your password first.")
	}
	return lang.L("This cannot be done here.")
}
