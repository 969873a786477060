package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/data/newfile"
	"roster/identity"
)

// KnownBackup is a backup that the file remembers.
type KnownBackup struct {
	identity.Backup
	Missing   bool // there is no such file now
	Unplugged bool // its folder is not there either, perhaps because its disk is not connected
}

// Backups returns the backups that the file remembers, the newest first.
func (s *Session) Backups(ctx context.Context) (all []KnownBackup, err error) {
	var known []identity.Backup
	err = s.read(ctx, request{op: access.BackUp}, func(a *authorized) error {
		known, err = a.Tx.Backups()
		return err
	})
	for _, b := range known {
		all = append(all, KnownBackup{b, missing(b), missing(b) && unplugged(b)})
	}
	return all, err
}

// BackupsHolding returns the backups in which a user would be left after [Session.DeleteUser], as far as the file knows
// them and they are where they were made, or may be. Whoever may see the user may ask.
func (s *Session) BackupsHolding(ctx context.Context, user identity.User) (all []identity.Backup, err error) {
	err = s.read(ctx, request{op: access.SeeUser, target: user.ID}, func(a *authorized) error {
		all, err = a.BackupsHolding(user.ID)
		return err
	})
	return there(all), err
}

// there returns those backups that are where they were made, or may be.
func there(all []identity.Backup) (there []identity.Backup) {
	for _, b := range all {
		if !missing(b) || unplugged(b) {
			there = append(there, b)
		}
	}
	return there
}

// RemoveBackups removes backups. It returns those that it has left because they could not be removed, because the file
// there is another by now, or because they were made of a file with another path: a copy of a file knows the backups of
// the original, too.
func (s *Session) RemoveBackups(ctx context.Context, backups []identity.Backup) (left []identity.Backup, err error) {
	var d entryDraft
	err = s.read(ctx, request{op: access.RemoveBackups}, func(a *authorized) error {
		d = a.entry
		return nil
	})
	if err != nil {
		return nil, err
	}
	own, others := []identity.Backup{}, []identity.Backup{}
	for _, b := range backups {
		if b.Source == s.service.Path() {
			own = append(own, b)
		} else {
			others = append(others, b)
		}
	}
	gone, left := removeBackups(ctx, own)
	left = append(left, others...)
	if len(gone) == 0 {
		return left, nil
	}
	d.changes.Add(journal.FieldBackups, strconv.Itoa(len(gone)))
	return left, s.service.forget(ctx, gone, d)
}

// forget notes that backups are gone, and records d.
func (s *Service) forget(ctx context.Context, gone []identity.Backup, d entryDraft) error {
	forget := func(tx *data.Tx) error {
		for _, b := range gone {
			if err := tx.ForgetBackup(b.Path); err != nil {
				return err
			}
		}
		return s.recordAsNow(tx, d)
	}
	return s.updateOrKeep(context.WithoutCancel(ctx), forget, forget)
}

func removeBackups(ctx context.Context, backups []identity.Backup) (gone, left []identity.Backup) {
	for _, b := range backups {
		err := removeBackup(ctx, b)
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			gone = append(gone, b)
		} else {
			left = append(left, b)
		}
	}
	return gone, left
}

var (
	// errOtherFile means that a file is not the backup that was made there.
	errOtherFile = errors.New("another file")
	// errUnplugged means that the folder of a backup is not there, such as one on a disk that is not connected.
	errUnplugged = errors.New("the folder is not there")
)

// missing reports whether there is no file with the name of a backup.
func missing(b identity.Backup) bool {
	_, err := os.Lstat(b.Path)
	return errors.Is(err, fs.ErrNotExist)
}

// unplugged reports whether the folder of a backup is not there, so that nobody knows whether the backup is.
func unplugged(b identity.Backup) bool {
	_, err := os.Stat(filepath.Dir(b.Path))
	return errors.Is(err, fs.ErrNotExist)
}

// removeBackup removes a backup, and nothing but that backup.
func removeBackup(ctx context.Context, b identity.Backup) error {
	if unplugged(b) {
		return errUnplugged
	}
	same, err := data.IsBackup(ctx, b)
	if err != nil {
		return err
	}
	if !same {
		return errOtherFile
	}
	return errors.Join(os.Remove(b.Path), newfile.SyncFolder(filepath.Dir(b.Path)))
}
