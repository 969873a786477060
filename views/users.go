package views

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/table"
	"roster/views/theme"
)

// users is the page Users: the table, and what finds and creates.
type users struct {
	*view
	bar    *bar
	table  *table.Table
	search *form.Search
	count  *theme.Text
	role   *form.Button
	status *form.Button
	empty  *emptyState
	foot   *theme.Text

	query   app.Query
	find    finder
	matched int
	all     int
	users   map[int64]app.User // those the table has shown, by id
	hinting bool               // somebody looks how much of the index is loaded
}

// showUsers shows the page.
func (s *shell) showUsers() {
	u := &users{view: s.open(), users: map[int64]app.User{}}
	u.query = u.remembered()
	u.newTable()
	u.ask()
	u.search = form.NewSearch(lang.L("Search name or email"), u.searchFor)
	u.search.OnDown = func() { s.window.Canvas().Focus(u.table) }
	u.count = theme.NewText("", theme.TextBody, false, theme.ColorMuted)
	u.foot = theme.NewText("", theme.TextCaption, false, theme.ColorMuted)
	u.role = form.NewButton("", "filter", form.Secondary, u.chooseRole)
	u.status = form.NewButton("", "filter", form.Secondary, u.chooseStatus)
	create := form.NewButton(lang.L("Create user"), "user-plus", form.Primary, u.showCreate)
	create.SetEnabled(len(s.session.Grantable()) > 0)
	u.empty = newEmptyState()
	u.bar = s.newBar()
	u.label()

	title := theme.NewText(lang.L("Users"), theme.TextPage, true, fynetheme.ColorNameForeground)
	hint := lang.L("↑↓ move   Enter edit   Menu options   Del delete   ? shortcuts")
	keys := theme.NewText(hint, theme.TextCaption, false, theme.ColorMuted)
	s.set(s.page(u.bar, container.New(usersLayout{u, title, create, keys},
		title, u.count, u.search, u.role, u.status, create, u.table, u.empty.content, u.foot, keys)))

	s.changed = u.refresh
	s.keys = map[string]func(){
		"create": u.showCreate,
		"search": func() { s.window.Canvas().Focus(u.search) },
	}
	for i, c := range columns() {
		s.keys["sort "+strconv.Itoa(i+1)] = func() { u.table.SortBy(c.ID) }
	}
	u.table.Reset()
	s.window.Canvas().Focus(u.table)
}

// label says how many users there are, which filters hold, and what to do where there is nothing to see.
func (u *users) label() {
	u.count.SetText(u.counted())
	role, status := lang.L("All roles"), lang.L("Any status")
	if u.query.Role != 0 {
		role = roleName(u.query.Role)
	}
	if u.query.Status != 0 {
		status = statusName(u.query.Status)
	}
	u.role.SetText(role)
	u.status.SetText(status)
	u.labelEmpty()
}

// counted says how many users there are and, while it is not ready, how far the search is prepared.
func (u *users) counted() string {
	data := args{"N": thousands(u.matched), "All": thousands(u.all)}
	text := lang.L("{{.All}} users", data)
	switch {
	case u.all == 0:
		return lang.L("Loading …")
	case u.filtered():
		text = lang.L("{{.N}} of {{.All}} users", data)
	case u.all == 1:
		text = lang.L("1 user")
	}
	share := u.service.Indexed()
	if u.all < hintFrom || share == 1 {
		return text
	}
	if !u.hinting {
		u.hinting = true
		after(u.ctx, u.shell, hintEvery, func() {
			u.hinting = false
			u.label()
		})
	}
	return lang.L("{{.Count}} · preparing search, {{.Percent}} %", args{"Count": text, "Percent": int(share * 100)})
}

const (
	hintFrom  = 20_000 // users take long enough to load for a word about it to be read
	hintEvery = 200 * time.Millisecond
)

