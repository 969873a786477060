package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// Fact is a value with a short label.
type Fact struct{ Label, Value string }

// Facts are values that cannot be changed, each beside its label, if it has one. Set replaces them, for a form that
// shows one thing after another. Without facts, the field is hidden.
type Facts struct {
	base
	Label  string
	Above  bool    // the labels are small and above their values
	Button *Button // at the right end of the first value; nil if there is none

	facts  []Fact
	texts  []*paragraph // the label and the value of each, and spare ones
	drawer *fyne.Container
}

const (
	factGap   float32 = 8    // between facts
	factLabel float32 = 0.38 // the part of the width that is for the labels
	factMost  float32 = 170  // most that they need
	factLine  float32 = 17   // height of a line, in the middle of which the button is
)

// Set replaces the facts. Call Form.Update afterwards.
func (f *Facts) Set(facts []Fact) {
	f.facts = facts
	if f.drawer == nil {
		return
	}
	size := fynetheme.SizeNameText
	if f.Above {
		size = fynetheme.SizeNameCaptionText
	}
	for len(f.texts) < 2*len(facts) {
		label := newParagraph("", size, theme.ColorMuted)
		value := newParagraph("", fynetheme.SizeNameText, fynetheme.ColorNameForeground)
		f.texts = append(f.texts, label, value)
		f.drawer.Objects = append(f.drawer.Objects, label, value)
	}
	for i, text := range f.texts {
		content := ""
		switch n := i / 2; {
		case n >= len(facts):
		case i%2 == 0:
			content = facts[n].Label
		default:
			content = facts[n].Value
		}
		text.set(content, text.text.Style.ColorName)
	}
}

func (f *Facts) mount(in *host) {
	f.attach(in, f.Label, "", "")
	f.drawer = container.NewWithoutLayout()
	f.Set(f.facts)
	if f.Button != nil {
		f.Button.on = f.buttonHooks(f.Button)
	}
}

func (f *Facts) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{f.label, f.drawer}
	if f.Button != nil {
		parts = append(parts, f.Button)
	}
	return parts
}

func (f *Facts) arrange(x, y, width float32) float32 {
	shown := len(f.facts) > 0
	f.label.Hidden, f.drawer.Hidden = !shown, !shown
	if f.Button != nil {
		f.Button.Hidden = !shown
	}
	if !shown {
		return 0
	}
	top := y
	y = f.arrangeLabel(x, y, width)
	put(f.drawer, 0, 0, x+width, y)
	for i := range f.facts {
		room := width
		if i == 0 && f.Button != nil {
			room -= theme.Control + theme.Gap
			put(f.Button, x+width-theme.Control, y-(theme.Control-factLine)/2, theme.Control, theme.Control)
		}
		y += f.arrangeFact(2*i, x, y, room, width) + factGap
	}
	return y - factGap - top
}

// arrangeFact places a label and its value and returns their height. room is the width for both, which is less than
// that of the others beside a button.
func (f *Facts) arrangeFact(i int, x, y, room, width float32) float32 {
	label, value := f.texts[i], f.texts[i+1]
	if f.Above {
		height := label.arrange(x, y, room)
		return height + value.arrange(x, y+height, room)
	}
	left := min(width*factLabel, factMost)
	if label.text.Text == "" {
		left = 0
	}
	return max(label.arrange(x, y, left-theme.Gap), value.arrange(x+left, y, room-left))
}
