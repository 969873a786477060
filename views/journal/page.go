package journal

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// page is the page Journal: who did what to whom, newest first. It loads more entries as the person scrolls.
type page struct {
	*shell.View
	own     bool // the person sees only their own entries
	loader  loader
	table   *table.Table
	search  *form.Search
	anyone  *form.Button // chooses a user to show the history of
	person  *form.Button // shown in place of anyone; clears that choice
	batch   *form.Button // clears the choice of a batch
	kind    *form.Button
	outcome *form.Button
	period  *form.Button
	more    *form.Button // shown in place of the filters if there is no room for them; opens them
	verify  *form.Button
	export  *form.Button
	count   *theme.Text
	empty   *shell.EmptyState
	content *fyne.Container

	query  app.JournalQuery // without what ofKind and since add
	ofKind kind
	since  period
}

// requery loads the entries again, because the query has changed.
func (p *page) requery() {
	q := p.query
	q.Operations = access.Names(p.ofKind.ops)
	q.From, q.To = p.since.bounds(p.Service.Now())
	// What is filtered by more than time is about single users, who are in the entries that a batch sums up.
	q.Folded = q.Person == 0 && len(q.Operations) == 0 && q.Outcome == "" && q.Search.Empty() && q.Batch == 0
	p.loader.restart(q)
}

// refresh loads newer entries, because the file has changed.
func (p *page) refresh() {
	switch {
	case len(p.loader.entries) > 0:
		p.loader.refresh()
	case !p.loader.loading:
		p.requery()
	}
}

// label shows how many entries are loaded. If there are more, the table gets one more row, which loads them when it
// comes into view.
func (p *page) label() {
	n, ended := len(p.loader.entries), p.loader.ended
	data := message.Args{"N": message.Number(n)}
	switch {
	case ended && n == 1:
		p.count.SetText(lang.L("1 entry"))
	case ended:
		p.count.SetText(lang.L("{{.N}} entries", data))
	case n == 0:
		p.count.SetText(lang.L("Searching …"))
	case n == 1:
		p.count.SetText(lang.L("1 entry so far"))
	default:
		p.count.SetText(lang.L("{{.N}} entries so far", data))
	}
	if !ended {
		n++
	}
	p.table.SetCount(n)
	p.empty.Hide()
	if ended && n == 0 {
		p.empty.Show("search", lang.L("No entries found"), lang.L("Try a shorter search or fewer filters, "+
			"or show everything."),
			lang.L("Show the whole journal"), p.Routes.Journal)
	}
}
