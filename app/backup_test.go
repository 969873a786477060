package app

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"testing"
	"time"

	"roster/data"
	"roster/identity"
)

// A backup from the command line holds the file, verifies, and is in the journal of the file, but not in its own.
func TestBackUp(t *testing.T) {
	w := newTrusted(t)
	before := w.lastEntry(t).seq
	to := filepath.Join(t.TempDir(), "backup.roster")
	b, err := w.service.BackUp(t.Context(), to, nil)
	if err != nil || b.Unrecorded != nil || b.Verification.Fault != nil {
		t.Fatalf("got %+v, error %v, want a backup without a fault", b, err)
	}
	if b.Verification.Users != 3 || b.Seq != before || b.Verification.Entries != before {
		t.Errorf("got %+v, want 4 users and %d entries", b, before)
	}
	e := w.lastEvent(t)
	want := fmt.Sprintf(`{"by":"command line","entries":"%d","head":"%s"}`, before, b.Head().Hash)
	if e.Operation != "back up" || e.Outcome != identity.Done || e.ActorID != 0 || e.After != want {
		t.Errorf("entry: got %+v, want a backup with %s", e, want)
	}
	store := openStore(t, to, time.Now)
	v, err := Verify(t.Context(), store, "", nil)
	if err != nil || v.Fault != nil || v.Entries != before {
		t.Errorf("the backup: got %+v, fault %v, error %v, want %d entries", v, v.Fault, err, before)
	}
	if _, err := newService(t, store).SignIn(t.Context(), "anna", secret); err != nil {
		t.Errorf("sign in to the backup: %v", err)
	}
	_, err = w.service.BackUp(t.Context(), to, nil)
	wantErr(t, "onto a backup", err, fs.ErrExist)
	if e := w.lastEvent(t); e.Operation != "back up" || e.Outcome != identity.Failed || e.Reason != "no backup was made" {
		t.Errorf("entry: got %+v, want a failed backup", e)
	}
	w.wantIntact(t)
}

// A file that does not match its journal is backed up like any other, and the backup says so.
func TestBackUpWithFault(t *testing.T) {
	w := newTrusted(t)
	w.exec(t, `UPDATE users SET role = 3 WHERE id = 3`)
	to := filepath.Join(t.TempDir(), "backup.roster")
	b, err := w.service.BackUp(t.Context(), to, nil)
	if err != nil || b.Verification.Fault == nil || b.Verification.Fault.ID != 3 {
		t.Errorf("got %+v, error %v, want a backup with a fault about user 3", b, err)
	}
	if _, err := data.OpenReadOnly(t.Context(), to); err != nil {
		t.Errorf("open: %v", err)
	}
}

// lastEvent returns the last entry of the journal.
func (w *workspace) lastEvent(t *testing.T) identity.Event {
	t.Helper()
	p, err := w.root.Journal(t.Context(), JournalQuery{}, 0, 1)
	if err != nil || len(p.Events) != 1 {
		t.Fatalf("got %d entries, error %v, want one", len(p.Events), err)
	}
	return p.Events[0]
}
