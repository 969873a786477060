package app

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"roster/app/access"
	"roster/data"
	"roster/identity"
)

// edits changes a user's names.
func edits(t *testing.T, w *workspace, name, to, first string) {
	t.Helper()
	u, err := w.root.UserNamed(t.Context(), name)
	if err == nil {
		_, err = w.root.EditUser(t.Context(), u, Details{Name: to, FirstName: first})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// compares returns what restoring a backup would change.
func compares(t *testing.T, s *Session, b identity.Backup) *Restoration {
	t.Helper()
	r, err := s.CompareBackup(t.Context(), b.Path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// restores restores a backup.
func restores(t *testing.T, s *Session, r *Restoration, returning ...int64) Restored {
	t.Helper()
	chosen := map[int64]bool{}
	for _, id := range returning {
		chosen[id] = true
	}
	done, err := s.Restore(t.Context(), r, chosen, filepath.Join(t.TempDir(), "before.roster"), nil)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// people returns the accounts of all users by name, without what a restoration does not take back.
func (w *workspace) people(t *testing.T) map[string]identity.Account {
	t.Helper()
	all := map[string]identity.Account{}
	err := w.store.View(t.Context(), func(tx *data.Tx) error {
		return tx.EachAccount(func(a identity.Account, sound bool) error {
			if !sound {
				t.Errorf("%s: the record is damaged", a.User.Name)
			}
			a = cloneAccount(a)
			id := a.User.ID
			a = identity.Account{User: personOf(a.User), Credential: rightsOf(a.Credential)}
			a.User.ID = id
			all[a.User.Name] = a
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func userNames(users []identity.User) (all []string) {
	for _, u := range users {
		all = append(all, u.Name)
	}
	return all
}

// Everything that has changed since a backup is shown, and then as it was; those who were deleted return only if
// chosen.
func TestRestore(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	for _, name := range []string{"anna", "bob", "carl", "dora", "emil", "fay"} { // 2 to 7
		creates(t, w, name)
	}
	then := w.people(t)
	backup := backsUp(t, w)

	confirm(t, w.root)
	edits(t, w, "anna", "tom", "Anna")
	edits(t, w, "bob", "anna", "") // the names of two change places
	edits(t, w, "tom", "bob", "Anna")
	promotes(t, 4)(w)
	for _, id := range []int64{5, 6} {
		if err := last(w.root.DeleteUser(t.Context(), w.stored(t, id))); err != nil {
			t.Fatal(err)
		}
	}
	creates(t, w, "emil") // another one, with the same name
	creates(t, w, "gus")
	if err := w.root.SetPassword(t.Context(), w.stored(t, 7), other); err != nil {
		t.Fatal(err)
	}
	if _, err := w.root.RenewRecoveryKey(t.Context()); err != nil {
		t.Fatal(err)
	}
	next := DefaultSettings()
	next.MinPassword = 20
	if err := w.root.ChangeSettings(t.Context(), DefaultSettings(), next); err != nil {
		t.Fatal(err)
	}
	if err := w.root.Confirm(t.Context(), "wrong"); !errors.Is(err, ErrPassword) {
		t.Fatal(err)
	}

	r := compares(t, w.root, backup)
	var changed []string
	for _, d := range r.Changed {
		changed = append(changed, fmt.Sprintf("%s %v %v", d.User.Name, d.Changes, d.Password))
	}
	slices.Sort(changed)
	if want := []string{
		"anna [{name anna bob false false}] false", "bob [{name bob anna false false} {first name Anna  false false}] false",
		"carl [{role Admin Ledger manager false false}] false", "fay [{must change password yes no false false}] true",
	}; !slices.Equal(changed, want) {
		t.Errorf("changed: got %q, want %q", changed, want)
	}
	if got := userNames(r.Removed); !slices.Equal(got, []string{"emil", "gus"}) {
		t.Errorf("created since: got %q", got)
	}
	if got := userNames(r.Deleted); !slices.Equal(got, []string{"dora", "emil"}) {
		t.Errorf("deleted since: got %q", got)
	}
	if r.Users != 7 || r.Entries != 9 || !r.Last.Equal(start) || r.Empty() {
		t.Errorf("the backup: got %d users, %d entries until %v, want 7 and 9, and changes", r.Users, r.Entries, r.Last)
	}
	if len(r.Settings) != 1 || r.Settings[0].Before != "20" || !r.RecoveryKey || r.Own != OwnSame || r.NoSystemAdmin {
		t.Errorf("got %+v, want a setting, the recovery key, and nothing about root", r)
	}

	confirm(t, w.root)
	done := restores(t, w.root, r, 6)
	if done.Changed != 4 || done.Removed != 2 || done.Returned != 1 || !done.Erased {
		t.Errorf("got %+v, want 4 changed, 2 removed, 1 returned", done)
	}
	delete(then, "dora")
	emil := then["emil"]
	emil.User.ID = 10
	then["emil"] = emil
	if got := w.people(t); !maps.Equal(got, then) {
		t.Errorf("got %+v,\nwant %+v", got, then)
	}
	if s, err := w.service.Settings(t.Context()); err != nil || s != DefaultSettings() {
		t.Errorf("settings: got %+v, error %v", s, err)
	}
	if c := w.credential(t, 1); c.Failed != 1 {
		t.Errorf("got %d failed attempts, want them to stay counted", c.Failed)
	}
	w.wantIntact(t)
	w.signIn(t, "fay")
	w.signIn(t, "emil")

	var ops []string
	p, err := w.root.Journal(t.Context(), JournalQuery{}, 0, 20)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range p.Events {
		ops = append(ops, e.Operation)
		if e.Operation == access.Restore.String() {
			break
		}
	}
	slices.Reverse(ops)
	if want := []string{
		"restore", "delete user", "delete user", "restore user", "restore user", "restore user", "restore user",
		"restore user", "change settings", "renew recovery key", "sign in", "sign in",
	}; !slices.Equal(ops, want) {
		t.Errorf("the journal: got %q, want %q", ops, want)
	}
	if again := compares(t, w.root, done.Before.Backup); len(again.Changed) != 4 || len(again.Removed) != 1 ||
		len(again.Deleted) != 2 {
		t.Errorf("the state before: got %+v, want it in the backup that was made first", again)
	}
}

// What another program has done to the file is undone, too, and the file matches its journal again.
func TestRestoreTampered(t *testing.T) {
	w := newTrusted(t)
	backup := backsUp(t, w)
	then := w.people(t)
	w.exec(t, `UPDATE users SET role = 3 WHERE id = 3`)
	w.exec(t, `PRAGMA ignore_check_constraints = 1; UPDATE users SET role = 99, status = -1 WHERE id = 2`)
	w.exec(t, `
		INSERT INTO users (version, name, name_key, email, email_key, first_name, first_key, last_name, last_key,
			role, status, created, changed)
		VALUES (1, 'eve', 'eve', 'eve@example.com', 'eve@example.com', '', '', '', '', 3, 1, 1, 1)`)
	w.exec(t, `UPDATE credentials SET hash = (SELECT hash FROM credentials WHERE user_id = 1) WHERE user_id = 3`)
	if v := w.verify(t); v.Fault == nil {
		t.Error("got no fault before, want one")
	}
	r := compares(t, w.root, backup)
	confirm(t, w.root)
	restores(t, w.root, r)
	if got := w.people(t); !maps.Equal(got, then) {
		t.Errorf("got %+v,\nwant %+v", got, then)
	}
	w.wantIntact(t)
}

// Whatever another program has written into a record, a restoration puts it right.
func TestRestoreDamagedRecords(t *testing.T) {
	for name, damage := range map[string]string{
		"version below":   `UPDATE users SET version = -1 WHERE id = 3`,
		"version above":   `UPDATE users SET version = 9223372036854775807 WHERE id = 3`,
		"a wait for ever": `UPDATE credentials SET wait_until = 9223372036854775807, last_failed = 9223372036854775807 WHERE user_id = 3`,
		"keys change places": `UPDATE users SET name_key = 'x', email_key = 'y' WHERE id = 2;
			UPDATE users SET name_key = 'anna', email_key = 'anna@example.com' WHERE id = 3;
			UPDATE users SET name_key = 'leo', email_key = 'leo@example.com' WHERE id = 2`,
		"removed":       `PRAGMA foreign_keys = 1; DELETE FROM users WHERE id = 3`,
		"no credential": `DELETE FROM credentials WHERE user_id = 3`,
		"a new one, damaged": `INSERT INTO users (version, name, name_key, email, email_key, first_name, first_key, last_name, last_key,
			role, status, created, changed)
			VALUES (-1, 'eve', 'eve', 'eve@example.com', 'eve@example.com', '', '', '', '', 77, 1, 1, 1)`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newTrusted(t)
			backup := backsUp(t, w)
			then := w.people(t)
			spoil(t, w.path, damage)
			r := compares(t, w.root, backup)
			confirm(t, w.root)
			restores(t, w.root, r)
			if got := w.people(t); !maps.Equal(got, then) {
				t.Errorf("got %+v,\nwant %+v", got, then)
			}
			w.wantIntact(t)
		})
	}
}

// Nothing is restored if somebody would have the name again that the person who asks for it has now.
func TestRestoreTakenName(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	creates(t, w, "anna")
	backup := backsUp(t, w)
	confirm(t, w.root)
	edits(t, w, "anna", "annabel", "")
	if _, err := w.root.CreateUser(t.Context(), NewUser{
		Name: "Anna", Email: "new@example.com", Password: secret, Role: identity.SystemAdmin,
	}); err != nil {
		t.Fatal(err)
	}
	anna := w.signIn(t, "anna")
	confirm(t, anna)
	taken := func(what string, r *Restoration, returning map[int64]bool) {
		t.Helper()
		to := filepath.Join(t.TempDir(), "before.roster")
		wantErr(t, what, last(anna.Restore(t.Context(), r, returning, to, nil)), ErrNameTaken)
		if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: got %v, want no backup", what, err)
		}
	}
	r := compares(t, anna, backup)
	if !r.NameTaken || r.Own != OwnKept {
		t.Errorf("got name taken %v and %v, want that the preview says so", r.NameTaken, r.Own)
	}
	taken("changed", r, nil)
	if r := compares(t, w.root, backup); r.NameTaken {
		t.Error("root has another name")
	}
	if err := last(w.root.DeleteUser(t.Context(), w.stored(t, 2))); err != nil {
		t.Fatal(err)
	}
	if r = compares(t, anna, backup); r.NameTaken {
		t.Error("nobody returns unless chosen")
	}
	taken("returning", r, map[int64]bool{2: true})
}

// A user whom another program has removed cannot be put back either beside one with the same name who is kept.
func TestRestoreTakenNameOfMissing(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	creates(t, w, "anna")
	backup := backsUp(t, w)
	alter(t, w.path, `PRAGMA foreign_keys = 1; DELETE FROM users WHERE id = 2`)
	confirm(t, w.root)
	if _, err := w.root.CreateUser(t.Context(), NewUser{
		Name: "Anna", Email: "new@example.com", Password: secret, Role: identity.SystemAdmin,
	}); err != nil {
		t.Fatal(err)
	}
	if r := compares(t, w.signIn(t, "anna"), backup); !r.NameTaken {
		t.Error("the preview does not say that the name is taken")
	}
}

// The backup that a user has returned from still holds them, under their earlier number.
func TestReturnedUserInBackups(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	creates(t, w, "anna")
	backup := backsUp(t, w)
	confirm(t, w.root)
	if err := last(w.root.DeleteUser(t.Context(), w.stored(t, 2))); err != nil {
		t.Fatal(err)
	}
	restores(t, w.root, compares(t, w.root, backup), 2)
	holding, err := w.root.BackupsHolding(t.Context(), w.stored(t, 3))
	if err != nil || len(holding) == 0 || holding[len(holding)-1].Path != backup.Path {
		t.Errorf("got %v, error %v, want %s among them", paths(holding), err, backup.Path)
	}
}

// A backup that is encrypted is restored like any other, with its passphrase, which must be a good one.
func TestRestoreSealed(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	creates(t, w, "anna")
	path := filepath.Join(t.TempDir(), "sealed.roster.age")
	_, err := w.root.BackUpSealed(t.Context(), path, "short", nil)
	wantMistakes(t, "a short passphrase", err, identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleShort})
	b, err := w.root.BackUpSealed(t.Context(), path, other, nil)
	if err != nil || !b.Sealed || !b.Intact {
		t.Fatalf("got error %v, want an encrypted backup", err)
	}
	content, err := os.ReadFile(path)
	if err != nil || bytes.Contains(content, []byte("anna")) || int64(len(content)) != b.Bytes {
		t.Errorf("got %d bytes, error %v, want %d that do not name anna", len(content), err, b.Bytes)
	}
	promotes(t, 2)(w)
	for _, wrong := range []string{"", secret} {
		_, err := w.root.CompareBackup(t.Context(), path, wrong, nil)
		wantErr(t, fmt.Sprintf("with %q", wrong), err, ErrPassphrase)
	}
	r, err := w.root.CompareBackup(t.Context(), path, other, nil)
	if err != nil {
		t.Fatal(err)
	}
	confirm(t, w.root)
	if done := restores(t, w.root, r); done.Changed != 1 {
		t.Errorf("got %d users changed, want one", done.Changed)
	}
	lost := filepath.Join(t.TempDir(), "users.roster")
	if r, err := Replace(t.Context(), lost, path, other, start, cheap, nil); err != nil || r.Users != 2 {
		t.Errorf("instead of a lost file: got %+v, error %v, want the backup", r, err)
	}
	for _, folder := range []string{filepath.Dir(w.path), filepath.Dir(lost)} {
		if left, err := filepath.Glob(filepath.Join(folder, ".roster-*")); err != nil || len(left) != 0 {
			t.Errorf("got %q, error %v, want no copies left", left, err)
		}
	}
	if err := os.WriteFile(path, content[:len(content)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = w.root.CompareBackup(t.Context(), path, other, nil)
	wantErr(t, "cut off", err, identity.FileDamaged)
	if left, err := w.root.RemoveBackups(t.Context(), []identity.Backup{b.Backup}); err != nil || len(left) != 1 {
		t.Errorf("remove what it has become: got %d left, error %v, want one", len(left), err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if left, err := w.root.RemoveBackups(t.Context(), []identity.Backup{b.Backup}); err != nil || len(left) != 0 {
		t.Errorf("remove: got %d left, error %v, want none", len(left), err)
	}
}

// A restoration of what somebody has changed since is refused, and does nothing.
func TestRestoreStale(t *testing.T) {
	for name, change := range map[string]func(*testing.T, *workspace){
		"a user created": func(t *testing.T, w *workspace) { creates(t, w, "zoe") },
		"a user deleted": func(t *testing.T, w *workspace) {
			if err := last(w.root.DeleteUser(t.Context(), w.stored(t, 3))); err != nil {
				t.Fatal(err)
			}
		},
		"another program": func(t *testing.T, w *workspace) { w.exec(t, `UPDATE users SET version = version + 1 WHERE id = 2`) },
		"a user removed by another program": func(t *testing.T, w *workspace) {
			w.exec(t, `PRAGMA foreign_keys = 1; DELETE FROM users WHERE id = 2`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t)
			confirm(t, w.root)
			creates(t, w, "anna")
			creates(t, w, "bob")
			backup := backsUp(t, w)
			promotes(t, 2)(w)
			r := compares(t, w.root, backup)
			w.signIn(t, "bob") // does not matter
			change(t, w)
			before := w.people(t)
			_, err := w.root.Restore(t.Context(), r, nil, filepath.Join(t.TempDir(), "before.roster"), nil)
			wantErr(t, "restore", err, ErrStaleRestoration)
			if got := w.people(t); !maps.Equal(got, before) {
				t.Errorf("got %+v, want %+v", got, before)
			}
		})
	}
}

// Of the person who restores a backup, the preview says what happens to them, and it happens.
func TestRestoreOwnAccount(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	empty := backsUp(t, w)
	if _, err := w.root.CreateUser(t.Context(), NewUser{
		Name: "anna", Email: "anna@example.com", Password: secret, Role: identity.SystemAdmin,
	}); err != nil {
		t.Fatal(err)
	}
	two := backsUp(t, w)
	anna := w.signIn(t, "anna")
	confirm(t, anna)
	r := compares(t, anna, empty)
	if r.Own != OwnKept || len(r.Removed) != 0 {
		t.Errorf("newer than the backup: got %+v, want that anna is kept", r)
	}
	restores(t, anna, r)
	if _, err := anna.Find(t.Context(), identity.Query{}, 0, 1); err != nil {
		t.Errorf("the session: %v", err)
	}

	if err := anna.ChangePassword(t.Context(), secret, other); err != nil {
		t.Fatal(err)
	}
	if r = compares(t, anna, two); r.Own != OwnStays || !r.Empty() {
		t.Errorf("another password: got own %v and %d changes, want that anna keeps hers", r.Own, len(r.Changed))
	}
	restores(t, anna, r)
	if err := anna.Confirm(t.Context(), other); err != nil {
		t.Errorf("the present password: %v", err)
	}
	w.wantIntact(t)
}

// Restoring is no way to change one's own role or status.
func TestRestoreKeepsOwnRole(t *testing.T) {
	for name, c := range map[string]struct {
		role        identity.Role
		then, since func(*testing.T, *workspace)
	}{
		"an Admin": {identity.Admin, func(*testing.T, *workspace) {}, func(t *testing.T, w *workspace) {
			if _, err := w.root.ChangeRole(t.Context(), w.stored(t, 2), identity.SystemAdmin); err != nil {
				t.Fatal(err)
			}
		}},
		"disabled": {identity.SystemAdmin, func(t *testing.T, w *workspace) {
			if _, err := w.root.DisableUser(t.Context(), w.stored(t, 2)); err != nil {
				t.Fatal(err)
			}
		}, func(t *testing.T, w *workspace) {
			if _, err := w.root.EnableUser(t.Context(), w.stored(t, 2)); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t)
			confirm(t, w.root)
			if _, err := w.root.CreateUser(t.Context(), NewUser{
				Name: "anna", Email: "anna@example.com", Password: secret, Role: c.role,
			}); err != nil {
				t.Fatal(err)
			}
			c.then(t, w)
			backup := backsUp(t, w)
			confirm(t, w.root)
			c.since(t, w)
			creates(t, w, "bob")
			anna := w.signIn(t, "anna")
			confirm(t, anna)
			r := compares(t, anna, backup)
			if r.Own != OwnStays || r.NoSystemAdmin {
				t.Errorf("got own %v, no System Admin %v, want that anna stays as she is", r.Own, r.NoSystemAdmin)
			}
			restores(t, anna, r)
			if u := w.stored(t, 2); u.Role != identity.SystemAdmin || u.Status != identity.Enabled {
				t.Errorf("anna: got %v, %v, want an enabled System Admin", u.Role, u.Status)
			}
			if n := len(w.people(t)); n != 2 {
				t.Errorf("got %d users, want bob removed", n)
			}
			w.wantIntact(t)
		})
	}
}

// A password that was disabled after too many attempts works again if it was not disabled then.
func TestRestoreDisabledPassword(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	creates(t, w, "anna")
	backup := backsUp(t, w)
	for range attemptLimit + 10 {
		w.clock.add(2 * time.Hour)
		_, err := w.service.SignIn(t.Context(), "anna", other)
		wantErr(t, "wrong", err, ErrSignIn)
	}
	root := w.signIn(t, "root")
	confirm(t, root)
	restores(t, root, compares(t, root, backup))
	w.clock.add(2 * time.Hour)
	_, err := w.service.SignIn(t.Context(), "anna", secret)
	wantErr(t, "the right password", err, nil)
	w.wantIntact(t)
}

// Only a System Admin who has confirmed restores, nothing is restored if no usable one would be left, and a refusal
// leaves no backup.
func TestRestoreRefused(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	creates(t, w, "anna")
	backup := backsUp(t, w)
	promotes(t, 2)(w)
	folder := t.TempDir()
	restore := func(s *Session, r *Restoration) error {
		return last(s.Restore(t.Context(), r, nil, filepath.Join(folder, "before.roster"), nil))
	}
	r := compares(t, w.root, backup)
	anna := w.signIn(t, "anna")
	_, err := anna.CompareBackup(t.Context(), backup.Path, "", nil)
	wantRefused(t, "compare", err, access.BackUp, access.ReasonSystemAdmin)
	wantRefused(t, "restore", restore(anna, r), access.Restore, access.ReasonSystemAdmin)
	w.clock.add(time.Hour)
	wantErr(t, "unconfirmed", restore(w.root, r), ErrConfirm)
	if made, err := filepath.Glob(filepath.Join(folder, "*")); err != nil || len(made) != 0 {
		t.Errorf("got %q, error %v, want no backup", made, err)
	}

	confirm(t, w.root)
	zoe := NewUser{Name: "zoe", Email: "zoe@example.com", Password: secret, Role: identity.SystemAdmin}
	if _, err := w.root.CreateUser(t.Context(), zoe); err != nil {
		t.Fatal(err)
	}
	// The person stays a System Admin, so none is left only if another program has let their own password expire.
	if r = compares(t, w.root, backup); r.NoSystemAdmin {
		t.Error("root would be left")
	}
	w.exec(t, fmt.Sprintf(`UPDATE credentials SET expires = %d WHERE user_id = 1`,
		w.clock.now().Add(time.Hour).UnixMicro()))
	r = compares(t, w.root, backup)
	if !r.NoSystemAdmin {
		t.Errorf("got %+v, want that no System Admin would be left", r)
	}
	wantRefused(t, "the last one", restore(w.root, r), access.Restore, access.ReasonLast)
	if u := w.stored(t, 2); u.Role == identity.LedgerManager {
		t.Errorf("got %+v, want nothing restored", u)
	}
}

// alter runs statements on the file at path, as another program.
func alter(t *testing.T, path, statements string) {
	t.Helper()
	run(t, path, func(db *sql.Conn) error {
		_, err := db.ExecContext(t.Context(), statements)
		return err
	})
}

// Whatever is chosen as a backup, nothing is gained, lost or waited for.
func TestHostileBackups(t *testing.T) {
	w := newTrusted(t)
	backup := backsUp(t, w)
	promotes(t, 3)(w)
	before := w.people(t)
	altered := func(t *testing.T, statements string) string {
		path := filepath.Join(t.TempDir(), "hostile.roster")
		overwrite(t, backup.Path, path)
		alter(t, path, statements)
		return path
	}
	for name, c := range map[string]struct {
		make func(t *testing.T) string
		want error // nil for a BackupFaultError
	}{
		"a trigger that promotes": {func(t *testing.T) string {
			return altered(t, `CREATE TRIGGER promote AFTER INSERT ON journal BEGIN UPDATE users SET role = 3; END`)
		}, nil},
		"a view named users": {func(t *testing.T) string {
			return altered(t, `ALTER TABLE users RENAME TO others; CREATE VIEW users AS SELECT * FROM others`)
		}, nil},
		"a dropped CHECK": {func(t *testing.T) string {
			return altered(t, `PRAGMA writable_schema = 1;
				UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (role IN (1, 2, 3))', '') WHERE name = 'users'`)
		}, nil},
		"a role out of range": {func(t *testing.T) string {
			return altered(t, `PRAGMA ignore_check_constraints = 1; UPDATE users SET role = 99 WHERE id = 3`)
		}, nil},
		"a promoted user": {func(t *testing.T) string {
			return altered(t, `UPDATE users SET role = 3 WHERE id = 3`)
		}, nil},
		"another schema": {func(t *testing.T) string {
			return altered(t, `PRAGMA user_version = 7`)
		}, identity.FileNewer},
		"another fingerprint": {func(t *testing.T) string {
			return altered(t, `UPDATE roster SET fingerprint = zeroblob(32)`)
		}, identity.FileOtherSchema},
		"another file": {func(t *testing.T) string {
			return newWorkspace(t).path
		}, ErrOtherFile},
		"the file itself": {func(*testing.T) string { return w.path }, ErrSameFile},
		"a text": {func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "text")
			if err := os.WriteFile(path, []byte("anna,secret"), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}, identity.FileNotRoster},
		"nothing":   {func(t *testing.T) string { return filepath.Join(t.TempDir(), "nothing") }, os.ErrNotExist},
		"a folder":  {func(t *testing.T) string { return t.TempDir() }, identity.FileIsFolder},
		"/dev/zero": {func(*testing.T) string { return "/dev/zero" }, identity.FileNotRoster},
		"a pipe": {func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "pipe")
			if out, err := exec.Command("mkfifo", path).CombinedOutput(); err != nil {
				t.Skipf("no pipes here: %v, %s", err, out)
			}
			return path
		}, identity.FileNotRoster},
		"a link to another file": {func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "link")
			if err := os.Symlink(newWorkspace(t).path, path); err != nil {
				t.Skip(err) // not everybody may make one on Windows
			}
			return path
		}, ErrOtherFile},
		"a side file of another file": {func(t *testing.T) string {
			path := altered(t, ``)
			overwrite(t, newWorkspace(t).path+"-wal", path+"-wal")
			return path
		}, identity.FileUnclear},
		"cut off": {func(t *testing.T) string {
			path := altered(t, ``)
			if err := os.Truncate(path, 5*4096); err != nil {
				t.Fatal(err)
			}
			return path
		}, identity.FileDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "/dev/zero" && runtime.GOOS == "windows" {
				t.Skip("Windows has no such file")
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			r, err := w.root.CompareBackup(ctx, c.make(t), "", nil)
			if _, fault := errors.AsType[*BackupFaultError](err); c.want == nil && !fault || !errors.Is(err, c.want) && c.want != nil {
				t.Errorf("got %+v, error %v, want %v", r, err, c.want)
			}
		})
	}
	t.Run("8 GB without content", func(t *testing.T) {
		path := altered(t, ``)
		if err := os.Truncate(path, 8<<30); err != nil {
			t.Skip(err) // not every file system can
		}
		r, err := w.root.CompareBackup(t.Context(), path, "", nil)
		if err == nil && len(r.Changed) == 1 || errors.Is(err, identity.FileDamaged) {
			return
		}
		t.Errorf("got %+v, error %v, want the backup, or damage", r, err)
	})
	t.Run("replaced after it was compared", func(t *testing.T) {
		path := altered(t, ``)
		r := compares(t, w.root, identity.Backup{Path: path})
		alter(t, path, `UPDATE users SET role = 3`)
		confirm(t, w.root)
		restores(t, w.root, r)
		if u := w.stored(t, 3); u.Role != identity.LedgerManager {
			t.Errorf("got %+v, want a Ledger manager, as in the backup that was compared", u)
		}
		promotes(t, 3)(w)
	})
	if got := w.people(t); !maps.Equal(got, before) {
		t.Errorf("got %+v, want %+v", got, before)
	}
	w.wantIntact(t)
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(w.path), ".roster-*")); err != nil || len(left) != 0 {
		t.Errorf("got %q, error %v, want no copies left", left, err)
	}
}

// A hash that was upgraded when somebody signed in is no other password: restoring keeps it. One that another program
// has stored is, even if it was upgraded afterwards.
func TestRestoreAfterRehash(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	for _, name := range []string{"anna", "bob", "carl"} { // 2 to 4
		creates(t, w, name)
	}
	backup := backsUp(t, w)
	w.service.hash.Time = 2
	w.root = w.signIn(t, "root")
	w.signIn(t, "anna")
	w.service.hash.Time = 3 // again
	w.signIn(t, "anna")
	upgraded := w.credential(t, 2)
	if r := compares(t, w.root, backup); !r.Empty() || r.Own != OwnSame {
		t.Errorf("after upgrades: got %+v, want no difference", r)
	}

	confirm(t, w.root)
	edits(t, w, "anna", "anna", "Anna")
	w.exec(t, `UPDATE credentials SET hash = $1 WHERE user_id = 3`, w.hash) // a cheap one, from another program
	w.signIn(t, "bob")
	w.exec(t, `UPDATE credentials SET hash = $1 WHERE user_id = 4`, w.hash)
	r := compares(t, w.root, backup)
	got := map[string]bool{}
	for _, d := range r.Changed {
		got[d.User.Name] = d.Password
	}
	if want := map[string]bool{"anna": false, "bob": true, "carl": true}; !maps.Equal(got, want) {
		t.Errorf("got %v, want whose password would change back: %v", got, want)
	}
	restores(t, w.root, r)
	a := w.account(t, 2)
	if a.User.FirstName != "" || a.Credential.Hash != upgraded.Hash || a.Credential.Version != upgraded.Version {
		t.Errorf("got %+v, want the first name from then and the hash from now", a)
	}
}

// What another program does between the preview and the restoration, without an entry, to what would change, or in its
// way, makes the preview stale. What it does to anything else stays, as if it were done afterwards.
func TestChangedByAnotherProgramSinceCompared(t *testing.T) {
	for name, c := range map[string]struct {
		query string
		want  error
	}{
		"a user who changes back":               {`UPDATE credentials SET hash = hash || 'x' WHERE user_id = 2`, ErrStaleRestoration},
		"the number of one who is missing":      {`UPDATE users SET id = 4 WHERE id = 3`, ErrStaleRestoration},
		"the name of one who changes back":      {`UPDATE users SET name = 'anna', name_key = 'anna' WHERE id = 3`, ErrStaleRestoration},
		"a setting that changes back":           {`UPDATE settings SET value = '30' WHERE key = 'minimum password length'`, ErrStaleRestoration},
		"the recovery key":                      {`UPDATE recovery_key SET hash = zeroblob(32)`, ErrStaleRestoration},
		"no recovery key":                       {`DELETE FROM recovery_key`, ErrStaleRestoration},
		"a user who is the same in both":        {`UPDATE users SET first_name = 'X', first_key = 'x' WHERE id = 3`, nil},
		"a setting that is the same in both":    {`INSERT INTO settings (key, value) VALUES ('idle lock minutes', '30')`, nil},
		"a credential that is the same in both": {`UPDATE credentials SET hash = hash || 'x' WHERE user_id = 3`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t)
			confirm(t, w.root)
			for _, name := range []string{"anna", "bob", "carl"} { // 2 to 4
				creates(t, w, name)
			}
			backup := backsUp(t, w)
			edits(t, w, "anna", "tom", "")
			next := DefaultSettings()
			next.MinPassword = 20
			err := w.root.ChangeSettings(t.Context(), DefaultSettings(), next)
			if err == nil {
				_, err = w.root.RenewRecoveryKey(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			w.exec(t, `DELETE FROM users WHERE id = 4`) // by another program
			r := compares(t, w.root, backup)
			w.exec(t, c.query)
			_, err = w.root.Restore(t.Context(), r, nil, filepath.Join(t.TempDir(), "before.roster"), nil)
			wantErr(t, "restore", err, c.want)
			if again := compares(t, w.root, backup); again.Empty() {
				t.Errorf("afterwards: got %+v, want what the other program has done", again)
			}
		})
	}
}
