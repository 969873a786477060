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
	noticeLasts = 10 * time.Second
	undoLasts   = 20 * time.Second
)

// noticesKept is how many notices can be read again.
const noticesKept = 50

// notice is a temporary message below the page, which becomes lower for it. It does not take the focus, and has a
// button if what it says can be undone.
type notice struct {
	work    *worker
	canvas  func() fyne.Canvas
	stage   fyne.CanvasObject // the page
	undo    func(entry int64)
	content *fyne.Container // the page and, below it, the message
	banner  *form.Banner
	cancel  context.CancelFunc
	shown   kept
	kept    []kept // in this session, the newest first
}

// kept is a notice that was shown.
type kept struct {
	at    time.Time
	text  string
	entry int64 // of the journal, which can be undone; 0 if nothing can
}

func newNotice(w *worker, canvas func() fyne.Canvas, stage fyne.CanvasObject, undo func(entry int64)) *notice {
	n := &notice{work: w, canvas: canvas, stage: stage, undo: undo, cancel: func() {}}
	n.banner = form.NewBanner("", theme.ToneNotice, "", n.tapped)
	n.banner.Button.Icon = "history"
	n.banner.Content.Hide()
	n.content = container.New(n, stage, n.banner.Content)
	return n
}

// show shows a message, with a button if there is an entry of the journal to undo.
func (n *notice) show(at time.Time, text string, entry int64) {
	n.hide()
	if text == "" {
		return
	}
	n.shown = kept{at, text, entry}
	n.kept = append([]kept{n.shown}, n.kept[:min(len(n.kept), noticesKept-1)]...)
	lasts, verb := noticeLasts, ""
	if entry != 0 {
		lasts, verb = undoLasts, lang.L("Undo")
	}
	ctx, cancel := context.WithCancel(n.work.ctx)
	n.cancel = cancel
	n.banner.SetVerb(verb)
	n.banner.SetText(text)
	n.banner.Content.Show()
	n.content.Refresh()
	n.work.after(ctx, lasts, n.hide)
}

func (n *notice) hide() {
	n.cancel()
	if !n.banner.Content.Visible() {
		return
	}
	n.banner.Content.Hide()
	if n.canvas().Focused() == fyne.Focusable(n.banner.Button) {
		n.canvas().Unfocus()
	}
	n.content.Refresh()
}

// tapped undoes what the message says.
func (n *notice) tapped() {
	n.hide()
	n.undo(n.shown.entry)
}

// offersUndo reports whether the button is shown.
func (n *notice) offersUndo() bool { return n.banner.Content.Visible() && n.shown.entry != 0 }

// Layout implements fyne.Layout.
func (n *notice) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	under := float32(0)
	if n.banner.Content.Visible() {
		width := min(n.banner.Width(), size.Width-2*theme.Gap)
		height := n.banner.HeightAt(width)
		under = height + 2*theme.Gap
		Place(n.banner.Content, (size.Width-width)/2, size.Height-height-theme.Gap, width, height)
	}
	Place(n.stage, 0, 0, size.Width, size.Height-under)
}

// MinSize implements fyne.Layout.
func (n *notice) MinSize([]fyne.CanvasObject) fyne.Size { return n.stage.MinSize() }
