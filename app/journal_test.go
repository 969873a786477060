package app

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/identity"
)

// line is a row of the journal.
type line struct {
	seq, at            int64
	operation, outcome string
	actorID            int64
	actor              string
	targetID           int64
	target             string
	before, after      string    // with the changed names and email addresses
	stored             [2]string // before and after as they are in the file
	reason             string
	version, computer  string
	process, batch     int64
	words              []byte
	digest, prev, hash []byte
}

const lineColumns = `seq, at, operation, outcome,
	actor_id, coalesce((SELECT text FROM words AS w WHERE w.seq = journal.seq AND n = 1), ''),
	target_id, coalesce((SELECT text FROM words AS w WHERE w.seq = journal.seq AND n = 2), ''),
	before, after, reason, app_version, computer, process, batch, words, digest, prev, hash`

// journal returns all rows of the journal, in order.
func (w *workspace) journal(t *testing.T) (all []line) {
	t.Helper()
	rows, err := w.db.QueryContext(t.Context(), `SELECT `+lineColumns+` FROM journal ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var l line
		err := rows.Scan(&l.seq, &l.at, &l.operation, &l.outcome, &l.actorID, &l.actor, &l.targetID, &l.target,
			&l.stored[0], &l.stored[1], &l.reason, &l.version, &l.computer, &l.process, &l.batch, &l.words, &l.digest, &l.prev, &l.hash)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	for i := range all {
		w.addChangedWords(t, &all[i])
	}
	return all
}

// addChangedWords sets before and after of an entry: the fields as stored, with those that are among the words.
func (w *workspace) addChangedWords(t *testing.T, l *line) {
	t.Helper()
	fields := [2]map[string]string{{}, {}}
	for side, text := range l.stored {
		if err := json.Unmarshal([]byte(cmp.Or(text, "{}")), &fields[side]); err != nil {
			t.Fatal(err)
		}
	}
	for i := range len(l.words) / 41 {
		n := int(l.words[i*41])
		if n < 3 {
			continue
		}
		var text string
		err := w.db.QueryRowContext(t.Context(), `SELECT text FROM words WHERE seq = $1 AND n = $2`, l.seq, n).Scan(&text)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			t.Fatal(err)
		}
		field := []string{"name", "email", "first name", "last name", "note"}[(n-3)/2]
		fields[(n-3)%2][field] = text
		if _, known := fields[(n-2)%2][field]; !known {
			fields[(n-2)%2][field] = ""
		}
	}
	for side, text := range []*string{&l.before, &l.after} {
		if len(fields[side]) > 0 {
			b, err := json.Marshal(fields[side])
			if err != nil {
				t.Fatal(err)
			}
			*text = string(b)
		}
	}
}

// lastEntry returns the last entry of the journal, or the zero line if there is none.
func (w *workspace) lastEntry(t *testing.T) line {
	t.Helper()
	all := w.journal(t)
	if len(all) == 0 {
		return line{}
	}
	return all[len(all)-1]
}

// lengthPrefixed hashes a tag and a list of texts as docs/journal.md specifies: each text follows its length, 8 bytes
// big-endian. It shares no code with the program.
func lengthPrefixed(texts ...string) []byte {
	var all []byte
	for _, s := range texts {
		for shift := 56; shift >= 0; shift -= 8 {
			all = append(all, byte(uint64(len(s))>>shift))
		}
		all = append(all, s...)
	}
	sum := sha256.Sum256(all)
	return sum[:]
}

// wantChain fails the test unless every entry holds the correct hash and the hash of the previous entry.
func (w *workspace) wantChain(t *testing.T) {
	t.Helper()
	prev := make([]byte, 32)
	for i, l := range w.journal(t) {
		if l.seq != int64(i+1) {
			t.Errorf("entry %d: got number %d, want %d", i+1, l.seq, i+1)
		}
		if !bytes.Equal(l.prev, prev) {
			t.Errorf("entry %d: got prev %x, want %x", l.seq, l.prev, prev)
		}
		want := lengthPrefixed("roster journal 1", string(l.prev), fmt.Sprint(l.seq), fmt.Sprint(l.at), l.operation, l.outcome,
			fmt.Sprint(l.actorID), fmt.Sprint(l.targetID), l.stored[0], l.stored[1], l.reason,
			l.version, l.computer, fmt.Sprint(l.process), fmt.Sprint(l.batch), string(l.words), string(l.digest))
		if !bytes.Equal(l.hash, want) {
			t.Errorf("entry %d: got hash %x, want %x", l.seq, l.hash, want)
		}
		prev = l.hash
	}
}

// digest computes the digest of a user from the rows of the file. It returns an empty one if there is no such user.
func (w *workspace) digest(t *testing.T, id int64) []byte {
	t.Helper()
	texts := make([]string, 18)
	into := make([]any, len(texts))
	for i := range texts {
		into[i] = &texts[i]
	}
	err := w.db.QueryRowContext(t.Context(), `
		SELECT salt, id, u.version, name, email, first_name, last_name, role, status, created, changed, u.expires, note,
			coalesce(c.version, 0), coalesce(hash, ''), iif(must_change, 'true', 'false'), coalesce(c.expires, 0),
			coalesce(disabled, 0)
		FROM users AS u LEFT JOIN credentials AS c ON user_id = id WHERE id = $1`, id).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return []byte{}
	}
	if err != nil {
		t.Fatal(err)
	}
	return lengthPrefixed(append([]string{"roster user 1"}, texts...)...)
}

// keyMark matches the digest of a key in an entry, which differs each time.
var keyMark = regexp.MustCompile(`"(recovery|attempt) key":"[0-9a-f]{64}",`)

// Every change has one entry, with the actor, the target, the values before and after, and the user's new digest.
func TestEveryChangeRecorded(t *testing.T) {
	w := newEmptyWorkspace(t)
	var (
		root, anna *Session
		u          identity.User
		err        error
	)
	keep := func(changed identity.User, e error) error {
		u = changed
		return e
	}
	const created = `{"email":"anna@example.com","first name":"Anna","last name":"Bé \u003c\"\u003e","must change password":"no","name":"anna",` +
		`"role":"Ledger manager","status":"enabled"}`
	const nobody = `{"email":"","first name":"","last name":"","must change password":"","name":"","role":"","status":""}`
	for _, c := range []struct {
		what                     string
		do                       func() error
		actor, operation, target string
		before, after            string
		changes                  bool
		entries                  int64
	}{
		{"set up", func() error {
			root, err = w.service.Setup(t.Context(), NewUser{Name: "root", Email: "root@example.com", Password: secret})
			return err
		}, "root", "set up", "root", `{"email":"","must change password":"","name":"","role":"","status":""}`,
			`{"email":"root@example.com","must change password":"no","name":"root","role":"System Admin","status":"enabled"}`, true, 2},
		{"confirm", func() error { return root.Confirm(t.Context(), secret) }, "root", "confirm", "", "", "", false, 1},
		{"create", func() error {
			return keep(root.CreateUser(t.Context(), NewUser{
				Name: "anna", Email: "anna@example.com", FirstName: "Anna", LastName: `Bé <">`, Password: secret,
				Role: identity.LedgerManager,
			}))
		}, "root", "create user", "anna", nobody, created, true, 1},
		{"sign in", func() error {
			anna, err = w.service.SignIn(t.Context(), "anna", secret)
			return err
		}, "anna", "sign in", "anna", "", "", false, 1},
		{"edit names", func() error {
			return keep(root.EditUser(t.Context(), u, Details{Name: "anna", FirstName: "Anne"}))
		}, "root", "edit names", "anna", `{"first name":"Anna","last name":"Bé \u003c\"\u003e"}`,
			`{"first name":"Anne","last name":""}`, true, 1},
		{"rename", func() error {
			return keep(root.EditUser(t.Context(), u, Details{Name: "anne", FirstName: "Anne"}))
		}, "root", "rename user", "anna", `{"name":"anna"}`, `{"name":"anne"}`, true, 1},
		{"edit all", func() error {
			return keep(root.EditUser(t.Context(), u, Details{Name: "anna", FirstName: "Anna"}))
		}, "root", "edit names", "anne", `{"first name":"Anne","name":"anne"}`, `{"first name":"Anna","name":"anna"}`, true, 1},
		{"rename with last name", func() error {
			return keep(root.EditUser(t.Context(), u, Details{Name: "anne", FirstName: "Anna", LastName: "B"}))
		}, "root", "edit names", "anna", `{"last name":"","name":"anna"}`, `{"last name":"B","name":"anne"}`, true, 1},
		{"rename back", func() error {
			return keep(root.EditUser(t.Context(), u, Details{Name: "anna", FirstName: "Anna"}))
		}, "root", "edit names", "anne", `{"last name":"B","name":"anne"}`, `{"last name":"","name":"anna"}`, true, 1},
		{"change email", func() error {
			return keep(root.ChangeEmail(t.Context(), u, "a@example.com"))
		}, "root", "change email", "anna", `{"email":"anna@example.com"}`, `{"email":"a@example.com"}`, true, 1},
		{"change role", func() error {
			return keep(root.ChangeRole(t.Context(), u, identity.Admin))
		}, "root", "change role", "anna", `{"role":"Ledger manager"}`, `{"role":"Admin"}`, true, 1},
		{"disable", func() error {
			return keep(root.DisableUser(t.Context(), u))
		}, "root", "disable user", "anna", `{"status":"enabled"}`, `{"status":"disabled"}`, true, 1},
		{"enable", func() error {
			return keep(root.EnableUser(t.Context(), u))
		}, "root", "enable user", "anna", `{"status":"disabled"}`, `{"status":"enabled"}`, true, 1},
		{"lock", func() error { return anna.Lock(t.Context()) }, "anna", "lock", "", "", "", false, 1},
		{"unlock", func() error { return last(anna.Unlock(t.Context(), secret)) }, "anna", "unlock", "", "", "", false, 1},
		{"change password", func() error {
			return anna.ChangePassword(t.Context(), secret, other)
		}, "anna", "change password", "anna", "", "", true, 1},
		{"sign out", func() error { return anna.SignOut(t.Context()) }, "anna", "sign out", "", "", "", false, 1},
		{"set password", func() error {
			return root.SetPassword(t.Context(), u, secret)
		}, "root", "set password", "anna", `{"must change password":"no"}`, `{"must change password":"yes"}`, true, 1},
		{"regenerate password", func() error {
			_, err := root.RegeneratePassword(t.Context(), w.stored(t, u.ID))
			return err
		}, "root", "set password", "anna", `{"password expires":""}`, `{"password expires":"2026-03-05T09:00:19Z"}`, true, 1},
		{"delete", func() error {
			return last(root.DeleteUser(t.Context(), w.stored(t, u.ID)))
		}, "root", "delete user", "", `{"role":"Admin","status":"enabled"}`, `{"role":"","status":""}`, true, 1},
	} {
		t.Run(c.what, func(t *testing.T) {
			w.clock.add(time.Second)
			seq := w.lastEntry(t).seq
			if err := c.do(); err != nil {
				t.Fatalf("%v", err)
			}
			all := w.journal(t)
			if int64(len(all)) != seq+c.entries {
				t.Fatalf("got %d entries, want %d", int64(len(all))-seq, c.entries)
			}
			l := all[seq]
			l.after = keyMark.ReplaceAllString(l.after, "")
			if l.operation != c.operation || l.outcome != "done" || l.actor != c.actor || l.target != c.target ||
				l.before != c.before || l.after != c.after || l.reason != "" {
				t.Errorf("%s: got %+v,\nwant %s of %s by %s,\nbefore %s,\nafter %s",
					c.what, l, c.operation, c.target, c.actor, c.before, c.after)
			}
			if l.at != w.clock.now().UnixMicro() || l.version != "test" || l.process != int64(os.Getpid()) {
				t.Errorf("got %+v, want the time %d, the version and the process", l, w.clock.now().UnixMicro())
			}
			id := map[string]int64{"root": root.Me().ID, "anna": u.ID, "anne": u.ID}
			if c.operation == "delete user" {
				id[""] = u.ID
			}
			if l.actorID != id[c.actor] || l.targetID != id[c.target] {
				t.Errorf("got actor %d and target %d, want %d and %d", l.actorID, l.targetID, id[c.actor], id[c.target])
			}
			want := []byte{}
			if c.changes {
				want = w.digest(t, l.targetID)
			}
			if !bytes.Equal(l.digest, want) {
				t.Errorf("got digest %x, want %x", l.digest, want)
			}
		})
	}
	w.wantChain(t)
}

