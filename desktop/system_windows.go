package desktop

import (
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

// swRestore is SW_RESTORE in winuser.h.
const swRestore = 9

// restore restores the window if it is minimized.
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
		if iconic, _, _ := user32.NewProc("IsIconic").Call(c.HWND); iconic != 0 { //nolint:errcheck // it returns no error
			user32.NewProc("ShowWindow").Call(c.HWND, swRestore) //nolint:errcheck // it returns no error
		}
	})
}

// attachParent is ATTACH_PARENT_PROCESS in wincon.h.
const attachParent = ^uint32(0)

// Terminal returns the files that the program prints to. A program with windows has no console of its own. Unless its
// output is redirected, it prints to the console that it was started from.
func Terminal() (stdout, stderr *os.File) {
	stdout, stderr = os.Stdout, os.Stderr
	if h, err := windows.GetStdHandle(windows.STD_OUTPUT_HANDLE); err == nil && h != 0 {
		return stdout, stderr
	}
	attach := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	//nolint:errcheck // started from a menu, there is no console
	if attached, _, _ := attach.Call(uintptr(attachParent)); attached == 0 {
		return stdout, stderr
	}
	console, err := os.OpenFile("CONOUT$", os.O_RDWR, 0)
	if err != nil {
		return stdout, stderr
	}
	return console, console
}

// hideCrashText returns stderr: without a console, Go prints nothing on Windows.
func hideCrashText(stderr *os.File) *os.File { return stderr }

// showMessage shows a message box.
func showMessage(text string) {
	t, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	title := windows.StringToUTF16Ptr("Roster")
	windows.MessageBox(0, t, title, windows.MB_OK|windows.MB_ICONERROR) //nolint:errcheck // there is nothing else to try
}
