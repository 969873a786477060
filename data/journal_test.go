package data

import (
	"bytes"
	"database/sql"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// event is an entry that the journal takes as that number after the entry of that hash.
func event(seq int64, prev []byte) Event {
	return Event{
		Seq: seq, At: start, Operation: "change role", Outcome: Done, ActorID: 1, Actor: "anna", TargetID: 2, Target: "boris",
		Before: "b", After: "a", Reason: "r", AppVersion: "1.0", Computer: "here", Process: 42,
		Digest: []byte{}, Prev: prev, Hash: bytes.Repeat([]byte{byte(seq)}, 32),
	}
}

// withEvents returns a store whose journal has entries 1 to n.
func withEvents(t *testing.T, n int64) *Store {
	t.Helper()
	s := newStore(t)
	for seq := range n {
		update(t, s, func(tx *Tx) error {
			last, hash, err := tx.LastEvent()
			if err != nil {
				return err
			}
			if last != seq {
				t.Errorf("last entry: got %d, want %d", last, seq)
			}
			return tx.AppendEvent(event(seq+1, hash))
		})
	}
	return s
}

func TestJournal(t *testing.T) {
	s := newStore(t)
	view(t, s, func(tx *Tx) error {
		seq, hash, err := tx.LastEvent()
		if seq != 0 || !bytes.Equal(hash, make([]byte, 32)) {
			t.Errorf("last of none: got %d, %x, want 0 and zeros", seq, hash)
		}
		return err
	})
	s = withEvents(t, 3)
	want := event(2, bytes.Repeat([]byte{1}, 32))
	var got Event
	var at int64
	err := s.read.db.QueryRowContext(t.Context(), `SELECT seq, at, operation, outcome, actor_id, actor, target_id, target,
		before, after, reason, app_version, computer, process, digest, prev, hash FROM journal WHERE seq = 2`).Scan(
		&got.Seq, &at, &got.Operation, &got.Outcome, &got.ActorID, &got.Actor, &got.TargetID, &got.Target, &got.Before,
		&got.After, &got.Reason, &got.AppVersion, &got.Computer, &got.Process, &got.Digest, &got.Prev, &got.Hash)
	if err != nil {
		t.Fatal(err)
	}
	got.At, got.Digest = fromMicros(at), append([]byte{}, got.Digest...)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// The journal takes the next entry and nothing else, from whoever has the file open.
func TestJournalRefuses(t *testing.T) {
	hash := func(n byte) []byte { return bytes.Repeat([]byte{n}, 32) }
	for what, change := range map[string]func(*Event){
		"a gap":              func(e *Event) { e.Seq = 5 },
		"a number there is":  func(e *Event) { e.Seq, e.Prev = 3, hash(2) },
		"number 0":           func(e *Event) { e.Seq = 0 },
		"a negative number":  func(e *Event) { e.Seq = -1 },
		"another one before": func(e *Event) { e.Prev = hash(2) },
		"none before":        func(e *Event) { e.Prev = make([]byte, 32) },
		"a short one before": func(e *Event) { e.Prev = e.Prev[:31] },
		"a short hash":       func(e *Event) { e.Hash = e.Hash[:31] },
		"a short digest":     func(e *Event) { e.Digest = e.Hash[:31] },
		"no such outcome":    func(e *Event) { e.Outcome = "perhaps" },
		"no outcome":         func(e *Event) { e.Outcome = "" },
	} {
		s := withEvents(t, 3)
		e := event(4, hash(3))
		change(&e)
		if err := s.Update(t.Context(), func(tx *Tx) error { return tx.AppendEvent(e) }); err == nil {
			t.Errorf("%s: got no error, want one", what)
		}
		wantEvents(t, what, s, 3)
		update(t, s, func(tx *Tx) error { return tx.AppendEvent(event(4, hash(3))) })
	}
	s := newStore(t)
	if err := s.Update(t.Context(), func(tx *Tx) error { return tx.AppendEvent(event(1, hash(9))) }); err == nil {
		t.Error("a first one with one before: got no error, want one")
	}
}

func TestJournalKeepsEntries(t *testing.T) {
	const columns = ` INTO journal SELECT `
	const rest = `, at, 'delete user', outcome, actor_id, actor, target_id, target, before, after, reason, app_version, computer,
		process, digest, prev, hash FROM journal WHERE seq = `
	for what, query := range map[string]string{
		"update of one":     `UPDATE journal SET actor = 'boris' WHERE seq = 2`,
		"update of nothing": `UPDATE journal SET actor = actor`,
		"update or replace": `UPDATE OR REPLACE journal SET seq = 1 WHERE seq = 2`,
		"delete of one":     `DELETE FROM journal WHERE seq = 3`,
		"delete of all":     `DELETE FROM journal`,
		"insert or replace": `INSERT OR REPLACE` + columns + `2` + rest + `2`,
		"replace the last":  `REPLACE` + columns + `3` + rest + `3`,
		"insert again":      `INSERT` + columns + `2` + rest + `2`,
		"upsert":            `INSERT` + columns + `2` + rest + `2 ON CONFLICT (seq) DO UPDATE SET actor = 'boris'`,
		"insert with a gap": `INSERT` + columns + `9` + rest + `3`,
		"insert unnumbered": `INSERT` + columns + `NULL` + rest + `3`,
	} {
		s := withEvents(t, 3)
		for who, db := range map[string]*sql.DB{"the program": s.write.db, "another": rawDB(t, s.Path())} {
			if _, err := db.ExecContext(t.Context(), query); err == nil || !strings.Contains(err.Error(), "the journal") {
				t.Errorf("%s by %s: got error %v, want the journal's", what, who, err)
			}
			wantEvents(t, what, s, 3)
		}
	}
}

func TestJournalIgnoresNothing(t *testing.T) {
	s := withEvents(t, 3)
	// OR IGNORE does not hide a raised error, and nothing happens either way.
	s.write.db.ExecContext(t.Context(), `UPDATE OR IGNORE journal SET actor = 'boris'`) //nolint:errcheck // seen below
	s.write.db.ExecContext(t.Context(), `DELETE FROM journal WHERE seq > 1`)            //nolint:errcheck // likewise
	wantEvents(t, "update or ignore", s, 3)
}

// wantEvents fails the test unless the journal holds entries 1 to n as they were written.
func wantEvents(t *testing.T, what string, s *Store, n int64) {
	t.Helper()
	rows, err := s.read.db.QueryContext(t.Context(), `SELECT seq, actor, operation, hash FROM journal ORDER BY seq`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var numbers []int64
	for rows.Next() {
		var e Event
		if err := rows.Scan(&e.Seq, &e.Actor, &e.Operation, &e.Hash); err != nil {
			t.Fatal(err)
		}
		if e.Actor != "anna" || e.Operation != "change role" || !bytes.Equal(e.Hash, event(e.Seq, nil).Hash) {
			t.Errorf("%s: got entry %+v, want it as it was", what, e)
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
