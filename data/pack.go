package data

import (
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"

	"modernc.org/sqlite"
)

// pack is an SQL aggregate that puts rows one behind the other as the journal's hashes cover them: of each row the length,
// 4 bytes big-endian, and then each value preceded by its length, 8 bytes big-endian; numbers are written in decimal. One
// step of a query is much cheaper than handing every row on to Go.
const pack = "roster_pack"

type packer struct{ rows []byte }

func registerPack() error {
	return sqlite.RegisterFunction(pack, &sqlite.FunctionImpl{
		NArgs: -1, VolatileArgs: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) {
			return &packer{rows: make([]byte, 0, packedAtOnce*512)}, nil
		},
	})
}

// Step implements sqlite.AggregateFunction. It keeps nothing of its arguments.
func (p *packer) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	begin := len(p.rows)
	p.rows = append(p.rows, 0, 0, 0, 0)
	for _, arg := range args {
		at := len(p.rows)
		p.rows = append(p.rows, 0, 0, 0, 0, 0, 0, 0, 0)
		switch v := arg.(type) {
		case int64:
			p.rows = strconv.AppendInt(p.rows, v, 10)
		case string:
			p.rows = append(p.rows, v...)
		case []byte:
			p.rows = append(p.rows, v...)
		default:
			return fmt.Errorf("%s: a value is a %T", pack, arg)
		}
		binary.BigEndian.PutUint64(p.rows[at:], uint64(len(p.rows)-at-8))
	}
	binary.BigEndian.PutUint32(p.rows[begin:], uint32(len(p.rows)-begin-4))
	return nil
}

// WindowInverse implements sqlite.AggregateFunction.
func (*packer) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return fmt.Errorf("%s: not for a window", pack)
}

// WindowValue implements sqlite.AggregateFunction.
func (p *packer) WindowValue(*sqlite.FunctionContext) (driver.Value, error) { return p.rows, nil }

// Final implements sqlite.AggregateFunction.
func (*packer) Final(*sqlite.FunctionContext) {}

// nextPacked takes the first row off.
func nextPacked(rows []byte) (row, rest []byte) {
	n := 4 + int(binary.BigEndian.Uint32(rows))
	return rows[4:n], rows[n:]
}

// nextValue takes the first value off a row.
func nextValue(row []byte) (value, rest []byte) {
	n := 8 + int(binary.BigEndian.Uint64(row))
	return row[8:n], row[n:]
}

// PackedEvent is a journal entry as its hash covers it.
type PackedEvent struct {
	Seq       int64
	TargetID  int64
	Operation string
	Outcome   Outcome
	Prev      []byte
	After     []byte
	Digest    []byte
	Hash      []byte
	Covered   []byte // what Hash covers, each value preceded by its length: from prev, seq and at to process and digest
}

// packedAtOnce is how many rows are packed in one step: a few megabytes.
const packedAtOnce = 4096

// PackedEvents calls each for all entries in the order of their numbers, until it returns an error. What it is given is
// only good during the call.
func (tx *Tx) PackedEvents(each func(PackedEvent) error) error {
	return tx.packed(`SELECT min(seq) FROM journal WHERE seq >= $1`, `
		SELECT `+pack+`(hash, prev, seq, at, operation, outcome, actor_id, actor, target_id, target, before, after, reason,
			app_version, computer, process, digest)
		FROM journal WHERE seq >= $1 AND seq <= $2`,
		// The values that the hash covers come last, in the order in which it covers them.
		func(row []byte) (int64, error) {
			e, err := unpackEvent(row)
			if err != nil {
				return 0, err
			}
			return e.Seq, each(e)
		})
}

// packed calls each for all rows that a query packs in ranges of a number, each of which begins where next says. each
// returns the number of its row.
func (tx *Tx) packed(next, query string, each func(row []byte) (int64, error)) error {
	for from := int64(math.MinInt64); ; {
		var first sql.NullInt64
		if err := tx.row(next, from).Scan(&first); err != nil || !first.Valid {
			return err
		}
		var rows []byte
		last := first.Int64 + min(packedAtOnce-1, math.MaxInt64-max(first.Int64, 0))
		if err := tx.row(query, first.Int64, last).Scan(&rows); err != nil {
			return err
		}
		for len(rows) > 0 {
			var row []byte
			var err error
			row, rows = nextPacked(rows)
			if from, err = each(row); err != nil {
				return err
			}
		}
		if from == math.MaxInt64 {
			return nil
		}
		from++
	}
}

func unpackEvent(row []byte) (e PackedEvent, err error) {
	e.Hash, e.Covered = nextValue(row)
	values := [16][]byte{}
	for i, rest := 0, e.Covered; i < len(values); i++ {
		values[i], rest = nextValue(rest)
	}
	e.Prev, e.After, e.Digest = values[0], values[10], values[15]
	e.Operation, e.Outcome = string(values[3]), Outcome(values[4])
	seq, err1 := strconv.ParseInt(string(values[1]), 10, 64)
	target, err2 := strconv.ParseInt(string(values[7]), 10, 64)
	e.Seq, e.TargetID = seq, target
	return e, errors.Join(err1, err2)
}

// PackedUser is a user with their credentials as a digest covers them.
type PackedUser struct {
	ID      int64
	Name    string
	Keyed   bool   // what users are found and ordered by is the Key of what it should be
	Covered []byte // each value preceded by its length: from id, version and name to expires and disabled
}

// PackedUsers calls each for all users in the order of their ids, until it returns an error. What it is given is only good
// during the call.
func (tx *Tx) PackedUsers(each func(PackedUser) error) error {
	return tx.packed(`SELECT min(id) FROM users WHERE id >= $1`, `
		SELECT `+pack+`(name_key, email_key, first_key, last_key,
			id, u.version, name, email, first_name, last_name, role, status, created, changed,
			coalesce(c.version, 0), coalesce(hash, ''), iif(must_change, 'true', 'false'), coalesce(expires, 0),
			coalesce(disabled, 0))
		FROM users AS u LEFT JOIN credentials AS c ON user_id = id WHERE id >= $1 AND id <= $2`,
		// The keys come first, so that what is covered is the rest.
		func(row []byte) (int64, error) {
			u, err := unpackUser(row)
			if err != nil {
				return 0, err
			}
			return u.ID, each(u)
		})
}

func unpackUser(row []byte) (u PackedUser, err error) {
	var keys, names [4][]byte
	for i := range keys {
		keys[i], row = nextValue(row)
	}
	u.Covered = row
	id, row := nextValue(row)
	_, row = nextValue(row) // version
	for i := range names {
		names[i], row = nextValue(row)
	}
	u.Name, u.Keyed = string(names[0]), true
	for i := range keys {
		u.Keyed = u.Keyed && string(keys[i]) == Key(string(names[i]))
	}
	u.ID, err = strconv.ParseInt(string(id), 10, 64)
	return u, err
}

// CountEvents returns the number of journal entries.
func (tx *Tx) CountEvents() (n int64, err error) {
	err = tx.row(`SELECT count(*) FROM journal`).Scan(&n)
	return n, err
}

// EventHash returns the hash of the entry of that number, or ErrNotFound.
func (tx *Tx) EventHash(seq int64) (hash []byte, err error) {
	err = tx.row(`SELECT hash FROM journal WHERE seq = $1`, seq).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	return hash, err
}
