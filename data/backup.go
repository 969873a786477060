package data

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"roster/data/newfile"
	"roster/data/sealed"
	"roster/data/sqlite"
	"roster/identity"
)

// Backup writes the last committed state into a new file at to that only its owner can read and that needs no side
// files, while others work. It is encrypted with a passphrase, unless that is "". The file gets its name when check,
// called with it open for reading, returns nil. Backup calls progress, unless nil, with the numbers of pages. It
// replaces no file: it fails with fs.ErrExist. Its other errors are an [identity.FileError] about the new file, or
// those of check.
func (s *Store) Backup(
	ctx context.Context, to, passphrase string, progress func(done, all int64), check func(*Store) error,
) (err error) {
	defer s.use()()
	var checked error
	checkCopy := func(path string) error {
		// What another program has written over the open file would be mixed with what this one still holds of it.
		if checked = s.explain(s.db.Present()); checked == nil {
			checked = checkBackup(ctx, path, check)
		}
		return checked
	}
	if passphrase == "" {
		err = s.db.Backup(ctx, to, givingWay(ctx, progress), checkCopy)
	} else {
		err = s.db.BackupAs(ctx, to, givingWay(ctx, progress), checkCopy, func(w io.Writer, path string) error {
			return seal(ctx, w, path, passphrase)
		})
	}
	if err == nil || errors.Is(err, context.Canceled) || checked != nil {
		return err
	}
	return &identity.FileError{Path: to, Err: sqlite.Explain(err)}
}

func seal(ctx context.Context, w io.Writer, path, passphrase string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(sealed.Encrypt(ctx, w, f, passphrase), f.Close())
}

// RemoveLitter removes the parts of backups that programs which were killed have left in a folder: files with the names
// that Roster gives to those that it is writing, to which nobody has written for ten minutes. What cannot be removed
// stays.
func RemoveLitter(folder string) error { return sqlite.RemoveLitter(folder) }

// IsSealed reports whether the file at path is an encrypted backup.
func IsSealed(path string) (bool, error) { return sealed.Is(path) }

// ErrPassphrase means that a backup was encrypted with another passphrase, or that none was given.
var ErrPassphrase = sealed.ErrPassphrase

// unsealed calls use with the path of a backup. If that is encrypted, it is the path of a private copy in a folder that
// is decrypted with a passphrase and removed afterwards. It fails with ErrPassphrase.
func unsealed(ctx context.Context, path, passphrase, folder string, use func(path string, private bool) error) error {
	is, err := sealed.Is(path)
	if err != nil || !is {
		return use(path, false) // which says what is wrong with it
	}
	if passphrase == "" {
		return ErrPassphrase
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it is only read
	var used error
	err = newfile.In(folder, func(plain *os.File) error {
		return sealed.Decrypt(ctx, plain, f, passphrase)
	}, func(plain string) error {
		used = use(plain, true)
		return used
	})
	switch {
	case err == nil, used != nil, errors.Is(err, context.Canceled), errors.Is(err, ErrPassphrase):
		return err
	case errors.Is(err, sealed.ErrDamaged):
		err = errors.Join(identity.FileDamaged, err)
	}
	return &identity.FileError{Path: path, Err: sqlite.Explain(err)}
}

// WithCopy calls use with a private copy, in a folder, of the backup at path, which is then not read any more. The copy
// is open for reading only, and removed afterwards. WithCopy calls progress, unless nil, with the numbers of pages. Its
// errors are ErrPassphrase, an [identity.FileError], or those of use.
func WithCopy(
	ctx context.Context, path, passphrase, folder string, progress func(done, all int64), use func(*Store) error,
) error {
	return unsealed(ctx, path, passphrase, folder, func(path string, private bool) (err error) {
		if private {
			return checkBackup(ctx, path, use)
		}
		s, err := OpenReadOnly(ctx, path)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		var used error
		err = s.db.WithCopy(ctx, folder, givingWay(ctx, progress), func(copied string) error {
			used = checkBackup(ctx, copied, use)
			return used
		})
		if err == nil || errors.Is(err, context.Canceled) || used != nil {
			return err
		}
		return &identity.FileError{Path: path, Err: sqlite.Explain(err)}
	})
}

// Replace puts a copy of the backup at from in the place of the file at path, which cannot be used. It moves that
// aside, with its side files, to a name with the time now, which it returns, or "" if there was no file. check is
// called with the copy open for reading, and then complete with it open; if they fail, nothing is changed. The other
// errors are ErrPassphrase and an [identity.FileError] about the backup or the file.
func Replace(
	ctx context.Context, path, from, passphrase string, now time.Time, progress func(done, all int64),
	check, complete func(*Store) error,
) (aside string, err error) {
	err = unsealed(ctx, from, passphrase, filepath.Dir(path), func(from string, _ bool) (err error) {
		s, err := OpenReadOnly(ctx, from)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		var used error
		aside, err = s.db.PutInPlaceOf(ctx, path, now, progress, func(copied string) error {
			if used = checkBackup(ctx, copied, check); used == nil {
				used = completeCopy(ctx, copied, complete)
			}
			return used
		})
		if err == nil || errors.Is(err, context.Canceled) || used != nil {
			return err
		}
		return &identity.FileError{Path: path, Err: sqlite.Explain(err)}
	})
	return aside, err
}

func completeCopy(ctx context.Context, path string, complete func(*Store) error) error {
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	return errors.Join(complete(s), s.Close())
}

// IsBackup reports whether the file at the path of a backup is that backup: its journal ends with the same entry or, if
// it is encrypted, it is as long. It changes nothing. Its errors include fs.ErrNotExist, and otherwise are an
// [identity.FileError].
func IsBackup(ctx context.Context, b identity.Backup) (yes bool, err error) {
	if is, err := sealed.Is(b.Path); err == nil && is {
		info, err := os.Stat(b.Path)
		return err == nil && b.Sealed && info.Size() == b.Bytes, err
	}
	s, err := OpenReadOnly(ctx, b.Path)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	err = s.View(ctx, func(tx *Tx) error {
		ends, err := tx.JournalEnds()
		yes = ends.Seq == b.Seq && bytes.Equal(ends.Last, b.Hash)
		return err
	})
	return yes, err
}

func checkBackup(ctx context.Context, path string, check func(*Store) error) (err error) {
	s, err := OpenReadOnly(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.explain(sqlite.CheckAlone(ctx, path, giveWay(ctx))); err != nil {
		return err
	}
	return check(s)
}
