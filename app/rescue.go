package app

import (
	"context"
	"errors"
	"strconv"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// ErrNothing means that a damaged file holds nothing that could be saved.
var ErrNothing = data.ErrNothing

// Rescued says what [Rescue] has saved.
type Rescued struct {
	Users, Passwords, Settings, Entries int64

	Damaged         int64 // rows and pages that could not be read or saved, as far as that is known
	MissingEntries  int64 // journal entries that are missing between the first number and the last
	WithoutPassword int64 // users whose password was lost
	WithoutUser     int64 // passwords whose user was lost, and that were not saved
	NoSystemAdmin   bool  // none who can sign in was saved
}

// The fields of an entry about a rescue, besides [journal.FieldEntries].
const (
	fieldUsers   = "users"
	fieldMissing = "missing entries"
)

// Rescue saves what can be read of the damaged file at from in a new file at to, without changing the damaged one, and
// records that in the journal of the new file. It needs no rights: whoever can read a file can copy it. It fails with
// ErrNothing and with an [identity.FileError] about the new file.
func Rescue(
	ctx context.Context, from, to string, o Options, progress func(done, all int64),
) (r Rescued, err error) {
	saved, err := data.Rescue(ctx, from, to, progress)
	if err != nil {
		return Rescued{}, err
	}
	r = Rescued{
		Users: saved.Saved["users"], Passwords: saved.Saved["credentials"], Settings: saved.Saved["settings"],
		Entries: saved.Saved["journal"], Damaged: saved.Damaged, MissingEntries: saved.MissingEntries,
		WithoutPassword: saved.WithoutPassword, WithoutUser: saved.WithoutUser,
	}
	store, err := data.Open(ctx, to)
	if err != nil {
		return Rescued{}, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	s, err := New(store, o)
	if err != nil {
		return Rescued{}, err
	}
	d := newEntry(access.Rescue, identity.User{}, identity.User{})
	d.changes.Add(fieldUsers, strconv.FormatInt(r.Users, 10))
	d.changes.Add(journal.FieldEntries, strconv.FormatInt(r.Entries, 10))
	d.changes.Add(fieldMissing, strconv.FormatInt(r.MissingEntries, 10))
	return r, s.update(ctx, func(tx *data.Tx) error {
		left, err := tx.HasSystemAdmin()
		r.NoSystemAdmin = !left
		return errors.Join(err, s.record(tx, d))
	})
}
