// Package form is Roster's forms: a column of fields, each with its label above and its message below, and the
// buttons that send or leave it. The same Form is a dialog over a page (Show) or stands on one (Content, Card).
//
// It knows nothing of users: what a field accepts is the caller's Check, and every text comes in translated.
// Mistakes are shown when a field is left and kept up to date from then on; the verb is disabled while the form
// cannot succeed. OnSubmit is called once; the form then waits for Busy, and for Idle, Fail or FailAt, or Hide.
//
// Everything here runs on the UI thread and starts nothing of its own. Only use it from there.
package form

import (
	"slices"

	"fyne.io/fyne/v2"

	"roster/views/theme"
)

// Spec is what a form consists of. All of it is optional, though a form without a Verb cannot be sent.
type Spec struct {
	Title string
	Text  string // explains, under the title
	// Rows are the fields from top to bottom. The fields of one row stand side by side where the form is at
	// least 440 pixels wide, else below one another.
	Rows [][]Field

	Verb     string // the button that sends the form: what it does, such as "Create user"
	VerbIcon string // name of an icon in assets, or ""
	Danger   bool   // the verb destroys something
	Wide     bool   // the verb takes the whole width, Extra stands below it; for a sign-in card
	Cancel   string // the button that leaves the form
	Extra    *Button

	// OnSubmit is called when the form is sent: once, until Idle, Fail, FailAt or Hide.
	OnSubmit func()
	// OnCancel is called by Cancel and Escape, also while the form is busy. If it is nil, a dialog hides.
	OnCancel func()
	// Ready, if not nil, is a further condition for sending; call Update when its answer may have changed.
	Ready func() bool

	// Width is the width of a dialog or a card in device-independent pixels where there is room; 0 is 520. A dialog is as
	// wide as its buttons at least.
	Width float32
}

const (
	defaultWidth float32 = 520
	twoColumns   float32 = 440 // narrowest form with fields side by side
)

// Form is a form as a Spec describes it.
type Form struct {
	spec   Spec
	fields []Field

	frame   *frame
	failure *notice
	layer   *layer // while it is shown as a dialog
	verb    *Button
	cancel  *Button
	extra   *Button

	busy, sent, hiding bool
	held               bool // by Hold
	progress           string
	last               fyne.Focusable // what had the focus last
	before             fyne.Focusable // what had it when the form was sent
	current            *base          // the field it belongs to, nil for a button
}

// New builds a form. The fields belong to it from then on.
func New(spec Spec) *Form {
	if spec.Width == 0 {
		spec.Width = defaultWidth
	}
	f := &Form{spec: spec, fields: slices.Concat(spec.Rows...), extra: spec.Extra}
	f.failure = newNotice("", "alert", theme.ToneRed)
	for _, field := range f.fields {
		field.mount(f)
	}
	f.buttons()
	f.frame = newFrame(f)
	f.Update()
	return f
}

func (f *Form) buttons() {
	if f.spec.Cancel != "" {
		f.cancel = NewButton(f.spec.Cancel, "", Secondary, f.leave)
	}
	if f.spec.Verb != "" {
		importance := Primary
		if f.spec.Danger {
			importance = Danger
		}
		f.verb = NewButton(f.spec.Verb, f.spec.VerbIcon, importance, f.submit)
		f.verb.refused = f.complain
	}
	for _, b := range []*Button{f.extra, f.cancel, f.verb} {
		if b != nil {
			b.on.escape = f.leave
			b.on.scroll = func(views float32) bool { return f.frame.scrollBy(views) }
			b.on.gained = func() { f.last, f.current = b, nil }
		}
	}
}

// Content returns the form as a part of a page, as high as it needs to be and without margins of its own.
func (f *Form) Content() fyne.CanvasObject { return f.frame }

// Card returns the form on a card in the middle of a page, scrolling where the page is too low for it.
func (f *Form) Card() fyne.CanvasObject {
	f.frame.margin = theme.Margin
	return newCard(f)
}

// Focus gives the focus of a canvas to what had it last in the form, or else to the first field, or else to a
// button. Show does it too. The canvas is named since Fyne does not know it before the form was drawn.
func (f *Form) Focus(c fyne.Canvas) {
	if target := f.start(); target != nil {
		c.Focus(target)
	}
}

func (f *Form) start() fyne.Focusable {
	if f.last != nil {
		return f.last
	}
	for _, field := range f.fields {
		if target := field.target(); target != nil {
			return target
		}
	}
	switch {
	case f.verb != nil && (f.cancel == nil || !f.verb.Disabled() && !f.spec.Danger):
		return f.verb
	case f.cancel != nil:
		return f.cancel
	}
	return nil
}

func (f *Form) focus(target fyne.Focusable) {
	c := canvasOf(f.frame)
	if f.layer != nil {
		c = f.layer.canvas
		if !slices.Contains(c.Overlays().List(), fyne.CanvasObject(f.layer)) {
			return // put aside, as while the window is locked
		}
	}
	if c != nil && target != nil {
		c.Focus(target)
	}
}

// Forget empties the password fields, so that what was typed does not stay in memory longer than it is needed.
func (f *Form) Forget() {
	for _, field := range f.fields {
		if p, ok := field.(*Password); ok {
			p.SetValue("")
		}
	}
}

// Clear empties all fields of what was typed, takes all messages away and ends being busy, for the form to be
// used again.
func (f *Form) Clear() {
	for _, field := range f.fields {
		field.clear()
		b := field.common()
		b.entered, b.touched, b.failed = false, false, ""
	}
	f.last, f.before, f.current, f.sent = nil, nil, nil, false
	f.say("")
	f.setBusy(false, "")
}
