package app

import (
	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

// undoable returns the operation that takes back another, or 0 if none does.
func undoable(op access.Operation) access.Operation {
	switch op {
	case access.DisableUser:
		return access.EnableUser
	case access.EnableUser:
		return access.DisableUser
	case access.ImportHashes:
		return access.ImportUser
	case access.ChangeRole, access.ChangeEmail, access.EditNames, access.RenameUser, access.ChangeNote,
		access.ChangeExpiry, access.ImportUser:
		return op
	}
	return 0
}

// Undoable reports whether an entry is about something that [Session.PlanUndo] can undo.
func Undoable(e identity.Event) bool {
	op := access.OperationNamed(e.Operation)
	if op == access.ChangeUsers {
		op = access.OperationNamed(journal.ValueOf(e, journal.FieldOperation))
	}
	return undoable(op) != 0 && e.Outcome == identity.Done
}
