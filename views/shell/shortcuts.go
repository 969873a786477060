package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// addShortcuts connects the shortcuts to the actions of the current page. They do nothing while a dialog or a menu is
// open, or while the window is locked. Only the shortcuts that lock and that quit always work. A key that is held down
// acts once.
func (s *Shell) addShortcuts() {
	c := s.Canvas()
	for _, k := range shortcuts() {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifier}, func(fyne.Shortcut) {
			if !s.pressed(k.key) {
				return
			}
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
		if s.pressed(fyne.KeyZ) && s.notice.offersUndo() && s.lock == nil && c.Overlays().Top() == nil {
			s.notice.tapped()
		}
	})
	c.SetOnTypedKey(s.TypedKey)
	c.SetOnTypedRune(s.TypedRune)
	if c, ok := c.(desktop.Canvas); ok {
		c.SetOnKeyDown(s.press.KeyDown)
	}
}

// pressed reports whether the key of a shortcut was pressed, and is not merely held down.
func (s *Shell) pressed(key fyne.KeyName) bool {
	if focused, ok := s.Canvas().Focused().(interface{ Take(fyne.KeyName) bool }); ok {
		return focused.Take(key)
	}
	return s.press.Take(key)
}

// shortcut returns the action of a shortcut, or nil if it has none on the current page.
func (s *Shell) shortcut(name string) func() {
	switch {
	case name == "journal" && s.working():
		return s.asksFirst(s.Routes.Journal)
	case name == "open":
		return s.Routes.OpenFile
	case name == "copy" && s.mayBackUp():
		return s.Routes.SaveCopy
	}
	return s.current.OnShortcut[name]
}

// TypedKey handles a key that nothing on the page has handled. Tables forward their keys to it.
func (s *Shell) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyF1:
		s.showHelp()
		return
	case fyne.KeyF8:
		s.showNotices()
		return
	}
	covered := s.lock != nil || s.Canvas().Overlays().Top() != nil
	if do := s.current.OnKey[e.Name]; do != nil && !covered && s.pressed(e.Name) {
		do()
	}
}

// TypedRune handles a character that nothing on the page has handled.
func (s *Shell) TypedRune(r rune) {
	if r == '?' {
		s.showHelp()
	}
}
