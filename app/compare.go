package app

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"roster/app/journal"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// compare fills in what restoring the state then would change, for the person who asks for it, if that is known.
func (r *Restoration) compare(ctx context.Context, now *data.Tx, person identity.User, then *data.Tx) (err error) {
	if r.now, err = now.JournalEnds(); err != nil {
		return err
	}
	if err := r.compareUsers(ctx, now, person.ID, then); err != nil {
		return err
	}
	if r.Own == OwnKept {
		r.kept = person
		r.NameTaken = slices.ContainsFunc(r.changed, func(d difference) bool { return r.taken(d.then) }) ||
			slices.ContainsFunc(r.missing, r.taken)
	}
	earlier, err := readSettings(then)
	if err != nil {
		return err
	}
	present, err := readSettings(now)
	if err != nil {
		return err
	}
	for _, one := range settings {
		if was, is := one.get(earlier), one.get(present); was != is {
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
		r.RecoveryKey, r.key, r.keyNow = true, key, presentKey
	}
	return nil
}

// compareUsers compares all users. Both lists are ordered by id.
func (r *Restoration) compareUsers(ctx context.Context, now *data.Tx, me int64, then *data.Tx) error {
	upgrades, err := now.HashUpgrades(r.head.Seq)
	if err != nil {
		return err
	}
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
	for is, e := range accounts(now) {
		if e = errors.Join(e, ctx.Err()); e != nil {
			return e
		}
		if err := gone(is.User.ID); err != nil {
			return err
		}
		if more && was.User.ID == is.User.ID {
			r.keep(is, &was, upgrades[is.User.ID], is.User.ID == me)
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
			r.addChanged(difference{cloneAccount(is), cloneAccount(was)}, me)
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

// addChanged adds a user who has changed since, as the person with the id me is shown them.
func (r *Restoration) addChanged(d difference, me int64) {
	r.changed = append(r.changed, d)
	shown := d.shown()
	shown.User = withoutOwnNote(shown.User, me)
	r.Changed = append(r.Changed, shown)
}

// keep leaves a user an upgraded hash, and the person what is their own.
func (r *Restoration) keep(is identity.Account, was *identity.Account, upgrades []data.HashUpgrade, own bool) {
	if upgraded(was.Credential, is.Credential, upgrades) {
		was.Credential.Hash = is.Credential.Hash
	}
	if own {
		r.keepOwn(is, was)
	}
}

// upgraded reports whether the journal has recorded, as upgrades of a user, that a password hash was replaced by a
// stronger one of the same password, which then stays. A hash that another program has stored is in no entry.
func upgraded(was, is identity.Credential, upgrades []data.HashUpgrade) bool {
	if was.Version != is.Version || was.Hash == is.Hash || len(upgrades) == 0 {
		return false
	}
	hash := journal.HashDigest(was.Hash)
	for _, u := range upgrades {
		if u.Before == hash {
			hash = u.After
		}
	}
	return hash == journal.HashDigest(is.Hash)
}

// keepOwn leaves the person the role, the status, the last day, the note and the password that they have now. On no
// route does anybody change their own, see the note about them, or get a password that they may not know any more.
func (r *Restoration) keepOwn(is identity.Account, was *identity.Account) {
	if is.User.Role != was.User.Role || is.User.Status != was.User.Status || is.User.Expires != was.User.Expires ||
		rightsOf(is.Credential) != rightsOf(was.Credential) {
		r.Own = OwnStays
	}
	was.User.Role, was.User.Status, was.Credential = is.User.Role, is.User.Status, is.Credential
	was.User.Note, was.User.Expires = is.User.Note, is.User.Expires
}

// taken reports whether a user of the backup has the name or the email address of the person, who is kept beside them,
// as either.
func (r *Restoration) taken(a identity.Account) bool {
	kept := []string{fold.Key(r.kept.Name), fold.Key(r.kept.Email)}
	return slices.Contains(kept, fold.Key(a.User.Name)) || slices.Contains(kept, fold.Key(a.User.Email))
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
		Note: u.Note, Expires: u.Expires, Damaged: u.Damaged,
	}
}

// rightsOf returns what decides whether a password is accepted, besides failed attempts: restoring ends no wait.
func rightsOf(c identity.Credential) identity.Credential {
	return identity.Credential{Hash: c.Hash, MustChange: c.MustChange, Expires: c.Expires, Disabled: c.Disabled}
}

// canSignIn reports whether a user is a System Admin who can sign in, see [data.Tx.HasSystemAdmin].
func canSignIn(a identity.Account) bool {
	return !a.User.Damaged && a.User.Role == identity.SystemAdmin && a.User.Status == identity.Enabled &&
		a.User.Expires == 0 && a.Credential.UserID != 0 && a.Credential.Disabled.IsZero() && a.Credential.Expires.IsZero()
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
		&a.User.Name, &a.User.Email, &a.User.FirstName, &a.User.LastName, &a.User.Note, &a.User.Salt, &a.Credential.Hash,
	} {
		*text = strings.Clone(*text)
	}
	return a
}
