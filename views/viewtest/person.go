package viewtest

import (
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/views"
	"roster/views/entrance"
	"roster/views/form"
	"roster/views/shell"
	"roster/views/theme"
	"roster/views/viewtest/still"
)

// Person is a simulated user of a window, who reads, types and clicks.
type Person struct {
	*Screen
	T      *testing.T
	App    fyne.App
	Window *Window
	Shell  *shell.Shell     // nil if the window shows no file
	Log    *strings.Builder // the log; the test fails if it is not empty at the end
	// Slowest is the longest time that delivering a result has taken. The window cannot draw a frame meanwhile.
	Slowest time.Duration
	queue   *queue
	// RecentFiles is the option of a window that shows no file.
	RecentFiles func() []string
}

// NewApp returns a Fyne app with the light theme and, like the program, without animations.
func NewApp(t *testing.T) fyne.App {
	t.Helper()
	a := still.App(test.NewTempApp(t))
	light := fynetheme.VariantLight
	a.Settings().SetTheme(theme.Theme{Force: &light})
	return a
}

// NewPerson returns a person at an empty window.
func NewPerson(t *testing.T, a fyne.App) *Person {
	t.Helper()
	win := test.NewTempWindow(t, nil)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(1180, 760)) // as the program makes it
	screen := &Screen{Canvas: win.Canvas()}
	return &Person{
		Screen: screen, T: t, App: a, Window: &Window{Window: win, canvas: screen},
		Log: &strings.Builder{}, queue: newQueue(),
	}
}

// Sit opens a window on the file. Fyne's test driver assumes that the focused widget is in the window opened last.
func (w *World) Sit(t *testing.T) *Person {
	t.Helper()
	return w.SitAt(t, NewApp(t))
}

// SitAt opens a window on the file in an app.
func (w *World) SitAt(t *testing.T, a fyne.App) *Person {
	t.Helper()
	p := NewPerson(t, a)
	o := p.options()
	o.Service, o.ScreenLocked, o.Crash = w.Service, w.ScreenLocked, w.Crash
	o.OpenFile, o.RecentFiles, o.ChooseFile, o.SystemMenu = w.OpenFile, w.RecentFiles, w.ChooseFile, w.SystemMenu
	o.Lost = func(damage error) { // as in package desktop
		p.Shell.End()
		p.ShowProblem(entrance.Problem{Path: w.Path, Err: damage, Open: true, Rescue: w.Rescue})
	}
	p.Shell = views.Open(t.Context(), o)
	t.Cleanup(func() {
		p.Shell.End()
		if p.Log.Len() > 0 && !t.Failed() {
			t.Errorf("unexpected log:\n%s", p.Log)
		}
	})
	p.Settle()
	return p
}

func (p *Person) options() shell.Options {
	return shell.Options{
		Window: p.Window, App: p.App, UI: p.queue.put, Log: slog.New(slog.NewTextHandler(p.Log, nil)),
		RecentFiles: p.RecentFiles,
	}
}

// ShowProblem shows why a file is not open, in place of what the window showed.
func (p *Person) ShowProblem(problem entrance.Problem) {
	p.Shell = views.ShowProblem(p.T.Context(), p.options(), problem)
	p.T.Cleanup(p.Shell.End)
}

// Settle waits until all pending work has delivered its result.
func (p *Person) Settle() {
	p.T.Helper()
	p.settleUntil(func() bool { return false })
}

// SeeAtOnce waits until the window shows a text, and then delivers no more results: what the person does next comes
// before them.
func (p *Person) SeeAtOnce(text string) {
	p.T.Helper()
	p.settleUntil(func() bool { return p.Shows(text) })
	if !p.Shows(text) {
		p.T.Fatalf("%q is not on the screen, which shows %q", text, p.Texts())
	}
}

// SeeSoon delivers results until done returns true, and then no more.
func (p *Person) SeeSoon(what string, done func() bool) {
	p.T.Helper()
	p.settleUntil(done)
	if !done() {
		p.T.Fatalf("no %s; the screen shows %q", what, p.Texts())
	}
}

// settleUntil delivers the results of pending work until there are no more, or until done returns true.
func (p *Person) settleUntil(done func() bool) {
	p.T.Helper()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for !done() {
		if f := p.queue.take(); f != nil {
			begin := time.Now()
			f()
			p.Slowest = max(p.Slowest, time.Since(begin))
			continue
		}
		if p.Shell == nil || !p.Shell.Working() {
			return
		}
		select {
		case <-p.queue.filled:
		case <-limit.C:
			p.T.Fatalf("the work does not end; the screen shows %q", p.Texts())
		}
	}
}

