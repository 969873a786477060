package form

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// input is what fields have in common in which text is typed.
type input struct {
	base
	entry *entry
	value string
	rule  rule
}

// rule says what an input accepts.
type rule struct {
	required bool
	check    func(string) string
	changed  func(string)
}

// mountEntry makes e the entry of the field.
func (i *input) mountEntry(e *entry, r rule) {
	i.entry, i.rule = e, r
	i.SetValue(i.value)
	i.entry.on = i.hooks(i.entry)
	i.entry.OnChanged = func(text string) {
		i.value = text
		if r.changed != nil {
			r.changed(text)
		}
		i.changed()
	}
}

// Value returns the text as it was typed.
func (i *input) Value() string { return i.value }

// SetValue changes the text as if it had been typed.
func (i *input) SetValue(text string) {
	i.value = text
	if i.entry != nil {
		i.entry.CursorColumn = utf8.RuneCountInString(text)
		i.entry.SetText(text)
	}
}

func (i *input) mistake() string {
	if i.rule.check != nil {
		return i.rule.check(i.value)
	}
	return ""
}

func (i *input) missing() bool { return i.rule.required && i.value == "" }

func (i *input) target() fyne.Focusable { return i.entry }

func (i *input) complete() bool {
	return !i.missing() && i.mistake() == ""
}

func (i *input) update() {
	mistake := i.shown(i.mistake())
	i.showMessage(mistake)
	i.entry.mark(mistake != "" || i.touched && i.missing())
}

func (i *input) lock(locked bool) {
	if locked {
		i.entry.Disable()
	} else {
		i.entry.Enable()
	}
}

// Text is a field in which one line of text is typed. SetValue may be called before New.
type Text struct {
	input
	Label       string
	Mark        string // shown behind the label, such as "(optional)"
	Placeholder string
	Hint        string // shown under the field while there is no mistake
	Required    bool   // the form cannot be submitted while it is empty; Check("") says so
	// Check, if not nil, returns the mistake in the value as a sentence, or "". It is called often.
	Check func(value string) string
	// OnChanged, if not nil, is called with each new value.
	OnChanged func(value string)
}

func (t *Text) mount(in *host) {
	t.attach(in, t.Label, t.Mark, t.Hint)
	t.mountEntry(newEntry(t.Placeholder), rule{t.Required, t.Check, t.OnChanged})
}

func (t *Text) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{t.label, t.entry, t.message}
}

func (t *Text) arrange(x, y, width float32) float32 {
	top := y
	y = t.arrangeLabel(x, y, width)
	put(t.entry, x, y, width, t.entry.MinSize().Height)
	return t.arrangeMessage(x, y+t.entry.Size().Height, width) - top
}
