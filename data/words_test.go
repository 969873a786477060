package data

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"roster/identity"
)

// withWords returns e with words of users 1 and 2.
func withWords(e identity.Event) identity.Event {
	e.Actor, e.Target = "anna", "boris"
	e.Words = []identity.Word{
		{Place: 1, Person: 1, Salt: bytes.Repeat([]byte{1}, 16), Text: "anna"},
		{Place: 2, Person: 2, Salt: bytes.Repeat([]byte{2}, 16), Text: "boris"},
		{Place: 10, Person: 2, Salt: bytes.Repeat([]byte{3}, 16), Text: fmt.Sprint("B", e.Seq)},
	}
	e.Committed = make([]byte, 3*41)
	return e
}

// withWordyEvents returns a store of anna (1), boris (2) and n entries, each with words of both.
func withWordyEvents(t *testing.T, n int) *Store {
	t.Helper()
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	insert(t, s, "boris", identity.Admin)
	update(t, s, func(tx *Tx) error {
		prev := make([]byte, 32)
		for seq := range n {
			e := withWords(event(int64(seq+1), prev))
			if seq%50 == 49 {
				e.Operation = "rename user"
			}
			if err := tx.AppendEvent(e); err != nil {
				return err
			}
			prev = e.Hash
		}
		return nil
	})
	return s
}

// Every event comes with its words, however it is read.
func TestEventWords(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	const n = eventsAtOnce + 100
	s := withWordyEvents(t, n)
	check := func(t *testing.T, e *identity.Event, all bool) {
		t.Helper()
		want := withWords(event(e.Seq, nil))
		same := slices.EqualFunc(e.Words, want.Words, func(a, b identity.Word) bool {
			if !all {
				b.Person, b.Salt = 0, nil
			}
			return a.Place == b.Place && a.Person == b.Person && bytes.Equal(a.Salt, b.Salt) && a.Text == b.Text
		})
		if !same || e.Actor != "anna" || e.Target != "boris" {
			t.Fatalf("entry %d: got %+v, want the words %+v", e.Seq, e, want.Words)
		}
	}
	view(t, s, func(tx *Tx) error {
		last := int64(0)
		err := tx.EachEvent(func(e *identity.Event) error {
			check(t, e, true)
			if last++; e.Seq != last {
				t.Fatalf("got entry %d, want %d", e.Seq, last)
			}
			return nil
		})
		if last != n {
			t.Errorf("got %d entries, want %d", last, n)
		}
		return err
	})
	for name, q := range map[string]identity.EventQuery{
		"all": {}, "of one user": {Person: 2}, "rare": {Operations: []string{"rename user"}},
	} {
		t.Run(name, func(t *testing.T) {
			view(t, s, func(tx *Tx) error {
				events, _, err := tx.Events(q, 0, 60)
				if len(events) != 60 {
					t.Errorf("got %d entries, want 60", len(events))
				}
				for _, e := range events {
					check(t, &e, false)
				}
				return err
			})
		})
	}
}

// The words in the journal are kept: they cannot be changed, added or removed, except with their user.
func TestWordsRefused(t *testing.T) {
	for what, query := range map[string]string{
		"update":                      `UPDATE words SET text = 'x' WHERE seq = 1`,
		"update of nothing":           `UPDATE words SET text = text`,
		"delete of one":               `DELETE FROM words WHERE seq = 2 AND n = 1`,
		"delete of all":               `DELETE FROM words`,
		"delete of a user's":          `DELETE FROM words WHERE person = 2`,
		"replace":                     `REPLACE INTO words VALUES (2, 1, 1, zeroblob(16), 'x')`,
		"add to an entry":             `INSERT INTO words VALUES (3, 5, 1, zeroblob(16), 'x')`,
		"add beyond the next entries": `INSERT INTO words VALUES (132, 1, 1, zeroblob(16), 'x')`,
		"add one of nobody":           `INSERT INTO words VALUES (4, 1, 9, zeroblob(16), 'x')`,
		"an entry without its words":  `INSERT INTO journal SELECT 4, at, operation, outcome, 1, 2, '', '', '', '', '', 0, 0, words, digest, hash, hash, 0 FROM journal WHERE seq = 3`,
		"a deletion without deleting": `INSERT INTO journal SELECT 4, at, 'delete user', outcome, 1, 2, '', '', '', '', '', 0, 0, x'', digest, hash, hash, 0 FROM journal WHERE seq = 3`,
	} {
		t.Run(what, func(t *testing.T) {
			s := withWordyEvents(t, 3)
			for who, run := range map[string]func(string) error{
				"the program": func(query string) error { return execute(t, s, query) },
				"another": func(query string) error {
					_, err := rawDB(t, s.Path()).ExecContext(t.Context(), query)
					return err
				},
			} {
				if err := run(query); err == nil || !strings.Contains(err.Error(), "journal") {
					t.Errorf("by %s: got error %v, want the journal's", who, err)
				}
			}
			view(t, s, func(tx *Tx) error {
				words := 0
				err := tx.EachEvent(func(e *identity.Event) error { words += len(e.Words); return nil })
				if words != 9 {
					t.Errorf("got %d words, want 9", words)
				}
				return err
			})
		})
	}
}

