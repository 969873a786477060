package entrance

import (
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// showOther asks for another file, which need not exist, and opens it in this window.
func showOther(v *shell.View, p Problem) {
	path := &form.Text{
		Label: lang.L("File"), Required: true, Check: message.CheckPath,
		Hint: lang.L("If there is no file with this name, a new one is created."),
	}
	path.SetValue(folder(p.Path))
	ask(v, path, inPlace(p), form.Spec{Title: lang.L("Open another file"), Verb: lang.L("Open")})
}
