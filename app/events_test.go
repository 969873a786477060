package app

import (
	"slices"
	"testing"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

// Admins read all entries; a Ledger manager reads only those of which they are the actor or the target.
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
				"everything": {}, "about root": {Person: 1}, "by root's name": {Search: journal.NewSearch("root", journal.Wording{})}, "about eva": {Person: 5},
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
		"operations": {JournalQuery{Operations: []access.Operation{access.ChangeRole, access.DeleteUser}}, []int64{10, 8, 7, 6}},
		"outcome":    {JournalQuery{Outcome: identity.Refused}, nil},
		"time":       {JournalQuery{From: start.Add(time.Hour)}, nil},
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
	p, err := w.root.Journal(t.Context(), JournalQuery{Operations: []access.Operation{access.ChangeRole}}, 0, 1)
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
