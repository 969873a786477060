package control

import "fyne.io/fyne/v2"

// Press notes which key was pressed. Fyne repeats a key that is held down, also on a widget that has got the focus
// since, and only KeyDown tells the difference. A key that does something acts once: it would otherwise go on to do
// something with what it has opened. A widget that embeds a Press implements desktop.Keyable.
type Press struct {
	key   fyne.KeyName
	fresh bool // nothing has acted on it yet
}

// KeyDown implements desktop.Keyable.
func (p *Press) KeyDown(key *fyne.KeyEvent) { p.key, p.fresh = key.Name, true }

// KeyUp implements desktop.Keyable.
func (p *Press) KeyUp(*fyne.KeyEvent) {}

// Take reports whether a key was pressed while the widget had the focus and has not acted since. It may act now.
func (p *Press) Take(key fyne.KeyName) bool {
	// Fyne has no names for the letters of some keyboards, but recognizes shortcuts by where their keys are.
	if !p.fresh || p.key != key && p.key != fyne.KeyUnknown {
		return false
	}
	p.fresh = false
	return true
}
