package app

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/data/newfile"
	"roster/identity"
)

const (
	// backUpLook is how often BackUpAutomatically looks whether a backup is due.
	backUpLook = time.Minute
	// litterLooks is after how many looks it removes what backups that were killed have left.
	litterLooks = 10
	// backUpAgain is how long it waits after a failure, or for a program that has begun one and may have been killed.
	backUpAgain = 10 * time.Minute
)

// AutoBackup returns how automatic backups are going.
func (s *Service) AutoBackup() AutoBackup { return s.autoBackup.get() }

// AwaitAutoBackup is to AutoBackup what [Service.AwaitRoom] is to Room.
func (s *Service) AwaitAutoBackup(ctx context.Context) error { return s.autoBackup.await(ctx) }

// BackUpAutomatically makes backups as the settings say, until ctx ends. It waits after a failure, so its only error is
// that of ctx.
func (s *Service) BackUpAutomatically(ctx context.Context) error {
	again := time.NewTicker(backUpLook)
	defer again.Stop()
	for n := 0; ; n++ {
		if n%litterLooks == 0 {
			s.removeLitter(ctx)
		}
		if err := s.backUpIfDue(ctx); ctx.Err() == nil {
			s.noteAutoBackup(err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-again.C:
		}
	}
}

// OnSameDisk reports whether a folder is on the same disk as the file, as far as that is known.
func (s *Service) OnSameDisk(folder string) bool { return newfile.SameDisk(s.Path(), folder) }

var (
	// errNotDue means that no backup is due: there is a recent one, or they are off.
	errNotDue = errors.New("no backup is due")
	// errBegun means that a program has just begun one, or has just failed.
	errBegun = errors.New("a backup was begun")
	// errFailedBefore means that the last one failed, in another process or before this one was started.
	errFailedBefore = errors.New("the last automatic backup failed")
)

func (s *Service) noteAutoBackup(err error) {
	switch {
	case errors.Is(err, errFailedBefore) && s.AutoBackup().Failed == nil:
	case errors.Is(err, errBegun), errors.Is(err, identity.FileBusy): // it is tried again soon
		return
	case errors.Is(err, errNotDue):
		err = nil
	}
	if err != nil && s.warn != nil {
		s.warn("automatic backup", err)
	}
	s.autoBackup.set(AutoBackup{Failed: err})
}

// backUpIfDue makes an automatic backup if one is due, and then removes those that are too many.
func (s *Service) backUpIfDue(ctx context.Context) error {
	rules, err := s.claimBackUp(ctx)
	if err != nil {
		return err
	}
	d := automaticEntry()
	to := s.NewBackupPath(cmp.Or(rules.BackupFolder, filepath.Dir(s.Path())))
	b, err := s.backUp(ctx, d, Backup{Backup: identity.Backup{Path: to, Automatic: true}}, "", nil)
	if err == nil {
		err = b.Unrecorded
	}
	if err != nil {
		return errors.Join(err, s.releaseBackUp(ctx, d, err))
	}
	if err := s.removeOldBackups(ctx, rules.BackupKeep); err != nil && s.warn != nil {
		s.warn("remove old backups", err) // the new one is made, and the next removes them
	}
	return nil
}

// claimBackUp fails with errNotDue or errBegun, or notes that this process makes the backup that is due.
func (s *Service) claimBackUp(ctx context.Context) (rules identity.Settings, err error) {
	look := func(tx *data.Tx) error {
		if rules, err = readSettings(tx); err != nil {
			return err
		}
		return backUpDue(tx, rules)
	}
	if err := s.store.View(ctx, look); err != nil { // which is usual, and writes nothing
		return rules, err
	}
	return rules, s.update(ctx, func(tx *data.Tx) error {
		if err := look(tx); err != nil {
			return err
		}
		_, failing, err := tx.BackingUp()
		return errors.Join(err, tx.SetBackingUp(tx.Now(), failing))
	})
}

// backUpDue returns nil if an automatic backup is due: the first one after the file was set up, or the next one. One
// that was removed since does not count, nor a time in the future, which is there after a clock was set. Otherwise it
// returns errNotDue or errBegun, with errFailedBefore if automatic backups fail.
func backUpDue(tx *data.Tx, rules identity.Settings) error {
	if !rules.AutoBackup {
		return errNotDue
	}
	last, err := tx.EventTime(1)
	if err != nil {
		return err
	}
	all, err := tx.Backups()
	if err != nil {
		return err
	}
	for _, b := range all { // the newest first
		if b.Automatic && !b.Made.After(tx.Now()) && (!missing(b) || unplugged(b)) {
			last = b.Made
			break
		}
	}
	if last.IsZero() || within(tx.Now(), last, time.Duration(rules.BackupEvery)*24*time.Hour) {
		return errNotDue
	}
	since, failing, err := tx.BackingUp()
	switch {
	case err != nil || !within(tx.Now(), since, backUpAgain):
		return err
	case failing:
		return errors.Join(errBegun, errFailedBefore)
	}
	return errBegun
}

// within reports whether a time is less than d before now, and not after it.
func within(now, t time.Time, d time.Duration) bool {
	age := now.Sub(t)
	return age >= 0 && age < d
}

// releaseBackUp ends what claimBackUp has begun, after err. If it was cancelled, another program may begin at once.
// Otherwise the file remembers that backups fail. The first failure is recorded.
func (s *Service) releaseBackUp(ctx context.Context, d entryDraft, err error) error {
	if errors.Is(err, identity.FileDamaged) { // nothing is written on top of damage
		return nil
	}
	return s.update(context.WithoutCancel(ctx), func(tx *data.Tx) error {
		since, failing, e := tx.BackingUp()
		switch {
		case e != nil:
			return e
		case errors.Is(err, context.Canceled):
			return tx.SetBackingUp(time.Time{}, failing)
		case failing:
			return nil
		}
		return errors.Join(tx.SetBackingUp(since, true), s.record(tx, noBackup(d)))
	})
}

// removeOldBackups removes automatic backups but for the newest ones. Those with a fault do not take the place of those
// without, and those that are not there, or are other files by now, of none.
func (s *Service) removeOldBackups(ctx context.Context, keep int) error {
	own, err := s.automaticBackups(ctx)
	if err != nil {
		return err
	}
	var old []identity.Backup
	kept := map[bool]int{}
	for _, b := range own {
		is, err := data.IsBackup(ctx, b)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			old = append(old, b) // it is forgotten, unless its disk is not connected
		case err == nil && is:
			if kept[b.Intact]++; kept[b.Intact] > keep {
				old = append(old, b)
			}
		}
	}
	gone, _ := removeBackups(ctx, old) // what is left stays in the list, and is tried again
	if len(gone) == 0 {
		return nil
	}
	d := newEntry(access.RemoveBackups, identity.User{}, identity.User{})
	d.changes.Add(journal.FieldBy, byRoster)
	d.changes.Add(journal.FieldBackups, strconv.Itoa(len(gone)))
	return s.forget(ctx, gone, d)
}

