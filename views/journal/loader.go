package journal

import (
	"context"

	"roster/app"
	"roster/identity"
	"roster/views/shell"
	"roster/views/table"
)

// loader fills the table with the entries that a query finds, newest first. It loads only what the table needs.
type loader struct {
	page  *shell.View
	table *table.Table
	query app.JournalQuery

	changed func()      // called when entries or their number have changed
	failed  func(error) // called when entries could not be loaded

	view    *shell.View      // of this query; it is left when the next one begins
	entries []identity.Event // loaded so far, newest first, with those of the batches that are unfolded
	folding folding
	next    int64 // where to continue
	ended   bool  // all entries are loaded
	loading bool
}

// atOnce is how many entries are fetched at a time.
const atOnce = 200

// restart begins a new query, at the newest entry.
func (l *loader) restart(query app.JournalQuery) {
	if l.view != nil {
		l.view.Leave()
	}
	l.view, l.query = l.page.Child(), query
	l.entries, l.next, l.ended, l.loading = nil, 0, false, false
	l.folding = folding{on: query.Folded, open: map[int64]bool{}}
	l.table.Reset()
	l.load()
}

// load fetches the next entries.
func (l *loader) load() {
	if l.loading || l.ended {
		return
	}
	l.loading = true
	q, before := l.query, l.next
	shell.Run(l.view, func(ctx context.Context) (app.JournalPage, error) {
		return l.page.Session.Journal(ctx, q, before, atOnce)
	}, func(p app.JournalPage, err error) {
		l.loading = false
		if err != nil {
			l.failed(err)
			l.view.After(shell.RetryAfter, l.load)
			return
		}
		l.take(p)
	})
}

// take gives fetched entries to the table.
func (l *loader) take(p app.JournalPage) {
	from := len(l.entries)
	l.entries = append(l.entries, p.Events...)
	l.next, l.ended = p.Next, p.Next == 0
	l.table.SetRows(from, l.folding.rows(p.Events))
	l.changed()
	if _, shown := l.table.InView(); len(l.entries) < atOnce && len(shown) == len(l.entries) || len(p.Events) == 0 {
		l.load() // the query matches few entries
	}
}

// need gives the table rows that are loaded, and loads more.
func (l *loader) need(from, n int) {
	if to := min(from+n, len(l.entries)); from < to {
		l.table.SetRows(from, l.folding.rows(l.entries[from:to]))
	}
	if from+n >= len(l.entries) {
		l.load()
	}
}

// refresh fetches newer entries, because the file has changed. It adds them at the top without moving the rows in view.
// There must be entries already.
func (l *loader) refresh() {
	q, newest := l.query, l.entries[0].Seq
	shell.Run(l.view, func(ctx context.Context) (newer []identity.Event, err error) {
		for before := int64(0); ; {
			p, err := l.page.Session.Journal(ctx, q, before, atOnce)
			if err != nil {
				return nil, err
			}
			for _, e := range p.Events {
				if e.Seq <= newest {
					return newer, nil
				}
				newer = append(newer, e)
			}
			if before = p.Next; before == 0 || before <= newest {
				return newer, nil
			}
		}
	}, func(newer []identity.Event, err error) {
		if err != nil {
			l.page.Log.Error("refresh journal", "error", err)
			return
		}
		if len(newer) == 0 || len(l.entries) == 0 || l.entries[0].Seq != newest {
			return // another refresh has already added them
		}
		l.entries = append(newer, l.entries...)
		atTop := l.table.Offset() == 0
		l.table.Moved(len(newer))
		if atTop {
			l.table.ScrollTo(0)
		}
		l.changed()
	})
}

// entry returns the entry of a row.
func (l *loader) entry(r table.Row) (e identity.Event) {
	for _, one := range l.entries {
		if one.Seq == r.ID {
			e = one
		}
	}
	return e
}
