package users

import (
	"context"

	"roster/app"
	"roster/identity"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/table"
)

// many is which users the selected rows are, while several are selected. The table knows rows by their places. As soon
// as they are selected, many asks which users those are, and from then on the users stay the same: when others change
// the list, the rows of these users are selected wherever they are now.
type many struct {
	session *app.Session
	loader  *loader
	shown   func(n int)       // called when so many rows are selected
	notify  func(text string) // tells the person something

	selected app.Selection
	known    bool                // the selected rows are those of selected, in state
	state    int64               // of the users
	asking   int                 // counts what was asked; older answers are dropped
	pending  bool                // an answer is awaited
	then     func(app.Selection) // what to do once the selection is known; nil if nothing
	kept     app.Selection       // users to be selected again once their list is shown in another order
}

// changed is called when the person has selected other rows.
func (m *many) changed(n int) {
	m.selected, m.known, m.then, m.kept = app.Selection{}, false, nil, app.Selection{}
	m.asking++
	m.pending = false
	m.shown(n)
	if n > 1 {
		m.ask()
	}
}

// ask asks which users the selected rows are.
func (m *many) ask() {
	l := m.loader
	session, q, shown, places := m.session, l.query, l.state, places(l.table.Ranges())
	m.asking++
	asked := m.asking
	m.pending = true
	shell.Run(l.view, func(ctx context.Context) (app.Selection, error) {
		return session.Select(ctx, q, shown, places)
	}, func(selected app.Selection, err error) {
		if asked != m.asking {
			return
		}
		m.pending = false
		if why := message.StalePage(err); why != "" { // the rows are about to be loaded again, and then it is asked again
			if m.then != nil {
				m.then = nil
				m.notify(why)
			}
			return
		}
		if l.failing(err) {
			m.then = nil
			return
		}
		m.settle(selected, shown)
	})
}

// settle notes which users are selected, and does what has waited for that.
func (m *many) settle(selected app.Selection, state int64) {
	m.selected, m.known, m.state = selected, selected.Count() > 1, state
	then := m.then
	m.then = nil
	if then != nil && selected.Count() > 0 { // otherwise all of them have left the list
		then(selected)
	}
}

// rowsLoaded is called when rows were loaded: if the users have changed, the rows of the selected ones are looked for.
func (m *many) rowsLoaded() {
	l := m.loader
	switch {
	case m.pending:
	case m.kept.Count() > 1:
		kept := m.kept
		m.kept = app.Selection{}
		m.find(kept, nil)
	case m.known && m.state != l.state:
		m.find(m.selected, nil)
	case !m.known && l.table.SelectedCount() > 1:
		m.ask()
	}
}

// keep calls do, which shows the list in another order, and selects the rows of the same users again.
func (m *many) keep(do func()) {
	kept := app.Selection{}
	if m.known {
		kept = m.selected
	}
	do()
	m.kept = kept
}

// find selects the rows of users, wherever they are now. found, if not nil, is called with their number.
func (m *many) find(selected app.Selection, found func(rows int)) {
	type where struct {
		found  app.Selection
		places []identity.Range
		state  int64
	}
	l := m.loader
	session, q := m.session, l.query
	m.asking++
	asked := m.asking
	m.pending = true
	shell.Run(l.view, func(ctx context.Context) (w where, err error) {
		w.found, w.places, w.state, err = session.Places(ctx, q, selected)
		return w, err
	}, func(w where, err error) {
		if asked != m.asking {
			return
		}
		m.pending = false
		if l.failing(err) || w.state != l.state && found == nil { // the rows are about to be loaded again
			return
		}
		l.update(func() { l.table.SelectRanges(ranges(w.places)) })
		n := l.table.SelectedCount()
		m.shown(n)
		if found != nil {
			found(n)
		}
		m.settle(w.found, w.state) // what is not shown is not highlighted, and so not acted on
	})
}

// with calls do with the selected users, once they are known.
func (m *many) with(do func(app.Selection)) {
	if m.known && !m.pending && m.state == m.loader.state {
		do(m.selected)
		return
	}
	m.then = do
	m.rowsLoaded()
}

func places(of []table.Range) []identity.Range {
	places := make([]identity.Range, len(of))
	for i, r := range of {
		places[i] = identity.Range(r)
	}
	return places
}

func ranges(of []identity.Range) []table.Range {
	ranges := make([]table.Range, len(of))
	for i, r := range of {
		ranges[i] = table.Range(r)
	}
	return ranges
}
