package views_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"roster/views"
	"roster/views/viewtest"
)

// hidden is a window that counts requests to come to the front.
type hidden struct {
	fyne.Window
	asked int
}

// RequestFocus implements fyne.Window.
func (w *hidden) RequestFocus() { w.asked++ }

func TestComeToFront(t *testing.T) {
	w := &hidden{Window: test.NewTempWindow(t, nil)}
	views.ComeToFront(viewtest.NewApp(t), w)
	if w.asked != 1 {
		t.Errorf("asked %d times, want once", w.asked)
	}
}
