package views

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/views/form"
	"roster/views/table"
	"roster/views/theme"
)

// journal is the page Journal: who did what to whom, newest first. It goes on as far as one scrolls.
type journal struct {
	*view
	table   *table.Table
	search  *form.Search
	anyone  *form.Button // picks whose history is shown
	person  *form.Button // takes that away
	kind    *form.Button
	outcome *form.Button
	period  *form.Button
	check   *form.Button // verifies and exports
	count   *theme.Text
	empty   *emptyState
	content *fyne.Container

	query  app.JournalQuery
	kindOf kind
	since  period

	question *view       // as it is asked now
	events   []app.Event // those that have come, newest first
	next     int64       // where to go on
	ended    bool        // there are no others
	loading  bool
}

// showJournal shows the page.
func (s *shell) showJournal() { s.showHistory(app.User{}) }

// showHistory shows what a user did and what was done to them; of the zero User, everything.
func (s *shell) showHistory(of app.User) {
	j := &journal{view: s.open(), kindOf: kinds()[0], since: periods()[0]}
	j.query.Person = of.ID
	j.newTable()
	j.search = form.NewSearch(lang.L("Search the journal"), func(text string) {
		j.query.Text = text
		j.ask()
	})
	j.search.OnDown = func() { s.window.Canvas().Focus(j.table) }
	j.anyone = form.NewButton(lang.L("Anyone"), "filter", form.Secondary, j.choosePerson)
	j.person = form.NewButton(of.Name, "x", form.Secondary, func() { j.setPerson(app.User{}) })
	j.anyone.Hidden, j.person.Hidden = of.ID != 0, of.ID == 0
	j.kind = form.NewButton(j.kindOf.label, "filter", form.Secondary, j.chooseKind)
	j.outcome = form.NewButton(lang.L("Any outcome"), "filter", form.Secondary, j.chooseOutcome)
	j.period = form.NewButton(j.since.label, "filter", form.Secondary, j.choosePeriod)
	j.check = form.NewButton(lang.L("Verify, export"), "shield", form.Secondary, j.chooseCheck)
	j.count = theme.NewText("", theme.TextBody, false, theme.ColorMuted)
	j.empty = newEmptyState()
	title := lang.L("Journal")
	if s.session.May(app.ReadJournal, app.User{}, 0).Verdict == app.Refused {
		title = lang.L("My events")
		j.check.Hide()
		j.anyone.Hide()
		j.person.Hide()
	}
	j.content = container.New(journalLayout{j},
		theme.NewText(title, theme.TextPage, true, fynetheme.ColorNameForeground),
		form.NewButton(lang.L("Back"), "arrow-left", form.Quiet, s.showHome),
		j.count, j.search, j.anyone, j.person, j.kind, j.outcome, j.period, j.check, j.table, j.empty.content)
	s.set(s.page(s.newBar(), j.content))
	s.changed = j.refresh
	s.keys = map[string]func(){"search": func() { s.window.Canvas().Focus(j.search) }}
	j.ask()
	s.window.Canvas().Focus(j.table)
}

func (j *journal) newTable() {
	j.table = table.New([]table.Column{
		{ID: "when", Title: lang.L("When"), Width: 170, Min: 160, Keep: 5},
		{ID: "who", Title: lang.L("Who"), Width: 150, Min: 96, Keep: 4},
		{ID: "what", Title: lang.L("What"), Width: 520, Min: 200, Keep: 6},
		{ID: "outcome", Title: lang.L("Outcome"), Width: 110, Min: 100, Keep: 3},
		{ID: "computer", Title: lang.L("Computer"), Width: 140, Min: 80, Keep: 1},
	})
	j.table.OnNeed = j.need
	j.table.OnOpen = j.showEvent
	j.table.OnMenu = j.showMenu
	j.table.OnKey = j.typedKey
	j.table.OnRune = j.typedRune
}

// eventsAtOnce are as many as are asked for in one go.
const eventsAtOnce = 200

// ask begins another question, from the newest entry on.
func (j *journal) ask() {
	if j.question != nil {
		j.question.leave()
	}
	ctx, leave := context.WithCancel(j.ctx)
	j.question = &view{shell: j.shell, session: j.session, ctx: ctx, leave: leave}
	j.query.Operations, j.query.Read = j.kindOf.ops, reading()
	j.query.From, j.query.To = j.since.bounds(j.service.Now())
	j.events, j.next, j.ended, j.loading = nil, 0, false, false
	j.table.Reset()
	j.load()
}

