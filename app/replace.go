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
) (done Replaced, err error) {
	if path, err = data.Resolve(path); err != nil {
		return Replaced{}, err
	}
	if from, err = data.Resolve(from); err != nil {
		return Replaced{}, err
	}
	r := replacing{path: path, from: from, witness: witness(o.Witness)}
	check := func(backup *data.Store) error {
		return backup.View(ctx, func(tx *data.Tx) error {
			r.verified, r.head, err = verifyBackup(ctx, tx)
			return err
		})
	}
	unwitnessed := o
	unwitnessed.Witness = "" // what it has seen stays true until the backup is in place
	complete := func(store *data.Store) error {
		s, err := New(store, unwitnessed)
		if err != nil {
			return err
		}
		return r.record(ctx, s)
	}
	done.Aside, err = data.Replace(ctx, path, from, passphrase, now, progress, check, complete)
	if err != nil {
		return done, err
	}
	if err := r.witness.save(r.placed); err != nil && o.Warn != nil {
		o.Warn("witness", err)
	}
	done.Users, done.Entries = r.verified.Users, r.head.Seq
	return done, nil
}

// replacing is a backup that takes the place of a file.
type replacing struct {
	path, from string
	witness    witness
	verified   journal.Verification // of the backup
	head       data.JournalEnds     // likewise
	placed     checkpoint           // the end of the new file's journal
}

// record records in the new file what it was made of, and the backup among those that it knows.
func (r *replacing) record(ctx context.Context, s *Service) error {
	seen, err := r.witness.seen(r.head)
	if err != nil {
		seen = checkpoint{} // nothing that is known can be recorded
	}
	made, err := os.Stat(r.from)
	if err != nil {
		return err
	}
	backup := identity.Backup{
		Path: r.from, Source: r.path, Made: made.ModTime(), Users: r.verified.Users, Bytes: made.Size(), Seq: r.head.Seq,
		Hash: r.head.Last, Intact: true,
	}
	if backup.Sealed, err = data.IsSealed(r.from); err != nil {
		return err
	}
	d := newEntry(access.Restore, identity.User{}, identity.User{})
	d.changes.Add(journal.FieldBy, byRoster)
	d.changes.Set(journal.FieldEntries, strconv.FormatInt(seen.Seq, 10), strconv.FormatInt(r.head.Seq, 10))
	d.changes.Set(journal.FieldHead, newHead(seen.Seq, seen.Hash).Hash, headOf(r.head).Hash)
	return s.update(ctx, func(tx *data.Tx) error {
		if err := errors.Join(tx.RememberBackup(backup), s.record(tx, d)); err != nil {
			return err
		}
		now, err := tx.JournalEnds()
		r.placed = checkpoint{path: seen.path, Seq: now.Seq, Hash: now.Last}
		return err
	})
}
