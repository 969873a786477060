package app

import (
	"errors"
	"time"

	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// Restoration is what restoring a backup would change. It holds everything that is needed to do it, so the backup is
// not read again.
type Restoration struct {
	Path    string
	Entries int64     // in the backup's journal
	Last    time.Time // of the last of them; zero if there is none
	Users   int64     // in the backup

	Changed     []Difference    // users who would change back
	Removed     []identity.User // created since
	Deleted     []identity.User // deleted since. They stay deleted, unless they are chosen to get a new number
	Missing     []identity.User // removed by another program, so they are put back
	Settings    []identity.Change
	RecoveryKey bool // the recovery key from then would be valid again, instead of the present one
	Own         Own

	// NoSystemAdmin means that no System Admin who can sign in would be left, so that nothing can be restored.
	NoSystemAdmin bool
	// NameTaken means that the person, whose account is newer than the backup, has a name or an email address that
	// somebody would have again, so that nothing can be restored.
	NameTaken bool

	head    data.JournalEnds // of the backup
	now     data.JournalEnds // of the file, when the two were compared
	changed []difference
	deleted []identity.Account // as in the backup
	missing []identity.Account // likewise
	kept    identity.User      // the person, if their account is newer than the backup
	key     []byte             // the hash of the backup's recovery key; nil if it is to stay as it is
	keyNow  []byte             // the hash of the file's, when the two were compared; nil if there was none
}

// Empty reports whether restoring would change nothing, unless deleted users are chosen.
func (r *Restoration) Empty() bool {
	return len(r.Changed) == 0 && len(r.Removed) == 0 && len(r.Missing) == 0 && len(r.Settings) == 0 && !r.RecoveryKey
}

// Own is what a restoration does to the account of the person who asks for it.
type Own int

// What happens to the person's own account.
const (
	OwnSame  Own = iota // nothing, but perhaps for names and email address
	OwnStays            // they had another role, status or password, and keep the present one
	OwnKept             // it is newer than the backup, and stays
)

// Difference is how a user would change.
type Difference struct {
	User     identity.User // as they are now
	Changes  []identity.Change
	Password bool // their password from then would be valid again
}

// difference is a user now and in the backup.
type difference struct{ now, then identity.Account }

// Errors of a backup that cannot be restored, besides a [BackupFaultError].
var (
	// ErrPassphrase is returned for a backup that was encrypted with another passphrase, or if none was given.
	ErrPassphrase = data.ErrPassphrase
	// ErrOtherFile is returned for a backup whose journal is not the beginning of the file's: it is of another file, or
	// this one is an older state than the backup.
	ErrOtherFile = errors.New("the backup is not an earlier state of this file")
	// ErrNameTaken is returned if a user who would be restored has the name or the email address of the person, whose own
	// account is newer than the backup. Nothing was done.
	ErrNameTaken = errors.New("the person has a name of a user in the backup")
	// ErrSameFile is returned for the file itself.
	ErrSameFile = errors.New("this is the file itself")
)

// BackupFaultError means that a backup does not match its journal.
type BackupFaultError struct{ Fault journal.Fault }

// Error implements error.
func (e *BackupFaultError) Error() string {
	return "the backup does not match its journal: " + e.Fault.String()
}
