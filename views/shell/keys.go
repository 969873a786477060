package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// shortcut is a key combination that works wherever the focus is.
type shortcut struct {
	name     string // by which pages refer to it
	key      fyne.KeyName
	modifier fyne.KeyModifier
	label    string // in the help; "" if it is not listed
	purpose  string
}

// shortcuts returns all shortcuts.
func shortcuts() []shortcut {
	ctrl, alt := fyne.KeyModifierShortcutDefault, fyne.KeyModifierAlt
	word := commandKey()
	return []shortcut{
		{"create", fyne.KeyN, ctrl, word + "+N", lang.L("Create user")},
		{"search", fyne.KeyF, ctrl, word + "+F", lang.L("Search")},
		{"journal", fyne.KeyJ, ctrl, word + "+J", lang.L("Journal")},
		{"open", fyne.KeyO, ctrl, word + "+O", lang.L("Open a file")},
		{"copy", fyne.KeyS, ctrl | fyne.KeyModifierShift, word + "+Shift+S", lang.L("Save a copy")},
		{"quit", fyne.KeyQ, ctrl, word + "+Q", lang.L("Quit")},
		{"lock", fyne.KeyL, ctrl, word + "+L", lang.L("Lock the window")},
		{"sort 1", fyne.Key1, alt, "Alt+1 … 7", lang.L("Sort by that column; press again to reverse")},
		{"sort 2", fyne.Key2, alt, "", ""},
		{"sort 3", fyne.Key3, alt, "", ""},
		{"sort 4", fyne.Key4, alt, "", ""},
		{"sort 5", fyne.Key5, alt, "", ""},
		{"sort 6", fyne.Key6, alt, "", ""},
		{"sort 7", fyne.Key7, alt, "", ""},
	}
}

// Keys returns how a shortcut is written, or "" if there is none of that name.
func Keys(name string) string {
	for _, s := range shortcuts() {
		if s.name == name {
			return s.label
		}
	}
	return ""
}

// commandKey returns the name of the modifier of most shortcuts.
func commandKey() string {
	if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
		return "Cmd"
	}
	return "Ctrl"
}

// tableKeys returns the other keys that the help lists, and what they do.
func tableKeys() [][2]string {
	return [][2]string{
		{"↑ ↓ PgUp PgDn Home End", lang.L("Move in the table")},
		{"Shift+↑ ↓, " + commandKey() + "+A", lang.L("Select several users, or all of them")},
		{commandKey() + "+↑ ↓, Space", lang.L("Move, and select separate users")},
		{commandKey() + "+C", lang.L("Copy the selected users for a spreadsheet")},
		{"Enter", lang.L("Details of the user; press again to go to them")},
		{"F2", lang.L("Edit details")},
		{"Menu, Shift+F10", lang.L("Options for the user")},
		{"Delete", lang.L("Delete user")},
		{commandKey() + "+Z", lang.L("Undo the change that the notice is about")},
		{"Tab", lang.L("Next field or button")},
		{"F2", lang.L("Show or hide the password you are typing")},
		{"Esc", lang.L("Close a form, a menu or the details")},
		{"F8", lang.L("Notices of this session")},
		{"F1, ?", lang.L("This list")},
	}
}
