package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"roster/views/theme"
)

// noticeLasts is how long a notice stays: enough to read two lines.
const noticeLasts = 6 * time.Second

// notice is a temporary message at the foot of the window. It takes neither focus nor clicks.
type notice struct {
	work   *worker
	layer  *fyne.Container // as large as the window
	text   *theme.Text
	cancel context.CancelFunc
}

func newNotice(w *worker) *notice {
	n := &notice{work: w, text: theme.NewText("", theme.TextBody, true, theme.ColorOnNotice), cancel: func() {}}
	n.layer = container.New(noticeLayout{n.text}, theme.NewRectangle(theme.ColorNotice, theme.Radius), n.text)
	n.layer.Hide()
	return n
}

func (n *notice) show(message string) {
	n.hide()
	if message == "" {
		return
	}
	ctx, cancel := context.WithCancel(n.work.ctx)
	n.cancel = cancel
	n.text.SetText(message)
	n.layer.Show()
	n.layer.Refresh()
	n.work.after(ctx, noticeLasts, n.hide)
}

func (n *notice) hide() {
	n.cancel()
	n.layer.Hide()
}

// noticeLayout centres the message at the lower edge.
type noticeLayout struct{ text *theme.Text }

// Layout implements fyne.Layout.
func (l noticeLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const pad, height = 20, 44
	width := min(l.text.Width()+2*pad+2, size.Width-2*theme.Margin)
	x, y := (size.Width-width)/2, size.Height-height-2*theme.Margin
	Place(objects[0], x, y, width, height)
	line := l.text.MinSize().Height
	Place(objects[1], x+pad, y+(height-line)/2, width-2*pad, line)
}

// MinSize implements fyne.Layout.
func (noticeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
