package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"roster/app/access"
	"roster/app/journal"
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
func (b Backup) Head() Head { return Head{b.Seq, fmt.Sprintf("%x", b.Hash)} }

// NewBackupPath returns the path of a new backup in a folder, with the time.
func (s *Service) NewBackupPath(folder string) string {
	name, ext := filepath.Base(s.store.Path()), filepath.Ext(s.store.Path())
	at := s.Now().Local().Format("2006-01-02 15.04.05")
	return filepath.Join(folder, fmt.Sprintf("%s backup %s%s", strings.TrimSuffix(name, ext), at, ext))
}

// byCommandLine is what the journal has instead of a name if nobody was signed in.
const byCommandLine = "command line"

// BackUp writes the state of the file into a new private file at to, verifies it, and records that in the journal as
// done from the command line. It needs no rights: whoever can read a file can copy it. It calls progress, unless nil,
// with the numbers of pages. The errors are those of [data.Store.Backup].
func (s *Service) BackUp(ctx context.Context, to string, progress func(done, all int64)) (Backup, error) {
	d := newEntry(access.BackUp, identity.User{}, identity.User{})
	d.changes.Add(journal.FieldBy, byCommandLine)
	b, err := s.backUp(ctx, d, to, progress)
	if err == nil && b.Unrecorded == nil && s.Room().Unsaved > 0 { // this process ends before there is room
		b.Unrecorded = identity.FileDiskFull
	}
	return b, err
}

// BackUp is [Service.BackUp] in the name of the person.
func (s *Session) BackUp(ctx context.Context, to string, progress func(done, all int64)) (Backup, error) {
	var d entryDraft
	err := s.read(ctx, request{op: access.BackUp}, func(a *authorized) error {
		d = a.entry
		return nil
	})
	if err != nil {
		return Backup{}, err
	}
	return s.service.backUp(ctx, d, to, progress)
}

// backUp makes a backup, and records it as d says.
func (s *Service) backUp(
	ctx context.Context, d entryDraft, to string, progress func(done, all int64),
) (b Backup, err error) {
	if to, err = data.Resolve(to); err != nil {
		return Backup{}, err
	}
	b.Path, b.Made = to, s.Now()
	err = s.store.Backup(ctx, to, progress, func(made *data.Store) error {
		return made.View(ctx, func(tx *data.Tx) error {
			if b.Verification, err = verify(ctx, tx, "", nil); err != nil {
				return err
			}
			ends, err := tx.JournalEnds()
			b.Seq, b.Hash, b.Users = ends.Seq, ends.Last, b.Verification.Users
			return err
		})
	})
	if errors.Is(err, identity.FileDamaged) { // nothing is written on top of damage
		return Backup{}, err
	}
	if err != nil {
		return Backup{}, s.recordAfter(ctx, d.withOutcome(identity.Failed, "no backup was made"), err)
	}
	if info, err := os.Stat(to); err == nil {
		b.Bytes = info.Size()
	}
	d.changes.Add(journal.FieldEntries, strconv.FormatInt(b.Seq, 10))
	d.changes.Add(journal.FieldHead, b.Head().Hash)
	remember := func(tx *data.Tx) error {
		if err := tx.RememberBackup(b.Backup); err != nil {
			return err
		}
		return s.recordAsNow(tx, d)
	}
	b.Unrecorded = s.updateOrKeep(context.WithoutCancel(ctx), remember, remember)
	return b, nil
}