// Await settles until done returns true, for at most a minute.
func (p *Person) Await(what string, done func() bool) {
	p.T.Helper()
	for end := time.Now().Add(time.Minute); !done(); runtime.Gosched() {
		if p.Settle(); time.Now().After(end) {
			p.T.Fatalf("%s: waited in vain; the screen shows %q", what, p.Texts())
		}
	}
}

// FileChanged does what the watch does when the file has changed.
func (p *Person) FileChanged() {
	p.T.Helper()
	p.Shell.Refresh()
	p.Settle()
}

// See fails the test unless the window shows all texts.
func (p *Person) See(texts ...string) {
	p.T.Helper()
	p.Settle()
	for _, text := range texts {
		if !p.Shows(text) {
			p.T.Fatalf("%q is not on the screen, which shows %q", text, p.Texts())
		}
	}
}

// SeePart fails the test unless the window shows all texts, each as a part of another. It leaves out spaces: long paths
// are broken anywhere.
func (p *Person) SeePart(texts ...string) {
	p.T.Helper()
	p.Settle()
	all := joined(strings.Join(p.Texts(), "\n"))
	for _, text := range texts {
		if !strings.Contains(all, joined(text)) {
			p.T.Fatalf("%q is no part of the screen, which shows %q", text, p.Texts())
		}
	}
}

func joined(text string) string { return strings.Join(strings.Fields(text), "") }

// NotSee fails the test if the window shows any of the texts.
func (p *Person) NotSee(texts ...string) {
	p.T.Helper()
	p.Settle()
	for _, text := range texts {
		if p.Shows(text) {
			p.T.Fatalf("%q is on the screen: %q", text, p.Texts())
		}
	}
}

// Write types a text into the focused widget.
func (p *Person) Write(text string) {
	p.T.Helper()
	for _, r := range text {
		p.Rune(r)
	}
	p.Settle()
}

// Rune types a character and does not wait.
func (p *Person) Rune(r rune) {
	if f := p.Focused(); f != nil {
		f.TypedRune(r)
	} else if typed := p.OnTypedRune(); typed != nil {
		typed(r)
	}
}

// Press presses keys one after the other and settles after each.
func (p *Person) Press(keys ...fyne.KeyName) {
	p.T.Helper()
	for _, key := range keys {
		p.Key(key)
		p.Settle()
	}
}

// Hold holds a key down until it was repeated a few times, and settles after each.
func (p *Person) Hold(key fyne.KeyName) {
	p.T.Helper()
	p.down(key)
	for range repeats {
		p.repeat(key)
		p.Settle()
	}
	if f, ok := p.Focused().(desktop.Keyable); ok {
		f.KeyUp(&fyne.KeyEvent{Name: key})
	}
}

// repeats is how often a key that is held down is repeated.
const repeats = 5

// Key presses a key and does not wait.
func (p *Person) Key(name fyne.KeyName) {
	p.down(name)
	p.repeat(name)
}

// down does what Fyne's desktop driver does first when a key is pressed, but not while it is held down.
func (p *Person) down(name fyne.KeyName) {
	event := &fyne.KeyEvent{Name: name}
	switch f := p.Focused().(type) {
	case nil:
		p.OnKeyDown()(event)
	case desktop.Keyable:
		f.KeyDown(event)
	default:
		p.T.Errorf("%T has the focus, and cannot tell a key that is pressed from one that is held down", f)
	}
}

// repeat does what Fyne's desktop driver does when a key is pressed, and again and again while it is held down.
func (p *Person) repeat(name fyne.KeyName) {
	f := p.Focused()
	if tab, takes := f.(fyne.Tabbable); name == fyne.KeyTab && !(takes && tab.AcceptsTab()) {
		p.FocusNext()
		return
	}
	switch event := (&fyne.KeyEvent{Name: name}); {
	case f != nil:
		f.TypedKey(event)
	case p.OnTypedKey() != nil:
		p.OnTypedKey()(event)
	}
	if name == fyne.KeySpace { // Fyne sends both
		p.Rune(' ')
	}
}

// Clear empties the focused field.
func (p *Person) Clear() {
	p.T.Helper()
	f, ok := p.Focused().(fyne.Shortcutable)
	if !ok {
		p.T.Fatalf("%T has the focus, want a field", p.Focused())
	}
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	p.Press(fyne.KeyBackspace)
}

