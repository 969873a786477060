package users

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// panel draws what there is to see about a user, or a sentence in place of that.
type panel struct {
	content *fyne.Container
	badge   *theme.Badge
	role    *theme.Chip
	close   *form.Button
	form    *form.Form
	facts   *form.Facts
	copy    *form.Button // the email address
	options []*form.Button
	refused *form.Facts // why options are disabled
	latest  *form.Facts // entries of the journal

	drawn contents // the zero value if it shows a sentence
}

// contents is what the panel shows about a user.
type contents struct {
	user    identity.User
	facts   []form.Fact
	offers  []offer     // one for each option
	refused []form.Fact // why options are refused, each reason once
	latest  []form.Fact // entries of the journal
}

// offer is an option with the reason why it is refused, or "".
type offer struct {
	label, icon string
	danger      bool
	do          func()
	refusal     string
}

// same reports whether two contents look the same.
func (c contents) same(as contents) bool {
	return c.user == as.user && reflect.DeepEqual(c.facts, as.facts) && reflect.DeepEqual(c.refused, as.refused) &&
		reflect.DeepEqual(c.latest, as.latest)
}

// newPanel returns a panel with that many options. do does one of them, and closed is called to close the panel.
func newPanel(offers []offer, do func(i int), copied, closed func()) *panel {
	p := &panel{
		badge: theme.NewBadge("", theme.ToneGray, badgeSize), role: theme.NewChip("", theme.ToneGray),
		copy: form.NewButton("", "copy", form.Quiet, copied), close: form.NewButton("", "x", form.Quiet, closed),
		refused: &form.Facts{Above: true}, latest: &form.Facts{Above: true, Label: lang.L("Latest entries")},
	}
	p.copy.Tip, p.close.Tip = lang.L("Copy the email address"), lang.L("Close (Esc)")
	p.facts = &form.Facts{Button: p.copy}
	for i, o := range offers {
		importance := form.Secondary
		if o.danger {
			importance = form.Danger
		}
		p.options = append(p.options, form.NewButton(o.label, o.icon, importance, func() { do(i) }))
	}
	options := &form.Actions{Buttons: p.options, Beside: true, Later: true}
	p.form = form.New(form.Spec{
		Title: " ", Rows: [][]form.Field{{p.facts}, {options}, {p.refused}, {p.latest}}, OnCancel: closed,
	})
	p.content = container.New(p, theme.NewRectangle(fynetheme.ColorNameSeparator, 0), p.badge, p.role, p.form.Side(),
		p.close)
	p.say("", "")
	return p
}

// say shows a sentence in place of a user.
func (p *panel) say(title, text string) {
	p.drawn = contents{}
	p.badge.Hide()
	p.role.Hide()
	p.fill()
	p.form.SetHead(title, text)
}

// draw shows a user, unless nothing has changed.
func (p *panel) draw(c contents) {
	if c.same(p.drawn) {
		return
	}
	p.drawn = c
	role := c.user.Role
	if c.user.Damaged {
		role = 0
	}
	p.badge.Set(shell.Initials(c.user), shell.BadgeTone(c.user))
	p.role.Set(message.Role(role), shell.RoleTone(role))
	p.badge.Show()
	p.role.Show()
	p.fill()
	p.form.SetHead(c.user.Name, "")
}

// fill fills the form with what is to be drawn.
func (p *panel) fill() {
	c := p.drawn
	p.facts.Set(c.facts)
	p.refused.Set(c.refused)
	p.latest.Set(c.latest)
	for i, b := range p.options {
		if b.Hidden = i >= len(c.offers); !b.Hidden {
			b.Text, b.Icon = c.offers[i].label, c.offers[i].icon
			b.SetEnabled(c.offers[i].refusal == "")
			b.Refresh()
		}
	}
	p.form.Update()
	p.content.Refresh()
}

// buttons returns the buttons, in the order of the Tab key.
func (p *panel) buttons() []*form.Button {
	return append(append([]*form.Button{p.copy}, p.options...), p.close)
}

// enter gives the focus to the first button that can be used.
func (p *panel) enter(c fyne.Canvas) {
	for _, b := range p.buttons() {
		if b.Visible() && !b.Disabled() {
			c.Focus(b)
			return
		}
	}
}

// focused reports whether the focus is in the panel.
func (p *panel) focused() bool {
	for _, b := range p.buttons() {
		if b.Focused {
			return true
		}
	}
	return false
}

// setWhole says whether the panel takes the whole page. The button that closes it then leads back.
func (p *panel) setWhole(whole bool) {
	p.content.Objects[0].Hide()
	text, icon := lang.L("Back"), "arrow-left"
	if !whole {
		p.content.Objects[0].Show()
		text, icon = "", "x"
	}
	if p.close.Text != text {
		p.close.Icon = icon
		p.close.SetText(text)
	}
}

const (
	panelLeast float32 = 360 // width
	badgeSize  float32 = 40
)

// Layout implements fyne.Layout. There is a line at the left edge, the badge and the role at the top beside the button
// that closes the panel, and the form below them.
func (p *panel) Layout(o []fyne.CanvasObject, size fyne.Size) {
	const top = 16
	o[0].Resize(fyne.NewSize(theme.Line, size.Height))
	x, width := theme.Margin, p.close.MinSize().Width
	left := size.Width - width - theme.Margin + theme.Gap
	if p.close.Text != "" { // it leads back
		left = x - theme.Gap
		x = left + width + 2*theme.Gap
	}
	shell.Place(p.close, left, top+(badgeSize-theme.Control)/2, width, theme.Control)
	shell.Place(p.badge, x, top, badgeSize, badgeSize)
	chip := p.role.MinSize()
	shell.Place(p.role, x+badgeSize+theme.Gap, top+(badgeSize-chip.Height)/2, chip.Width, chip.Height)
	const y = top + badgeSize - theme.Gap // the form has a margin of its own
	shell.Place(o[3], theme.Line, y, size.Width-theme.Line, size.Height-y)
}

// MinSize implements fyne.Layout.
func (*panel) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(panelLeast, 0) }
