package app

import (
	"context"
	"time"

	"roster/app/access"
	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// JournalQuery selects entries of the journal.
type JournalQuery struct {
	Person     int64              // the id of the actor or the target; 0 matches everyone
	Operations []access.Operation // any of them; none matches all
	Outcome    identity.Outcome   // "" matches every outcome
	From, To   time.Time          // from From on, and before To; zero for no bound
	Search     journal.Search     // what the typed text looks for
}

// JournalPage is a part of the journal, newest first.
type JournalPage struct {
	Events []identity.Event
	Next   int64 // where to go on; 0 at the end
}

const (
	// searchAtOnce is how many entries one call searches, which takes tens of milliseconds. So a search for rare entries
	// answers soon and can go on.
	searchAtOnce = 20_000
	// searchPart is how many entries are read in one step.
	searchPart = 2048
)

// Journal returns at most limit of the entries that q selects, 1 or more, with numbers below before, newest first; 0
// begins with the newest. There may be fewer although there are more: Next is where to go on. A Ledger manager gets the
// entries about themselves, whatever q says.
func (s *Session) Journal(ctx context.Context, q JournalQuery, before int64, limit int) (p JournalPage, err error) {
	r := request{op: access.ReadJournal}
	if s.Me().Role == identity.LedgerManager {
		r.op = access.ReadOwnEvents
	}
	err = s.read(ctx, r, func(a *authorized) error {
		query := data.EventQuery{Person: q.Person, Outcome: q.Outcome, From: q.From, To: q.To}
		if r.op == access.ReadOwnEvents {
			query.Person = a.actor.ID
		}
		for _, op := range q.Operations {
			query.Operations = append(query.Operations, op.String())
		}
		if q.Search.Empty() {
			p.Events, p.Next, err = a.Events(query, before, limit)
			return err
		}
		p, err = search(ctx, a.Tx, query, q.Search, before, limit)
		return err
	})
	return p, err
}

// search returns the entries of a query that match, among the next searchAtOnce.
func search(
	ctx context.Context, tx *data.Tx, q data.EventQuery, s journal.Search, before int64, limit int,
) (p JournalPage, err error) {
	p.Next = before
	for searched := 0; searched < searchAtOnce; {
		events, next, err := tx.Events(q, p.Next, searchPart)
		if err != nil {
			return JournalPage{}, err
		}
		for _, e := range events {
			if !s.Matches(e) {
				continue
			}
			if p.Events = append(p.Events, e); len(p.Events) == limit {
				p.Next = e.Seq
				return p, nil
			}
		}
		if p.Next = next; next == 0 || len(events) < searchPart {
			return p, nil
		}
		if searched += len(events); ctx.Err() != nil {
			return JournalPage{}, ctx.Err()
		}
	}
	return p, nil
}
