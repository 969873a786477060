package desktop

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"roster/desktop/chooser"
	"roster/views/shell"
)

// choose asks for a file with the system's chooser, above the window that parent names.
func choose(ctx context.Context, parent string, c shell.FileChoice) (path string, err error) {
	kinds := map[shell.FileKind]chooser.Kind{
		shell.ExistingFile: chooser.Open, shell.NewFile: chooser.Save, shell.ExistingFolder: chooser.Folder,
	}
	path, err = chooser.Choose(ctx, chooser.Request{
		Kind: kinds[c.Kind], Title: c.Title, Folder: c.Folder, Name: c.Name, Parent: parent,
	})
	if errors.Is(err, chooser.ErrNone) {
		err = fmt.Errorf("%w: %w", shell.ErrNoChooser, err)
	}
	return path, err
}

// parentOf returns the portal's name for a window, so that a chooser stays above it, or "". Call it once the window is
// shown.
func parentOf(w fyne.Window) (name string) {
	if native, ok := w.(driver.NativeWindow); ok {
		native.RunNative(func(context any) {
			if x11, ok := context.(driver.X11WindowContext); ok {
				name = fmt.Sprintf("x11:%x", x11.WindowHandle)
			}
		})
	}
	return name
}
