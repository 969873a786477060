package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"roster/identity"
)

// backsUp makes a backup in the name of root, and returns it.
func backsUp(t *testing.T, w *workspace) identity.Backup {
	t.Helper()
	return backsUpAs(t, w, w.root)
}

func backsUpAs(t *testing.T, w *workspace, s *Session) identity.Backup {
	t.Helper()
	b, err := s.BackUp(t.Context(), filepath.Join(t.TempDir(), "backup.roster"), nil)
	if err != nil || b.Unrecorded != nil || b.Verification.Fault != nil {
		t.Fatalf("got %+v, error %v, want a backup", b, err)
	}
	w.clock.add(time.Second) // so that the next is newer
	return b.Backup
}

func paths(backups []identity.Backup) (all []string) {
	for _, b := range backups {
		all = append(all, b.Path)
	}
	return all
}

// The file knows which backups hold a user: those made since they were created that are still there.
func TestBackupsHolding(t *testing.T) {
	w := newWorkspace(t)
	want := func(what string, u identity.User, want ...identity.Backup) {
		t.Helper()
		got, err := w.root.BackupsHolding(t.Context(), u)
		if err != nil || !slices.Equal(paths(got), paths(want)) {
			t.Errorf("%s: got %v, error %v, want %v", what, paths(got), err, paths(want))
		}
	}
	empty := backsUp(t, w)
	creates(t, w, "anna")
	anna := w.stored(t, 2)
	want("no backup yet", anna)
	one := backsUp(t, w)
	creates(t, w, "bob")
	bob := w.stored(t, 3)
	two := backsUp(t, w)
	want("anna", anna, two, one)
	want("bob", bob, two)
	want("root", w.root.Me(), two, one, empty)
	if err := os.Remove(two.Path); err != nil {
		t.Fatal(err)
	}
	want("bob, whose backup is gone", bob)
	w.exec(t, `PRAGMA ignore_check_constraints = 1; UPDATE backups SET hash = x'00'`)
	want("values of another program", anna)
}

// Removing backups removes nothing but those backups.
func TestRemoveBackups(t *testing.T) {
	w := newWorkspace(t)
	creates(t, w, "anna")
	removed, replaced, used, gone := backsUp(t, w), backsUp(t, w), backsUp(t, w), backsUp(t, w)
	if err := os.WriteFile(replaced.Path, []byte("a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	session(t, used.Path, func(w *workspace) { creates(t, w, "somebody") })
	if err := os.Remove(gone.Path); err != nil {
		t.Fatal(err)
	}
	left, err := w.root.RemoveBackups(t.Context(), []identity.Backup{removed, replaced, used, gone})
	if err != nil || !slices.Equal(paths(left), paths([]identity.Backup{replaced, used})) {
		t.Errorf("left: got %v, error %v, want the replaced and the used one", paths(left), err)
	}
	for path, want := range map[string]bool{removed.Path: false, replaced.Path: true, used.Path: true} {
		if _, err := os.Stat(path); (err == nil) != want {
			t.Errorf("%s: got error %v, want there: %v", path, err, want)
		}
	}
	if e := w.lastEvent(t); e.Operation != "remove backups" || e.After != `{"backups":"2"}` || e.ActorID != 1 {
		t.Errorf("got %+v, want an entry about two backups", e)
	}
	if n := w.number(t, `SELECT count(*) FROM backups`); n != 2 {
		t.Errorf("remembered: got %d, want 2", n)
	}
	before := w.lastEntry(t).seq
	if left, err := w.root.RemoveBackups(t.Context(), left); err != nil || len(left) != 2 || w.lastEntry(t).seq != before {
		t.Errorf("again: left %v, error %v, want both, and no entry", paths(left), err)
	}
	w.wantIntact(t)
}

// A backup is remembered with what it holds.
func TestBackupIsRemembered(t *testing.T) {
	w := newWorkspace(t)
	b := backsUp(t, w)
	info, err := os.Stat(b.Path)
	if err != nil {
		t.Fatal(err)
	}
	if b.Users != 1 || b.Seq != 2 || b.Bytes != info.Size() || len(b.Hash) != 32 {
		t.Errorf("got %+v, want a user, two entries, and %d bytes", b, info.Size())
	}
	e := w.lastEvent(t)
	if want := fmt.Sprintf(`{"entries":"2","head":"%x"}`, b.Hash); e.ActorID != 1 || e.After != want {
		t.Errorf("entry: got %+v, want %s by root", e, want)
	}
}

// A copy of the file knows the backups of the original, too, and leaves them alone.
func TestCopyKeepsBackupsOfTheOriginal(t *testing.T) {
	w := newWorkspace(t)
	creates(t, w, "anna")
	original := backsUp(t, w)
	copied := backsUp(t, w)
	session(t, copied.Path, func(w *workspace) {
		left, err := w.root.RemoveBackups(t.Context(), []identity.Backup{original})
		if err != nil || !slices.Equal(paths(left), []string{original.Path}) {
			t.Errorf("left: got %v, error %v, want the backup of the original", paths(left), err)
		}
	})
	if _, err := os.Stat(original.Path); err != nil {
		t.Error(err)
	}
}

// A backup that a test finds damaged is no longer listed as intact, until a test finds it intact.
func TestListedAsTested(t *testing.T) {
	w := newWorkspace(t)
	backup := backsUp(t, w)
	sound, err := os.ReadFile(backup.Path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := slices.Clone(sound)
	clear(damaged[len(damaged)/2:])
	for _, c := range []struct {
		content []byte
		intact  bool
	}{{damaged, false}, {sound, true}} {
		if err := os.WriteFile(backup.Path, c.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := w.root.TestBackup(t.Context(), backup.Path, "", nil); (err == nil) != c.intact {
			t.Errorf("got error %v, want intact %v", err, c.intact)
		}
		known, err := w.root.Backups(t.Context())
		if err != nil || len(known) != 1 || known[0].Intact != c.intact {
			t.Errorf("got %+v, error %v, want intact %v", known, err, c.intact)
		}
	}
}
