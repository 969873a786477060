package form

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// Field is a part of a form. The types of this package that implement it are Text, LongText, Password, Choice, Radio,
// Chips, Checkbox, Static, Facts, ReadOnlyText, Secret, Note, Content and Actions.
type Field interface {
	common() *base
	mount(in *host)                          // creates the widgets
	parts() []fyne.CanvasObject              // the widgets, in the order of the Tab key
	arrange(x, y, width float32) (h float32) // places the widgets
	target() fyne.Focusable                  // the widget that takes the focus, or nil
	complete() bool                          // the form can succeed as far as this field is concerned
	update()                                 // shows the state of the field
	lock(locked bool)                        // disables or enables the widgets
	forget()                                 // empties the field if it holds a password
	edited() bool                            // it holds text that was typed and would be missed
}

// host is the form around a field, as far as fields need it.
type host struct {
	submit func()
	escape func()
	update func() // asks all fields again whether they are complete
	change func() // enables what may be used now, and lays the form out
	focus  func(fyne.Focusable)
	gained func(fyne.Focusable, *base) // a widget of that field has got the focus
	scroll func(pages float32) bool    // see hooks
	hiding bool                        // the form is being hidden, and its widgets lose the focus
	hidden bool                        // the form was hidden and is not shown again
}

// Vertical measures of a field in device-independent pixels.
const (
	labelGap    float32 = 6  // under a label
	messageGap  float32 = 4  // above a message
	messageLine float32 = 16 // kept free for a message
	rowGap      float32 = 12 // between rows
	spillRoom   float32 = 14 // of the next row and the gap above it, which the second line of a message may take
	columnGap   float32 = 16 // between fields side by side
)

// base is what all fields have in common. Its methods are those of a field without a value.
type base struct {
	host        *host
	label       *label
	message     *paragraph
	hint        string
	entered     bool   // it has had a value
	touched     bool   // it was left after that, or submitted: mistakes may be shown
	failed      string // set by FailAt, until the value changes
	top, height float32
	hintHeight  float32 // of the hint, as it was last arranged
}

func (b *base) common() *base          { return b }
func (b *base) target() fyne.Focusable { return nil }
func (b *base) complete() bool         { return true }
func (b *base) update()                {}
func (b *base) lock(bool)              {}
func (b *base) forget()                {}
func (b *base) edited() bool           { return false }

// attach creates the label and the message line.
func (b *base) attach(in *host, label, mark, hint string) {
	b.host, b.hint = in, hint
	b.label = newLabel(label, mark)
	b.message = newParagraph(hint, fynetheme.SizeNameCaptionText, theme.ColorMuted)
}

// hooks returns the hooks of the widget that takes the focus of the field.
func (b *base) hooks(widget fyne.Focusable) hooks {
	return hooks{
		enter:  b.host.submit,
		escape: b.host.escape,
		gained: func() { b.host.gained(widget, b) },
		left: func() {
			if !b.host.hiding {
				// A field that was never filled in may be left without a mistake. Fyne also takes the focus away
				// when somebody switches to another window.
				b.touched = b.touched || b.entered
				b.host.update()
			}
		},
	}
}

// buttonHooks returns the hooks of a button inside the field.
func (b *base) buttonHooks(button *Button) hooks {
	return hooks{escape: b.host.escape, gained: func() { b.host.gained(button, b) }, scroll: b.host.scroll}
}

// shown returns the mistake, or "" if it may not be shown yet.
func (b *base) shown(mistake string) string {
	switch {
	case b.failed != "":
		return b.failed
	case b.touched:
		return mistake
	}
	return ""
}

// showMessage shows the mistake, or the hint if there is none.
func (b *base) showMessage(mistake string) {
	if mistake != "" {
		b.message.set(mistake, fynetheme.ColorNameError)
		return
	}
	b.message.set(b.hint, theme.ColorMuted)
}

// arrangeLabel places the label and returns where the input begins.
func (b *base) arrangeLabel(x, y, width float32) float32 {
	if height := b.label.arrange(x, y, width); height > 0 {
		return y + height + labelGap
	}
	return y
}

// arrangeMessage places the message and returns where its room ends. That is one line, or as many as the hint has. A
// mistake may have one line more, in the space above the next row, so that nothing moves when it appears.
func (b *base) arrangeMessage(x, y, width float32) float32 {
	height := b.message.arrange(x, y+messageGap, width)
	if b.message.text.Text == b.hint {
		b.hintHeight = height
	} else {
		height -= spillRoom
	}
	return y + messageGap + max(messageLine, b.hintHeight, height)
}

// changed is called by a field whose value has changed. What other fields accept may depend on it.
func (b *base) changed() {
	b.entered, b.failed = true, ""
	b.host.update()
}
