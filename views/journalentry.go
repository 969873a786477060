package views

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/table"
)

// showMenu offers the details of an entry, and the history of whom it is about.
func (j *journal) showMenu(r table.Row, at fyne.Position) {
	e := j.event(r)
	items := []menu.Item{{Label: lang.L("Details"), Icon: "info", Do: func() { j.showEvent(r) }}}
	add := func(name string, id int64) {
		if id == 0 || id == j.query.Person || j.session.May(app.ReadJournal, app.User{}, 0).Verdict == app.Refused {
			return
		}
		items = append(items, menu.Item{
			Label: lang.L("Show history of {{.Name}}", args{"Name": name}), Icon: "history",
			Do: func() { j.showHistory(app.User{ID: id, Name: name}) },
		})
	}
	add(e.Actor, e.ActorID)
	if e.TargetID != e.ActorID {
		add(e.Target, e.TargetID)
	}
	menu.Open(j.window.Canvas(), underGear(at), items)
}

// showEvent shows all of an entry.
func (j *journal) showEvent(r table.Row) {
	e := j.event(r)
	fact := func(label, value string) form.Field { return &form.Fact{Label: label, Value: value} }
	rows := [][]form.Field{
		{
			fact(lang.L("When"), e.At.Local().Format("2006-01-02 15:04:05.000 -07:00")),
			fact(lang.L("Outcome"), outcomeName(e.Outcome)),
		},
		{fact(lang.L("Who"), nameAndID(doer(e), e.ActorID)), fact(lang.L("Whom"), nameAndID(e.Target, e.TargetID))},
		{fact(lang.L("What"), told(e))},
	}
	rows = append(rows, changeRows(app.Changes(e))...)
	if e.Reason != "" {
		rows = append(rows, []form.Field{fact(lang.L("Why not"), term(e.Reason))})
	}
	rows = append(rows,
		[]form.Field{
			fact(lang.L("Computer"), lang.L("{{.Computer}}, process {{.Process}}",
				args{"Computer": e.Computer, "Process": e.Process})),
			fact(lang.L("Version of Roster"), e.AppVersion),
		},
		[]form.Field{fact(lang.L("Hash of the entry"), fmt.Sprintf("%x", e.Hash))})
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Entry {{.N}}", args{"N": thousands(int(e.Seq))}), Rows: rows, Verb: lang.L("Close"), Width: 640,
		OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(j.window.Canvas())
}

// changeRows are all that has changed, two a row where they are short.
func changeRows(changes []app.Change) (rows [][]form.Field) {
	var short, long []form.Field
	for _, c := range changes {
		f := &form.Fact{Label: capital(term(c.Field)), Value: toldChange(c)}
		switch {
		case c.Field == app.RecoveryField: // for those who verify
		case utf8.RuneCountInString(f.Value) > 36:
			long = append(long, f)
		default:
			short = append(short, f)
		}
	}
	return slices.AppendSeq(slices.Collect(slices.Chunk(short, 2)), slices.Chunk(long, 1))
}

// capital is a text that begins with a capital letter.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// nameAndID is a user name with its id, which stays when the name changes.
func nameAndID(name string, id int64) string {
	if id == 0 {
		if name == "" {
			return "–"
		}
		return name
	}
	return fmt.Sprintf("%s (%d)", name, id)
}
