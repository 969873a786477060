package form

import (
	"slices"

	"roster/views/theme"
)

// New creates a form. From then on the fields belong to it.
func New(spec Spec) *Form {
	if spec.Width == 0 {
		spec.Width = defaultWidth
	}
	f := &Form{spec: spec, fields: slices.Concat(spec.Rows...), failure: newNotice("", "alert", theme.ToneRed)}
	f.host = &host{
		submit: f.submit, escape: f.escape, update: f.Update, change: f.change, focus: f.focus, gained: f.gained,
		scroll: func(pages float32) bool { return f.frame.scrollBy(pages) },
	}
	for _, field := range f.fields {
		field.mount(f.host)
		if l := field.common().label; l != nil && field.target() != nil {
			l.tapped = func() { f.focusEnabled(field.target()) }
		}
	}
	f.buttons = f.newButtons()
	f.frame = newFrame(spec, newFooter(f.buttons, spec.Wide, f.failure))
	f.Update()
	return f
}

func (f *Form) newButtons() buttons {
	b := buttons{extra: f.spec.Extra}
	if f.spec.Cancel != "" {
		b.cancel = NewButton(f.spec.Cancel, "", Secondary, f.leave)
	}
	if f.spec.Verb != "" {
		importance := Primary
		if f.spec.Danger {
			importance = Danger
		}
		b.verb = NewButton(f.spec.Verb, f.spec.VerbIcon, importance, f.submit)
		b.verb.refused = f.showMistakes
	}
	for _, button := range b.all() {
		button.on.escape, button.on.scroll = f.escape, f.host.scroll
		button.on.gained = func() { f.gained(button, nil) }
	}
	return b
}
