package journal

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
	"roster/views/batch"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/table"
)

// showMenu offers the details of an entry and the history of its users.
func (p *page) showMenu(r table.Row, at fyne.Position) {
	e := p.loader.entry(r)
	items := []menu.Item{{Label: lang.L("Details"), Icon: "info", Do: func() { p.showEntry(r) }}}
	add := func(name string, id int64) {
		if id == 0 || id == p.query.Person || p.Refused(access.ReadJournal) {
			return
		}
		items = append(items, menu.Item{
			Label: lang.L("Show history of {{.Name}}", message.Args{"Name": name}), Icon: "history",
			Do: func() { p.Routes.History(identity.User{ID: id, Name: name}) },
		})
	}
	if isBatch(e) && p.query.Batch == 0 {
		label := lang.L("Show the {{.N}} entries", message.Args{"N": message.Number(sizeOf(e))})
		if p.loader.folding.open[e.Batch] {
			label = lang.L("Hide the {{.N}} entries", message.Args{"N": message.Number(sizeOf(e))})
		}
		items = append(items, menu.Item{Label: label, Icon: "chevron-down", Do: func() { p.showBatch(e) }})
	}
	if p.undoable(e) {
		items = append(items, menu.Item{Label: lang.L("Undo …"), Icon: "history", Do: func() { p.undo(e) }})
	}
	add(message.Name(e.Actor, e.ActorID), e.ActorID)
	if e.TargetID != e.ActorID {
		add(message.Name(e.Target, e.TargetID), e.TargetID)
	}
	menu.Open(p.Canvas(), shell.UnderGear(at), items)
}

// undoable reports whether the person is offered to undo an entry. Whether they may is found out then.
func (p *page) undoable(e identity.Event) bool {
	return app.Undoable(e) && !p.Refused(access.ReadJournal)
}

func (p *page) undo(e identity.Event) { batch.ShowUndo(p.View, e.Seq, p.refresh) }

// showEntry shows everything about an entry.
func (p *page) showEntry(r table.Row) {
	e := p.loader.entry(r)
	fact := func(label, value string) form.Field { return &form.Static{Label: label, Value: value} }
	rows := [][]form.Field{
		{
			fact(lang.L("When"), e.At.Local().Format("2006-01-02 15:04:05.000 -07:00")),
			fact(lang.L("Outcome"), message.Outcome(e.Outcome)),
		},
		{
			fact(lang.L("Who"), nameAndID(e.Actor, e.ActorID)),
			fact(lang.L("Target"), nameAndID(e.Target, e.TargetID)),
		},
		{fact(lang.L("What"), message.EntryText(e))},
	}
	rows = append(rows, changeRows(journal.ChangesOf(e))...)
	if e.Reason != "" {
		rows = append(rows, []form.Field{fact(lang.L("Reason"), message.Label(e.Reason))})
	}
	rows = append(rows,
		[]form.Field{
			fact(lang.L("Computer"), lang.L("{{.Computer}}, process {{.Process}}",
				message.Args{"Computer": e.Computer, "Process": e.Process})),
			fact(lang.L("Roster version"), e.AppVersion),
		},
		[]form.Field{fact(lang.L("Entry hash"), fmt.Sprintf("%x", e.Hash))})
	var f *form.Form
	var undo *form.Button
	if p.undoable(e) {
		undo = form.NewButton(lang.L("Undo …"), "history", form.Secondary, func() {
			f.Hide()
			p.undo(e)
		})
	}
	f = form.New(form.Spec{
		Extra: undo,
		Title: lang.L("Entry {{.N}}", message.Args{"N": message.Number(e.Seq)}), Rows: rows,
		Verb: lang.L("Close"), Width: 640,
		OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(p.Canvas())
}

// changeRows returns the rows for all changes, with two short ones per row.
func changeRows(changes []identity.Change) (rows [][]form.Field) {
	var short, long []form.Field
	for _, c := range changes {
		f := &form.Static{Label: capital(message.Label(c.Field)), Value: message.Change(c)}
		switch {
		case c.Field == journal.FieldRecoveryKey, c.Field == journal.FieldAttemptKey, c.Field == journal.FieldHash:
			// only the program needs them
		case utf8.RuneCountInString(f.Value) > 36:
			long = append(long, f)
		default:
			short = append(short, f)
		}
	}
	return slices.AppendSeq(slices.Collect(slices.Chunk(short, 2)), slices.Chunk(long, 1))
}

// capital returns a text with its first letter capitalized.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// nameAndID returns a user name with the user's id, which stays the same when the name changes.
func nameAndID(name string, id int64) string {
	switch {
	case name == "" && id == 0:
		return "–"
	case name == "" || id == 0:
		return message.Name(name, id)
	}
	return fmt.Sprintf("%s (%d)", name, id)
}
