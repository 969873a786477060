package data

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/identity"
)

// event returns entry seq, to follow the entry with the hash prev.
func event(seq int64, prev []byte) identity.Event {
	return identity.Event{
		Seq: seq, At: start, Operation: "change role", Outcome: identity.Done, ActorID: 1, TargetID: 2,
		Before: "b", After: "a", Reason: "r", AppVersion: "1.0", Computer: "here", Process: 42,
		Committed: []byte{}, Digest: []byte{}, Prev: prev, Hash: bytes.Repeat([]byte{byte(seq)}, 32),
	}
}

// withEvents returns a store whose journal has entries 1 to n.
func withEvents(t *testing.T, n int64) *Store {
	t.Helper()
	s := newStore(t)
	for seq := range n {
		update(t, s, func(tx *Tx) error {
			ends, err := tx.JournalEnds()
			if err != nil {
				return err
			}
			if ends.Seq != seq {
				t.Errorf("last entry: got %d, want %d", ends.Seq, seq)
			}
			return tx.AppendEvent(event(seq+1, ends.Last))
		})
	}
	return s
}

func TestJournal(t *testing.T) {
	s := newStore(t)
	view(t, s, func(tx *Tx) error {
		ends, err := tx.JournalEnds()
		if want := (JournalEnds{Last: make([]byte, 32)}); !reflect.DeepEqual(ends, want) {
			t.Errorf("ends of an empty journal: got %+v, want %+v", ends, want)
		}
		return err
	})
	s = withEvents(t, 3)
	want := event(2, bytes.Repeat([]byte{1}, 32))
	var got identity.Event
	var at int64
	err := rawDB(t, s.Path()).QueryRowContext(t.Context(), `SELECT seq, at, operation, outcome, actor_id, target_id,
		before, after, reason, app_version, computer, process, batch, words, digest, prev, hash FROM journal WHERE seq = 2`).Scan(
		&got.Seq, &at, &got.Operation, &got.Outcome, &got.ActorID, &got.TargetID, &got.Before,
		&got.After, &got.Reason, &got.AppVersion, &got.Computer, &got.Process, &got.Batch, &got.Committed, &got.Digest, &got.Prev, &got.Hash)
	if err != nil {
		t.Fatal(err)
	}
	got.At, got.Committed, got.Digest = identity.FromMicros(at), append([]byte{}, got.Committed...), append([]byte{}, got.Digest...)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// The journal accepts only the next entry.
func TestJournalRefuses(t *testing.T) {
	hash := func(n byte) []byte { return bytes.Repeat([]byte{n}, 32) }
	for what, change := range map[string]func(*identity.Event){
		"a gap":             func(e *identity.Event) { e.Seq = 5 },
		"a used number":     func(e *identity.Event) { e.Seq, e.Prev = 3, hash(2) },
		"number 0":          func(e *identity.Event) { e.Seq = 0 },
		"a negative number": func(e *identity.Event) { e.Seq = -1 },
		"another prev":      func(e *identity.Event) { e.Prev = hash(2) },
		"no prev":           func(e *identity.Event) { e.Prev = make([]byte, 32) },
		"a short prev":      func(e *identity.Event) { e.Prev = e.Prev[:31] },
		"a short hash":      func(e *identity.Event) { e.Hash = e.Hash[:31] },
		"a short digest":    func(e *identity.Event) { e.Digest = e.Hash[:31] },
		"no such outcome":   func(e *identity.Event) { e.Outcome = "perhaps" },
		"no outcome":        func(e *identity.Event) { e.Outcome = "" },
	} {
		t.Run(what, func(t *testing.T) {
			s := withEvents(t, 3)
			e := event(4, hash(3))
			change(&e)
			if err := s.Update(t.Context(), func(tx *Tx) error { return tx.AppendEvent(e) }); err == nil {
				t.Error("got no error, want one")
			}
			wantEvents(t, what, s, 3)
			update(t, s, func(tx *Tx) error { return tx.AppendEvent(event(4, hash(3))) })
		})
	}
	s := newStore(t)
	if err := s.Update(t.Context(), func(tx *Tx) error { return tx.AppendEvent(event(1, hash(9))) }); err == nil {
		t.Error("first entry with a prev: got no error, want one")
	}
}

// Every transaction that changes the file counts once, however many entries it appends, also after another program has
// changed what was counted.
func TestTransactionsAreCounted(t *testing.T) {
	s := withEvents(t, 1)
	db := rawDB(t, s.Path())
	count := func() (n int64) {
		t.Helper()
		err := db.QueryRowContext(t.Context(), `
			SELECT n + coalesce((SELECT txid FROM journal ORDER BY seq DESC LIMIT 1), 0) FROM commits`).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	change := func(entries int, conclude bool) {
		t.Helper()
		update(t, s, func(tx *Tx) error {
			for range entries {
				ends, err := tx.JournalEnds()
				if err == nil {
					err = tx.AppendEvent(event(ends.Seq+1, ends.Last))
				}
				if err != nil {
					return err
				}
			}
			if !conclude {
				return nil
			}
			_, err := tx.Conclude(0)
			return err
		})
	}
	if _, err := db.ExecContext(t.Context(), `DROP TRIGGER journal_keep`); err != nil {
		t.Fatal(err)
	}
	for _, meddle := range []string{
		``, `UPDATE journal SET txid = 9007199254740991`, `UPDATE journal SET txid = -1`, `DELETE FROM commits`,
		`UPDATE commits SET n = 9223372036854775807`, `UPDATE commits SET n = -9223372036854775808`,
	} {
		if _, err := db.ExecContext(t.Context(), `PRAGMA ignore_check_constraints = 1; `+meddle); err != nil {
			t.Fatal(err)
		}
		change(1, true) // this and the next make both numbers right again
		change(0, true)
		for _, entries := range []int{0, 1, 0, 3, 2} {
			for _, conclude := range []bool{true, false} {
				before := count()
				change(entries, conclude)
				if after := count(); after != before+1 {
					t.Errorf("%q, %d entries, concluded %v: got %d after %d", meddle, entries, conclude, after, before)
				}
			}
		}
	}
}

func TestJournalKeepsEntries(t *testing.T) {
	const columns = ` INTO journal SELECT `
	const rest = `, at, 'delete user', outcome, actor_id, target_id, before, after, reason, app_version, computer,
		process, words, digest, prev, hash, txid FROM journal WHERE seq = `
	for what, query := range map[string]string{
		"update of one":     `UPDATE journal SET reason = 'boris' WHERE seq = 2`,
		"update of nothing": `UPDATE journal SET reason = reason`,
		"update or replace": `UPDATE OR REPLACE journal SET seq = 1 WHERE seq = 2`,
		"delete of one":     `DELETE FROM journal WHERE seq = 3`,
		"delete of all":     `DELETE FROM journal`,
		"insert or replace": `INSERT OR REPLACE` + columns + `2` + rest + `2`,
		"replace the last":  `REPLACE` + columns + `3` + rest + `3`,
		"insert again":      `INSERT` + columns + `2` + rest + `2`,
		"upsert":            `INSERT` + columns + `2` + rest + `2 ON CONFLICT (seq) DO UPDATE SET reason = 'boris'`,
		"insert with a gap": `INSERT` + columns + `9` + rest + `3`,
		"insert unnumbered": `INSERT` + columns + `NULL` + rest + `3`,
	} {
		t.Run(what, func(t *testing.T) {
			s := withEvents(t, 3)
			for who, run := range map[string]func(string) error{
				"the program": func(query string) error { return execute(t, s, query) },
				"another": func(query string) error {
					_, err := rawDB(t, s.Path()).ExecContext(t.Context(), query)
					return err
				},
			} {
				if err := run(query); err == nil || !strings.Contains(err.Error(), "journal") {
					t.Errorf("%s by %s: got error %v, want the journal's", what, who, err)
				}
				wantEvents(t, what, s, 3)
			}
		})
	}
}

func TestJournalIgnoresNothing(t *testing.T) {
	s := withEvents(t, 3)
	// Whether or not OR IGNORE hides the raised error, nothing is changed.
	execute(t, s, `UPDATE OR IGNORE journal SET reason = 'boris'`) //nolint:errcheck // checked below
	execute(t, s, `DELETE FROM journal WHERE seq > 1`)             //nolint:errcheck // checked below
	wantEvents(t, "update or ignore", s, 3)
}

// wantEvents fails the test unless the journal holds exactly entries 1 to n, unchanged.
func wantEvents(t *testing.T, what string, s *Store, n int64) {
	t.Helper()
	rows, err := rawDB(t, s.Path()).QueryContext(t.Context(), `SELECT seq, reason, operation, hash FROM journal ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var numbers []int64
	for rows.Next() {
		var e identity.Event
		if err := rows.Scan(&e.Seq, &e.Reason, &e.Operation, &e.Hash); err != nil {
			t.Fatal(err)
		}
		if e.Reason != "r" || e.Operation != "change role" || !bytes.Equal(e.Hash, event(e.Seq, nil).Hash) {
			t.Errorf("%s: got entry %+v, want it unchanged", what, e)
		}
		numbers = append(numbers, e.Seq)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	var want []int64
	for seq := range n {
		want = append(want, seq+1)
	}
	if !slices.Equal(numbers, want) {
		t.Errorf("%s: got entries %v, want %v", what, numbers, want)
	}
}

// newJournal returns a store with n entries. Every hundredth is by user 1 about user 2, the others are by user 3.
func newJournal(t *testing.T, n int) *Store {
	t.Helper()
	s := newStore(t)
	update(t, s, func(tx *Tx) error {
		prev := make([]byte, 32)
		for i := range n {
			e := event(int64(i+1), prev)
			e.At, e.Operation, e.ActorID, e.TargetID = start.Add(time.Duration(i)*time.Second), "lock", 3, 0
			if i%100 == 99 {
				e.Operation, e.ActorID, e.TargetID = "change role", 1, 2
				if i%200 == 199 {
					e.Outcome = identity.Refused
				}
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

func TestEvents(t *testing.T) {
	s := newJournal(t, 1000)
	var hundreds, even []int64
	for seq := int64(1000); seq > 0; seq -= 100 {
		if hundreds = append(hundreds, seq); seq%200 == 0 {
			even = append(even, seq)
		}
	}
	for name, c := range map[string]struct {
		q    identity.EventQuery
		want []int64
	}{
		"by actor":              {identity.EventQuery{Person: 1}, hundreds},
		"by target":             {identity.EventQuery{Person: 2}, hundreds},
		"by unknown person":     {identity.EventQuery{Person: 4}, nil},
		"by operation":          {identity.EventQuery{Operations: []string{"change role", "sign in"}}, hundreds},
		"by outcome":            {identity.EventQuery{Outcome: identity.Refused}, even},
		"by time":               {identity.EventQuery{From: start.Add(996 * time.Second), To: start.Add(999 * time.Second)}, []int64{999, 998, 997}},
		"by person and outcome": {identity.EventQuery{Person: 1, Outcome: identity.Refused}, even},
		"by all":                {identity.EventQuery{Person: 2, Operations: []string{"change role"}, Outcome: identity.Refused, From: start.Add(990 * time.Second)}, even[:1]},
	} {
		for _, limit := range []int{1, 3, 1000} {
			wantPages(t, fmt.Sprint(name, ", ", limit, " at once"), s, limit, c.want,
				func(tx *Tx, next int64) ([]identity.Event, int64, error) { return tx.Events(c.q, next, limit) })
			wantPages(t, fmt.Sprint(name, ", ", limit, " searched at once"), s, limit, c.want,
				func(tx *Tx, next int64) ([]identity.Event, int64, error) {
					all := func(identity.EventText) bool { return true }
					events, _, next, err := tx.SearchEvents(c.q, next, 2*limit, limit, all)
					return events, next, err
				})
		}
	}
}

// wantPages checks which entries read returns page by page, at most limit at once.
func wantPages(
	t *testing.T, name string, s *Store, limit int, want []int64, read func(*Tx, int64) ([]identity.Event, int64, error),
) {
	t.Run(name, func(t *testing.T) {
		var got []int64
		for next := int64(0); ; {
			var events []identity.Event
			view(t, s, func(tx *Tx) (err error) { events, next, err = read(tx, next); return err })
			if len(events) > limit {
				t.Fatalf("got %d entries, want at most %d", len(events), limit)
			}
			for _, e := range events {
				got = append(got, e.Seq)
			}
			if next == 0 {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %d: %v …, want %v", len(got), got[:min(len(got), 5)], want)
		}
	})
}

// Of each entry, all texts are searched.
func TestSearchEvents(t *testing.T) {
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	insert(t, s, "boris", identity.Admin)
	e := withWords(event(1, make([]byte, 32)))
	e.Before, e.After, e.Computer = `{"a":"b"}`, `{"a":"c"}`, "desk"
	update(t, s, func(tx *Tx) error { return tx.AppendEvent(e) })
	var got []identity.EventText
	view(t, s, func(tx *Tx) error {
		_, _, _, err := tx.SearchEvents(identity.EventQuery{}, 0, 10, 10, func(e identity.EventText) bool {
			got = append(got, e)
			return false
		})
		return err
	})
	want := identity.EventText{
		Operation: e.Operation, Outcome: e.Outcome, ActorID: e.ActorID, TargetID: e.TargetID,
		Text: `{"a":"b"}` + "\n" + `{"a":"c"}` + "\nr\ndesk\x01anna\x02boris\nB1",
	}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// A call covers a bounded range of entries, whether or not it finds any, and the next call continues there.
func TestEventRanges(t *testing.T) {
	if testing.Short() {
		t.Skip("writes many entries")
	}
	s := newJournal(t, eventRange+150)
	q := identity.EventQuery{From: start, To: start.Add(100 * time.Second), Operations: []string{"change role"}}
	var events []identity.Event
	var next int64
	view(t, s, func(tx *Tx) (err error) { events, next, err = tx.Events(q, 0, 10); return err })
	if next != 151 || len(events) != 0 {
		t.Errorf("got %d entries, next %d, want none, next 151", len(events), next)
	}
	view(t, s, func(tx *Tx) (err error) { events, next, err = tx.Events(q, next, 10); return err })
	if next != 0 || len(events) != 1 || events[0].Seq != 100 {
		t.Errorf("got %+v, next %d, want entry 100, next 0", events, next)
	}
}

// Entries that are built on another goroutine are in the journal when it is needed next, in order.
func TestAppendLater(t *testing.T) {
	s := withEvents(t, 2)
	next := func(n int) func(JournalEnds) ([]identity.Event, error) {
		return func(ends JournalEnds) (events []identity.Event, err error) {
			for range n {
				e := event(ends.Seq+1, ends.Last)
				ends.Seq, ends.Last = e.Seq, e.Hash
				events = append(events, e)
			}
			return events, nil
		}
	}
	update(t, s, func(tx *Tx) error {
		for _, n := range []int{3, 0, 130, 1} {
			if err := tx.AppendLater(next(n)); err != nil {
				return err
			}
		}
		_, err := tx.Conclude(0)
		return err
	})
	view(t, s, func(tx *Tx) error {
		ends, err := tx.JournalEnds()
		if n, e := tx.CountEvents(); ends.Seq != 136 || n != 136 || e != nil {
			t.Errorf("got %d entries, the last number %d, error %v, want 136", n, ends.Seq, e)
		}
		return err
	})
	broken := errors.New("broken")
	err := s.Update(t.Context(), func(tx *Tx) error {
		err := tx.AppendLater(func(JournalEnds) ([]identity.Event, error) { return nil, broken })
		if err != nil {
			t.Errorf("before it is needed: got error %v", err)
		}
		_, err = tx.Conclude(0)
		return err
	})
	wantErr(t, "when it is needed", err, broken)
}
