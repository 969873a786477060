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
		if r, err = backup.restoration(); err != nil {
			return err
		}
		return s.read(ctx, request{op: access.BackUp}, func(a *authorized) error {
			return r.compare(ctx, a.Tx, a.actor.User, backup.Tx)
		})
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// PreviewRestoration is [Session.CompareBackup] without anyone signed in, for a file that is open for reading only:
// whoever may read a file can compare it. It makes its private copy of the backup in a folder.
func PreviewRestoration(
	ctx context.Context, store *data.Store, path, passphrase, folder string, progress func(done, all int64),
) (r *Restoration, err error) {
	if path, err = data.Resolve(path); err != nil {
		return nil, err
	}
	err = withBackup(ctx, store, path, passphrase, folder, progress, func(backup *openBackup) error {
		r, err = backup.restoration()
		if err != nil {
			return err
		}
		return store.View(ctx, func(now *data.Tx) error { return r.compare(ctx, now, identity.User{}, backup.Tx) })
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

// restoration returns what restoring the backup would change, before anything is compared.
func (b *openBackup) restoration() (r *Restoration, err error) {
	r = &Restoration{Path: b.path, Entries: b.head.Seq, Users: b.verification.Users, head: b.head}
	r.Last, err = b.EventTime(r.Entries)
	return r, err
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
	own := s.service.store
	err = withBackup(ctx, own, path, passphrase, filepath.Dir(own.Path()), progress, use)
	if !errors.Is(err, ErrSameFile) {
		s.service.noteIntact(ctx, path, err)
	}
	return err
}

// withBackup calls use with a copy, in a folder, of a backup of an open file, if that passes all checks.
func withBackup(
	ctx context.Context, of *data.Store, path, passphrase, folder string, progress func(done, all int64),
	use func(*openBackup) error,
) error {
	if path == of.Path() {
		return ErrSameFile
	}
	return data.WithCopy(ctx, path, passphrase, folder, progress, func(store *data.Store) error {
		return store.View(ctx, func(tx *data.Tx) (err error) {
			backup := &openBackup{Tx: tx, path: path}
			if backup.verification, backup.head, err = verifyBackup(ctx, tx); err != nil {
				return err
			}
			ours := false
			err = of.View(ctx, func(tx *data.Tx) error {
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
