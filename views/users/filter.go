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
	items := []menu.Item{p.filter(lang.L("Any status"), q.State == 0, func() { q.State = 0 })}
	for _, s := range identity.States() {
		if s == identity.StateLocked {
			items = append(items, menu.Item{Separator: true})
		}
		items = append(items, p.filter(message.StateName(s), q.State == s, func() { q.State = s }))
	}
	menu.Open(p.Canvas(), menu.Under(p.status), items)
}

func (p *page) filter(label string, checked bool, set func()) menu.Item {
	return menu.Item{Label: label, Checked: checked, Do: func() {
		set()
		p.loader.requery()
		p.arrange()
	}}
}
