package shell

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// CanChooseFile reports whether ChooseFile does anything.
func (s *Shell) CanChooseFile() bool { return s.files.choose != nil }

// ChooseFile asks for a file or a folder with the system's own chooser, or with Fyne's if the system has none. done
// gets the path, or "" if the person has cancelled. It is not called once the view was left.
func (v *View) ChooseFile(c FileChoice, done func(path string)) {
	Run(v, func(ctx context.Context) (string, error) { return v.files.choose(ctx, c) },
		func(path string, err error) {
			if err == nil {
				done(path)
				return
			}
			v.Log.Info("choose a file", "error", err) // not every system has a chooser
			v.chooseInWindow(c, done)
		})
}

// chooseInWindow asks for a file with Fyne's chooser. Fyne's chooser for a new file would create it, and empty one that
// exists, so it asks only for the folder.
func (v *View) chooseInWindow(c FileChoice, done func(path string)) {
	answer := func(path string) {
		if v.ctx.Err() == nil {
			done(path)
		}
	}
	var d *dialog.FileDialog
	if c.Kind == ExistingFile {
		d = dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
			if err != nil || file == nil {
				answer("")
				return
			}
			path := file.URI().Path()
			if err := file.Close(); err != nil {
				v.Log.Error("choose a file", "error", err)
			}
			answer(filepath.FromSlash(path))
		}, v.window)
	} else {
		d = dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
			if err != nil || folder == nil {
				answer("")
				return
			}
			path := filepath.FromSlash(folder.Path())
			if c.Kind == NewFile {
				path = filepath.Join(path, c.Name)
			}
			answer(path)
		}, v.window)
	}
	d.SetTitleText(c.Title)
	if folder, err := storage.ListerForURI(storage.NewFileURI(c.Folder)); err == nil && c.Folder != "" {
		d.SetLocation(folder)
	}
	d.Show()
}
