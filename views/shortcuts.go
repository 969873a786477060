package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
)

// shortcut is a key that works wherever the focus is, and what it is for.
type shortcut struct {
	name     string // what views call it
	key      fyne.KeyName
	modifier fyne.KeyModifier
	label    string // how it is written
	purpose  string
}

// shortcuts are all that work on a page.
func shortcuts() []shortcut {
	ctrl, alt := fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt
	word := commandKey()
	return []shortcut{
		{"create", fyne.KeyN, ctrl, word + "+N", lang.L("Create user")},
		{"search", fyne.KeyF, ctrl, word + "+F", lang.L("Search")},
		{"journal", fyne.KeyJ, ctrl, word + "+J", lang.L("Journal")},
		{"lock", fyne.KeyL, ctrl, word + "+L", lang.L("Lock the window")},
		{"sort 1", fyne.Key1, alt, "Alt+1 … 7", lang.L("Sort by that column, again to reverse")},
		{"sort 2", fyne.Key2, alt, "", ""},
		{"sort 3", fyne.Key3, alt, "", ""},
		{"sort 4", fyne.Key4, alt, "", ""},
		{"sort 5", fyne.Key5, alt, "", ""},
		{"sort 6", fyne.Key6, alt, "", ""},
		{"sort 7", fyne.Key7, alt, "", ""},
	}
}

// commandKey is what the key is called that most shortcuts have.
func commandKey() string {
	if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
		return "Cmd"
	}
	return "Ctrl"
}

// tableKeys are what the keys do in the table, for reading.
func tableKeys() [][2]string {
	return [][2]string{
		{"↑ ↓ PgUp PgDn Home End", lang.L("Move in the table")},
		{"Shift+↑ ↓, " + commandKey() + "+A", lang.L("Select several users, or all")},
		{"Enter", lang.L("Edit details")},
		{"Menu, Shift+F10", lang.L("Options of the user")},
		{"Delete", lang.L("Delete user")},
		{"Tab", lang.L("Next field or button")},
		{"F2", lang.L("Show or hide the password being typed")},
		{"Esc", lang.L("Leave a form or a menu")},
		{"F1, ?", lang.L("This list")},
	}
}

// addShortcuts makes the keys do what the view that is shown has for them. While a dialog or a menu is open, or
// the window locked, they rest; only the lock works always.
func (s *shell) addShortcuts() {
	c := s.window.Canvas()
	for _, k := range shortcuts() {
		c.AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.modifier}, func(fyne.Shortcut) {
			if k.name == "lock" {
				s.lockWindow()
				return
			}
			if do := s.shortcut(k.name); do != nil && s.lock == nil && c.Overlays().Top() == nil {
				do()
			}
		})
	}
	c.SetOnTypedKey(s.typedKey)
	c.SetOnTypedRune(s.typedRune)
}

// shortcut is what a shortcut does: on every page the same, or what the current view has for it.
func (s *shell) shortcut(name string) func() {
	if name == "journal" && s.session != nil && !s.session.MustChange() && s.holds == nil {
		return s.showJournal
	}
	return s.keys[name]
}

func (s *shell) typedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyF1 {
		s.showHelp()
	}
}

func (s *shell) typedRune(r rune) {
	if r == '?' {
		s.showHelp()
	}
}

// showHelp lists the shortcuts and says what Roster does not protect against.
func (s *shell) showHelp() {
	if s.lock != nil || s.session == nil || s.session.MustChange() || s.window.Canvas().Overlays().Top() != nil {
		return
	}
	var rows [][]form.Field
	add := func(keys, purpose string) {
		if purpose != "" {
			rows = append(rows, []form.Field{&form.Note{Text: keys}, &form.Note{Text: purpose}})
		}
	}
	for _, k := range shortcuts() {
		add(k.label, k.purpose)
	}
	for _, k := range tableKeys() {
		add(k[0], k[1])
	}
	rows = append(rows, []form.Field{&form.Note{Text: lang.L(
		"Roles bind people who use this program. Whoever can write the file, or controls the computer, can change " +
			"anything in it; the journal lets that be noticed. Use disk encryption.")}})
	var f *form.Form
	f = form.New(form.Spec{
		Title: lang.L("Keyboard shortcuts"), Rows: rows, Verb: lang.L("Close"), Width: 640,
		OnSubmit: func() { f.Hide() }, OnCancel: func() { f.Hide() },
	})
	f.Show(s.window.Canvas())
}
