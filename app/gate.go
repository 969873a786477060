package app

import (
	"context"
	"errors"

	"roster/data"
)

// order is what somebody wants done.
type order struct {
	op     Operation
	target int64 // the user's id; 0 if there is none
	seen   int64 // the version of the target that the caller knows; 0 if it does not matter
	grant  Role  // the role to be given; 0 if none
}

// scene is an operation that has passed the gate, inside its transaction.
type scene struct {
	*data.Tx
	session    *Session
	actor      User
	credential data.Credential // the actor's
	target     User
	entry      draft // what the journal will say; nothing if its operation is taken away
}

// do is the gate: it passes act in one writing transaction if, at that moment, the actor may do what is ordered,
// and writes the journal entry with it. A refusal is written in a transaction of its own.
func (s *Session) do(ctx context.Context, o order, act func(*scene) error) error {
	if s.service == nil {
		return ErrSignedOut
	}
	if o.op == ChangePassword {
		s.turn.Lock()
		defer s.turn.Unlock()
	} else {
		s.turn.RLock()
		defer s.turn.RUnlock()
	}
	var last *scene
	err := s.service.update(ctx, func(tx *data.Tx) error {
		sc, err := s.enter(tx, o)
		if err != nil {
			return err
		}
		last = sc
		if err := act(sc); err != nil {
			return err
		}
		if sc.entry.operation == 0 {
			return nil
		}
		if err := sc.keepSystemAdmin(); err != nil {
			return err
		}
		return s.service.record(tx, sc.entry)
	})
	if err != nil {
		return s.refuse(ctx, err)
	}
	s.saw(last)
	return nil
}

// see is the gate for what changes nothing.
func (s *Session) see(ctx context.Context, o order, look func(*scene) error) error {
	if s.service == nil {
		return ErrSignedOut
	}
	s.turn.RLock()
	defer s.turn.RUnlock()
	var last *scene
	err := s.service.store.View(ctx, func(tx *data.Tx) error {
		sc, err := s.enter(tx, o)
		if err != nil {
			return err
		}
		last = sc
		return look(sc)
	})
	if err != nil {
		return s.refuse(ctx, err)
	}
	s.saw(last)
	return nil
}

// enter looks up afresh who acts on whom, and asks whether they may.
func (s *Session) enter(tx *data.Tx, o order) (*scene, error) {
	s.mu.Lock()
	me, credential, locked, ended := s.me.ID, s.credential, s.locked, s.ended
	s.mu.Unlock()
	if ended {
		return nil, ErrSignedOut
	}
	actor, err := tx.User(me)
	if err != nil {
		return nil, gone(err, ErrSignedOut)
	}
	c, err := tx.Credential(me)
	if err != nil {
		return nil, gone(err, ErrSignedOut)
	}
	if c.Version != credential || !c.Disabled.IsZero() {
		return nil, ErrSignedOut
	}
	if locked && o.op != Unlock && o.op != SignOut {
		return nil, ErrLocked
	}
	sc := &scene{Tx: tx, session: s, actor: actor, credential: c}
	switch o.target {
	case 0:
	case actor.ID:
		sc.target = actor
	default:
		if sc.target, err = tx.User(o.target); err != nil {
			return nil, gone(err, ErrNoUser)
		}
	}
	if err := sc.require(o.op, o.grant); err != nil {
		return nil, err
	}
	if o.seen != 0 && o.seen != sc.target.Version {
		return nil, &StaleError{Now: sc.target}
	}
	sc.entry = entry(o.op, actor, sc.target)
	return sc, nil
}

// gone is instead of err if err says that something is not there.
func gone(err, instead error) error {
	if errors.Is(err, data.ErrNotFound) {
		return instead
	}
	return err
}

// require asks the permission table.
func (sc *scene) require(op Operation, grant Role) error {
	d := ask(op, sc.actor, sc.credential.MustChange, sc.target, grant).answer()
	switch {
	case d.Why == WhySignedOut:
		return ErrSignedOut
	case d.Why == WhyMustChange:
		return ErrMustChange
	case d.Verdict == Refused:
		return &RefusedError{Operation: op, Why: d.Why, actor: sc.actor, target: sc.target}
	case d.Verdict == ConfirmFirst && !sc.session.isConfirmed(sc.Now()):
		return ErrConfirm
	}
	return nil
}

// keepSystemAdmin refuses what has been done if it leaves nobody to administer the file.
func (sc *scene) keepSystemAdmin() error {
	if sc.entry.target.Role != SystemAdmin {
		return nil
	}
	n, err := sc.CountSystemAdmins()
	if err == nil && n == 0 {
		err = &RefusedError{Operation: sc.entry.operation, Why: WhyLast, actor: sc.actor, target: sc.entry.target}
	}
	return err
}

// taken returns as mistakes what another user has of that which only one may have.
func (sc *scene) taken(u User) error {
	var mistakes []error
	for _, unique := range []struct {
		field Field
		find  func(string) (User, error)
		value string
	}{
		{FieldName, sc.UserByName, u.Name},
		{FieldEmail, sc.UserByEmail, u.Email},
	} {
		switch other, err := unique.find(data.Key(unique.value)); {
		case errors.Is(err, data.ErrNotFound):
		case err != nil:
			return err
		case other.ID != u.ID:
			mistakes = append(mistakes, Mistake{Field: unique.field, Rule: RuleTaken})
		}
	}
	return collect(mistakes...)
}

// update changes the target to u and notes what changed; nothing at all if nothing did.
func (sc *scene) update(u User) error {
	if u == sc.target {
		sc.entry.operation = 0
		return nil
	}
	if err := sc.taken(u); err != nil {
		return err
	}
	changed, err := sc.UpdateUser(u)
	if err != nil {
		return err
	}
	sc.entry = sc.entry.changing(sc.target, changed)
	sc.target = changed
	return nil
}

// refuse writes down a refusal by the table, and ends the session if its user has lost everything.
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
	s.me = r.actor // who may have been demoted
	s.mu.Unlock()
	e := entry(r.Operation, r.actor, r.target)
	e.outcome, e.reason = data.Refused, r.Why.String()
	return s.service.note(ctx, e, err)
}

// saw keeps what the gate has seen of the actor, for showing, and the version of their own password.
func (s *Session) saw(sc *scene) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.me, s.mustChange, s.credential = sc.actor, sc.credential.MustChange, sc.credential.Version
	if sc.target.ID == sc.actor.ID {
		s.me = sc.target
	}
}
