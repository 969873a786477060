package entrance

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// showSaveOpen asks for a new file, saves in it what was open, and opens it.
func showSaveOpen(v *shell.View, p Problem) {
	path := fields.NewPath(v, fields.Path{
		Kind: shell.NewFile, Label: lang.L("New file"), Title: lang.L("Save what was open"), Check: message.CheckNewFile,
	})
	path.SetValue(suggested(p.Path))
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Save what was open"),
		Text:  lang.L("Users, passwords, settings and the journal are saved in a new file, which then opens."),
		Rows:  [][]form.Field{{path}},
		Verb:  lang.L("Save"), VerbIcon: "download", Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			to := filepath.Clean(path.Value())
			fields.Submit(v, fields.Submission[struct{}]{
				Form: f, Busy: lang.L("Saving …"),
				Work: func(ctx context.Context) (struct{}, error) { return struct{}{}, p.SaveOpen(ctx, to) },
				Failed: func(err error) bool {
					f.FailAt(path, message.NotRescued(err))
					return true
				},
				Done: func(struct{}) {
					f.Hide()
					p.OpenOther(to)
				},
			})
		},
	})
	f.Show(v.Canvas())
}
