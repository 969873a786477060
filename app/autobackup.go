package app

import (
	"cmp"
	"context"
	"errors"
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
	// backUpAgain is how long it waits after a failure, or for a program that has begun one and may have been killed.
	backUpAgain = 10 * time.Minute
)

// AutoBackup is how automatic backups are going.
type AutoBackup struct {
	Failed error // why the last one in this process was not made; nil if it was
}

// AutoBackup returns how automatic backups are going.
func (s *Service) AutoBackup() AutoBackup { return s.autoBackup.get() }

// AwaitAutoBackup is to AutoBackup what [Service.AwaitRoom] is to Room.
func (s *Service) AwaitAutoBackup(ctx context.Context) error { return s.autoBackup.await(ctx) }

// BackUpAutomatically makes backups as the settings say, until ctx ends. It waits after a failure, so its only error is
// that of ctx.
func (s *Service) BackUpAutomatically(ctx context.Context) error {
	again := time.NewTicker(backUpLook)
	defer again.Stop()
	for {
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

// errNotDue means that no backup is due.
var errNotDue = errors.New("no backup is due")

func (s *Service) noteAutoBackup(err error) {
	if errors.Is(err, errNotDue) {
		return
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
	d := newEntry(access.BackUp, identity.User{}, identity.User{})
	d.changes.Add(journal.FieldBy, byRoster)
	to := s.NewBackupPath(cmp.Or(rules.BackupFolder, filepath.Dir(s.Path())))
	b, err := s.backUp(ctx, d, Backup{Backup: identity.Backup{Path: to, Automatic: true}}, "", nil)
	if err == nil {
		err = b.Unrecorded
	}
	if err != nil {
		return errors.Join(err, s.releaseBackUp(ctx, d, err))
	}
	return s.removeOldBackups(ctx, rules.BackupKeep)
}

// claimBackUp fails with errNotDue, or notes that this process makes the backup that is due.
func (s *Service) claimBackUp(ctx context.Context) (rules identity.Settings, err error) {
	look := func(tx *data.Tx) error {
		if rules, err = readSettings(tx); err != nil {
			return err
		}
		due, err := backUpDue(tx, rules)
		if err == nil && !due {
			err = errNotDue
		}
		return err
	}
	if err := s.store.View(ctx, look); err != nil { // which is usual, and writes nothing
		return rules, err
	}
	return rules, s.update(ctx, func(tx *data.Tx) error {
		if err := look(tx); err != nil {
			return err
		}
		return tx.SetBackingUp(tx.Now())
	})
}

// backUpDue reports whether an automatic backup is due: the first one after the file was set up, or the next one. A
// time in the future, which is there after a clock was set, does not count.
func backUpDue(tx *data.Tx, rules identity.Settings) (bool, error) {
	if !rules.AutoBackup {
		return false, nil
	}
	since, err := tx.BackingUp()
	if err != nil || within(tx.Now(), since, backUpAgain) {
		return false, err
	}
	last, err := tx.EventTime(1)
	if err != nil || last.IsZero() {
		return false, err
	}
	all, err := tx.Backups()
	if err != nil {
		return false, err
	}
	for _, b := range all { // the newest first
		if b.Automatic && !b.Made.After(tx.Now()) {
			last = b.Made
			break
		}
	}
	return !within(tx.Now(), last, time.Duration(rules.BackupEvery)*24*time.Hour), nil
}

// within reports whether a time is less than d before now, and not after it.
func within(now, t time.Time, d time.Duration) bool {
	age := now.Sub(t)
	return age >= 0 && age < d
}

// releaseBackUp ends what claimBackUp has begun, after err. If it was cancelled, another program may begin at once. The
// first failure is recorded.
func (s *Service) releaseBackUp(ctx context.Context, d entryDraft, err error) error {
	canceled := errors.Is(err, context.Canceled)
	known := !canceled && s.AutoBackup().Failed != nil
	// Nothing is written on top of damage.
	if known || errors.Is(err, identity.FileDamaged) {
		return nil
	}
	return s.update(context.WithoutCancel(ctx), func(tx *data.Tx) error {
		if canceled {
			return tx.SetBackingUp(time.Time{})
		}
		return s.record(tx, noBackup(d))
	})
}

// removeOldBackups removes automatic backups but for the newest ones. Those with a fault do not take the place of those
// without.
func (s *Service) removeOldBackups(ctx context.Context, keep int) error {
	var all []identity.Backup
	err := s.store.View(ctx, func(tx *data.Tx) (err error) {
		all, err = tx.Backups()
		return err
	})
	if err != nil {
		return err
	}
	// By the journal, because the clock may have been wrong: otherwise the newest could be the first to go.
	slices.SortStableFunc(all, func(a, b identity.Backup) int { return cmp.Compare(b.Seq, a.Seq) })
	var old []identity.Backup
	kept := map[bool]int{}
	for _, b := range all {
		if !b.Automatic {
			continue
		}
		if kept[b.Intact]++; kept[b.Intact] > keep {
			old = append(old, b)
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
