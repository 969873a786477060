package access

import (
	"fmt"
	"maps"
	"slices"
)

// Operation is one thing that a user can do.
type Operation int

// The operations.
const (
	SetUp Operation = iota + 1
	SignIn
	SignOut
	Lock
	Unlock
	Confirm

	SeeUser   // one user, by id
	FindUsers // in the table: search, count
	CreateUser
	EditNames  // first and last names
	RenameUser // user name
	ChangeEmail
	ChangeRole
	SetPassword    // of another user, generated or typed
	ChangePassword // your own
	DisableUser
	EnableUser
	UnlockUser
	DeleteUser

	ReadJournal // all of it
	ReadOwnEvents
	VerifyJournal
	ExportJournal
	ChangeSettings
	BackUp
	RemoveBackups // those that still hold a deleted user
	Restore
	RestoreUser // what a restoration does to one user
	ExportHashes
	ImportUser // one row of an import
	ExportUsers

	Recover        // with the recovery key
	SeeRecoveryKey // when it was created
	RenewRecoveryKey
	Rescue      // save what can be read of a damaged file, before anyone has signed in
	AcceptOlder // accept a file that is older than one that this computer has seen
	SetClock    // of the computer, outside Roster, by over an hour

	ChangeNote   // about a user, for administrators
	ChangeExpiry // the last day on which a user may sign in
	ChangeUsers  // several at once, each with an operation of its own

	ImportHashes // password hashes of other programs
	ExpireHash   // remove an imported hash that no sign-in has replaced in time

	Check // whether a user may sign in elsewhere, asked by another program
)

var operationNames = map[Operation]string{
	SetUp: "set up", SignIn: "sign in", SignOut: "sign out", Lock: "lock", Unlock: "unlock", Confirm: "confirm",
	SeeUser: "see user", FindUsers: "find users", CreateUser: "create user", EditNames: "edit names",
	RenameUser: "rename user", ChangeEmail: "change email", ChangeRole: "change role",
	SetPassword: "set password", ChangePassword: "change password", DisableUser: "disable user",
	EnableUser: "enable user", UnlockUser: "unlock user", DeleteUser: "delete user",
	ChangeUsers: "change users",
	ReadJournal: "read journal", ReadOwnEvents: "read own events", VerifyJournal: "verify journal",
	ExportJournal: "export journal", ChangeSettings: "change settings", BackUp: "back up",
	RemoveBackups: "remove backups", Restore: "restore", RestoreUser: "restore user",
	ExportHashes: "export hashes", ImportUser: "import user", ExportUsers: "export users",
	Recover: "recover", SeeRecoveryKey: "see recovery key", RenewRecoveryKey: "renew recovery key",
	Rescue: "rescue", AcceptOlder: "accept older file", SetClock: "set clock",
	ChangeNote: "change note", ChangeExpiry: "change account expiry",
	ImportHashes: "import hashes", ExpireHash: "expire hash",
	Check: "check",
}

// String returns the operation's name in the journal, where it never changes.
func (o Operation) String() string {
	if name, ok := operationNames[o]; ok {
		return name
	}
	return fmt.Sprintf("operation %d", int(o))
}

// Names returns the names of operations in the journal.
func Names(ops []Operation) (names []string) {
	for _, op := range ops {
		names = append(names, op.String())
	}
	return names
}

// Operations returns all operations.
func Operations() []Operation {
	return slices.Sorted(maps.Keys(operationNames))
}

// OperationNamed returns the operation with that name in the journal, or 0 if it is unknown.
func OperationNamed(name string) Operation {
	for _, op := range Operations() {
		if op.String() == name {
			return op
		}
	}
	return 0
}
