package app

import (
	"context"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

// JournalQuery selects entries of the journal.
type JournalQuery struct {
	identity.EventQuery
	Search journal.Search // the parsed search text
}

// JournalPage is a part of the journal, newest first.
type JournalPage struct {
	Events []identity.Event
	Next   int64 // the value of before for the next call; 0 at the end
}

const (
	// searchLimit is the number of entries that one call searches, which takes tens of milliseconds. A search for rare
	// entries therefore returns soon and can be continued.
	searchLimit = 10_000
	// searchPart is the number of entries that are read in one step, and candidates the number of those that may match.
	searchPart, candidates = 2048, 256
)

// Journal returns the newest entries that q selects with a number below before, or the newest of all if before is 0. It
// returns at most limit entries, which must be at least 1, and may return fewer although there are more; see
// [JournalPage]. A Ledger manager gets only entries about themselves.
func (s *Session) Journal(ctx context.Context, q JournalQuery, before int64, limit int) (p JournalPage, err error) {
	r := request{op: access.ReadJournal}
	if s.Me().Role == identity.LedgerManager {
		r.op = access.ReadOwnEvents
	}
	err = s.read(ctx, r, func(a *authorized) error {
		if r.op == access.ReadOwnEvents {
			q.Person = a.actor.User.ID
		}
		p, err = a.journal(ctx, q, before, limit)
		return err
	})
	return p, err
}

// journal is [Session.Journal] for somebody who may read all entries that q selects.
func (a *authorized) journal(ctx context.Context, q JournalQuery, before int64, limit int) (p JournalPage, err error) {
	if q.Search.Empty() {
		p.Events, p.Next, err = a.Events(q.EventQuery, before, limit)
		for i := range p.Events {
			hideOwnNote(&p.Events[i], a.actor.User.ID)
		}
		return p, err
	}
	text := q.Search
	if q.Person == 0 { // the entries of one person need not be told apart by the other person in them
		if text, err = text.About(a.IDsNamed); err != nil {
			return JournalPage{}, err
		}
	}
	return search(ctx, a, q.EventQuery, text, before, limit)
}

// search returns the entries of a query that match, among the next searchLimit.
func search(
	ctx context.Context, a *authorized, q identity.EventQuery, s journal.Search, before int64, limit int,
) (p JournalPage, err error) {
	p.Next = before
	for searched := 0; searched < searchLimit; {
		mayMatch := func(e identity.EventText) bool { return s.MayMatch(hideOwnText(e, a.actor.User.ID)) }
		events, read, next, err := a.SearchEvents(q, p.Next, searchPart, candidates, mayMatch)
		if err != nil {
			return JournalPage{}, err
		}
		for _, e := range events {
			if hideOwnNote(&e, a.actor.User.ID); !s.Matches(e) {
				continue
			}
			if p.Events = append(p.Events, e); len(p.Events) == limit {
				p.Next = e.Seq
				return p, nil
			}
		}
		if p.Next = next; next == 0 || read < searchPart && len(events) < candidates {
			return p, nil
		}
		if searched += read; ctx.Err() != nil {
			return JournalPage{}, ctx.Err()
		}
	}
	return p, nil
}
