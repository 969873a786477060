// Package app holds the rules of Roster: who may do what to whom, what a user name, an email address and a
// password may be, and what is written into the journal.
//
// A [Service] offers what needs no account: the first run and signing in. Both give a [Session], and everything
// else is a method of it. Every such method passes one gate, which looks the actor and the target up afresh,
// asks the permission table, and writes the journal entry in the same transaction as the change. So a right that
// was lost elsewhere is lost here too, and whatever is refused is refused for everybody who calls.
//
// The package knows neither SQL nor windows: package data keeps the file, package views shows it.
package app

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"roster/data"
)

// What is kept in the file, under the names that the callers of this package use.
type (
	// User is a person who may sign in, and their account.
	User = data.User
	// Role is what a user may do.
	Role = data.Role
	// Status tells whether a user may sign in.
	Status = data.Status
	// Query asks for users.
	Query = data.Query
	// Column is one by which users can be ordered.
	Column = data.Column
)

// The roles, highest rank first.
const (
	SystemAdmin   = data.SystemAdmin
	Admin         = data.Admin
	LedgerManager = data.LedgerManager
)

// The statuses.
const (
	Enabled  = data.Enabled
	Disabled = data.Disabled
)

// The columns by which users can be ordered.
const (
	ByName       = data.ByName
	ByEmail      = data.ByEmail
	ByFirstName  = data.ByFirstName
	ByLastName   = data.ByLastName
	ByRole       = data.ByRole
	ByStatus     = data.ByStatus
	ByLastSignIn = data.ByLastSignIn
)

// Roles lists the roles, highest rank first.
func Roles() []Role { return []Role{SystemAdmin, Admin, LedgerManager} }

// Options set what differs between the program and a test of it.
type Options struct {
	Version string // of the program, for the journal
	Hash    Argon2 // what a password costs; the zero value is the policy of this program
	// Computer is the name under which this one stands in the journal; that of the system if it is "".
	Computer string
	// Witness is the path of the folder in which this computer remembers how far journals went; "" to remember nothing.
	Witness string
	// Warn, if not nil, is told of what went wrong without consequences, for the log.
	Warn func(what string, err error)
}

// Service is the way in to a file of users. It is safe for concurrent use.
type Service struct {
	store    *data.Store
	version  string
	computer string
	hash     Argon2
	decoy    string // the hash that stands in for that of a user who does not exist
	witness  witness
	warn     func(what string, err error) // nil if nobody wants to know
	warned   sync.Once                    // that the witness cannot remember
	hashing  chan struct{}                // holds one token: hashes take 64 MiB each, so they are made one at a time
}

// New returns the service over an open file.
func New(store *data.Store, o Options) (*Service, error) {
	if o.Hash == (Argon2{}) {
		o.Hash = policy
	}
	if o.Computer == "" {
		o.Computer, _ = os.Hostname() // it stands in the journal to help, not to prove
	}
	s := &Service{
		store: store, version: o.Version, computer: o.Computer, hash: o.Hash,
		witness: witness(o.Witness), warn: o.Warn, hashing: make(chan struct{}, 1),
	}
	var err error
	if s.decoy, err = s.hash.decoy(); err != nil {
		return nil, fmt.Errorf("decoy hash: %w", err)
	}
	return s, nil
}

// Path is the absolute path of the file.
func (s *Service) Path() string { return s.store.Path() }

// Now is the time as the file is told it.
func (s *Service) Now() time.Time { return s.store.Now() }

// Revision is a number that differs from the one before if anybody has changed anything in between, in this
// process or another.
func (s *Service) Revision(ctx context.Context) (int64, error) { return s.store.Revision(ctx) }

// Index holds in memory what users are searched and sorted by, until ctx ends. Until it has loaded that, the file
// itself is asked, which takes longer.
func (s *Service) Index(ctx context.Context) error { return s.store.Index(ctx) }

// Indexed is the share of the users that Index has loaded: 1 when it is done.
func (s *Service) Indexed() float64 { return s.store.Indexed() }

// Empty tells whether the file waits for its first System Admin: it has neither a user nor a journal entry. A
// file whose users were taken out by hand is not empty, so nobody becomes its System Admin that way.
func (s *Service) Empty(ctx context.Context) (empty bool, err error) {
	err = s.store.View(ctx, func(tx *data.Tx) error {
		empty, err = isEmpty(tx)
		return err
	})
	return empty, err
}

func isEmpty(tx *data.Tx) (bool, error) {
	if used, err := tx.AnyUser(); err != nil || used {
		return false, err
	}
	seq, _, err := tx.LastEvent()
	return seq == 0, err
}

// Setup creates the first System Admin and signs them in. The recovery key that is made with
// it waits in the session. It fails with ErrNotEmpty if anybody was faster, and
// with [Mistakes].
func (s *Service) Setup(ctx context.Context, n NewUser) (*Session, error) {
	n.Role = SystemAdmin // whose password stays, whatever n says
	u, password, err := n.check(MinPassword)
	if err != nil {
		return nil, err
	}
	hash, err := s.sum(ctx, password)
	if err != nil {
		return nil, err
	}
	var session *Session
	err = s.update(ctx, func(tx *data.Tx) error {
		empty, err := isEmpty(tx)
		if err != nil {
			return err
		}
		if !empty {
			return ErrNotEmpty
		}
		if u, err = tx.InsertUser(u); err != nil {
			return err
		}
		e := entry(SetUp, u, u).changing(User{}, u)
		if err := setCredential(tx, &e, data.Credential{UserID: u.ID, Hash: hash}); err != nil {
			return err
		}
		key, err := renewRecoveryKey(tx, &e)
		if err != nil {
			return err
		}
		if err := s.record(tx, e); err != nil {
			return err
		}
		if session, err = s.begin(tx, entry(SignIn, u, u)); err != nil {
			return err
		}
		session.recoveryKey = key
		return nil
	})
	if err != nil {
		return nil, mistaken(err)
	}
	return session, nil
}
