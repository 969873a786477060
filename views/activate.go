package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"roster/views/message"
)

// ComeToFront brings the window to the front when Roster is started again with the same file. On Wayland no program can
// do that, so a notification asks the person to look for the window.
func ComeToFront(a fyne.App, w fyne.Window) {
	w.RequestFocus()
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	native.RunNative(func(context any) {
		if _, ok := context.(driver.WaylandWindowContext); ok {
			a.SendNotification(fyne.NewNotification("Roster", message.ShownElsewhere()))
		}
	})
}
