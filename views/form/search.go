package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Search is a one-line field to search with: a magnifier on its left, a cross on its right while there is
// anything to clear, Escape to clear it too. It passes the page's shortcuts and function keys on to the page.
type Search struct {
	entry
	// OnSearch is called with the text whenever it changes.
	OnSearch func(text string)
	// OnDown, if not nil, is called for the Down key: to the results.
	OnDown func()

	clear *glyph
}

// NewSearch returns an empty search field with that placeholder.
func NewSearch(placeholder string, search func(text string)) *Search {
	s := &Search{OnSearch: search}
	s.clear = newGlyph("x", func() { s.Clear(); canvasOf(s).Focus(s) })
	s.clear.Hide()
	s.Entry.Icon = theme.Icon("search", theme.ColorMuted)
	s.ActionItem = s.clear
	s.OnChanged = func(text string) {
		s.clear.Hidden = text == ""
		s.clear.Refresh()
		if s.OnSearch != nil {
			s.OnSearch(text)
		}
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
		s.Clear()
	case key.Name == fyne.KeyEscape:
		forwardKey(s, key)
	case key.Name == fyne.KeyDown && s.OnDown != nil:
		s.OnDown()
	default:
		s.entry.TypedKey(key)
	}
}
