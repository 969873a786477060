package users_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/data"
	"roster/views/control"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

// names returns the user names in the table, from top to bottom.
func names(p *viewtest.Person) (names []string) {
	p.Settle()
	for _, m := range inTable(p) {
		if slices.Contains(viewtest.Team(), m.Text) {
			names = append(names, m.Text)
		}
	}
	return names
}

// inTable returns the texts of the table's rows, from top to bottom.
func inTable(p *viewtest.Person) (marks []viewtest.Mark) {
	header := headerTop(p)
	for _, m := range p.Marks() {
		if m.Text != "" && m.At.Y > header {
			marks = append(marks, m)
		}
	}
	slices.SortStableFunc(marks, func(a, b viewtest.Mark) int { return int(a.At.Y) - int(b.At.Y) })
	return marks
}

// headerTop returns the vertical position of the table's header.
func headerTop(p *viewtest.Person) float32 {
	at, _ := p.Locate("Last sign-in")
	return at.Y
}

func wantNames(p *viewtest.Person, what string, want ...string) {
	p.T.Helper()
	if got := names(p); !slices.Equal(got, want) {
		p.T.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestUsersSearch(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.See("7 users")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("MOR")
	wantNames(p, "part of a last name", "carla", "eve")
	p.See("2 of 7 users")
	p.Write("etti")
	wantNames(p, "more of it", "carla")
	p.See("1 of 7 users")
	p.Clear()
	p.See("7 users")
	for text, want := range map[string]string{
		"example.org": "fatima", "ORLOW": "", "орлов": "dmitri", "A\u030angström": "zoe", "boris abel": "boris", "%": "",
	} {
		p.Clear()
		p.Write(text)
		if got := strings.Join(names(p), " "); got != want {
			t.Errorf("search %q: got %q, want %q", text, got, want)
		}
	}
	p.Press(fyne.KeyEscape)
	p.See("7 users")
	p.Write("carla")
	p.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyF2)
	p.See("Edit details of carla")
}

func TestUsersFilters(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Tap("All roles")
	p.Tap("Admin")
	wantNames(p, "Admins", "boris")
	p.See("1 of 7 users")
	p.Tap("Admin")
	p.Tap("Ledger manager")
	p.Tap("Any status")
	p.Tap("Disabled")
	wantNames(p, "disabled Ledger managers", "eve")
	p.Tap("Ledger manager")
	p.Tap("System Admin")
	p.See("No users found", "Try fewer filters, or clear them.", "0 of 7 users")
	wantNames(p, "disabled System Admins")
	p.Tap("Show all users")
	p.See("7 users", "All roles", "Any status")
	p.NotSee("No users found")
}

func TestUsersSearchFindsNobody(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("nobody at all")
	p.See("No users found", "Try a shorter search, or clear it.")
	p.Press(fyne.KeyTab, fyne.KeyTab) // the clear button, a filter
	p.Tap("Show all users")
	p.See("7 users")
	p.NotSee("nobody at all", "No users found")
	p.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyF2)
	p.See("Edit details of carla")
}

// Down goes from the search to the first user found, whoever was selected before, and F2 edits them.
func TestUsersSearchThenDown(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.SelectUser("root")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Press(fyne.KeyDown, fyne.KeyF2)
	p.See("Edit details of boris")
	p.Press(fyne.KeyEscape)
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("moretti")
	p.Press(fyne.KeyDown, fyne.KeyF2)
	p.See("Edit details of carla")
	p.Press(fyne.KeyEscape)
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write(" nobody")
	p.Press(fyne.KeyDown, fyne.KeyF2)
	p.NotSee("Edit details of carla")
}

func TestUsersSort(t *testing.T) {
	byName := []string{"boris", "carla", "dmitri", "eve", "fatima", "root", "zoe"}
	p := viewtest.NewTeam(t).SitAs(t, "root")
	wantNames(p, "at first", byName...)
	p.Tap("User name")
	wantNames(p, "by name, reversed", "zoe", "root", "fatima", "eve", "dmitri", "carla", "boris")
	p.Tap("First name")
	wantNames(p, "by first name", "root", "boris", "carla", "eve", "fatima", "zoe", "dmitri")
	p.Shortcut(fyne.Key1, fyne.KeyModifierAlt)
	wantNames(p, "by Alt+1", byName...)
	p.Shortcut(fyne.Key6, fyne.KeyModifierAlt)
	if got := names(p); got[len(got)-1] != "eve" {
		t.Errorf("by status: got %q, want the disabled one last", got)
	}
	p.Shortcut(fyne.Key6, fyne.KeyModifierAlt)
	if got := names(p); got[0] != "eve" {
		t.Errorf("by status, reversed: got %q, want the disabled one first", got)
	}
	p.Shortcut(fyne.Key7, fyne.KeyModifierAlt)
	p.Shortcut(fyne.Key7, fyne.KeyModifierAlt)
	if got := names(p); got[0] != "root" {
		t.Errorf("by last sign-in, reversed: got %q, want root first", got)
	}
}

