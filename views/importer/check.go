package importer

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/table"
	"roster/views/theme"
)

// check makes the plan, and then shows it.
func (w *wizard) check(next func()) {
	task, progress, session := fields.NewTask(w.View), &fields.Progress{}, w.Session
	m, t, of := w.mapping, w.table, w.of
	of.Source = w.source.Sum
	w.task = &task
	fields.Submit(w.View, fields.Submission[*app.ImportPlan]{
		Form: w.form, Busy: lang.L("Checking …"), Progress: progress,
		Work: func(context.Context) (*app.ImportPlan, error) {
			return fields.During(task, func(ctx context.Context) (*app.ImportPlan, error) {
				of.People = m.People(t)
				return session.PlanImport(ctx, of, progress.Report)
			})
		},
		Failed: w.failed,
		Done: func(p *app.ImportPlan) {
			w.plan = p
			next()
		},
	})
}

// toneOf returns the colour of a result.
func toneOf(r app.RowResult) theme.Tone {
	switch r {
	case app.RowNew:
		return theme.ToneGreen
	case app.RowChanged:
		return theme.ToneBlue
	case app.RowRefused:
		return theme.ToneRed
	}
	return theme.ToneGray
}

// showPlan is the fourth step: it shows what will be done, and does it. why says why it was not done a moment ago.
func (w *wizard) showPlan(why string, next, back func()) {
	p := w.plan
	rows := w.newPlanRows()
	refused := p.Counts[app.RowRefused]
	leave := &form.Checkbox{Label: lang.L("Leave out the {{.N}} that cannot be imported",
		message.Args{"N": message.Number(refused)})}
	spec := form.Spec{
		Title: lang.L("This will happen"), Text: stepText(4),
		Rows: [][]form.Field{
			{rows.filter}, {&form.Content{Object: rows.table, Height: 260}},
		},
		Verb:     lang.L("Import {{.Users}}", message.Args{"Users": message.Users(p.Will())}),
		Ready:    func() bool { return p.Will() > 0 && (refused == 0 || leave.Checked()) },
		OnCancel: w.leave,
		OnSubmit: func() {
			p.LeaveOut(leave.Checked())
			next()
		},
	}
	if refused > 0 {
		save := &form.Actions{Beside: true, Buttons: []*form.Button{w.saveButton()}}
		spec.Rows = slices.Insert(spec.Rows, 1, []form.Field{leave, save})
	}
	f := w.step(spec, back)
	rows.show(rows.filter.Value())
	if why != "" {
		f.Fail(why)
	}
}

// planRows is the list of the rows of a plan.
type planRows struct {
	plan   *app.ImportPlan
	filter *form.Chips
	table  *table.Table
	shown  []int // indices of the rows
}

// Values of the filter, besides the results.
const (
	all     = "all"
	warned  = "warned"
	missing = "missing" // users who are not in the file
)

func (w *wizard) newPlanRows() *planRows {
	r := &planRows{plan: w.plan}
	r.filter = &form.Chips{}
	chip := func(value string, n int, label string, tone theme.Tone) {
		if n > 0 {
			r.filter.Options = append(r.filter.Options, form.Option{Value: value, Label: label, Tone: tone})
		}
	}
	for _, result := range []app.RowResult{app.RowNew, app.RowChanged, app.RowUnchanged, app.RowLeft, app.RowRefused} {
		n := w.plan.Counts[result]
		chip(number(int(result)), n, message.RowCount(result, n), toneOf(result))
	}
	n := message.Warned(w.plan)
	chip(warned, n, message.WarnedCount(n), theme.ToneAmber)
	chip(all, len(w.plan.Rows), lang.L("All {{.N}}", message.Args{"N": message.Number(len(w.plan.Rows))}), theme.ToneGray)
	if n := w.plan.Missing.Count(); n > 0 {
		r.filter.Options = append(r.filter.Options, form.Option{
			Value: missing, Label: lang.L("{{.N}} not in this file", message.Args{"N": message.Number(n)}),
			Text: lang.L("They stay as they are."), Tone: theme.ToneGray,
		})
	}
	first := all
	if w.plan.Counts[app.RowRefused] > 0 {
		first = number(int(app.RowRefused))
	}
	r.filter.SetValue(first)
	r.filter.OnChanged = r.show
	r.table = newList([]table.Column{
		{ID: "line", Title: lang.L("Line"), Width: 70, Min: 60, Keep: 5},
		{ID: "result", Title: lang.L("Result"), Width: 120, Min: 110, Keep: 4},
		{ID: "name", Title: lang.L("User name"), Width: 150, Min: 96, Keep: 6},
		{ID: "what", Title: lang.L("What"), Width: 460, Min: 200, Keep: 7},
	}, w.leave)
	r.table.OnNeed = r.load
	r.table.OnOpen = func(row table.Row) {
		if row.ID <= int64(len(w.plan.Rows)) {
			w.showRow(&w.plan.Rows[row.ID-1])
		}
	}
	return r
}

// show shows the rows with a result.
func (r *planRows) show(result string) {
	r.shown = r.shown[:0]
	if result == missing {
		for i := range r.plan.Absent {
			r.shown = append(r.shown, len(r.plan.Rows)+i)
		}
	}
	for i, row := range r.plan.Rows {
		if result == all || result == warned && message.HasWarning(&row) || number(int(row.Result)) == result {
			r.shown = append(r.shown, i)
		}
	}
	r.table.Reset()
}

// load gives the table the rows that it needs.
func (r *planRows) load(from, n int) {
	r.table.SetCount(len(r.shown))
	if from >= len(r.shown) {
		return
	}
	part := r.shown[from:min(from+n, len(r.shown))]
	rows := make([]table.Row, len(part))
	for i, at := range part {
		if absent := at - len(r.plan.Rows); absent >= 0 {
			u := r.plan.Absent[absent]
			rows[i] = table.Row{ID: int64(at + 1), Cells: []table.Cell{
				{}, {}, {Text: message.Name(u.Name, u.ID), Bold: true}, {Text: u.Email},
			}}
			continue
		}
		row := &r.plan.Rows[at]
		rows[i] = table.Row{ID: int64(at + 1), Cells: []table.Cell{
			{Text: message.Number(row.Person.Line), Muted: true},
			{Text: message.RowResult(row.Result), Chip: toneOf(row.Result)},
			{Text: message.ImportName(row), Bold: true}, {Text: oneLine(message.RowText(row))},
		}}
	}
	r.table.SetRows(from, rows)
}

// showRow shows everything about a row, which may be too long for the list.
func (w *wizard) showRow(row *app.ImportRow) {
	var f *form.Form
	text := message.RowText(row)
	f = form.New(form.Spec{
		Title: lang.L("Line {{.N}}", message.Args{"N": message.Number(row.Person.Line)}),
		Rows: [][]form.Field{
			{&form.Static{Label: lang.L("User name"), Value: message.ImportName(row)}},
			{&form.Static{Label: message.RowResult(row.Result), Value: text}},
		},
		Verb: lang.L("Close"), OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(w.Canvas())
}
