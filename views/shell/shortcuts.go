package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// addShortcuts connects the shortcuts to the actions of the current page. They do nothing while a dialog or a menu is
// open, or while the window is locked. Only the shortcuts that lock and that quit always work.
func (s *Shell) addShortcuts() {
	c := s.Canvas()
	for _, k := range shortcuts() {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifier}, func(fyne.Shortcut) {
			switch k.name {
			case "lock":
				s.LockWindow()
				return
			case "quit":
				s.quit()
				return
			}
			if do := s.shortcut(k.name); do != nil && s.lock == nil && c.Overlays().Top() == nil {
				do()
			}
		})
	}
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) {
		if s.notice.offersUndo() && s.lock == nil && c.Overlays().Top() == nil {
			s.notice.undo.Tapped(nil)
		}
	})
	c.SetOnTypedKey(s.TypedKey)
	c.SetOnTypedRune(s.TypedRune)
}

// shortcut returns the action of a shortcut, or nil if it has none on the current page.
func (s *Shell) shortcut(name string) func() {
	switch {
	case name == "journal" && s.working():
		return s.Routes.Journal
	case name == "open":
		return s.Routes.OpenFile
	case name == "copy" && s.mayBackUp():
		return s.Routes.SaveCopy
	}
	return s.current.OnShortcut[name]
}
