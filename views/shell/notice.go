package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/theme"
)

// How long a notice stays: enough to read two lines, or to decide whether to undo, also without a mouse.
const (
	noticeLasts = 6 * time.Second
	undoLasts   = 20 * time.Second
)

// notice is a temporary message at the foot of the window. It takes neither focus nor clicks, except with a button that
// undoes what it says.
type notice struct {
	work   *worker
	canvas func() fyne.Canvas
	layer  *fyne.Container // as large as the window
	text   *theme.Text
	undo   *form.Button
	cancel context.CancelFunc
}

func newNotice(w *worker, canvas func() fyne.Canvas) *notice {
	n := &notice{
		work: w, canvas: canvas, text: theme.NewText("", theme.TextBody, true, theme.ColorOnNotice), cancel: func() {},
		undo: form.NewButton("", "history", form.Secondary, nil),
	}
	ground := theme.NewRectangle(theme.ColorNotice, theme.Radius)
	n.layer = container.New(noticeLayout{n.text, n.undo}, ground, n.text, n.undo)
	n.layer.Hide()
	return n
}

// show shows a message, with a button if undo is not nil.
func (n *notice) show(message string, undo func()) {
	n.hide()
	if message == "" {
		return
	}
	lasts := noticeLasts
	if n.undo.Hidden = undo == nil; undo != nil {
		lasts = undoLasts
		n.undo.OnTapped = func() {
			n.hide()
			undo()
		}
		n.undo.SetText(lang.L("Undo"))
	}
	ctx, cancel := context.WithCancel(n.work.ctx)
	n.cancel = cancel
	n.text.SetText(message)
	n.layer.Show()
	n.layer.Refresh()
	n.work.after(ctx, lasts, n.hide)
}

func (n *notice) hide() {
	n.cancel()
	n.layer.Hide()
	if n.canvas().Focused() == fyne.Focusable(n.undo) {
		n.canvas().Unfocus()
	}
}

// offersUndo reports whether the button is shown.
func (n *notice) offersUndo() bool { return n.layer.Visible() && n.undo.Visible() }

// noticeLayout centres the message at the lower edge, with the button behind it.
type noticeLayout struct {
	text *theme.Text
	undo *form.Button
}

// Layout implements fyne.Layout.
func (l noticeLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const pad, height = 20, 44
	button := float32(0)
	if l.undo.Visible() {
		button = l.undo.MinSize().Width + pad - (height-theme.Control)/2
	}
	width := min(l.text.Width()+2*pad+2+button, size.Width-2*theme.Margin)
	x, y := (size.Width-width)/2, size.Height-height-2*theme.Margin
	Place(objects[0], x, y, width, height)
	line := l.text.MinSize().Height
	Place(objects[1], x+pad, y+(height-line)/2, width-2*pad-button, line)
	if l.undo.Visible() {
		inset := (height - theme.Control) / 2
		Place(objects[2], x+width-inset-l.undo.MinSize().Width, y+inset, l.undo.MinSize().Width, theme.Control)
	}
}

// MinSize implements fyne.Layout.
func (noticeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
