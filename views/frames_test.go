package views_test

import (
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"roster/views"
	"roster/views/viewtest"
)

// mostFrames is how many frames may be painted in ten seconds in which nothing changes. Without a graphics card each
// frame paints the whole window, which takes 10 to 40 ms of CPU.
const mostFrames = 25

// forms returns the pages and forms that are not among the pictures.
func forms() []scene {
	edit := func(option string) func(*viewtest.Person) {
		return func(p *viewtest.Person) { p.Choose("carla.moretti", option) }
	}
	journal := func(button string) func(*viewtest.Person) {
		return func(p *viewtest.Person) {
			p.Shortcut(fyne.KeyJ, viewtest.Ctrl)
			if button != "" {
				p.Tap(button)
			}
		}
	}
	account := func(button string) func(*viewtest.Person) {
		return func(p *viewtest.Person) {
			p.OpenAccount("anna")
			p.Tap(button)
		}
	}
	return []scene{
		{name: "recover", do: func(p *viewtest.Person) { p.Tap("Forgot password?") }},
		{name: "must-change", as: "anna", do: func(p *viewtest.Person) { p.Shell.Routes.MustChange() }},
		{name: "edit", as: "anna", do: edit("Edit details")},
		{name: "email", as: "anna", do: edit("Change email")},
		{name: "regenerate", as: "anna", do: edit("Regenerate password")},
		{name: "disable", as: "anna", do: edit("Disable user")},
		{name: "history", as: "anna", do: edit("Show history")},
		{name: "confirm", as: "anna", do: func(p *viewtest.Person) {
			p.Choose("carla.moretti", "Delete user")
			p.Write("carla.moretti")
			p.Press(fyne.KeyReturn)
			p.See("Confirm it's you")
		}},
		{name: "journal-search", as: "anna", do: func(p *viewtest.Person) {
			journal("")(p)
			p.Shortcut(fyne.KeyF, viewtest.Ctrl)
			p.Write("signed")
		}},
		{name: "entry", as: "anna", do: func(p *viewtest.Person) {
			journal("")(p)
			p.Press(fyne.KeyDown, fyne.KeyReturn)
		}},
		{name: "export", as: "anna", do: journal("Export")},
		{name: "verify", as: "anna", do: journal("Verify")},
		{name: "open", do: func(p *viewtest.Person) { p.Shortcut(fyne.KeyO, viewtest.Ctrl) }},
		{name: "new-file", as: "anna", do: func(p *viewtest.Person) {
			p.Tap("File")
			p.Tap("New file …")
		}},
		{name: "copy", as: "anna", do: func(p *viewtest.Person) {
			p.Shortcut(fyne.KeyS, viewtest.Ctrl|fyne.KeyModifierShift)
		}},
		{name: "my-email", as: "anna", do: account("Change email")},
		{name: "my-password", as: "anna", do: account("Change password")},
		{name: "renew-key", as: "anna", do: func(p *viewtest.Person) {
			p.OpenSettings()
			p.Tap("Renew recovery key")
		}},
		{name: "crash", do: func(p *viewtest.Person) { views.ShowCrash(p.Window, "/home/anna/crash.txt", nil) }},
	}
}

// An idle window stays as it is: no caret fades, and nothing is written again that has not changed. The Tab key moves
// the focus to every field and button of a page.
func TestIdleWindowIsNotPainted(t *testing.T) {
	const stops = 12
	for _, s := range append(scenes(), forms()...) {
		t.Run(s.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				frames := viewtest.NewFrames(t, viewtest.NewApp(t))
				p := s.open(t, frames)
				for range stops {
					if n := frames.Idle(p, 10*time.Second); n > mostFrames {
						t.Errorf("%d frames were painted in ten seconds with the focus on %T, want at most %d", n, p.Focused(),
							mostFrames)
					}
					p.Press(fyne.KeyTab)
				}
			})
		})
	}
}

// The caret of a focused entry fades, and each step paints the whole window. If this fails, the tag no_animations is
// no longer needed, or the frames are no longer counted.
func TestStockCaretPaints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		frames := viewtest.NewFrames(t, test.NewTempApp(t))
		p := viewtest.NewPerson(t, frames)
		e := widget.NewEntry()
		p.Window.SetContent(e)
		p.Focus(e)
		if n := frames.Idle(p, 10*time.Second); n <= mostFrames {
			t.Errorf("%d frames were painted in ten seconds, want more than %d", n, mostFrames)
		}
	})
}
