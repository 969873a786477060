package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/identity"
)

// spoil runs statements on a file as a program would that heeds neither constraints nor types.
func spoil(t *testing.T, path string, statements ...string) {
	t.Helper()
	before := map[string]string{}
	run(t, path, func(db *sql.Conn) error {
		rows, err := db.QueryContext(t.Context(), `SELECT name, sql FROM sqlite_schema WHERE sql LIKE '%STRICT%'`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var name, text string
			if err := rows.Scan(&name, &text); err != nil {
				return err
			}
			before[name] = text
		}
		return rows.Err()
	})
	redefine := func(text func(string) string) {
		run(t, path, func(db *sql.Conn) error {
			if _, err := db.ExecContext(t.Context(), `PRAGMA writable_schema = 1`); err != nil {
				return err
			}
			for name, was := range before {
				_, err := db.ExecContext(t.Context(), `UPDATE sqlite_schema SET sql = $1 WHERE name = $2`, text(was), name)
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	loose := strings.NewReplacer(" NOT NULL", "", "STRICT, WITHOUT", "WITHOUT", "STRICT", "")
	redefine(loose.Replace)
	run(t, path, func(db *sql.Conn) error {
		for _, s := range statements {
			if _, err := db.ExecContext(t.Context(), s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
	redefine(func(was string) string { return was })
}

// run calls do with a connection to a file.
func run(t *testing.T, path string, do func(*sql.Conn) error) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=rw&_busy_timeout=5000&_pragma=ignore_check_constraints(1)")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(do(conn), conn.Close(), db.Close()); err != nil {
		t.Fatal(err)
	}
}

// damages are the ways in which the record of bob can be damaged.
func damages() map[string]string {
	all := map[string]string{}
	for column, values := range map[string][]string{
		"version":      {"0", "-1", "9223372036854775807", "'x'", "NULL", "1.5"},
		"name":         {"cast(x'00' AS TEXT)", "'b' || char(0) || 'b'", "''", "NULL", "x'00ff'", "replace(hex(zeroblob(5000)), '0', 'b')"},
		"name_key":     {"NULL", "x'ff'"},
		"email":        {"cast(x'610000' AS TEXT)", "''", "NULL", "x'00'", "replace(hex(zeroblob(5000)), '0', 'b')"},
		"email_key":    {"NULL", "x''"},
		"first_name":   {"NULL", "x'61'", "replace(hex(zeroblob(50000)), '0', 'b')"},
		"last_key":     {"NULL", "x'ff'"},
		"spellings":    {"NULL", "x'ff'"},
		"role":         {"99", "-1", "0", "4", "'boss'", "NULL", "x'03'", "9223372036854775807"},
		"status":       {"0", "4", "-7", "'enabled'", "NULL"},
		"last_sign_in": {"'yesterday'", "NULL", "9223372036854775807", "-9223372036854775808", "0.5"},
		"created":      {"'x'", "NULL", "9223372036854775807", "-9223372036854775808"},
		"changed":      {"'x'", "NULL", "-9223372036854775808"},
		"expires":      {"-1", "2932897", "'2026-12-03'", "NULL", "9223372036854775807"},
		"note":         {"NULL", "x'61'", "'a' || char(0)", "replace(hex(zeroblob(251)), '0', 'b')", "replace(hex(zeroblob(5000)), '0', 'b')"},
	} {
		for _, v := range values {
			all["user "+column+" "+v[:min(len(v), 22)]] = fmt.Sprintf(`UPDATE users SET %s = %s WHERE id = 2`, column, v)
		}
	}
	for column, values := range map[string][]string{
		"version":     {"0", "-1", "9223372036854775807", "'x'", "NULL"},
		"hash":        {"'$argon2id$' || char(0) || 'x'", "''", "NULL", "x'24'", "'$argon2id$' || hex(zeroblob(5000))", "'plain'"},
		"must_change": {"2", "-1", "NULL", "'no'"},
		"expires":     {"'x'", "NULL", "9223372036854775807"},
		"disabled":    {"'x'", "NULL", "-9223372036854775808"},
		"failed":      {"-1", "'x'", "NULL", "9223372036854775807"},
		"recent":      {"-1", "'x'", "NULL", "9223372036854775807"},
		"last_failed": {"'x'", "NULL", "9223372036854775807"},
		"wait_until":  {"'x'", "NULL", "9223372036854775807"},
	} {
		for _, v := range values {
			all["credential "+column+" "+v[:min(len(v), 22)]] =
				fmt.Sprintf(`UPDATE credentials SET %s = %s WHERE user_id = 2`, column, v)
		}
	}
	return all
}

// A user whose record is damaged has no rights, and everything else goes on. A System Admin can repair or delete them.
func TestDamagedRecord(t *testing.T) {
	for what, statement := range damages() {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			bob := w.add(t, "bob", identity.SystemAdmin)
			w.add(t, "carla", identity.Admin)
			session, err := w.service.SignIn(t.Context(), "bob", secret)
			if err != nil {
				t.Fatal(err)
			}
			spoil(t, w.path, statement)
			again := openStore(t, w.path, w.clock.now)
			w.store, w.service = again, newService(t, again)
			stop := indexed(t, again)
			defer stop()
			if _, err := session.Find(t.Context(), identity.Query{}, 0, 10); !errors.Is(err, ErrSignedOut) {
				t.Errorf("bob's session: got error %v, want %v", err, ErrSignedOut)
			}
			if _, err := w.service.SignIn(t.Context(), "bob", secret); !errors.Is(err, ErrSignIn) {
				t.Errorf("bob signs in: got error %v, want %v", err, ErrSignIn)
			}
			root, err := w.service.SignIn(t.Context(), "root", secret)
			if err != nil {
				t.Fatal(err)
			}
			if err := root.Confirm(t.Context(), secret); err != nil {
				t.Fatal(err)
			}
			damaged := w.wantDamaged(t, root, bob.ID)
			w.wantListedDamaged(t, root, bob.ID)
			for _, q := range []identity.Query{
				{Sort: identity.ByRole}, {Sort: identity.ByStatus, Descending: true}, {Sort: identity.ByLastSignIn},
				{Text: "b"}, {Role: identity.SystemAdmin}, {State: identity.StateEnabled, Text: "o"},
			} {
				if _, err := root.Find(t.Context(), q, 0, 10); err != nil {
					t.Errorf("find %+v: %v", q, err)
				}
			}
			v, err := root.VerifyJournal(t.Context(), nil)
			if err != nil || v.Fault == nil || v.Fault.ID != bob.ID {
				t.Errorf("verify: got %+v, error %v, want a fault about bob", v.Fault, err)
			}
			if _, err := root.EditUser(t.Context(), damaged, Details{Name: "bob", FirstName: "B"}); !refusedAs(err, access.ReasonDamaged) {
				t.Errorf("edit: got error %v, want it refused", err)
			}
			carla, err := w.service.SignIn(t.Context(), "carla", secret)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := carla.DeleteUser(t.Context(), damaged); !refusedAs(err, access.ReasonRank) {
				t.Errorf("an Admin deletes: got error %v, want it refused", err)
			}
			fixed, err := root.ChangeRole(t.Context(), damaged, identity.Admin)
			if err != nil || fixed.Damaged || fixed.Role != identity.Admin || !fixed.Status.Valid() {
				t.Fatalf("change role: got %+v, error %v, want an Admin", fixed, err)
			}
			if v, err := root.VerifyJournal(t.Context(), nil); err != nil || v.Fault != nil && v.Fault.ID == bob.ID {
				t.Errorf("verify after the repair: got %+v, error %v, want no fault about bob", v.Fault, err)
			}
			if err := root.SetPassword(t.Context(), fixed, other); err != nil {
				t.Errorf("set password after the repair: %v", err)
			}
		})
	}
}

// A damaged record can be deleted, whatever is wrong with it.
func TestDeleteDamagedRecord(t *testing.T) {
	for what, statement := range damages() {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			bob := w.add(t, "bob", identity.LedgerManager)
			spoil(t, w.path, statement)
			if err := w.root.Confirm(t.Context(), secret); err != nil {
				t.Fatal(err)
			}
			if _, err := w.root.DeleteUser(t.Context(), w.wantDamaged(t, w.root, bob.ID)); err != nil {
				t.Errorf("got error %v, want none", err)
			}
		})
	}
}

// wantDamaged returns the user with that id, who must be damaged.
func (w *workspace) wantDamaged(t *testing.T, s *Session, id int64) identity.User {
	t.Helper()
	u, err := s.User(t.Context(), id)
	if err != nil || !u.Damaged || u.Name == "" || len(u.Name) > 64 || len(u.FirstName) > 128 {
		t.Fatalf("got %+v, error %v, want a damaged user who can be shown", u, err)
	}
	return u
}

// wantListedDamaged fails the test unless the user with that id, and no other, is listed as damaged, once the file has
// been examined.
func (w *workspace) wantListedDamaged(t *testing.T, s *Session, id int64) {
	t.Helper()
	for {
		users, _, known, err := s.DamagedUsers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !known {
			<-time.After(time.Millisecond)
			continue
		}
		if len(users) != 1 || users[0].ID != id {
			t.Errorf("damaged: got %+v, want only user %d", users, id)
		}
		break
	}
	page, err := s.Find(t.Context(), identity.Query{}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, listed := range page.Users {
		if listed.Damaged != (listed.ID == id) {
			t.Errorf("listed: got %+v, want only user %d damaged", listed, id)
		}
	}
}

// refusedAs reports whether err is a refusal for that reason.
func refusedAs(err error, why access.Reason) bool {
	refused, ok := errors.AsType[*RefusedError](err)
	return ok && refused.Reason == why
}

// indexed loads the index of a store.
func indexed(t *testing.T, s *data.Store) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Index(ctx) }()
	for s.Indexed() < 1 {
		select {
		case err := <-ended:
			t.Fatalf("index: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	return func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("index: got error %v, want %v", err, context.Canceled)
		}
	}
}

// A damaged System Admin does not count as one, so the last sound one can neither be deleted nor demoted.
func TestDamagedSystemAdminDoesNotCount(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "bob", identity.SystemAdmin)
	zoe := w.add(t, "zoe", identity.SystemAdmin)
	spoil(t, w.path, `UPDATE users SET created = 'x' WHERE id = 2`, `UPDATE users SET role = 99 WHERE id = 1`)
	s, err := w.service.SignIn(t.Context(), "zoe", secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.service.store.View(t.Context(), func(tx *data.Tx) error {
		if left, err := tx.HasSystemAdmin(); err != nil || !left {
			t.Errorf("a System Admin is left: got %v, error %v, want one", left, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	err = w.service.update(t.Context(), func(tx *data.Tx) error { return tx.DeleteUser(zoe.ID, zoe.Version) })
	if !errors.Is(err, errNoSystemAdminLeft) {
		t.Errorf("got error %v, want %v", err, errNoSystemAdminLeft)
	}
}

// If every System Admin is damaged, the recovery key still gives access.
func TestRecoverDamaged(t *testing.T) {
	for what, statement := range damages() {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			key := w.root.TakeRecoveryKey()
			spoil(t, w.path, strings.Replace(statement, "= 2", "= 1", 1))
			if strings.Contains(what, "name_key") || strings.Contains(what, "user name") {
				spoil(t, w.path, `UPDATE users SET name_key = 'root'`) // otherwise no name finds them
			}
			s, err := w.service.Recover(t.Context(), Recovery{Key: key, Name: "root", Password: other})
			if strings.HasPrefix(what, "user name_key") && errors.Is(err, ErrNoSystemAdmin) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if me := s.Me(); me.Damaged || me.Role != identity.SystemAdmin || me.Status != identity.Enabled {
				t.Errorf("got %+v, want a System Admin", me)
			}
		})
	}
}

// All damaged users are marked and counted, however many there are, and the first are listed.
func TestManyDamaged(t *testing.T) {
	const n = 120
	w := newWorkspace(t)
	spoil(t, w.path, fmt.Sprintf(`
		WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %d)
		INSERT INTO users SELECT 100 + n, 1, 'u' || n, CAST('u' || n AS BLOB), n || '@x.y', n || '@x.y', '', '', '', '', '', 2, 1, 0, 0, 0, zeroblob(16), 0, ''
		FROM numbers`, n))
	again := openStore(t, w.path, w.clock.now)
	w.store, w.service = again, newService(t, again)
	stop := indexed(t, again)
	defer stop()
	root := w.signIn(t, "root")
	for {
		users, besides, known, err := root.DamagedUsers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !known {
			<-time.After(time.Millisecond)
			continue
		}
		if len(users) != 100 || besides != n-100 {
			t.Errorf("got %d damaged users and %d besides, want 100 and %d", len(users), besides, n-100)
		}
		break
	}
	page, err := root.Find(t.Context(), identity.Query{Text: "x.y"}, 0, 2*n)
	if err != nil || len(page.Users) != n {
		t.Fatalf("got %d users, error %v, want %d", len(page.Users), err, n)
	}
	for _, u := range page.Users {
		if !u.Damaged {
			t.Errorf("%s is not marked as damaged", u.Name)
		}
	}
}

// Values out of range elsewhere keep nobody from signing in.
func TestDamagedElsewhere(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	for _, c := range []struct{ what, statement string }{
		{"settings: garbage", `INSERT INTO settings VALUES ('minimum password length', 'many'), ('idle lock minutes', '9007199254741007')`},
		{"settings: NULL", `INSERT INTO settings VALUES ('minimum password length', NULL), ('generated passwords', x'ff')`},
		{"settings: numbers", `INSERT INTO settings VALUES (17, 17), ('idle lock minutes', -1)`},
		{"settings: huge", `INSERT INTO settings VALUES ('idle lock minutes', hex(zeroblob(1000000)))`},
		{"journal: garbage", `DROP TRIGGER journal_keep; UPDATE journal SET at = 'x', operation = NULL, outcome = 'maybe',
			actor_id = 'y', before = '[]', after = '{', digest = 17, process = NULL WHERE seq = 1`},
		{"journal: huge", `DROP TRIGGER journal_keep; UPDATE journal SET operation = hex(zeroblob(1000000)) WHERE seq = 1`},
		{"journal: times", `DROP TRIGGER journal_keep; UPDATE journal SET at = -9223372036854775808 WHERE seq = 2`},
		{"recovery key: short", `UPDATE recovery_key SET hash = x'00', made = 'x'`},
		{"recovery key: NULL", `UPDATE recovery_key SET hash = NULL, made = NULL`},
		{"recovery key: text", `UPDATE recovery_key SET hash = 'x', made = 9223372036854775807`},
		{"changes", `INSERT INTO changes VALUES (50, 'x'), (70, NULL), (-5, 1)`},
		{"changes: last", `INSERT INTO changes VALUES (100, 'x')`},
		{"unknown attempts", `INSERT INTO unknown_attempts SELECT value, 'x', NULL, 'y' FROM generate_series(0, 1023)`},
		{"unknown attempts: many", `INSERT INTO unknown_attempts SELECT value, 9223372036854775807, 0, 9223372036854775807
			FROM generate_series(0, 1023)`},
		{"unknown attempts: negative", `INSERT INTO unknown_attempts SELECT value, -9223372036854775808, -9223372036854775808, 1
			FROM generate_series(0, 1023)`},
		{"attempt key: short", `UPDATE roster SET attempt_key = x'00'`},
		{"attempt key: NULL", `UPDATE roster SET attempt_key = NULL`},
		{"attempt key: number", `UPDATE roster SET attempt_key = 17`},
		{"user 0", `INSERT INTO users SELECT 0, 1, 'zero', 'zero', 'zero@x.y', 'zero@x.y', '', '', '', '', '', 3, 1, 0, 0, 0, zeroblob(16), 0, ''`},
		{"user -1", `INSERT INTO users SELECT -1, 1, 'zero', 'zero', 'zero@x.y', 'zero@x.y', '', '', '', '', '', 3, 1, 0, 0, 0, zeroblob(16), 0, ''`},
		{"no password", `DELETE FROM credentials WHERE user_id = 2`},
	} {
		t.Run(c.what, func(t *testing.T) {
			w := newWorkspace(t)
			bob := w.add(t, "bob", identity.Admin)
			c.statement = strings.ReplaceAll(c.statement, "generate_series(0, 1023)",
				"(WITH RECURSIVE s(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM s WHERE value < 1023) SELECT value FROM s)")
			spoil(t, w.path, strings.Split(c.statement, "; ")...)
			again := openStore(t, w.path, w.clock.now)
			w.store, w.service = again, newService(t, again)
			stop := indexed(t, again)
			defer stop()
			if _, err := w.service.SignIn(t.Context(), "nobody", secret); !errors.Is(err, ErrSignIn) {
				if _, wait := errors.AsType[*WaitError](err); !wait {
					t.Errorf("an unknown name: got error %v, want %v", err, ErrSignIn)
				}
			}
			if c.what == "no password" {
				if _, err := w.service.SignIn(t.Context(), "bob", secret); !errors.Is(err, ErrSignIn) {
					t.Errorf("without a password: got error %v, want %v", err, ErrSignIn)
				}
			}
			root, err := w.service.SignIn(t.Context(), "root", secret)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := root.Journal(t.Context(), JournalQuery{}, 0, 100); err != nil {
				t.Errorf("journal: %v", err)
			}
			if _, err := root.RecoveryKeyCreated(t.Context()); err != nil {
				t.Errorf("recovery key: %v", err)
			}
			if _, err := root.Find(t.Context(), identity.Query{Text: "o"}, 0, 10); err != nil {
				t.Errorf("find: %v", err)
			}
			if _, err := root.ChangeEmail(t.Context(), bob, "b@example.com"); err != nil {
				t.Errorf("change: %v", err)
			}
			if _, err := root.VerifyJournal(t.Context(), nil); err != nil {
				t.Errorf("verify: %v", err)
			}
		})
	}
}

// Where there is no room for a next number, the file is damaged, and not the disk full.
func TestDamagedNumbers(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "bob", identity.Admin)
	spoil(t, w.path, `UPDATE users SET id = 9223372036854775807 WHERE id = 2`)
	n := NewUser{Name: "new", Email: "new@example.com", Password: other, Role: identity.Admin}
	_, err := w.root.CreateUser(t.Context(), n)
	if !errors.Is(err, identity.FileDamaged) {
		t.Errorf("the highest id: got error %v, want %v", err, identity.FileDamaged)
	}
	w = newWorkspace(t)
	spoil(t, w.path, `INSERT INTO changes VALUES (9223372036854775807, 1)`)
	if err := w.store.Index(t.Context()); !errors.Is(err, identity.FileDamaged) {
		t.Errorf("the highest change: got error %v, want %v", err, identity.FileDamaged)
	}
}

// A user with the id that means nobody can be neither repaired nor deleted, so the file is damaged, and is rescued
// without them. Any other id will do.
func TestDamagedIDs(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "bob", identity.Admin)
	w.add(t, "carla", identity.Admin)
	for id, name := range map[int64]string{-1: "dora", math.MinInt64: "emil"} {
		w.add(t, name, identity.Admin)
		spoil(t, w.path, fmt.Sprintf(`PRAGMA foreign_keys = 0; UPDATE users SET id = %d WHERE name = '%s'`, id, name))
		w.reopen(t)
		root := w.signIn(t, "root")
		confirm(t, root)
		if _, err := root.DeleteUser(t.Context(), w.stored(t, id)); err != nil {
			t.Errorf("%d: %v", id, err)
		}
	}
	spoil(t, w.path, `PRAGMA foreign_keys = 0; UPDATE users SET id = 0 WHERE name = 'bob'`)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := data.Open(t.Context(), w.path)
	wantErr(t, "open", err, identity.FileDamaged)
	saved := filepath.Join(t.TempDir(), "saved.roster")
	r, err := Rescue(t.Context(), w.path, saved, cheap, nil)
	if err != nil || r.Users != 2 {
		t.Errorf("rescued %+v, error %v, want 2 users", r, err)
	}
	store, err := data.Open(t.Context(), saved)
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		t.Errorf("rescued: %v", err)
	}
}

// A journal to which nothing can be added is damage, not a mystery.
func TestDamagedEndOfJournal(t *testing.T) {
	for what, statement := range map[string]string{
		"short hash":   `UPDATE journal SET hash = x'00' WHERE seq = 2`,
		"text":         `UPDATE journal SET hash = 'x' WHERE seq = 2`,
		"last number":  `UPDATE journal SET seq = 9223372036854775807 WHERE seq = 2`,
		"only numbers": `UPDATE journal SET seq = seq - 10`,
	} {
		t.Run(what, func(t *testing.T) {
			w := newWorkspace(t)
			spoil(t, w.path, `DROP TRIGGER journal_keep`, statement)
			if _, err := w.service.SignIn(t.Context(), "root", secret); !errors.Is(err, identity.FileDamaged) {
				t.Errorf("got error %v, want %v", err, identity.FileDamaged)
			}
		})
	}
}
