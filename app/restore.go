package app

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// ErrStaleRestoration is returned if users, settings or the recovery key have changed since a backup was compared.
// Nothing was restored.
var ErrStaleRestoration = errors.New("the file has changed since the backup was compared")

// Restored is what was restored.
type Restored struct {
	Before   Backup // of the state before, which was made first
	Changed  int
	Removed  int
	Returned int  // users who had been deleted, by whatever program
	Erased   bool // see [Session.DeleteUser], about those who were removed
}

// Restore takes the file back to what r found in a backup: users who have changed change back, those created since are
// removed, and those deleted since stay deleted, but for those with ids in returning, who get new numbers. Failed
// attempts stay counted. The person's own account is not removed, and keeps its role, status and password.
//
// Restore first makes a backup of the present state at to. Everything else is one transaction: the journal gets an
// entry with both heads, and one for each user. Restore fails with ErrNameTaken, with ErrStaleRestoration, and with the
// errors of [Session.BackUp]; then nothing is restored.
func (s *Session) Restore(
	ctx context.Context, r *Restoration, returning map[int64]bool, to string, progress func(done, all int64),
) (done Restored, err error) {
	// Also decided here, so that a refusal leaves no backup.
	if err := s.read(ctx, request{op: access.Restore}, func(*authorized) error { return nil }); err != nil {
		return Restored{}, err
	}
	if r.NameTaken || slices.ContainsFunc(r.deleted, func(a identity.Account) bool {
		return returning[a.User.ID] && r.Own == OwnKept && r.taken(a)
	}) {
		return Restored{}, ErrNameTaken
	}
	before, err := s.BackUp(ctx, to, progress)
	if err != nil {
		return Restored{}, err
	}
	err = s.transact(ctx, request{op: access.Restore}, func(a *authorized) error {
		done = Restored{Before: before}
		switch stale, err := a.ChangedSince(r.now.Seq, r.now.Last); {
		case err != nil:
			return err
		case stale:
			return ErrStaleRestoration
		}
		a.entry.changes.Set(journal.FieldEntries, strconv.FormatInt(r.now.Seq, 10), strconv.FormatInt(r.head.Seq, 10))
		a.entry.changes.Set(journal.FieldHead, headOf(r.now).Hash, headOf(r.head).Hash)
		if err := s.service.record(a.Tx, a.entry); err != nil {
			return err
		}
		w := restoring{a, &done}
		return w.restore(r, returning)
	})
	if err != nil {
		return Restored{Before: before}, err
	}
	done.Erased = done.Removed == 0 || s.service.erase(ctx)
	return done, nil
}

// restoring is the transaction of a restoration.
type restoring struct {
	*authorized
	done *Restored
}

func (w restoring) restore(r *Restoration, returning map[int64]bool) error {
	for _, u := range r.Removed {
		if err := w.remove(u); err != nil {
			return err
		}
	}
	if err := w.freeKeys(r.changed); err != nil {
		return err
	}
	for _, d := range r.changed {
		if err := w.change(d); err != nil {
			return err
		}
	}
	for _, a := range r.missing {
		switch _, err := w.Account(a.User.ID); {
		case err == nil: // another program has used the number again
			return ErrStaleRestoration
		case !errors.Is(err, data.ErrNotFound):
			return err
		}
		if err := w.add(a, a.User.ID); err != nil {
			return err
		}
	}
	for _, a := range r.deleted {
		if !returning[a.User.ID] {
			continue
		}
		if err := w.add(a, 0); err != nil {
			return err
		}
	}
	if err := w.settings(r); err != nil || r.key == nil {
		return err
	}
	now, _, err := w.RecoveryKey()
	if err = orNotFound(err, nil); err != nil {
		return err
	}
	if !bytes.Equal(now, r.keyNow) {
		return ErrStaleRestoration
	}
	d := newEntry(access.RenewRecoveryKey, w.actor.User, identity.User{})
	d.changes.Add(journal.FieldRecoveryKey, journal.RecoveryKeyDigest(r.key))
	return errors.Join(w.SetRecoveryKey(r.key), w.record(d))
}

// record records what was done to a user or to the settings.
func (w restoring) record(d entryDraft) error {
	d.reason = "restored"
	return w.session.service.record(w.Tx, d)
}

func (w restoring) remove(u identity.User) error {
	now, err := w.Account(u.ID)
	if err != nil {
		return orStale(err)
	}
	if !u.Damaged && u.Version != now.User.Version {
		return ErrStaleRestoration
	}
	d := newEntry(access.DeleteUser, w.actor.User, u).
		withChange(identity.Account{User: u}, identity.Account{})
	if err := w.DeleteUser(u.ID, now.User.Version); err != nil {
		return orStale(err)
	}
	w.done.Removed++
	return w.record(d)
}

