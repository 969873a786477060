package app

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// Replaced says what [Replace] has done.
type Replaced struct {
	Users   int64
	Entries int64  // in the backup's journal
	Aside   string // the new name of the file that could not be used, and of its side files; "" if there was none
}

// Replace puts a copy of the backup at from in the place of the file at path, which cannot be used, and moves that
// aside with its side files, to a name with the time now. The journal of the new file records it, with the last entry
// that this computer has seen. It needs no rights: whoever can write to the folder can do the same by hand, and only
// those in the backup can sign in then. Replace fails with ErrPassphrase, with a [BackupFaultError] and with an
// [identity.FileError]; then nothing is changed.
func Replace(
	ctx context.Context, path, from, passphrase string, now time.Time, o Options, progress func(done, all int64),
) (r Replaced, err error) {
	var ends data.JournalEnds
	check := func(backup *data.Store) error {
		return backup.View(ctx, func(tx *data.Tx) error {
			v, err := verify(ctx, tx, "", nil)
			if err != nil {
				return err
			}
			if v.Fault != nil {
				return &BackupFaultError{*v.Fault}
			}
			r.Users, r.Entries = v.Users, v.Entries
			ends, err = tx.JournalEnds()
			return err
		})
	}
	w := witness(o.Witness)
	o.Witness = "" // what it has seen stays true until the backup is in place
	var placed checkpoint
	complete := func(store *data.Store) error {
		s, err := New(store, o)
		if err != nil {
			return err
		}
		seen, err := w.seen(ends)
		if err != nil {
			seen = checkpoint{} // nothing that is known can be recorded
		}
		made, err := os.Stat(from)
		if err != nil {
			return err
		}
		backup := identity.Backup{
			Path: from, Source: path, Made: made.ModTime(), Users: r.Users, Bytes: made.Size(), Seq: ends.Seq, Hash: ends.Last,
			Intact: true, Sealed: passphrase != "",
		}
		d := newEntry(access.Restore, identity.User{}, identity.User{})
		d.changes.Add(journal.FieldBy, byRoster)
		d.changes.Set(journal.FieldEntries, strconv.FormatInt(seen.Seq, 10), strconv.FormatInt(ends.Seq, 10))
		d.changes.Set(journal.FieldHead, newHead(seen.Seq, seen.Hash).Hash, newHead(ends.Seq, ends.Last).Hash)
		return s.update(ctx, func(tx *data.Tx) error {
			if err := errors.Join(tx.RememberBackup(backup), s.record(tx, d)); err != nil {
				return err
			}
			now, err := tx.JournalEnds()
			placed = checkpoint{path: seen.path, Seq: now.Seq, Hash: now.Last}
			return err
		})
	}
	if path, err = data.Resolve(path); err != nil {
		return r, err
	}
	if from, err = data.Resolve(from); err != nil {
		return r, err
	}
	r.Aside, err = data.Replace(ctx, path, from, passphrase, now, progress, check, complete)
	if err != nil {
		return r, err
	}
	if err := w.save(placed); err != nil && o.Warn != nil {
		o.Warn("witness", err)
	}
	return r, nil
}
