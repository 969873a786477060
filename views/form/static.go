package form

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Static is a value that is shown but cannot be changed, such as the current email address.
type Static struct {
	base
	Label string
	Value string
	Mono  bool // the value is monospaced

	value *paragraph
}

// SetValue changes the value.
func (s *Static) SetValue(value string) {
	s.Value = value
	if s.value != nil {
		s.value.set(value, fynetheme.ColorNameForeground)
		s.host.change()
	}
}

func (s *Static) mount(in *host) {
	s.attach(in, s.Label, "", "")
	s.value = newParagraph(s.Value, fynetheme.SizeNameText, fynetheme.ColorNameForeground)
	s.value.text.Style.TextStyle.Monospace = s.Mono
}

func (s *Static) parts() []fyne.CanvasObject { return []fyne.CanvasObject{s.label, s.value} }

func (s *Static) arrange(x, y, width float32) float32 {
	top := y
	y = s.arrangeLabel(x, y, width)
	return y + s.value.arrange(x, y, width) - top + messageGap
}