func (u *users) labelEmpty() {
	switch {
	case u.all > 0 && u.matched == 0:
		u.empty.show("user-search", lang.L("Nobody matches"), lang.L("No user has all of that. Search for less, or show all."),
			lang.L("Show all users"), u.clearFilters)
	case u.all == 1 && !u.filtered() && len(u.session.Grantable()) > 0:
		u.empty.show("users", lang.L("Only you so far"), lang.L("Create the people who work with the ledgers."),
			lang.L("Create user"), u.showCreate)
	default:
		u.empty.hide()
	}
}

func (u *users) filtered() bool {
	return u.query.Text != "" || u.query.Role != 0 || u.query.Status != 0
}

func (u *users) clearFilters() {
	u.query.Text, u.query.Role, u.query.Status = "", 0, 0
	u.search.Clear()
	u.requery()
	u.window.Canvas().Focus(u.table)
}

func (u *users) chooseRole() {
	items := []menu.Item{u.filter(lang.L("All roles"), u.query.Role == 0, func() { u.query.Role = 0 })}
	for _, r := range app.Roles() {
		items = append(items, u.filter(roleName(r), u.query.Role == r, func() { u.query.Role = r }))
	}
	menu.Open(u.window.Canvas(), menu.Under(u.role), items)
}

func (u *users) chooseStatus() {
	items := []menu.Item{u.filter(lang.L("Any status"), u.query.Status == 0, func() { u.query.Status = 0 })}
	for _, st := range []app.Status{app.Enabled, app.Disabled} {
		items = append(items, u.filter(statusName(st), u.query.Status == st, func() { u.query.Status = st }))
	}
	menu.Open(u.window.Canvas(), menu.Under(u.status), items)
}

func (u *users) filter(label string, present bool, set func()) menu.Item {
	return menu.Item{Label: label, Checked: present, Do: func() {
		set()
		u.requery()
	}}
}

// usersLayout lays out the page. Where it is too narrow for one line, what finds goes below the title.
type usersLayout struct {
	u             *users
	title, create fyne.CanvasObject
	keys          *theme.Text
}

const (
	oneLine    float32 = 860 // narrowest page with title, search, filters and button in one line
	footHeight float32 = 36
	headHeight float32 = 88
)

// Layout implements fyne.Layout.
func (l usersLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	u := l.u
	const top, gap = 20, 12
	put := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
	}
	create := l.create.MinSize().Width
	x := size.Width - theme.Margin - create
	put(l.create, x, top+4, create, theme.Control)
	role, status := u.role.MinSize().Width, u.status.MinSize().Width
	head, y := headHeight, float32(top+4)
	if size.Width < oneLine {
		x, y, head = size.Width-theme.Margin+gap, headHeight-4, headHeight+theme.Control+gap
	}
	x -= gap + status
	put(u.status, x, y, status, theme.Control)
	x -= gap + role
	put(u.role, x, y, role, theme.Control)
	search := x - gap - theme.Margin
	if size.Width >= oneLine {
		search = min(search-160, 320) // the title is to the left
	}
	x -= gap + search
	put(u.search, x, y, search, theme.Control)
	room := size.Width - 2*theme.Margin - create - gap
	if size.Width >= oneLine {
		room = x - gap - theme.Margin
	}
	title := l.title.MinSize().Height
	put(l.title, theme.Margin, top-4, room, title)
	put(u.count, theme.Margin, top-4+title, room, u.count.MinSize().Height)

	put(u.table, 0, head, size.Width, size.Height-head-footHeight)
	put(u.empty.content, 0, head+table.HeaderHeight+table.RowHeight, size.Width,
		max(size.Height-head-footHeight-table.HeaderHeight-table.RowHeight, 0))
	line := u.foot.MinSize().Height
	foot := size.Height - footHeight + (footHeight-line)/2
	put(u.foot, theme.Margin, foot, size.Width/2-theme.Margin, line)
	l.keys.Hide() // half a hint is none
	if keys := l.keys.Width() + 2; keys <= size.Width/2-theme.Margin {
		l.keys.Show()
		put(l.keys, size.Width-theme.Margin-keys, foot, keys, line)
	}
}

// MinSize implements fyne.Layout.
func (l usersLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(560, 320) }