func TestUsersAreRemembered(t *testing.T) {
	w, a := viewtest.NewTeam(t), viewtest.NewApp(t)
	p := w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	p.Tap("User name")
	p.Tap("All roles")
	p.Tap("Ledger manager")
	p.Tap("Any status")
	p.Tap("Enabled")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("moretti")
	p.Shell.End()

	p = w.SitAt(t, a)
	p.SignIn("zoe", viewtest.Secret)
	wantNames(p, "the next time, without the search", "fatima", "dmitri", "carla")
	p.See("3 of 7 users", "Ledger manager", "Enabled")
}

// Invalid preferences are ignored.
func TestUsersRememberedWrongly(t *testing.T) {
	w, a := viewtest.NewTeam(t), viewtest.NewApp(t)
	for _, key := range []string{"users.sort", "users.role", "users.status"} {
		a.Preferences().SetInt(key, 77)
	}
	a.Preferences().SetString("users.widths", `{"name": -5, "email": 1e30, `)
	p := w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	p.See("7 users", "All roles", "Any status")
}

func TestUsersOnlyYou(t *testing.T) {
	p := viewtest.NewWorld(t).SitAs(t, "root")
	p.See("You're the only user", "Add the people who work with the ledgers.", "1 user")
	if got := p.Count("Create user"); got != 2 {
		t.Errorf("buttons that create: got %d, want 2, in the corner and in the middle", got)
	}
	p.FillCreate("anna", "anna@example.com", viewtest.Other)
	p.Press(fyne.KeyReturn)
	p.See("2 users", "anna")
	p.NotSee("You're the only user")
}

// Results are dropped if the query has changed or the page was left.
func TestUsersDropLateResults(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	for _, r := range "carla" {
		p.Rune(r) // five searches at once
	}
	wantNames(p, "after typing fast", "carla")

	p.Rune('x')
	p.Shell.Routes.Account()
	p.See("My account")
	p.NotSee("Users page", "No users found")
	p.Shell.Routes.Users()
	p.Shell.SignOut()
	p.See("Sign in", "User name or email address")
}

func TestUsersKeys(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Press(fyne.KeyDown, fyne.KeyEnd)
	p.See("Row 7 of 7")
	p.Press(fyne.KeyHome, fyne.KeyDown)
	p.See("Row 2 of 7")
	p.Press(desktop.KeyMenu)
	p.See("Regenerate password")
	p.Press(fyne.KeyEscape)
	p.NotSee("Regenerate password")
	p.Press(fyne.KeyDelete)
	p.See("Delete user carla")
	p.Press(fyne.KeyEscape, fyne.KeyF2)
	p.See("Edit details of carla")
	p.Press(fyne.KeyEscape)
	p.Rune('?')
	p.See("Keyboard shortcuts", "Ctrl+N")
	p.Press(fyne.KeyEscape)
	p.NotSee("Keyboard shortcuts")
	p.Press(fyne.KeyF1)
	p.See("Keyboard shortcuts")
}

// Shift is released while a menu or a form is open, so the table does not see it.
func TestShiftIsReleasedElsewhere(t *testing.T) {
	for key, opened := range map[fyne.KeyName]string{
		fyne.KeyF10: "Regenerate password", fyne.KeyDelete: "Delete user carla", fyne.KeyF2: "Edit details of carla",
	} {
		p := viewtest.NewTeam(t).SitAs(t, "root")
		p.SelectUser("carla")
		p.Focused().(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftRight})
		p.Press(key)
		p.See(opened)
		p.Press(fyne.KeyEscape, fyne.KeyDown)
		if got := p.Table().SelectedCount(); got != 1 {
			t.Errorf("after Shift+%s and Down: got %d rows selected, want 1", key, got)
		}
	}
}

// Tab reaches every control of the page Users and then starts over.
func TestTabReachesThePage(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	seen := map[fyne.Focusable]bool{}
	for range 20 {
		p.Press(fyne.KeyTab)
		if f := p.Focused(); f == nil {
			t.Fatal("nothing has the focus")
		} else if seen[f] {
			break
		} else {
			seen[f] = true
		}
	}
	if got := len(seen); got != 12 { // File, four places, person, search, two filters, more, create, table
		t.Errorf("widgets that Tab reaches: got %d, want 12: %v", got, seen)
	}
}

