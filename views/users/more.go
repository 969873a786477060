package users

import (
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/exporter"
	"roster/views/menu"
)

// showMore opens the menu of what can be done with the list.
func (p *page) showMore() {
	menu.Open(p.Canvas(), menu.Under(p.more), []menu.Item{
		{
			Label: lang.L("Import users …"), Icon: "users",
			Reason: p.Refusal(access.ImportUser, identity.User{}, identity.LedgerManager),
			Do:     func() { p.Routes.Import("") },
		},
		{Label: lang.L("Export users …"), Icon: "download", Do: func() { p.showExport(app.Selection{}) }},
		{Separator: true},
		{Label: lang.L("Columns"), Icon: "sliders", Opens: true, Do: func() { p.showColumns(menu.Under(p.more)) }},
		{Label: lang.L("Print list"), Icon: "printer", Do: p.showPrint},
	})
}

// showExport exports the selected users, those in the list, or all.
func (p *page) showExport(selected app.Selection) {
	offer := exporter.Offer{Selected: selected}
	if q := p.loader.query; p.filtered() {
		offer.Shown, offer.Matched = &q, p.loader.matched
	}
	exporter.Show(p.View, offer)
}
