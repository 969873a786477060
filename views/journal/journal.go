// Package journal is the page Journal. It shows the entries in a table with search and filters, shows their details,
// and verifies and exports the journal.
package journal

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// Show shows the page with the history of a user, or with everything for the zero User.
func Show(v *shell.View, of identity.User) {
	p := &page{
		View: v, own: v.Refused(access.ReadJournal),
		ofKind: kinds()[0], since: periods()[0], empty: shell.NewEmptyState(),
	}
	p.query.Person = of.ID
	p.newTable()
	p.search = form.NewSearch(lang.L("Search the journal"), func(text string) {
		p.query.Search = message.Search(text)
		p.requery()
	})
	p.search.OnDown = func() {
		v.Canvas().Focus(p.table)
		p.table.SelectFirst()
	}
	p.anyone = form.NewButton(lang.L("Anyone"), "filter", form.Secondary, p.choosePerson)
	p.person = form.NewButton(of.Name, "x", form.Secondary, func() { p.setPerson(identity.User{}) })
	p.person.Tip = lang.L("Show the entries of everyone")
	p.batch = form.NewButton("", "x", form.Secondary, func() { p.setBatch(identity.Event{}) })
	p.batch.Tip = lang.L("Show all entries")
	p.kind = form.NewButton(p.ofKind.label, "filter", form.Secondary, p.chooseKind)
	p.outcome = form.NewButton(lang.L("Any outcome"), "filter", form.Secondary, p.chooseOutcome)
	p.period = form.NewButton(p.since.label, "filter", form.Secondary, p.choosePeriod)
	p.more = form.NewButton(lang.L("Filters"), "filter", form.Secondary, p.chooseFilter)
	p.verify = form.NewButton(lang.L("Verify"), "shield", form.Secondary, p.showVerify)
	p.verify.Hidden = v.Refused(access.VerifyJournal)
	p.export = form.NewButton(lang.L("Export"), "download", form.Secondary, p.showExport)
	p.export.Hidden = v.Refused(access.ExportJournal)
	p.count = theme.NewText("", theme.TextBody, false, theme.ColorMuted)
	title := lang.L("Journal")
	if p.own {
		title = lang.L("My events")
	}
	p.content = container.New(layout{p}, shell.NewTitle(title),
		form.NewButton(lang.L("Back"), "arrow-left", form.Quiet, v.Home),
		p.count, p.search, p.anyone, p.person, p.batch, p.kind, p.outcome, p.period, p.more, p.verify, p.export,
		p.table, p.empty.Content)
	v.ShowPage(shell.SectionJournal, p.content)
	v.OnChange = p.refresh
	v.OnShortcut = map[string]func(){"search": func() { v.Canvas().Focus(p.search) }}
	p.requery()
	v.Canvas().Focus(p.table)
}

func (p *page) newTable() {
	p.table = table.New(columns())
	p.loader = loader{
		page: p.View, table: p.table, changed: p.label,
		failed: func(err error) { p.count.SetText(p.Sentence(err)) },
	}
	p.table.OnNeed = p.loader.need
	p.table.GearTip = lang.L("Options (Menu key)")
	p.table.OnOpen = p.showRow
	p.table.OnMenu = p.showMenu
	p.table.OnKey, p.table.OnRune = p.TypedKey, p.TypedRune
}

// showRow unfolds or folds a batch, and shows the details of any other entry.
func (p *page) showRow(r table.Row) {
	if e := p.loader.entry(r); isBatch(e) && p.query.Batch == 0 {
		p.showBatch(e)
		return
	}
	p.showEntry(r)
}
