package users

import (
	"context"
	"errors"

	"roster/app"
	"roster/identity"
	"roster/views/shell"
	"roster/views/table"
)

// loader fills the table with the users that a query finds, as far as the table asks for them. It follows what others
// change in the file without moving what the person reads.
type loader struct {
	page    *shell.View
	table   *table.Table
	query   identity.Query
	matched int                     // users that the query finds
	all     int                     // users in the file
	users   map[int64]identity.User // those the table has shown, by id

	started  func()      // another query has begun
	loaded   func()      // rows have come
	selected func()      // another row is selected
	failed   func(error) // rows did not come

	pending
}

// pending is what is under way for the query.
type pending struct {
	view       *shell.View // of this query; it is left when another one begins
	generation int         // counts queries and states of the file: a result of an older one is useless
	loading    bool        // rows are on their way
	next       *span       // to be loaded after them
	moving     bool        // it is not known yet where the table goes from here, so nothing is loaded
	showing    int64       // the user around whom the table is going to show the query, 0 if it shows it already
	wanted     int64       // the user to be selected where they stand, once rows have come
	reveal     bool        // and to be brought into view
}

// span is a number of rows from a position on.
type span struct{ from, n int }

// restart begins another query. What is under way for the one before is dropped.
func (l *loader) restart() {
	if l.view != nil {
		l.view.Leave()
	}
	l.pending = pending{view: l.page.Child(), generation: l.generation + 1}
}

// searchFor searches for another text. The first users found are shown first. Once the text is empty again, it is the
// selected user among their neighbours.
func (l *loader) searchFor(text string) {
	l.query.Text = text
	if text == "" {
		l.requery()
		return
	}
	l.begin()
	l.table.Reset()
}

// requery asks for the users again, since the query has changed, and keeps the selected user in view.
func (l *loader) requery() {
	l.begin()
	if l.wanted == 0 {
		l.table.Reset()
		return
	}
	l.showAt(l.wanted)
}

func (l *loader) begin() {
	l.restart()
	l.wanted = l.table.SelectedID()
	l.started()
}

// showAt shows the query with the user of that id selected and in view, or from the top if the query leaves them out.
// Until their position is known, the table shows what it did.
func (l *loader) showAt(id int64) {
	l.invalidate()
	l.moving, l.showing, l.wanted = true, id, 0
	generation := l.generation
	l.position(id, func(position int) {
		if generation != l.generation {
			return
		}
		l.moving, l.showing = false, 0
		if position < 0 {
			l.table.Reset()
			return
		}
		l.table.ResetAt(position, max(l.all, position+1)) // until the rows say how many there are
		l.table.Select(position, id)
	})
}

// invalidate makes the results that are on their way useless.
func (l *loader) invalidate() {
	l.generation++
	l.moving = false
}

// load fetches n rows from a position on. Of those asked for while others are on their way, only the last are fetched.
func (l *loader) load(from, n int) {
	l.next = &span{from, n}
	l.loadNext()
}

func (l *loader) loadNext() {
	if l.next == nil || l.loading || l.moving {
		return
	}
	s, q, generation := *l.next, l.query, l.generation
	l.next, l.loading = nil, true
	shell.Run(l.view, func(ctx context.Context) (app.Page, error) { return l.page.Session.Find(ctx, q, s.from, s.n) },
		func(p app.Page, err error) {
			l.loading = false
			if generation == l.generation {
				l.take(s.from, p, err)
			}
			l.loadNext()
		})
}

// take gives the table the rows that have come.
func (l *loader) take(from int, p app.Page, err error) {
	if l.failing(err) {
		return
	}
	l.prune()
	rows := make([]table.Row, len(p.Users))
	for i, user := range p.Users {
		l.users[user.ID] = user
		rows[i] = row(user, l.query)
	}
	l.matched, l.all = p.Matched, p.All
	l.table.SetRows(from, rows)
	l.table.SetCount(p.Matched)
	l.loaded()
	l.selectWanted()
}

// selectWanted selects the wanted user, unless the person has selected another one since.
func (l *loader) selectWanted() {
	id, reveal := l.wanted, l.reveal
	l.wanted, l.reveal = 0, false
	if id == 0 || !reveal && l.table.SelectedID() != id {
		return
	}
	l.position(id, func(position int) {
		if position < 0 || !reveal && l.table.SelectedID() != id {
			return
		}
		l.table.Select(position, id)
		if reveal {
			l.table.ScrollTo(position)
		}
		l.selected()
	})
}

// manyUsers is more than the table holds rows.
const manyUsers = 16_384

// prune forgets users who were shown long ago. What the table still holds of them is fetched again.
func (l *loader) prune() {
	if len(l.users) < manyUsers {
		return
	}
	id := l.table.SelectedID()
	selected, known := l.users[id]
	l.users = map[int64]identity.User{}
	if known {
		l.users[id] = selected
	}
	l.table.Stale()
}

// fetchAgain has the table ask for its rows again.
func (l *loader) fetchAgain() {
	if l.matched == 0 {
		l.table.Reset() // there is no row to ask for
		return
	}
	l.table.Stale()
}

// show fetches what is shown again, selects the user of that id and brings them into view.
func (l *loader) show(id int64) {
	if l.showing != 0 {
		l.showAt(id)
		return
	}
	l.invalidate()
	l.wanted, l.reveal = id, true
	l.fetchAgain()
}

// position finds out where the user of that id stands; -1 if the query leaves them out.
func (l *loader) position(id int64, found func(int)) {
	l.positions([]int64{id}, func(positions []int) { found(positions[0]) })
}

func (l *loader) positions(ids []int64, found func([]int)) {
	q := l.query
	shell.Run(l.view, func(ctx context.Context) ([]int, error) { return l.page.Session.Positions(ctx, q, ids...) },
		func(positions []int, err error) {
			if l.failing(err) {
				l.moving, l.showing = false, 0
				return
			}
			found(positions)
		})
}

// failing reports whether there is an error, and if so tries again later.
func (l *loader) failing(err error) bool {
	if err == nil {
		return false
	}
	if _, refused := errors.AsType[*app.RefusedError](err); refused {
		l.page.Home() // the person has been demoted
		return true
	}
	l.failed(err)
	l.view.After(shell.RetryAfter, l.fetchAgain)
	return true
}
