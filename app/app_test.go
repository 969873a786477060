package app

import (
	"bytes"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// Everybody in these tests has the password secret until they get another. Neither may be found in the file.
const (
	secret = "Zebra crossing at 4 in the morning"
	other  = "Purple hammock under the 7th bridge"
)

// start is when every test begins.
var start = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

var cheap = Options{Version: "test", Hash: password.Cost{Memory: 8, Time: 1, Threads: 1}}

// world is a file, the service over it, and a way past both of them.
type world struct {
	path    string
	store   *data.Store
	service *Service
	root    *Session // of the first System Admin; nil in an empty world
	db      *sql.DB
	now     time.Time
	hash    string // of secret
}

// newEmptyWorld returns a file that waits for its first System Admin.
func newEmptyWorld(t *testing.T) *world {
	t.Helper()
	w := &world{path: filepath.Join(t.TempDir(), "users.roster"), now: start}
	w.store = openStore(t, w.path, func() time.Time { return w.now })
	w.service = newService(t, w.store)
	db, err := sql.Open("sqlite", "file:"+w.path+"?mode=rw&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	w.db = db
	if w.hash, err = w.service.hash.Hash(secret); err != nil {
		t.Fatal(err)
	}
	return w
}

// newWorld returns a file whose first System Admin is root.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := newEmptyWorld(t)
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
	service, err := New(store, cheap)
	if err != nil {
		t.Fatal(err)
	}
	return service
}

// add puts a user into the file whose password is secret.
func (w *world) add(t *testing.T, name string, role identity.Role) (u identity.User) {
	t.Helper()
	err := w.store.Update(t.Context(), func(tx *data.Tx) (err error) {
		u, err = tx.InsertUser(identity.User{Name: name, Email: name + "@example.com", Role: role, Status: identity.Enabled})
		if err != nil {
			return err
		}
		return tx.SetCredential(identity.Credential{UserID: u.ID, Hash: w.hash})
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// present is the user as they are in the file.
func (w *world) present(t *testing.T, id int64) (u identity.User) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) (err error) {
		u, err = tx.User(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func (w *world) credential(t *testing.T, id int64) (c identity.Credential) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) (err error) {
		c, err = tx.Credential(id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// signIn starts a session of the user of that name, whose password is secret.
func (w *world) signIn(t *testing.T, name string) *Session {
	t.Helper()
	s, err := w.service.SignIn(t.Context(), name, secret)
	if err != nil {
		t.Fatalf("sign in %s: %v", name, err)
	}
	return s
}

// session starts a session of a new user of that name and role.
func (w *world) session(t *testing.T, name string, role identity.Role) *Session {
	t.Helper()
	w.add(t, name, role)
	return w.signIn(t, name)
}

// confirmed starts a session of a new user of that name and role, who has just confirmed.
func (w *world) confirmed(t *testing.T, name string, role identity.Role) *Session {
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

// exec runs a statement behind the program's back.
func (w *world) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	if _, err := w.db.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// number is what a query with one number answers.
func (w *world) number(t *testing.T, query string, args ...any) (n int64) {
	t.Helper()
	if err := w.db.QueryRowContext(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// accounts is all that the file knows of users, but for the counters of tries.
func (w *world) accounts(t *testing.T) string {
	t.Helper()
	var all sql.NullString
	err := w.db.QueryRowContext(t.Context(), `
		SELECT group_concat(concat_ws(' ', id, u.version, name, email, first_name, last_name, role, status, last_sign_in,
			changed, c.version, hash, must_change, expires, disabled), x'0a' ORDER BY id)
		FROM users AS u JOIN credentials AS c ON user_id = id`).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all.String
}

// breakJournal makes every further entry fail.
func (w *world) breakJournal(t *testing.T) {
	t.Helper()
	w.exec(t, `CREATE TRIGGER broken BEFORE INSERT ON journal BEGIN SELECT raise(ABORT, 'no entry today'); END`)
}

func (w *world) mendJournal(t *testing.T) {
	t.Helper()
	w.exec(t, `DROP TRIGGER broken`)
}

// bytes is all that is on the disk.
func (w *world) bytes(t *testing.T) []byte {
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

// wantErr fails the test unless err is want; nil is for none.
func wantErr(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: got error %v, want %v", what, err, want)
	}
}

// wantRefused fails the test unless err is a refusal of op for that reason.
func wantRefused(t *testing.T, what string, err error, op access.Operation, why access.Reason) {
	t.Helper()
	r, ok := errors.AsType[*RefusedError](err)
	if !ok || r.Operation != op || r.Reason != why {
		t.Errorf("%s: got error %v, want %v refused: %v", what, err, op, why)
	}
}

// wantMistakes fails the test unless err is exactly those mistakes, leaving aside what was found and limits.
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

func TestEmptyUntilSetUp(t *testing.T) {
	w := newEmptyWorld(t)
	wantEmpty := func(when string, want bool) {
		t.Helper()
		got, err := w.service.Empty(t.Context())
		if err != nil || got != want {
			t.Errorf("%s: got empty %v, error %v, want %v", when, got, err, want)
		}
	}
	first := NewUser{
		Name: "root", Email: "root@example.com", Password: secret, Role: identity.LedgerManager, MustChange: true, Generated: true,
	}
	wantEmpty("new file", true)
	s, err := w.service.Setup(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if me := s.Me(); me.Role != identity.SystemAdmin || me.Status != identity.Enabled || s.MustChange() {
		t.Errorf("first user: got %+v, must change %v, want an enabled System Admin who need not", me, s.MustChange())
	}
	if c := w.credential(t, s.Me().ID); c.MustChange || !c.Expires.IsZero() {
		t.Errorf("first credential: got %+v, want one that stays", c)
	}
	wantEmpty("after set-up", false)
	w.exec(t, `DELETE FROM credentials`)
	w.exec(t, `DELETE FROM users`)
	wantEmpty("users taken out by hand", false)
	_, err = w.service.Setup(t.Context(), first)
	wantErr(t, "set-up of a file whose users were taken out", err, ErrNotEmpty)
	if n := w.number(t, `SELECT count(*) FROM users`); n != 0 {
		t.Errorf("users: got %d, want 0", n)
	}
}

// A file with users and an empty journal was tampered with, and is nobody's for the taking either.
func TestNotEmptyWithoutJournal(t *testing.T) {
	w := newEmptyWorld(t)
	w.add(t, "anna", identity.LedgerManager)
	if empty, err := w.service.Empty(t.Context()); err != nil || empty {
		t.Errorf("got empty %v, error %v, want false", empty, err)
	}
	_, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret})
	wantErr(t, "set-up", err, ErrNotEmpty)
}

func TestSetupMistakes(t *testing.T) {
	w := newEmptyWorld(t)
	_, err := w.service.Setup(t.Context(), NewUser{
		Name: "a b", Email: "nobody", FirstName: "\x00", LastName: "\x01", Password: "short",
	})
	wantMistakes(t, "set-up", err,
		identity.Mistake{Field: identity.FieldName, Rule: identity.RuleSpace}, identity.Mistake{Field: identity.FieldEmail, Rule: identity.RuleForm},
		identity.Mistake{Field: identity.FieldFirstName, Rule: identity.RuleControl}, identity.Mistake{Field: identity.FieldLastName, Rule: identity.RuleControl},
		identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleShort})
	if empty, err := w.service.Empty(t.Context()); err != nil || !empty {
		t.Errorf("got empty %v, error %v, want true", empty, err)
	}
}

func TestSetupWithoutJournal(t *testing.T) {
	w := newEmptyWorld(t)
	w.breakJournal(t)
	if s, err := w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret}); err == nil {
		t.Errorf("got session %v, want an error", s.Me())
	}
	w.mendJournal(t)
	if empty, err := w.service.Empty(t.Context()); err != nil || !empty {
		t.Errorf("got empty %v, error %v, want true", empty, err)
	}
}

func TestSetupTwiceAtOnce(t *testing.T) {
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
	w := newWorld(t)
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
		t.Errorf("revision after a change: got %d as before, want another", got)
	}
}

func TestDefaultPolicy(t *testing.T) {
	w := newEmptyWorld(t)
	service, err := New(w.store, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := (password.Cost{Memory: 65536, Time: 3, Threads: 1}); service.hash != want {
		t.Errorf("policy: got %+v, want %+v", service.hash, want)
	}
	if !strings.HasPrefix(service.decoy, "$argon2id$v=19$m=65536,t=3,p=1$") {
		t.Errorf("decoy: got %s, want one that takes as long as the policy", service.decoy)
	}
}

// contains finds text in any case.
func contains(all []byte, text string) bool {
	return bytes.Contains(bytes.ToLower(all), []byte(strings.ToLower(text)))
}

// last is the error of a call that returns something else as well.
func last[T any](_ T, err error) error { return err }
