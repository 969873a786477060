package users_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/data"
	"roster/identity"
	"roster/views/form"
	"roster/views/table"
	"roster/views/viewtest"
)

// latest is a text of the panel while it shows a user.
const latest = "Created"

// focusOn returns the text of the button that has the focus, "table" for the table, and otherwise "".
func focusOn(p *viewtest.Person) string {
	p.Settle()
	switch f := p.Focused().(type) {
	case *table.Table:
		return "table"
	case *form.Button:
		return f.Text + " " + f.Icon
	}
	return ""
}

func wantFocus(p *viewtest.Person, what, want string) {
	p.T.Helper()
	if got := focusOn(p); got != want {
		p.T.Errorf("%s: the focus is on %q, want %q", what, got, want)
	}
}

// inPanel returns the texts of the panel, from top to bottom.
func inPanel(p *viewtest.Person) (texts []string) {
	p.Settle()
	left := float32(0)
	for _, m := range p.Marks() {
		if strings.HasPrefix(m.Image, "gear-") {
			left = m.At.X + m.Size.Width
		}
	}
	for _, m := range p.Marks() {
		if m.Text != "" && m.At.X > left && m.At.Y > headerTop(p)-20 && m.At.Y < p.Size().Height-36 {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// wantPanel fails the test unless the panel shows all texts.
func wantPanel(p *viewtest.Person, what string, want ...string) {
	p.T.Helper()
	got := inPanel(p)
	for _, text := range want {
		if !slices.Contains(got, text) {
			p.T.Errorf("%s: the panel shows %q, want %q", what, got, text)
		}
	}
}

// Enter opens the details, which follow the selection. Enter again goes into them, and Escape closes them.
func TestDetailsByKeyboard(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Press(fyne.KeyDown, fyne.KeyReturn)
	wantPanel(p, "opened", "boris", "Admin", "BA", "boris@example.com", "Abel", "Enabled", latest)
	wantFocus(p, "opened", "table")
	p.Press(fyne.KeyDown)
	wantPanel(p, "the next user", "carla", "Moretti", "Ledger manager")
	if slices.Contains(inPanel(p), "boris@example.com") {
		t.Errorf("the panel still shows boris: %q", inPanel(p))
	}
	p.Press(fyne.KeyEscape)
	p.NotSee(latest)
	wantFocus(p, "closed", "table")

	p.Press(fyne.KeyReturn, fyne.KeyReturn)
	wantFocus(p, "inside", " copy")
	p.Press(fyne.KeyTab)
	wantFocus(p, "the first option", "Change role shield")
	p.Press(fyne.KeyReturn)
	p.See("Change role of carla")
	p.Press(fyne.KeyEscape)
	p.NotSee("Change role of carla")
	wantFocus(p, "after the form", "Change role shield")
	p.Press(fyne.KeyF2)
	p.See("Edit details of carla")
	p.Press(fyne.KeyEscape)
	p.Hold(fyne.KeyEscape)
	p.NotSee(latest)
	wantFocus(p, "closed from inside", "table")
	p.Press(fyne.KeyDown)
	p.See("Row 3 of 7")

	p.Press(fyne.KeyReturn, fyne.KeyTab)
	wantFocus(p, "Tab from the table", " copy")
	p.Press(fyne.KeyReturn)
	if got := p.App.Clipboard().Content(); got != "dmitri@example.com" {
		t.Errorf("copied %q, want the address of dmitri", got)
	}
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Press(fyne.KeyEscape)
	p.NotSee(latest)
	wantFocus(p, "closed from the search", "table")
}

// A click on a name opens the details, and so does a double click. A click beside it selects.
func TestDetailsByMouse(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.SelectUser("carla")
	p.NotSee(latest)
	p.Tap("carla")
	wantPanel(p, "a click on the name", "carla", "Moretti")
	p.SelectUser("eve")
	wantPanel(p, "a click beside another name", "eve", "Disabled")
	p.Tap("dmitri")
	wantPanel(p, "a click on another name", "dmitri")
	wantFocus(p, "clicked", "table")
	ok := false
	for _, m := range p.Marks() {
		if strings.HasPrefix(m.Image, "x-") {
			p.Click(m.Middle(), desktop.MouseButtonPrimary)
			ok = true
		}
	}
	if p.NotSee(latest); !ok {
		t.Error("the panel has no button that closes it")
	}
	for range 2 {
		p.Click(p.RowOf("eve"), desktop.MouseButtonPrimary)
	}
	wantPanel(p, "a double click", "eve")
	wantFocus(p, "a double click", "table")
}

// The options are those of the menu, in its order, with the same reasons, each once.
func TestDetailsOptions(t *testing.T) {
	for _, c := range []struct{ actor, target string }{
		{"root", "root"}, {"root", "zoe"}, {"root", "eve"}, {"boris", "root"}, {"boris", "boris"}, {"boris", "carla"},
	} {
		t.Run(c.actor+" "+c.target, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, c.actor)
			p.Window.Resize(fyne.NewSize(1180, 2000))
			p.SelectUser(c.target)
			p.Gear(c.target)
			menu := menuTexts(p)
			p.Press(fyne.KeyEscape, fyne.KeyReturn)
			shown := inPanel(p)
			at := slices.Index(shown, menu[0])
			for _, text := range menu {
				i := slices.Index(shown, text)
				if strings.HasSuffix(text, ".") { // a reason
					if n := count(shown, text); n != 1 {
						t.Errorf("%q is %d times in the panel, want once: %q", text, n, shown)
					}
					continue
				}
				if i != at {
					t.Errorf("%q is at %d in the panel, want at %d: %q", text, i, at, shown)
				}
				at++
				p.Gear(c.target)
				p.Tap(text)
				refused := p.OnTop("Show history") && text != "Show history"
				p.Shell.Routes.Users()
				p.Settle()
				p.SelectUser(c.target)
				if p.Button(text).Disabled() != refused {
					t.Errorf("%s: refused in the menu: %v, in the panel: %v", text, refused, !refused)
				}
			}
		})
	}
}

func count(texts []string, text string) (n int) {
	for _, s := range texts {
		if s == text {
			n++
		}
	}
	return n
}

// Everything about a user that matters is there.
func TestDetailsFacts(t *testing.T) {
	w := viewtest.NewTeam(t)
	day, _ := identity.ParseDate("2026-03-01")
	w.Add(t, identity.User{
		Name: "mia", Email: "mia@example.com", Role: identity.LedgerManager, Status: identity.NoPassword, Expires: day,
		Note: "On leave.\nBack in May.",
	})
	w.FailSignIns(t, "carla")
	w.Update(t, func(tx *data.Tx) error {
		c := w.Account(t, "dmitri").Credential
		c.MustChange, c.Expires = true, viewtest.Start().Add(72*time.Hour)
		_, err := tx.SetCredential(c)
		return err
	})
	p := w.SitAs(t, "root")
	p.Window.Resize(fyne.NewSize(1180, 1200))
	p.SelectUser("mia")
	p.Press(fyne.KeyReturn)
	wantPanel(p, "mia", "No password", "None", "1 March 2026 (expired)", "On leave. Back in May.", "Never")
	p.SelectUser("carla")
	wantPanel(p, "carla", "Failed attempts", "Created", "Changed", "Last sign-in")
	if got := inPanel(p); !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, ", locked until 2026-03-02") }) {
		t.Errorf("carla: the panel shows %q, want until when she is locked", got)
	}
	p.SelectUser("dmitri")
	if got := inPanel(p); !slices.ContainsFunc(got, func(s string) bool {
		return strings.HasPrefix(s, "Start password, must be changed by 2026-03-05")
	}) {
		t.Errorf("dmitri: the panel shows %q, want a start password", got)
	}
	p.Choose("dmitri", "Disable user")
	p.Press(fyne.KeyReturn)
	wantPanel(p, "disabled", "Disabled", "Enable user", "disabled dmitri")
	p.Tap("Enable user")
	p.Press(fyne.KeyReturn)
	wantPanel(p, "enabled again", "Enabled", "Disable user", "enabled dmitri")
}

