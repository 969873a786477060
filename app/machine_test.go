package app

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"roster/app/access"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// machine runs operations by several users on a real file, and compares how each ends with a model of product.md,
// section 3.
type machine struct {
	store    *data.Store
	service  *Service
	clock    testClock
	people   []*modelUser
	sessions []*modelSession
	created  int
	hash     string // of secret, as another program makes it
}

type modelUser struct {
	user identity. // as last seen in the file
		User
	gone     bool
	password string
	version  int // of the password
	// hasPassword is false for who has been imported without one.
	hasPassword bool
	mustChange  bool
	disabled    bool // the password
	expires     bool // likewise
	imported    bool // likewise its hash, which the first sign-in replaces
	failed      int
	waitUntil   time.Time
}

type modelSession struct {
	session   *Session
	of        *modelUser
	version   int // of the password that it started with
	locked    bool
	confirmed time.Time
	ended     bool
}

// The ways in which an operation can end that the model distinguishes.
const (
	ends      = "done"
	signedOut = "signed out"
	isLocked  = "locked"
	changes   = "must change"
	refused   = "refused"
	confirms  = "confirm first"
	noUser    = "no user"
	stale     = "stale"
	wrong     = "wrong password"
	waits     = "wait"
	lastOne   = "last System Admin"
)

func endingOf(err error) string {
	if r, ok := errors.AsType[*RefusedError](err); ok {
		if r.Reason == access.ReasonLast {
			return lastOne
		}
		return refused
	}
	if _, ok := errors.AsType[*StaleError](err); ok {
		return stale
	}
	if _, ok := errors.AsType[*WaitError](err); ok {
		return waits
	}
	for text, is := range map[string]error{
		signedOut: ErrSignedOut, isLocked: ErrLocked, changes: ErrMustChange, confirms: ErrConfirm, noUser: ErrNoUser,
		wrong: ErrPassword,
	} {
		if errors.Is(err, is) {
			return text
		}
	}
	if errors.Is(err, ErrSignIn) {
		return wrong
	}
	if err != nil {
		return err.Error()
	}
	return ends
}

// gate returns how an operation of s on a user, which may be nil, ends at the gate.
func (m *machine) gate(s *modelSession, op access.Operation, on *modelUser, grant identity.Role, seen int64) string {
	if s.ended || s.of.gone || s.version != s.of.version || s.of.disabled {
		s.ended = true
		return signedOut
	}
	if s.locked && op != access.Unlock && op != access.SignOut {
		return isLocked
	}
	if on != nil && on.gone {
		return noUser
	}
	q := access.Request{
		Operation: op, Actor: s.of.user.Role, Status: s.of.user.Status, MustChange: s.of.mustChange,
		Self: on == nil && grant == 0 || on == s.of, Grant: grant,
	}
	switch {
	case on != nil:
		q.Target = on.user.Role
	case q.Self:
		q.Target = s.of.user.Role
	}
	d := access.Decide(q)
	age := m.clock.now().Sub(s.confirmed)
	switch {
	case d.Reason == access.ReasonSignedOut:
		s.ended = true
		return signedOut
	case d.Reason == access.ReasonMustChange:
		return changes
	case d.Verdict == access.Refused:
		return refused
	case d.Verdict == access.ConfirmFirst && (s.confirmed.IsZero() || age < 0 || age >= confirmationTime):
		return confirms
	case on != nil && seen != 0 && seen != on.user.Version:
		return stale
	}
	return ends
}

// attempt counts an attempt with a password and returns how it ends.
func (m *machine) attempt(u *modelUser, password string) string {
	if u.failed >= freeAttempts && m.clock.now().Before(u.waitUntil) {
		return waits
	}
	u.failed++
	if u.failed >= freeAttempts {
		u.waitUntil = m.clock.now().Add(waitAfter(u.failed))
	}
	if password != u.password {
		return wrong
	}
	return ends
}

// usable returns the number of System Admins who can sign in.
func (m *machine) usable() (n int) {
	for _, u := range m.people {
		if !u.gone && u.user.Role == identity.SystemAdmin && u.user.Status == identity.Enabled && !u.disabled && !u.expires {
			n++
		}
	}
	return n
}

func want(r *rapid.T, what string, err error, ending string) {
	r.Helper()
	if got := endingOf(err); got != ending {
		r.Fatalf("%s: got %s (%v), want %s", what, got, err, ending)
	}
}

