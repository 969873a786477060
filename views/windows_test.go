package views_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"roster/views/viewtest"
)

// Two windows show the same file. Fyne's test driver assumes that all widgets are in the window opened last, so the
// test acts mostly in that one.
func TestTwoWindows(t *testing.T) {
	w, a := viewtest.NewTeam(t), viewtest.NewApp(t)
	first := w.SitAt(t, a)
	first.SignIn("zoe", viewtest.Secret)
	second := w.Again(t).SitAt(t, a)
	second.SignIn("root", viewtest.Secret)

	second.FillCreate("mia", "mia@example.com", viewtest.Other)
	second.Tap("Create user")
	second.See("“mia” was created.")
	first.FileChanged()
	first.See("8 users", "mia")

	second.Choose("carla", "Change role")
	second.Press(fyne.KeyUp, fyne.KeyReturn)
	second.See("The role of carla is now Admin.")
	second.Choose("eve", "Enable user")
	second.Press(fyne.KeyReturn)
	second.See("“eve” was enabled.")
	first.FileChanged()
	if got := first.Count("Disabled"); got != 0 {
		t.Errorf("disabled users in the other window: got %d, want none", got)
	}
	if got := first.Count("Admin"); got != 2 {
		t.Errorf("Admins in the other window: got %d, want boris and carla", got)
	}
}