// The entry about a user's deletion erases their words. Without it, they remain.
func TestErase(t *testing.T) {
	s := withWordyEvents(t, 3)
	words := func() (left []string) {
		view(t, s, func(tx *Tx) error {
			return tx.EachEvent(func(e *identity.Event) error {
				for _, w := range e.Words {
					left = append(left, w.Text)
				}
				return nil
			})
		})
		return left
	}
	update(t, s, func(tx *Tx) error { return tx.DeleteUser(2, 1) })
	if got := words(); len(got) != 9 {
		t.Errorf("without an entry: got %q, want all", got)
	}
	update(t, s, func(tx *Tx) error {
		ends, err := tx.JournalEnds()
		if err != nil {
			return err
		}
		e := event(4, ends.Last)
		e.Operation = "delete user"
		return tx.AppendEvent(e)
	})
	if got := words(); !slices.Equal(got, []string{"anna", "anna", "anna"}) {
		t.Errorf("got %q, want those of anna", got)
	}
}

func TestStrayWord(t *testing.T) {
	s := withWordyEvents(t, 3)
	view(t, s, func(tx *Tx) error {
		seq, err := tx.StrayWord(3)
		if seq != 0 {
			t.Errorf("got a word of entry %d, want none", seq)
		}
		return err
	})
	if err := execute(t, s, `INSERT INTO words VALUES (4, 7, 1, zeroblob(16), 'x'), (4, 1, 1, zeroblob(16), 'y')`); err != nil {
		t.Fatal(err)
	}
	view(t, s, func(tx *Tx) error {
		seq, err := tx.StrayWord(3)
		if seq != 4 {
			t.Errorf("got a word of entry %d, want 4", seq)
		}
		return err
	})
	// They do not keep the program from writing the next entry.
	update(t, s, func(tx *Tx) error {
		ends, err := tx.JournalEnds()
		if err != nil {
			return err
		}
		return tx.AppendEvent(withWords(event(4, ends.Last)))
	})
}

// SQLite overwrites what is deleted, wherever it was moved before. Checkpoint brings that to the file.
func TestNothingLeftInPages(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	s := newStore(t)
	var gone []string
	live, names := map[int64]identity.User{}, map[int64][]string{}
	number := 0
	word := func() string {
		number++
		return fmt.Sprintf("q%dz%s", number*7919, strings.Repeat("x", number%40))
	}
	some := func(users map[int64]identity.User) (u identity.User) {
		for _, u = range users {
			break
		}
		return u
	}
	for range 40 {
		var nowGone []string
		var nowLive map[int64]identity.User
		var nowNames map[int64][]string
		update(t, s, func(tx *Tx) error {
			nowGone, nowLive, nowNames = slices.Clone(gone), maps.Clone(live), maps.Clone(names)
			ends, err := tx.JournalEnds()
			for step := 0; step < 100 && err == nil; step++ {
				u := some(nowLive)
				e := event(ends.Seq+1, ends.Last)
				switch {
				case step%3 == 0 && len(nowLive) > 200:
					err = tx.DeleteUser(u.ID, u.Version)
					nowGone = append(nowGone, nowNames[u.ID]...)
					delete(nowLive, u.ID)
					e.Operation, e.TargetID = "delete user", u.ID
				case step%3 == 1 && len(nowLive) > 50:
					after := u
					after.Name, after.LastName = word(), word()
					u, err = tx.UpdateUser(u, after)
				default:
					u, err = tx.InsertUser(identity.User{
						Name: word(), Email: word() + "@example.com", FirstName: word(), LastName: word(), Role: identity.Admin,
						Status: identity.Enabled,
					})
				}
				if err != nil {
					return err
				}
				if e.Operation != "delete user" {
					nowLive[u.ID] = u
					texts := []string{u.Name, u.Email, u.FirstName, u.LastName}
					nowNames[u.ID] = slices.Concat(nowNames[u.ID], texts)
					for i, text := range texts {
						e.Words = append(e.Words, identity.Word{Place: identity.Place(i + 1), Person: u.ID, Salt: make([]byte, 16), Text: text})
					}
				}
				e.Committed = make([]byte, 41*len(e.Words))
				if err = tx.AppendEvent(e); err == nil {
					ends, err = tx.JournalEnds()
				}
			}
			return err
		})
		gone, live, names = nowGone, nowLive, nowNames
	}
	if complete, err := s.Erase(t.Context()); err != nil || !complete {
		t.Fatalf("got complete %v, error %v, want true", complete, err)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	var all []byte
	files, err := filepath.Glob(s.Path() + "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, content...)
	}
	for _, u := range live {
		if !bytes.Contains(all, []byte(u.Name)) {
			t.Fatalf("%s is not in the file", u.Name)
		}
	}
	if len(gone) < 500 {
		t.Errorf("got %d texts to search for, want at least 500", len(gone))
	}
	left := slices.DeleteFunc(gone, func(text string) bool { return !bytes.Contains(all, []byte(text)) })
	if len(left) > 0 {
		t.Errorf("got %q in the file, want nothing of deleted users", left)
	}
}
