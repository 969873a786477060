package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"fyne.io/fyne/v2/lang"
)

// ComeToFront shows the window to somebody who has started Roster again. Wayland lets no program do that, so there the
// person is told.
func ComeToFront(a fyne.App, w fyne.Window) {
	w.RequestFocus()
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		if _, ok := context.(driver.WaylandWindowContext); ok {
			a.SendNotification(fyne.NewNotification("Roster", lang.L("This file is already open. Look for its window.")))
		}
	})
}
