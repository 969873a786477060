package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/control"
	"roster/views/theme"
)

// Show shows the form as a dialog over a canvas. The focus is in its first field, or where it was when the form was
// hidden. Show does nothing if the form is already shown.
func (f *Form) Show(c fyne.Canvas) {
	if f.overlay != nil {
		return
	}
	f.frame.foot.margin, f.frame.foot.ruled = theme.Margin, true
	f.overlay = control.NewOverlay(c, dialogContent(f.frame))
	f.frame.around, f.host.hidden = f.overlay, false
	f.overlay.Add()
	f.Focus(c)
}

// dialogContent returns a dialog as the content of an overlay.
func dialogContent(r *frame) control.Content {
	p := newPanel(r)
	// The page is dimmed rather than blurred. Without a graphics card, a frame with blur takes twice as long.
	shade := canvas.NewRectangle(color.Transparent)
	return control.Content{
		Objects: []fyne.CanvasObject{shade, p.background, r},
		Arrange: func(size fyne.Size) {
			shade.Resize(size)
			p.place(size)
		},
		Paint: func() {
			fill(shade, fynetheme.ColorNameShadow)
			p.paint()
		},
	}
}

// Hide hides the dialog and everything above it. The widget that had the focus before has it again. Hide does not
// forget what was typed; see Forget.
func (f *Form) Hide() {
	if f.overlay == nil {
		return
	}
	if f.overlay.OnTop() {
		f.host.hiding = true
		f.overlay.Canvas().Unfocus() // otherwise the field would still show a caret
		f.host.hiding = false
	}
	f.overlay.Remove()
	f.overlay, f.host.hidden = nil, true
	if !f.busy && f.sent {
		f.sent = false
		f.change()
	}
}

// Shown reports whether the form is shown as a dialog.
func (f *Form) Shown() bool { return f.overlay != nil }

// leave is what Cancel and Escape do.
func (f *Form) leave() {
	switch {
	case f.spec.OnCancel != nil:
		f.spec.OnCancel()
	case f.cancel != nil:
		f.Hide()
	}
}
