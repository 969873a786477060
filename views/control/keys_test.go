package control

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// listening is a canvas that counts the shortcuts it gets. Fyne's test canvas takes none.
type listening struct {
	fyne.Canvas
	shortcuts int
}

// TypedShortcut implements fyne.Shortcutable.
func (l *listening) TypedShortcut(fyne.Shortcut) { l.shortcuts++ }

func TestDeliver(t *testing.T) {
	l := &listening{}
	deliver(l, &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl})
	deliver(l, &fyne.ShortcutUndo{})
	deliver(l, &fyne.ShortcutSelectAll{})
	deliver(nil, &desktop.CustomShortcut{KeyName: fyne.KeyF})
	if l.shortcuts != 2 {
		t.Errorf("got %d shortcuts, want only the custom one and that to undo", l.shortcuts)
	}
}
