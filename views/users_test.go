package views

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app"
	"roster/data"
)

// newTeam returns a file with a few users beside root: two more who administer, and four Ledger managers, one of
// them disabled.
func newTeam(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.add(t, app.User{Name: "zoe", FirstName: "Zoë", LastName: "Ångström", Role: app.SystemAdmin})
	w.add(t, app.User{Name: "boris", FirstName: "Boris", LastName: "Abel", Role: app.Admin})
	w.add(t, app.User{Name: "carla", FirstName: "Carla", LastName: "Moretti", Role: app.LedgerManager})
	w.add(t, app.User{Name: "dmitri", FirstName: "Дмитрий", LastName: "Орлов", Role: app.LedgerManager})
	w.add(t, app.User{Name: "eve", FirstName: "Eve", LastName: "Moreau", Role: app.LedgerManager, Status: app.Disabled})
	w.add(t, app.User{
		Name: "fatima", Email: "f.haddad@example.org", FirstName: "Fatima", LastName: "Haddad", Role: app.LedgerManager,
	})
	return w
}

var team = []string{"root", "zoe", "boris", "carla", "dmitri", "eve", "fatima"}

// names are the user names in the table from top to bottom.
func (p *person) names() (names []string) {
	p.settle()
	for _, m := range p.inTable() {
		if slices.Contains(team, m.text) {
			names = append(names, m.text)
		}
	}
	return names
}

// inTable are the texts of the table's rows, from top to bottom.
func (p *person) inTable() (marks []mark) {
	header := p.gearless()
	for _, m := range p.marks() {
		if m.text != "" && m.at.Y > header {
			marks = append(marks, m)
		}
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return int(a.at.Y) - int(b.at.Y) })
	return marks
}

// gearless is the lower edge of what stands above the rows.
func (p *person) gearless() float32 {
	at, _ := p.locate("Last sign-in")
	return at.Y
}

