package backups

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// page is the page Backups.
type page struct {
	*shell.View
	table     *table.Table
	automatic *form.Button
	restore   *form.Button
	backUp    *form.Button
	more      *form.Button // shown if there is no room for the others; opens a menu of them
	count     *theme.Text
	banner    *form.Banner
	empty     *shell.EmptyState
	content   *fyne.Container

	known    []app.KnownBackup // the newest first
	settings identity.Settings
	tested   map[string]string // by path, what a test has found since the page was opened
}

// found is what the page shows.
type found struct {
	known    []app.KnownBackup
	settings identity.Settings
	sameDisk bool // as the file is on
}

// load reads the backups, and shows them.
func (p *page) load() {
	shell.Run(p.View, func(ctx context.Context) (f found, err error) {
		if f.known, err = p.Session.Backups(ctx); err != nil {
			return f, err
		}
		if f.settings, err = p.Service.Settings(ctx); err != nil {
			return f, err
		}
		f.sameDisk = p.Service.OnSameDisk(folder(p.Service, f.settings))
		return f, nil
	}, func(f found, err error) {
		if err != nil {
			p.count.SetText(p.Sentence(err))
			p.After(shell.RetryAfter, p.load)
			return
		}
		p.known, p.settings = f.known, f.settings
		p.fill(f.sameDisk)
	})
}

// folder returns the folder of automatic backups.
func folder(file *app.Service, s identity.Settings) string {
	if s.BackupFolder != "" {
		return s.BackupFolder
	}
	return filepath.Dir(file.Path())
}

// fill fills in what was read.
func (p *page) fill(sameDisk bool) {
	p.count.SetText(message.AutomaticBackups(p.settings, folder(p.Service, p.settings)))
	warn := ""
	if sameDisk && p.settings.AutoBackup {
		warn = lang.L("The backups are on the same disk as the file. If that disk fails, both are lost. " +
			"Choose a folder on another disk under Automatic backups.")
	}
	p.banner.SetText(warn)
	p.banner.Content.Hidden = warn == ""
	p.table.SetCount(len(p.known))
	p.need(0, len(p.known))
	if p.empty.Hide(); len(p.known) == 0 {
		p.empty.Show("archive", lang.L("No backups yet"), lang.L("Make one now, or let Roster make them automatically."),
			lang.L("Back up now"), p.Routes.BackUp)
	}
	p.content.Refresh()
}

// need gives the table rows.
func (p *page) need(from, n int) {
	from, to := min(from, len(p.known)), min(from+n, len(p.known))
	p.table.SetRows(from, rows(p.known[from:to], p.tested))
}

// backup returns the backup of a row.
func (p *page) backup(r table.Row) app.KnownBackup {
	for _, b := range p.known {
		if rowID(b) == r.ID {
			return b
		}
	}
	return app.KnownBackup{}
}
