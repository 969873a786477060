package views

import (
	"context"
	"errors"

	"roster/app"
	"roster/views/table"
)

// finder is what the page has asked of the users and not been told yet.
type finder struct {
	question *view    // as the page asks it now; it is left when another is asked
	loading  bool     // rows are on their way
	next     *stretch // to be loaded then
	moving   bool     // it is not known yet where the table goes from here, so it loads nothing
	round    int      // counts the changes of the file, after which an older answer is of no use
	wanted   int64    // the user to be selected once their place is known
}

// stretch is a number of rows from a place on.
type stretch struct{ from, n int }

// ask begins a question. What the one before was still to be told it is not told any more, and searching ends.
func (u *users) ask() {
	if u.find.question != nil {
		u.find.question.leave()
	}
	ctx, leave := context.WithCancel(u.ctx)
	u.find = finder{
		question: &view{shell: u.shell, session: u.session, ctx: ctx, leave: leave},
		round:    u.find.round, wanted: u.find.wanted,
	}
}

// searchFor looks for another text. The first who are found are shown first; once it is empty again, it is the
// selected user among their neighbours.
func (u *users) searchFor(text string) {
	u.query.Text = text
	if text == "" {
		u.requery()
		return
	}
	u.begin()
	u.table.Reset()
}

// requery asks the question anew, as it is now, and keeps the selected user in view.
func (u *users) requery() {
	u.begin()
	if u.find.wanted == 0 {
		u.table.Reset()
		return
	}
	u.find.moving = true // what the table shows is of the question before until it is known where to go on
	u.place(u.find.wanted, func(place int) {
		u.find.moving = false
		if place < 0 {
			u.find.wanted = 0
			u.table.Reset()
			return
		}
		u.table.ResetAt(place, place+1) // until the answer says how many there are
		u.table.Select(place, u.find.wanted)
	})
}

func (u *users) begin() {
	if row, _, ok := u.table.Selected(); ok {
		u.find.wanted = row.ID
	}
	u.ask()
	u.remember()
	u.label()
	u.foot.SetText("")
}

// load fetches n rows from a place. Of what is asked for while others are on their way only the last counts.
func (u *users) load(from, n int) {
	u.find.next = &stretch{from, n}
	u.loadNext()
}

func (u *users) loadNext() {
	f := &u.find
	if f.next == nil || f.loading || f.moving {
		return
	}
	s, q, round := *f.next, u.query, f.round
	f.next, f.loading = nil, true
	run(f.question, func(ctx context.Context) (app.Page, error) { return u.session.Find(ctx, q, s.from, s.n) },
		func(p app.Page, err error) {
			u.find.loading = false
			if round == u.find.round {
				u.loaded(s.from, p, err)
			}
			u.loadNext()
		})
}

func (u *users) loaded(from int, p app.Page, err error) {
	if u.failed(err) {
		return
	}
	rows := make([]table.Row, len(p.Users))
	for i, user := range p.Users {
		u.users[user.ID] = user
		rows[i] = row(user, u.query)
	}
	u.matched, u.all = p.Matched, p.All
	u.table.SetRows(from, rows)
	u.table.SetCount(p.Matched)
	u.label()
	u.labelSelected()
	u.bar.person.set(u.me())
	if id := u.find.wanted; id != 0 {
		u.find.wanted = 0
		u.place(id, func(place int) {
			if place >= 0 {
				u.table.Select(place, id)
				u.labelSelected()
			}
		})
	}
}

// refresh looks again at what is shown, since somebody has changed the file. What one reads stays where it is: if
// rows came or went above it, the table goes along.
func (u *users) refresh() {
	if row, _, ok := u.table.Selected(); ok && u.find.wanted == 0 {
		u.find.wanted = row.ID
	}
	u.turn()
	first, rows := u.table.InView()
	if len(rows) == 0 || u.service.Indexed() < 1 {
		u.table.Stale()
		return
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	round := u.find.round
	u.find.moving = true
	u.places(ids, func(places []int) {
		if round == u.find.round {
			u.find.moving = false
			u.table.Moved(shift(first, places))
		}
	})
}

// turn begins another round: the file is another than it was.
func (u *users) turn() {
	u.find.round++
	u.find.moving = false
}

// shift is by how many places most of the rows have moved that stood one after the other from first on.
func shift(first int, places []int) (most int) {
	moved := map[int]int{}
	for i, place := range places {
		if place < 0 {
			continue
		}
		by := place - (first + i)
		if moved[by]++; moved[by] > moved[most] {
			most = by
		}
	}
	return most
}

// reload refreshes, then selects the user of that id and brings them into view.
func (u *users) reload(id int64) {
	u.find.wanted = id
	u.turn()
	u.table.Stale()
	u.place(id, func(place int) {
		if place >= 0 {
			u.table.Select(place, id)
			u.table.ScrollTo(place)
		}
	})
}

// place finds out where the user of that id stands; -1 if the question leaves them out.
func (u *users) place(id int64, found func(int)) {
	u.places([]int64{id}, func(places []int) { found(places[0]) })
}

func (u *users) places(ids []int64, found func([]int)) {
	q := u.query
	run(u.find.question, func(ctx context.Context) ([]int, error) { return u.session.Places(ctx, q, ids...) },
		func(places []int, err error) {
			if u.failed(err) {
				u.find.moving = false
				u.table.Stale()
				return
			}
			found(places)
		})
}

// failed says what went wrong, if so.
func (u *users) failed(err error) bool {
	if err == nil {
		return false
	}
	if _, refused := errors.AsType[*app.RefusedError](err); refused {
		u.showHome() // demoted in the meantime
		return true
	}
	u.foot.SetText(u.sentence(err))
	return true
}