// Refusals and failures are recorded in the same chain.
func TestRefusalsInChain(t *testing.T) {
	w := newWorkspace(t)
	s := w.session(t, "leo", identity.LedgerManager)
	wantRefused(t, "delete", last(s.DeleteUser(t.Context(), w.stored(t, w.root.Me().ID))), access.DeleteUser, access.ReasonOwnOnly)
	wantErr(t, "confirm", s.Confirm(t.Context(), other), ErrPassword)
	_, err := w.service.SignIn(t.Context(), "nobody", other)
	wantErr(t, "sign in", err, ErrSignIn)
	var got []string
	for _, l := range w.journal(t)[3:] {
		got = append(got, fmt.Sprintf("%s %s %s>%s: %s", l.operation, l.outcome, l.actor, l.target, l.reason))
	}
	want := []string{
		"delete user refused leo>root: own account only",
		"confirm failed leo>: wrong password",
		"sign in failed >: user name or password is wrong, or the user is disabled",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	w.wantChain(t)
}

// After every operation, the journal holds no password and no password hash, and the file holds no password.
func TestNoSecretStored(t *testing.T) {
	w := newWorkspace(t)
	confirm(t, w.root)
	secrets := []string{secret, other}
	for i, password := range []string{"First marker of the morning", "Second marker after lunch"} {
		secrets = append(secrets, password)
		u, err := w.root.CreateUser(t.Context(), NewUser{
			Name: fmt.Sprint("user", i), Email: fmt.Sprintf("user%d@example.com", i), Password: password, Role: identity.SystemAdmin})
		if err != nil {
			t.Fatal(err)
		}
		s, err := w.service.SignIn(t.Context(), u.Name, password)
		if err != nil {
			t.Fatal(err)
		}
		wantErr(t, "lock", s.Lock(t.Context()), nil)
		wantErr(t, "unlock", last(s.Unlock(t.Context(), "Third marker that is wrong")), ErrPassword)
		wantErr(t, "unlock", last(s.Unlock(t.Context(), password)), nil)
		err = s.ChangePassword(t.Context(), "Fourth marker, wrong too", "Fifth marker, not taken")
		wantErr(t, "change password", err, ErrPassword)
		wantErr(t, "change password", s.ChangePassword(t.Context(), password, "Sixth marker in the evening"), nil)
		_, err = w.service.SignIn(t.Context(), u.Name, "Seventh marker in a hurry")
		wantErr(t, "sign in", err, ErrSignIn)
		wantErr(t, "set password", w.root.SetPassword(t.Context(), w.stored(t, u.ID), "Eighth marker from above"), nil)
		given, err := w.root.RegeneratePassword(t.Context(), w.stored(t, u.ID))
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, given.Password)
	}
	for n, a := range everyAct() {
		target := w.add(t, fmt.Sprint("target", a.op, int(a.grant), len(n)), identity.Admin)
		if err := a.call(t.Context(), w.root, target, len(n)); err != nil {
			t.Fatalf("%s: %v", n, err)
		}
	}
	file := w.bytes(t)
	for _, s := range append(secrets, "marker") {
		if contains(file, s) {
			t.Errorf("got %q in the file, want it nowhere", s)
		}
	}
	if !contains(file, "root@example.com") || !contains(file, "$argon2id$") {
		t.Error("got no root@example.com or no hash in the file, want both")
	}
	hashes := map[string]bool{}
	for _, l := range w.journal(t) {
		for _, text := range []string{l.operation, l.actor, l.target, l.before, l.after, l.reason, l.version, l.computer} {
			if strings.Contains(text, "$argon2") || strings.Contains(text, "$m=") {
				t.Errorf("entry %d holds %q, want no password hash", l.seq, text)
			}
		}
		hashes[string(l.hash)] = true
	}
	if len(hashes) < 30 {
		t.Errorf("got %d entries, want at least 30", len(hashes))
	}
}