func (p *person) wantNames(what string, want ...string) {
	p.t.Helper()
	if got := p.names(); !slices.Equal(got, want) {
		p.t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestUsersSearch(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.see("7 users")
	p.shortcut(fyne.KeyF, ctrl)
	p.write("MOR")
	p.wantNames("part of a last name", "carla", "eve")
	p.see("2 of 7 users")
	p.write("etti")
	p.wantNames("more of it", "carla")
	p.see("1 of 7 users")
	p.clear()
	p.see("7 users")
	for text, want := range map[string]string{
		"example.org": "fatima", "ORLOW": "", "орлов": "dmitri", "A\u030angström": "zoe", "boris abel": "boris", "%": "",
	} {
		p.clear()
		p.write(text)
		if got := strings.Join(p.names(), " "); got != want {
			t.Errorf("search %q: got %q, want %q", text, got, want)
		}
	}
	p.press(fyne.KeyEscape)
	p.see("7 users")
	p.write("carla")
	p.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	p.see("Edit details of carla")
}

func TestUsersFilters(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.tap("All roles")
	p.tap("Admin")
	p.wantNames("Admins", "boris")
	p.see("1 of 7 users")
	p.tap("Admin")
	p.tap("Ledger manager")
	p.tap("Any status")
	p.tap("Disabled")
	p.wantNames("disabled Ledger managers", "eve")
	p.tap("Ledger manager")
	p.tap("System Admin")
	p.see("Nobody matches", "No user has all of that. Search for less, or show all.", "0 of 7 users")
	p.wantNames("disabled System Admins")
	p.tap("Show all users")
	p.see("7 users", "All roles", "Any status")
	p.notSee("Nobody matches")
}

func TestUsersSearchThatFindsNobody(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.shortcut(fyne.KeyF, ctrl)
	p.write("nobody at all")
	p.see("Nobody matches")
	p.press(fyne.KeyTab, fyne.KeyTab) // the cross, a filter
	p.tap("Show all users")
	p.see("7 users")
	p.notSee("nobody at all", "Nobody matches")
	p.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	p.see("Edit details of carla")
}

func TestUsersSort(t *testing.T) {
	byName := []string{"boris", "carla", "dmitri", "eve", "fatima", "root", "zoe"}
	p := newTeam(t).sitAs(t, "root")
	p.wantNames("at first", byName...)
	p.tap("User name")
	p.wantNames("by name, reversed", "zoe", "root", "fatima", "eve", "dmitri", "carla", "boris")
	p.tap("First name")
	p.wantNames("by first name", "root", "boris", "carla", "eve", "fatima", "zoe", "dmitri")
	p.shortcut(fyne.Key1, fyne.KeyModifierAlt)
	p.wantNames("by Alt+1", byName...)
	p.shortcut(fyne.Key6, fyne.KeyModifierAlt)
	if got := p.names(); got[len(got)-1] != "eve" {
		t.Errorf("by status: got %q, want the disabled one last", got)
	}
	p.shortcut(fyne.Key6, fyne.KeyModifierAlt)
	if got := p.names(); got[0] != "eve" {
		t.Errorf("by status, reversed: got %q, want the disabled one first", got)
	}
	p.shortcut(fyne.Key7, fyne.KeyModifierAlt)
	p.shortcut(fyne.Key7, fyne.KeyModifierAlt)
	if got := p.names(); got[0] != "root" {
		t.Errorf("by last sign-in, reversed: got %q, want root first", got)
	}
}

func TestUsersAreRemembered(t *testing.T) {
	w, a := newTeam(t), newApp(t)
	p := w.sitAt(t, a)
	p.signIn("root", secret)
	p.tap("User name")
	p.tap("All roles")
	p.tap("Ledger manager")
	p.tap("Any status")
	p.tap("Enabled")
	p.shortcut(fyne.KeyF, ctrl)
	p.write("moretti")
	p.end()

	p = w.sitAt(t, a)
	p.signIn("zoe", secret)
	p.wantNames("the next time, without the search", "fatima", "dmitri", "carla")
	p.see("3 of 7 users", "Ledger manager", "Enabled")
}

// What somebody wrote into the preferences by hand is not believed.
func TestUsersRememberedWrongly(t *testing.T) {
	w, a := newTeam(t), newApp(t)
	for _, key := range []string{keySort, keyRole, keyStatus} {
		a.Preferences().SetInt(key, 77)
	}
	a.Preferences().SetString(keyWidths, `{"name": -5, "email": 1e30, `)
	p := w.sitAt(t, a)
	p.signIn("root", secret)
	p.see("7 users", "All roles", "Any status")
}

func TestUsersOnlyYou(t *testing.T) {
	p := newWorld(t).sitAs(t, "root")
	p.see("Only you so far", "Create the people who work with the ledgers.", "1 user")
	if got := p.count("Create user"); got != 2 {
		t.Errorf("buttons that create: got %d, want 2, in the corner and in the middle", got)
	}
	p.fillCreate("anna", "anna@example.com", other)
	p.press(fyne.KeyReturn)
	p.see("2 users", "anna")
	p.notSee("Only you so far")
}

// Rows that come after the question has changed are dropped, and so is all that comes after the page was left.
func TestUsersDropLateAnswers(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.shortcut(fyne.KeyF, ctrl)
	for _, r := range "carla" {
		p.rune(r) // five questions at once
	}
	p.wantNames("after typing fast", "carla")

	p.rune('x')
	p.shell.showAccount()
	p.see("My account")
	p.notSee("Users page", "Nobody matches")
	p.shell.showUsers()
	p.shell.signOut()
	p.see("Sign in", "User name")
}

func TestUsersKeys(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.press(fyne.KeyDown, fyne.KeyEnd)
	p.see("Row 7 of 7")
	p.press(fyne.KeyHome, fyne.KeyDown)
	p.see("Row 2 of 7")
	p.press(desktop.KeyMenu)
	p.see("Regenerate password")
	p.press(fyne.KeyEscape)
	p.notSee("Regenerate password")
	p.press(fyne.KeyDelete)
	p.see("Delete user carla")
	p.press(fyne.KeyEscape, fyne.KeyReturn)
	p.see("Edit details of carla")
	p.press(fyne.KeyEscape)
	p.rune('?')
	p.see("Keyboard shortcuts", "Ctrl+N")
	p.press(fyne.KeyEscape)
	p.notSee("Keyboard shortcuts")
	p.press(fyne.KeyF1)
	p.see("Keyboard shortcuts")
}

// While a dialog or a menu is open, the shortcuts of the page rest.
func TestShortcutsRestUnderDialogs(t *testing.T) {
	p := newTeam(t).sitAs(t, "root")
	p.choose("carla", "Change email")
	p.shortcut(fyne.KeyN, ctrl)
	p.shortcut(fyne.Key1, fyne.KeyModifierAlt)
	p.press(fyne.KeyF1)
	p.notSee("Must change password at next sign-in", "Keyboard shortcuts")
	p.press(fyne.KeyEscape)
	p.gear("carla")
	p.shortcut(fyne.KeyN, ctrl)
	p.shortcut(fyne.Key1, fyne.KeyModifierAlt)
	p.notSee("Must change password at next sign-in")
	p.press(fyne.KeyEscape)
	p.wantNames("order as before", "boris", "carla", "dmitri", "eve", "fatima", "root", "zoe")
}

func TestUsersLastSignIn(t *testing.T) {
	w := newTeam(t)
	w.update(t, func(tx *data.Tx) error { return tx.SetLastSignIn(w.userIn(t, tx, "carla").ID) })
	w.now.set(start.Add(time.Hour))
	p := w.sitAs(t, "root")
	p.see("2026-03-02 09:00", "2026-03-02 10:00", "Never")
}

// The widths that a person gives the columns are there the next time.
func TestWidthsAreRemembered(t *testing.T) {
	w, a := newTeam(t), newApp(t)
	p := w.sitAt(t, a)
	p.signIn("root", secret)
	before := p.left("Email")
	p.drag(fyne.NewPos(before-8, p.gearless()), 60)
	wide := p.left("Email")
	if wide < before+40 {
		t.Fatalf("the next column is at %v and was at %v, want it 60 further", wide, before)
	}
	p.end()
	p = w.sitAt(t, a)
	p.signIn("root", secret)
	if got := p.left("Email"); got != wide {
		t.Errorf("the next time: got the next column at %v, want %v", got, wide)
	}
}

// left is the left edge of a text.
func (p *person) left(text string) float32 {
	p.t.Helper()
	p.settle()
	for _, m := range p.marks() {
		if m.text == text {
			return m.at.X
		}
	}
	p.t.Fatalf("%q is not on the screen", text)
	return 0
}

// drag presses at a place, moves to the right and lets go.
func (p *person) drag(from fyne.Position, by float32) {
	p.t.Helper()
	o, in := p.under(from, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Draggable); return ok })
	d, ok := o.(fyne.Draggable)
	if !ok {
		p.t.Fatalf("nothing to drag at %v", from)
	}
	d.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: in}, Button: desktop.MouseButtonPrimary})
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: in.AddXY(by, 0)}, Dragged: fyne.NewDelta(by, 0)})
	d.DragEnd()
	p.settle()
}
