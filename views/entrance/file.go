package entrance

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// opener opens a file, off the UI thread, and then does what is left to do on it. It reports whether another window has
// shown the file already, and so keeps it.
type opener struct {
	open func(ctx context.Context, path string) (elsewhere bool, err error)
	done func(path string)
}

// inWindow opens files in other windows.
func inWindow(v *shell.View) opener {
	return opener{
		open: func(ctx context.Context, path string) (bool, error) { return false, v.OpenFile(ctx, path) },
		done: func(path string) {
			v.Notify(lang.L("{{.Name}} opens in a window of its own.", message.Args{"Name": filepath.Base(path)}))
		},
	}
}

// inPlace opens files in this window, which shows none.
func inPlace(p Problem) opener {
	return opener{
		open: func(ctx context.Context, path string) (bool, error) { return p.ShownElsewhere(ctx, path), nil },
		done: p.OpenOther,
	}
}

// ShowNewFile asks for the path of a new file, and opens it in another window.
func ShowNewFile(v *shell.View) { showNew(v, v.Service.Path(), inWindow(v)) }

// ShowOpenFile asks for the path of a file, and opens it in another window.
func ShowOpenFile(v *shell.View) { showOpen(v, v.Service.Path(), inWindow(v)) }

// Reopen opens a file in another window.
func Reopen(v *shell.View, path string) {
	o := inWindow(v)
	shell.Run(v, func(ctx context.Context) (bool, error) { return o.open(ctx, path) }, func(_ bool, err error) {
		if err != nil {
			v.Log.Error("open another window", "error", err)
			v.Notify(message.NoWindow())
			return
		}
		o.done(path)
	})
}

// ShowNewFileInPlace is ShowNewFile in a window that shows no file.
func ShowNewFileInPlace(v *shell.View, p Problem) { showNew(v, p.Path, inPlace(p)) }

// ShowOpenFileInPlace is ShowOpenFile in a window that shows no file.
func ShowOpenFileInPlace(v *shell.View, p Problem) { showOpen(v, p.Path, inPlace(p)) }

// ReopenInPlace opens a file in a window that shows none.
func ReopenInPlace(v *shell.View, p Problem, path string) {
	shell.Run(v, func(ctx context.Context) (bool, error) { return p.ShownElsewhere(ctx, path), nil },
		func(elsewhere bool, _ error) {
			if elsewhere {
				v.Notify(message.ShownElsewhere())
				return
			}
			p.OpenOther(path)
		})
}

// showNew asks for the path of a new file.
func showNew(v *shell.View, beside string, o opener) {
	path := fields.NewPath(v, fields.Path{
		Kind: shell.NewFile, Label: lang.L("New file"), Title: lang.L("New file"), Check: message.CheckNewFile,
	})
	path.SetValue(free(beside))
	ask(v, path, o, form.Spec{
		Title: lang.L("New file"), Verb: lang.L("Create"),
		Text: lang.L("The new file has no users. The first thing that it asks for is its first System Admin."),
	})
}

// showOpen asks for the path of a file.
func showOpen(v *shell.View, beside string, o opener) {
	path := fields.NewPath(v, fields.Path{
		Kind: shell.ExistingFile, Label: lang.L("File"), Title: lang.L("Open a file"), Check: message.CheckRosterFile,
	})
	path.SetValue(folder(beside))
	ask(v, path, o, form.Spec{Title: lang.L("Open a file"), Verb: lang.L("Open")})
}

// ask shows a form with a path, and opens the file at that path.
func ask(v *shell.View, path *form.Text, o opener, spec form.Spec) {
	var f *form.Form
	spec.Rows, spec.Cancel, spec.Width = [][]form.Field{{path}}, lang.L("Cancel"), 560
	spec.OnSubmit = func() {
		chosen := filepath.Clean(path.Value())
		fields.Submit(v, fields.Submission[bool]{
			Form: f, Busy: lang.L("Opening …"),
			Work: func(ctx context.Context) (bool, error) { return o.open(ctx, chosen) },
			Failed: func(err error) bool {
				v.Log.Error("open another window", "error", err)
				f.Fail(message.NoWindow())
				return true
			},
			Done: func(elsewhere bool) {
				if elsewhere {
					f.FailAt(path, message.ShownElsewhere())
					return
				}
				f.Hide()
				o.done(chosen)
			},
		})
	}
	f = form.New(spec)
	f.Show(v.Canvas())
}

// folder returns the folder of a file, as the beginning of a path. It is "" if the file has none.
func folder(path string) string {
	if !filepath.IsAbs(path) {
		return ""
	}
	return strings.TrimSuffix(filepath.Dir(path), string(filepath.Separator)) + string(filepath.Separator)
}

// free returns a path for a new file in the folder of another one.
func free(beside string) string {
	path := folder(beside) + lang.L("users") + extension
	for n := 2; n < 100 && message.CheckNewFile(path) != ""; n++ {
		path = folder(beside) + lang.L("users") + "-" + strconv.Itoa(n) + extension
	}
	return path
}
