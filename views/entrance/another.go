package entrance

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// showOpen asks for another file.
func showOpen(v *shell.View, p Problem) {
	path := &form.Text{
		Label: lang.L("File"), Required: true, Check: message.CheckPath,
		Hint: lang.L("If there is no file with this name, a new one is created."),
	}
	if filepath.IsAbs(p.Path) {
		path.SetValue(strings.TrimSuffix(filepath.Dir(p.Path), string(filepath.Separator)) + string(filepath.Separator))
	}
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Open another file"), Rows: [][]form.Field{{path}},
		Verb: lang.L("Open"), Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			chosen := filepath.Clean(path.Value())
			fields.Submit(v, fields.Submission[bool]{
				Form: f, Busy: lang.L("Opening …"),
				Work: func(ctx context.Context) (bool, error) { return p.ShownElsewhere(ctx, chosen), nil },
				Done: func(shown bool) {
					if shown {
						f.FailAt(path, lang.L("This file is already open. Look for its window."))
						return
					}
					f.Hide()
					p.OpenOther(chosen)
				},
			})
		},
	})
	f.Show(v.Canvas())
}
