package app

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"roster/data"
)

// What is kept of the journal in the file, under the names that the callers of this package use.
type (
	// Event is an entry of the journal.
	Event = data.Event
	// Outcome is how what an entry tells of ended.
	Outcome = data.Outcome
	// Reading is how people read what entries say in fixed words.
	Reading = data.Reading
	// Deed is what was done, and how it ended.
	Deed = data.Deed
)

// The outcomes.
const (
	OutcomeDone    = data.Done
	OutcomeRefused = data.Refused
	OutcomeFailed  = data.Failed
)

// JournalQuery asks for entries of the journal.
type JournalQuery struct {
	Person     int64       // id of who did it, or to whom it was done; 0 is anybody
	Operations []Operation // any of them; none for all
	Outcome    Outcome     // "" is any
	From, To   time.Time   // from From on, and before To; zero for no bound
	// Text are words of which each must be part of a name, of what changed or why it was refused, or of how an entry is read.
	Text string
	Read Reading
}

// JournalPage is a stretch of the journal, newest first.
type JournalPage struct {
	Events []Event
	Next   int64 // where to go on; 0 if there are no others
}

// Journal returns at most limit of the entries that q asks for, 1 or more, before the one of that number, newest first;
// 0 is before none. There may be fewer, and others all the same: Next says where to go on. A Ledger manager gets what
// they did and what was done to them, whatever q says.
func (s *Session) Journal(ctx context.Context, q JournalQuery, before int64, limit int) (p JournalPage, err error) {
	o := order{op: ReadJournal}
	if s.Me().Role == LedgerManager {
		o.op = ReadOwnEvents
	}
	err = s.see(ctx, o, func(sc *scene) error {
		if o.op == ReadOwnEvents {
			q.Person = sc.actor.ID
		}
		found := data.EventQuery{Person: q.Person, Outcome: q.Outcome, From: q.From, To: q.To, Text: q.Text, Read: q.Read}
		for _, op := range q.Operations {
			found.Operations = append(found.Operations, op.String())
		}
		page, err := sc.Events(found, before, limit)
		p = JournalPage(page)
		return err
	})
	return p, err
}

// OperationOf is the operation of that name in the journal; 0 if this program knows none.
func OperationOf(name string) Operation {
	for _, op := range Operations() {
		if op.String() == name {
			return op
		}
	}
	return 0
}

// Operations lists all operations.
func Operations() (all []Operation) {
	for op := range RenewRecoveryKey {
		all = append(all, op+1)
	}
	return all
}

// Change is one field that an event has changed.
type Change struct{ Field, Before, After string }

// Changes are the fields that e has changed, in the order of their names.
func Changes(e Event) (changes []Change) {
	before, after := map[string]string{}, map[string]string{}
	if e.Before != "" && json.Unmarshal([]byte(e.Before), &before) != nil ||
		e.After != "" && json.Unmarshal([]byte(e.After), &after) != nil {
		return nil // written by another program
	}
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, field := range slices.Sorted(maps.Keys(all)) {
		changes = append(changes, Change{field, before[field], after[field]})
	}
	return changes
}
