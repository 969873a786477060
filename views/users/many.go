package users

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/batch"
	"roster/views/menu"
	"roster/views/shell"
	"roster/views/table"
)

// many is which users the selected rows are, while several are selected. The table knows rows by their places. As soon
// as they are selected, many asks which users those are, and from then on the users stay the same: when others change
// the list, the rows of these users are selected wherever they are now.
type many struct {
	page *page

	selected app.Selection
	known    bool                // the selected rows are those of selected, in state
	state    int64               // of the users
	asking   int                 // counts what was asked; older answers are dropped
	pending  bool                // an answer is awaited
	then     func(app.Selection) // what to do once the selection is known; nil if nothing
}

// changed is called when the person has selected other rows.
func (m *many) changed(n int) {
	m.known, m.then = false, nil
	m.asking++
	m.pending = false
	m.page.showBar(n)
	if n > 1 {
		m.ask()
	}
}

// ask asks which users the selected rows are.
func (m *many) ask() {
	l := &m.page.loader
	q, shown, places := l.query, l.state, places(l.table.Ranges())
	m.asking++
	asked := m.asking
	m.pending = true
	shell.Run(l.view, func(ctx context.Context) (app.Selection, error) {
		return m.page.Session.Select(ctx, q, shown, places)
	}, func(selected app.Selection, err error) {
		if asked != m.asking {
			return
		}
		m.pending = false
		if errors.Is(err, app.ErrStalePage) { // the rows are about to be loaded again, and then it is asked again
			if m.then != nil {
				m.then = nil
				m.page.Notify(lang.L("The list has just changed. Look at what is selected, and try again."))
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
	m.selected, m.known, m.state = selected, true, state
	if then := m.then; then != nil {
		m.then = nil
		then(selected)
	}
}

// rowsLoaded is called when rows were loaded: if the users have changed, the rows of the selected ones are looked for.
func (m *many) rowsLoaded() {
	l := &m.page.loader
	switch {
	case l.table.SelectedCount() < 2 || m.pending:
	case !m.known:
		m.ask()
	case m.state != l.state:
		m.find(m.selected, nil)
	}
}

// find selects the rows of users, wherever they are now. found, if not nil, is called with their number.
func (m *many) find(selected app.Selection, found func(rows int)) {
	type where struct {
		places []identity.Range
		state  int64
	}
	l := &m.page.loader
	q := l.query
	m.asking++
	asked := m.asking
	m.pending = true
	shell.Run(l.view, func(ctx context.Context) (w where, err error) {
		w.places, w.state, err = m.page.Session.Places(ctx, q, selected)
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
		m.page.showBar(n)
		if found != nil {
			found(n)
		}
		m.settle(selected, w.state)
	})
}

// with calls do with the selected users, once they are known.
func (m *many) with(do func(app.Selection)) {
	if m.known && !m.pending && m.state == m.page.loader.state {
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

// manyOption is something that can be done to several users.
type manyOption struct {
	op     access.Operation
	label  string
	icon   string
	danger bool
}

func manyOptions() []manyOption {
	return []manyOption{
		{access.ChangeRole, lang.L("Change role"), "shield", false},
		{access.SetPassword, lang.L("Regenerate passwords"), "key", false},
		{access.DisableUser, lang.L("Disable"), "ban", false},
		{access.EnableUser, lang.L("Enable"), "check-circle", false},
		{access.UnlockUser, lang.L("Unlock"), "unlock", false},
		{access.DeleteUser, lang.L("Delete"), "trash", true},
	}
}

// showBatch asks for what an operation on the selected users needs, and does it.
func (p *page) showBatch(op access.Operation) {
	p.many.with(func(selected app.Selection) {
		batch.Request{
			View: p.View, Selected: selected, Action: app.Action{Operation: op},
			Done: p.loader.refresh, Select: p.selectAgain,
		}.Show()
	})
}

// selectAgain selects users, and shows the first of them.
func (p *page) selectAgain(selected app.Selection) {
	p.many.find(selected, func(rows int) {
		if rows < selected.Count() {
			p.Notify(lang.L("Not all of them are in this list. Clear the search and the filters to see them."))
		}
		if all := p.table.Ranges(); len(all) > 0 {
			p.table.ScrollTo(all[0].From)
		}
		p.labelSelected()
	})
}

// showMenuOfMany opens the options for the selected users.
func (p *page) showMenuOfMany(corner fyne.Position) {
	menu.Open(p.Canvas(), shell.UnderGear(corner), p.itemsOfMany(manyOptions()))
}

func (p *page) itemsOfMany(options []manyOption) []menu.Item {
	items := make([]menu.Item, len(options))
	for i, o := range options {
		items[i] = menu.Item{Label: o.label, Icon: o.icon, Danger: o.danger, Do: func() { p.showBatch(o.op) }}
	}
	return items
}

// clearSelection selects only the cursor.
func (p *page) clearSelection() {
	p.table.Collapse()
	p.Canvas().Focus(p.table)
}
