package app

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// Every user in these tests has the password secret until it is changed to another. Neither may appear in the file.
const (
	secret = "Zebra crossing at 4 in the morning"
	other  = "Purple hammock under the 7th bridge"
)

// start is the time at which every test begins.
var start = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

var cheap = Options{Version: "test", Hash: password.Cost{Memory: 8, Time: 1, Threads: 1}}

// workspace is a file, the service for it, and direct access to the file.
type workspace struct {
	path    string
	store   *data.Store
	service *Service
	root    *Session // of the first System Admin; nil if the file is empty
	db      *sql.DB
	clock   testClock
	hash    string // of secret
}

// testClock is a clock that stands still until it is set, also while another goroutine reads it. It begins at start.
type testClock struct{ passed atomic.Int64 } // in nanoseconds since start

func (c *testClock) now() time.Time      { return start.Add(time.Duration(c.passed.Load())) }
func (c *testClock) set(t time.Time)     { c.passed.Store(int64(t.Sub(start))) }
func (c *testClock) add(d time.Duration) { c.passed.Add(int64(d)) }

// newEmptyWorkspace returns a workspace whose file has not been set up.
func newEmptyWorkspace(t *testing.T) *workspace {
	t.Helper()
	w := &workspace{path: filepath.Join(t.TempDir(), "users.roster")}
	w.store = openStore(t, w.path, w.clock.now)
	w.service = newService(t, w.store)
	w.connect(t)
	return w
}

// connect connects to the file as another program would, and hashes the password of those whom add adds.
func (w *workspace) connect(t *testing.T) {
	t.Helper()
	var err error
	if w.db, err = sql.Open("sqlite", "file:"+w.path+"?mode=rw&_busy_timeout=5000"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.db.Close(); err != nil {
			t.Error(err)
		}
	})
	if w.hash, err = w.service.hash.Hash(secret); err != nil {
		t.Fatal(err)
	}
}

// reopen opens the file, after closing it if it is open.
func (w *workspace) reopen(t *testing.T) {
	t.Helper()
	if w.store != nil {
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
	}
	w.store = openStore(t, w.path, w.clock.now)
	w.service = newService(t, w.store)
}

// newWorkspace returns a workspace whose file has one user, the System Admin root.
func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	w := newEmptyWorkspace(t)
	s, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret})
	if err != nil {
		t.Fatal(err)
	}
	w.root = s
	return w
}

func openStore(t *testing.T, path string, now func() time.Time) *data.Store {
	t.Helper()
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	store.Now = now
	return store
}

func newService(t *testing.T, store *data.Store) *Service {
	t.Helper()
	o := cheap
	now := store.Now
	o.Elapsed = func() time.Duration { return now().Sub(start) }
	return newServiceWith(t, store, o)
}

func newServiceWith(t *testing.T, store *data.Store, o Options) *Service {
	t.Helper()
	service, err := New(store, o)
	if err != nil {
		t.Fatal(err)
	}
	return service
}

