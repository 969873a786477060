package form

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/control"
)

// Show shows the form as a dialog over a canvas. The focus is in its first field, or where it was when the form was
// hidden. Show does nothing if the form is already shown.
func (f *Form) Show(c fyne.Canvas) {
	if f.overlay != nil {
		return
	}
	f.frame.foot.ruled = true
	content := dialogContent(f.frame)
	content.Edited = f.Edited
	f.overlay = control.NewOverlay(c, content)
	f.frame.around, f.host.hidden = f.overlay, false
	f.hide, f.ask = f.Hide, func() { AskDiscard(c, f.leave) }
	f.overlay.Add()
	f.Focus(c)
}

// Card returns the form on a card in the middle of a page. It scrolls if the page is too low for it.
func (f *Form) Card() fyne.CanvasObject {
	f.ask = func() { AskDiscard(control.CanvasOf(f.frame), f.leave) }
	return newCard(f.frame)
}

// Cards returns several forms, each on a card of its own, on a page: beside one another if there is room, and otherwise
// below one another. They scroll together.
func Cards(forms ...*Form) fyne.CanvasObject {
	var frames []*frame
	for _, f := range forms {
		f.ask = func() { AskDiscard(control.CanvasOf(f.frame), f.leave) }
		frames = append(frames, f.frame)
	}
	return newCards(frames).scroll
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

// AskDiscard asks whether to discard what was typed, in a dialog over all others. It calls discard if the answer is
// yes. Return and Escape keep it.
func AskDiscard(c fyne.Canvas, discard func()) *Form {
	var f *Form
	f = New(Spec{
		Title: lang.L("Discard what you entered?"), Verb: lang.L("Discard"), Cancel: lang.L("Keep editing"),
		Danger: true, Width: 420,
		OnSubmit: func() {
			f.Hide()
			discard()
		},
	})
	f.Show(c)
	return f
}
