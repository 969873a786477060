package form

import "fyne.io/fyne/v2"

// LongText is a field in which some lines of text are typed. Enter begins another line. SetValue may be called before
// New.
type LongText struct {
	input
	Label string
	Mark  string // shown behind the label, such as "(optional)"
	Hint  string // shown under the field while there is no mistake
	Lines int    // how many are in view; the others are scrolled to
	// Check, if not nil, returns the mistake in the value as a sentence, or "". It is called often.
	Check func(value string) string
}

// SetValue changes the text, as that of Text does.
func (l *LongText) SetValue(text string) {
	l.value, l.given = text, text
	if l.entry != nil {
		l.entry.CursorRow, l.entry.CursorColumn = 0, 0
		l.entry.SetText(text)
	}
}

func (l *LongText) mount(in *host) {
	l.attach(in, l.Label, l.Mark, l.Hint)
	text := l.value
	l.value = ""
	e := newEntry("")
	e.lines, e.MultiLine, e.Wrapping = l.Lines, true, fyne.TextWrapWord
	e.SetMinRowsVisible(l.Lines)
	l.mountEntry(e, rule{check: l.Check})
	l.SetValue(text)
}

func (l *LongText) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.label, l.entry, l.message}
}

func (l *LongText) arrange(x, y, width float32) float32 {
	top := y
	y = l.arrangeLabel(x, y, width)
	height := l.entry.MinSize().Height
	put(l.entry, x, y, width, height)
	return l.arrangeMessage(x, y+height, width) - top
}
