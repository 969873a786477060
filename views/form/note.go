package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Note is a paragraph between fields. With a tone it has a background: theme.ToneBlue informs, theme.ToneAmber warns.
type Note struct {
	base
	Text string
	Icon string // name of an icon in assets, or ""; shown only with a tone
	Tone theme.Tone

	notice *notice
}

// Set changes the text, the icon and the tone. Without text the note is hidden.
func (n *Note) Set(text, icon string, tone theme.Tone) {
	n.Text, n.Icon, n.Tone = text, icon, tone
	if n.notice != nil {
		n.notice.icon, n.notice.tone = icon, tone
		n.notice.setText(text)
		n.notice.Refresh()
		n.host.change()
	}
}

func (n *Note) mount(in *host) {
	n.host = in
	n.notice = newNotice(n.Text, n.Icon, n.Tone)
}

func (n *Note) parts() []fyne.CanvasObject { return []fyne.CanvasObject{n.notice} }

func (n *Note) arrange(x, y, width float32) float32 { return n.notice.arrange(x, y, width) }
