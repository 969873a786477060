package form

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// Fyne's own form shows the message of a field in one line, which is cut off where the field ends. If this fails,
// docs/decisions/forms.md can be reconsidered.
func TestStockFormCutsMessagesOff(t *testing.T) {
	const message = "A user name contains letters, digits, dots, hyphens and underscores only."
	name := widget.NewEntry()
	name.Validator = func(string) error { return errors.New(message) }
	stock := widget.NewForm(widget.NewFormItem("User name", name))
	w := test.NewTempWindow(t, stock)
	w.Resize(fyne.NewSize(440, 200))
	name.SetText("anna b")
	w.Canvas().FocusNext()
	w.Canvas().Unfocus()
	var shown *canvas.Text
	var find func(o fyne.CanvasObject)
	find = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *canvas.Text:
			if o.Text == message {
				shown = o
			}
		case *fyne.Container:
			for _, child := range o.Objects {
				find(child)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				find(child)
			}
		}
	}
	find(stock)
	if shown == nil {
		t.Fatal("got no message, want one line")
	}
	got, room := shown.MinSize().Width, name.Size().Width
	t.Logf("the message takes %.0f px, the field is %.0f px wide", got, room)
	if got <= room {
		t.Errorf("the message takes %v px, want more than the field's %v px", got, room)
	}
}
