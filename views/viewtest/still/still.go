package control

import "fyne.io/fyne/v2"

// Still turns off the animations of Fyne's widgets in an app. The caret of an entry then stands still. Otherwise it
// fades, and each step paints the whole window: without a graphics card, an open form would take a quarter of a core.
func Still(a fyne.App) fyne.App {
	s := still{a}
	fyne.SetCurrentApp(s) // whose settings the widgets ask
	return s
}

// still is an app whose settings turn off animations.
type still struct{ fyne.App }

// Settings implements fyne.App.
func (s still) Settings() fyne.Settings { return stillSettings{s.App.Settings()} }

// stillSettings turn off animations. Fyne itself offers only a build tag and a file that holds for all its programs.
type stillSettings struct{ fyne.Settings }

// ShowAnimations implements fyne.Settings.
func (stillSettings) ShowAnimations() bool { return false }
