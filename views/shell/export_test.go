package shell

import (
	"fyne.io/fyne/v2"
)

// ShowFirst shows the first page again.
func (s *Shell) ShowFirst() { s.showFirst() }

// Chord is a key with a modifier.
type Chord struct {
	Key      fyne.KeyName
	Modifier fyne.KeyModifier
}

// Chords returns the keys of all shortcuts, by name.
func Chords() map[string]Chord {
	all := map[string]Chord{}
	for _, k := range shortcuts() {
		all[k.name] = Chord{k.key, k.modifier}
	}
	return all
}

// Dropped does what the window does when files are dropped on it.
func (s *Shell) Dropped(files []fyne.URI) { s.dropped(files) }