// automaticBackups returns the automatic backups that Roster has made of this file at its path, the newest first: the
// journal says so. The list in the file alone is not enough to remove anything, because a copy of the file has it, too,
// and another program can change it unnoticed. They are ordered by the journal, because the clock may have been wrong.
func (s *Service) automaticBackups(ctx context.Context) (own []identity.Backup, err error) {
	err = s.store.View(ctx, func(tx *data.Tx) error {
		own = nil
		all, err := tx.Backups()
		if err != nil {
			return err
		}
		for _, b := range all {
			if !b.Automatic || b.Source != s.Path() {
				continue
			}
			d := automaticEntry()
			d.addBackup(b)
			_, after, err := d.changes.Encode()
			if err != nil {
				return err
			}
			made, err := tx.MadeBackup(b.Seq, after)
			if err != nil {
				return err
			}
			if made {
				own = append(own, b)
			}
		}
		return nil
	})
	slices.SortStableFunc(own, func(a, b identity.Backup) int { return cmp.Compare(b.Seq, a.Seq) })
	return own, err
}

// automaticEntry returns the entry about an automatic backup, without the backup.
func automaticEntry() entryDraft {
	d := newEntry(access.BackUp, identity.User{}, identity.User{})
	d.changes.Add(journal.FieldBy, byRoster)
	return d
}
