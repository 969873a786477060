package users

import (
	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/message"
)

// showFilters shows the filters or, if there is no room for them, the button that opens them. While several users are
// selected, it shows neither.
func (p *page) showFilters() {
	several := p.manyBar.content.Visible()
	p.role.Hidden, p.status.Hidden, p.filters.Hidden = several || p.few, several || p.few, several || !p.few
}

// chooseFilter opens a menu of the filters.
func (p *page) chooseFilter() {
	menu.Open(p.Canvas(), menu.Under(p.filters), []menu.Item{
		{Label: p.role.Text, Icon: p.role.Icon, Opens: true, Do: p.chooseRole},
		{Label: p.status.Text, Icon: p.status.Icon, Opens: true, Do: p.chooseStatus},
	})
}

// under returns the anchor of the menu of a filter.
func (p *page) under(filter *form.Button) menu.Anchor {
	if p.few {
		filter = p.filters
	}
	return menu.Under(filter)
}

func (p *page) chooseRole() {
	q := &p.loader.query
	items := []menu.Item{p.filter(lang.L("All roles"), q.Role == 0, func() { q.Role = 0 })}
	for _, r := range identity.Roles() {
		items = append(items, p.filter(message.Role(r), q.Role == r, func() { q.Role = r }))
	}
	menu.Open(p.Canvas(), p.under(p.role), items)
}

func (p *page) chooseStatus() {
	q := &p.loader.query
	items := []menu.Item{p.filter(lang.L("Any status"), q.State == 0, func() { q.State = 0 })}
	for _, s := range identity.States() {
		if s == identity.StateLocked {
			items = append(items, menu.Item{Separator: true})
		}
		items = append(items, p.filter(message.StateName(s), q.State == s, func() { q.State = s }))
	}
	menu.Open(p.Canvas(), p.under(p.status), items)
}

func (p *page) filter(label string, checked bool, set func()) menu.Item {
	return menu.Item{Label: label, Checked: checked, Do: func() {
		set()
		p.loader.requery()
		p.arrange()
	}}
}