// pickPassword returns the user's password, or sometimes a wrong one.
func pickPassword(r *rapid.T, u *modelUser) string {
	if rapid.IntRange(0, 3).Draw(r, "wrong password") == 0 {
		return "a different, wrong password"
	}
	return u.password
}

func (m *machine) someone(r *rapid.T) *modelUser {
	return m.people[rapid.IntRange(0, len(m.people)-1).Draw(r, "user")]
}

func (m *machine) sitting(r *rapid.T) *modelSession {
	if len(m.sessions) == 0 {
		r.Skip("nobody is signed in")
	}
	return m.sessions[rapid.IntRange(0, len(m.sessions)-1).Draw(r, "session")]
}

func (m *machine) signIn(r *rapid.T) {
	u := m.someone(r)
	if !u.hasPassword {
		r.Skip("the model does not cover who is as unknown as a name that nobody has")
	}
	password := pickPassword(r, u)
	ending := wrong
	if !u.gone {
		ending = m.attempt(u, password)
		if ending == ends && (u.user.Status != identity.Enabled || u.disabled) {
			ending = wrong
		}
	}
	s, err := m.service.SignIn(r.Context(), u.user.Name, password)
	if u.gone && endingOf(err) == waits {
		return // the model does not cover unknown names
	}
	want(r, "sign in "+u.user.Name, err, ending)
	if ending == ends {
		u.failed = 0
		if u.imported {
			u.imported, u.expires = false, false
		}
		m.sessions = append(m.sessions, &modelSession{session: s, of: u, version: u.version})
	}
}

func (m *machine) signOut(r *rapid.T) {
	s := m.sitting(r)
	ending := m.gate(s, access.SignOut, nil, 0, 0)
	want(r, "sign out", s.session.SignOut(r.Context()), ending)
	s.ended = true
}

func (m *machine) lock(r *rapid.T) {
	s := m.sitting(r)
	ending := m.gate(s, access.Lock, nil, 0, 0)
	want(r, "lock", s.session.Lock(r.Context()), ending)
	s.locked, s.confirmed = true, time.Time{}
}

// prove unlocks or confirms with a password.
func (m *machine) prove(r *rapid.T, op access.Operation, do func(*Session, context.Context, string) error, note func(*modelSession)) {
	s := m.sitting(r)
	password := pickPassword(r, s.of)
	ending := m.gate(s, op, nil, 0, 0)
	if ending == ends {
		ending = m.attempt(s.of, password)
	}
	want(r, op.String(), do(s.session, r.Context(), password), ending)
	if ending == ends {
		s.of.failed = 0
		note(s)
	}
}

func (m *machine) create(r *rapid.T) {
	s := m.sitting(r)
	role := rapid.SampledFrom(identity.Roles()).Draw(r, "role")
	m.created++
	n := NewUser{
		Name: fmt.Sprint("user", m.created), Email: fmt.Sprintf("user%d@example.com", m.created), Role: role,
		Password: secret, MustChange: rapid.Bool().Draw(r, "must change"),
	}
	ending := m.gate(s, access.CreateUser, nil, role, 0)
	u, err := s.session.CreateUser(r.Context(), n)
	want(r, "create "+role.String(), err, ending)
	if ending == ends {
		m.people = append(m.people, &modelUser{user: u, password: secret, version: 1, hasPassword: true, mustChange: n.MustChange})
	}
}

// on performs an operation on a user, sometimes with a wrong version.
func (m *machine) on(r *rapid.T, op access.Operation, grant identity.Role, do func(s *Session, seen identity.User) (identity.User, error), note func(*modelUser)) {
	s, u := m.sitting(r), m.someone(r)
	seen := u.user
	if rapid.IntRange(0, 5).Draw(r, "stale") == 0 {
		seen.Version++
	}
	ending := m.gate(s, op, u, grant, seen.Version)
	before := *u
	if ending == ends {
		note(u)
		if m.usable() == 0 {
			*u, ending = before, lastOne
		}
	}
	now, err := do(s.session, seen)
	want(r, fmt.Sprintf("%v by %s on %s", op, s.of.user.Role.String(), seen.Role.String()), err, ending)
	if ending == ends && !u.gone {
		u.user = now
	}
}

func (m *machine) changePassword(r *rapid.T) {
	s := m.sitting(r)
	password := pickPassword(r, s.of)
	next := other
	if s.of.password == other {
		next = secret
	}
	ending := m.gate(s, access.ChangePassword, nil, 0, 0)
	if ending == ends {
		ending = m.attempt(s.of, password)
	}
	want(r, "change password", s.session.ChangePassword(r.Context(), password, next), ending)
	if ending == ends {
		u := s.of
		u.password, u.mustChange, u.expires, u.failed = next, false, false, 0
		u.version++
		s.version = u.version
	}
}

