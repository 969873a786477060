package views

import (
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/form"
	"roster/views/theme"
)

// Appearances as they are remembered.
const (
	asSystem = "" // light or dark, as the system is
	light    = "light"
	dark     = "dark"
)

// keyAppearance begins the name under which it is remembered on this computer how a person likes the window.
const keyAppearance = "appearance."

func (s *shell) appearance() string {
	return s.app.Preferences().String(keyAppearance + s.session.Person())
}

// appear shows the window in the colours of an appearance.
func (s *shell) appear(appearance string) {
	if appearance == s.appeared {
		return // to set it draws everything anew
	}
	s.appeared = appearance
	t := theme.Theme{}
	switch appearance {
	case light:
		variant := fynetheme.VariantLight
		t.Force = &variant
	case dark:
		variant := fynetheme.VariantDark
		t.Force = &variant
	}
	s.app.Settings().SetTheme(t)
}

// appearanceField picks how the window looks, at once.
func (v *view) appearanceField() form.Field {
	f := &form.Choice{
		Label: lang.L("Appearance"),
		Options: []form.Option{
			{Value: asSystem, Label: lang.L("As the system"), Text: lang.L("Light or dark, as the system is.")},
			{Value: light, Label: lang.L("Light")},
			{Value: dark, Label: lang.L("Dark")},
		},
	}
	f.SetValue(v.appearance())
	f.OnChanged = func(value string) {
		v.app.Preferences().SetString(keyAppearance+v.session.Person(), value)
		v.appear(value)
	}
	return f
}
