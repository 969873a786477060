package shell

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"roster/views/message"
)

// showSystemMenu shows the menu File in the system's menu bar, on systems that have one.
func (s *Shell) showSystemMenu() {
	if !s.files.inSystem {
		return
	}
	if s.files.recent == nil || s.lock != nil {
		s.setSystemMenu(nil)
		return
	}
	Run(s.current, func(context.Context) ([]string, error) { return s.files.recent(), nil },
		func(paths []string, _ error) { s.setSystemMenu(paths) })
}

// setSystemMenu shows the menu File with files that were opened earlier.
func (s *Shell) setSystemMenu(recent []string) {
	file := fyne.NewMenu(lang.L("File"))
	for i, group := range s.fileCommands() {
		if i > 0 {
			file.Items = append(file.Items, fyne.NewMenuItemSeparator())
		}
		for _, c := range group {
			item := fyne.NewMenuItem(c.label, s.unlessCovered(c.do))
			if c.recent {
				item.ChildMenu = fyne.NewMenu("", s.recentEntries(recent)...)
				item.Disabled = len(recent) == 0
			}
			for _, k := range shortcuts() {
				if c.shortcut != "" && k.name == c.shortcut {
					item.Shortcut = &desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifier}
				}
			}
			file.Items = append(file.Items, item)
		}
	}
	shown := append([]string{file.Label}, recent...)
	for _, item := range file.Items {
		shown = append(shown, item.Label)
	}
	if !slices.Equal(shown, s.files.shown) { // building the system's menu takes a while
		s.files.shown = shown
		s.window.SetMainMenu(fyne.NewMainMenu(file))
	}
}

func (s *Shell) recentEntries(paths []string) (items []*fyne.MenuItem) {
	for _, path := range paths {
		open := s.unlessCovered(func() { s.Routes.Reopen(path) })
		items = append(items, fyne.NewMenuItem(message.Path(path), open))
	}
	return items
}

// unlessCovered returns a function that does nothing while a form covers the page or the window is locked. The system's
// menu can be used all the time.
func (s *Shell) unlessCovered(do func()) func() {
	return func() {
		if do != nil && s.lock == nil && s.Canvas().Overlays().Top() == nil {
			do()
		}
	}
}
