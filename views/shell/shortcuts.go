package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// addShortcuts makes the keys do what the page that is shown has for them. They rest while a dialog or a menu is
// open, or the window is locked. Only locking always works.
func (s *Shell) addShortcuts() {
	c := s.Canvas()
	for _, k := range shortcuts() {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifier}, func(fyne.Shortcut) {
			if k.name == "lock" {
				s.LockWindow()
				return
			}
			if do := s.shortcut(k.name); do != nil && s.lock == nil && c.Overlays().Top() == nil {
				do()
			}
		})
	}
	c.SetOnTypedKey(s.TypedKey)
	c.SetOnTypedRune(s.TypedRune)
}

// shortcut is what a shortcut does: on every page the same, or what the page has for it.
func (s *Shell) shortcut(name string) func() {
	if name == "journal" && s.session != nil && !s.session.MustChange() && s.KeepOpen == nil {
		return s.Routes.Journal
	}
	return s.current.OnShortcut[name]
}
