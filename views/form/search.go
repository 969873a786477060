package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/views/control"
	"roster/views/theme"
)

// Search is a search field of one line. A cross on its right, shown while there is text, and Escape clear it. It passes
// shortcuts and function keys on to the page.
type Search struct {
	entry
	// OnDown, if not nil, is called for the Down key, to move to the first result.
	OnDown func()

	clear *glyph
}

// NewSearch returns an empty search field. search is called with the text whenever it changes.
func NewSearch(placeholder string, search func(text string)) *Search {
	s := &Search{}
	s.clear = newGlyph("x", func() string { return lang.L("Clear (Esc)") }, func() {
		s.Clear()
		control.CanvasOf(s).Focus(s)
	})
	s.clear.Hide()
	s.Entry.Icon = theme.Icon("search", theme.ColorMuted)
	s.ActionItem = s.clear
	s.OnChanged = func(text string) {
		s.clear.Hidden = text == ""
		s.clear.Refresh()
		search(text)
	}
	s.init(s, placeholder)
	return s
}

// Clear empties the field.
func (s *Search) Clear() { s.SetText("") }

// TypedKey implements fyne.Focusable.
func (s *Search) TypedKey(key *fyne.KeyEvent) {
	switch {
	case key.Name == fyne.KeyEscape && s.Text != "":
		if s.Take(key.Name) {
			s.Clear()
		}
	case key.Name == fyne.KeyEscape:
		control.ForwardKey(s, key)
	case key.Name == fyne.KeyDown && s.OnDown != nil:
		s.OnDown()
	default:
		s.entry.TypedKey(key)
	}
}
