package app

import (
	"context"
	"path/filepath"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
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
	return data.WithCopy(ctx, path, passphrase, filepath.Dir(own), progress, func(store *data.Store) error {
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
