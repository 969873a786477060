package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

// swRestore is SW_RESTORE of winuser.h.
const swRestore = 9

// restore takes a window out of the task bar if it is in there.
func restore(w fyne.Window) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return
	}
	user32 := windows.NewLazySystemDLL("user32.dll")
	native.RunNative(func(context any) {
		c, ok := context.(driver.WindowsWindowContext)
		if !ok {
			return
		}
		if iconic, _, _ := user32.NewProc("IsIconic").Call(c.HWND); iconic != 0 { //nolint:errcheck // it has no error
			user32.NewProc("ShowWindow").Call(c.HWND, swRestore) //nolint:errcheck // it returns no error
		}
	})
}
