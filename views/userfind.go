package views

import (
	"context"
	"errors"
	"time"

	"roster/app"
	"roster/views/table"
)

// finder is what the page has asked of the users and not been told yet.
type finder struct {
	question *view    // as the page asks it now; it is left when another is asked
	loading  bool     // rows are on their way
	next     *stretch // to be loaded then
	moving   bool     // it is not known yet where the table goes from here, so it loads nothing
	showing  int64    // the user around whom the table is going to show the question, 0 if it shows it already
	round    int      // counts what makes an older answer useless: another question, another state of the file
	wanted   int64    // the user to be selected where they stand once rows have come
	reveal   bool     // and to be brought into view
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
		question: &view{shell: u.shell, session: u.session, ctx: ctx, leave: leave}, round: u.find.round + 1,
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
	u.showAt(u.find.wanted)
}

func (u *users) begin() {
	u.ask()
	u.find.wanted = u.table.SelectedID()
	u.remember()
	u.label()
	u.foot.SetText("")
}

// showAt shows the question with the user of that id selected and in view, or from the top if it leaves them out. Until
// it is known where they stand the table shows what it did.
func (u *users) showAt(id int64) {
	u.turn()
	u.find.moving, u.find.showing, u.find.wanted = true, id, 0
	round := u.find.round
	u.place(id, func(place int) {
		if round != u.find.round {
			return
		}
		u.find.moving, u.find.showing = false, 0
		if place < 0 {
			u.table.Reset()
			return
		}
		u.table.ResetAt(place, max(u.all, place+1)) // until the answer says how many there are
		u.table.Select(place, id)
	})
}

// turn makes the answers that are on their way useless.
func (u *users) turn() {
	u.find.round++
	u.find.moving = false
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
	u.prune()
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
	u.selectWanted()
}

// selectWanted selects the user who is wanted, unless the person has selected another one meanwhile.
func (u *users) selectWanted() {
	id, reveal := u.find.wanted, u.find.reveal
	u.find.wanted, u.find.reveal = 0, false
	if id == 0 || !reveal && u.table.SelectedID() != id {
		return
	}
	u.place(id, func(place int) {
		if place < 0 || !reveal && u.table.SelectedID() != id {
			return
		}
		u.table.Select(place, id)
		if reveal {
			u.table.ScrollTo(place)
		}
		u.labelSelected()
	})
}

// manyUsers are more than the table holds rows.
const manyUsers = 16_384

// prune forgets users who were shown long ago. What the table still holds of them is asked for again.
func (u *users) prune() {
	if len(u.users) < manyUsers {
		return
	}
	id := u.table.SelectedID()
	selected, known := u.users[id]
	u.users = map[int64]app.User{}
	if known {
		u.users[id] = selected
	}
	u.table.Stale()
}

// refresh looks again at what is shown, since somebody has changed the file. What one reads stays where it is: if
// rows came or went above it, the table goes along.
func (u *users) refresh() {
	if id := u.find.showing; id != 0 { // it is shown soon, and then as it is by now
		u.showAt(id)
		return
	}
	if u.find.wanted == 0 {
		u.find.wanted = u.table.SelectedID()
	}
	u.turn()
	first, rows := u.table.InView()
	loading := u.service.Indexed() < 1
	if loading { // a place is dear to find then: that of one row has to do
		rows = rows[:min(len(rows), 1)]
	}
	if len(rows) == 0 || loading && u.query.Text != "" {
		u.again()
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

// again asks for the rows again.
func (u *users) again() {
	if u.matched == 0 {
		u.table.Reset() // there is no row to ask for
		return
	}
	u.table.Stale()
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

// reload looks again at what is shown, and selects the user of that id and brings them into view.
func (u *users) reload(id int64) {
	if u.find.showing != 0 {
		u.showAt(id)
		return
	}
	u.turn()
	u.find.wanted, u.find.reveal = id, true
	u.again()
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
				u.find.moving, u.find.showing = false, 0
				return
			}
			found(places)
		})
}

// tryAgain is how long after rows could not be read, such as from a file that was busy, they are asked for again.
const tryAgain = 2 * time.Second

// failed says what went wrong, if so, and tries again later.
func (u *users) failed(err error) bool {
	if err == nil {
		return false
	}
	if _, refused := errors.AsType[*app.RefusedError](err); refused {
		u.showHome() // demoted in the meantime
		return true
	}
	u.foot.SetText(u.sentence(err))
	after(u.find.question.ctx, u.shell, tryAgain, u.again)
	return true
}
