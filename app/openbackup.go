package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// TestBackup makes a private copy of the backup at path, and checks it completely: every page, the schema, the journal,
// and whether users, settings and recovery key match it and the file's own journal. It calls progress, unless nil, with
// the numbers of pages. The errors are those of [Session.CompareBackup].
func (s *Session) TestBackup(
	ctx context.Context, path, passphrase string, progress func(done, all int64),
) (v journal.Verification, err error) {
	ctx = s.background(ctx)
	err = s.openBackup(ctx, path, passphrase, progress, func(backup *openBackup) error {
		v = backup.verification
		return nil
	})
	return v, err
}

// CompareBackup tests the backup at path like [Session.TestBackup], and returns what restoring it would change. It
// fails with ErrPassphrase, with ErrOtherFile, with ErrSameFile, with a [BackupFaultError], and with an
// [identity.FileError] about the backup.
func (s *Session) CompareBackup(
	ctx context.Context, path, passphrase string, progress func(done, all int64),
) (r *Restoration, err error) {
	ctx = s.background(ctx)
	err = s.openBackup(ctx, path, passphrase, progress, func(backup *openBackup) error {
		r = &Restoration{
			Path: backup.path, Entries: backup.head.Seq, Users: backup.verification.Users, head: backup.head,
		}
		if r.Last, err = backup.EventTime(r.Entries); err != nil {
			return err
		}
		return s.read(ctx, request{op: access.BackUp}, func(a *authorized) error { return r.compare(ctx, a, backup.Tx) })
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// openBackup is a backup that has passed all checks.
type openBackup struct {
	*data.Tx
	path         string
	head         data.JournalEnds
	verification journal.Verification
}

func (s *Session) openBackup(
	ctx context.Context, path, passphrase string, progress func(done, all int64), use func(*openBackup) error,
) error {
	err := s.read(ctx, request{op: access.BackUp}, func(*authorized) error { return nil })
	if err != nil {
		return err
	}
	if path, err = data.Resolve(path); err != nil {
		return err
	}
	own := s.service.Path()
	if path == own {
		return ErrSameFile
	}
	err = data.WithCopy(ctx, path, passphrase, filepath.Dir(own), progress, func(store *data.Store) error {
		return store.View(ctx, func(tx *data.Tx) error {
			backup := &openBackup{Tx: tx, path: path}
			if backup.verification, backup.head, err = verifyBackup(ctx, tx); err != nil {
				return err
			}
			ours := false
			err := s.service.store.View(ctx, func(tx *data.Tx) error {
				ours, err = tx.HasEvent(backup.head.Seq, backup.head.Last)
				return err
			})
			switch {
			case err != nil:
				return err
			case !ours:
				return ErrOtherFile
			}
			return use(backup)
		})
	})
	s.service.noteIntact(ctx, path, err)
	return err
}

// noteIntact notes in the list of backups what reading the one at path has shown, unless that says nothing about it.
func (s *Service) noteIntact(ctx context.Context, path string, result error) {
	_, mismatch := errors.AsType[*BackupFaultError](result)
	about, _ := errors.AsType[*identity.FileError](result)
	intact := result == nil
	if !intact && !mismatch && (!errors.Is(result, identity.FileDamaged) || about == nil || about.Path == s.Path()) {
		return
	}
	differs := false
	err := s.store.View(ctx, func(tx *data.Tx) error {
		all, err := tx.Backups()
		differs = slices.ContainsFunc(all, func(b identity.Backup) bool { return b.Path == path && b.Intact != intact })
		return err
	})
	if err == nil && differs {
		err = s.update(ctx, func(tx *data.Tx) error { return tx.SetBackupIntact(path, intact) })
	}
	if err != nil && s.warn != nil {
		s.warn("note whether a backup is intact", err)
	}
}

// verifyBackup verifies a backup, and returns the ends of its journal. It fails with a [BackupFaultError].
func verifyBackup(ctx context.Context, tx *data.Tx) (v journal.Verification, head data.JournalEnds, err error) {
	if v, err = verify(ctx, tx, "", nil); err != nil {
		return v, head, err
	}
	if v.Fault != nil {
		return v, head, &BackupFaultError{*v.Fault}
	}
	head, err = tx.JournalEnds()
	return v, head, err
}
