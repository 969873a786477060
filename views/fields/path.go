package fields

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/shell"
)

// Path describes a field for a path.
type Path struct {
	Kind  shell.FileKind // what the chooser asks for
	Label string
	Title string // of the chooser
	Hint  string
	Check func(path string) string
	// Optional says that the field may stay empty.
	Optional bool
}

// NewPath returns a field in which a path is typed, or chosen with a button beside it. While the chooser is open, the
// form can be used, and the button does nothing. What is chosen once the form was closed or submitted is dropped.
func NewPath(v *shell.View, p Path) *form.Text {
	t := &form.Text{Label: p.Label, Hint: p.Hint, Required: !p.Optional, Fleeting: true, Check: p.Check}
	if !v.CanChooseFile() {
		return t
	}
	t.Browse = lang.L("Browse …")
	choosing := false
	t.OnBrowse = func() {
		if choosing {
			return
		}
		choosing = true
		choice := shell.FileChoice{Kind: p.Kind, Title: p.Title}
		choice.Folder, choice.Name = split(t.Value())
		v.ChooseFile(choice, func(path string) {
			choosing = false
			if path != "" {
				t.Offer(path)
			}
		})
	}
	return t
}

// split returns the folder and the name in a path that may not be complete.
func split(path string) (folder, name string) {
	switch {
	case !filepath.IsAbs(path):
		return "", path
	case strings.HasSuffix(path, string(filepath.Separator)):
		return filepath.Clean(path), ""
	}
	return filepath.Dir(path), filepath.Base(path)
}
