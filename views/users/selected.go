package users

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/views/batch"
	"roster/views/menu"
	"roster/views/shell"
)

// newMany prepares the page for several selected rows.
func (p *page) newMany() {
	p.many = many{session: p.Session, loader: &p.loader, shown: p.showBar, notify: p.Notify}
	p.manyBar = newManyBar(p.Canvas, p.showBatch, p.clearSelection)
}

// showBatch asks for what an operation on the selected users needs, and does it.
func (p *page) showBatch(op access.Operation) {
	p.many.with(func(selected app.Selection) {
		if op == access.ExportUsers {
			p.showExport(selected)
			return
		}
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
	menu.Open(p.Canvas(), shell.UnderGear(corner), itemsOfMany(manyOptions(), p.showBatch))
}

// clearSelection selects only the cursor.
func (p *page) clearSelection() {
	p.table.Collapse()
	p.Canvas().Focus(p.table)
}

// showBar shows the bar while several rows are selected.
func (p *page) showBar(selected int) {
	b := p.manyBar
	if several := selected > 1; several != b.content.Visible() {
		b.content.Hidden, p.more.Hidden = !several, several
		p.search.Hidden = several
		p.showFilters()
		p.content.Refresh()
	}
	p.label()
	if selected > 1 {
		p.content.Refresh() // the bar begins behind the number
	}
}
