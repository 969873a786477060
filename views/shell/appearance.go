package shell

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// AsSystem stands for the appearance, or the language, of the system.
const AsSystem = ""

// The other appearances, as they are stored in the preferences.
const (
	Light = "light"
	Dark  = "dark"
)

// keyAppearance is the prefix of the preference that holds a person's appearance.
const keyAppearance = "appearance."

// Appearance returns the appearance that the person has chosen.
func (s *Shell) Appearance() string {
	return s.Preferences().String(keyAppearance + s.session.Person())
}

// SetAppearance changes the appearance of the window and remembers it for the person. Show the page again after it:
// what is already shown stays as it is.
func (s *Shell) SetAppearance(appearance string) {
	s.Preferences().SetString(keyAppearance+s.session.Person(), appearance)
	s.appear(appearance)
}

// appear shows in an appearance what is shown from now on.
func (s *Shell) appear(appearance string) {
	if appearance == s.theme {
		return
	}
	s.theme = appearance
	t := theme.Theme{}
	switch appearance {
	case Light:
		variant := fynetheme.VariantLight
		t.Force = &variant
	case Dark:
		variant := fynetheme.VariantDark
		t.Force = &variant
	}
	setTheme(s.app.Settings(), t)
	s.warning.content.Refresh()
}

// setTheme sets the theme and leaves the fonts as they are. Fyne's SetTheme would load them again. That takes time, and
// the package that shapes the text never forgets a font: each change would cost 1.6 MB for good (Buffer.planCache in
// go-text/typesetting 0.3.4).
func setTheme(s fyne.Settings, t fyne.Theme) {
	if without, ok := s.(interface {
		OverrideTheme(t fyne.Theme, primary string)
	}); ok {
		without.OverrideTheme(t, s.PrimaryColor())
		return
	}
	s.SetTheme(t)
}
