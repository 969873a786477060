package form

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// Field is a part of a form: one of this package's Text, Password, Choice, Radio, Checkbox, Fact, Secret, Note.
type Field interface {
	common() *base
	mount(f *Form)                           // builds the widgets
	parts() []fyne.CanvasObject              // in the order of the Tab key
	arrange(x, y, width float32) (h float32) // lays the parts out
	target() fyne.Focusable                  // what takes the focus, nil for none
	complete() bool                          // nothing here keeps the form from succeeding
	update()                                 // shows the field as it is now
	lock(locked bool)
	clear()
}

// Vertical measures of a field in device-independent pixels.
const (
	labelGap    float32 = 6  // under a label
	messageGap  float32 = 4  // above a message
	messageLine float32 = 16 // kept free for a message
	rowGap      float32 = 12 // between rows
	columnGap   float32 = 16 // between fields side by side
)

// base is what all fields have. Its methods are those of a field without a value.
type base struct {
	form        *Form
	label       *paragraph
	message     *paragraph
	hint        string
	entered     bool   // it has had a value
	touched     bool   // it was left after that, or sent: mistakes may be shown
	failed      string // set by FailAt, until the value changes
	top, height float32
}

func (b *base) common() *base          { return b }
func (b *base) target() fyne.Focusable { return nil }
func (b *base) complete() bool         { return true }
func (b *base) update()                {}
func (b *base) lock(bool)              {}
func (b *base) clear()                 {}

// attach builds the label and the message line.
func (b *base) attach(f *Form, label, mark, hint string) {
	b.form, b.hint = f, hint
	b.label = newLabel(label, mark)
	b.message = newParagraph(hint, fynetheme.SizeNameCaptionText, theme.ColorMuted)
}

// hooks are those of the part of a field that takes the focus.
func (b *base) hooks(part func() fyne.Focusable) hooks {
	return hooks{
		enter:  b.form.submit,
		escape: b.form.leave,
		gained: func() {
			b.form.last, b.form.current = part(), b
			b.form.frame.reveal()
		},
		left: func() {
			if !b.form.hiding {
				// Leaving what was never filled in is not a mistake yet; to Fyne, looking at another window is
				// leaving too.
				b.touched = b.touched || b.entered
				b.form.Update()
			}
		},
	}
}

// shown returns what is wrong, of what may be shown already.
func (b *base) shown(mistake string) string {
	switch {
	case b.failed != "":
		return b.failed
	case b.touched:
		return mistake
	}
	return ""
}

// tell shows the mistake, or the hint if there is none.
func (b *base) tell(mistake string) {
	if mistake != "" {
		b.message.say(mistake, fynetheme.ColorNameError)
		return
	}
	b.message.say(b.hint, theme.ColorMuted)
}

// arrangeLabel lays the label out and returns where the input begins.
func (b *base) arrangeLabel(x, y, width float32) float32 {
	if height := b.label.arrange(x, y, width); height > 0 {
		return y + height + labelGap
	}
	return y
}

// arrangeMessage lays the message out, with room for one line if there is none.
func (b *base) arrangeMessage(x, y, width float32) float32 {
	return y + messageGap + max(messageLine, b.message.arrange(x, y+messageGap, width))
}

// changed is called by a field whose value changed; what others accept may depend on it.
func (b *base) changed() {
	b.entered, b.failed = true, ""
	b.form.Update()
}
