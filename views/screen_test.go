package views

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"roster/views/form"
)

// screen is the canvas of a test window with what the desktop driver adds to one: it can be given shortcuts, read
// and clicked.
type screen struct {
	fyne.Canvas
	shortcuts fyne.ShortcutHandler
}

// AddShortcut implements fyne.Canvas.
func (s *screen) AddShortcut(shortcut fyne.Shortcut, do func(fyne.Shortcut)) {
	s.shortcuts.AddShortcut(shortcut, do)
}

// TypedShortcut implements fyne.Shortcutable.
func (s *screen) TypedShortcut(shortcut fyne.Shortcut) { s.shortcuts.TypedShortcut(shortcut) }

// rect is a part of the screen.
type rect struct {
	at   fyne.Position
	size fyne.Size
}

func (r rect) covers(p fyne.Position) bool {
	return p.X >= r.at.X && p.Y >= r.at.Y && p.X < r.at.X+r.size.Width && p.Y < r.at.Y+r.size.Height
}

func (r rect) middle() fyne.Position {
	return r.at.AddXY(r.size.Width/2, r.size.Height/2)
}

func (r rect) within(outer rect) rect {
	x, y := max(r.at.X, outer.at.X), max(r.at.Y, outer.at.Y)
	right := min(r.at.X+r.size.Width, outer.at.X+outer.size.Width)
	low := min(r.at.Y+r.size.Height, outer.at.Y+outer.size.Height)
	return rect{fyne.NewPos(x, y), fyne.NewSize(max(right-x, 0), max(low-y, 0))}
}

// mark is something on the screen that can be seen: a text or a picture.
type mark struct {
	rect
	text  string
	image string // its name
	top   bool   // it is on what lies on top
}

// layers are what lies over one another, the lowest first.
func (s *screen) layers() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{s.Content()}, s.Overlays().List()...)
}

// walk visits what is visible of o, the lowest first, with the part of the screen where it is and can be seen.
func walk(o fyne.CanvasObject, at fyne.Position, clip rect, visit func(o fyne.CanvasObject, whole, seen rect) (deeper bool)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	whole := rect{at, o.Size()}
	seen := whole.within(clip)
	if !visit(o, whole, seen) {
		return
	}
	if _, ok := o.(fyne.Scrollable); ok {
		clip = seen
	}
	for _, child := range children(o) {
		walk(child, at, clip, visit)
	}
}

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

// each visits all that is visible, layer by layer.
func (s *screen) each(visit func(layer int, o fyne.CanvasObject, whole, seen rect) bool) {
	for i, layer := range s.layers() {
		walk(layer, fyne.Position{}, rect{size: s.Size()}, func(o fyne.CanvasObject, whole, seen rect) bool {
			return visit(i, o, whole, seen)
		})
	}
}

// marks are all that can be seen. A paragraph is one text.
func (s *screen) marks() []mark {
	var all []mark
	top := len(s.layers()) - 1
	s.each(func(layer int, o fyne.CanvasObject, whole, seen rect) bool {
		if seen.size.Width <= 0 || seen.size.Height <= 0 {
			return true // a part of it may still stick out
		}
		switch o := o.(type) {
		case *canvas.Text:
			if o.Text != "" {
				all = append(all, mark{rect: seen, text: o.Text, top: layer == top})
			}
		case *canvas.Image:
			if o.Resource != nil {
				all = append(all, mark{rect: seen, image: o.Resource.Name(), top: layer == top})
			}
		case lined:
			if text := paragraph(o); text != "" {
				all = append(all, mark{rect: seen, text: text, top: layer == top})
			}
			return false
		}
		return true
	})
	return all
}

// lined is Fyne's rich text or what is made of it: a text that may be broken over lines.
type lined interface {
	fyne.Widget
	String() string
}

var _ lined = (*widget.RichText)(nil)

// paragraph is what is drawn of such a text, which for a password are dots.
func paragraph(o lined) string {
	var lines []string
	walk(o, fyne.Position{}, rect{size: fyne.NewSquareSize(1e6)}, func(o fyne.CanvasObject, _, _ rect) bool {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			lines = append(lines, t.Text)
		}
		return true
	})
	return strings.Join(lines, " ")
}

// texts are all that can be read.
func (s *screen) texts() []string {
	var all []string
	for _, m := range s.marks() {
		if m.text != "" {
			all = append(all, m.text)
		}
	}
	return all
}

func (s *screen) shows(text string) bool { return slices.Contains(s.texts(), text) }

// locate is the middle of a text.
func (s *screen) locate(text string) (fyne.Position, bool) {
	for _, m := range s.marks() {
		if m.text == text {
			return m.middle(), true
		}
	}
	return fyne.Position{}, false
}

// clickable is the middle of a text that stands on something on top that can be clicked: a button rather than
// anything else.
func (s *screen) clickable(text string) (at fyne.Position, ok bool) {
	for _, m := range s.marks() {
		if m.text != text || !m.top {
			continue
		}
		o, _ := s.under(m.middle(), func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Tappable); return ok })
		if _, button := o.(*form.Button); button {
			return m.middle(), true
		}
		if o != nil && !ok {
			at, ok = m.middle(), true
		}
	}
	return at, ok
}

// under is the uppermost object at a position that matches, and the position in it. What lies below the uppermost
// layer cannot be reached.
func (s *screen) under(at fyne.Position, matches func(fyne.CanvasObject) bool) (found fyne.CanvasObject, in fyne.Position) {
	top := len(s.layers()) - 1
	s.each(func(layer int, o fyne.CanvasObject, whole, seen rect) bool {
		if layer == top && seen.covers(at) && matches(o) {
			found, in = o, at.Subtract(whole.at)
		}
		return true
	})
	return found, in
}

// click does what Fyne's desktop driver does for a click (glfw/window.go, processMouseClicked).
func (s *screen) click(at fyne.Position, button desktop.MouseButton) {
	o, in := s.under(at, func(o fyne.CanvasObject) bool {
		switch o.(type) {
		case fyne.Tappable, fyne.SecondaryTappable, fyne.DoubleTappable, fyne.Focusable, desktop.Mouseable:
			return true
		}
		return false
	})
	point := fyne.PointEvent{Position: in, AbsolutePosition: at}
	if m, ok := o.(desktop.Mouseable); ok {
		m.MouseDown(&desktop.MouseEvent{PointEvent: point, Button: button})
		m.MouseUp(&desktop.MouseEvent{PointEvent: point, Button: button})
	}
	focusable, _ := s.under(at, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Focusable); return ok })
	if focusable == nil {
		s.Unfocus()
	}
	if button == desktop.MouseButtonSecondary {
		if o, ok := o.(fyne.SecondaryTappable); ok {
			o.TappedSecondary(&point)
		}
		return
	}
	if o, ok := o.(fyne.Tappable); ok {
		o.Tapped(&point)
	}
}
