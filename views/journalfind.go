package views

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/form"
	"roster/views/menu"
)

func (j *journal) chooseKind() {
	var items []menu.Item
	for _, k := range kinds() {
		items = append(items, menu.Item{Label: k.label, Checked: k.label == j.kindOf.label, Do: func() {
			j.kindOf = k
			j.kind.SetText(k.label)
			j.ask()
		}})
	}
	menu.Open(j.window.Canvas(), menu.Under(j.kind), items)
}

func (j *journal) chooseOutcome() {
	var items []menu.Item
	for _, o := range []app.Outcome{"", app.OutcomeDone, app.OutcomeRefused, app.OutcomeFailed} {
		label := lang.L("Any outcome")
		if o != "" {
			label = outcomeName(o)
		}
		items = append(items, menu.Item{Label: label, Checked: o == j.query.Outcome, Do: func() {
			j.query.Outcome = o
			j.outcome.SetText(label)
			j.ask()
		}})
	}
	menu.Open(j.window.Canvas(), menu.Under(j.outcome), items)
}

func (j *journal) choosePeriod() {
	var items []menu.Item
	for _, p := range periods() {
		items = append(items, menu.Item{Label: p.label, Checked: p == j.since, Do: func() {
			j.setPeriod(p)
		}})
	}
	items = append(items, menu.Item{
		Label: lang.L("From … to …"), Checked: j.since.days == 0 && j.since != periods()[0], Do: j.chooseDays,
	})
	menu.Open(j.window.Canvas(), menu.Under(j.period), items)
}

func (j *journal) setPeriod(p period) {
	j.since = p
	j.period.SetText(p.label)
	j.ask()
}

// setPerson shows what a user did and what was done to them, and of the zero User everything. The other filters stay.
func (j *journal) setPerson(of app.User) {
	j.query.Person = of.ID
	j.person.SetText(of.Name)
	j.anyone.Hidden, j.person.Hidden = of.ID != 0, of.ID == 0
	j.content.Refresh()
	j.ask()
	j.window.Canvas().Focus(j.table)
}

// chooseDays asks for the first and the last day.
func (j *journal) chooseDays() {
	day := func(label string, at time.Time) *form.Text {
		t := &form.Text{Label: label, Mark: lang.L("(optional)"), Placeholder: "2026-12-31", Check: func(value string) string {
			if _, err := time.ParseInLocation(time.DateOnly, value, time.Local); value != "" && err != nil {
				return lang.L("Year, month and day, such as 2026-12-31.")
			}
			return ""
		}}
		if !at.IsZero() {
			t.SetValue(at.Format(time.DateOnly))
		}
		return t
	}
	first, last := day(lang.L("From"), j.since.first), day(lang.L("To"), j.since.last)
	at := func(t *form.Text) time.Time {
		day, err := time.ParseInLocation(time.DateOnly, t.Value(), time.Local)
		if err != nil {
			return time.Time{} // it is empty: the field refuses all else
		}
		return day
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Show the days"), Rows: [][]form.Field{{first, last}}, Verb: lang.L("Show"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			if from, to := at(first), at(last); !from.IsZero() && !to.IsZero() && to.Before(from) {
				f.FailAt(last, lang.L("This is before the first day."))
				return
			}
			f.Hide()
			j.setPeriod(daysFrom(at(first), at(last)))
		},
	})
	f.Show(j.window.Canvas())
}

// choosePerson asks whose history to show.
func (j *journal) choosePerson() {
	name := &form.Text{Label: lang.L("User name"), Required: true}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Show the history of a user"), Rows: [][]form.Field{{name}}, Verb: lang.L("Show"), Cancel: lang.L("Cancel"),
		Width: 440,
		OnSubmit: func() {
			typed := name.Value()
			f.Busy(lang.L("Searching …"))
			run(j.view, func(ctx context.Context) (app.User, error) { return j.session.UserNamed(ctx, typed) },
				func(of app.User, err error) {
					switch {
					case errors.Is(err, app.ErrNoUser):
						f.FailAt(name, lang.L("Nobody has this name now. Search the journal for it: a name stays in it."))
					case err != nil:
						j.fail(f, err)
					default:
						f.Hide()
						j.setPerson(of)
					}
				})
		},
	})
	f.Show(j.window.Canvas())
}
