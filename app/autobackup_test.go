package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"roster/identity"
)

// backsUpIfDue makes the automatic backup that is due, and returns whether one was.
func (w *workspace) backsUpIfDue(t *testing.T) bool {
	t.Helper()
	err := w.service.backUpIfDue(t.Context())
	if err != nil && !errors.Is(err, errNotDue) && !errors.Is(err, errBegun) {
		t.Fatal(err)
	}
	return err == nil
}

// changes changes the settings.
func (w *workspace) changes(t *testing.T, change func(*identity.Settings)) {
	t.Helper()
	seen, err := w.service.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	next := seen
	change(&next)
	if err := w.root.ChangeSettings(t.Context(), seen, next); err != nil {
		t.Fatal(err)
	}
}

// filesIn returns the names of the files in a folder.
func filesIn(t *testing.T, folder string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

const day = 24 * time.Hour

// Backups are made every so many days, as many are kept as the settings say, and those made by hand all.
func TestAutomaticBackups(t *testing.T) {
	w := newWorkspace(t)
	folder := t.TempDir()
	if w.backsUpIfDue(t) {
		t.Error("got a backup of a new file, want one after a day")
	}
	w.changes(t, func(s *identity.Settings) { s.BackupFolder, s.BackupEvery, s.BackupKeep = folder, 2, 3 })
	made, err := w.root.BackUp(t.Context(), filepath.Join(folder, "by hand.roster"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		w.clock.add(day)
		w.backsUpIfDue(t)
		if w.backsUpIfDue(t) {
			t.Error("got another backup at once")
		}
	}
	known, err := w.root.Backups(t.Context())
	if err != nil || len(known) != 4 {
		t.Fatalf("got %d backups, error %v, want 4", len(known), err)
	}
	for n, b := range known {
		want := start.Add(time.Duration(10-2*n) * day)
		if n == 3 {
			want = made.Made
		}
		if !b.Made.Equal(want) || b.Missing || !b.Intact || b.Automatic != (n < 3) || b.Users != 1 {
			t.Errorf("got %+v, want one of %v", b, want)
		}
	}
	if got := filesIn(t, folder); len(got) != 4 || got[0] != "by hand.roster" {
		t.Errorf("got %q, want the backup made by hand and three others", got)
	}
	e := w.lastEvent(t)
	if e.Operation != "remove backups" || e.After != `{"backups":"1","by":"Roster"}` || e.ActorID != 0 {
		t.Errorf("got %+v, want that Roster has removed one", e)
	}
	w.changes(t, func(s *identity.Settings) { s.AutoBackup = false })
	w.clock.add(100 * day)
	if w.backsUpIfDue(t) {
		t.Error("got a backup although they are off")
	}
	w.wantIntact(t)
}

// By default they are beside the file, and a clock that was wrong neither stops them nor repeats them.
func TestAutomaticBackupsBesideTheFile(t *testing.T) {
	w := newWorkspace(t)
	w.clock.add(400 * day)
	if !w.backsUpIfDue(t) {
		t.Error("got none, want a backup")
	}
	w.clock.add(-399 * day)
	if !w.backsUpIfDue(t) {
		t.Error("got none after the clock was set back, want a backup")
	}
	if w.backsUpIfDue(t) {
		t.Error("got another one at once")
	}
	if made, err := filepath.Glob(filepath.Join(filepath.Dir(w.path), "users backup *.roster")); err != nil || len(made) != 2 {
		t.Errorf("got %q, error %v, want two", made, err)
	}
	w.changes(t, func(s *identity.Settings) { s.BackupKeep = 1 })
	w.clock.add(day)
	w.backsUpIfDue(t)
	if known, err := w.root.Backups(t.Context()); err != nil || len(known) != 1 || !known[0].Made.Equal(start.Add(2*day)) {
		t.Errorf("got %+v, error %v, want only the one that was made last", known, err)
	}
}

// Of two windows, one makes the backup. The other goes on if the first is killed, or closed meanwhile.
func TestAutomaticBackupsOfTwo(t *testing.T) {
	w := newWorkspace(t)
	other := newService(t, openStore(t, w.path, w.clock.now))
	w.clock.add(day)
	if _, err := w.service.claimBackUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "the other", other.backUpIfDue(t.Context()), errBegun)
	w.clock.add(backUpAgain) // the first was killed
	wantErr(t, "the other, later", other.backUpIfDue(t.Context()), nil)
	w.clock.add(day)
	if _, err := w.service.claimBackUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "close", w.service.releaseBackUp(t.Context(), entryDraft{}, context.Canceled), nil)
	wantErr(t, "the other, after the first was closed", other.backUpIfDue(t.Context()), nil)
}

