package shell

import (
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

// SetAppearance changes the appearance of the window and remembers it for the person.
func (s *Shell) SetAppearance(appearance string) {
	s.Preferences().SetString(keyAppearance+s.session.Person(), appearance)
	s.appear(appearance)
}

// appear shows the window in an appearance.
func (s *Shell) appear(appearance string) {
	if appearance == s.theme {
		return // setting it would draw everything again
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
