package app

import (
	"context"
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

	person      string // see Person
	recoveryKey string // that was made when the session began, until somebody has taken it
}

// Welcome is what a person is told about their account after signing in, to notice that somebody else was there.
type Welcome struct {
	LastSignIn time.Time // the one before this one; zero if there was none
	Failed     int       // failed tries since
}

// begin starts the session of e's actor inside the transaction in which they proved who they are, and records e.
func (s *Service) begin(tx *data.Tx, e draft) (*Session, error) {
	u := e.actor
	c, err := tx.Credential(u.ID)
	if err != nil {
		return nil, err
	}
	if err := tx.SetLastSignIn(u.ID); err != nil {
		return nil, err
	}
	if u, err = tx.User(u.ID); err != nil {
		return nil, err
	}
	if err := s.record(tx, e); err != nil {
		return nil, err
	}
	file, err := tx.EventHash(1)          // which the witness tells files by, too
	if err = gone(err, nil); err != nil { // that it is not there, Verify says
		return nil, err
	}
	return &Session{
		service: s, me: u, credential: c.Version, mustChange: c.MustChange, person: fmt.Sprintf("%.8x.%d", file, u.ID),
	}, nil
}

// Me is the user whose session this is, as they were when last looked at.
func (s *Session) Me() User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.me
}

// Person tells the person from all others, also from those of other files, whatever their names are or become.
func (s *Session) Person() string { return s.person }

// Welcome is what to tell the person who has just signed in.
func (s *Session) Welcome() Welcome { return s.welcome }

// TakeRecoveryKey returns the recovery key that was made when the session began, and forgets it: "" if there is none, or
// after the first time.
func (s *Session) TakeRecoveryKey() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := s.recoveryKey
	s.recoveryKey = ""
	return key
}

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

// Unlock takes the lock away for the right password, and returns how many tries before were in vain. It fails with
// ErrPassword.
func (s *Session) Unlock(ctx context.Context, password string) (failed int, err error) {
	err = s.proveAndNote(ctx, Unlock, password, func(sc *scene) data.Tries {
		failed = max(sc.credential.Failed-1, 0) // this one was not in vain
		return data.Tries{}
	}, func() { s.locked = false })
	if err != nil {
		return 0, err
	}
	return failed, nil
}

// Confirm takes the person's own password again; for five minutes they may then do what asks for it. It fails
// with ErrPassword.
func (s *Session) Confirm(ctx context.Context, password string) error {
	return s.proveAndNote(ctx, Confirm, password, func(sc *scene) data.Tries {
		// The next are free again. Those before stay counted until the person is told of them.
		return data.Tries{Failed: max(sc.credential.Failed-1, 0)}
	}, func() { s.confirmed = s.service.store.Now() })
}

// proveAndNote proves the password, writes that down as op with the tries that are left then, and calls note, which owns the
// session's state.
func (s *Session) proveAndNote(
	ctx context.Context, op Operation, password string, left func(*scene) data.Tries, note func(),
) error {
	if err := s.prove(ctx, op, password); err != nil {
		return err
	}
	err := s.do(ctx, order{op: op}, func(sc *scene) error { return sc.SetTries(sc.actor.ID, left(sc)) })
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	note()
	return nil
}
