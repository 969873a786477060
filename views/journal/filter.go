package journal

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/message"
)

// showFilters shows the filters that apply, or, if there is no room for them, the button that opens them.
func (p *page) showFilters(room bool) {
	p.anyone.Hidden = !room || p.own || p.query.Person != 0
	p.person.Hidden = !room || p.own || p.query.Person == 0
	p.batch.Hidden = !room || p.query.Batch == 0
	p.kind.Hidden, p.outcome.Hidden, p.period.Hidden, p.more.Hidden = !room, !room, !room, room
}

// chooseFilter opens a menu of the filters.
func (p *page) chooseFilter() {
	var items []menu.Item
	for _, f := range []struct {
		button *form.Button
		opens  bool
		absent bool
	}{
		{p.anyone, true, p.query.Person != 0 || p.own}, {p.person, false, p.query.Person == 0},
		{p.batch, false, p.query.Batch == 0}, {p.kind, true, false}, {p.outcome, true, false}, {p.period, true, false},
	} {
		if !f.absent {
			items = append(items, menu.Item{Label: f.button.Text, Icon: f.button.Icon, Opens: f.opens, Do: f.button.OnTapped})
		}
	}
	menu.Open(p.Canvas(), menu.Under(p.more), items)
}

// under returns the anchor of the menu of a filter.
func (p *page) under(filter *form.Button) menu.Anchor {
	if !filter.Visible() {
		filter = p.more
	}
	return menu.Under(filter)
}

func (p *page) chooseKind() {
	var items []menu.Item
	for _, k := range kinds() {
		items = append(items, menu.Item{Label: k.label, Checked: k.label == p.ofKind.label, Do: func() {
			p.ofKind = k
			p.kind.SetText(k.label)
			p.requery()
		}})
	}
	menu.Open(p.Canvas(), p.under(p.kind), items)
}

func (p *page) chooseOutcome() {
	var items []menu.Item
	for _, o := range []identity.Outcome{"", identity.Done, identity.Refused, identity.Failed} {
		label := lang.L("Any outcome")
		if o != "" {
			label = message.Outcome(o)
		}
		items = append(items, menu.Item{Label: label, Checked: o == p.query.Outcome, Do: func() {
			p.query.Outcome = o
			p.outcome.SetText(label)
			p.requery()
		}})
	}
	menu.Open(p.Canvas(), p.under(p.outcome), items)
}

func (p *page) choosePeriod() {
	var items []menu.Item
	for _, t := range periods() {
		items = append(items, menu.Item{Label: t.label, Checked: t == p.since, Do: func() { p.setPeriod(t) }})
	}
	items = append(items, menu.Item{
		Label: lang.L("From … to …"), Checked: p.since.days == 0 && p.since != periods()[0], Do: p.chooseDays,
	})
	menu.Open(p.Canvas(), p.under(p.period), items)
}

func (p *page) setPeriod(t period) {
	p.since = t
	p.period.SetText(t.label)
	p.requery()
}

// setPerson shows the history of a user, or everything for the zero User. It keeps the other filters.
func (p *page) setPerson(of identity.User) {
	p.query.Person = of.ID
	p.person.SetText(of.Name)
	p.content.Refresh()
	p.requery()
	p.Canvas().Focus(p.table)
}

// chooseDays asks for the first and the last day.
func (p *page) chooseDays() {
	day := func(label string, at time.Time) *form.Text {
		t := &form.Text{Label: label, Mark: lang.L("(optional)"), Placeholder: message.ExampleDate(),
			Fleeting: true,
			Check: func(value string) string {
				if _, ok := message.ParseDate(value); value != "" && !ok {
					return message.Mistake(identity.Mistake{Rule: identity.RuleDate})
				}
				return ""
			}}
		if !at.IsZero() {
			t.SetValue(message.Date(identity.DateOf(at)))
		}
		return t
	}
	first, last := day(lang.L("From"), p.since.first), day(lang.L("To"), p.since.last)
	at := func(t *form.Text) time.Time {
		day, ok := message.ParseDate(t.Value())
		if !ok {
			return time.Time{} // the field is empty, because it accepts nothing else
		}
		y, m, d := day.Time().Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Choose dates"), Rows: [][]form.Field{{first, last}}, Verb: lang.L("Show"), Cancel: lang.L("Cancel"),
		OnSubmit: func() {
			if from, to := at(first), at(last); !from.IsZero() && !to.IsZero() && to.Before(from) {
				f.FailAt(last, lang.L("This is before the start date."))
				return
			}
			f.Hide()
			p.setPeriod(daysFrom(at(first), at(last)))
		},
	})
	f.Show(p.Canvas())
}

// choosePerson asks whose history to show.
func (p *page) choosePerson() {
	name := &form.Text{Label: lang.L("User name"), Required: true, Fleeting: true}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Show the history of a user"), Rows: [][]form.Field{{name}},
		Verb: lang.L("Show"), Cancel: lang.L("Cancel"), Width: 440,
		OnSubmit: func() {
			typed := name.Value()
			fields.Submit(p.View, fields.Submission[identity.User]{
				Form: f, Busy: lang.L("Searching …"),
				Work: func(ctx context.Context) (identity.User, error) { return p.Session.UserNamed(ctx, typed) },
				Failed: func(err error) bool {
					unknown := errors.Is(err, app.ErrNoUser)
					if unknown {
						f.FailAt(name, message.NoSuchName())
					}
					return unknown
				},
				Done: func(of identity.User) {
					f.Hide()
					p.setPerson(of)
				},
			})
		},
	})
	f.Show(p.Canvas())
}