// An Admin reads what is noted about another Admin, but cannot change it. Nobody reads their own note.
func TestDetailsOfOthers(t *testing.T) {
	w := viewtest.NewTeam(t)
	for _, name := range []string{"root", "boris"} {
		w.Change(t, name, func(u *identity.User) { u.Note, u.Expires = "About "+name, 30_000 })
	}
	p := w.SitAs(t, "boris")
	p.Window.Resize(fyne.NewSize(1180, 1000))
	p.SelectUser("root")
	p.Press(fyne.KeyReturn)
	wantPanel(p, "root", rank, "Note", "About root", "20 February 2052", "System Admin")
	p.WantEnabled("Edit details", false)
	p.Press(fyne.KeyF2)
	p.NotSee("Save")
	p.See(rank)
	p.SelectUser("boris")
	wantPanel(p, "boris", "20 February 2052")
	p.NotSee("About boris", "Note")
	p.Press(fyne.KeyF2)
	p.See("Edit details of boris", "20 February 2052")
	p.NotSee("About boris")
}

// The panel stays open, and is open the next time.
func TestDetailsAreRemembered(t *testing.T) {
	w, a := viewtest.NewTeam(t), viewtest.NewApp(t)
	p := w.SitAt(t, a)
	p.SignIn("root", viewtest.Secret)
	p.SelectUser("carla")
	p.Press(fyne.KeyReturn)
	p.OpenPlace("Journal")
	p.OpenPlace("Users")
	p.See("No user selected", "Select a user to see their details.")
	p.SelectUser("eve")
	wantPanel(p, "back on the page", "eve", latest)
	p.Shell.End()

	p = w.SitAt(t, a)
	p.SignIn("zoe", viewtest.Secret)
	p.SelectUser("carla")
	wantPanel(p, "the next time", "carla", latest)
	p.Press(fyne.KeyEscape)
	p.OpenPlace("Journal")
	p.OpenPlace("Users")
	p.NotSee("No user selected")
}

