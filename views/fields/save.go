package fields

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// Saving describes a new file in which something is saved.
type Saving struct {
	Title     string
	Name, Ext string // of the file that is proposed, which also has the date in its name
	// Write writes the file. It fails with fs.ErrExist if there is one of that name.
	Write func(ctx context.Context, path string) error
	// Failed, if not nil, is called first when Write has failed. It reports whether it has handled the error; the form is
	// then hidden.
	Failed func(error) bool
	Done   func()
}

// ShowSave asks for a new file, and writes it.
func ShowSave(v *shell.View, s Saving) {
	path := NewPath(v, Path{Kind: shell.NewFile, Label: lang.L("File"), Title: s.Title, Check: message.CheckNewFile})
	var f *form.Form
	f = form.New(form.Spec{
		Title: s.Title, Rows: [][]form.Field{{path}}, Verb: lang.L("Save"), Cancel: lang.L("Cancel"), Width: 560,
		OnSubmit: func() {
			to := path.Value()
			Submit(v, Submission[struct{}]{
				Form: f, Busy: lang.L("Saving …"),
				Work: func(ctx context.Context) (struct{}, error) { return struct{}{}, s.Write(ctx, to) },
				Failed: func(err error) bool {
					switch {
					case s.Failed != nil && s.Failed(err):
						f.Hide()
					case errors.Is(err, fs.ErrExist): // since it was checked
						f.FailAt(path, message.Taken())
					default:
						v.Log.Error("save", "error", err)
						f.FailAt(path, message.Unwritable(err))
					}
					return true
				},
				Done: func(struct{}) {
					f.Hide()
					s.Done()
				},
			})
		},
	})
	home, err := os.UserHomeDir()
	if err != nil {
		home = ""
	}
	path.SetValue(filepath.Join(cmp.Or(home, string(filepath.Separator)),
		fmt.Sprintf("%s-%s.%s", s.Name, v.Service.Now().Local().Format("2006-01-02"), s.Ext)))
	f.Show(v.Canvas())
}