// add adds a user whose password is secret.
func (w *workspace) add(t *testing.T, name string, role identity.Role) (u identity.User) {
	t.Helper()
	err := w.store.Update(t.Context(), func(tx *data.Tx) (err error) {
		u, err = tx.InsertUser(identity.User{Name: name, Email: name + "@example.com", Role: role, Status: identity.Enabled})
		if err != nil {
			return err
		}
		_, err = tx.SetCredential(identity.Credential{UserID: u.ID, Hash: w.hash})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// account returns the user and their credential as stored.
func (w *workspace) account(t *testing.T, id int64) (a identity.Account) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) (err error) {
		a, err = tx.Account(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (w *workspace) stored(t *testing.T, id int64) identity.User { return w.account(t, id).User }

func (w *workspace) credential(t *testing.T, id int64) identity.Credential {
	return w.account(t, id).Credential
}

// signIn starts a session of the user with that name, whose password is secret.
func (w *workspace) signIn(t *testing.T, name string) *Session {
	t.Helper()
	s, err := w.service.SignIn(t.Context(), name, secret)
	if err != nil {
		t.Fatalf("sign in %s: %v", name, err)
	}
	return s
}

// session starts a session of a new user with that name and role.
func (w *workspace) session(t *testing.T, name string, role identity.Role) *Session {
	t.Helper()
	w.add(t, name, role)
	return w.signIn(t, name)
}

// confirmed starts a session of a new user with that name and role, who has just confirmed.
func (w *workspace) confirmed(t *testing.T, name string, role identity.Role) *Session {
	t.Helper()
	s := w.session(t, name, role)
	confirm(t, s)
	return s
}

func confirm(t *testing.T, s *Session) {
	t.Helper()
	if err := s.Confirm(t.Context(), secret); err != nil {
		t.Fatalf("confirm: %v", err)
	}
}

// exec runs a statement directly on the file.
func (w *workspace) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := w.db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// number returns the result of a query, one number.
func (w *workspace) number(t *testing.T, query string, args ...any) (n int64) {
	t.Helper()
	if err := w.db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// accounts returns everything that is stored about users, except failed attempts.
func (w *workspace) accounts(t *testing.T) string {
	t.Helper()
	var all sql.NullString
	err := w.db.QueryRowContext(t.Context(), `
		SELECT group_concat(concat_ws(' ', id, u.version, name, email, first_name, last_name, role, status, last_sign_in,
			changed, note, u.expires, c.version, hash, must_change, c.expires, disabled), x'0a' ORDER BY id)
		FROM users AS u LEFT JOIN credentials AS c ON user_id = id`).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all.String
}

// breakJournal makes every journal entry fail.
func (w *workspace) breakJournal(t *testing.T) {
	t.Helper()
	w.exec(t, `CREATE TRIGGER broken BEFORE INSERT ON journal BEGIN SELECT raise(ABORT, 'journal is broken'); END`)
}

func (w *workspace) repairJournal(t *testing.T) {
	t.Helper()
	w.exec(t, `DROP TRIGGER broken`)
}

// bytes returns the contents of the file and of those beside it.
func (w *workspace) bytes(t *testing.T) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(filepath.Dir(w.path), "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all []byte
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	return all
}

// wantErr fails the test unless err is want, which may be nil.
func wantErr(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

// wantRefused fails the test unless err refuses op for that reason.
func wantRefused(t *testing.T, what string, err error, op access.Operation, why access.Reason) {
	t.Helper()
	r, ok := errors.AsType[*RefusedError](err)
	if !ok || r.Operation != op || r.Reason != why {
		t.Errorf("%s: got error %v, want %v refused: %v", what, err, op, why)
	}
}

// wantMistakes fails the test unless err is exactly those mistakes, ignoring Found, Least and Limit.
func wantMistakes(t *testing.T, what string, err error, want ...identity.Mistake) {
	t.Helper()
	got, _ := errors.AsType[identity.Mistakes](err)
	same := len(got) == len(want)
	for i := range want {
		same = same && got[i].Field == want[i].Field && got[i].Rule == want[i].Rule
	}
	if !same {
		t.Errorf("%s: got error %v, want %v", what, err, identity.Mistakes(want))
	}
}

func TestEmpty(t *testing.T) {
	w := newEmptyWorkspace(t)
	wantEmpty := func(when string, want bool) {
		t.Helper()
		got, err := w.service.Empty(t.Context())
		if err != nil || got != want {
			t.Errorf("%s: got empty %v, error %v, want %v", when, got, err, want)
		}
	}
	first := generated(t, NewUser{
		Name: "root", Email: "root@example.com", Role: identity.LedgerManager, MustChange: true,
	})
	wantEmpty("new file", true)
	s, err := w.service.Setup(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if me := s.Me(); me.Role != identity.SystemAdmin || me.Status != identity.Enabled || s.MustChange() {
		t.Errorf("first user: got %+v, must change %v, want an enabled System Admin who need not change their password", me, s.MustChange())
	}
	if c := w.credential(t, s.Me().ID); c.MustChange || !c.Expires.IsZero() {
		t.Errorf("first credential: got %+v, want one that need not be changed and does not expire", c)
	}
	wantEmpty("after set-up", false)
	w.exec(t, `DELETE FROM credentials`)
	w.exec(t, `DELETE FROM users`)
	wantEmpty("users removed by another program", false)
	_, err = w.service.Setup(t.Context(), first)
	wantErr(t, "set-up of a file whose users were removed", err, ErrNotEmpty)
	if n := w.number(t, `SELECT count(*) FROM users`); n != 0 {
		t.Errorf("users: got %d, want 0", n)
	}
}

// A file with users and an empty journal was tampered with, and cannot be set up either.
func TestNotEmptyWithoutJournal(t *testing.T) {
	w := newEmptyWorkspace(t)
	w.add(t, "anna", identity.LedgerManager)
	if empty, err := w.service.Empty(t.Context()); err != nil || empty {
		t.Errorf("got empty %v, error %v, want false", empty, err)
	}
	_, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret})
	wantErr(t, "set-up", err, ErrNotEmpty)
}

func TestSetupMistakes(t *testing.T) {
	w := newEmptyWorkspace(t)
	_, err := w.service.Setup(t.Context(), NewUser{
		Name: "a b", Email: "nobody", FirstName: "\x00", LastName: "\x01", Password: "short",
	})
	wantMistakes(t, "set-up", err,
		identity.Mistake{Field: identity.FieldName, Rule: identity.RuleSpace}, identity.Mistake{Field: identity.FieldEmail, Rule: identity.RuleNoAt},
		identity.Mistake{Field: identity.FieldFirstName, Rule: identity.RuleControl}, identity.Mistake{Field: identity.FieldLastName, Rule: identity.RuleControl},
		identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleShort})
	if empty, err := w.service.Empty(t.Context()); err != nil || !empty {
		t.Errorf("got empty %v, error %v, want true", empty, err)
	}
}

func TestSetupWithoutJournal(t *testing.T) {
	w := newEmptyWorkspace(t)
	w.breakJournal(t)
	if s, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret}); err == nil {
		t.Errorf("got session %v, want an error", s.Me())
	}
	w.repairJournal(t)
	if empty, err := w.service.Empty(t.Context()); err != nil || !empty {
		t.Errorf("got empty %v, error %v, want true", empty, err)
	}
}

func TestConcurrentSetup(t *testing.T) {
	for range 10 {
		path := filepath.Join(t.TempDir(), "users.roster")
		var services [2]*Service
		for i := range services {
			services[i] = newService(t, openStore(t, path, time.Now))
		}
		var errs [2]error
		var group sync.WaitGroup
		gate := make(chan struct{})
		for i, name := range []string{"anna", "boris"} {
			group.Go(func() {
				<-gate
				first := NewUser{Name: name, Email: name + "@example.com", Password: secret}
				_, errs[i] = services[i].Setup(t.Context(), first)
			})
		}
		close(gate)
		group.Wait()
		if errs[0] != nil {
			errs[0], errs[1] = errs[1], errs[0]
		}
		wantErr(t, "winner", errs[0], nil)
		wantErr(t, "loser", errs[1], ErrNotEmpty)
	}
}

func TestPathAndRevision(t *testing.T) {
	w := newWorkspace(t)
	if got := w.service.Path(); got != w.path {
		t.Errorf("path: got %s, want %s", got, w.path)
	}
	revision := func() int64 {
		t.Helper()
		n, err := w.service.Revision(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := revision()
	if _, err := w.root.User(t.Context(), w.root.Me().ID); err != nil {
		t.Fatal(err)
	}
	if got := revision(); got != before {
		t.Errorf("revision after reading: got %d, want %d as before", got, before)
	}
	w.add(t, "anna", identity.Admin)
	if got := revision(); got == before {
		t.Errorf("revision after a change: got %d as before, want a different one", got)
	}
}

func TestDefaultPolicy(t *testing.T) {
	w := newEmptyWorkspace(t)
	service, err := New(w.store, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := (password.Cost{Memory: 65536, Time: 3, Threads: 1}); service.hash != want {
		t.Errorf("policy: got %+v, want %+v", service.hash, want)
	}
	if !strings.HasPrefix(service.decoy, "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Errorf("decoy: got %s, want one with the cost of the policy", service.decoy)
	}
}

// contains reports whether all contains text, ignoring case.
func contains(all []byte, text string) bool {
	return bytes.Contains(bytes.ToLower(all), []byte(strings.ToLower(text)))
}

// last returns the error of a call that also returns another value.
func last[T any](_ T, err error) error { return err }

// written returns the operations and outcomes in the journal, and when they happened, in minutes after the start.
func (w *workspace) written(t *testing.T) (entries []string) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) error {
		return tx.EachEvent(func(e *identity.Event) error {
			entries = append(entries, fmt.Sprintf("%.0f %s %s", e.At.Sub(start).Minutes(), e.Operation, e.Outcome))
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func (w *workspace) wantIntact(t *testing.T) {
	t.Helper()
	v, err := Verify(t.Context(), w.store, "", nil)
	if err = errors.Join(err, w.store.Check(t.Context())); err != nil || v.Fault != nil {
		t.Errorf("got fault %v, error %v, want an intact file", v.Fault, err)
	}
}
