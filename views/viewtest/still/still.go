// Package still turns off the animations of Fyne's widgets in tests, as the build tag no_animations does in the
// program. Fyne's test app ignores the tag.
package still

import "fyne.io/fyne/v2"

// App returns an app without animations and makes it the current one, whose settings the widgets ask.
func App(a fyne.App) fyne.App {
	s := app{a}
	fyne.SetCurrentApp(s)
	return s
}

type app struct{ fyne.App }

// Settings implements fyne.App.
func (a app) Settings() fyne.Settings { return settings{a.App.Settings()} }

type settings struct{ fyne.Settings }

// ShowAnimations implements fyne.Settings.
func (settings) ShowAnimations() bool { return false }
