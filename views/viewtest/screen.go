package viewtest

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

// Screen is the canvas of a test window, extended to handle shortcuts as the desktop driver does, and to be read and
// clicked.
type Screen struct {
	fyne.Canvas
	shortcuts fyne.ShortcutHandler
	keyDown   func(*fyne.KeyEvent)
}

var _ desktop.Canvas = (*Screen)(nil)

// OnKeyDown implements desktop.Canvas.
func (s *Screen) OnKeyDown() func(*fyne.KeyEvent) { return s.keyDown }

// SetOnKeyDown implements desktop.Canvas.
func (s *Screen) SetOnKeyDown(do func(*fyne.KeyEvent)) { s.keyDown = do }

// OnKeyUp implements desktop.Canvas. Nothing in Roster uses it.
func (s *Screen) OnKeyUp() func(*fyne.KeyEvent) { return nil }

// SetOnKeyUp implements desktop.Canvas.
func (s *Screen) SetOnKeyUp(func(*fyne.KeyEvent)) {}

// AddShortcut implements fyne.Canvas.
func (s *Screen) AddShortcut(shortcut fyne.Shortcut, do func(fyne.Shortcut)) {
	s.shortcuts.AddShortcut(shortcut, do)
}

// TypedShortcut implements fyne.Shortcutable.
func (s *Screen) TypedShortcut(shortcut fyne.Shortcut) { s.shortcuts.TypedShortcut(shortcut) }

// Rect is a part of the screen.
type Rect struct {
	At   fyne.Position
	Size fyne.Size
}

// Covers reports whether p is inside the rectangle.
func (r Rect) Covers(p fyne.Position) bool {
	return p.X >= r.At.X && p.Y >= r.At.Y && p.X < r.At.X+r.Size.Width && p.Y < r.At.Y+r.Size.Height
}

// Middle returns the middle of the rectangle.
func (r Rect) Middle() fyne.Position {
	return r.At.AddXY(r.Size.Width/2, r.Size.Height/2)
}

func (r Rect) within(outer Rect) Rect {
	x, y := max(r.At.X, outer.At.X), max(r.At.Y, outer.At.Y)
	right := min(r.At.X+r.Size.Width, outer.At.X+outer.Size.Width)
	low := min(r.At.Y+r.Size.Height, outer.At.Y+outer.Size.Height)
	return Rect{fyne.NewPos(x, y), fyne.NewSize(max(right-x, 0), max(low-y, 0))}
}

// Mark is a visible text or picture on the screen.
type Mark struct {
	Rect
	Text  string
	Image string // its name
	Top   bool   // it is in the uppermost layer
}

// layers returns the content and the overlays above it, lowest first.
func (s *Screen) layers() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{s.Content()}, s.Overlays().List()...)
}

// walk visits o and its visible descendants, lowest first. whole is the area of each, and seen its visible part.
func walk(
	o fyne.CanvasObject, at fyne.Position, clip Rect, visit func(o fyne.CanvasObject, whole, seen Rect) (deeper bool),
) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	whole := Rect{at, o.Size()}
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

// Each visits all visible objects, layer by layer.
func (s *Screen) Each(visit func(layer int, o fyne.CanvasObject, whole, seen Rect) bool) {
	for i, layer := range s.layers() {
		walk(layer, fyne.Position{}, Rect{Size: s.Size()}, func(o fyne.CanvasObject, whole, seen Rect) bool {
			return visit(i, o, whole, seen)
		})
	}
}

// Marks returns all visible texts and pictures. A paragraph is one text.
func (s *Screen) Marks() []Mark {
	var all []Mark
	top := len(s.layers()) - 1
	s.Each(func(layer int, o fyne.CanvasObject, whole, seen Rect) bool {
		if seen.Size.Width <= 0 || seen.Size.Height <= 0 {
			return true // a child may extend beyond it
		}
		switch o := o.(type) {
		case *canvas.Text:
			if o.Text != "" {
				all = append(all, Mark{Rect: seen, Text: o.Text, Top: layer == top})
			}
		case *canvas.Image:
			if o.Resource != nil {
				all = append(all, Mark{Rect: seen, Image: o.Resource.Name(), Top: layer == top})
			}
		case lined:
			if text := paragraph(o); text != "" {
				all = append(all, Mark{Rect: seen, Text: text, Top: layer == top})
			}
			return false
		}
		return true
	})
	return all
}

// lined is Fyne's rich text or a widget based on it: a text of several lines.
type lined interface {
	fyne.Widget
	String() string
}

var _ lined = (*widget.RichText)(nil)

// paragraph returns the text as drawn. A password is drawn as dots.
func paragraph(o lined) string {
	var lines []string
	walk(o, fyne.Position{}, Rect{Size: fyne.NewSquareSize(1e6)}, func(o fyne.CanvasObject, _, _ Rect) bool {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			lines = append(lines, t.Text)
		}
		return true
	})
	return strings.Join(lines, " ")
}

// Texts returns all visible texts.
func (s *Screen) Texts() []string {
	var all []string
	for _, m := range s.Marks() {
		if m.Text != "" {
			all = append(all, m.Text)
		}
	}
	return all
}

// Shows reports whether a text is visible.
func (s *Screen) Shows(text string) bool { return slices.Contains(s.Texts(), text) }

// Locate returns the middle of a text.
func (s *Screen) Locate(text string) (fyne.Position, bool) {
	for _, m := range s.Marks() {
		if m.Text == text {
			return m.Middle(), true
		}
	}
	return fyne.Position{}, false
}

// Clickable returns the middle of a text in the uppermost layer that belongs to something clickable. It prefers
// buttons.
func (s *Screen) Clickable(text string) (at fyne.Position, ok bool) {
	for _, m := range s.Marks() {
		if m.Text != text || !m.Top {
			continue
		}
		o, _ := s.Under(m.Middle(), func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Tappable); return ok })
		if _, button := o.(*form.Button); button {
			return m.Middle(), true
		}
		if o != nil && !ok {
			at, ok = m.Middle(), true
		}
	}
	return at, ok
}

// Under returns the uppermost matching object at a position, and the position within it. It looks only in the uppermost
// layer, because nothing else can be clicked.
func (s *Screen) Under(
	at fyne.Position, matches func(fyne.CanvasObject) bool,
) (found fyne.CanvasObject, in fyne.Position) {
	top := len(s.layers()) - 1
	s.Each(func(layer int, o fyne.CanvasObject, whole, seen Rect) bool {
		if layer == top && seen.Covers(at) && matches(o) {
			found, in = o, at.Subtract(whole.At)
		}
		return true
	})
	return found, in
}

// Click does what Fyne's desktop driver does on a click (glfw/window.go, processMouseClicked).
func (s *Screen) Click(at fyne.Position, button desktop.MouseButton) {
	o, in := s.Under(at, func(o fyne.CanvasObject) bool {
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
	focusable, _ := s.Under(at, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Focusable); return ok })
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
