package journal

import (
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
)

// kind is a group of operations to filter by.
type kind struct {
	label string
	ops   []access.Operation // nil for all
}

// kinds returns the kinds that the page offers.
func kinds() []kind {
	return []kind{
		{lang.L("Everything"), nil},
		{lang.L("Signing in and out"), []access.Operation{
			access.SignIn, access.SignOut, access.Lock, access.Unlock, access.Confirm, access.Recover,
			access.Check,
		}},
		{lang.L("Users"), []access.Operation{
			access.SetUp, access.CreateUser, access.EditNames, access.RenameUser, access.ChangeEmail, access.ChangeRole,
			access.DisableUser, access.EnableUser, access.DeleteUser, access.RestoreUser, access.ImportUser, access.SeeUser,
			access.FindUsers, access.ChangeNote, access.ChangeExpiry, access.ChangeUsers,
		}},
		{lang.L("Passwords"), []access.Operation{
			access.SetPassword, access.ChangePassword, access.UnlockUser, access.Recover,
			access.RenewRecoveryKey, access.SeeRecoveryKey, access.ImportHashes, access.ExpireHash,
		}},
		{lang.L("Journal, settings, files"), []access.Operation{
			access.ReadJournal, access.ReadOwnEvents, access.VerifyJournal, access.ExportJournal, access.ChangeSettings,
			access.BackUp, access.RemoveBackups, access.Restore, access.ExportHashes, access.ExportUsers, access.Rescue,
			access.AcceptOlder, access.SetClock,
		}},
	}
}
