package form

import (
	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Password is a field in which a password is typed, hidden until it is revealed. Value returns it; SetValue
// changes it, and SetValue("") forgets it, the history of undoing included.
type Password struct {
	input
	Label       string
	Mark        string // stands behind the label
	Placeholder string
	Hint        string // stands under the field while there is no mistake
	Required    bool   // the form cannot be sent while it is empty; Check("") says so
	// Check, if not nil, returns "" or what is wrong with the value, in a sentence. It is called often.
	Check func(value string) string
	// OnChanged, if not nil, is called with each new value; answer it with SetStrength.
	OnChanged func(value string)
	// OnCopied, if not nil, is called with what was copied out of the field once it is revealed.
	OnCopied func(text string)
	// Generate labels a button that fills the field with what OnGenerate returns, and reveals it.
	Generate   string
	OnGenerate func() string
	// Strength shows four bars under the field; see SetStrength.
	Strength bool

	eye      *glyph
	generate *Button
	bars     *bars
}

// SetStrength fills that many of the four bars, 0 to 4, and puts a word beside them.
func (p *Password) SetStrength(level int, word string) {
	if p.bars != nil {
		p.bars.level, p.bars.word = level, word
		p.bars.Refresh()
	}
}

// Reveal shows what is typed, or hides it again.
func (p *Password) Reveal(revealed bool) {
	p.entry.Password = !revealed
	p.eye.icon = "eye"
	if revealed {
		p.eye.icon = "eye-off"
	}
	p.eye.Refresh()
	p.entry.Refresh()
}

func (p *Password) mount(f *Form) {
	p.attach(f, p.Label, p.Mark, p.Hint)
	if p.Strength {
		p.bars = newBars()
	}
	entry := newEntry(p.Placeholder)
	p.eye = newGlyph("eye", func() { p.Reveal(entry.Password) })
	entry.copied = p.OnCopied
	entry.f2 = func() { p.eye.Tapped(nil) }
	entry.ActionItem = p.eye // before the entry is drawn for the first time
	p.mountEntry(entry, rule{p.Required, p.Check, p.OnChanged})
	p.Reveal(false)
	if p.Generate != "" {
		p.generate = NewButton(p.Generate, "refresh", Secondary, p.fill)
		p.generate.on = hooks{escape: f.leave, gained: func() { f.last, f.current = p.generate, &p.base; f.frame.reveal() }}
	}
}

func (p *Password) fill() {
	if p.OnGenerate == nil {
		return
	}
	p.Reveal(true)
	p.SetValue(p.OnGenerate())
	p.form.focus(p.entry)
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
		span(p.generate, x+room+theme.Gap, y, button, height)
	}
	span(p.entry, x, y, room, height)
	y += height
	if p.bars != nil {
		span(p.bars, x, y+messageGap, width, barLine)
		y += messageGap + barLine
	}
	return p.arrangeMessage(x, y, width) - top
}

func (p *Password) lock(locked bool) {
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

func (p *Password) clear() {
	p.input.clear()
	p.Reveal(false)
}
