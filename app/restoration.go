package app

import (
	"context"
	"errors"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// Restoration is what restoring a backup would change. It holds everything that is needed to do it, so the backup is
// not read again.
type Restoration struct {
	Path    string
	Entries int64     // in the backup's journal
	Last    time.Time // of the last of them; zero if there is none
	Users   int64     // in the backup

	Changed     []Difference    // users who would be again as they were
	Removed     []identity.User // created since
	Deleted     []identity.User // deleted since. They stay deleted, unless they are chosen to get a new number
	Missing     []identity.User // removed by another program, so they are put back
	Settings    []identity.Change
	RecoveryKey bool // the recovery key of that time would be valid again, instead of the present one
	Own         Own

	// NoSystemAdmin means that no System Admin who can sign in would be left, so that nothing can be restored.
	NoSystemAdmin bool
	// NameTaken means that the person, whose account is newer than the backup, has a name or an email address that
	// somebody would have again, so that nothing can be restored.
	NameTaken bool

	head     data.JournalEnds // of the backup
	now      data.JournalEnds // of the file, when the two were compared
	changed  []difference
	deleted  []identity.Account // as in the backup
	missing  []identity.Account // likewise
	settings identity.Settings  // of the backup
	key      []byte             // the hash of the backup's recovery key; nil if it is to stay as it is
}

// Empty reports whether restoring would change nothing, unless deleted users are chosen.
func (r *Restoration) Empty() bool {
	return len(r.Changed) == 0 && len(r.Removed) == 0 && len(r.Missing) == 0 && len(r.Settings) == 0 && !r.RecoveryKey
}

// Own is what a restoration does to the account of the person who asks for it.
type Own int

// What happens to the person's own account.
const (
	OwnSame Own = iota // nothing, or nothing that matters to their session
	OwnEnds            // they had another password, or could not sign in, so their session ends
	OwnRole            // they had another role
	OwnKept            // it is newer than the backup, and stays
)

// Difference is how a user would change.
type Difference struct {
	User     identity.User // as they are now
	Changes  []identity.Change
	Password bool // their password of that time would be valid again
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
	// ErrSameFile is returned for the file itself.
	ErrSameFile = errors.New("this is the file itself")
)

// BackupFaultError means that a backup does not match its journal.
type BackupFaultError struct{ Fault journal.Fault }

// Error implements error.
func (e *BackupFaultError) Error() string {
	return "the backup does not match its journal: " + e.Fault.String()
}

// TestBackup makes a private copy of the backup at path, and checks it completely: every page, the schema, the journal,
// and whether users, settings and recovery key match it and the file's own journal. It calls progress, unless nil, with
// the numbers of pages. The errors are those of [Session.CompareBackup].
func (s *Session) TestBackup(
	ctx context.Context, path, passphrase string, progress func(done, all int64),
) (v journal.Verification, err error) {
	err = s.openBackup(ctx, path, passphrase, progress, func(backup *openBackup) error {
		v = backup.verification
		return nil
	})
	return v, err
}

// CompareBackup tests the backup at path like [Session.TestBackup], and returns what restoring it would change. It
// fails with ErrPassphrase, with ErrOtherFile, with ErrSameFile, with a [BackupFaultError], and with an
// [identity.FileError] about the backup.
func (s *Session) CompareBackup(
	ctx context.Context, path, passphrase string, progress func(done, all int64),
) (r *Restoration, err error) {
	err = s.openBackup(ctx, path, passphrase, progress, func(backup *openBackup) error {
		r = &Restoration{
			Path: backup.path, Entries: backup.head.Seq, Users: backup.verification.Users, head: backup.head,
		}
		if r.Last, err = backup.EventTime(r.Entries); err != nil {
			return err
		}
		return s.read(ctx, request{op: access.BackUp}, func(a *authorized) error { return r.compare(ctx, a, backup.Tx) })
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// openBackup is a backup that has passed all checks.
type openBackup struct {
	*data.Tx
	path         string
	head         data.JournalEnds
	verification journal.Verification
}

func (s *Session) openBackup(
	ctx context.Context, path, passphrase string, progress func(done, all int64), use func(*openBackup) error,
) error {
	err := s.read(ctx, request{op: access.BackUp}, func(*authorized) error { return nil })
	if err != nil {
		return err
	}
	if path, err = data.Resolve(path); err != nil {
		return err
	}
	own := s.service.Path()
	if path == own {
		return ErrSameFile
	}
	return data.WithCopy(ctx, path, passphrase, filepath.Dir(own), progress, func(store *data.Store) error {
		return store.View(ctx, func(tx *data.Tx) error {
			backup := &openBackup{Tx: tx, path: path}
			if backup.verification, err = verify(ctx, tx, "", nil); err != nil {
				return err
			}
			if f := backup.verification.Fault; f != nil {
				return &BackupFaultError{*f}
			}
			if backup.head, err = tx.JournalEnds(); err != nil {
				return err
			}
			ours := false
			err := s.service.store.View(ctx, func(tx *data.Tx) error {
				ours, err = tx.HasEvent(backup.head.Seq, backup.head.Last)
				return err
			})
			switch {
			case err != nil:
				return err
			case !ours:
				return ErrOtherFile
			}
			return use(backup)
		})
	})
}

// compare fills in what restoring the state then would change.
func (r *Restoration) compare(ctx context.Context, now *authorized, then *data.Tx) (err error) {
	if r.now, err = now.JournalEnds(); err != nil {
		return err
	}
	if err := r.compareUsers(ctx, now, then); err != nil {
		return err
	}
	if r.Own == OwnKept {
		r.NameTaken = slices.ContainsFunc(r.changed, func(d difference) bool {
			me := now.actor.User
			return fold.Key(d.then.User.Name) == fold.Key(me.Name) || fold.Key(d.then.User.Email) == fold.Key(me.Email)
		})
	}
	if r.settings, err = readSettings(then); err != nil {
		return err
	}
	present, err := readSettings(now.Tx)
	if err != nil {
		return err
	}
	for _, one := range settings {
		if was, is := one.get(r.settings), one.get(present); was != is {
			r.Settings = append(r.Settings, identity.Change{Field: one.key, Before: is, After: was})
		}
	}
	key, _, err := then.RecoveryKey()
	if err = orNotFound(err, nil); err != nil {
		return err
	}
	presentKey, _, err := now.RecoveryKey()
	if err = orNotFound(err, nil); err != nil {
		return err
	}
	if key != nil && string(key) != string(presentKey) {
		r.RecoveryKey, r.key = true, key
	}
	return nil
}

// compareUsers compares all users. Both lists are ordered by id.
func (r *Restoration) compareUsers(ctx context.Context, now *authorized, then *data.Tx) error {
	me := now.actor.User.ID
	next, stop := iter.Pull2(accounts(then))
	defer stop()
	was, err, more := next()
	usable := false
	var absent []identity.Account
	// gone notes the users of the backup with ids below id, who are not in the file.
	gone := func(id int64) error {
		for ; more && err == nil && (id == 0 || was.User.ID < id); was, err, more = next() {
			absent = append(absent, cloneAccount(was))
		}
		return err
	}
	for is, e := range accounts(now.Tx) {
		if e = errors.Join(e, ctx.Err()); e != nil {
			return e
		}
		if err := gone(is.User.ID); err != nil {
			return err
		}
		switch {
		case !more || was.User.ID > is.User.ID: // created since
			if is.User.ID == me {
				r.Own = OwnKept
				usable = usable || canSignIn(is)
				continue
			}
			r.Removed = append(r.Removed, cloneAccount(is).User)
			continue
		case !sameAccount(is, was):
			d := difference{cloneAccount(is), cloneAccount(was)}
			r.changed = append(r.changed, d)
			r.Changed = append(r.Changed, d.shown())
			if is.User.ID == me {
				r.Own = ownAfter(is, was)
			}
		}
		usable = usable || canSignIn(was)
		if was, err, more = next(); err != nil {
			return err
		}
	}
	if err := gone(0); err != nil {
		return err
	}
	for _, a := range absent {
		deleted, err := now.WasDeleted(a.User.ID)
		switch {
		case err != nil:
			return err
		case deleted:
			r.deleted, r.Deleted = append(r.deleted, a), append(r.Deleted, a.User)
		default:
			r.missing, r.Missing = append(r.missing, a), append(r.Missing, a.User)
			usable = usable || canSignIn(a)
		}
	}
	r.NoSystemAdmin = !usable
	return nil
}

// ownAfter returns what happens to the person's own account.
func ownAfter(is, was identity.Account) Own {
	switch {
	case rightsOf(is.Credential) != rightsOf(was.Credential), was.User.Status != identity.Enabled:
		return OwnEnds
	case is.User.Role != was.User.Role:
		return OwnRole
	}
	return OwnSame
}

// errStop ends the reading of accounts.
var errStop = errors.New("enough accounts were read")

// accounts returns the accounts of a file, ordered by id. Each is valid until the next.
func accounts(tx *data.Tx) iter.Seq2[identity.Account, error] {
	return func(yield func(identity.Account, error) bool) {
		err := tx.EachAccount(func(a identity.Account, sound bool) error {
			a.User.Damaged = !sound
			if !yield(a, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(identity.Account{}, err)
		}
	}
}

// sameAccount reports whether two states of a user are the same, but for when they changed.
func sameAccount(a, b identity.Account) bool {
	return personOf(a.User) == personOf(b.User) && rightsOf(a.Credential) == rightsOf(b.Credential)
}

// personOf returns what an operation can change of a user.
func personOf(u identity.User) identity.User {
	return identity.User{
		Name: u.Name, Email: u.Email, FirstName: u.FirstName, LastName: u.LastName, Role: u.Role, Status: u.Status,
		Damaged: u.Damaged,
	}
}

// rightsOf returns what decides whether a password is accepted, besides failed attempts: restoring ends no wait.
func rightsOf(c identity.Credential) identity.Credential {
	return identity.Credential{Hash: c.Hash, MustChange: c.MustChange, Expires: c.Expires, Disabled: c.Disabled}
}

// canSignIn reports whether a user is a System Admin who can sign in, see [data.Tx.HasSystemAdmin].
func canSignIn(a identity.Account) bool {
	return !a.User.Damaged && a.User.Role == identity.SystemAdmin && a.User.Status == identity.Enabled &&
		a.Credential.Disabled.IsZero() && a.Credential.Expires.IsZero()
}

// shown returns a difference without secrets.
func (d difference) shown() Difference {
	var changes journal.Changes
	changes.Account(d.now, d.then)
	return Difference{
		User: d.now.User, Changes: changes.List(), Password: d.now.Credential.Hash != d.then.Credential.Hash,
	}
}

// cloneAccount returns an account that stays valid.
func cloneAccount(a identity.Account) identity.Account {
	for _, text := range []*string{
		&a.User.Name, &a.User.Email, &a.User.FirstName, &a.User.LastName, &a.User.Salt, &a.Credential.Hash,
	} {
		*text = strings.Clone(*text)
	}
	return a
}