func (m *machine) see(r *rapid.T) {
	s, u := m.sitting(r), m.someone(r)
	ending := m.gate(s, access.SeeUser, u, 0, 0)
	now, err := s.session.User(r.Context(), u.user.ID)
	want(r, "see", err, ending)
	if ending == ends && now.Version != u.user.Version {
		r.Fatalf("see: got %+v, want %+v", now, u.user)
	}
}

func (m *machine) rename(r *rapid.T) {
	s, u := m.sitting(r), m.someone(r)
	m.created++
	d := Details{Name: fmt.Sprint("renamed", m.created), FirstName: u.user.FirstName, LastName: u.user.LastName}
	ending := m.gate(s, access.EditNames, u, 0, u.user.Version)
	if ending == ends {
		ending = m.gate(s, access.RenameUser, u, 0, 0)
	}
	now, err := s.session.EditUser(r.Context(), u.user, d)
	want(r, "rename", err, ending)
	if ending == ends {
		u.user = now
	}
}

// setPassword records in the model that a user has a new password, which they must change.
func setPassword(password string, expires bool) func(*modelUser) {
	return func(u *modelUser) {
		u.password, u.mustChange, u.expires, u.disabled, u.failed = password, true, expires, false, 0
		u.version++
		u.hasPassword, u.imported = true, false
		if u.user.Status == identity.NoPassword {
			u.user.Status = identity.Enabled
		}
	}
}

func (m *machine) actions(r *rapid.T) map[string]func(*rapid.T) {
	ctx := r.Context()
	role := func(r *rapid.T) identity.Role { return rapid.SampledFrom(identity.Roles()).Draw(r, "role") }
	nothing := func(*modelUser) {}
	return map[string]func(*rapid.T){
		"sign in": m.signIn, "sign in too": m.signIn, "sign out": m.signOut, "lock": m.lock, "see": m.see,
		"create": m.create, "rename": m.rename, "change password": m.changePassword, "batch": m.batch,
		"import": m.importUsers,
		"unlock": func(r *rapid.T) {
			unlock := func(s *Session, ctx context.Context, password string) error { return last(s.Unlock(ctx, password)) }
			m.prove(r, access.Unlock, unlock, func(s *modelSession) { s.locked = false })
		},
		"confirm": func(r *rapid.T) {
			m.prove(r, access.Confirm, (*Session).Confirm, func(s *modelSession) { s.confirmed = m.clock.now() })
		},
		"wait": func(r *rapid.T) {
			m.clock.add(time.Duration(rapid.IntRange(1, 600).Draw(r, "seconds")) * time.Second)
		},
		"edit": func(r *rapid.T) {
			m.on(r, access.EditNames, 0, func(s *Session, u identity.User) (identity.User, error) {
				return s.EditUser(ctx, u, Details{Name: u.Name, FirstName: fmt.Sprint("First", u.Version), LastName: u.LastName})
			}, nothing)
		},
		"email": func(r *rapid.T) {
			m.created++
			email := fmt.Sprintf("changed%d@example.com", m.created)
			m.on(r, access.ChangeEmail, 0, func(s *Session, u identity.User) (identity.User, error) { return s.ChangeEmail(ctx, u, email) }, nothing)
		},
		"role": func(r *rapid.T) {
			role := role(r)
			m.on(r, access.ChangeRole, role, func(s *Session, u identity.User) (identity.User, error) { return s.ChangeRole(ctx, u, role) },
				func(u *modelUser) { u.user.Role = role })
		},
		"disable": func(r *rapid.T) {
			m.on(r, access.DisableUser, 0, func(s *Session, u identity.User) (identity.User, error) { return s.DisableUser(ctx, u) },
				func(u *modelUser) { u.user.Status = identity.Disabled })
		},
		"enable": func(r *rapid.T) {
			m.on(r, access.EnableUser, 0, func(s *Session, u identity.User) (identity.User, error) { return s.EnableUser(ctx, u) },
				enable)
		},
		"unlock user": func(r *rapid.T) {
			m.on(r, access.UnlockUser, 0, func(s *Session, u identity.User) (identity.User, error) { return m.after(u, s.UnlockUser(ctx, u)) },
				func(u *modelUser) { u.failed, u.disabled = 0, false })
		},
		"set password": func(r *rapid.T) {
			m.on(r, access.SetPassword, 0, func(s *Session, u identity.User) (identity.User, error) {
				return m.after(u, s.SetPassword(ctx, u, other))
			},
				setPassword(other, false))
		},
		"regenerate": func(r *rapid.T) {
			var given Issued
			var of *modelUser
			m.on(r, access.SetPassword, 0, func(s *Session, u identity.User) (_ identity.User, err error) {
				given, err = s.RegeneratePassword(ctx, u)
				return m.after(u, err)
			}, func(u *modelUser) {
				setPassword("", true)(u)
				of = u
			})
			if given.Password != "" {
				of.password = given.Password
			}
		},
		"delete": func(r *rapid.T) {
			m.on(r, access.DeleteUser, 0, func(s *Session, u identity.User) (identity.User, error) { return u, last(s.DeleteUser(ctx, u)) },
				func(u *modelUser) { u.gone = true })
		},
	}
}

