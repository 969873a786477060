package app

import (
	"context"
	"fmt"
	"strconv"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// Backup describes a backup. It can be used like the file that it was made of.
type Backup struct {
	Verification journal.Verification // of the backup; a fault in it is also one in the file
	Head         Head
	Unrecorded   error // why the journal does not have the backup; nil if it has it
}

// byCommandLine is what the journal has instead of a name if nobody was signed in.
const byCommandLine = "command line"

// BackUp writes the state of the file into a new private file at to, verifies it, and records that in the journal as
// done from the command line. It needs no rights: whoever can read a file can copy it. It calls progress, unless nil,
// with the numbers of pages. The errors are those of [data.Store.Backup].
func (s *Service) BackUp(ctx context.Context, to string, progress func(done, all int64)) (b Backup, err error) {
	d := newEntry(access.BackUp, identity.User{}, identity.User{})
	d.changes.Add(journal.FieldBy, byCommandLine)
	err = s.store.Backup(ctx, to, progress, func(made *data.Store) error {
		return made.View(ctx, func(tx *data.Tx) error {
			if b.Verification, err = verify(ctx, tx, "", nil); err != nil {
				return err
			}
			ends, err := tx.JournalEnds()
			b.Head = Head{ends.Seq, fmt.Sprintf("%x", ends.Last)}
			return err
		})
	})
	if err != nil {
		return Backup{}, s.recordAfter(ctx, d.withOutcome(identity.Failed, "no backup was made"), err)
	}
	d.changes.Add(journal.FieldEntries, strconv.FormatInt(b.Head.Seq, 10))
	d.changes.Add(journal.FieldHead, b.Head.Hash)
	b.Unrecorded = s.recordAfter(ctx, d, nil)
	if b.Unrecorded == nil && s.Room().Unsaved > 0 { // this process ends before there is room
		b.Unrecorded = identity.FileDiskFull
	}
	return b, nil
}
