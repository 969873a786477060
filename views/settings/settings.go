// Package settings is the page Settings: the language and appearance for one person on this computer, and the settings
// that apply to everyone who uses the file.
package settings

import (
	"context"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// Show shows the page.
func Show(v *shell.View) {
	p := &page{View: v, changes: !v.Refused(access.ChangeSettings)}
	type found struct {
		settings identity.Settings
		created  time.Time // the recovery key
	}
	changes := p.changes
	shell.Run(v, func(ctx context.Context) (f found, err error) {
		if changes {
			if f.created, err = v.Session.RecoveryKeyCreated(ctx); err != nil {
				return f, err
			}
		}
		f.settings, err = v.Service.Settings(ctx)
		return f, err
	}, func(f found, err error) {
		if err != nil {
			v.SetContent(shell.Problem(v.Sentence(err), v.Service.Path(), v.Routes.Settings))
			return
		}
		p.created = f.created
		p.fill(f.settings)
	})
}

// fill shows the page with the file's settings.
func (p *page) fill(now identity.Settings) {
	p.seen = now
	var buttons []fyne.CanvasObject
	if p.changes {
		buttons = append(buttons,
			form.NewButton(lang.L("Back up now"), "download", form.Secondary, p.Routes.BackUp),
			form.NewButton(lang.L("Renew recovery key"), "key", form.Secondary, func() { p.AskFirst(p.showRenewKey) }))
	}
	back := form.NewButton(lang.L("Back"), "arrow-left", form.Quiet, func() { p.AskFirst(p.Home) })
	p.ShowPage(shell.SectionSettings, shell.NewCardPage(lang.L("Settings"), back, p.newCards(), buttons...))
	p.OnChange = p.refresh
	if p.changes {
		p.Edited = p.edited
	}
	p.take(now)
	p.mine.Focus(p.Canvas())
}

// cardWidth is the width of a card in device-independent pixels.
const cardWidth = 460

// newCards returns the person's own settings, and, if they may see them, those of everyone.
func (p *page) newCards() fyne.CanvasObject {
	p.mine = form.New(form.Spec{
		Title: lang.L("For you, on this computer"), Text: lang.L("Applied at once."), Width: cardWidth,
		Rows: [][]form.Field{{newLanguage(p.View, p.fillAgain), newAppearance(p.View, func() {
			p.fillAgain()
			p.Canvas().FocusNext() // from the language
		})}},
	})
	spec := form.Spec{Title: lang.L("For everyone who uses this file"), Width: cardWidth}
	switch {
	case p.changes:
		p.newFields()
		spec.Text = lang.L("Applied when you save them.")
		spec.Rows = [][]form.Field{{p.least, p.idle}, {p.kind, p.imported}, {recoveryNote(p.created)}}
		spec.Verb, spec.Ready, spec.OnSubmit = lang.L("Save settings"), p.edited, p.submit
	case !p.Refused(access.FindUsers):
		spec.Text = lang.L("System Admins can change them.")
		spec.Rows = [][]form.Field{
			{
				&form.Static{Label: lang.L("Minimum password length"), Value: strconv.Itoa(p.seen.MinPassword)},
				&form.Static{Label: lang.L("Lock after (minutes)"), Value: minutes(p.seen.IdleLock)},
			},
			{
				&form.Static{Label: lang.L("Generated passwords"), Value: message.Generated(p.seen.Generated)},
				&form.Static{Label: lang.L("Imported passwords (days)"), Value: strconv.Itoa(p.seen.ImportedFor)},
			},
		}
	default:
		return form.Cards(p.mine)
	}
	p.everyone = form.New(spec)
	return form.Cards(p.mine, p.everyone)
}

// fillAgain shows the page again, in another language or appearance, and keeps what has been typed.
func (p *page) fillAgain() {
	least, idle, kind, imported := p.least, p.idle, p.kind, p.imported
	p.fill(p.seen)
	if p.changes {
		p.least.SetValue(least.Value())
		p.idle.SetValue(idle.Value())
		p.kind.SetValue(kind.Value())
		p.imported.SetValue(imported.Value())
		p.everyone.Update()
	}
}
