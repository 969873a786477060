package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"roster/views/control"
	"roster/views/theme"
)

// barButton is a place in the app bar, or its menu File. It is as high as the bar, so that the line under the current
// place is at the bar's lower edge.
type barButton struct {
	widget.BaseWidget
	control.Focus
	control.Hover
	tapped func()
	step   func(by int) // moves the focus along the bar

	label   string      // in the bar, or in the menu of the person
	icon    fyne.Widget // shown in place of the label if the bar is narrow; nil if the label always fits
	compact bool
	current bool
	opens   bool // opens a menu, as the Down key does, too

	words              *theme.Text
	hover, focus, line fyne.Widget
}

const (
	barHeight    float32 = 56
	lowBarHeight float32 = 48 // in a low window
	barPad       float32 = 12 // left and right of a label in the bar
	iconPad      float32 = 8  // left and right of an icon
	barIcon      float32 = 20 // an icon in the bar
	barInset     float32 = 8  // above and below what is highlighted
	underline    float32 = 3  // height of the line under the current place
)

// newBarButton returns a button with a label and the name of an icon, which may be "".
func newBarButton(label, icon string, tapped func()) *barButton {
	b := &barButton{
		tapped: tapped,
		label:  label,
		words:  theme.NewText(label, theme.TextBody, true, theme.ColorOnBarMuted),
		hover:  theme.NewRectangle(theme.ColorBarHover, theme.Radius),
		focus:  theme.NewRing(theme.ColorOnBar, theme.Radius),
		line:   theme.NewRectangle(theme.ColorOnBar, 0),
	}
	if icon != "" {
		b.icon = theme.NewIcon(icon, barIcon, theme.ColorOnBar)
	}
	b.Focus.Changed, b.Hover.Changed = b.show, b.show
	b.Of, b.Tip = b, func() string {
		if b.compact && b.icon != nil {
			return b.label
		}
		return ""
	}
	b.ExtendBaseWidget(b)
	b.show()
	return b
}

// width returns the width that the button needs, with its icon alone if compact.
func (b *barButton) width(compact bool) float32 {
	if compact && b.icon != nil {
		return barIcon + 2*iconPad
	}
	return b.words.Width() + 2 + 2*barPad
}

// show shows what depends on the state of the button.
func (b *barButton) show() {
	short := b.compact && b.icon != nil
	color := theme.ColorOnBarMuted
	if b.current || b.Hovered || b.Focused {
		color = theme.ColorOnBar
	}
	b.words.SetColor(color)
	visible := map[fyne.CanvasObject]bool{
		b.hover: b.Hovered, b.focus: b.Focused, b.line: b.current, b.words: !short,
	}
	if b.icon != nil {
		visible[b.icon] = short
	}
	for o, v := range visible {
		if v {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// CreateRenderer implements fyne.Widget.
func (b *barButton) CreateRenderer() fyne.WidgetRenderer {
	objects := []fyne.CanvasObject{b.hover, b.words, b.line, b.focus}
	if b.icon != nil {
		objects = append(objects, b.icon)
	}
	return widget.NewSimpleRenderer(container.New(barButtonLayout{b}, objects...))
}

// barButtonLayout lays out the parts of a barButton.
type barButtonLayout struct{ b *barButton }

// Layout implements fyne.Layout.
func (l barButtonLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := l.b
	for _, o := range []fyne.CanvasObject{b.hover, b.focus} {
		Place(o, 0, barInset, size.Width, size.Height-2*barInset)
	}
	line := b.words.MinSize().Height
	Place(b.words, barPad, (size.Height-line)/2, size.Width-2*barPad, line)
	if b.icon != nil {
		Place(b.icon, (size.Width-barIcon)/2, (size.Height-barIcon)/2, barIcon, barIcon)
	}
	pad := barPad
	if b.compact && b.icon != nil {
		pad = iconPad
	}
	Place(b.line, pad, size.Height-underline, size.Width-2*pad, underline)
}

// MinSize implements fyne.Layout.
func (l barButtonLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.b.width(l.b.compact), lowBarHeight)
}

// Tapped implements fyne.Tappable.
func (b *barButton) Tapped(*fyne.PointEvent) { b.tapped() }

// Cursor implements desktop.Cursorable.
func (b *barButton) Cursor() desktop.Cursor { return desktop.PointerCursor }

// TypedKey implements fyne.Focusable.
func (b *barButton) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter, e.Name == fyne.KeyDown && b.opens:
		if b.Take(e.Name) {
			b.tapped()
		}
	case e.Name == fyne.KeySpace: // see TypedRune
	case !stepInBar(e.Name, b.step):
		control.ForwardKey(b, e)
	}
}

// TypedRune implements fyne.Focusable. Space is not handled in TypedKey, because Fyne calls that first: the space would
// then be typed into the page.
func (b *barButton) TypedRune(r rune) {
	if r == ' ' {
		if b.Take(fyne.KeySpace) {
			b.tapped()
		}
		return
	}
	control.ForwardRune(b, r)
}

// stepInBar moves the focus along the bar if the key asks for that, and reports whether it does.
func stepInBar(key fyne.KeyName, step func(by int)) bool {
	by, moves := map[fyne.KeyName]int{fyne.KeyLeft: -1, fyne.KeyRight: 1}[key]
	if moves && step != nil {
		step(by)
	}
	return moves
}
