package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
	"roster/views/viewtest/still"
)

// caretOf returns the caret of an entry, which Fyne draws as the only rectangle beside the text.
func caretOf(t *testing.T, e fyne.Widget) *canvas.Rectangle {
	t.Helper()
	for _, o := range test.WidgetRenderer(e).Objects() {
		scroll, ok := o.(interface {
			fyne.Widget
			fyne.Scrollable
		})
		if !ok {
			continue
		}
		for _, o := range test.WidgetRenderer(scroll).Objects() {
			if content, ok := o.(fyne.Widget); ok {
				for _, o := range test.WidgetRenderer(content).Objects() {
					if r, ok := o.(*canvas.Rectangle); ok {
						return r
					}
				}
			}
		}
	}
	t.Fatal("the entry has no caret")
	return nil
}

// Without animations, the caret of each kind of field stands still in the current colour where letters are inserted.
func TestCaretWithoutAnimation(t *testing.T) {
	app := still.App(test.NewTempApp(t))
	light, dark := fynetheme.VariantLight, fynetheme.VariantDark
	app.Settings().SetTheme(theme.Theme{Force: &light})
	text, password, search := newEntry(""), newEntry(""), NewSearch("", func(string) {})
	password.Password = true
	w := test.NewTempWindow(t, container.NewVBox(text, password, search))
	w.Resize(fyne.NewSize(600, 600))
	for name, e := range map[string]interface {
		fyne.Widget
		fyne.Focusable
	}{"text": text, "password": password, "search": search} {
		t.Run(name, func(t *testing.T) {
			app.Settings().SetTheme(theme.Theme{Force: &light})
			caret := caretOf(t, e)
			want := func(visible bool) {
				t.Helper()
				if caret.Visible() != visible || visible && caret.FillColor != fynetheme.Color(fynetheme.ColorNamePrimary) {
					t.Errorf("caret: visible %v in %v, want visible %v in the primary colour", caret.Visible(), caret.FillColor, visible)
				}
			}
			want(false)
			w.Canvas().Focus(e)
			want(true)
			start := caret.Position().X
			e.TypedRune('w')
			e.TypedRune('w')
			end := caret.Position().X
			want(true)
			e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
			if middle := caret.Position().X; start >= middle || middle >= end {
				t.Errorf("caret at the start, in the middle and at the end: got %v, %v, %v, want them to rise", start, middle, end)
			}
			e.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
			want(true)
			app.Settings().SetTheme(theme.Theme{Force: &dark})
			want(true)
			w.Canvas().Unfocus()
			want(false)
		})
	}
}
