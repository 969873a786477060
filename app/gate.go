package app

import (
	"context"
	"errors"

	"roster/app/access"
	"roster/data"
	"roster/identity"
)

// request is what a session asks the gate to authorize.
type request struct {
	op     access.Operation
	target int64         // the user's id; 0 if there is none
	seen   int64         // the version of the target that the caller has read; 0 for any
	grant  identity.Role // the role to be given; 0 if none

	// later, if not nil, does what an allowed request does, given its entry. It is kept in the backlog if the disk is
	// full, so that the request succeeds.
	later func(*data.Tx, entryDraft) error
}

// authorized is a transaction of a request that the gate has allowed.
type authorized struct {
	*data.Tx
	session *Session
	actor   identity.Account
	target  identity.Account // as changed so far; zero if there is none
	entry   entryDraft       // the journal entry to be written
}

// effect is what an operation did.
type effect int

const (
	changed   effect = iota + 1 // as recorded in the entry
	unchanged                   // nothing, so there is no entry
)

// write is the gate for operations. In one writing transaction it reads the actor and the target, decides whether r is
// allowed, and if so runs act and writes the journal entry. It records a refusal in a separate transaction. act may run
// more than once. If it changed nothing, the transaction is rolled back: there is no change without an entry.
func (s *Session) write(ctx context.Context, r request, act func(*authorized) (effect, error)) error {
	var entry int64
	err := s.transact(ctx, r, func(a *authorized) error {
		did, err := act(a)
		switch {
		case err != nil:
			return err
		case did == unchanged:
			entry = 0
			return errUnchanged
		}
		if err := s.service.record(a.Tx, a.entry); err != nil {
			return err
		}
		if entry = 0; undoable(r.op) != 0 {
			ends, err := a.JournalEnds()
			entry = ends.Seq
			return err
		}
		return nil
	})
	if err == nil && r.later == nil {
		s.mu.Lock()
		s.undoable = entry
		s.mu.Unlock()
	}
	return err
}

// errUnchanged rolls back a transaction that changed nothing.
var errUnchanged = errors.New("unchanged")

// transact is the gate for a writing transaction that writes its own journal entry.
func (s *Session) transact(ctx context.Context, r request, act func(*authorized) error) error {
	if s.service == nil {
		return ErrSignedOut
	}
	if r.op == access.ChangePassword {
		s.changing.Lock()
		defer s.changing.Unlock()
	} else {
		s.changing.RLock()
		defer s.changing.RUnlock()
	}
	var last *authorized
	var later func(*data.Tx) error
	if r.later != nil {
		later = func(tx *data.Tx) error { return r.later(tx, last.entry) }
	}
	err := s.service.updateOrKeep(ctx, func(tx *data.Tx) error {
		a, err := s.authorize(tx, r)
		if err != nil {
			return err
		}
		last = a
		return act(a)
	}, later)
	if errors.Is(err, errNoSystemAdminLeft) {
		err = &RefusedError{
			Operation: last.entry.operation, Reason: access.ReasonLast, actor: last.actor.User, target: last.entry.target,
		}
	}
	if err != nil && !errors.Is(err, errUnchanged) {
		return s.refuse(ctx, err)
	}
	s.refreshActor(last)
	return nil
}

// read is the gate for reading.
func (s *Session) read(ctx context.Context, r request, fn func(*authorized) error) error {
	if s.service == nil {
		return ErrSignedOut
	}
	s.changing.RLock()
	defer s.changing.RUnlock()
	var last *authorized
	err := s.service.store.View(ctx, func(tx *data.Tx) error {
		a, err := s.authorize(tx, r)
		if err != nil {
			return err
		}
		last = a
		return fn(a)
	})
	if err != nil {
		return s.refuse(ctx, err)
	}
	s.refreshActor(last)
	return nil
}

