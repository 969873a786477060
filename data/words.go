package data

import (
	"encoding/json"
	"math"
	"slices"

	"roster/data/sqlite"
	"roster/identity"
)

// insertWords stores the words of the next entries, all in one statement. It replaces words without an entry, which
// remain if another program cuts the journal off: such a file can still be used, and verification reports it.
func (tx *Tx) insertWords(events []identity.Event) error {
	var args []any
	for _, e := range events {
		for _, w := range e.Words {
			args = append(args, e.Seq, w.Place, w.Person, w.Salt, w.Text)
		}
	}
	if len(args) == 0 {
		return nil
	}
	_, err := tx.engine.Exec(insertInto.words.rows(len(args)/wordsColumns), args...)
	return err
}

// StrayWord returns a number under which there is a word but no entry, given the number of the last entry. It returns 0
// if there is none.
func (tx *Tx) StrayWord(last int64) (seq int64, err error) {
	err = tx.engine.Row(`
		SELECT coalesce((SELECT min(seq) FROM words WHERE seq < 1), (SELECT min(seq) FROM words WHERE seq > $1), 0)`,
		last).Scan(&seq)
	return seq, err
}

// setWords gives an event its words.
func setWords(e *identity.Event, words []identity.Word) {
	e.Words = words
	for _, w := range words {
		switch w.Place {
		case identity.PlaceActor:
			e.Actor = w.Text
		case identity.PlaceTarget:
			e.Target = w.Text
		}
	}
}

// wordColumns are the columns of words. The first three are enough to read an entry.
var wordColumns = []string{"seq", "n", "text", "person", "salt"}

const readableColumns = 3

// wordList holds the words of some entries, ordered by entry and place. It can be filled again, so that the many words
// of a journal are not allocated one by one. The zero value is ready to use.
type wordList struct {
	rows  []wordRow
	bytes []byte          // the salts and texts of all rows
	texts string          // bytes again
	taken int             // the number of rows that take has passed
	found []identity.Word // what take returns
}

// wordRow is a word. Its text begins at bytes[at], followed by its salt.
type wordRow struct {
	seq, n, person int64
	at, salt, end  int
}

// fill replaces the list by the rows that each reads, with all columns or the readable ones.
func (l *wordList) fill(all bool, each func(func(*sqlite.Row) (seq int64, err error)) error) error {
	l.rows, l.bytes, l.taken = l.rows[:0], l.bytes[:0], 0
	err := each(func(row *sqlite.Row) (int64, error) {
		r := wordRow{seq: row.Int(), n: row.Int(), at: len(l.bytes)}
		l.bytes = append(l.bytes, row.Text()...)
		r.salt = len(l.bytes)
		if all {
			r.person = row.Int()
			l.bytes = append(l.bytes, row.Bytes()...)
		}
		r.end = len(l.bytes)
		l.rows = append(l.rows, r)
		return r.seq, nil // a value of the wrong type does not match its commitment
	})
	l.texts = string(l.bytes)
	return err
}

// take returns the words of an entry, whose number must be higher than in the calls before. They are valid until the
// next call.
func (l *wordList) take(seq int64) []identity.Word {
	l.found = l.found[:0]
	for ; l.taken < len(l.rows) && l.rows[l.taken].seq <= seq; l.taken++ {
		if r := l.rows[l.taken]; r.seq == seq {
			l.found = append(l.found, identity.Word{
				Place: identity.Place(r.n), Person: r.person, Text: l.texts[r.at:r.salt], Salt: l.bytes[r.salt:r.end:r.end],
			})
		}
	}
	return l.found
}

// readWords fills l with the words of the entries in a range.
func (tx *Tx) readWords(l *wordList, columns []string, seqs sqlite.IDs) error {
	return l.fill(len(columns) == len(wordColumns), func(do func(*sqlite.Row) (int64, error)) error {
		return tx.engine.EachByID(columns, "words", "seq", seqs, do)
	})
}

// addWords gives events, newest first, their words, without persons and salts.
func (tx *Tx) addWords(events []identity.Event) error {
	if len(events) == 0 {
		return nil
	}
	var l wordList
	err := tx.readWordsOf(&l, events)
	for i := len(events) - 1; i >= 0; i-- {
		setWords(&events[i], slices.Clone(l.take(events[i].Seq)))
	}
	return err
}

// inList is the condition that a value is in a JSON array, the first argument.
const inList = "IN (SELECT value FROM json_each($1))"

// readWordsOf fills l with the words of events, newest first. They are read as a range, unless the events are few among
// many others, such as those about one user.
func (tx *Tx) readWordsOf(l *wordList, events []identity.Event) error {
	columns := wordColumns[:readableColumns]
	all := sqlite.IDs{First: events[len(events)-1].Seq, Last: events[0].Seq}
	if all.Last-all.First < 4*int64(len(events)) {
		return tx.readWords(l, columns, all)
	}
	seqs := make([]int64, len(events))
	for i, e := range events {
		seqs[i] = e.Seq
	}
	list, err := json.Marshal(seqs)
	if err != nil {
		return err
	}
	return l.fill(false, func(do func(*sqlite.Row) (int64, error)) error {
		_, err := tx.engine.Each(sqlite.Select{
			Columns: columns, From: "words WHERE seq " + inList, Order: "seq, n",
			Limit: math.MaxInt,
		}, func(row *sqlite.Row) error {
			_, err := do(row)
			return err
		}, string(list))
		return err
	})
}
