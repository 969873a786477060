package shell

import (
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// AsSystem is the appearance, or the language, that the system has.
const AsSystem = ""

// Other appearances, as they are remembered.
const (
	Light = "light"
	Dark  = "dark"
)

// keyAppearance begins the name under which this computer remembers the appearance that a person has chosen.
const keyAppearance = "appearance."

// Appearance is the appearance that the person has chosen.
func (s *Shell) Appearance() string {
	return s.Preferences().String(keyAppearance + s.session.Person())
}

// SetAppearance shows the window in another appearance and remembers it for the person.
func (s *Shell) SetAppearance(appearance string) {
	s.Preferences().SetString(keyAppearance+s.session.Person(), appearance)
	s.appear(appearance)
}

// appear shows the window in the colours of an appearance.
func (s *Shell) appear(appearance string) {
	if appearance == s.theme {
		return // setting it draws everything anew
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
	s.app.Settings().SetTheme(t)
}
