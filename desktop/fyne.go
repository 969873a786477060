package desktop

import (
	"log"
	"os"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/driver"

	"roster/desktop/paths"
	"roster/views/theme"
)

// newFyne starts Fyne.
func newFyne(version string) fyne.App {
	if err := os.MkdirAll(paths.Caches(), 0o700); err != nil { // Fyne logs errors if the folder is missing
		log.Println("create the cache folder:", err)
	}
	fyneapp.SetMetadata(fyne.AppMetadata{
		ID: "io.github.roster", Name: "Roster", Version: version, Migrations: map[string]bool{"fyneDo": true},
	})
	a := fyneapp.NewWithID("io.github.roster")
	a.Settings().SetTheme(theme.Theme{})
	a.SetIcon(theme.AppIcon())
	return a
}

// takeExitHook returns the function with which Fyne saves the preferences when it ends, and takes it away from Fyne.
// Fyne 2.8.0 would queue it while it closes the queue (glfw/loop.go), and then sometimes panic.
func takeExitHook(a fyne.App) (save func()) {
	l, ok := a.Lifecycle().(interface {
		OnStopped() func()
		SetOnStoppedHookExecuted(hook func())
	})
	if ok {
		save = l.OnStopped()
		l.SetOnStoppedHookExecuted(nil)
	}
	if save == nil {
		return func() {}
	}
	return save
}

// preferred is the size of a new window.
var preferred = fyne.NewSize(1180, 760)

// fitScreen makes a new window smaller if it is larger than the screen. No window manager does that if there is none,
// and not all of them do.
func fitScreen(w fyne.Window) {
	width, height := screen()
	if fitting := within(preferred, width, height, w.Canvas().Scale()); fitting != preferred {
		w.Resize(fitting)
	}
}

// titleBar is how much of the screen's height is left to the window's title bar, in device-independent pixels.
const titleBar float32 = 28

// within returns a size that is at most as large as a screen of so many pixels. If it has to be lower, it leaves room
// for a title bar. Zero pixels are not known.
func within(size fyne.Size, width, height int, scale float32) fyne.Size {
	if w := float32(width) / scale; width > 0 && size.Width > w {
		size.Width = w
	}
	if h := float32(height) / scale; height > 0 && size.Height > h {
		size.Height = h - titleBar
	}
	return size
}

// hasGraphics reports whether the system has a window for w. Without OpenGL, Fyne runs on without one.
func hasGraphics(w fyne.Window) (up bool) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return true
	}
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			up = c.WindowHandle != 0
		case driver.WaylandWindowContext:
			up = c.WaylandSurface != 0
		case driver.WindowsWindowContext:
			up = c.HWND != 0
		case driver.MacWindowContext:
			up = c.NSWindow != 0
		default:
			up = true
		}
	})
	return up
}
