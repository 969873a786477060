package form

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views/theme"
)

// input is what fields have in common in which text is typed.
type input struct {
	base
	entry *entry
	value string
	given string // by SetValue, not typed
	rule  rule

	refuted, why string // see Refute
}

// rule says what an input accepts.
type rule struct {
	required bool
	fleeting bool
	check    func(string) string
	changed  func(string)
	doubt    func(string) string
	left     func(string) // called with what was typed once the field is left without a known mistake; may be nil
}

// mountEntry makes e the entry of the field.
func (i *input) mountEntry(e *entry, r rule) {
	i.entry, i.rule = e, r
	i.SetValue(i.value)
	i.entry.on = i.hooks(i.entry)
	shown := i.entry.on.left
	i.entry.on.left = func() {
		shown()
		if r.left != nil && i.touched && !i.host.hiding && i.value != "" && i.mistake() == "" {
			r.left(i.value)
		}
	}
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

// SetValue changes the text. Leaving the form asks first only if it is changed again by typing.
func (i *input) SetValue(text string) {
	i.value, i.given = text, text
	if i.entry != nil {
		i.entry.CursorColumn = utf8.RuneCountInString(text)
		i.entry.SetText(text)
	}
}

// Refute says what is wrong with a value, as was found out after it was typed, or "" if nothing is. It is a mistake for
// as long as the field has that value.
func (i *input) Refute(value, why string) {
	i.refuted, i.why = value, why
	if why != "" {
		i.touched = true
	}
	i.host.update()
}

func (i *input) mistake() string {
	if i.rule.check != nil {
		if mistake := i.rule.check(i.value); mistake != "" {
			return mistake
		}
	}
	if i.refuted == i.value {
		return i.why
	}
	return ""
}

func (i *input) missing() bool { return i.rule.required && i.value == "" }

func (i *input) edited() bool { return i.value != i.given && !i.rule.fleeting }

func (i *input) target() fyne.Focusable { return i.entry }

func (i *input) complete() bool {
	return !i.missing() && i.mistake() == ""
}

func (i *input) update() {
	mistake := i.shown(i.mistake())
	if i.showMessage(mistake); mistake == "" && i.touched && i.rule.doubt != nil {
		if doubt := i.rule.doubt(i.value); doubt != "" {
			i.message.set(doubt, fynetheme.ColorNameWarning)
		}
	}
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
	Fleeting    bool   // what is typed is not missed, such as a name that confirms: leaving the form does not ask
	// Check, if not nil, returns the mistake in the value as a sentence, or "". It is called often.
	Check func(value string) string
	// Doubt, if not nil, returns what may be wrong with a value that Check accepts, or "". It is shown as a mistake is,
	// but the form can be submitted.
	Doubt func(value string) string
	// OnChanged, if not nil, is called with each new value.
	OnChanged func(value string)
	// OnLeft, if not nil, is called with what was typed when the field is left, unless Check finds a mistake. It can
	// look for one that takes time to find, and call Refute.
	OnLeft func(value string)
	// Browse is the label of a button beside the entry that calls OnBrowse, to choose a value instead of typing it. Offer
	// takes what was chosen.
	Browse   string
	OnBrowse func()

	browse *Button
}

func (t *Text) mount(in *host) {
	t.attach(in, t.Label, t.Mark, t.Hint)
	t.mountEntry(newEntry(t.Placeholder), rule{
		required: t.Required, fleeting: t.Fleeting, check: t.Check, changed: t.OnChanged, doubt: t.Doubt, left: t.OnLeft,
	})
	if t.Browse != "" {
		t.browse = NewButton(t.Browse, "", Secondary, t.OnBrowse)
		t.browse.on = t.buttonHooks(t.browse)
	}
}

// Offer changes the text and shows whether it is a mistake, and the focus goes to the field. It does nothing if the
// form was hidden since, or is busy.
func (t *Text) Offer(text string) {
	if t.host.hidden || t.entry.Disabled() {
		return
	}
	t.touched = true
	t.SetValue(text)
	t.host.focus(t.entry)
}

func (t *Text) parts() []fyne.CanvasObject {
	if t.browse == nil {
		return []fyne.CanvasObject{t.label, t.entry, t.message}
	}
	return []fyne.CanvasObject{t.label, t.entry, t.browse, t.message}
}

func (t *Text) arrange(x, y, width float32) float32 {
	top, room := y, width
	y = t.arrangeLabel(x, y, width)
	height := t.entry.MinSize().Height
	if t.browse != nil {
		button := t.browse.MinSize().Width
		room -= button + theme.Gap
		put(t.browse, x+room+theme.Gap, y, button, height)
	}
	put(t.entry, x, y, room, height)
	return t.arrangeMessage(x, y+height, width) - top
}

func (t *Text) lock(locked bool) {
	t.input.lock(locked)
	if t.browse != nil {
		t.browse.SetEnabled(!locked)
	}
}
