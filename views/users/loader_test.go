package users_test

import (
	"math"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"roster/identity"
	"roster/views/viewtest"
)

// rowsInView returns the names of the users in view and their vertical positions.
func rowsInView(p *viewtest.Person) (names []string, at []float32) {
	p.Settle()
	for _, m := range inTable(p) {
		if len(m.Text) == 4 && (m.Text[0] == 'u' || m.Text[0] == 'a') || m.Text == "root" {
			names, at = append(names, m.Text), append(at, m.At.Y)
		}
	}
	return names, at
}

func wantInView(p *viewtest.Person, what, name string) {
	p.T.Helper()
	if names, _ := rowsInView(p); !slices.Contains(names, name) {
		p.T.Errorf("%s: %s is not in view; the table shows %q", what, name, names)
	}
}

func wantSelected(p *viewtest.Person, what, foot string) {
	p.T.Helper()
	p.Settle()
	if !p.Shows(foot) {
		p.T.Errorf("%s: %q is not on the screen, which shows %q", what, foot, p.Texts())
	}
}

// The selected user stays selected and in view when the sorting or the filter changes.
func TestUsersKeepTheSelectedInView(t *testing.T) {
	p := viewtest.NewCrowd(t, 300).SitAs(t, "root")
	p.Press(fyne.KeyEnd, fyne.KeyUp, fyne.KeyUp) // root, which has no last name, is the first of all
	wantSelected(p, "by name", "Row 299 of 301")
	wantInView(p, "by name", "u297")
	p.Tap("Last name")
	wantSelected(p, "by last name", "Row 4 of 301")
	wantInView(p, "by last name", "u297")
	p.Tap("Last name")
	wantSelected(p, "by last name, reversed", "Row 298 of 301")
	wantInView(p, "by last name, reversed", "u297")
	p.Tap("All roles")
	p.Tap("Ledger manager")
	wantSelected(p, "filtered", "Row 298 of 300")
	wantInView(p, "filtered", "u297")
	p.Tap("Ledger manager")
	p.Tap("System Admin")
	p.See("1 of 301 users")
	if names, _ := rowsInView(p); !slices.Equal(names, []string{"root"}) {
		t.Errorf("System Admins: got %q, want root alone", names)
	}
}

// A search shows the first results. When it is cleared, the user selected in it is shown among their neighbours.
func TestUsersSearchAndBack(t *testing.T) {
	p := viewtest.NewCrowd(t, 300).SitAs(t, "root")
	p.Press(fyne.KeyEnd)
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("u1")
	if names, _ := rowsInView(p); len(names) == 0 || names[0] != "u010" && names[0] != "u100" {
		t.Errorf("search: got %q, want the first match at the top", names)
	}
	p.Write("77")
	p.See("1 of 301 users")
	p.Press(fyne.KeyDown, fyne.KeyDown)
	wantSelected(p, "found", "Row 1 of 1")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Clear()
	p.See("301 users")
	wantSelected(p, "afterwards", "Row 179 of 301")
	wantInView(p, "afterwards", "u177")
}

// Insertions and deletions by others above the rows in view do not move them.
func TestUsersInViewDoNotMove(t *testing.T) {
	t.Run("while the index loads", func(t *testing.T) { // the index may be ready already; the result is the same
		w := viewtest.NewCrowd(t, 300)
		doNotMove(t, w, w.SitAs(t, "root"))
	})
	t.Run("with the index", func(t *testing.T) {
		w := viewtest.NewCrowd(t, 300)
		p := w.SitAs(t, "root")
		awaitIndex(p, w)
		doNotMove(t, w, p)
	})
}

func doNotMove(t *testing.T, w *viewtest.World, p *viewtest.Person) {
	t.Helper()
	p.Press(fyne.KeyEnd)
	for range 30 {
		p.Press(fyne.KeyUp)
	}
	names, at := rowsInView(p)
	same := func(what string) {
		t.Helper()
		if n, y := rowsInView(p); !slices.Equal(n, names) || !slices.Equal(y, at) {
			t.Errorf("%s: got %q at %v, want %q at %v as before", what, n, y, names, at)
		}
	}
	other := w.Again(t)
	other.AddAll(t, identity.LedgerManager, "a001", "a002", "a003")
	p.FileChanged()
	same("three more above")
	p.See("304 users")
	other.Remove(t, "a002")
	p.FileChanged()
	same("one less")
	other.Change(t, names[3], func(u *identity.User) { u.FirstName = "Changed" })
	p.FileChanged()
	same("a change in view")
	p.See("Changed")
	other.Change(t, "u000", func(u *identity.User) { u.Name = "zzzz" })
	p.FileChanged()
	same("one went from above to below")
	p.See("303 users")
}

