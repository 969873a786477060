package journal

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
)

// kind is a group of operations that one can choose.
type kind struct {
	label string
	ops   []app.Operation // none for all
}

// kinds are those that the page offers.
func kinds() []kind {
	return []kind{
		{lang.L("Everything"), nil},
		{lang.L("Signing in and out"), []app.Operation{
			app.SignIn, app.SignOut, app.Lock, app.Unlock, app.Confirm, app.Recover,
		}},
		{lang.L("Users"), []app.Operation{
			app.SetUp, app.CreateUser, app.EditNames, app.RenameUser, app.ChangeEmail, app.ChangeRole, app.DisableUser,
			app.EnableUser, app.DeleteUser, app.ImportUser, app.SeeUser, app.FindUsers,
		}},
		{lang.L("Passwords"), []app.Operation{
			app.SetPassword, app.ChangePassword, app.UnlockUser, app.Recover, app.RenewRecoveryKey, app.SeeRecoveryKey,
		}},
		{lang.L("Journal, settings, files"), []app.Operation{
			app.ReadJournal, app.ReadOwnEvents, app.VerifyJournal, app.ExportJournal, app.ChangeSettings, app.BackUp, app.Restore,
			app.ExportHashes, app.ExportUsers,
		}},
	}
}
