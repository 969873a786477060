package shell

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/views/menu"
	"roster/views/message"
)

// OpenFile shows a file in another window. Do not call it on the UI thread.
func (s *Shell) OpenFile(ctx context.Context, path string) error { return s.files.open(ctx, path) }

// dropped offers to import a file that was dropped on the window, unless a form is open.
func (s *Shell) dropped(files []fyne.URI) {
	if len(files) > 0 && s.mayImport() && s.Canvas().Overlays().Top() == nil {
		s.Routes.Import(filepath.FromSlash(files[0].Path()))
	}
}

// HasFileMenu reports whether pages have a button for the menu File. Otherwise it is in the system's menu bar.
func (s *Shell) HasFileMenu() bool { return !s.files.inSystem }

// OpenFileMenu opens the menu File under a button.
func (s *Shell) OpenFileMenu(button fyne.CanvasObject) {
	under := menu.Under(button)
	under.Left = true
	var items []menu.Item
	for i, group := range s.fileCommands() {
		if i > 0 {
			items = append(items, menu.Item{Separator: true})
		}
		for _, c := range group {
			item := menu.Item{Label: c.label, Icon: c.icon, Keys: Keys(c.shortcut), Do: c.do}
			if c.recent {
				item.Opens, item.Do = true, func() { s.openRecent(under) }
			}
			items = append(items, item)
		}
	}
	menu.Open(s.Canvas(), under, items)
}

// fileCommand is an item of the menu File.
type fileCommand struct {
	label, icon string
	shortcut    string // its name, or ""
	do          func()
	recent      bool // it lists the files that were opened earlier
}

// fileCommands returns what the menu File offers now, in groups.
func (s *Shell) fileCommands() (groups [][]fileCommand) {
	add := func(all ...fileCommand) {
		var group []fileCommand
		for _, c := range all {
			if c.do != nil || c.recent {
				group = append(group, c)
			}
		}
		if len(group) > 0 {
			groups = append(groups, group)
		}
	}
	if s.lock != nil {
		return nil
	}
	open := []fileCommand{
		{label: lang.L("New file …"), icon: "file", do: s.Routes.NewFile},
		{label: lang.L("Open …"), icon: "folder", shortcut: "open", do: s.Routes.OpenFile},
	}
	if s.files.recent != nil && s.Routes.Reopen != nil {
		open = append(open, fileCommand{label: lang.L("Open recent"), icon: "history", recent: true})
	}
	add(open...)
	if s.mayImport() {
		add(fileCommand{label: lang.L("Import users …"), icon: "users", do: func() { s.Routes.Import("") }},
			fileCommand{label: lang.L("Export users …"), icon: "download", do: s.Routes.Export})
	}
	if s.mayBackUp() {
		add(fileCommand{label: lang.L("Save a copy …"), icon: "copy", shortcut: "copy", do: s.Routes.SaveCopy},
			fileCommand{label: lang.L("Back up now"), icon: "download", do: s.Routes.BackUp},
			fileCommand{label: lang.L("Restore …"), icon: "archive", do: s.Routes.Restore})
	}
	if !s.files.inSystem { // the system's own menu has it
		add(fileCommand{label: lang.L("Quit"), icon: "x", shortcut: "quit", do: s.quit})
	}
	return groups
}

// openRecent opens the menu of the files that were opened earlier, once it is known which of them are still there.
func (s *Shell) openRecent(under menu.Anchor) {
	Run(s.current, func(context.Context) ([]string, error) { return s.files.recent(), nil },
		func(paths []string, _ error) {
			if s.Canvas().Overlays().Top() != nil {
				return
			}
			var items []menu.Item
			if len(paths) == 0 {
				items = []menu.Item{{
					Label: lang.L("No recent files"), Reason: lang.L("Other files that you open are listed here."),
				}}
			}
			for _, path := range paths {
				items = append(items, menu.Item{Label: message.Path(path), Do: func() { s.Routes.Reopen(path) }})
			}
			menu.Open(s.Canvas(), under, items)
		})
}