// load fetches the next entries.
func (j *journal) load() {
	if j.loading || j.ended {
		return
	}
	j.loading = true
	q, before := j.query, j.next
	run(j.question, func(ctx context.Context) (app.JournalPage, error) {
		return j.session.Journal(ctx, q, before, eventsAtOnce)
	},
		func(p app.JournalPage, err error) {
			j.loading = false
			if err != nil {
				j.count.SetText(j.sentence(err))
				after(j.question.ctx, j.shell, tryAgain, j.load)
				return
			}
			j.loaded(p)
		})
}

func (j *journal) loaded(p app.JournalPage) {
	from := len(j.events)
	j.events = append(j.events, p.Events...)
	j.next, j.ended = p.Next, p.Next == 0
	j.table.SetRows(from, rowsOf(p.Events))
	j.show()
	if _, shown := j.table.InView(); len(j.events) < eventsAtOnce && len(shown) == len(j.events) || len(p.Events) == 0 {
		j.load() // it was a stretch with few of those that are asked for
	}
}

// show says how many entries there are. While there are others, one more row stands for them.
func (j *journal) show() {
	n := len(j.events)
	data := args{"N": thousands(n)}
	switch {
	case j.ended && n == 1:
		j.count.SetText(lang.L("1 entry"))
	case j.ended:
		j.count.SetText(lang.L("{{.N}} entries", data))
	case n == 0:
		j.count.SetText(lang.L("Searching …"))
	default:
		j.count.SetText(lang.L("{{.N}} entries so far", data))
	}
	if !j.ended {
		n++
	}
	j.table.SetCount(n)
	j.empty.hide()
	if j.ended && n == 0 {
		j.empty.show("search", lang.L("Nothing of that kind"), lang.L("No entry has all of that. Search for less, or show all."),
			lang.L("Show the whole journal"), j.showJournal)
	}
}

// need gives the table the rows that have come, and fetches others.
func (j *journal) need(from, n int) {
	if to := min(from+n, len(j.events)); from < to {
		j.table.SetRows(from, rowsOf(j.events[from:to]))
	}
	if from+n >= len(j.events) {
		j.load()
	}
}

func rowsOf(events []app.Event) []table.Row {
	rows := make([]table.Row, len(events))
	for i, e := range events {
		what := table.Cell{Text: told(e)}
		rows[i] = table.Row{ID: e.Seq, Cells: []table.Cell{
			{Text: second(e.At), Muted: true},
			{Text: doer(e), Bold: true},
			what,
			{Text: outcomeName(e.Outcome), Chip: outcomeTone(e.Outcome)},
			{Text: e.Computer, Muted: true},
		}}
	}
	return rows
}

// refresh looks for newer entries, since somebody has changed the file. They come on top, without moving what one reads
// further down.
func (j *journal) refresh() {
	if len(j.events) == 0 {
		if !j.loading {
			j.ask()
		}
		return
	}
	q, newest := j.query, j.events[0].Seq
	run(j.question, func(ctx context.Context) (newer []app.Event, err error) {
		for before := int64(0); ; {
			p, err := j.session.Journal(ctx, q, before, eventsAtOnce)
			if err != nil {
				return nil, err
			}
			for _, e := range p.Events {
				if e.Seq <= newest {
					return newer, nil
				}
				newer = append(newer, e)
			}
			if before = p.Next; before == 0 || before <= newest {
				return newer, nil
			}
		}
	}, func(newer []app.Event, err error) {
		if err != nil {
			j.log.Error("refresh journal", "error", err)
			return
		}
		if len(newer) == 0 || len(j.events) == 0 || j.events[0].Seq != newest {
			return // another look was faster
		}
		j.events = append(newer, j.events...)
		atTop := j.table.Offset() == 0
		j.table.Moved(len(newer))
		if atTop {
			j.table.ScrollTo(0)
		}
		j.show()
	})
}

// event is the entry that a row shows.
func (j *journal) event(r table.Row) (e app.Event) {
	for _, one := range j.events {
		if one.Seq == r.ID {
			e = one
		}
	}
	return e
}