// freeKeys makes room for names and email addresses that move from one user to another.
func (w restoring) freeKeys(changed []difference) error {
	var names, emails []int64
	for _, d := range changed {
		if d.now.User.Damaged || d.now.User.Name != d.then.User.Name {
			names = append(names, d.now.User.ID)
		}
		if d.now.User.Damaged || d.now.User.Email != d.then.User.Email {
			emails = append(emails, d.now.User.ID)
		}
	}
	if len(names)+len(emails) < 2 {
		return nil
	}
	return w.FreeKeys(names, emails)
}

func (w restoring) change(d difference) error {
	now, err := w.Account(d.now.User.ID)
	if err != nil {
		return orStale(err)
	}
	if !d.now.User.Damaged && // whose values are read as others
		(now.User.Version != d.now.User.Version || rightsOf(now.Credential) != rightsOf(d.now.Credential)) {
		return ErrStaleRestoration
	}
	now.User.Damaged = d.now.User.Damaged // also if only its keys do not match
	stored := now
	u, then := now.User, d.then.User
	u.Name, u.Email, u.FirstName, u.LastName = then.Name, then.Email, then.FirstName, then.LastName
	u.Note, u.Expires = then.Note, then.Expires
	u.Role, u.Status, u.Damaged = then.Role, withCredential(then.Status, d.then.Credential), false
	switch {
	case now.User.Damaged:
		stored, err = w.RepairUser(now.User, u)
	case u != now.User:
		stored.User, err = w.UpdateUser(now.User, u)
	}
	if err != nil {
		return orStale(err)
	}
	if rightsOf(stored.Credential) != rightsOf(d.then.Credential) {
		if stored.Credential, err = w.setCredential(u.ID, stored.Credential, d.then.Credential); err != nil {
			return err
		}
	}
	entry := newEntry(access.RestoreUser, w.actor.User, now.User).withChange(now, stored)
	if now.Credential.Hash != stored.Credential.Hash {
		entry.changes.Add(journal.FieldEarlierPassword, "yes")
	}
	if u.ID == w.actor.User.ID {
		w.actor.User = stored.User
	}
	w.done.Changed++
	return w.record(entry)
}

// setCredential gives a user the credential of the backup. Failed attempts stay counted, but one can be made before a
// password is disabled again that was not disabled then. A user who had no password has none again.
func (w restoring) setCredential(id int64, now, then identity.Credential) (identity.Credential, error) {
	if then.UserID == 0 {
		return identity.Credential{}, w.DeleteCredential(id)
	}
	then.Attempts = now.Attempts
	if then.Disabled.IsZero() {
		then.Failed = min(then.Failed, attemptLimit-1)
	}
	return w.SetCredential(then)
}

// add adds a user who had been deleted, with a new number unless id is one.
func (w restoring) add(a identity.Account, id int64) error {
	u := a.User
	u.ID, u.Status = id, withCredential(u.Status, a.Credential)
	u, err := w.InsertUser(u)
	if err != nil {
		return orStale(err)
	}
	c := a.Credential
	if c.UserID != 0 {
		c.UserID = u.ID
		if c, err = w.SetCredential(c); err != nil {
			return err
		}
	}
	d := newEntry(access.RestoreUser, w.actor.User, identity.User{}).
		withChange(identity.Account{}, identity.Account{User: u, Credential: c})
	if u.ID != a.User.ID {
		d.changes.Add(journal.FieldEarlierNumber, strconv.FormatInt(a.User.ID, 10))
	}
	w.done.Returned++
	return w.record(d)
}

func (w restoring) settings(r *Restoration) error {
	if len(r.Settings) == 0 {
		return nil
	}
	now, err := readSettings(w.Tx)
	if err != nil {
		return err
	}
	d := newEntry(access.ChangeSettings, w.actor.User, identity.User{})
	for _, c := range r.Settings {
		if slices.ContainsFunc(settings, func(s setting) bool { return s.key == c.Field && s.get(now) != c.Before }) {
			return ErrStaleRestoration
		}
		d.changes.Set(c.Field, c.Before, c.After)
		if err := w.SetSetting(c.Field, c.After); err != nil {
			return err
		}
	}
	return w.record(d)
}

// orStale returns ErrStaleRestoration for an error that means that a user has changed: one who is restored, or one who
// has since got the number, the name or the email address of one.
func orStale(err error) error {
	_, taken := errors.AsType[*data.TakenError](err)
	if taken || errors.Is(err, data.ErrStale) || errors.Is(err, data.ErrNotFound) {
		return ErrStaleRestoration
	}
	return err
}