// after returns u as stored, or u and err if err is not nil.
func (m *machine) after(u identity.User, err error) (identity.User, error) {
	if err != nil {
		return u, err
	}
	err = m.store.View(context.Background(), func(tx *data.Tx) error {
		account, err := tx.Account(u.ID)
		u = account.User
		return err
	})
	return u, err
}

// newMachine returns a machine on a copy of a file whose only user is the System Admin root.
func newMachine(r *rapid.T, folder string, file []byte) *machine {
	path := filepath.Join(folder, "machine.roster")
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			r.Fatal(err)
		}
	}
	if err := os.WriteFile(path, file, 0o600); err != nil {
		r.Fatal(err)
	}
	m := &machine{}
	var err error
	if m.store, err = data.Open(r.Context(), path); err != nil {
		r.Fatal(err)
	}
	m.store.Now = m.clock.now
	if m.service, err = New(m.store, cheap); err != nil {
		r.Fatal(err)
	}
	if m.hash, err = (password.Cost{Memory: 32, Time: 1, Threads: 1}).Hash(secret); err != nil {
		r.Fatal(err)
	}
	root, err := m.after(identity.User{ID: 1}, nil)
	if err != nil {
		r.Fatal(err)
	}
	m.people = []*modelUser{{user: root, password: secret, version: 1, hasPassword: true}}
	return m
}

// TestMachine runs few sequences; `make long` runs ten thousand.
func TestMachine(t *testing.T) {
	w := newWorkspace(t)
	w.exec(t, `PRAGMA wal_checkpoint(TRUNCATE)`)
	file, err := os.ReadFile(w.path)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		m := newMachine(r, folder, file)
		defer func() {
			if err := m.store.Close(); err != nil {
				r.Error(err)
			}
		}()
		r.Repeat(m.actions(r))
		m.finish(t, r)
	})
}

// finish checks the final state: the file matches its journal, and it has the System Admins of the model, at least one
// of them usable.
func (m *machine) finish(t *testing.T, r *rapid.T) {
	var left bool
	err := m.store.View(r.Context(), func(tx *data.Tx) (err error) {
		left, err = tx.HasSystemAdmin()
		return err
	})
	if usable := m.usable(); err != nil || !left || usable < 1 {
		r.Fatalf("a usable System Admin: got %v, error %v, want that one of %d is left", left, err, usable)
	}
	db, err := sql.Open("sqlite", "file:"+m.store.Path()+"?mode=ro")
	if err != nil {
		r.Fatal(err)
	}
	defer db.Close()
	w := &workspace{db: db}
	w.wantChain(t)
	if v, err := Verify(r.Context(), m.store, filepath.Join(t.TempDir(), "none.json"), nil); err != nil || v.Fault != nil {
		r.Fatalf("verify: got %v, error %v, want no fault", v.Fault, err)
	}
	last := map[int64][]byte{} // the last digest of each user in the journal
	for _, l := range w.journal(t) {
		if len(l.digest) > 0 || l.operation == access.DeleteUser.String() && l.outcome == "done" {
			last[l.targetID] = l.digest
		}
	}
	for _, u := range m.people {
		if got := w.digest(t, u.user.ID); !bytes.Equal(got, last[u.user.ID]) || u.gone != (len(got) == 0) {
			r.Errorf("%s: got digest %x, gone %v, want %x as in the journal", u.user.Name, got, u.gone, last[u.user.ID])
		}
	}
}
