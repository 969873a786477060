package app

import (
	"errors"
	"time"

	"roster/data"
	"roster/identity"
)

// backlog is what happened but could not be written because the disk is full: attempts to sign in and entries in the
// journal. Nobody is kept from signing in and reading by that. Every later transaction repeats the backlog first, at
// the times at which it happened, so that attempts count as always and all is written as soon as there is room.
//
// It is lost if the program ends before that.
type backlog []happened

// happened is a part of a backlog.
type happened struct {
	at time.Time
	// do writes it. It must use nothing but the transaction.
	do func(*data.Tx) error
}

// mostBacklog is the number of parts from which nothing more is accepted. Repeating one takes less than a millisecond.
const mostBacklog = 1000

// write writes the backlog in a transaction. A part that does not fit any more is left out, such as the sign-in of a
// user whom another program has deleted since.
func (b backlog) write(tx *data.Tx) error {
	for _, h := range b {
		err := tx.Repeat(h.at, h.do)
		if _, broken := errors.AsType[identity.FileProblem](err); broken {
			return err
		}
	}
	return nil
}

// Room says whether the file can be written.
type Room struct {
	Full    bool // the disk is full
	Unsaved int  // how much waits to be written until there is room
	Waits   bool // a change waits until another program has changed many users
}