// Ctrl is the modifier of most shortcuts.
const Ctrl = fyne.KeyModifierShortcutDefault

// Shortcut presses a key with a modifier, and settles.
func (p *Person) Shortcut(key fyne.KeyName, modifier fyne.KeyModifier) {
	p.T.Helper()
	p.Chord(key, modifier)
	p.Settle()
}

// HoldShortcut holds a key down with a modifier until it was repeated a few times, and settles after each.
func (p *Person) HoldShortcut(key fyne.KeyName, modifier fyne.KeyModifier) {
	p.T.Helper()
	p.down(key)
	for range repeats {
		p.repeatChord(key, modifier)
		p.Settle()
	}
}

// Chord presses a key with a modifier as Fyne's desktop driver does, and does not wait.
func (p *Person) Chord(key fyne.KeyName, modifier fyne.KeyModifier) {
	p.down(key)
	p.repeatChord(key, modifier)
}

func (p *Person) repeatChord(key fyne.KeyName, modifier fyne.KeyModifier) {
	var s fyne.Shortcut = &desktop.CustomShortcut{KeyName: key, Modifier: modifier}
	switch {
	case key == fyne.KeyZ && modifier == Ctrl:
		s = &fyne.ShortcutUndo{}
	case key == fyne.KeyC && modifier == Ctrl:
		s = &fyne.ShortcutCopy{Clipboard: p.App.Clipboard()}
	}
	if f, ok := p.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s) // the field forwards it to Fyne's test canvas, which ignores it
	}
	p.TypedShortcut(s)
}

// Tap clicks the widget with a text in the uppermost layer.
func (p *Person) Tap(text string) {
	p.T.Helper()
	p.Settle()
	p.Click(p.Find(text), desktop.MouseButtonPrimary)
	p.Settle()
}

// TapLast clicks the last widget with a text, such as a drop-down below others.
func (p *Person) TapLast(text string) {
	p.T.Helper()
	p.Settle()
	at := fyne.Position{}
	for _, m := range p.Marks() {
		if m.Text == text && m.Top {
			at = m.Middle()
		}
	}
	p.Click(at, 1)
	p.Settle()
}

// Find returns the middle of a clickable widget with a text.
func (p *Person) Find(text string) fyne.Position {
	p.T.Helper()
	at, ok := p.Clickable(text)
	if !ok {
		p.T.Fatalf("nothing clickable shows %q; the screen shows %q", text, p.Texts())
	}
	return at
}

// OnTop reports whether the uppermost layer shows a text.
func (p *Person) OnTop(text string) bool {
	p.Settle()
	return slices.ContainsFunc(p.Marks(), func(m Mark) bool { return m.Top && m.Text == text })
}

// Count returns how many times a text is shown.
func (p *Person) Count(text string) (n int) {
	p.Settle()
	for _, s := range p.Texts() {
		if s == text {
			n++
		}
	}
	return n
}

// WantEnabled fails the test unless the button with a text is enabled, or disabled, as wanted.
func (p *Person) WantEnabled(text string, want bool) {
	p.T.Helper()
	p.Settle()
	if got := !p.Button(text).Disabled(); got != want {
		p.T.Errorf("button %q: enabled %v, want %v", text, got, want)
	}
}

// Button returns the button with a text.
func (p *Person) Button(text string) *form.Button {
	p.T.Helper()
	o, _ := p.Under(p.Find(text), func(o fyne.CanvasObject) bool { _, ok := o.(*form.Button); return ok })
	b, ok := o.(*form.Button)
	if !ok {
		p.T.Fatalf("%q is not a button", text)
	}
	return b
}

// Into clicks into the field with a label.
func (p *Person) Into(label string) {
	p.T.Helper()
	p.Settle()
	for _, m := range p.Marks() {
		if m.Top && m.Text == label {
			at := fyne.NewPos(m.At.X+40, m.At.Y+m.Size.Height+theme.Control/2)
			if o, _ := p.Under(at, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Focusable); return ok }); o != nil {
				p.Click(at, desktop.MouseButtonPrimary)
				p.Settle()
				return
			}
		}
	}
	p.T.Fatalf("no field %q; the screen shows %q", label, p.Texts())
}

// Fill replaces the content of the field with a label.
func (p *Person) Fill(label, text string) {
	p.T.Helper()
	p.Into(label)
	p.Clear()
	p.Write(text)
}

// Optional follows the label of a field that may stay empty.
const Optional = "  (optional)"
