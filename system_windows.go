package main

import (
	"os"

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

// attachParent is ATTACH_PARENT_PROCESS of wincon.h.
const attachParent = ^uint32(0)

// standardFiles are where to write to: a program with windows has no console of its own, but takes that which it was started
// from, unless what it says goes elsewhere already.
func standardFiles() (stdout, stderr *os.File) {
	stdout, stderr = os.Stdout, os.Stderr
	if h, err := windows.GetStdHandle(windows.STD_OUTPUT_HANDLE); err == nil && h != 0 {
		return stdout, stderr
	}
	attach := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	if attached, _, _ := attach.Call(uintptr(attachParent)); attached == 0 { //nolint:errcheck // started from a menu
		return stdout, stderr
	}
	console, err := os.OpenFile("CONOUT$", os.O_RDWR, 0)
	if err != nil {
		return stdout, stderr
	}
	return console, console
}

// discreet returns what to write to in the place of stderr, where Go says nothing unless there is a console.
func discreet(stderr *os.File) *os.File { return stderr }

// showMessage says something in a box of the system's.
func showMessage(text string) {
	t, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	title := windows.StringToUTF16Ptr("Roster")
	windows.MessageBox(0, t, title, windows.MB_OK|windows.MB_ICONERROR) //nolint:errcheck // there is no other way left
}
