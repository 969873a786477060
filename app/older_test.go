package app

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// reopened returns a workspace with a copy of the file of w as it is now, on the same computer.
func (w *workspace) reopened(t *testing.T) *workspace {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.roster")
	w.exec(t, fmt.Sprintf(`VACUUM INTO '%s'`, path))
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	store, err := data.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	store.Now = w.store.Now
	service, err := New(store, Options{Witness: string(w.service.witness), Hash: w.service.hash})
	if err != nil {
		t.Fatal(err)
	}
	return &workspace{path: w.path, store: store, service: service, root: w.root, db: w.db, hash: w.hash}
}

// An older copy is recognised before and after signing in, until a System Admin accepts it.
func TestOlder(t *testing.T) {
	w := newTrusted(t)
	before := w.reopened(t)
	w.signIn(t, "anna")
	if older, err := w.service.Older(t.Context()); err != nil || older != nil {
		t.Errorf("the file itself: got %+v, error %v, want no older one", older, err)
	}
	if older, err := before.service.Older(t.Context()); err != nil || older == nil || *older != (Older{Entry: 11, Seen: 12}) {
		t.Fatalf("the copy: got %+v, error %v, want entry 11 of 12", older, err)
	}
	if v := before.verify(t); v.Fault == nil || *v.Fault != (journal.Fault{Kind: journal.FaultOlder, Seq: 12}) {
		t.Errorf("the copy: got %+v, want an older one", v.Fault)
	}
	root := before.signIn(t, "root") // entry 12, but not the one seen
	if older, err := before.service.Older(t.Context()); err != nil || older == nil || *older != (Older{Entry: 12, Seen: 12}) {
		t.Errorf("after signing in: got %+v, error %v, want a different entry 12", older, err)
	}
	if v := before.verify(t); v.Fault == nil || v.Fault.Kind != journal.FaultReplaced {
		t.Errorf("after signing in: got %+v, want a replaced entry", v.Fault)
	}
	confirm(t, root)
	if err := root.AcceptOlder(t.Context()); err != nil {
		t.Fatal(err)
	}
	if older, err := before.service.Older(t.Context()); err != nil || older != nil {
		t.Errorf("after accepting: got %+v, error %v, want no older one", older, err)
	}
	if v := before.verify(t); v.Fault != nil {
		t.Errorf("after accepting: got %+v, want no fault", v.Fault)
	}
	p, err := root.Journal(t.Context(), JournalQuery{}, 0, 1)
	if err != nil || len(p.Events) != 1 {
		t.Fatal(err)
	}
	want := identity.Change{Field: "entries", Before: "12", After: "13"}
	if got := journal.ChangesOf(p.Events[0]); p.Events[0].Operation != "accept older file" || len(got) != 1 || got[0] != want {
		t.Errorf("journal: got %s %+v, want %+v", p.Events[0].Operation, got, want)
	}
	if err := root.AcceptOlder(t.Context()); err != nil { // changes nothing
		t.Error(err)
	}
	again, err := root.Journal(t.Context(), JournalQuery{}, 0, 1)
	if err != nil || len(again.Events) != 1 || again.Events[0].Seq != p.Events[0].Seq {
		t.Errorf("accepted again: got %+v, error %v, want no new entry", again.Events, err)
	}
}
