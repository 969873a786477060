// Package exporter is the form that exports users to a file.
package exporter

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// Offer is which users can be exported.
type Offer struct {
	Selected app.Selection   // offered first, unless there are none
	Shown    *identity.Query // with search or filters; nil if all users are shown
	Matched  int             // how many users Shown finds
}

// Values of the choice of users.
const (
	selected = "selected"
	shown    = "shown"
	everyone = "all"
)

// dialog is the form.
type dialog struct {
	*shell.View
	offer  Offer
	of     *form.Choice
	format *form.Choice
	base   *form.Text
	path   *form.Text
	hashes *form.Checkbox
	form   *form.Form

	suggested string // the path
}

// Show asks which users to export, in which format and to which file.
func Show(v *shell.View, offer Offer) {
	d := &dialog{View: v, offer: offer}
	d.of = d.newUsers()
	d.format = &form.Choice{Label: lang.L("Format"), Required: true, OnChanged: d.suggest, Options: []form.Option{
		{
			Value: string(app.ExportSpreadsheet), Label: lang.L("CSV for a spreadsheet"),
			Text: lang.L("Opens in Excel and LibreOffice with a double click."),
		},
		{Value: string(app.ExportCSV), Label: lang.L("CSV for programs"), Text: lang.L("UTF-8, with commas.")},
		{Value: string(app.ExportJSON), Label: "JSON Lines", Text: lang.L("An object per line.")},
		{Value: string(app.ExportLDIF), Label: "LDIF", Text: lang.L("Entries that OpenLDAP loads.")},
	}}
	d.base = &form.Text{
		Label: lang.L("Entry above the users"), Mark: lang.L("(only for LDIF)"),
	}
	d.hashes = &form.Checkbox{Label: lang.L("With password hashes, for another program that checks passwords")}
	d.path = fields.NewPath(v, fields.Path{
		Kind: shell.NewFile, Label: lang.L("File"), Title: lang.L("Export users"), Check: message.CheckNewFile,
	})
	rows := [][]form.Field{{d.of, d.format}, {d.base}, {d.path}}
	if !v.Refused(access.ExportHashes) {
		rows = append(rows, []form.Field{d.hashes}, []form.Field{&form.Note{
			Icon: "alert", Tone: theme.ToneAmber,
			Text: lang.L("Whoever has the file can try passwords without limits. Delete it when it is no longer needed."),
		}})
	}
	d.form = form.New(form.Spec{
		Title: lang.L("Export users"), Rows: rows,
		Verb: lang.L("Export"), VerbIcon: "download", Cancel: lang.L("Cancel"), Width: 620, OnSubmit: d.export,
	})
	d.of.SetValue(d.of.Options[0].Value)
	d.base.SetValue("ou=people,dc=example,dc=com")
	d.format.SetValue(string(app.ExportSpreadsheet))
	d.suggest(d.format.Value())
	d.form.Show(v.Canvas())
}

// newUsers asks which users are exported.
func (d *dialog) newUsers() *form.Choice {
	c := &form.Choice{Label: lang.L("Users"), Required: true}
	if n := d.offer.Selected.Count(); n > 0 {
		c.Options = append(c.Options, form.Option{
			Value: selected, Label: lang.L("The selected ones ({{.N}})", message.Args{"N": message.Number(n)}),
		})
	}
	if d.offer.Shown != nil {
		c.Options = append(c.Options, form.Option{
			Value: shown, Label: lang.L("Those in the list ({{.N}})", message.Args{"N": message.Number(d.offer.Matched)}),
		})
	}
	c.Options = append(c.Options, form.Option{Value: everyone, Label: lang.L("All users")})
	return c
}

// suggest proposes a path that fits the format, unless the person has chosen one.
func (d *dialog) suggest(format string) {
	if d.path.Value() != d.suggested {
		return
	}
	ending := map[string]string{string(app.ExportJSON): "jsonl", string(app.ExportLDIF): "ldif"}[format]
	home, err := os.UserHomeDir()
	if err != nil {
		home = string(filepath.Separator)
	}
	d.suggested = filepath.Join(home, lang.L("users")+"-"+d.Service.Now().Local().Format("2006-01-02")+"."+
		cmp.Or(ending, "csv"))
	d.path.SetValue(d.suggested)
}

// export writes the file.
func (d *dialog) export() {
	e := app.Export{
		Format: app.ExportFormat(d.format.Value()), Hashes: d.hashes.Checked(), Separator: fields.ListSeparator(),
		Base: d.base.Value(),
	}
	switch d.of.Value() {
	case selected:
		e.Of = &d.offer.Selected
	case shown:
		e.Shown = d.offer.Shown
	}
	progress, session, to := &fields.Progress{}, d.Session, d.path.Value()
	fields.Submit(d.View, fields.Submission[int]{
		Form: d.form, Busy: lang.L("Exporting …"), Progress: progress,
		Work: func(ctx context.Context) (n int, err error) {
			err = app.WriteFile(to, func(out io.Writer) error {
				n, err = session.ExportUsers(ctx, e, out, progress.Report)
				return err
			})
			return n, err
		},
		Failed: func(err error) bool {
			_, unwritten := errors.AsType[*fs.PathError](err)
			_, unnamed := errors.AsType[*os.LinkError](err)
			switch {
			case errors.Is(err, fs.ErrExist): // since it was checked
				d.form.FailAt(d.path, message.Taken())
			case unwritten, unnamed:
				d.form.FailAt(d.path, message.Unwritable(err))
			default:
				return false
			}
			return true
		},
		Done: func(n int) {
			d.form.Hide()
			d.Notify(lang.L("Exported {{.Users}}. Only you can read this file.", message.Args{"Users": message.Users(n)}))
		},
	})
}
