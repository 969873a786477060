package form

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/views/theme"
)

// Secret shows a value to be read and written down, such as a generated password: large, in the monospaced
// face, broken over lines only after a space or a hyphen. Copying is the caller's: only it knows when to clear
// the clipboard.
type Secret struct {
	base
	Label  string
	Value  string
	Hint   string
	Copy   string // labels the button that copies; "" for none
	OnCopy func(value string)

	box  *secretBox
	copy *Button
}

// SetValue shows another value.
func (s *Secret) SetValue(value string) {
	s.Value = value
	if s.box != nil {
		s.form.change()
		s.box.Refresh()
	}
}

// SetHint changes the line under the value, for instance to say that it was copied.
func (s *Secret) SetHint(hint string) {
	s.Hint, s.hint, s.failed = hint, hint, ""
	if s.form != nil {
		s.form.Update()
	}
}

// Fail says under the value what went wrong, until SetHint.
func (s *Secret) Fail(message string) {
	s.failed = message
	s.form.Update()
}

func (s *Secret) mount(f *Form) {
	s.attach(f, s.Label, "", s.Hint)
	s.box = &secretBox{secret: s}
	s.box.ExtendBaseWidget(s.box)
	if s.Copy != "" {
		s.copy = NewButton(s.Copy, "copy", Secondary, func() {
			if s.OnCopy != nil {
				s.OnCopy(s.Value)
			}
		})
		s.copy.on = hooks{escape: f.leave, gained: func() { f.last, f.current = s.copy, &s.base; f.frame.reveal() }}
	}
}

func (s *Secret) update() { s.tell(s.failed) }

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
	if s.copy != nil {
		button := s.copy.MinSize().Width
		room -= button + secretPad
		defer func(y float32) {
			height := s.box.Size().Height
			span(s.copy, x+width-button-10, y+(height-theme.Control)/2, button, theme.Control)
		}(y)
	}
	s.box.lines = breakSecret(s.Value, room)
	height := 2*secretPad + max(1, float32(len(s.box.lines)))*secretLine
	span(s.box, x, y, width, height)
	return s.arrangeMessage(x, y+height, width) - top
}

// Measures of a Secret in device-independent pixels.
const (
	secretPad  float32 = 16
	secretText float32 = 20
	secretLine float32 = 28
)

// breakSecret breaks a value into lines of at most that width, after spaces and hyphens only.
func breakSecret(value string, width float32) []string {
	style := fyne.TextStyle{Monospace: true}
	var lines []string
	line := ""
	for value != "" {
		end := strings.IndexAny(value, " -") + 1
		if end == 0 {
			end = len(value)
		}
		group := value[:end]
		value = value[end:]
		if line != "" && fyne.MeasureText(strings.TrimSpace(line+group), secretText, style).Width > width {
			lines = append(lines, line)
			line = ""
		}
		line += group
	}
	return append(lines, line)
}

// secretBox is the ground of a Secret with its lines.
type secretBox struct {
	widget.BaseWidget
	secret *Secret
	lines  []string
}

// CreateRenderer implements fyne.Widget.
func (b *secretBox) CreateRenderer() fyne.WidgetRenderer {
	r := &secretRenderer{box: b, ground: rectangle(theme.Radius)}
	r.Refresh()
	return r
}

type secretRenderer struct {
	box    *secretBox
	ground *canvas.Rectangle
	texts  []*canvas.Text
}

// Layout implements fyne.WidgetRenderer.
func (r *secretRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.Refresh()
}

// MinSize implements fyne.WidgetRenderer.
func (r *secretRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.box.Size().Height) }

// Refresh implements fyne.WidgetRenderer.
func (r *secretRenderer) Refresh() {
	fill(r.ground, fynetheme.ColorNameHeaderBackground)
	r.ground.StrokeColor, r.ground.StrokeWidth = fynetheme.Color(fynetheme.ColorNameSeparator), theme.Line
	r.ground.Refresh()
	r.texts = nil
	for i, line := range r.box.lines {
		t := canvas.NewText(line, fynetheme.Color(fynetheme.ColorNameForeground))
		t.TextSize, t.TextStyle.Monospace = secretText, true
		size := t.MinSize()
		span(t, secretPad, secretPad+float32(i)*secretLine+(secretLine-size.Height)/2, size.Width, size.Height)
		r.texts = append(r.texts, t)
	}
}

// Objects implements fyne.WidgetRenderer.
func (r *secretRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.ground}
	for _, t := range r.texts {
		objects = append(objects, t)
	}
	return objects
}

// Destroy implements fyne.WidgetRenderer.
func (r *secretRenderer) Destroy() {}
