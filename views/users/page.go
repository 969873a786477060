package users

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// page is the page Users.
type page struct {
	*shell.View
	loader  loader
	bar     *shell.Bar
	table   *table.Table
	search  *form.Search
	count   *theme.Text
	role    *form.Button
	status  *form.Button
	filters *form.Button // shown in place of role and status if there is no room for them; opens them
	few     bool         // there is no room
	more    *form.Button
	create  func() // asks for a new user
	empty   *shell.EmptyState
	foot    *theme.Text
	chosen  map[string]bool // the columns that the person has chosen to show or to hide, by ID
	content *fyne.Container

	many    many
	manyBar *manyBar
	details *details

	hinting bool // an update of the index progress is scheduled

	banner  *form.Banner // says whose records are damaged
	damaged func()       // asks again whose records are damaged
}

// label shows how many users there are, the active filters, and the empty state.
func (p *page) label() {
	text := p.counted()
	if c := p.hiddenSort(); c != "" {
		text = lang.L("{{.Count}} · sorted by {{.Column}}", message.Args{"Count": text, "Column": c})
	}
	p.count.SetText(text)
	role, status := lang.L("All roles"), lang.L("Any status")
	if p.loader.query.Role != 0 {
		role = message.Role(p.loader.query.Role)
	}
	if p.loader.query.State != 0 {
		status = message.StateName(p.loader.query.State)
	}
	p.role.SetText(role)
	p.status.SetText(status)
	p.labelEmpty()
}

// hiddenSort returns the title of the column that the table is sorted by, or "" if that is shown, or if the room is
// needed for the options of several users.
func (p *page) hiddenSort() string {
	shown := p.table.Shown()
	for _, c := range p.loader.columns {
		if c.Sortable && c.sort == p.loader.query.Sort && !slices.Contains(shown, c.ID) && p.table.SelectedCount() <= 1 {
			return c.Title
		}
	}
	return ""
}

// arrange lays out the page again, because texts at its head have another width.
func (p *page) arrange() { p.content.Layout.Layout(p.content.Objects, p.content.Size()) }

const (
	hintFrom  = 20_000 // number of users that take long enough to load to show the progress
	hintEvery = 200 * time.Millisecond
)

// counted says how many users there are or are selected and, while it is being prepared, how far the search is.
func (p *page) counted() string {
	matched, all := p.loader.matched, p.loader.all
	if n := p.table.SelectedCount(); n > 1 {
		return lang.L("{{.Users}} selected", message.Args{"Users": message.Users(n)})
	}
	data := message.Args{"N": message.Number(matched), "All": message.Number(all)}
	text := lang.L("{{.All}} users", data)
	switch {
	case all == 0:
		return lang.L("Loading …")
	case p.filtered() && all == 1:
		text = lang.L("{{.N}} of 1 user", data)
	case p.filtered():
		text = lang.L("{{.N}} of {{.All}} users", data)
	case all == 1:
		text = lang.L("1 user")
	}
	share := p.Service.Indexed()
	if all < hintFrom || share == 1 {
		return text
	}
	if !p.hinting {
		p.hinting = true
		p.After(hintEvery, func() {
			p.hinting = false
			p.label()
		})
	}
	if share == 0 { // not yet, or it was not possible
		return text
	}
	return lang.L("{{.Count}} · preparing search, {{.Percent}}%", message.Args{"Count": text, "Percent": int(share * 100)})
}

func (p *page) labelEmpty() {
	all, matched := p.loader.all, p.loader.matched
	switch {
	case all > 0 && matched == 0:
		hint := lang.L("Try a shorter search, or clear it.")
		if p.loader.query.Text == "" {
			hint = lang.L("Try fewer filters, or clear them.")
		}
		p.empty.Show("user-search", lang.L("No users found"), hint, lang.L("Show all users"), p.clearFilters)
	case all == 1 && !p.filtered() && len(p.Session.Grantable()) > 0:
		p.empty.Show("users", lang.L("You're the only user"), lang.L("Add the people who work with the ledgers."),
			lang.L("Create user"), p.create)
	default:
		p.empty.Hide()
	}
}

// labelSelected shows which row is the cursor.
func (p *page) labelSelected() {
	_, i, ok := p.table.Selected()
	if !ok {
		p.foot.SetText("")
		return
	}
	p.foot.SetText(lang.L("Row {{.I}} of {{.N}}",
		message.Args{"I": message.Number(i + 1), "N": message.Number(p.loader.matched)}))
}

func (p *page) filtered() bool {
	q := p.loader.query
	return q.Text != "" || q.Role != 0 || q.State != 0
}

func (p *page) clearFilters() {
	q := &p.loader.query
	q.Text, q.Role, q.State = "", 0, 0
	p.search.Clear()
	p.loader.requery()
	p.arrange()
	p.Canvas().Focus(p.table)
}

// with turns an action on a user into an action on their row.
func (p *page) with(do func(identity.User)) func(table.Row) {
	return func(r table.Row) {
		if user, ok := p.loader.users[r.ID]; ok {
			do(user)
		}
	}
}

// refused reports whether the person may not do op to a user, and shows the reason. Keys reach operations that the menu
// disables.
func (p *page) refused(op access.Operation, user identity.User) bool {
	why := p.Refusal(op, user, 0)
	if why != "" {
		p.Notify(why)
	}
	return why != ""
}
