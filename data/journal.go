package data

import (
	"bytes"
	"database/sql"
	"errors"
	"math"
	"time"

	"roster/data/sqlite"
	"roster/identity"
)

// eventColumns are the columns of the journal in the order in which readEvent reads them.
var eventColumns = []string{
	"seq", "at", "operation", "outcome", "actor_id", "target_id", "before", "after", "reason",
	"app_version", "computer", "process", "batch", "words", "digest", "prev", "hash",
}

// readEvent reads an event without its words.
func readEvent(row *sqlite.Row) identity.Event {
	e := identity.Event{
		Seq: row.Int(), At: identity.FromMicros(row.Int()), Operation: row.Text(), Outcome: identity.Outcome(row.Text()),
		ActorID: row.Int(), TargetID: row.Int(), Before: row.Text(), After: row.Text(),
		Reason: row.Text(), AppVersion: row.Text(), Computer: row.Text(), Process: row.Int(), Batch: row.Int(),
		Committed: row.Bytes(), Digest: row.Bytes(), Prev: row.Bytes(), Hash: row.Bytes(),
	}
	if row.Mistyped() {
		e.Hash = nil // which no entry has
	}
	return e
}

// Conclusion is the state in which an Update leaves the file.
type Conclusion struct {
	HasSystemAdmin bool   // see [Tx.HasSystemAdmin]
	Hash           []byte // of the entry that Conclude was asked for; nil if there is none
}

// Conclude returns the state of the file, with the hash of the entry number seq. It must be called at the end of an
// Update that may have appended entries. It fails with ErrIgnored if they were not stored: the number of inserted rows
// does not show what a trigger did with them.
func (tx *Tx) Conclude(seq int64) (c Conclusion, err error) {
	expected, err := tx.JournalEnds()
	if err != nil {
		return Conclusion{}, err
	}
	var stored int64
	var last []byte
	query := `SELECT `
	if tx.appended == 0 {
		query, tx.counted = sqlite.CountCommit+` RETURNING `, true
	}
	err = tx.engine.Row(query+hasSystemAdmin+`, (SELECT hash FROM journal WHERE seq = $1),
			(SELECT count(*) FROM journal WHERE seq > $2), (SELECT hash FROM journal ORDER BY seq DESC LIMIT 1),
			coalesce((SELECT max(seq) FROM changes), 0)`,
		seq, expected.Seq-tx.appended).Scan(&c.HasSystemAdmin, &c.Hash, &stored, &last, &tx.last)
	if err != nil {
		return Conclusion{}, err
	}
	if stored != tx.appended || expected.Seq > 0 && !bytes.Equal(last, expected.Last) {
		return Conclusion{}, ErrIgnored
	}
	return c, nil
}

// WasDeleted reports whether the journal says that a user was deleted.
func (tx *Tx) WasDeleted(id int64) (yes bool, err error) {
	err = tx.engine.Row(`
		SELECT EXISTS (SELECT 1 FROM journal WHERE target_id = $1 AND operation = 'delete user' AND outcome = 'done')`,
		id).Scan(&yes)
	return yes, err
}

// ChangedSince reports whether the journal, after the entry with that number and hash, records a change to users,
// settings or the recovery key, or does not have that entry any more.
func (tx *Tx) ChangedSince(seq int64, hash []byte) (changed bool, err error) {
	there, err := tx.HasEvent(seq, hash)
	if err != nil || !there {
		return !there, err
	}
	err = tx.engine.Row(`
		SELECT EXISTS (SELECT 1 FROM journal WHERE seq > $1 AND outcome = 'done' AND (length(digest) > 0 OR operation IN (
			'delete user', 'change settings', 'recover', 'renew recovery key')))`, seq).Scan(&changed)
	return changed, err
}

// HashUpgrade is a password hash that was replaced by a stronger one of the same password, as an entry has it.
type HashUpgrade struct{ Before, After string }

// HashUpgrades returns, by user, what entries about signing in after the one with that number have recorded, in order.
func (tx *Tx) HashUpgrades(seq int64) (all map[int64][]HashUpgrade, err error) {
	rows, err := tx.engine.Rows(`
		SELECT target_id, coalesce(before ->> '$.hash', ''), coalesce(after ->> '$.hash', '') FROM journal
		WHERE seq > $1 AND operation IN ('sign in', 'check') AND outcome = 'done' AND length(digest) > 0
			AND json_valid(before) AND json_valid(after)
		ORDER BY seq`, seq)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	all = map[int64][]HashUpgrade{}
	for rows.Next() {
		var id integer
		var before, after text
		if err := rows.Scan(&id, &before, &after); err != nil {
			return nil, err
		}
		all[int64(id)] = append(all[int64(id)], HashUpgrade{string(before), string(after)})
	}
	return all, rows.Err()
}

// HasEvent reports whether the journal has an entry with that number and hash.
func (tx *Tx) HasEvent(seq int64, hash []byte) (bool, error) {
	var stored []byte
	err := tx.engine.Row(`SELECT hash FROM journal WHERE seq = $1`, seq).Scan(&stored)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return bytes.Equal(stored, hash), err
}

// LastEventTime returns the time of the last entry, or the zero time if there is none.
func (tx *Tx) LastEventTime() (time.Time, error) {
	var at integer
	err := tx.engine.Row(`SELECT at FROM journal ORDER BY seq DESC LIMIT 1`).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return sound(int64(at)), err
}

// CountEvents returns the number of entries.
func (tx *Tx) CountEvents() (n int64, err error) {
	err = tx.engine.Row(`SELECT count(*) FROM journal`).Scan(&n)
	return n, err
}

// EachEvent calls each for every entry, in order, until it returns an error. The entry, with its texts and blobs, is
// valid only during the call. each must not use the transaction.
func (tx *Tx) EachEvent(each func(*identity.Event) error) error {
	var words wordList
	var e identity.Event // one for all, because allocating one for each costs a tenth of the whole
	for next := int64(math.MinInt64); ; {
		part, found, err := tx.nextEvents(next)
		if err != nil || !found {
			return err
		}
		if err := tx.readWords(&words, wordColumns, part); err != nil {
			return err
		}
		err = tx.engine.EachByID(eventColumns, "journal", "seq", part, func(row *sqlite.Row) (int64, error) {
			e = readEvent(row)
			setWords(&e, words.take(e.Seq))
			return e.Seq, each(&e)
		})
		if err != nil {
			return err
		}
		if part.Last == math.MaxInt64 {
			return nil
		}
		next = part.Last + 1
	}
}

// eventsAtOnce is the number of entries whose words are held in memory, so that entries and words are read by few
// statements.
const eventsAtOnce = 4096

// nextEvents returns the range of the next entries, from a number on. It returns false if there are none.
func (tx *Tx) nextEvents(from int64) (part sqlite.IDs, found bool, err error) {
	err = tx.engine.Row(`
		SELECT count(*) > 0, coalesce(min(seq), 0), coalesce(max(seq), 0)
		FROM (SELECT seq FROM journal WHERE seq >= $1 ORDER BY seq LIMIT $2)`,
		from, eventsAtOnce).Scan(&found, &part.First, &part.Last)
	return part, found, err
}

// brief returns e with texts that can be shown and searched: another program can have stored megabytes.
func brief(e identity.Event) identity.Event {
	e.Outcome = identity.Outcome(clipped(string(e.Outcome)))
	for _, text := range []*string{
		&e.Operation, &e.Actor, &e.Target, &e.Before, &e.After, &e.Reason, &e.AppVersion, &e.Computer,
	} {
		*text = clipped(*text)
	}
	return e
}
