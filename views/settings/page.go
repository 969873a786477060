package settings

import (
	"context"
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// page is the page Settings. System Admins change the file's settings, and Admins read them.
type page struct {
	*shell.View
	seen     identity.Settings // as the page shows them
	changes  bool              // the person may change them
	created  time.Time         // when the recovery key was created; only set if changes
	mine     *form.Form
	everyone *form.Form // of all who use the file; nil if the person may not see it
	least    *form.Text // this and the following are nil unless changes
	idle     *form.Text
	kind     *form.Choice
	imported *form.Text
}

func (p *page) newFields() {
	p.least = &form.Text{
		Label: lang.L("Minimum password length"), Required: true,
		Hint: lang.L("{{.Least}} to {{.Most}}. Existing passwords are not affected.",
			message.Args{"Least": identity.LeastMinPassword, "Most": identity.MostMinPassword}),
		Check: fields.WholeNumber(identity.LeastMinPassword, identity.MostMinPassword),
	}
	least, most := int(identity.LeastIdleLock/time.Minute), int(identity.MostIdleLock/time.Minute)
	p.idle = &form.Text{
		Label: lang.L("Lock after (minutes)"), Required: true,
		Hint:  lang.L("{{.Least}} to {{.Most}} minutes of inactivity", message.Args{"Least": least, "Most": most}),
		Check: fields.WholeNumber(least, most),
	}
	p.kind = &form.Choice{Label: lang.L("Generated passwords"), Required: true}
	for _, g := range []identity.Generated{identity.Characters, identity.Words} {
		p.kind.Options = append(p.kind.Options, form.Option{Value: string(g), Label: message.Generated(g)})
	}
	p.imported = &form.Text{
		Label: lang.L("Imported passwords (days)"), Required: true,
		Hint: lang.L("1 to {{.Most}}. Unused ones are then removed.",
			message.Args{"Most": identity.MostImportedFor}),
		Check: fields.WholeNumber(1, identity.MostImportedFor),
	}
}

func minutes(d time.Duration) string { return strconv.Itoa(int(d / time.Minute)) }

// typed returns the settings in the form.
func (p *page) typed() identity.Settings {
	number := func(text string) int {
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0 // not valid for any setting; the field says so
		}
		return n
	}
	typed := p.seen // and what is set elsewhere
	typed.MinPassword, typed.IdleLock = number(p.least.Value()), time.Duration(number(p.idle.Value()))*time.Minute
	typed.Generated, typed.ImportedFor = identity.Generated(p.kind.Value()), number(p.imported.Value())
	return typed
}

// edited reports whether there are unsaved settings.
func (p *page) edited() bool { return p.typed() != p.seen }

// take shows new settings.
func (p *page) take(now identity.Settings) {
	p.seen, p.Settings = now, now
	if p.changes {
		p.set(now)
		p.everyone.Update()
	}
}

func (p *page) set(s identity.Settings) {
	p.least.SetValue(strconv.Itoa(s.MinPassword))
	p.idle.SetValue(minutes(s.IdleLock))
	p.kind.SetValue(string(s.Generated))
	p.imported.SetValue(strconv.Itoa(s.ImportedFor))
}

func (p *page) submit() {
	seen, next := p.seen, p.typed()
	fields.Submit(p.View, fields.Submission[struct{}]{
		Form: p.everyone, Busy: lang.L("Saving …"),
		Work: func(ctx context.Context) (struct{}, error) {
			return struct{}{}, p.Session.ChangeSettings(ctx, seen, next)
		},
		Failed: func(err error) bool {
			if stale, ok := errors.AsType[*app.StaleSettingsError](err); ok {
				p.adopt(stale.Now)
			}
			return false
		},
		Done: func(struct{}) {
			p.everyone.Idle()
			p.take(next)
			p.Notify(lang.L("The settings were saved."))
		},
	})
}

// adopt shows settings that someone else has changed, except those that the person has typed.
func (p *page) adopt(now identity.Settings) {
	was, typed := p.seen, p.typed()
	p.take(now)
	if typed.MinPassword != was.MinPassword {
		p.least.SetValue(strconv.Itoa(typed.MinPassword))
	}
	if typed.IdleLock != was.IdleLock {
		p.idle.SetValue(minutes(typed.IdleLock))
	}
	if typed.Generated != was.Generated {
		p.kind.SetValue(string(typed.Generated))
	}
	if typed.ImportedFor != was.ImportedFor {
		p.imported.SetValue(strconv.Itoa(typed.ImportedFor))
	}
}

// refresh reads the settings again, because the file has changed. It keeps what is being typed.
func (p *page) refresh() {
	shell.Run(p.View, p.Service.Settings, func(now identity.Settings, err error) {
		switch {
		case err != nil:
			p.Log.Error("refresh settings", "error", err)
		case now == p.seen:
		case !p.changes:
			p.Routes.Settings()
		case !p.edited():
			p.take(now)
		}
	})
}
