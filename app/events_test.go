package app

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"roster/app/journal"
	"roster/identity"
)

// Admins read all entries; a Ledger manager reads only those in which they are the actor or the target.
func TestJournalByRole(t *testing.T) {
	w := newTrusted(t)
	n := NewUser{Name: "eva", Email: "eva@example.com", Password: secret, Role: identity.LedgerManager}
	if _, err := w.root.CreateUser(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	all := w.lastEntry(t).seq
	for name, whole := range map[string]bool{"root": true, "anna": true, "leo": false} {
		t.Run(name, func(t *testing.T) {
			s := w.signIn(t, name)
			all++
			for what, q := range map[string]JournalQuery{
				"everything": {}, "about root": {EventQuery: identity.EventQuery{Person: 1}}, "by root's name": {Search: journal.NewSearch("root", journal.Wording{})}, "about eva": {EventQuery: identity.EventQuery{Person: 5}},
			} {
				p, err := s.Journal(t.Context(), q, 0, 1000)
				if err != nil {
					t.Fatal(err)
				}
				if whole && what == "everything" && len(p.Events) != int(all) {
					t.Errorf("%s: got %d entries, want all %d", what, len(p.Events), all)
				}
				if len(p.Events) == 0 && (whole || what == "everything") {
					t.Errorf("%s: got no entries, want some", what)
				}
				for _, e := range p.Events {
					if !whole && e.ActorID != s.Me().ID && e.TargetID != s.Me().ID {
						t.Errorf("%s: got entry %d: %s by %s on %s, want only their own", what, e.Seq, e.Operation, e.Actor, e.Target)
					}
				}
			}
		})
	}
	// Reading is not recorded.
	if got := w.lastEntry(t).seq; got != all {
		t.Errorf("entries: got %d, want %d", got, all)
	}
}

func TestJournalQuery(t *testing.T) {
	w := newTrusted(t)
	for what, c := range map[string]struct {
		q    JournalQuery
		want []int64
	}{
		"operations": {JournalQuery{EventQuery: identity.EventQuery{Operations: []string{"change role", "delete user"}}}, []int64{10, 8, 7, 6}},
		"outcome":    {JournalQuery{EventQuery: identity.EventQuery{Outcome: identity.Refused}}, nil},
		"time":       {JournalQuery{EventQuery: identity.EventQuery{From: start.Add(time.Hour)}}, nil},
		"text":       {JournalQuery{Search: journal.NewSearch("ledger ADMIN anna", journal.Wording{})}, []int64{8, 7, 6}},
	} {
		t.Run(what, func(t *testing.T) {
			p, err := w.root.Journal(t.Context(), c.q, 0, 100)
			var got []int64
			for _, e := range p.Events {
				got = append(got, e.Seq)
			}
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("got %v, error %v, want %v", got, err, c.want)
			}
		})
	}
	p, err := w.root.Journal(t.Context(), JournalQuery{EventQuery: identity.EventQuery{Operations: []string{"change role"}}}, 0, 1)
	if err != nil || len(p.Events) != 1 {
		t.Fatal(err)
	}
	want := []identity.Change{{Field: "role", Before: "Ledger manager", After: "Admin"}}
	if got := journal.ChangesOf(p.Events[0]); !slices.Equal(got, want) {
		t.Errorf("changes: got %v, want %v", got, want)
	}
	if got := journal.ChangesOf(identity.Event{Before: "{", After: "[]"}); got != nil {
		t.Errorf("changes by another program: got %v, want none", got)
	}
}

// The present name of a user, or their email, also finds the entries in which they had another name.
func TestJournalSearchRenamed(t *testing.T) {
	w := newTrusted(t)
	w.exec(t, `UPDATE users SET name = 'Änne', name_key = 'änne', email = 'anne@example.org', email_key = 'anne@example.org'
		WHERE name = 'anna'`)
	for text, want := range map[string][]int64{
		"ÄNNE ledger": {8, 7, 6, 3}, "ANNE@example.org ledger": {8, 7, 6, 3}, "anna ledger": {8, 7, 6, 3}, "änn": {8, 7, 6, 3},
	} {
		t.Run(text, func(t *testing.T) {
			p, err := w.root.Journal(t.Context(), JournalQuery{Search: journal.NewSearch(text, journal.Wording{})}, 0, 100)
			var got []int64
			for _, e := range p.Events {
				got = append(got, e.Seq)
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("got %v, error %v, want %v", got, err, want)
			}
		})
	}
}

// A search that reads more entries than fit in one call finds each match once, whatever the length of a page.
func TestJournalSearchPages(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	w := newTrusted(t)
	w.exec(t, `
		WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 25000)
		INSERT INTO journal (seq, at, operation, outcome, actor_id, target_id, before, after, reason, app_version,
			computer, process, words, digest, prev, hash)
		SELECT (SELECT max(seq) FROM journal) + n, 0, 'change role', 'done', 1, 2, '',
			iif(n IN (1, 2, 9000, 9001, 24000), '{"role":"Ärzte"}', ''), '', '', '', 0, x'', x'',
			iif(n = 1, (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), zeroblob(32)), zeroblob(32)
		FROM numbers`)
	first := w.number(t, `SELECT max(seq) FROM journal`) - 25_000
	var want []int64
	for _, n := range []int64{24_000, 9001, 9000, 2, 1} {
		want = append(want, first+n)
	}
	q := JournalQuery{Search: journal.NewSearch("ärzte", journal.Wording{})}
	for _, limit := range []int{1, 2, 10} {
		t.Run(fmt.Sprint("limit ", limit), func(t *testing.T) {
			var got []int64
			calls := 0
			for before := int64(0); ; calls++ {
				p, err := w.root.Journal(t.Context(), q, before, limit)
				if err != nil || len(p.Events) > limit {
					t.Fatalf("got %d entries, error %v, want at most %d", len(p.Events), err, limit)
				}
				for _, e := range p.Events {
					got = append(got, e.Seq)
				}
				if before = p.Next; before == 0 {
					break
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
			if calls == 0 {
				t.Error("got everything in one call, want several: 25,000 entries are more than one call reads")
			}
		})
	}
}
