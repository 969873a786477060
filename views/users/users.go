// Package users is the page Users: the table of all users with search, filters and sorting, and the forms that create
// and change them.
package users

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// Show shows the page.
func Show(v *shell.View) {
	p := &page{View: v}
	p.loader = loader{
		page: v, columns: columns(v.Service.Now), query: remembered(v.Preferences()), users: map[int64]identity.User{},
		started: p.queryStarted, loaded: p.rowsLoaded, selected: p.rowSelected,
		failed: func(err error) { p.foot.SetText(v.Sentence(err)) },
	}
	p.newTable()
	v.Main = p.table
	p.addDetails()
	p.loader.restart()
	p.search = form.NewSearch(lang.L("Search name or email"), p.loader.searchFor)
	p.search.OnDown = func() {
		v.Canvas().Focus(p.table)
		p.table.SelectFirst()
	}
	p.count = theme.NewText("", theme.TextBody, false, theme.ColorMuted)
	p.foot = theme.NewText("", theme.TextCaption, false, theme.ColorMuted)
	p.role = form.NewButton("", "filter", form.Secondary, p.chooseRole)
	p.status = form.NewButton("", "filter", form.Secondary, p.chooseStatus)
	p.filters = form.NewButton(lang.L("Filters"), "filter", form.Secondary, p.chooseFilter)
	p.more = form.NewButton(lang.L("More"), "chevron-down", form.Secondary, p.showMore)
	p.create = p.showCreate
	p.newMany()
	p.empty = shell.NewEmptyState()
	p.label()

	create := form.NewButton(lang.L("Create user"), "user-plus", form.Primary, p.showCreate)
	create.Tip = shell.Keys("create")
	create.SetEnabled(len(v.Session.Grantable()) > 0)
	title := shell.NewTitle(lang.L("Users"))
	hint := lang.L("Enter details   F2 edit   Menu options   Del delete   ? shortcuts")
	keys := theme.NewText(hint, theme.TextCaption, false, theme.ColorMuted)
	p.addDamaged()
	p.content = container.New(layout{p, title, create, keys},
		title, p.count, p.search, p.role, p.status, p.filters,
		p.manyBar.content, p.more, create,
		p.banner.Content, p.table, p.details.content, p.empty.Content, p.foot, keys)
	p.bar = v.ShowPage(shell.SectionUsers, p.content)

	v.OnChange = func() {
		p.loader.refresh()
		p.damaged()
		p.details.refresh()
	}
	v.Every(timeMoves, p.loader.refresh)
	v.OnKey = map[fyne.KeyName]func(){fyne.KeyF2: p.editSelected, fyne.KeyEscape: p.details.hide}
	v.OnShortcut = map[string]func(){
		"create": p.showCreate,
		"search": func() {
			p.table.Collapse() // while several rows are selected, it is hidden
			v.Canvas().Focus(p.search)
		},
	}
	for i, c := range p.loader.columns {
		v.OnShortcut["sort "+strconv.Itoa(i+1)] = func() { p.table.SortBy(c.ID) }
	}
	p.table.Reset()
	p.details.follow()
	p.damaged()
	v.Canvas().Focus(p.table)
}

// newTable creates the table and connects it to the page.
func (p *page) newTable() {
	var plain []table.Column
	for _, c := range p.loader.columns {
		plain = append(plain, c.Column)
	}
	t := table.New(plain)
	p.table, p.loader.table = t, t
	t.OnNeed = p.loader.load
	t.OnSort = func(id string, descending bool) {
		for _, c := range p.loader.columns {
			if c.ID == id {
				p.loader.query.Sort, p.loader.query.Descending = c.sort, descending
			}
		}
		p.many.keep(p.loader.requery)
		p.arrange()
	}
	t.OnColumns = func(widths map[string]float32) {
		if err := rememberColumns(p.Preferences(), keyWidths, widths); err != nil {
			p.Log.Error("columns", "error", err)
		}
	}
	t.OnSelect = func(table.Row) {
		p.labelSelected()
		p.details.follow()
	}
	t.OnSelection = func(n int) {
		p.labelSelected()
		p.details.follow()
		if p.loader.updating {
			p.showBar(n)
		} else {
			p.many.changed(n)
		}
	}
	t.GearTip = lang.L("Options (Menu key)")
	t.OnOpen = func(table.Row) { p.details.showOrEnter() }
	t.OnPoint = func(table.Row) { p.details.show() }
	t.OnDelete = p.with(p.showDelete)
	t.OnMenu = func(r table.Row, at fyne.Position) { p.with(func(u identity.User) { p.showMenu(u, at) })(r) }
	t.OnMenuOfMany = p.showMenuOfMany
	t.OnDeleteMany = func() { p.showBatch(access.DeleteUser) }
	t.OnKey, t.OnRune = p.typedKey, p.TypedRune
	for _, c := range p.loader.columns {
		if c.Sortable && c.sort == p.loader.query.Sort {
			t.SetSort(c.ID, p.loader.query.Descending)
		}
	}
	if widths := rememberedColumns[float32](p.Preferences(), keyWidths); widths != nil {
		t.SetWidths(widths)
	}
	p.chosen = rememberedColumns[bool](p.Preferences(), keyColumns)
	p.hideColumns()
	t.OnShown = p.columnsShown
	t.OnHeaderMenu = func(at fyne.Position) { p.showColumns(menu.Anchor{Position: at, Left: true}) }
	t.OnCopy = p.copyRows
}

func (p *page) queryStarted() {
	remember(p.Preferences(), p.loader.query)
	p.label()
	p.foot.SetText("")
	p.details.uncover()
}

func (p *page) rowsLoaded() {
	p.label()
	p.labelSelected()
	p.bar.SetPerson(p.Me())
	p.many.rowsLoaded()
	p.details.refresh()
	if p.loader.wanted == 0 || p.loader.matched == 0 {
		p.details.settle()
	}
}

// rowSelected is called when the program has selected the user who was to be selected, if the list has them.
func (p *page) rowSelected() {
	p.labelSelected()
	p.details.settle()
}

// typedKey handles a key that has no meaning for the table, which acts once while it is held down.
func (p *page) typedKey(e *fyne.KeyEvent) {
	if do := p.OnKey[e.Name]; do != nil {
		do()
		return
	}
	p.TypedKey(e)
}
