package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// newTrusted returns a workspace with a witness whose file only the program has changed: root has created anna (2), leo
// (3) and max (4), changed anna's role three times, and deleted max.
func newTrusted(t *testing.T) *workspace {
	t.Helper()
	w := newEmptyWorkspace(t)
	w.service.witness = witness(filepath.Join(t.TempDir(), "state", "witness"))
	var err error
	if w.root, err = w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"anna", "leo", "max"} {
		n := NewUser{Name: name, Email: name + "@example.com", Password: secret, Role: identity.LedgerManager}
		if _, err := w.root.CreateUser(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	for _, role := range []identity.Role{identity.Admin, identity.LedgerManager, identity.Admin} {
		if _, err := w.root.ChangeRole(t.Context(), w.stored(t, 2), role); err != nil {
			t.Fatal(err)
		}
	}
	confirm(t, w.root)
	if err := last(w.root.DeleteUser(t.Context(), w.stored(t, 4))); err != nil {
		t.Fatal(err)
	}
	w.signIn(t, "leo")
	return w
}

func (w *workspace) verify(t *testing.T) journal.Verification {
	t.Helper()
	v, err := Verify(t.Context(), w.store, string(w.service.witness), nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVerify(t *testing.T) {
	w := newTrusted(t)
	last := w.lastEntry(t)
	v := w.verify(t)
	if v.Fault != nil || v.Entries != last.seq || string(v.Head) != string(last.hash) || v.Users != 3 {
		t.Errorf("got %+v, fault %v, want all %d entries and 3 users to match", v, v.Fault, last.seq)
	}
	var done []int64
	byRoot, err := w.root.VerifyJournal(t.Context(), func(n, all int64) { done = append(done, n) })
	if err != nil || byRoot.Fault != nil || byRoot.Entries != last.seq {
		t.Errorf("by root: got %+v, error %v, want %d entries", byRoot, err, last.seq)
	}
	if e := w.lastEntry(t); e.operation != "verify journal" || e.outcome != "done" || !strings.Contains(e.after, `"entries":"`) {
		t.Errorf("got entry %+v, want the verification", e)
	}
	empty := newEmptyWorkspace(t)
	if v := empty.verify(t); v.Fault != nil || v.Entries != 0 {
		t.Errorf("empty file: got %+v, want no fault", v)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = w.root.VerifyJournal(ctx, nil)
	wantErr(t, "cancelled", err, context.Canceled)
}

// tamper runs a script directly on the file, with the sqlite3 command if it is installed.
func (w *workspace) tamper(t *testing.T, script string) {
	t.Helper()
	tool, err := exec.LookPath("sqlite3")
	if err != nil {
		w.exec(t, script)
		return
	}
	if out, err := exec.Command(tool, w.path, ".bail on", script).CombinedOutput(); err != nil {
		t.Fatalf("sqlite3: %v: %s", err, out)
	}
}

// untriggered returns a script that drops one of the journal's triggers, runs script and restores the trigger.
func (w *workspace) untriggered(t *testing.T, trigger, script string) string {
	t.Helper()
	var text string
	if err := w.db.QueryRowContext(t.Context(), `SELECT sql FROM sqlite_schema WHERE name = $1`, trigger).Scan(&text); err != nil {
		t.Fatal(err)
	}
	return "DROP TRIGGER " + trigger + ";\n" + script + ";\n" + text + ";"
}

// evilTrigger makes SQLite silently ignore every journal entry. CREATE TRIGGER does not accept its name, so it is
// written to the schema table.
const evilTrigger = `PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_evil', 'journal', 0,
	'CREATE TRIGGER sqlite_evil BEFORE INSERT ON journal BEGIN SELECT raise(IGNORE); END')`

// A change is not made if its entry is silently ignored, or deleted immediately.
func TestIgnoredEntry(t *testing.T) {
	for name, script := range map[string]string{
		"ignored": evilTrigger,
		"deleted": `DROP TRIGGER journal_all;
			CREATE TRIGGER spy AFTER INSERT ON journal BEGIN DELETE FROM journal WHERE seq = new.seq; END`,
	} {
		t.Run(name, func(t *testing.T) {
			w := newTrusted(t)
			w.tamper(t, script)
			w.service = newService(t, openStore(t, w.path, w.clock.now))
			_, err := w.service.SignIn(t.Context(), "root", secret)
			wantErr(t, "sign in", err, data.ErrIgnored)
		})
	}
}

// Every change of a credential by the program updates the digest.
func TestVerifyAfterCredentials(t *testing.T) {
	w := newTrusted(t)
	w.failUntilDisabled(t, "leo")
	leo, err := w.root.UserNamed(t.Context(), "leo")
	wantErr(t, "find leo", err, nil)
	if v := w.verify(t); v.Fault != nil {
		t.Errorf("after too many attempts: got %v, want no fault", v.Fault)
	}
	w.root = w.signIn(t, "root")
	wantErr(t, "unlock", w.root.UnlockUser(t.Context(), leo), nil)
	if v := w.verify(t); v.Fault != nil {
		t.Errorf("after unlocking: got %v, want no fault", v.Fault)
	}
	w.service.hash.Time = 2
	w.signIn(t, "leo")
	if v := w.verify(t); v.Fault != nil {
		t.Errorf("after a rehash: got %v, want no fault", v.Fault)
	}
}

// An export or a verification that cannot be recorded fails.
func TestVerifyWithoutEntry(t *testing.T) {
	w := newTrusted(t)
	confirm(t, w.root)
	w.breakJournal(t)
	if _, err := w.root.VerifyJournal(t.Context(), nil); err == nil {
		t.Error("verify: got no error, want the journal's")
	}
	if _, err := w.root.ExportJournal(t.Context(), JournalExport{Format: journal.CSV}, io.Discard, nil); err == nil {
		t.Error("export: got no error, want the journal's")
	}
}

// An entry whose digest is too short is a fault even if its hash is correct.
func TestShortDigest(t *testing.T) {
	w := newTrusted(t)
	last := w.lastEntry(t)
	e := identity.Event{
		Seq: last.seq + 1, At: w.clock.now(), Operation: access.EditNames.String(), Outcome: identity.Done, TargetID: 3, Digest: []byte{1, 2, 3}, Prev: last.hash,
	}
	e.Hash = journal.Hash(e)
	w.tamper(t, fmt.Sprintf(`PRAGMA ignore_check_constraints = 1; INSERT INTO journal VALUES (%d, %d, '%s', '%s', 0, %d, '', '', '', '', '', 0, 0,
		x'', x'%x', x'%x', x'%x', 0)`, e.Seq, e.At.UnixMicro(), e.Operation, e.Outcome, e.TargetID, e.Digest, e.Prev, e.Hash))
	if v := w.verify(t); v.Fault == nil || v.Fault.Kind != journal.FaultChanged {
		t.Errorf("got %+v, want a fault in the entry", v.Fault)
	}
}

func TestTampering(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	const insert = `INSERT INTO journal SELECT 20, at, operation, outcome, actor_id, target_id, before, after, reason,
		app_version, computer, process, batch, words, digest, prev, hash, txid FROM journal WHERE seq = `
	for what, c := range map[string]struct {
		trigger, script string
		want            journal.Fault
	}{
		"no change":                 {"", `SELECT 1`, journal.Fault{}},
		"an edited entry":           {"journal_keep", `UPDATE journal SET actor_id = 3 WHERE seq = 3`, journal.Fault{Kind: journal.FaultChanged, Seq: 3}},
		"another time":              {"journal_keep", `UPDATE journal SET at = at + 1 WHERE seq = 1`, journal.Fault{Kind: journal.FaultChanged, Seq: 1}},
		"an outcome":                {"journal_keep", `UPDATE journal SET outcome = 'refused' WHERE seq = 6`, journal.Fault{Kind: journal.FaultChanged, Seq: 6}},
		"another batch":             {"journal_keep", `UPDATE journal SET batch = 2 WHERE seq = 6`, journal.Fault{Kind: journal.FaultChanged, Seq: 6}},
		"a field moved to the next": {"journal_keep", `UPDATE journal SET before = '', after = before || after WHERE seq = 6`, journal.Fault{Kind: journal.FaultChanged, Seq: 6}},
		"an edited hash":            {"journal_keep", `UPDATE journal SET hash = zeroblob(32) WHERE seq = 5`, journal.Fault{Kind: journal.FaultChanged, Seq: 5}},
		"an edited prev":            {"journal_keep", `UPDATE journal SET prev = zeroblob(32) WHERE seq = 5`, journal.Fault{Kind: journal.FaultOrder, Seq: 5}},
		"a deleted entry":           {"journal_all", `DELETE FROM journal WHERE seq = 4`, journal.Fault{Kind: journal.FaultMissing, Seq: 4}},
		"the first deleted":         {"journal_all", `DELETE FROM journal WHERE seq = 1`, journal.Fault{Kind: journal.FaultMissing, Seq: 1}},
		"a gap closed": {"", without("journal_all", `DELETE FROM journal WHERE seq = 4`) + without("journal_keep", `UPDATE journal SET seq = seq - 1 WHERE seq > 4`),
			journal.Fault{Kind: journal.FaultOrder, Seq: 4}},
		"two swapped": {"journal_keep", `UPDATE journal SET seq = 1000 WHERE seq = 4; UPDATE journal SET seq = 4 WHERE seq = 5;
			UPDATE journal SET seq = 5 WHERE seq = 1000`, journal.Fault{Kind: journal.FaultOrder, Seq: 4}},
		"a number far away":  {"journal_keep", `UPDATE journal SET seq = 9000000000000000000 WHERE seq = 11`, journal.Fault{Kind: journal.FaultMissing, Seq: 11}},
		"a negative number":  {"", `PRAGMA ignore_check_constraints = 1; ` + without("journal_keep", `UPDATE journal SET seq = -5 WHERE seq = 3`), journal.Fault{Kind: journal.FaultMissing, Seq: 1}},
		"an inserted entry":  {"journal_next", insert + `3`, journal.Fault{Kind: journal.FaultMissing, Seq: 12}},
		"REPLACE":            {"journal_next", `INSERT OR REPLACE INTO journal SELECT seq, at, operation, outcome, 3, target_id, before, after, reason, app_version, computer, process, batch, words, digest, prev, hash, txid FROM journal WHERE seq = 3`, journal.Fault{Kind: journal.FaultChanged, Seq: 3}},
		"the lowest number":  {"", `PRAGMA ignore_check_constraints = 1; ` + without("journal_keep", `UPDATE journal SET seq = -9223372036854775808 WHERE seq = 3`), journal.Fault{Kind: journal.FaultMissing, Seq: 1}},
		"a truncated tail":   {"journal_all", `DELETE FROM journal WHERE seq > 9`, journal.Fault{Kind: journal.FaultTruncated, Seq: 10}},
		"the last entry":     {"journal_all", `DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)`, journal.Fault{Kind: journal.FaultTruncated, Seq: 11}},
		"all of it":          {"journal_all", `DELETE FROM journal`, journal.Fault{Kind: journal.FaultUnknownUser, ID: 1, Name: "root"}},
		"a user changed":     {"", `UPDATE users SET role = 3 WHERE id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"a name changed":     {"", `UPDATE users SET name = 'boss' WHERE id = 2`, journal.Fault{Kind: journal.FaultUser, Seq: 8, ID: 2, Name: "boss"}},
		"a password changed": {"", `UPDATE credentials SET hash = (SELECT hash FROM credentials WHERE user_id = 1) WHERE user_id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"no credential":      {"", `DELETE FROM credentials WHERE user_id = 2`, journal.Fault{Kind: journal.FaultUser, Seq: 8, ID: 2, Name: "anna"}},
		"a changed name key": {"", `UPDATE users SET name_key = 'leonora' WHERE id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"a changed sort key": {"", `UPDATE users SET last_key = 'x' WHERE id = 2`, journal.Fault{Kind: journal.FaultUser, Seq: 8, ID: 2, Name: "anna"}},
		"an inserted user": {"", `INSERT INTO users SELECT 99, version, 'eve', 'eve', 'eve@x.zz', 'eve@x.zz', '', '', '', '', '', 3, 1, 0, created, changed, salt, 0, ''
			FROM users WHERE id = 1`, journal.Fault{Kind: journal.FaultUnknownUser, ID: 99, Name: "eve"}},
		"a user with the lowest id": {"", `PRAGMA ignore_check_constraints = 1; INSERT INTO users SELECT -9223372036854775808, version, 'eve', 'eve', 'eve@x.zz', 'eve@x.zz', '', '', '', '', '', 3, 1, 0,
			created, changed, salt, 0, '' FROM users WHERE id = 1`, journal.Fault{Kind: journal.FaultUnknownUser, ID: math.MinInt64, Name: "eve"}},
		"a user with the highest id": {"", `INSERT INTO users SELECT 9223372036854775807, version, 'eve', 'eve', 'eve@x.zz', 'eve@x.zz', '', '', '', '', '', 3, 1, 0,
			created, changed, salt, 0, '' FROM users WHERE id = 1`, journal.Fault{Kind: journal.FaultUnknownUser, ID: math.MaxInt64, Name: "eve"}},
		"a deleted user inserted again": {"", `INSERT INTO users SELECT 4, version, 'max', 'max', 'max@x.zz', 'max@x.zz', '', '', '', '', '', 3, 1, 0, created, changed, salt, 0, ''
			FROM users WHERE id = 1`, journal.Fault{Kind: journal.FaultUnknownUser, Seq: 10, ID: 4, Name: "max"}},
		"a deleted user":     {"", `DELETE FROM users WHERE id = 3`, journal.Fault{Kind: journal.FaultRemovedUser, Seq: 4, ID: 3}},
		"a dropped trigger":  {"", `DROP TRIGGER journal_keep`, journal.Fault{Kind: journal.FaultSchema, Name: "journal_keep"}},
		"a weakened trigger": {"", `DROP TRIGGER journal_all; CREATE TRIGGER journal_all BEFORE DELETE ON journal WHEN 0 BEGIN SELECT 1; END`, journal.Fault{Kind: journal.FaultSchema, Name: "journal_all"}},
		"a hidden trigger": {"", `DROP INDEX users_system_admins; CREATE TRIGGER users_system_admins AFTER INSERT ON users BEGIN SELECT 1; END;
			CREATE INDEX users_system_admins ON users (status) WHERE role = 3`, journal.Fault{Kind: journal.FaultSchema, Name: "users_system_admins"}},
		"a trigger named like SQLite's own": {"", evilTrigger, journal.Fault{Kind: journal.FaultSchema, Name: "sqlite_evil"}},
		"no journal":                        {"", `DROP TABLE journal`, journal.Fault{Kind: journal.FaultSchema, Name: "journal"}},
		"a short digest": {"", `PRAGMA ignore_check_constraints = 1; ` + without("journal_keep", `UPDATE journal SET digest = x'010203' WHERE seq = 5`),
			journal.Fault{Kind: journal.FaultChanged, Seq: 5}},
		"an added trigger":        {"", `CREATE TRIGGER spy AFTER INSERT ON journal BEGIN SELECT 1; END`, journal.Fault{Kind: journal.FaultSchema, Name: "spy"}},
		"a changed word":          {"words_keep", `UPDATE words SET text = 'leonora' WHERE seq = 4 AND n = 2`, journal.Fault{Kind: journal.FaultWord, Seq: 4}},
		"a changed salt":          {"words_keep", `UPDATE words SET salt = zeroblob(16) WHERE seq = 4 AND n = 1`, journal.Fault{Kind: journal.FaultWord, Seq: 4}},
		"another's word":          {"words_keep", `UPDATE words SET person = 1 WHERE seq = 4 AND n = 2`, journal.Fault{Kind: journal.FaultWord, Seq: 4}},
		"a removed word":          {"words_all", `DELETE FROM words WHERE seq = 4 AND n = 2`, journal.Fault{Kind: journal.FaultMissingWord, Seq: 4, ID: 3}},
		"a removed actor":         {"words_all", `DELETE FROM words WHERE seq = 9 AND person = 1`, journal.Fault{Kind: journal.FaultMissingWord, Seq: 9, ID: 1}},
		"all words of a user":     {"words_all", `DELETE FROM words WHERE person = 3`, journal.Fault{Kind: journal.FaultMissingWord, Seq: 4, ID: 3}},
		"a word in another place": {"words_keep", `UPDATE words SET n = 12 WHERE seq = 4 AND n = 2`, journal.Fault{Kind: journal.FaultAddedWord, Seq: 4}},
		"an added word":           {"words_next", `INSERT INTO words VALUES (4, 12, 3, zeroblob(16), 'Leo')`, journal.Fault{Kind: journal.FaultAddedWord, Seq: 4}},
		"a word without an entry": {"words_next", `INSERT INTO words VALUES (99, 1, 3, zeroblob(16), 'leo')`, journal.Fault{Kind: journal.FaultAddedWord, Seq: 99}},
		"a changed commitment":    {"journal_keep", `UPDATE journal SET words = zeroblob(82) WHERE seq = 4`, journal.Fault{Kind: journal.FaultChanged, Seq: 4}},
		"a removed commitment":    {"journal_keep", `UPDATE journal SET words = x'' WHERE seq = 4`, journal.Fault{Kind: journal.FaultChanged, Seq: 4}},
		"another note":            {"", `UPDATE users SET note = 'x' WHERE id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"another last day":        {"", `UPDATE users SET expires = 30000 WHERE id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"another salt of a user":  {"", `UPDATE users SET salt = zeroblob(16) WHERE id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"a weakened trigger on words": {"", `DROP TRIGGER words_all; CREATE TRIGGER words_all BEFORE DELETE ON words WHEN 0 BEGIN SELECT 1; END`,
			journal.Fault{Kind: journal.FaultSchema, Name: "words_all"}},
		"another key of attempts": {"", `UPDATE roster SET attempt_key = randomblob(32)`,
			journal.Fault{Kind: journal.FaultInternal, Seq: 1, Name: "attempt_key"}},
		"a lower number of the last user":  {"", `UPDATE sqlite_sequence SET seq = 3`, journal.Fault{Kind: journal.FaultInternal, Name: "sqlite_sequence"}},
		"a higher number of the last user": {"", `UPDATE sqlite_sequence SET seq = 5`, journal.Fault{Kind: journal.FaultInternal, Name: "sqlite_sequence"}},
		"a number of something else":       {"", `INSERT INTO sqlite_sequence VALUES ('journal', 9)`, journal.Fault{Kind: journal.FaultInternal, Name: "sqlite_sequence"}},
		"a time that stands for never":     {"", `UPDATE credentials SET disabled = -62135596800000000 WHERE user_id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"a sign-in in another era":         {"", `UPDATE users SET last_sign_in = 9000000000000000000 WHERE id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"fewer than no attempts":           {"", `PRAGMA ignore_check_constraints = 1; UPDATE credentials SET failed = -1 WHERE user_id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"more than yes":                    {"", `PRAGMA ignore_check_constraints = 1; UPDATE credentials SET must_change = 2 WHERE user_id = 3`, journal.Fault{Kind: journal.FaultUser, Seq: 4, ID: 3, Name: "leo"}},
		"a second key of attempts":         {"", `PRAGMA ignore_check_constraints = 1; INSERT INTO roster SELECT 2, fingerprint, attempt_key, deletions, erased, backing_up, batch, failing FROM roster`, journal.Fault{Kind: journal.FaultInternal, Name: "roster"}},
		"a change with a number too high":  {"", `DELETE FROM changes; INSERT INTO changes VALUES (1152921504606846977, 1)`, journal.Fault{Kind: journal.FaultInternal, Name: "changes"}},
		"numbers that are computed":        {"", `PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = 'CREATE TABLE sqlite_sequence(name,seq AS (4))' WHERE name = 'sqlite_sequence'`, journal.Fault{Kind: journal.FaultSchema, Name: "sqlite_sequence"}},
		"no number of the last user":       {"", `DELETE FROM sqlite_sequence`, journal.Fault{Kind: journal.FaultInternal, Name: "sqlite_sequence"}},
		"a gap in the changes":             {"", `DELETE FROM changes WHERE seq = 3`, journal.Fault{Kind: journal.FaultInternal, Name: "changes"}},
		"a change of nobody":               {"", `INSERT INTO changes (user_id) VALUES (99)`, journal.Fault{Kind: journal.FaultInternal, Name: "changes"}},
		"statistics":                       {"", `ANALYZE`, journal.Fault{Kind: journal.FaultSchema, Name: "sqlite_stat1"}},
		"a generated column": {"", `ALTER TABLE users ADD COLUMN shout TEXT AS (upper(name))`,
			journal.Fault{Kind: journal.FaultSchema, Name: "users"}},
		"the last sign-in": {"", `UPDATE users SET last_sign_in = 7 WHERE id = 3`, journal.Fault{}}, // not covered
		"failed attempts":  {"", `UPDATE credentials SET failed = 7 WHERE user_id = 3`, journal.Fault{}},
	} {
		t.Run(what, func(t *testing.T) {
			w := newTrusted(t)
			script := c.script
			if c.trigger != "" {
				script = w.untriggered(t, c.trigger, script)
			}
			w.tamper(t, w.script(t, script))
			got := w.verify(t).Fault
			switch {
			case got == nil && c.want != journal.Fault{}:
				t.Errorf("got no fault, want %+v", c.want)
			case got != nil && *got != c.want:
				t.Errorf("got %+v (%s), want %+v", *got, got, c.want)
			}
		})
	}
}

// The journal also covers the settings and the recovery key.
func TestTamperingWithSettingsAndKey(t *testing.T) {
	const length = "minimum password length"
	for what, c := range map[string]struct {
		script string
		want   journal.Fault
	}{
		"no change":           {`SELECT 1`, journal.Fault{}},
		"a setting":           {`UPDATE settings SET value = '8' WHERE key = '` + length + `'`, journal.Fault{Kind: journal.FaultSetting, Seq: 13, Name: length}},
		"a deleted setting":   {`DELETE FROM settings WHERE key = '` + length + `'`, journal.Fault{Kind: journal.FaultSetting, Seq: 13, Name: length}},
		"an inserted setting": {`INSERT INTO settings VALUES ('idle lock minutes', '240')`, journal.Fault{Kind: journal.FaultSetting, Name: "idle lock minutes"}},
		"the recovery key":    {`UPDATE recovery_key SET hash = zeroblob(32)`, journal.Fault{Kind: journal.FaultRecoveryKey, Seq: 14}},
		"no recovery key":     {`DELETE FROM recovery_key`, journal.Fault{Kind: journal.FaultRecoveryKey, Seq: 14}},
		"its creation time":   {`UPDATE recovery_key SET made = 7`, journal.Fault{}}, // not covered
		"an unrecorded key":   {`<journal_all>DELETE FROM journal</>DELETE FROM users; DELETE FROM words; DELETE FROM settings`, journal.Fault{Kind: journal.FaultRecoveryKey}},
	} {
		t.Run(what, func(t *testing.T) {
			w := newTrusted(t)
			for _, n := range []int{20, 12} {
				now, err := w.service.Settings(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				next := now
				next.MinPassword = n
				if err := w.root.ChangeSettings(t.Context(), now, next); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := w.root.RenewRecoveryKey(t.Context()); err != nil {
				t.Fatal(err)
			}
			w.service.witness = witness(t.TempDir())
			w.tamper(t, w.script(t, c.script))
			switch got := w.verify(t).Fault; {
			case got == nil && c.want != journal.Fault{}:
				t.Errorf("got no fault, want %+v", c.want)
			case got != nil && *got != c.want:
				t.Errorf("got %+v (%s), want %+v", *got, got, c.want)
			}
		})
	}
}

// without marks a part of a script that runs without one of the journal's triggers.
func without(trigger, script string) string { return "<" + trigger + ">" + script + "</>" }

// script expands the parts of text that were marked by without.
func (w *workspace) script(t *testing.T, text string) string {
	t.Helper()
	for _, trigger := range []string{"journal_all", "journal_keep", "words_all", "words_keep", "words_next"} {
		mark := "<" + trigger + ">"
		for strings.Contains(text, mark) {
			before, restAfter, _ := strings.Cut(text, mark)
			inner, after, _ := strings.Cut(restAfter, "</>")
			text = before + w.untriggered(t, trigger, inner) + after
		}
	}
	return text
}

// Without a witness, truncation is detected only if the removed entries changed a user who still exists.
func TestTruncatedWithoutWitness(t *testing.T) {
	w := newTrusted(t)
	path := w.checkpoint(t).path
	cut := func(last int) {
		t.Helper()
		w.tamper(t, w.script(t, without("journal_all", fmt.Sprintf(`DELETE FROM journal WHERE seq > %d`, last))+
			without("words_all", fmt.Sprintf(`DELETE FROM words WHERE seq > %d`, last))))
	}
	cut(10)
	for what, spoil := range map[string]func() error{
		"lost":    func() error { return os.Remove(path) },
		"damaged": func() error { return os.WriteFile(path, []byte(`{"x":`), 0o600) },
		"empty":   func() error { return os.WriteFile(path, nil, 0o600) },
		"no hash": func() error { return os.WriteFile(path, []byte(`{"seq":50,"same":50}`), 0o600) },
		"half written": func() error {
			return os.WriteFile(path, []byte(`{"seq":9,"hash":"`+strings.Repeat("0", 64)+`","same":8}`), 0o600)
		},
		"no number": func() error {
			return os.WriteFile(path, []byte(`{"seq":-5,"hash":"`+strings.Repeat("0", 64)+`","same":-5}`), 0o600)
		},
	} {
		t.Run(what, func(t *testing.T) {
			if err := spoil(); err != nil {
				t.Fatal(err)
			}
			if v := w.verify(t); v.Fault != nil || v.Entries != 10 {
				t.Errorf("got %+v, want ten matching entries", v.Fault)
			}
		})
	}
	cut(7)
	if v := w.verify(t); v.Fault == nil || v.Fault.Kind != journal.FaultUser || v.Fault.Name != "anna" {
		t.Errorf("truncated changes of a user: got %+v, want a fault in anna", v.Fault)
	}
}

// The witness keeps the checkpoint of a truncated journal, even after sign-ins and many other files.
func TestWitnessRemembers(t *testing.T) {
	w := newTrusted(t)
	w.tamper(t, w.untriggered(t, "journal_all", `DELETE FROM journal WHERE seq > 10`))
	before := w.checkpoint(t)
	w.clock.add(time.Minute)
	for range 5 {
		w.signIn(t, "leo")
	}
	if v := w.verify(t); v.Fault == nil || v.Fault.Kind != journal.FaultReplaced || v.Fault.Seq != 11 {
		t.Errorf("got %+v, want entry 11 replaced", v.Fault)
	}
	info, err := os.Stat(before.path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 { // Windows has no such modes
		t.Errorf("got mode %v, error %v, want access for the owner only", info.Mode(), err)
	}
	file := func(i int) string { return filepath.Join(filepath.Dir(before.path), fmt.Sprintf("%d.json", i)) }
	for i := range maxCheckpoints + 3 {
		if err := w.service.witness.save(checkpoint{path: file(i), Seq: 1}); err != nil {
			t.Fatal(err)
		}
		seen := start.Add(time.Duration(i-1000) * time.Hour) // all older than the one of w
		if err := os.Chtimes(file(i), seen, seen); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(filepath.Dir(before.path))
	if err != nil || len(files) != maxCheckpoints {
		t.Errorf("checkpoints: got %d files, error %v, want %d", len(files), err, maxCheckpoints)
	}
	if _, err := os.Stat(file(maxCheckpoints + 2)); err != nil {
		t.Errorf("newest checkpoint: got error %v, want none", err)
	}
	if after := w.checkpoint(t); !reflect.DeepEqual(after, before) {
		t.Errorf("got %+v, want %+v as before", after, before)
	}
}

// checkpoint returns the stored checkpoint of the journal.
func (w *workspace) checkpoint(t *testing.T) (seen checkpoint) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) (err error) {
		ends, err := tx.JournalEnds()
		if err != nil {
			return err
		}
		seen, err = w.service.witness.seen(ends)
		return err
	})
	if err != nil || seen.path == "" {
		t.Fatalf("got %+v, error %v, want a checkpoint", seen, err)
	}
	return seen
}

// A file with a damaged journal can still be used, and verification reports the damage.
func TestSignInWithoutFirstEntry(t *testing.T) {
	w := newTrusted(t)
	w.tamper(t, w.untriggered(t, "journal_all", `DELETE FROM journal WHERE seq = 1`))
	v, err := w.signIn(t, "root").VerifyJournal(t.Context(), nil)
	if err != nil || v.Fault == nil || *v.Fault != (journal.Fault{Kind: journal.FaultMissing, Seq: 1}) {
		t.Errorf("got %+v, error %v, want entry 1 missing", v.Fault, err)
	}
}

// A checkpoint that cannot be read at the moment is not replaced.
func TestWitnessUnreadable(t *testing.T) {
	w := newTrusted(t)
	path := w.checkpoint(t).path
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil { // reading a folder fails
		t.Fatal(err)
	}
	w.signIn(t, "leo")
	if v := w.verify(t); v.Fault != nil {
		t.Errorf("got %v, want no fault", v.Fault)
	}
	if err := errors.Join(os.Remove(path), os.WriteFile(path, text, 0o600)); err != nil {
		t.Fatalf("got error %v, want the folder unchanged", err)
	}
}

// A symbolic link is not followed.
func TestWitnessLink(t *testing.T) {
	w := newTrusted(t)
	path, elsewhere := w.checkpoint(t).path, filepath.Join(t.TempDir(), "letter")
	if err := errors.Join(os.WriteFile(elsewhere, []byte("Dear Anna"), 0o600), os.Remove(path)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Skip(err) // on Windows few users may create one
	}
	w.signIn(t, "leo")
	if text, err := os.ReadFile(elsewhere); err != nil || string(text) != "Dear Anna" {
		t.Errorf("got %q, error %v, want the file unchanged", text, err)
	}
}

// Every entry updates the checkpoint immediately, including a failed sign-in.
func TestWitnessUpdated(t *testing.T) {
	w := newTrusted(t)
	_, err := w.service.SignIn(t.Context(), "nobody", secret)
	wantErr(t, "sign in", err, ErrSignIn)
	cut := w.lastEntry(t).seq
	w.tamper(t, w.untriggered(t, "journal_all", fmt.Sprintf(`DELETE FROM journal WHERE seq >= %d`, cut)))
	wantErr(t, "lock", w.root.Lock(t.Context()), nil)
	if v := w.verify(t); v.Fault == nil || v.Fault.Kind != journal.FaultReplaced || v.Fault.Seq != cut {
		t.Errorf("got %+v, want entry %d replaced", v.Fault, cut)
	}
}

// If the witness cannot be written, everything else continues to work.
func TestWitnessUnwritable(t *testing.T) {
	w := newWorkspace(t)
	w.add(t, "anna", identity.Admin)
	folder := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var warned error
	w.service.witness = witness(filepath.Join(folder, "witness"))
	w.service.warn = func(_ string, err error) { warned = err }
	s := w.signIn(t, "anna")
	wantErr(t, "sign out", s.SignOut(t.Context()), nil)
	if warned == nil {
		t.Error("got no warning, want one")
	}
}

func TestVerifyRecorded(t *testing.T) {
	w := newTrusted(t)
	w.tamper(t, `UPDATE users SET role = 3 WHERE id = 3`)
	v, err := w.root.VerifyJournal(t.Context(), nil)
	if err != nil || v.Fault == nil {
		t.Fatalf("got %+v, error %v, want the fault", v, err)
	}
	e := w.lastEntry(t)
	if e.operation != "verify journal" || e.outcome != "failed" || e.reason != v.Fault.Nameless().String() || strings.Contains(e.reason, "leo") {
		t.Errorf("got entry %+v, want the fault", e)
	}
	for _, s := range []*Session{w.session(t, "boris", identity.Admin), w.session(t, "carl", identity.LedgerManager)} {
		_, err := s.VerifyJournal(t.Context(), nil)
		if _, ok := errors.AsType[*RefusedError](err); !ok {
			t.Errorf("verify by %s: got error %v, want a refusal", s.Me().Name, err)
		}
	}
}

// A Python script that follows docs/journal.md finds the same faults.
func TestVerifyInPython(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	for script, want := range map[string]string{
		`SELECT 1`: "",
		`UPDATE users SET first_name = 'Leonora' WHERE id = 3`:                             "user 3 does not match",
		`DELETE FROM users WHERE id = 3`:                                                   "user 3 is missing",
		`UPDATE users SET email_key = 'l' WHERE id = 3`:                                    "user 3 does not match",
		`INSERT INTO settings VALUES ('minimum password length', '8')`:                     "the settings do not match",
		`UPDATE recovery_key SET hash = zeroblob(32)`:                                      "the recovery key does not match",
		without("journal_keep", `UPDATE journal SET reason = 'why' WHERE seq = 7`):         "entry 7 does not match",
		without("journal_all", `DELETE FROM journal WHERE seq = 2`):                        "entry 2 does not match",
		without("words_keep", `UPDATE words SET text = 'leonora' WHERE seq = 4 AND n = 2`): "a word of entry 4 does not match",
		without("words_keep", `UPDATE words SET person = 1 WHERE seq = 4 AND n = 2`):       "a word of entry 4 does not match",
		without("words_all", `DELETE FROM words WHERE seq = 4 AND n = 2`):                  "entry 4 has or lacks a word of user 3",
		without("words_next", `INSERT INTO words VALUES (4, 12, 3, zeroblob(16), 'Leo')`):  "a word of entry 4 has no place in it",
		without("words_next", `INSERT INTO words VALUES (99, 1, 3, zeroblob(16), 'leo')`):  "a word of entry 99 has no place in it",
		without("journal_keep", `UPDATE journal SET words = zeroblob(41) WHERE seq = 4`):   "entry 4 does not match",
		`UPDATE users SET note = 'x' WHERE id = 3`:                                         "user 3 does not match",
		`UPDATE users SET expires = 30000 WHERE id = 3`:                                    "user 3 does not match",
		`DELETE FROM sign_in_keys WHERE key = 'leo'`:                                       "the keys to sign in with do not match",
		`INSERT INTO sign_in_keys VALUES ('zoe', 3)`:                                       "the keys to sign in with do not match",
		`UPDATE users SET salt = zeroblob(16) WHERE id = 3`:                                "user 3 does not match",
	} {
		t.Run(script, func(t *testing.T) {
			w := newTrusted(t)
			w.tamper(t, w.script(t, script))
			out, err := exec.Command(python, "-B", "testdata/verify_more.py", w.path).CombinedOutput()
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			got := lines[len(lines)-1] // the earlier lines report what matches
			v := w.verify(t)
			if want == "" {
				want = fmt.Sprintf("matches %x", v.Head)
			}
			if got != want || (v.Fault == nil) != (err == nil) {
				t.Errorf("got %q, want %q; Roster's fault: %v", got, want, v.Fault)
			}
		})
	}
}

// Values that do not count as damage hide none, however many there are: SQLite ends a check after 100 faults.
func TestManyWrongValuesHideNothing(t *testing.T) {
	w := newTrusted(t)
	if err := w.store.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, w.path, `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 150)
		INSERT INTO unknown_attempts SELECT i, 'x', 'y', 'z' FROM n`)
	page := w.number(t, `SELECT rootpage FROM sqlite_schema WHERE name = 'journal_target'`)
	w.exec(t, `PRAGMA wal_checkpoint(TRUNCATE)`)
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(w.path)
	if err != nil {
		t.Fatal(err)
	}
	index := content[(page-1)*4096 : page*4096]
	index[len(index)-1] ^= 1 // of the first entry, whose number becomes another
	if err := os.WriteFile(w.path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := data.OpenReadOnly(t.Context(), w.path)
	if err != nil {
		t.Fatal(err)
	}
	wantErr(t, "check", store.Check(t.Context()), identity.FileDamaged)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}
