package views

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"roster/app"
	"roster/data"
	"roster/views/table"
)

// newCrowd returns a file with that many users beside root, u000 and so on, whose last names run the other way.
func newCrowd(t *testing.T, n int) *world {
	t.Helper()
	w := newWorld(t)
	w.update(t, func(tx *data.Tx) error {
		for i := range n {
			name := fmt.Sprintf("u%03d", i)
			_, err := tx.InsertUser(app.User{
				Name: name, Email: name + "@example.com", LastName: fmt.Sprintf("L%03d", n-1-i), Role: app.LedgerManager,
				Status: app.Enabled,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return w
}

// rowsInView are the names of the users in the table, with how far down they stand.
func (p *person) rowsInView() (names []string, at []float32) {
	p.settle()
	for _, m := range p.inTable() {
		if len(m.text) == 4 && (m.text[0] == 'u' || m.text[0] == 'a') || m.text == "root" {
			names, at = append(names, m.text), append(at, m.at.Y)
		}
	}
	return names, at
}

func (p *person) wantInView(what, name string) {
	p.t.Helper()
	if names, _ := p.rowsInView(); !slices.Contains(names, name) {
		p.t.Errorf("%s: %s is not in view, but %q", what, name, names)
	}
}

func (p *person) wantSelected(what, foot string) {
	p.t.Helper()
	p.settle()
	if !p.shows(foot) {
		p.t.Errorf("%s: %q is not on the screen, but %q", what, foot, p.texts())
	}
}

// The selected user stays selected and in view, whatever the order and the filter.
func TestUsersKeepTheSelectedInView(t *testing.T) {
	p := newCrowd(t, 300).sitAs(t, "root")
	p.press(fyne.KeyEnd, fyne.KeyUp, fyne.KeyUp) // root, which has no last name, is the first of all
	p.wantSelected("by name", "Row 299 of 301")
	p.wantInView("by name", "u297")
	p.tap("Last name")
	p.wantSelected("by last name", "Row 4 of 301")
	p.wantInView("by last name", "u297")
	p.tap("Last name")
	p.wantSelected("by last name, reversed", "Row 298 of 301")
	p.wantInView("by last name, reversed", "u297")
	p.tap("All roles")
	p.tap("Ledger manager")
	p.wantSelected("filtered", "Row 298 of 300")
	p.wantInView("filtered", "u297")
	p.tap("Ledger manager")
	p.tap("System Admin")
	p.see("1 of 301 users")
	if names, _ := p.rowsInView(); !slices.Equal(names, []string{"root"}) {
		t.Errorf("System Admins: got %q, want root alone", names)
	}
}

// A search shows the first who are found; when it is over, the user selected in it stands among their neighbours.
func TestUsersSearchAndBack(t *testing.T) {
	p := newCrowd(t, 300).sitAs(t, "root")
	p.press(fyne.KeyEnd)
	p.shortcut(fyne.KeyF, ctrl)
	p.write("u1")
	if names, _ := p.rowsInView(); len(names) == 0 || names[0] != "u010" && names[0] != "u100" {
		t.Errorf("search: got %q, want the first at the top", names)
	}
	p.write("77")
	p.see("1 of 301 users")
	p.press(fyne.KeyDown, fyne.KeyDown)
	p.wantSelected("found", "Row 1 of 1")
	p.shortcut(fyne.KeyF, ctrl)
	p.clear()
	p.see("301 users")
	p.wantSelected("afterwards", "Row 179 of 301")
	p.wantInView("afterwards", "u177")
}

// What somebody else inserts or deletes above the rows in view does not move them.
func TestUsersDoNotMoveUnderTheReader(t *testing.T) {
	t.Run("while the index loads", func(t *testing.T) { // it does for a while, or is there already: it is the same
		w := newCrowd(t, 300)
		w.doNotMove(t, w.sitAs(t, "root"))
	})
	t.Run("with the index", func(t *testing.T) {
		w := newCrowd(t, 300)
		p := w.sitAs(t, "root")
		p.awaitIndex(w)
		w.doNotMove(t, p)
	})
}

func (w *world) doNotMove(t *testing.T, p *person) {
	t.Helper()
	p.press(fyne.KeyEnd)
	for range 30 {
		p.press(fyne.KeyUp)
	}
	names, at := p.rowsInView()
	same := func(what string) {
		t.Helper()
		if n, y := p.rowsInView(); !slices.Equal(n, names) || !slices.Equal(y, at) {
			t.Errorf("%s: got %q at %v, want %q at %v as before", what, n, y, names, at)
		}
	}
	other := w.again(t)
	other.addAll(t, app.LedgerManager, "a001", "a002", "a003")
	p.noticed()
	same("three more above")
	p.see("304 users")
	other.remove(t, "a002")
	p.noticed()
	same("one less")
	other.change(t, names[3], func(u *app.User) { u.FirstName = "Changed" })
	p.noticed()
	same("a change in view")
	p.see("Changed")
	other.change(t, "u000", func(u *app.User) { u.Name = "zzzz" })
	p.noticed()
	same("one went from above to below")
	p.see("303 users")
}

// awaitIndex waits until searches are answered from memory.
func (p *person) awaitIndex(w *world) {
	p.t.Helper()
	for end := time.Now().Add(time.Minute); w.service.Indexed() < 1; runtime.Gosched() {
		p.settle() // loading begins on the UI thread
		if time.Now().After(end) {
			p.t.Fatal("the index does not come")
		}
	}
}

// What was searched for is marked where it was found.
func TestUsersMarkWhatWasFound(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.shortcut(fyne.KeyF, ctrl)
	p.write("MOR")
	p.wantNames("found", "carla", "eve")
	var marked int
	for _, m := range p.marks() {
		if m.text == "Moretti" || m.text == "Moreau" {
			marked += p.groundsBehind(m)
		}
	}
	if marked != 2 {
		t.Errorf("got %d marks behind the last names, want 2", marked)
	}
}

// groundsBehind counts the rectangles that begin where a text does and are shorter.
func (p *person) groundsBehind(m mark) (n int) {
	p.each(func(_ int, o fyne.CanvasObject, whole, _ rect) bool {
		r, ok := o.(*canvas.Rectangle)
		if ok && r.Visible() && math.Abs(float64(whole.at.X-m.at.X)) < 3 && m.covers(fyne.NewPos(m.at.X+1, whole.middle().Y)) &&
			whole.size.Width > 8 && whole.size.Width < m.size.Width {
			n++
		}
		return true
	})
	return n
}

// table is the one on the screen.
func (p *person) table() (found *table.Table) {
	p.t.Helper()
	p.each(func(_ int, o fyne.CanvasObject, _, _ rect) bool {
		if t, ok := o.(*table.Table); ok {
			found = t
		}
		return true
	})
	if found == nil {
		p.t.Fatalf("there is no table, but %q", p.texts())
	}
	return found
}

func TestUsersSelectAll(t *testing.T) {
	p := newCrowd(t, 300).sitAs(t, "root")
	p.Focus(p.table())
	p.table().TypedShortcut(&fyne.ShortcutSelectAll{})
	p.see("301 users selected")
	p.press(fyne.KeyEscape)
	p.notSee("301 users selected")
}

// The selected user is not lost to a word that they do not have.
func TestUsersSearchForOthers(t *testing.T) {
	p := newCrowd(t, 300).sitAs(t, "root")
	p.press(fyne.KeyEnd) // u299
	p.shortcut(fyne.KeyF, ctrl)
	for _, text := range []string{"u", "2", "9", "x"} {
		p.write(text)
	}
	p.see("Nobody matches")
	p.clear()
	p.wantSelected("afterwards", "Row 301 of 301")
	p.wantInView("afterwards", "u299")
}

// A user who is created is in view, also as the last of all.
func TestUsersShowTheLastCreated(t *testing.T) {
	p := newCrowd(t, 300).sitAs(t, "root")
	p.fillCreate("u999", "u999@example.com", other)
	p.press(fyne.KeyReturn)
	p.wantSelected("created", "Row 302 of 302")
	p.wantInView("created", "u999")
}

// Whoever moves on while the file changes stays where they have moved to.
func TestUsersMoveWhileTheFileChanges(t *testing.T) {
	w := newCrowd(t, 300)
	p := w.sitAs(t, "root")
	p.awaitIndex(w)
	p.press(fyne.KeyEnd)
	for range 3 {
		p.shell.changed()
		p.key(fyne.KeyUp)
	}
	p.wantSelected("three up", "Row 298 of 301")
	p.shell.keys["sort 4"]()
	p.shell.changed() // while it is being sorted
	p.wantSelected("by last name", "Row 5 of 301")
	p.wantInView("by last name", "u296")
}
