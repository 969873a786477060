package data

import (
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// EventQuery asks for entries of the journal.
type EventQuery struct {
	Person     int64     // who did it, or to whom it was done; 0 is anybody
	Operations []string  // any of them; none for all
	Outcome    Outcome   // "" is any
	From, To   time.Time // from From on, and before To; zero for no bound
	// Text are words of which each must be part of a name, of what changed or why, or of how people read the entry; compared
	// by Key.
	Text string
	Read Reading
}

// Reading is how people read what entries say in fixed words.
type Reading struct {
	Deeds  map[Deed]string
	Terms  map[string]string // by the text that is in the file
	Nobody string            // who did what nobody did who is known
}

// Deed is what was done, and how it ended.
type Deed struct {
	Operation string
	Outcome   Outcome
	ToNobody  bool // rather than to somebody who has a name
}

// EventPage is a stretch of the journal, newest first.
type EventPage struct {
	Events []Event
	Next   int64 // all of the asked for from this number on have been found; 0 if all have
}

// lookedAtOnce is how many entries are looked at in one read, which takes some ten milliseconds: who asks for what is rare
// gets an answer soon, and asks on.
const lookedAtOnce = 20_000

const eventColumns = `seq, at, operation, outcome, actor_id, actor, target_id, target, before, after, reason, app_version,
	computer, process, digest, prev, hash`

// Events returns the newest entries with a number lower than before that q asks for, at most limit of them, 1 or more, and
// perhaps fewer than there are: Next says where to go on. A before of 0 is that of the newest.
func (tx *Tx) Events(q EventQuery, before int64, limit int) (p EventPage, err error) {
	if before == 0 {
		before = math.MaxInt64
	}
	var last int64
	if err := tx.row(`SELECT coalesce(max(seq), 0) FROM journal WHERE seq < $1`, before).Scan(&last); err != nil {
		return p, err
	}
	least := max(last-lookedAtOnce, 0)
	if q.onlyPerson() { // then an index finds as many as are wanted, however far back they are
		least = 0
	}
	if p.Events, err = tx.events(q, least, last, limit); err != nil {
		return EventPage{}, err
	}
	switch {
	case len(p.Events) == limit:
		p.Next = p.Events[limit-1].Seq
	case least > 0:
		p.Next = least + 1
	}
	return p, nil
}

// onlyPerson tells whether q asks for all of one person's entries.
func (q EventQuery) onlyPerson() bool {
	return q.Person != 0 && len(q.Operations) == 0 && q.Outcome == "" && q.From.IsZero() && q.To.IsZero() && q.Text == ""
}

// events returns those with numbers above least, up to last.
func (tx *Tx) events(q EventQuery, least, last int64, limit int) (events []Event, err error) {
	cond, args := q.where()
	args = append(args, least, last, limit)
	n := len(args)
	part := func(person string) string {
		return fmt.Sprintf(`SELECT seq FROM journal WHERE %s AND %s AND seq > $%d AND seq <= $%d ORDER BY seq DESC LIMIT $%d`,
			person, cond, n-2, n-1, n)
	}
	seqs := part("TRUE")
	if q.Person != 0 {
		args = append(args, q.Person)
		seqs = fmt.Sprintf(`SELECT seq FROM (%s) UNION SELECT seq FROM (%s)`,
			part(fmt.Sprintf("actor_id = $%d", n+1)), part(fmt.Sprintf("target_id = $%d", n+1)))
	}
	rows, err := tx.tx.QueryContext(tx.ctx, fmt.Sprintf(
		`SELECT %s FROM journal WHERE seq IN (%s) ORDER BY seq DESC LIMIT $%d`, eventColumns, seqs, n), args...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, rows.Err()
}

func scanEvent(row interface{ Scan(...any) error }) (e Event, err error) {
	var at int64
	err = row.Scan(&e.Seq, &at, &e.Operation, &e.Outcome, &e.ActorID, &e.Actor, &e.TargetID, &e.Target, &e.Before,
		&e.After, &e.Reason, &e.AppVersion, &e.Computer, &e.Process, &e.Digest, &e.Prev, &e.Hash)
	e.At = fromMicros(at)
	return e, err
}

// EachEvent calls each for all entries in the order of their numbers, until it returns an error.
func (tx *Tx) EachEvent(each func(Event) error) (err error) {
	rows, err := tx.rows(`SELECT ` + eventColumns + ` FROM journal ORDER BY seq`)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return err
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

// where is the condition of q, but for the person, and its arguments.
func (q EventQuery) where() (string, []any) {
	cond, args := []string{"TRUE"}, []any{}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	if len(q.Operations) > 0 {
		var list []string
		for _, op := range q.Operations {
			list = append(list, arg(op))
		}
		cond = append(cond, "operation IN ("+strings.Join(list, ", ")+")")
	}
	if q.Outcome != "" {
		cond = append(cond, "outcome = "+arg(string(q.Outcome)))
	}
	if !q.From.IsZero() {
		cond = append(cond, "at >= "+arg(micros(q.From)))
	}
	if !q.To.IsZero() {
		cond = append(cond, "at < "+arg(micros(q.To)))
	}
	words, possible := Query{Text: q.Text}.words()
	if !possible {
		return "FALSE", nil
	}
	cond = append(cond, q.Read.where(words, arg)...)
	return strings.Join(cond, " AND "), args
}

// spelled is a JSON object of texts without its escapes, or what it is if it is none.
func spelled(text string) string {
	fields := map[string]string{}
	if json.Unmarshal([]byte(text), &fields) != nil {
		return text
	}
	var all []string
	for field, value := range fields {
		all = append(all, field, value)
	}
	return strings.Join(all, "\n")
}

// where are the conditions for all words being found. Those that name deeds come last, since each is looked for by itself.
func (r Reading) where(words []string, arg func(any) string) (conds []string) {
	if len(words) == 0 {
		return nil
	}
	terms, deeds := folded(r.Terms), folded(r.Deeds)
	texts := `, iif(actor = '', ` + arg(r.Nobody) + `, actor), target, before, after, reason, computer)`
	var plain []string
	for _, word := range words {
		means := []string{word}
		for term, read := range terms {
			if strings.Contains(read, word) {
				means = append(means, Key(term))
			}
		}
		line := strings.Join(means, "\t")
		var toNobody, toSomebody []string
		for d, read := range deeds {
			switch {
			case !strings.Contains(read, word):
			case d.ToNobody:
				toNobody = append(toNobody, arg(d.Operation+"\x01"+string(d.Outcome)))
			default:
				toSomebody = append(toSomebody, arg(d.Operation+"\x01"+string(d.Outcome)))
			}
		}
		if len(toNobody)+len(toSomebody) == 0 {
			plain = append(plain, line)
			continue
		}
		conds = append(conds, fmt.Sprintf(`
			(CASE target WHEN '' THEN operation || char(1) || outcome IN (%s)
				ELSE operation || char(1) || outcome IN (%s) END OR %s(%s%s)`,
			strings.Join(toNobody, ", "), strings.Join(toSomebody, ", "), found, arg(line), texts))
	}
	if len(plain) > 0 {
		conds = slices.Insert(conds, 0, found+`(`+arg(strings.Join(plain, "\n"))+texts)
	}
	return conds
}

// folded are texts in the form in which they are compared.
func folded[K comparable](texts map[K]string) map[K]string {
	keys := make(map[K]string, len(texts))
	for k, text := range texts {
		keys[k] = Key(text)
	}
	return keys
}

// found is an SQL function that tells whether each of some words, one a line, is part of one of the texts, or one of the terms
// that are read so, which stand behind it.
const found = "roster_found"

func registerFound() error {
	return sqlite.RegisterDeterministicScalarFunction(found, -1, find)
}

func find(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
	texts := make([]string, len(args))
	for i, arg := range args {
		text, ok := arg.(string)
		if !ok {
			return nil, fmt.Errorf("%s: argument %d is a %T", found, i, arg)
		}
		if strings.HasPrefix(text, "{") && strings.Contains(text, `\`) { // JSON, with letters that are not as one reads them
			text = spelled(text)
		}
		texts[i] = text
	}
	key := Key(strings.Join(texts[1:], "\n"))
	for line := range strings.SplitSeq(texts[0], "\n") {
		met := false
		for word := range strings.SplitSeq(line, "\t") {
			met = met || strings.Contains(key, word)
		}
		if !met {
			return int64(0), nil
		}
	}
	return int64(1), nil
}
