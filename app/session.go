package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"roster/data"
)

// confirmationLasts is how long after typing their own password again a person counts as confirmed.
const confirmationLasts = 5 * time.Minute

// Session is what a person does after signing in. It comes from [Service.Setup] or [Service.SignIn]; the zero
// value refuses everything. It is safe for concurrent use.
//
// Every method can fail with ErrSignedOut, ErrLocked, ErrMustChange, a [RefusedError], and the errors of the
// file.
type Session struct {
	service *Service
	welcome Welcome

	// turn is held for writing while the person's own password changes, and for reading by all else that passes
	// the gate: it would take that change for somebody else's, and end the session.
	turn sync.RWMutex

	mu         sync.Mutex
	me         User // as the gate last saw them
	credential int64
	mustChange bool
	confirmed  time.Time // zero if not
	locked     bool
	ended      bool
}

// Welcome is what a person is told about their account after signing in, to notice that somebody else was there.
type Welcome struct {
	LastSignIn time.Time // the one before this one; zero if there was none
	Failed     int       // failed tries since
}

// begin starts a session of u inside the transaction in which they proved who they are.
func (s *Service) begin(tx *data.Tx, u User) (*Session, error) {
	c, err := tx.Credential(u.ID)
	if err != nil {
		return nil, err
	}
	if err := tx.SetLastSignIn(u.ID); err != nil {
		return nil, err
	}
	if err := s.record(tx, entry(SignIn, u, u)); err != nil {
		return nil, err
	}
	return &Session{service: s, me: u, credential: c.Version, mustChange: c.MustChange}, nil
}

// Me is the user whose session this is, as they were when last looked at.
func (s *Session) Me() User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.me
}

// Welcome is what to tell the person who has just signed in.
func (s *Session) Welcome() Welcome { return s.welcome }

// MustChange tells whether the password must be changed before anything else.
func (s *Session) MustChange() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mustChange
}

// Confirmed tells whether a confirmation still counts. It is for showing; the gate looks for itself.
func (s *Session) Confirmed() bool {
	return s.service != nil && s.isConfirmed(s.service.store.Now())
}

func (s *Session) isConfirmed(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	age := now.Sub(s.confirmed)
	return !s.confirmed.IsZero() && age >= 0 && age < confirmationLasts
}

// May answers whether the person may do op to target, the zero User if op has none, giving them the role grant, 0
// if it gives none. It is for showing; the gate decides.
func (s *Session) May(op Operation, target User, grant Role) Decision {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.service == nil || s.ended || s.locked {
		return Decision{Refused, WhySignedOut}
	}
	return ask(op, s.me, s.mustChange, target, grant).answer()
}

func ask(op Operation, actor User, mustChange bool, target User, grant Role) question {
	return question{
		op: op, actor: actor.Role, status: actor.Status, mustChange: mustChange,
		self: target.ID == actor.ID || target.ID == 0 && grant == 0, target: target.Role, grant: grant,
	}
}

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
	err := s.service.store.Update(ctx, func(tx *data.Tx) error {
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

// update changes the target to u and notes what changed; nothing at all if nothing did.
func (sc *scene) update(u User) error {
	if u == sc.target {
		sc.entry.operation = 0
		return nil
	}
	changed, err := sc.UpdateUser(u)
	if err != nil {
		return mistaken(err)
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
	recording := s.service.store.Update(context.WithoutCancel(ctx), func(tx *data.Tx) error {
		return s.service.record(tx, e)
	})
	if recording != nil {
		return fmt.Errorf("%w (and the journal could not say so: %w)", err, recording)
	}
	return err
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

func (s *Session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended, s.confirmed = true, time.Time{}
}

// SignOut ends the session. It is over even if the journal cannot be written.
func (s *Session) SignOut(ctx context.Context) error {
	err := s.do(ctx, order{op: SignOut}, func(*scene) error { return nil })
	s.end()
	return err
}

// Lock refuses everything but Unlock and SignOut from now on, even if the journal cannot be written. A
// confirmation is over.
func (s *Session) Lock(ctx context.Context) error {
	err := s.do(ctx, order{op: Lock}, func(*scene) error { return nil })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked, s.confirmed = true, time.Time{}
	return err
}

// Unlock takes the lock away for the right password. It fails with ErrPassword.
func (s *Session) Unlock(ctx context.Context, password string) error {
	return s.proveAndNote(ctx, Unlock, password, func() { s.locked = false })
}

// Confirm takes the person's own password again; for five minutes they may then do what asks for it. It fails
// with ErrPassword.
func (s *Session) Confirm(ctx context.Context, password string) error {
	return s.proveAndNote(ctx, Confirm, password, func() { s.confirmed = s.service.store.Now() })
}

// proveAndNote proves the password, writes that down as op, and then calls note, which owns the session's state.
func (s *Session) proveAndNote(ctx context.Context, op Operation, password string, note func()) error {
	if err := s.prove(ctx, op, password); err != nil {
		return err
	}
	err := s.do(ctx, order{op: op}, func(sc *scene) error { return sc.ForgetTries(sc.actor.ID) })
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	note()
	return nil
}
