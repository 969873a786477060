package settings

import (
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/shell"
)

// newLanguage returns a field that changes the window's language at once. then shows the page again.
func newLanguage(v *shell.View, then func()) *form.Choice {
	f := &form.Choice{
		Label: lang.L("Language"), Options: []form.Option{{Value: shell.AsSystem, Label: lang.L("Same as system")}},
	}
	for _, l := range shell.Languages() {
		f.Options = append(f.Options, form.Option{Value: l.Tag, Label: l.Name})
	}
	f.SetValue(v.Language())
	f.OnChanged = func(tag string) {
		v.SetLanguage(tag)
		then()
	}
	return f
}

// newAppearance returns a field that changes the window's appearance at once. then shows the page again.
func newAppearance(v *shell.View, then func()) *form.Choice {
	f := &form.Choice{
		Label: lang.L("Appearance"),
		Options: []form.Option{
			{Value: shell.AsSystem, Label: lang.L("Same as system"), Text: lang.L("Light or dark, like your system.")},
			{Value: shell.Light, Label: lang.L("Light")},
			{Value: shell.Dark, Label: lang.L("Dark")},
		},
	}
	f.SetValue(v.Appearance())
	f.OnChanged = func(appearance string) {
		v.SetAppearance(appearance)
		then()
	}
	return f
}
