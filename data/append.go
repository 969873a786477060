package data

import (
	"slices"

	"roster/identity"
)

// JournalEnds returns the ends of the journal. It reads them once, unless a method has read them already.
func (tx *Tx) JournalEnds() (JournalEnds, error) {
	built, err := tx.built()
	if err == nil {
		err = tx.append(built)
	}
	if err != nil {
		return JournalEnds{}, err
	}
	return tx.storedEnds()
}

// storedEnds is JournalEnds without the entries that are being built.
func (tx *Tx) storedEnds() (JournalEnds, error) {
	if tx.ends == nil {
		var ends JournalEnds
		if err := tx.engine.Row(`SELECT` + endColumns).Scan(ends.into()...); err != nil {
			return JournalEnds{}, err
		}
		complete, err := ends.complete()
		if err != nil {
			return JournalEnds{}, err
		}
		tx.ends = complete
	}
	return *tx.ends, nil
}

// AppendEvent appends e with its words; Actor and Target are among those. Its Seq and Prev must follow the last entry,
// and its words must be of users: the file refuses any other. An entry that a user was deleted erases their words.
// Whether e was stored is known after [Tx.Conclude].
func (tx *Tx) AppendEvent(e identity.Event) error { return tx.AppendEvents([]identity.Event{e}) }

// AppendEvents is AppendEvent for entries that follow one another.
func (tx *Tx) AppendEvents(events []identity.Event) error {
	if _, err := tx.JournalEnds(); err != nil {
		return err
	}
	return tx.append(events)
}

// eventsInserted is the number of entries that one statement inserts. The trigger words_next knows it.
const eventsInserted = 128

func (tx *Tx) append(events []identity.Event) error {
	for part := range slices.Chunk(events, eventsInserted) {
		ends, err := tx.storedEnds()
		if err != nil {
			return err
		}
		if tx.appended == 0 {
			ends.txid++
		}
		if err := tx.insertWords(part); err != nil {
			return err
		}
		args := make([]any, 0, len(part)*journalColumns)
		for _, e := range part {
			args = append(args, e.Seq, identity.Micros(e.At), e.Operation, e.Outcome, e.ActorID, e.TargetID, e.Before, e.After,
				e.Reason, e.AppVersion, e.Computer, e.Process, e.Batch, e.Committed, e.Digest, e.Prev, e.Hash, ends.txid)
		}
		if _, err := tx.engine.Exec(insertInto.journal.rows(len(part)), args...); err != nil {
			return err
		}
		ends = ends.after(part)
		tx.ends = &ends
		tx.appended += int64(len(part))
	}
	return nil
}

// AppendLater is AppendEvents for the entries that build returns, given the ends of the journal before them. build runs
// on another goroutine while the transaction goes on, which saves a batch a tenth of its time, so it must not use the
// transaction. The next method that needs the ends of the journal appends the entries, or returns the error of build.
func (tx *Tx) AppendLater(build func(JournalEnds) ([]identity.Event, error)) error {
	before, err := tx.built()
	if err != nil {
		return err
	}
	ends, err := tx.storedEnds()
	if err != nil {
		return err
	}
	ends = ends.after(before)
	tx.building = make(chan built, 1) // so that it ends even if the transaction has
	go func(to chan<- built) {
		events, err := build(ends)
		to <- built{events, err}
	}(tx.building)
	return tx.append(before)
}

// built returns the entries that were given to AppendLater last and are not appended, if there are any.
func (tx *Tx) built() ([]identity.Event, error) {
	if tx.building == nil {
		return nil, nil
	}
	done := <-tx.building
	tx.building = nil
	return done.events, done.err
}