// authorize reads the actor and the target, and decides whether r is allowed.
func (s *Session) authorize(tx *data.Tx, r request) (*authorized, error) {
	s.mu.Lock()
	me, credential, locked, ended := s.me.ID, s.credential, s.locked, s.ended
	s.mu.Unlock()
	if ended {
		return nil, ErrSignedOut
	}
	accounts, err := tx.Accounts(me, r.target)
	if err != nil {
		return nil, err
	}
	a := &authorized{Tx: tx, session: s}
	for _, account := range accounts {
		if account.User.ID == me {
			a.actor = account
		}
		if account.User.ID == r.target && r.target != 0 {
			a.target = account
		}
	}
	c := a.actor.Credential
	if c.UserID == 0 || c.Version != credential || !c.Disabled.IsZero() || a.actor.User.ExpiredAt(a.Now()) {
		return nil, ErrSignedOut
	}
	if locked && r.op != access.Unlock && r.op != access.SignOut {
		return nil, ErrLocked
	}
	if a.target.User.ID != r.target {
		return nil, ErrNoUser
	}
	if err := a.require(r.op, r.grant); err != nil {
		return nil, err
	}
	if r.seen != 0 && r.seen != a.target.User.Version {
		return nil, &StaleError{Now: withoutOwnNote(a.target.User, me)}
	}
	a.entry = newEntry(r.op, a.actor.User, a.target.User)
	return a, nil
}

// require decides whether op is allowed on the target.
func (a *authorized) require(op access.Operation, grant identity.Role) error {
	switch d := a.decide(op, grant); {
	case d.Reason == access.ReasonSignedOut:
		return ErrSignedOut
	case d.Reason == access.ReasonMustChange:
		return ErrMustChange
	case d.Verdict == access.Refused:
		return &RefusedError{Operation: op, Reason: d.Reason, actor: a.actor.User, target: a.target.User}
	case d.Verdict == access.ConfirmFirst && !a.session.isConfirmed(a.Now()):
		return ErrConfirm
	}
	return nil
}

func (a *authorized) decide(op access.Operation, grant identity.Role) access.Decision {
	return access.Decide(access.NewRequest(op, a.actor.User, a.actor.Credential.MustChange, a.target.User, grant))
}

// update changes the target to u.
func (a *authorized) update(u identity.User) (effect, error) {
	if a.target.User.Damaged {
		return a.repair(u)
	}
	if u == a.target.User {
		return unchanged, nil
	}
	stored, err := a.UpdateUser(a.target.User, u)
	if err != nil {
		return 0, uniqueMistake(err)
	}
	a.setTarget(identity.Account{User: stored, Credential: a.target.Credential})
	return changed, nil
}

// repair changes the target, whose record is damaged, to u. They stay disabled if their status cannot be read.
func (a *authorized) repair(u identity.User) (effect, error) {
	if !u.Status.Valid() {
		u.Status = identity.Disabled
	}
	stored, err := a.RepairUser(a.target.User, u)
	if err != nil {
		return 0, uniqueMistake(err)
	}
	// Repairing may have removed their credential.
	if fits := withCredential(u.Status, stored.Credential); fits != stored.User.Status {
		u = stored.User
		u.Status = fits
		if stored.User, err = a.UpdateUser(stored.User, u); err != nil {
			return 0, err
		}
	}
	a.setTarget(stored)
	return changed, nil
}

// setTarget records that the target has been changed to after, as stored.
func (a *authorized) setTarget(after identity.Account) {
	a.entry = a.entry.withChange(a.target, after)
	a.target = after
	if after.User.ID == a.actor.User.ID {
		a.actor = after
	}
}

// refuse records a refusal by the permission table. It ends the session of a user who may no longer do anything.
func (s *Session) refuse(ctx context.Context, err error) error {
	if errors.Is(err, ErrSignedOut) {
		s.end()
		return err
	}
	if errors.Is(err, ErrMustChange) {
		s.mu.Lock()
		s.mustChange = true
		s.mu.Unlock()
		return err
	}
	r, ok := errors.AsType[*RefusedError](err)
	if !ok {
		return err
	}
	s.mu.Lock()
	s.me = withoutOwnNote(r.actor, r.actor.ID) // their role may have changed
	s.mu.Unlock()
	d := newEntry(r.Operation, r.actor, r.target).withOutcome(identity.Refused, r.Reason.String())
	return s.service.recordAfter(ctx, d, err)
}

// refreshActor stores what the gate has read about the actor, for display, and the version of their credential.
func (s *Session) refreshActor(a *authorized) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.me = withoutOwnNote(a.actor.User, a.actor.User.ID)
	s.mustChange, s.credential = a.actor.Credential.MustChange, a.actor.Credential.Version
}