// A failure stays visible until it is fixed, and the journal records it once.
func TestAutomaticBackupFails(t *testing.T) {
	w := newWorkspace(t)
	folder := filepath.Join(t.TempDir(), "later")
	w.changes(t, func(s *identity.Settings) { s.BackupFolder = folder })
	w.clock.add(day)
	var written []string
	for range 3 {
		err := w.service.backUpIfDue(t.Context())
		wantErr(t, "without the folder", err, os.ErrNotExist)
		w.service.noteAutoBackup(err)
		wantErr(t, "shown", w.service.AutoBackup().Failed, os.ErrNotExist)
		w.service.noteAutoBackup(w.service.backUpIfDue(t.Context())) // too early
		wantErr(t, "still shown", w.service.AutoBackup().Failed, os.ErrNotExist)
		if now := w.written(t); written != nil && !slices.Equal(now, written) {
			t.Errorf("got %q, want the failure once", now)
		} else {
			written = now
		}
		w.clock.add(backUpAgain)
	}
	if last := written[len(written)-1]; last != "1440 back up failed" {
		t.Errorf("got %q, want a failed backup", last)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	w.service.noteAutoBackup(w.service.backUpIfDue(t.Context()))
	if err := w.service.AutoBackup().Failed; err != nil || len(filesIn(t, folder)) != 1 {
		t.Errorf("got %v and %q, want a backup", err, filesIn(t, folder))
	}
}

// Backups of a file that does not match its journal do not take the place of those from before.
func TestAutomaticBackupsWithFault(t *testing.T) {
	w := newWorkspace(t)
	creates(t, w, "anna")
	w.changes(t, func(s *identity.Settings) { s.BackupKeep = 2 })
	for n := range 10 {
		if n == 5 {
			w.exec(t, `UPDATE users SET role = 3 WHERE id = 2`)
		}
		w.clock.add(day)
		w.backsUpIfDue(t)
	}
	known, err := w.root.Backups(t.Context())
	if err != nil || len(known) != 4 || known[0].Intact || known[1].Intact || !known[2].Intact || !known[3].Intact {
		t.Errorf("got %+v, error %v, want two with the fault and two without", known, err)
	}
}

// keepsOne sets the settings so that one automatic backup is kept, in a folder.
func keepsOne(t *testing.T, w *workspace) (folder string) {
	t.Helper()
	folder = t.TempDir()
	w.changes(t, func(s *identity.Settings) { s.BackupFolder, s.BackupKeep = folder, 1 })
	return folder
}

// nextDay makes the automatic backup of the next day.
func (w *workspace) nextDay(t *testing.T) {
	t.Helper()
	w.clock.add(day)
	if !w.backsUpIfDue(t) {
		t.Fatal("got no backup after a day")
	}
}

// What the list in the file says is not enough to remove a file: a copy has the list, too, and anybody can change it.
func TestAutomaticBackupsRemoveOnlyTheirOwn(t *testing.T) {
	w := newWorkspace(t)
	folder := keepsOne(t, w)
	w.nextDay(t)
	before := filesIn(t, folder)
	path := filepath.Join(t.TempDir(), "copy.roster")
	if _, err := w.root.BackUp(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	session(t, path, func(c *workspace) {
		c.store.Now = func() time.Time { return w.clock.now().Add(2 * day) }
		wantErr(t, "a backup of the copy", newService(t, c.store).backUpIfDue(t.Context()), nil)
	})
	if got := filesIn(t, folder); len(got) != 2 || !slices.Contains(got, before[0]) {
		t.Errorf("got %q, want %q and the backup of the copy", got, before)
	}

	byHand := backsUp(t, w)
	w.exec(t, `UPDATE backups SET automatic = 1`)
	other := newWorkspace(t)
	creates(t, other, "anna")
	theirs := backsUp(t, other)
	w.exec(t, `INSERT INTO backups SELECT $1, source, made, users, bytes, $2, $3, 1, 1, 0 FROM backups LIMIT 1`,
		theirs.Path, theirs.Seq, theirs.Hash)
	w.nextDay(t)
	for _, path := range []string{byHand.Path, theirs.Path} {
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%v, want it left alone", err)
		}
	}
}

// Backups that are not there any more take no other's place, and those on a disk that is not connected stay known.
func TestAutomaticBackupsThatAreMissing(t *testing.T) {
	w := newWorkspace(t)
	folder := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	w.changes(t, func(s *identity.Settings) { s.BackupFolder, s.BackupKeep = folder, 2 })
	for range 2 {
		w.nextDay(t)
	}
	all := filesIn(t, folder)
	if err := os.WriteFile(filepath.Join(folder, all[1]), []byte("a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.nextDay(t)
	if got := filesIn(t, folder); len(got) != 3 || got[0] != all[0] {
		t.Errorf("got %q, want the only sound old one kept", got)
	}
	if err := os.Rename(folder, folder+" unplugged"); err != nil {
		t.Fatal(err)
	}
	w.changes(t, func(s *identity.Settings) { s.BackupFolder = "" })
	for range 3 {
		w.nextDay(t)
	}
	known, err := w.root.Backups(t.Context())
	unplugged := 0
	for _, b := range known {
		if b.Unplugged {
			unplugged++
		}
	}
	if err != nil || unplugged != 3 {
		t.Errorf("got %d of %d unplugged, error %v, want 3", unplugged, len(known), err)
	}
	if holding, err := w.root.BackupsHolding(t.Context(), w.root.Me()); err != nil || len(holding) != len(known) {
		t.Errorf("got %d, error %v, want all %d", len(holding), err, len(known))
	}
	if left, err := w.root.RemoveBackups(t.Context(), []identity.Backup{known[len(known)-1].Backup}); err != nil || len(left) != 1 {
		t.Errorf("remove: got %d left, error %v, want one", len(left), err)
	}
}

// A failure is shown in every window, also in one that is started meanwhile, until a backup is made.
func TestAutomaticBackupFailureElsewhere(t *testing.T) {
	w := newWorkspace(t)
	folder := filepath.Join(t.TempDir(), "later")
	w.changes(t, func(s *identity.Settings) { s.BackupFolder = folder })
	w.clock.add(day)
	w.service.noteAutoBackup(w.service.backUpIfDue(t.Context()))
	other := newService(t, w.store)
	look := func() error {
		other.noteAutoBackup(other.backUpIfDue(t.Context()))
		return other.AutoBackup().Failed
	}
	wantErr(t, "the other", look(), errFailedBefore)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	wantErr(t, "not tried again yet", look(), errFailedBefore)
	w.clock.add(backUpAgain)
	wantErr(t, "tried again", w.service.backUpIfDue(t.Context()), nil)
	wantErr(t, "over", look(), nil)
}

// A backup that was removed by hand is made again.
func TestAutomaticBackupRemovedByHand(t *testing.T) {
	w := newWorkspace(t)
	folder := t.TempDir()
	w.changes(t, func(s *identity.Settings) { s.BackupFolder = folder })
	w.nextDay(t)
	wantErr(t, "made", w.service.backUpIfDue(t.Context()), errNotDue)
	if err := os.Remove(filepath.Join(folder, filesIn(t, folder)[0])); err != nil {
		t.Fatal(err)
	}
	w.clock.add(time.Hour)
	wantErr(t, "removed", w.service.backUpIfDue(t.Context()), nil)
	if got := filesIn(t, folder); len(got) != 1 {
		t.Errorf("got %q, want one", got)
	}
}

// A failure is over when another window has made the backup, and when no backups are wanted any more.
func TestAutomaticBackupFailureEnds(t *testing.T) {
	for name, end := range map[string]func(*testing.T, *workspace){
		"another window": func(t *testing.T, w *workspace) {
			w.changes(t, func(s *identity.Settings) { s.BackupFolder = "" })
			wantErr(t, "the other", newService(t, w.store).backUpIfDue(t.Context()), nil)
		},
		"off": func(t *testing.T, w *workspace) { w.changes(t, func(s *identity.Settings) { s.AutoBackup = false }) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t)
			w.changes(t, func(s *identity.Settings) { s.BackupFolder = filepath.Join(t.TempDir(), "none") })
			w.clock.add(day)
			w.service.noteAutoBackup(w.service.backUpIfDue(t.Context()))
			wantErr(t, "shown", w.service.AutoBackup().Failed, os.ErrNotExist)
			w.clock.add(backUpAgain)
			end(t, w)
			w.service.noteAutoBackup(w.service.backUpIfDue(t.Context()))
			wantErr(t, "over", w.service.AutoBackup().Failed, nil)
		})
	}
}
