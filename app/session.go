package app

import (
	"context"
	"fmt"
	"sync"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/identity"
)

// confirmationTime is how long a confirmation is valid.
const confirmationTime = 5 * time.Minute

// Session is a user who is signed in. It comes from [Service.Setup], [Service.SignIn] or [Service.Recover]. The zero
// value refuses everything. It is safe for concurrent use.
//
// Every method can fail with ErrSignedOut, ErrLocked, ErrMustChange, a [RefusedError], and the errors of the file.
type Session struct {
	service *Service
	notice  SignInNotice

	// changing is held for writing while the user's own password changes, and for reading by everything else that
	// passes the gate. Otherwise the gate would mistake that change for someone else's and end the session.
	changing sync.RWMutex

	mu         sync.Mutex
	me         identity.User // as the gate last read them
	credential int64         // the version of the credential that the session started with, or last changed to
	mustChange bool
	confirmed  time.Time // zero if not
	locked     bool
	ended      bool
	undoable   int64 // see Undoable

	person      string // see Person
	recoveryKey string // the key that was created with the session, until it is taken
}

// SignInNotice is what a user is shown after signing in, so that they notice if someone else uses their account.
type SignInNotice struct {
	LastSignIn time.Time // the previous sign-in; zero if there was none
	Failed     int       // failed attempts since

	AccountExpires  identity.Date // the last day on which they may sign in, if it is near; otherwise 0
	PasswordExpires time.Time     // when the password stops working, if that is near; otherwise zero
	Recovered       bool          // by the recovery key, which another one has replaced
}

// warningDays is how many days before an account or a password expires its user is told.
const warningDays = 7

// warn notes what expires soon.
func (n *SignInNotice) warn(a identity.Account, now time.Time) {
	if end := a.User.Expires; end != 0 && end < identity.DateOf(now)+warningDays {
		n.AccountExpires = end
	}
	if end := a.Credential.Expires; !end.IsZero() && end.Before(now.AddDate(0, 0, warningDays)) {
		n.PasswordExpires = end
	}
}

// startSession starts a session and records d, in the transaction in which the user was authenticated.
func (s *Service) startSession(tx *data.Tx, d entryDraft, user identity.Account) (*Session, error) {
	me, err := tx.SetLastSignIn(user.User.ID)
	if err != nil {
		return nil, err
	}
	if err := s.record(tx, d); err != nil {
		return nil, err
	}
	file, err := tx.JournalEnds() // the witness also identifies files by the first entry
	if err != nil {
		return nil, err
	}
	return &Session{
		service: s, me: withoutOwnNote(me, me.ID), credential: user.Credential.Version,
		mustChange: user.Credential.MustChange, person: fmt.Sprintf("%.8x.%d", file.First, me.ID),
	}, nil
}

// Me returns the user who is signed in, as last read.
func (s *Session) Me() identity.User {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.me
}

// Undoable returns the number of the entry about what the session has changed last, other than by a batch, if
// [Session.PlanUndo] can undo it. Otherwise it returns 0.
func (s *Session) Undoable() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.undoable
}

// Person returns an identifier of the user that is unique across files and stays the same when their name changes.
func (s *Session) Person() string { return s.person }

// SignInNotice returns what to show the user who has just signed in.
func (s *Session) SignInNotice() SignInNotice { return s.notice }

// TakeRecoveryKey returns the recovery key that was created with the session, and forgets it. It returns "" if there is
// none, and on later calls.
func (s *Session) TakeRecoveryKey() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := s.recoveryKey
	s.recoveryKey = ""
	return key
}

// MustChange reports whether the password must be changed before anything else.
func (s *Session) MustChange() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mustChange
}

func (s *Session) isConfirmed(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	age := now.Sub(s.confirmed)
	return !s.confirmed.IsZero() && age >= 0 && age < confirmationTime
}

// May returns the decision whether the user may do op to target and give the role grant. target is the zero User if op
// has no target, and grant is 0 if op gives no role. It is for display only; the gate makes its own decision.
func (s *Session) May(op access.Operation, target identity.User, grant identity.Role) access.Decision {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.service == nil || s.ended || s.locked {
		return access.Decision{Verdict: access.Refused, Reason: access.ReasonSignedOut}
	}
	return access.Decide(access.NewRequest(op, s.me, s.mustChange, target, grant))
}

func (s *Session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended, s.confirmed = true, time.Time{}
}

// now returns the time, also for the zero session, which refuses everything.
func (s *Session) now() time.Time {
	if s.service == nil {
		return time.Time{}
	}
	return s.service.Now()
}

// background returns a context for long work, see [data.Store.Background].
func (s *Session) background(ctx context.Context) context.Context {
	if s.service == nil {
		return ctx
	}
	return s.service.store.Background(ctx)
}