func TestUsersLastSignIn(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.Update(t, func(tx *data.Tx) error {
		_, err := tx.SetLastSignIn(w.UserIn(t, tx, "carla").ID)
		return err
	})
	w.Clock.Set(viewtest.Start().Add(time.Hour))
	p := w.SitAs(t, "root")
	p.See("1 hour ago", "Just now", "Never")
}

// What is abbreviated in a row, and what an icon means, is said while the pointer rests on it.
func TestTips(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.Update(t, func(tx *data.Tx) error {
		_, err := tx.SetLastSignIn(w.UserIn(t, tx, "carla").ID)
		return err
	})
	w.Clock.Set(viewtest.Start().Add(time.Hour))
	p := w.SitAs(t, "root")
	tips := p.Canvas.Content().(*control.Ground).Tips
	rest := func(text string) fyne.Position {
		t.Helper()
		for _, m := range p.Marks() {
			if m.Text == text || m.Image == text {
				return m.Middle()
			}
		}
		t.Fatalf("%q is not on the screen", text)
		return fyne.Position{}
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.Table())
	over := func(pos fyne.Position) {
		p.Table().MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos.Subtract(at)}})
	}
	over(rest("1 hour ago"))
	p.Await("the time", func() bool { return tips.Shown() == "2026-03-02 09:00" })
	over(rest("carla"))
	if got := tips.Shown(); got != "" {
		t.Errorf("over another cell: got %q, want nothing", got)
	}
	over(fyne.NewPos(p.Table().Size().Width-30, rest("carla").Y))
	p.Await("what the gear is for", func() bool { return tips.Shown() == "Options (Menu key)" })
	p.Tap("Create user")
	if got := tips.Shown(); got != "" {
		t.Errorf("under a form: got %q, want nothing", got)
	}
	p.Press(fyne.KeyEscape)
	over(rest("carla"))
	over(rest("1 hour ago"))
	p.Await("the time", func() bool { return tips.Shown() != "" })
	p.Shortcut(fyne.KeyL, viewtest.Ctrl)
	if got := tips.Shown(); got != "" {
		t.Errorf("over a locked window: got %q, want nothing", got)
	}
}

// Column widths are remembered.
func TestWidthsAreRemembered(t *testing.T) {
	w, a := viewtest.NewTeam(t), viewtest.NewApp(t)
	p := w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	before := left(p, "Email")
	drag(p, fyne.NewPos(before-8, headerTop(p)), 60)
	wide := left(p, "Email")
	if wide < before+40 {
		t.Fatalf("the next column is at %v and was at %v, want it 60 further", wide, before)
	}
	p.Shell.End()
	p = w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	if got := left(p, "Email"); got != wide {
		t.Errorf("the next time: got the next column at %v, want %v", got, wide)
	}
}

// left returns the left edge of a text.
func left(p *viewtest.Person, text string) float32 {
	p.T.Helper()
	p.Settle()
	for _, m := range p.Marks() {
		if m.Text == text {
			return m.At.X
		}
	}
	p.T.Fatalf("%q is not on the screen", text)
	return 0
}

// drag presses at a position, moves to the right and releases.
func drag(p *viewtest.Person, from fyne.Position, by float32) {
	p.T.Helper()
	o, in := p.Under(from, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Draggable); return ok })
	d, ok := o.(fyne.Draggable)
	if !ok {
		p.T.Fatalf("nothing to drag at %v", from)
	}
	d.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: in},
		Button: desktop.MouseButtonPrimary})
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: in.AddXY(by, 0)}, Dragged: fyne.NewDelta(by, 0)})
	d.DragEnd()
	p.Settle()
}

// The page's shortcuts do nothing while a dialog or a menu is open.
func TestShortcutsUnderDialogs(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Choose("carla", "Change email")
	p.Shortcut(fyne.KeyN, viewtest.Ctrl)
	p.Shortcut(fyne.Key1, fyne.KeyModifierAlt)
	p.Press(fyne.KeyF1)
	p.NotSee("Must change password at next sign-in", "Keyboard shortcuts")
	p.Press(fyne.KeyEscape)
	p.Gear("carla")
	p.Shortcut(fyne.KeyN, viewtest.Ctrl)
	p.Shortcut(fyne.Key1, fyne.KeyModifierAlt)
	p.NotSee("Must change password at next sign-in")
	p.Press(fyne.KeyEscape)
	wantNames(p, "order as before", "boris", "carla", "dmitri", "eve", "fatima", "root", "zoe")
}
