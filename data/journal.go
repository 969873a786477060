package data

import (
	"bytes"
	"database/sql"
	"errors"
	"time"
)

// Outcome is how an operation ended.
type Outcome string

// The outcomes.
const (
	Done    Outcome = "done"
	Refused Outcome = "refused" // by the rules
	Failed  Outcome = "failed"  // such as a wrong password
)

// Event is an entry of the journal. Names are kept as they were at the time.
type Event struct {
	Seq        int64 // from 1, without gaps
	At         time.Time
	Operation  string
	Outcome    Outcome
	ActorID    int64 // 0 if nobody who is known
	Actor      string
	TargetID   int64
	Target     string
	Before     string // what the event changes, as it was: a JSON object of texts, or "" if it changes nothing
	After      string // and as it is now
	Reason     string
	AppVersion string
	Computer   string
	Process    int    // its number on that computer
	Digest     []byte // SHA-256 of the target as it is after the event; empty if the event changes no user
	Prev       []byte // the hash of the entry before; 32 zero bytes in the first
	Hash       []byte // of this entry
}

// LastEvent returns number and hash of the last entry: 0 and 32 zero bytes if there is none.
func (tx *Tx) LastEvent() (seq int64, hash []byte, err error) {
	err = tx.row(`SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1`).Scan(&seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, make([]byte, 32), nil
	}
	return seq, hash, err
}

// ErrIgnored says that the file has not taken what was written into it, as a trigger of another program can have it.
var ErrIgnored = errors.New("the file has ignored an entry of the journal")

// AppendEvent adds e, whose number and Prev must follow the last entry: the file refuses any other. It fails with
// ErrIgnored if there is no such entry then.
func (tx *Tx) AppendEvent(e Event) error {
	_, err := tx.exec(`
		INSERT INTO journal (seq, at, operation, outcome, actor_id, actor, target_id, target, before, after, reason,
			app_version, computer, process, digest, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		e.Seq, micros(e.At), e.Operation, e.Outcome, e.ActorID, e.Actor, e.TargetID, e.Target, e.Before, e.After,
		e.Reason, e.AppVersion, e.Computer, e.Process, e.Digest, e.Prev, e.Hash)
	if err != nil {
		return err
	}
	// How many rows were inserted says nothing of what a trigger did with them then.
	if hash, err := tx.EventHash(e.Seq); err != nil || !bytes.Equal(hash, e.Hash) {
		return errors.Join(ErrIgnored, err)
	}
	return nil
}
