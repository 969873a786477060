package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"roster/identity"
	"roster/views/control"
	"roster/views/message"
	"roster/views/theme"
)

// personButton shows the signed-in person and opens their menu.
type personButton struct {
	widget.BaseWidget
	control.Focus
	control.Hover
	tapped func()
	step   func(by int) // moves the focus along the bar

	chip         *theme.Chip
	badge        *theme.Badge
	name, email  *theme.Text
	hover, focus fyne.Widget
	arrow        fyne.Widget
}

func newPersonButton(u identity.User) *personButton {
	b := &personButton{
		chip:  theme.NewChip("", theme.ToneGray),
		badge: theme.NewBadge("", theme.ToneGray, 34),
		name:  theme.NewText("", theme.TextBody, true, theme.ColorOnBar),
		email: theme.NewText("", theme.TextCaption, false, theme.ColorOnBarMuted),
		hover: theme.NewRectangle(theme.ColorBarHover, theme.Radius),
		focus: theme.NewRing(theme.ColorOnBar, theme.Radius),
		arrow: theme.NewIcon("chevron-down", 18, theme.ColorOnBarMuted),
	}
	b.hover.Hide()
	b.focus.Hide()
	b.Focus.Changed, b.Hover.Changed = b.show, b.show
	b.ExtendBaseWidget(b)
	b.set(u)
	return b
}

// set shows the current state of a person.
func (b *personButton) set(u identity.User) {
	b.chip.Set(message.Role(u.Role), RoleTone(u.Role))
	b.badge.Set(Initials(u), BadgeTone(u))
	b.name.SetText(message.FullName(u))
	b.email.SetText(u.Email)
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *personButton) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(personLayout{b},
		b.hover, b.chip, b.badge, b.name, b.email, b.arrow, b.focus))
}

// personLayout lays out the parts of a personButton.
type personLayout struct{ b *personButton }

const personPad float32 = 8

// Layout implements fyne.Layout.
func (l personLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := l.b
	put := func(o fyne.CanvasObject, x, width, height float32) {
		Place(o, x, (size.Height-height)/2, width, height)
	}
	put(b.hover, 0, size.Width, size.Height)
	chip := b.chip.MinSize()
	put(b.chip, personPad, chip.Width, chip.Height)
	x := personPad + chip.Width + 12
	put(b.badge, x, 34, 34)
	x += 34 + 10
	width := size.Width - x - 18 - 2*personPad
	name, email := b.name.MinSize().Height, b.email.MinSize().Height
	top := (size.Height - name - email) / 2
	Place(b.name, x, top, width, name)
	Place(b.email, x, top+name, width, email)
	put(b.arrow, size.Width-18-personPad, 18, 18)
	put(b.focus, 0, size.Width, size.Height)
}

// MinSize implements fyne.Layout.
func (l personLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(personPad+l.b.chip.MinSize().Width+12+34+10+l.b.text()+8+18+personPad, 44)
}

// text returns the width of the name and the email address.
func (b *personButton) text() float32 { return min(max(b.name.Width(), b.email.Width())+2, 260) }

// leastText is the width of a name that is cut off but can still be recognized.
const leastText float32 = 44

// spare returns by how much narrower the button may be than it would like.
func (b *personButton) spare() float32 { return max(b.text()-leastText, 0) }

func (b *personButton) show() {
	for o, visible := range map[fyne.CanvasObject]bool{b.hover: b.Hovered, b.focus: b.Focused} {
		if visible {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// Tapped implements fyne.Tappable.
func (b *personButton) Tapped(*fyne.PointEvent) { b.tapped() }

// Cursor implements desktop.Cursorable.
func (b *personButton) Cursor() desktop.Cursor { return desktop.PointerCursor }

// TypedRune implements fyne.Focusable.
func (b *personButton) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (b *personButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDown:
		if b.Take(e.Name) {
			b.tapped()
		}
	default:
		if !stepInBar(e.Name, b.step) {
			control.ForwardKey(b, e)
		}
	}
}
