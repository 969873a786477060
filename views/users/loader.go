package users

import (
	"context"
	"errors"

	"roster/app"
	"roster/identity"
	"roster/views/shell"
	"roster/views/table"
)

// loader fills the table with the users that a query finds. It loads only what the table needs. It follows changes to
// the file without moving the rows in view.
type loader struct {
	page    *shell.View
	table   *table.Table
	columns []column // translated once for all rows
	asks    bool     // some of the columns are about credentials, which are fetched, too
	query   identity.Query
	mark    func(text string) []table.Mark // marks the words of the query
	matched int                            // users that the query finds
	all     int                            // users in the file
	state   int64                          // of the users in the rows that were loaded last
	users   map[int64]identity.User        // those that the table has shown, by id

	updating bool // rows are changed by the loader, not by the person

	started  func()      // called when a new query has begun
	loaded   func()      // called when rows have been loaded
	selected func()      // called when the wanted user is selected, or is not in the list
	failed   func(error) // called when rows could not be loaded

	pending
}

// pending is the state of the work for one query.
type pending struct {
	view       *shell.View // of this query; it is left when the next one begins
	generation int         // counts queries and states of the file; results of older ones are dropped
	loading    bool        // rows are being fetched
	next       *span       // to be fetched next
	moving     bool        // the table's next position is not known yet, so nothing is fetched
	showing    int64       // the user whose position is being looked up to show the query there; 0 if none
	wanted     int64       // the user to select once rows have been loaded; 0 if none
	reveal     bool        // scroll to that user
}

// span is n rows beginning at position from.
type span struct{ from, n int }

// restart begins a new query and drops pending work for the previous one.
func (l *loader) restart() {
	if l.view != nil {
		l.view.Leave()
	}
	l.mark = marker(l.query.Text)
	l.query.At = l.page.Service.Now()
	l.pending = pending{view: l.page.Child(), generation: l.generation + 1}
}

// searchFor searches for a text and shows the first results. If the text is empty, it shows all users around the
// selected one.
func (l *loader) searchFor(text string) {
	l.query.Text = text
	if text == "" {
		l.requery()
		return
	}
	l.begin()
	l.table.Reset()
	l.view.AwaitFrame()
}

// requery loads the users again, because the query has changed, and keeps the selected user in view.
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

// showAt shows the query with a user selected and in view, or from the top if the query excludes them. Until their
// position is known, the table does not change.
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
		l.update(func() {
			l.table.ResetAt(position, max(l.all, position+1)) // until the number of rows is known
			l.table.Select(position, id)
		})
	})
}

// invalidate makes sure that pending results are dropped.
func (l *loader) invalidate() {
	l.generation++
	l.moving = false
}

// load fetches n rows beginning at position from. While rows are being fetched, it keeps only the latest request.
func (l *loader) load(from, n int) {
	l.next = &span{from, n}
	l.loadNext()
}

func (l *loader) loadNext() {
	if l.next == nil || l.loading || l.moving {
		return
	}
	s, q, generation, find := *l.next, l.query, l.generation, l.page.Session.Find
	if l.asks {
		find = l.page.Session.FindAccounts
	}
	l.next, l.loading = nil, true
	shell.Run(l.view, func(ctx context.Context) (app.Page, error) { return find(ctx, q, s.from, s.n) },
		func(p app.Page, err error) {
			l.loading = false
			if generation == l.generation {
				l.take(s.from, p, err)
			}
			l.loadNext()
		})
}

// take gives fetched rows to the table.
func (l *loader) take(from int, p app.Page, err error) {
	if l.failing(err) {
		return
	}
	l.prune()
	rows := make([]table.Row, len(p.Users))
	for i, user := range p.Users {
		l.users[user.ID] = user
		rows[i] = row(identity.Account{User: user, Credential: p.Credentials[user.ID]}, l.columns, l.mark)
	}
	l.matched, l.all, l.state = p.Matched, p.All, p.State
	l.update(func() {
		l.table.SetRows(from, rows)
		l.table.SetCount(p.Matched)
	})
	l.loaded()
	l.selectWanted()
}

// update changes the table, which may move its selection. That is not the person's doing.
func (l *loader) update(do func()) {
	before := l.updating
	l.updating = true
	do()
	l.updating = before
}

// selectWanted selects the wanted user, unless the person has selected another one meanwhile.
func (l *loader) selectWanted() {
	id, reveal := l.wanted, l.reveal
	l.wanted, l.reveal = 0, false
	if id == 0 || !reveal && l.table.SelectedID() != id {
		return
	}
	l.position(id, func(position int) {
		if position < 0 {
			l.selected()
			return
		}
		if !reveal && l.table.SelectedID() != id {
			return
		}
		l.update(func() { l.table.Select(position, id) })
		if reveal {
			l.table.ScrollTo(position)
		}
		l.selected()
	})
}

// manyUsers is more than the number of rows that the table holds.
const manyUsers = 16_384

// prune forgets users who were shown long ago. The table fetches its rows again.
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

// fetchAgain makes the table request its rows again.
func (l *loader) fetchAgain() {
	if l.matched == 0 {
		l.table.Reset() // there is no row to request
		return
	}
	l.table.Stale()
}

// show fetches the shown rows again, selects a user and scrolls to them.
func (l *loader) show(id int64) {
	if l.showing != 0 {
		l.showAt(id)
		return
	}
	l.invalidate()
	l.wanted, l.reveal = id, true
	l.fetchAgain()
}

// showChanged shows a user whom the person has changed. A form that is opened before the row has been fetched again
// already shows the new state. It would otherwise take the person's own change for somebody else's.
func (l *loader) showChanged(u identity.User) {
	if u.Version >= l.users[u.ID].Version { // somebody else may have changed them since
		l.users[u.ID] = u
	}
	l.show(u.ID)
}

// position looks up the position of a user, -1 if the query excludes them.
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

// failing reports whether err is an error. If so, it handles the error and retries later.
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