// The panel shows what others change, says when they have deleted the user, and does not pass over to another one.
func TestDetailsFollowTheFile(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.SelectUser("carla")
	p.Press(fyne.KeyReturn)
	w.Change(t, "carla", func(u *identity.User) { u.LastName = "Bianchi" })
	p.FileChanged()
	wantPanel(p, "changed", "Bianchi")
	w.Remove(t, "carla")
	p.FileChanged()
	p.FileChanged()
	wantPanel(p, "deleted", "carla", "This user has since been deleted.")
	p.NotSee(latest, "carla@example.com")
	p.Press(fyne.KeyDown)
	wantPanel(p, "moved on", latest)
	p.NotSee("This user has since been deleted.")

	p.SelectUser("eve")
	p.Tap("Delete user")
	p.Write("eve")
	p.Press(fyne.KeyReturn)
	p.Confirm()
	p.See("“eve” was deleted.")
	wantPanel(p, "deleted by the person", "eve", "This user has since been deleted.")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Press(fyne.KeyReturn)
	p.See("“mia” was created.")
	wantPanel(p, "created", "mia", latest)
}

// With several users selected, the panel has no options that would act on one of them.
func TestDetailsOfSeveral(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.SelectUser("carla")
	p.Press(fyne.KeyReturn)
	p.Table().SelectAll()
	wantPanel(p, "all", "7 users selected", "The options above the table and in the menu of a row act on all of them.")
	p.NotSee(latest)
	p.Press(fyne.KeyF2)
	p.See("Select a single user to edit their details.")
	p.Press(fyne.KeyEscape)
	wantPanel(p, "one", "carla", latest)
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("nobody at all")
	p.See("No user selected")
}

