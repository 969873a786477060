package shell

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"roster/views/theme"
)

// settings are settings like those of Fyne's real driver.
type settings struct {
	fyne.Settings
	theme  fyne.Theme
	loaded int // how often the fonts were loaded
}

func (s *settings) SetTheme(t fyne.Theme)                { s.theme = t; s.loaded++ }
func (s *settings) OverrideTheme(t fyne.Theme, _ string) { s.theme = t }

// A change of the theme does not load the fonts, which would never be forgotten.
func TestSetTheme(t *testing.T) {
	s := &settings{Settings: test.NewTempApp(t).Settings()}
	setTheme(s, theme.Theme{})
	if s.theme != fyne.Theme(theme.Theme{}) || s.loaded != 0 {
		t.Errorf("got theme %v, and fonts loaded %d times, want Roster's theme and 0", s.theme, s.loaded)
	}
}
