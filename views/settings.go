package views

import (
	"context"
	"errors"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/views/form"
	"roster/views/theme"
)

// settings is the page Settings: how the window looks to whoever sits there, and what holds for everybody who uses the
// file, which a System Admin changes and an Admin reads.
type settings struct {
	*view
	seen    app.Settings // as the page has shown them
	form    *form.Form
	least   *form.Text
	idle    *form.Text
	kind    *form.Choice
	changes bool      // the person may change them
	made    time.Time // the recovery key; for who may change settings
}

// showSettings shows the page.
func (s *shell) showSettings() {
	p := &settings{view: s.open()}
	p.changes = s.session.May(app.ChangeSettings, app.User{}, 0).Verdict != app.Refused
	run(p.view, func(ctx context.Context) (now app.Settings, err error) {
		if p.changes {
			if p.made, err = p.session.RecoveryKeyMade(ctx); err != nil {
				return now, err
			}
		}
		return s.service.Settings(ctx)
	}, func(now app.Settings, err error) {
		if err != nil {
			s.set(problemPage(s.sentence(err), s.service.Path(), s.showSettings))
			return
		}
		p.fill(now)
	})
}

func (p *settings) fill(now app.Settings) {
	p.seen = now
	p.newForm()
	parts := []fyne.CanvasObject{
		theme.NewText(lang.L("Settings"), theme.TextPage, true, fynetheme.ColorNameForeground),
		form.NewButton(lang.L("Back"), "arrow-left", form.Quiet, p.showHome), p.form.Card(),
	}
	if p.changes {
		parts = append(parts, form.NewButton(lang.L("Renew recovery key"), "key", form.Secondary, p.showRenewKey))
	}
	p.set(p.page(p.newBar(), container.New(cardLayout{}, parts...)))
	p.changed = p.refresh
	p.take(now)
	p.form.Focus(p.window.Canvas())
}

func (p *settings) newForm() {
	rows := [][]form.Field{{p.languageField(p.again), p.appearanceField()}}
	spec := form.Spec{Title: lang.L("For you, on this computer"), Width: 560}
	switch {
	case p.changes:
		p.newFields()
		rows = append(rows, []form.Field{forEverybody()}, []form.Field{p.least, p.idle}, []form.Field{p.kind},
			[]form.Field{recoveryNote(p.made)})
		spec.Verb, spec.Ready, spec.OnSubmit = lang.L("Save settings"), p.edited, p.send
	case p.session.May(app.FindUsers, app.User{}, 0).Verdict != app.Refused:
		rows = append(rows, []form.Field{forEverybody()},
			[]form.Field{
				&form.Fact{Label: lang.L("Least characters of a password"), Value: strconv.Itoa(p.seen.MinPassword)},
				&form.Fact{Label: lang.L("Minutes until the window locks"), Value: minutes(p.seen.IdleLock)},
			},
			[]form.Field{&form.Fact{Label: lang.L("Generated passwords"), Value: generatedName(p.seen.Generated)}})
	}
	spec.Rows = rows
	p.form = form.New(spec)
}

func forEverybody() form.Field {
	return &form.Note{Text: lang.L("What follows holds for everybody who uses this file."), Icon: "users", Tone: theme.ToneBlue}
}

func (p *settings) newFields() {
	p.least = &form.Text{
		Label: lang.L("Least characters of a password"), Required: true,
		Hint: lang.L("{{.Least}} to {{.Most}}; passwords in use stay",
			args{"Least": app.LeastMinPassword, "Most": app.MostMinPassword}),
		Check: inRange(app.LeastMinPassword, app.MostMinPassword),
	}
	least, most := int(app.LeastIdleLock/time.Minute), int(app.MostIdleLock/time.Minute)
	p.idle = &form.Text{
		Label: lang.L("Minutes until the window locks"), Required: true,
		Hint:  lang.L("{{.Least}} to {{.Most}}, without a key or the mouse", args{"Least": least, "Most": most}),
		Check: inRange(least, most),
	}
	p.kind = &form.Choice{Label: lang.L("Generated passwords"), Required: true}
	for _, g := range []app.Generated{app.Characters, app.Words} {
		p.kind.Options = append(p.kind.Options, form.Option{Value: string(g), Label: generatedName(g)})
	}
}

// inRange is the check of a whole number.
func inRange(least, most int) func(string) string {
	return func(value string) string {
		if n, err := strconv.Atoi(value); err != nil || n < least || n > most {
			return mistakeSentence(app.Mistake{Rule: app.RuleRange, Least: least, Limit: most})
		}
		return ""
	}
}

func generatedName(g app.Generated) string {
	if g == app.Words {
		return lang.L("Seven words")
	}
	return lang.L("20 letters and digits")
}

func minutes(d time.Duration) string { return strconv.Itoa(int(d / time.Minute)) }

// typed are the settings as they stand in the form.
func (p *settings) typed() app.Settings {
	number := func(text string) int {
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0 // which no setting may be: the field says so
		}
		return n
	}
	return app.Settings{
		MinPassword: number(p.least.Value()), IdleLock: time.Duration(number(p.idle.Value())) * time.Minute,
		Generated: app.Generated(p.kind.Value()),
	}
}

// edited tells whether something has been typed that is not saved.
func (p *settings) edited() bool { return p.typed() != p.seen }

// take shows other settings.
func (p *settings) take(now app.Settings) {
	p.seen, p.rules = now, now
	if p.changes {
		p.least.SetValue(strconv.Itoa(now.MinPassword))
		p.idle.SetValue(minutes(now.IdleLock))
		p.kind.SetValue(string(now.Generated))
		p.form.Update()
	}
}

func (p *settings) send() {
	seen, next := p.seen, p.typed()
	p.form.Busy(lang.L("Saving …"))
	run(p.view, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, p.session.ChangeSettings(ctx, seen, next)
	}, func(_ struct{}, err error) {
		if stale, ok := errors.AsType[*app.StaleSettingsError](err); ok {
			p.adopt(stale.Now)
		}
		if err != nil {
			p.fail(p.form, err)
			return
		}
		p.form.Idle()
		p.take(next)
		p.notify(lang.L("The settings were saved."))
	})
}

// again shows the page in another language, with what has been typed.
func (p *settings) again() {
	least, idle, kind := p.least, p.idle, p.kind
	p.fill(p.seen)
	if p.changes {
		p.least.SetValue(least.Value())
		p.idle.SetValue(idle.Value())
		p.kind.SetValue(kind.Value())
		p.form.Update()
	}
}

// adopt shows settings that somebody else has changed, but for those that have been typed.
func (p *settings) adopt(now app.Settings) {
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
}

// refresh looks again at what is shown, since somebody has changed the file. What is being typed stays.
func (p *settings) refresh() {
	run(p.view, p.service.Settings, func(now app.Settings, err error) {
		switch {
		case err != nil:
			p.log.Error("refresh settings", "error", err)
		case now == p.seen:
		case !p.changes:
			p.showSettings()
		case !p.edited():
			p.take(now)
		}
	})
}
