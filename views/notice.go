package views

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"roster/views/theme"
)

// noticeLasts is how long a notice stays: time to read two lines.
const noticeLasts = 6 * time.Second

// notice is a message that passes, at the foot of the window. It takes neither focus nor clicks.
type notice struct {
	shell  *shell
	layer  *fyne.Container // as large as the window
	text   *theme.Text
	cancel context.CancelFunc
}

func newNotice(s *shell) *notice {
	n := &notice{shell: s, text: theme.NewText("", theme.TextBody, true, theme.ColorOnNotice), cancel: func() {}}
	n.layer = container.New(noticeLayout{n}, theme.NewGround(theme.ColorNotice, theme.Radius), n.text)
	n.layer.Hide()
	return n
}

// notify shows a message until it has been read, or until the next one.
func (s *shell) notify(message string) {
	n := s.notice
	n.cancel()
	ctx, cancel := context.WithCancel(s.work.ctx)
	n.cancel = cancel
	n.text.SetText(message)
	n.layer.Show()
	n.layer.Refresh()
	after(ctx, s, noticeLasts, n.hide)
}

func (n *notice) hide() {
	n.cancel()
	n.layer.Hide()
}

// noticeLayout puts the message in the middle of the lower edge.
type noticeLayout struct{ notice *notice }

// Layout implements fyne.Layout.
func (l noticeLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const pad, height = 20, 44
	width := min(l.notice.text.Width()+2*pad+2, size.Width-2*theme.Margin)
	at := fyne.NewPos((size.Width-width)/2, size.Height-height-2*theme.Margin)
	objects[0].Move(at)
	objects[0].Resize(fyne.NewSize(width, height))
	line := l.notice.text.MinSize().Height
	objects[1].Move(at.AddXY(pad, (height-line)/2))
	objects[1].Resize(fyne.NewSize(width-2*pad, line))
}

// MinSize implements fyne.Layout.
func (noticeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
