package users

import (
	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/menu"
	"roster/views/message"
)

func (p *page) chooseRole() {
	q := &p.loader.query
	items := []menu.Item{p.filter(lang.L("All roles"), q.Role == 0, func() { q.Role = 0 })}
	for _, r := range identity.Roles() {
		items = append(items, p.filter(message.Role(r), q.Role == r, func() { q.Role = r }))
	}
	menu.Open(p.Canvas(), menu.Under(p.role), items)
}

func (p *page) chooseStatus() {
	q := &p.loader.query
	items := []menu.Item{p.filter(lang.L("Any status"), q.Status == 0, func() { q.Status = 0 })}
	for _, st := range identity.Statuses() {
		items = append(items, p.filter(message.Status(st), q.Status == st, func() { q.Status = st }))
	}
	menu.Open(p.Canvas(), menu.Under(p.status), items)
}

func (p *page) filter(label string, checked bool, set func()) menu.Item {
	return menu.Item{Label: label, Checked: checked, Do: func() {
		set()
		p.loader.requery()
	}}
}
