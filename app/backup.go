package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// Backup describes a backup that was made. It can be used like the file that it was made of.
type Backup struct {
	identity.Backup
	Verification journal.Verification // of the backup; a fault in it is also one in the file
	Unrecorded   error                // why the file does not have the backup in its journal; nil if it has it
}

// Head returns the end of the backup's journal.
func (b Backup) Head() Head { return newHead(b.Seq, b.Hash) }

// NewBackupPath returns the path of a new backup in a folder, with the time.
func (s *Service) NewBackupPath(folder string) string {
	name, ext := filepath.Base(s.store.Path()), filepath.Ext(s.store.Path())
	at := s.Now().Local().Format("2006-01-02 15.04.05")
	return filepath.Join(folder, fmt.Sprintf("%s backup %s%s", strings.TrimSuffix(name, ext), at, ext))
}

// What the journal has instead of a name if nobody was signed in.
const (
	byCommandLine = "command line"
	byRoster      = "Roster"
)

// BackUp writes the state of the file into a new private file at to, verifies it, and records that in the journal as
// done from the command line. It needs no rights: whoever can read a file can copy it. It calls progress, unless nil,
// with the numbers of pages. The errors are those of [data.Store.Backup].
func (s *Service) BackUp(ctx context.Context, to string, progress func(done, all int64)) (Backup, error) {
	d := newEntry(access.BackUp, identity.User{}, identity.User{})
	d.changes.Add(journal.FieldBy, byCommandLine)
	b, err := s.recordedBackUp(ctx, d, to, "", progress)
	if err == nil && b.Unrecorded == nil && s.Room().Unsaved > 0 { // this process ends before there is room
		b.Unrecorded = identity.FileDiskFull
	}
	return b, err
}

// BackUp is [Service.BackUp] in the name of the person.
func (s *Session) BackUp(ctx context.Context, to string, progress func(done, all int64)) (Backup, error) {
	return s.backUp(ctx, to, "", progress)
}

// BackUpSealed is [Session.BackUp], but the backup is encrypted with a passphrase, which nobody can replace. It fails
// with [identity.Mistakes] for one that could be guessed.
func (s *Session) BackUpSealed(
	ctx context.Context, to, passphrase string, progress func(done, all int64),
) (Backup, error) {
	passphrase, err := password.Check(passphrase, identity.User{}, password.Min)
	if err := identity.CollectMistakes(err); err != nil {
		return Backup{}, err
	}
	return s.backUp(ctx, to, passphrase, progress)
}

func (s *Session) backUp(
	ctx context.Context, to, passphrase string, progress func(done, all int64),
) (Backup, error) {
	var d entryDraft
	err := s.read(ctx, request{op: access.BackUp}, func(a *authorized) error {
		d = a.entry
		return nil
	})
	if err != nil {
		return Backup{}, err
	}
	return s.service.recordedBackUp(ctx, d, to, passphrase, progress)
}

// recordedBackUp is backUp, which also records that there is no backup.
func (s *Service) recordedBackUp(
	ctx context.Context, d entryDraft, to, passphrase string, progress func(done, all int64),
) (Backup, error) {
	b, err := s.backUp(ctx, d, Backup{Backup: identity.Backup{Path: to}}, passphrase, progress)
	if err != nil && !errors.Is(err, identity.FileDamaged) { // nothing is written on top of damage
		err = s.recordAfter(ctx, noBackup(d), err)
	}
	return b, err
}

// addBackup adds what identifies a backup to its entry.
func (d *entryDraft) addBackup(b identity.Backup) {
	d.changes.Add(journal.FieldEntries, strconv.FormatInt(b.Seq, 10))
	d.changes.Add(journal.FieldHead, newHead(b.Seq, b.Hash).Hash)
}

// noBackup returns the entry that there is no backup.
func noBackup(d entryDraft) entryDraft { return d.withOutcome(identity.Failed, "no backup was made") }

// backUp makes the backup b, which has a path, and records it as d says.
func (s *Service) backUp(
	ctx context.Context, d entryDraft, b Backup, passphrase string, progress func(done, all int64),
) (_ Backup, err error) {
	ctx, b.Made = s.store.Background(ctx), s.Now()
	s.noteBackupFolder(ctx, b.Path)
	if err := b.make(ctx, s.store, passphrase, progress); err != nil {
		return Backup{}, err
	}
	d.addBackup(b.Backup)
	remember := func(tx *data.Tx) error {
		if err := tx.RememberBackup(b.Backup); err != nil {
			return err
		}
		if b.Automatic { // they do not fail any more
			if err := tx.SetBackingUp(time.Time{}, false); err != nil {
				return err
			}
		}
		return s.recordAsNow(tx, d)
	}
	b.Unrecorded = s.updateOrKeep(context.WithoutCancel(ctx), remember, remember)
	return b, nil
}

// BackUpUnrecorded is [Service.BackUp] for a file that is open for reading only, because of why: neither the file nor
// its journal knows of the backup.
func BackUpUnrecorded(
	ctx context.Context, store *data.Store, to string, why error, progress func(done, all int64),
) (Backup, error) {
	b := Backup{Backup: identity.Backup{Path: to, Made: store.Now()}, Unrecorded: why}
	if err := b.make(ctx, store, "", progress); err != nil {
		return Backup{}, err
	}
	return b, nil
}

// make makes the backup, which has a path and a time, of an open file, and verifies it.
func (b *Backup) make(
	ctx context.Context, store *data.Store, passphrase string, progress func(done, all int64),
) (err error) {
	if b.Path, err = data.Resolve(b.Path); err != nil {
		return err
	}
	b.Source, b.Sealed = store.Path(), passphrase != ""
	check := func(made *data.Store) error {
		return made.View(ctx, func(tx *data.Tx) error {
			if b.Verification, err = verify(ctx, tx, "", nil); err != nil {
				return err
			}
			ends, err := tx.JournalEnds()
			b.Seq, b.Hash, b.Users = ends.Seq, ends.Last, b.Verification.Users
			b.Intact = b.Verification.Fault == nil
			return err
		})
	}
	if err := store.Backup(ctx, b.Path, passphrase, progress, check); err != nil {
		return err
	}
	if info, err := os.Stat(b.Path); err == nil {
		b.Bytes = info.Size()
	}
	return nil
}