// Answers about users who are no longer selected are dropped, and no button acts on anyone but the selected user.
func TestDetailsDropLateAnswers(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Press(fyne.KeyHome, fyne.KeyReturn)
	wantPanel(p, "first", "boris")
	role := p.Button("Change role")
	p.Key(fyne.KeyDown)
	p.Key(fyne.KeyDown)
	role.Tapped(nil)
	p.NotSee("Change role of boris", "Change role of carla")
	wantPanel(p, "after moving fast", "dmitri", "dmitri@example.com")
	role.Tapped(nil)
	p.See("Change role of dmitri")
}

// In a narrow window the panel takes the place of the table, with a way back.
func TestDetailsInNarrowWindow(t *testing.T) {
	w, a := viewtest.NewTeam(t), viewtest.NewApp(t)
	p := w.SitAt(t, a)
	p.Window.Resize(fyne.NewSize(640, 480))
	p.SignIn("root", viewtest.Secret)
	p.SelectUser("carla")
	p.Press(fyne.KeyReturn)
	p.See("Back", "carla@example.com")
	p.NotSee("dmitri")
	if on := focusOn(p); on == "table" || on == "" {
		t.Errorf("the focus is on %q, which is not in view", on)
	}
	p.Press(fyne.KeyEscape)
	p.NotSee("Back")
	p.See("dmitri")
	wantFocus(p, "closed", "table")

	p.Press(fyne.KeyReturn)
	p.Tap("Back")
	wantFocus(p, "back", "table")
	p.Press(fyne.KeyReturn)
	p.Window.Resize(fyne.NewSize(1180, 760)) // both fit now
	p.See("carla@example.com", "dmitri", latest)
	p.SelectUser("dmitri")
	p.Window.Resize(fyne.NewSize(640, 480)) // the table has the focus, and stays
	p.See("eve")
	p.NotSee("Back")
	p.Shell.End()

	p = w.SitAt(t, a)
	p.Window.Resize(fyne.NewSize(640, 480))
	p.SignIn("root", viewtest.Secret)
	p.See("carla", "dmitri") // the table comes first
	p.SelectUser("carla")
	p.NotSee("Back")
	p.Press(fyne.KeyReturn)
	p.See("Back")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("dmi")
	p.See("dmitri", "1 of 7 users")
	p.NotSee("Back")
}

// What has the focus is scrolled into view, and the keys that scroll scroll the panel, however long it is.
func TestDetailsScroll(t *testing.T) {
	w := viewtest.NewTeam(t)
	long := strings.Repeat("Wolfeschlegelsteinhausen", 6)[:128]
	w.Change(t, "carla", func(u *identity.User) {
		u.FirstName, u.LastName, u.Note = long, long, strings.Repeat("On leave until May.\n", 20)
		u.Email = strings.Repeat("a", 60) + "@" + strings.Repeat("subdomain.", 18) + "example.com"
	})
	p := w.SitAs(t, "root")
	p.Window.Resize(fyne.NewSize(900, 480))
	p.SelectUser("carla")
	p.Press(fyne.KeyReturn, fyne.KeyReturn)
	for range 9 {
		f, ok := p.Focused().(*form.Button)
		if !ok {
			break
		}
		if f.Text != "" && !p.Shows(f.Text) {
			t.Errorf("%q has the focus and is not in view", f.Text)
		}
		if f.Icon == "x" {
			break
		}
		p.Press(fyne.KeyTab)
	}
	p.SelectUser("carla")
	p.Press(fyne.KeyReturn)
	wantFocus(p, "at the top", " copy")
	for range 20 {
		p.Press(fyne.KeyPageDown)
	}
	if !p.Shows("Show history") && !p.Shows(latest) {
		t.Errorf("the end is not in view: %q", inPanel(p))
	}
	for _, m := range p.Marks() {
		if m.At.X > 560 && m.At.X+m.Size.Width > 900 {
			t.Errorf("%q is wider than the panel", m.Text)
		}
	}
}
