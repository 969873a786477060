package entrance

import (
	"fyne.io/fyne/v2/lang"

	"roster/views/fields"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// showOther asks for another file, which need not exist, and opens it in this window.
func showOther(v *shell.View, p Problem) {
	path := fields.NewPath(v, fields.Path{
		Kind: shell.ExistingFile, Label: lang.L("File"), Title: lang.L("Open another file"), Check: message.CheckPath,
		Hint: lang.L("If there is no file with this name, a new one is created."),
	})
	path.SetValue(folder(p.Path))
	ask(v, path, inPlace(p), form.Spec{Title: lang.L("Open another file"), Verb: lang.L("Open")})
}
