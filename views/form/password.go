package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/views/theme"
)

// Password is a field in which a password is typed, hidden until it is revealed. SetValue("") forgets it, including the
// history of undo.
type Password struct {
	input
	Label    string
	Hint     string // shown under the field while there is no mistake
	OffHint  string // shown instead after SetOff
	Required bool   // the form cannot be submitted while it is empty; Check("") says so
	Fleeting bool   // as in Text, such as a password that confirms
	// Check, if not nil, returns the mistake in the value as a sentence, or "". It is called often.
	Check func(value string) string
	// OnChanged, if not nil, is called with each new value. It should call SetStrength.
	OnChanged func(value string)
	// OnCopied, if not nil, is called with the text copied from the field while it is revealed.
	OnCopied func(text string)
	// Generate is the label of a button that fills the field with the result of OnGenerate and reveals it.
	Generate   string
	OnGenerate func() string
	// Strength shows four bars under the field, which SetStrength fills.
	Strength bool

	off      bool // see SetOff
	eye      *glyph
	generate *Button
	bars     *bars
}

// Recheck makes the form ask Check again, because it can now say more about the same value.
func (p *Password) Recheck() {
	if p.host != nil {
		p.host.update()
	}
}

// SetOff disables the field, because no password is wanted, or enables it again. Its value stays, and the form can be
// submitted whatever it is.
func (p *Password) SetOff(off bool) {
	p.off = off
	if p.host != nil {
		p.lock(false)
		p.host.update()
	}
}

func (p *Password) complete() bool { return p.off || p.input.complete() }

func (p *Password) update() {
	if p.off {
		p.message.set(p.OffHint, theme.ColorMuted)
		p.entry.mark(false)
		return
	}
	p.input.update()
}

// SetStrength fills 0 to 4 of the four bars and shows a word beside them.
func (p *Password) SetStrength(level int, word string) {
	if p.bars != nil {
		p.bars.level, p.bars.word = level, word
		p.bars.Refresh()
	}
}

// reveal shows the password, or hides it again.
func (p *Password) reveal(revealed bool) {
	p.entry.Password = !revealed
	p.eye.icon = "eye"
	if revealed {
		p.eye.icon = "eye-off"
	}
	p.eye.Refresh()
	p.entry.Refresh()
}

func (p *Password) mount(in *host) {
	p.attach(in, p.Label, "", p.Hint)
	if p.Strength {
		p.bars = newBars()
	}
	entry := newEntry("")
	p.eye = newGlyph("eye", func() string {
		if entry.Password {
			return lang.L("Show the password (F2)")
		}
		return lang.L("Hide the password (F2)")
	}, func() { p.reveal(entry.Password) })
	entry.copied = p.OnCopied
	entry.f2 = func() { p.eye.Tapped(nil) }
	entry.ActionItem = p.eye // has to be set before the entry is drawn for the first time
	p.mountEntry(entry, rule{required: p.Required, fleeting: p.Fleeting, check: p.Check, changed: p.OnChanged})
	p.reveal(false)
	if p.Generate != "" {
		p.generate = NewButton(p.Generate, "refresh", Secondary, p.fill)
		p.generate.on = p.buttonHooks(p.generate)
	}
}

func (p *Password) fill() {
	if p.OnGenerate == nil {
		return
	}
	p.reveal(true)
	p.SetValue(p.OnGenerate())
	p.host.focus(p.entry)
}

func (p *Password) parts() []fyne.CanvasObject {
	parts := []fyne.CanvasObject{p.label, p.entry}
	if p.generate != nil {
		parts = append(parts, p.generate)
	}
	if p.bars != nil {
		parts = append(parts, p.bars)
	}
	return append(parts, p.message)
}

func (p *Password) arrange(x, y, width float32) float32 {
	top, room := y, width
	y = p.arrangeLabel(x, y, width)
	height := p.entry.MinSize().Height
	if p.generate != nil {
		button := p.generate.MinSize().Width
		room -= button + theme.Gap
		put(p.generate, x+room+theme.Gap, y, button, height)
	}
	put(p.entry, x, y, room, height)
	y += height
	if p.bars != nil {
		put(p.bars, x, y+messageGap, room, barLine)
		y += messageGap + barLine
	}
	return p.arrangeMessage(x, y, width) - top
}

func (p *Password) lock(locked bool) {
	locked = locked || p.off
	p.input.lock(locked)
	if locked {
		p.eye.Disable()
	} else {
		p.eye.Enable()
	}
	if p.generate != nil {
		p.generate.SetEnabled(!locked)
	}
}

func (p *Password) forget() { p.SetValue("") }
