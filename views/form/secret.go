package form

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Secret shows a value that is to be read and written down, such as a generated password. It is large, monospaced, and
// broken into lines only after a space or a hyphen. The caller copies it, because only the caller knows when to clear
// the clipboard.
type Secret struct {
	base
	Label  string
	Value  string
	Copy   string // label of the button that copies; "" for none
	OnCopy func(value string)

	box  *secretBox
	copy *Button
}

// SetValue changes the value.
func (s *Secret) SetValue(value string) {
	s.Value = value
	if s.box != nil {
		s.host.change()
		s.box.Refresh()
	}
}

// SetHint changes the line under the value, for instance to say that it was copied.
func (s *Secret) SetHint(hint string) {
	s.hint, s.failed = hint, ""
	if s.host != nil {
		s.host.update()
	}
}

// Fail shows an error under the value, until SetHint is called.
func (s *Secret) Fail(message string) {
	s.failed = message
	s.host.update()
}

func (s *Secret) mount(in *host) {
	s.attach(in, s.Label, "", s.hint)
	s.box = &secretBox{secret: s}
	s.box.ExtendBaseWidget(s.box)
	if s.Copy != "" {
		s.copy = NewButton(s.Copy, "copy", Secondary, func() {
			if s.OnCopy != nil {
				s.OnCopy(s.Value)
			}
		})
		s.copy.on = s.buttonHooks(s.copy)
	}
}

func (s *Secret) update() { s.showMessage(s.failed) }

func (s *Secret) target() fyne.Focusable {
	if s.copy == nil {
		return nil
	}
	return s.copy
}

func (s *Secret) parts() []fyne.CanvasObject {
	if s.copy == nil {
		return []fyne.CanvasObject{s.label, s.box, s.message}
	}
	return []fyne.CanvasObject{s.label, s.box, s.copy, s.message}
}

func (s *Secret) arrange(x, y, width float32) float32 {
	top, room := y, width-2*secretPad
	y = s.arrangeLabel(x, y, width)
	if s.copy != nil && room < secretLeast { // the button is below the value
		height := s.arrangeValue(x, y, width, room)
		put(s.copy, x, y+height+theme.Gap, s.copy.MinSize().Width, theme.Control)
		return s.arrangeMessage(x, y+height+theme.Gap+theme.Control, width) - top
	}
	if s.copy != nil {
		button := s.copy.MinSize().Width
		room -= button + secretPad
		defer func(y float32) {
			height := s.box.Size().Height
			put(s.copy, x+width-button-10, y+(height-theme.Control)/2, button, theme.Control)
		}(y)
	}
	return s.arrangeMessage(x, y+s.arrangeValue(x, y, width, room), width) - top
}

// arrangeValue places the box, in which lines are at most as wide as room, and returns its height.
func (s *Secret) arrangeValue(x, y, width, room float32) float32 {
	s.box.lines = breakSecret(s.Value, room)
	height := 2*secretPad + max(1, float32(len(s.box.lines)))*secretLine
	put(s.box, x, y, width, height)
	return height
}

// Measures of a Secret in device-independent pixels.
const (
	secretPad  float32 = 16
	secretText float32 = 20
	secretLine float32 = 28
	// secretLeast is the width of a value beside the button that copies it.
	secretLeast float32 = 400
)

// breakSecret breaks a value into lines of at most that width, only after spaces and hyphens. The lines have as many
// groups each, as far as that is possible.
func breakSecret(value string, width float32) []string {
	var groups []string
	for rest := value; rest != "" || len(groups) == 0; {
		end := strings.IndexAny(rest, " -") + 1
		if end == 0 {
			end = len(rest)
		}
		groups, rest = append(groups, rest[:end]), rest[end:]
	}
	lines := fillLines(groups, len(groups), width)
	even := fillLines(groups, (len(groups)+len(lines)-1)/len(lines), width)
	if len(even) == len(lines) {
		return even
	}
	return lines
}

// fillLines puts groups into lines of at most so many groups and that width.
func fillLines(groups []string, most int, width float32) []string {
	style := fyne.TextStyle{Monospace: true}
	var lines []string
	line, n := "", 0
	for _, g := range groups {
		full := fyne.MeasureText(strings.TrimSpace(line+g), secretText, style).Width > width
		if line != "" && (full || n == most) {
			lines = append(lines, line)
			line, n = "", 0
		}
		line, n = line+g, n+1
	}
	return append(lines, line)
}

// secretBox is the widget of a Secret.
type secretBox struct {
	widget.BaseWidget
	secret *Secret
	lines  []string
}

// CreateRenderer implements fyne.Widget.
func (b *secretBox) CreateRenderer() fyne.WidgetRenderer {
	r := &secretRenderer{box: b, background: rectangle(theme.Radius)}
	r.Refresh()
	return r
}

type secretRenderer struct {
	box        *secretBox
	background *canvas.Rectangle
	texts      []*canvas.Text
}

// Layout implements fyne.WidgetRenderer.
func (r *secretRenderer) Layout(size fyne.Size) {
	r.background.Resize(size)
	r.Refresh()
}

// MinSize implements fyne.WidgetRenderer.
func (r *secretRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.box.Size().Height) }

// Refresh implements fyne.WidgetRenderer.
func (r *secretRenderer) Refresh() {
	fill(r.background, fynetheme.ColorNameHeaderBackground)
	r.background.StrokeColor, r.background.StrokeWidth = fynetheme.Color(fynetheme.ColorNameSeparator), theme.Line
	r.background.Refresh()
	r.texts = nil
	for i, line := range r.box.lines {
		t := canvas.NewText(line, fynetheme.Color(fynetheme.ColorNameForeground))
		t.TextSize, t.TextStyle.Monospace = secretText, true
		size := t.MinSize()
		put(t, secretPad, secretPad+float32(i)*secretLine+(secretLine-size.Height)/2, size.Width, size.Height)
		r.texts = append(r.texts, t)
	}
}

// Objects implements fyne.WidgetRenderer.
func (r *secretRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.background}
	for _, t := range r.texts {
		objects = append(objects, t)
	}
	return objects
}

// Destroy implements fyne.WidgetRenderer.
func (r *secretRenderer) Destroy() {}