// awaitIndex waits until the index is ready.
func awaitIndex(p *viewtest.Person, w *viewtest.World) {
	p.T.Helper()
	p.Await("the index", func() bool { return w.Service.Indexed() == 1 })
}

// Matches of the search are marked.
func TestUsersMarkMatches(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("MOR")
	wantNames(p, "found", "carla", "eve")
	var marked int
	for _, m := range p.Marks() {
		if m.Text == "Moretti" || m.Text == "Moreau" {
			marked += groundsBehind(p, m)
		}
	}
	if marked != 2 {
		t.Errorf("got %d marks behind the last names, want 2", marked)
	}
}

// groundsBehind counts the rectangles that begin at the left edge of a text and are narrower.
func groundsBehind(p *viewtest.Person, m viewtest.Mark) (n int) {
	p.Each(func(_ int, o fyne.CanvasObject, whole, _ viewtest.Rect) bool {
		r, ok := o.(*canvas.Rectangle)
		if ok && r.Visible() && math.Abs(float64(whole.At.X-m.At.X)) < 3 &&
			m.Covers(fyne.NewPos(m.At.X+1, whole.Middle().Y)) &&
			whole.Size.Width > 8 && whole.Size.Width < m.Size.Width {
			n++
		}
		return true
	})
	return n
}

func TestUsersSelectAll(t *testing.T) {
	p := viewtest.NewCrowd(t, 300).SitAs(t, "root")
	p.Focus(p.Table())
	p.Table().TypedShortcut(&fyne.ShortcutSelectAll{})
	p.See("301 users selected")
	p.Press(fyne.KeyEscape)
	p.NotSee("301 users selected")
}

// The selected user is still selected after a search that excludes them.
func TestUsersSearchForOthers(t *testing.T) {
	p := viewtest.NewCrowd(t, 300).SitAs(t, "root")
	p.Press(fyne.KeyEnd) // u299
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	for _, text := range []string{"u", "2", "9", "x"} {
		p.Write(text)
	}
	p.See("No users found")
	p.Clear()
	wantSelected(p, "afterwards", "Row 301 of 301")
	wantInView(p, "afterwards", "u299")
}

// A new user is in view even as the last of all.
func TestUsersShowTheLastCreated(t *testing.T) {
	p := viewtest.NewCrowd(t, 300).SitAs(t, "root")
	p.FillCreate("u999", "u999@example.com", viewtest.Other)
	p.Press(fyne.KeyReturn)
	wantSelected(p, "created", "Row 302 of 302")
	wantInView(p, "created", "u999")
}

// Moving the selection while the file changes is not undone.
func TestUsersMoveWhileTheFileChanges(t *testing.T) {
	w := viewtest.NewCrowd(t, 300)
	p := w.SitAs(t, "root")
	awaitIndex(p, w)
	p.Press(fyne.KeyEnd)
	for range 3 {
		p.Shell.Refresh()
		p.Key(fyne.KeyUp)
	}
	wantSelected(p, "three up", "Row 298 of 301")
	p.Chord(fyne.Key4, fyne.KeyModifierAlt)
	p.Shell.Refresh() // while it is being sorted
	wantSelected(p, "by last name", "Row 5 of 301")
	wantInView(p, "by last name", "u296")
}

// The selected user stays selected when other users are added and deleted.
func TestSelectionFollowsTheUser(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.SelectUser("eve")
	p.See("Row 4 of 7")
	w.AddAll(t, identity.LedgerManager, "anna", "bert")
	w.Remove(t, "carla")
	p.FileChanged()
	p.See("Row 5 of 8")
	p.Press(fyne.KeyF2)
	p.See("Edit details of eve")
}
