package shell_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/identity"
	"roster/views/viewtest"
)

// inBar returns the texts in the app bar, and the names of the icons there, from left to right.
func inBar(p *viewtest.Person) (texts, icons []string) {
	p.T.Helper()
	p.Settle()
	marks := p.Marks()
	slices.SortStableFunc(marks, func(a, b viewtest.Mark) int { return int(a.At.X - b.At.X) })
	for _, m := range marks {
		if m.Top && m.At.Y < 56 && m.Text != "" {
			texts = append(texts, m.Text)
		} else if m.Top && m.At.Y < 56 {
			name, _, _ := strings.Cut(m.Image, "-")
			icons = append(icons, name)
		}
	}
	return texts, icons
}

// contains reports whether all is a part of texts, in that order.
func contains(texts []string, all ...string) bool {
	for _, text := range texts {
		if len(all) > 0 && text == all[0] {
			all = all[1:]
		}
	}
	return len(all) == 0
}

// Each person sees the places that they may see.
func TestPlaces(t *testing.T) {
	for name, want := range map[string][]string{
		"root":  {"Users", "Journal", "Backups", "Settings"},
		"boris": {"Users", "Journal", "Settings"},
		"carla": {"My events", "Settings"},
	} {
		t.Run(name, func(t *testing.T) {
			p := viewtest.NewTeam(t).Sit(t)
			p.SignIn(name, viewtest.Secret)
			texts, _ := inBar(p)
			for _, place := range []string{"Users", "Journal", "My events", "Backups", "Settings"} {
				if got, want := slices.Contains(texts, place), slices.Contains(want, place); got != want {
					t.Errorf("%s is in the bar: got %v, want %v", place, got, want)
				}
			}
			if !contains(texts, want...) {
				t.Errorf("got %q, want %q in this order", texts, want)
			}
			p.Tap(name + "@example.com")
			p.See("My account", "Lock", "Sign out")
			for _, place := range want {
				if p.OnTop(place) {
					t.Errorf("%s is in the menu of the person, too", place)
				}
			}
		})
	}
}

// The places lead to their pages, and a line marks the current one. My account is none of them.
func TestPlacesLeadToPages(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	for _, c := range []struct{ place, shows string }{
		{"Journal", "Any outcome"}, {"Backups", "No backups yet"}, {"Settings", "Appearance"}, {"Users", "Create user"},
	} {
		p.OpenPlace(c.place)
		p.See(c.shows)
		if got := underlined(p); got != c.place {
			t.Errorf("marked: got %q, want %s", got, c.place)
		}
	}
	p.OpenAccount("root")
	if got := underlined(p); got != "" {
		t.Errorf("marked: got %q, want none", got)
	}
}

// underlined returns the text of the place with a line under it.
func underlined(p *viewtest.Person) (place string) {
	p.Settle()
	var lines []viewtest.Rect
	p.Each(func(_ int, _ fyne.CanvasObject, whole, _ viewtest.Rect) bool {
		if whole.Size.Height == 3 && whole.At.Y == 53 {
			lines = append(lines, whole)
		}
		return true
	})
	for _, m := range p.Marks() {
		under := func(l viewtest.Rect) bool { return m.At.X == l.At.X }
		if m.Text != "" && m.At.Y < 56 && slices.ContainsFunc(lines, under) {
			place += m.Text
		}
	}
	return place
}

// The arrow keys move along the bar and around its ends. Enter and Space open a place.
func TestBarByKeyboard(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Press(fyne.KeyTab)
	first := p.Focused()
	p.Press(fyne.KeyLeft, fyne.KeyReturn) // the person
	p.See("My account", "Sign out")
	p.Press(fyne.KeyEscape, fyne.KeyRight)
	if p.Focused() != first {
		t.Errorf("after the last one %T has the focus, want the first one", p.Focused())
	}
	p.Press(fyne.KeyLeft, fyne.KeyLeft, fyne.KeySpace)
	p.See("Appearance")
	p.Press(fyne.KeyF1)
	p.NotSee("Sign in")
}

// Nothing overlaps in a bar of any width, and what is not there in words is in the person's menu.
func TestBarFits(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.Change(t, "zoe", func(u *identity.User) {
		u.FirstName, u.LastName = "Friederike Charlotte", "von Hohenzollern-Sigmaringen"
	})
	for _, name := range []string{"root", "zoe", "carla"} {
		for _, tag := range []string{"en", "de"} {
			t.Run(name+" "+tag, func(t *testing.T) {
				p := w.Sit(t)
				p.Shell.Routes.Backups = func() {}
				p.SignIn(name, viewtest.Secret)
				p.Shell.SetLanguage(tag)
				t.Cleanup(func() { p.Shell.SetLanguage("en") })
				p.Shell.Home()
				for width := float32(560); width <= 1400; width += 20 {
					p.Window.Resize(fyne.NewSize(width, 480))
					checkBar(t, p, width)
				}
			})
		}
	}
	p := w.SitAs(t, "root")
	p.Window.Resize(fyne.NewSize(600, 480))
	if texts, icons := inBar(p); slices.Contains(texts, "Settings") || !slices.Contains(icons, "sliders") {
		t.Errorf("narrow: got %q and the icons %q, want only icons", texts, icons)
	}
	p.Tap("root@example.com")
	p.Tap("Settings")
	p.See("Appearance")
	p.Window.Resize(fyne.NewSize(360, 480))
	if _, icons := inBar(p); slices.Contains(icons, "sliders") {
		t.Errorf("too narrow for icons: got %q, want none of a place", icons)
	}
	p.Tap("R") // all that is left of root
	p.Tap("Journal")
	p.See("Filters")
}

// checkBar checks that the parts of the bar neither overlap nor leave the window.
func checkBar(t *testing.T, p *viewtest.Person, width float32) {
	t.Helper()
	p.Settle()
	var parts []viewtest.Rect
	p.Each(func(_ int, o fyne.CanvasObject, whole, _ viewtest.Rect) bool {
		if _, ok := o.(fyne.Focusable); ok && whole.At.Y < 56 {
			parts = append(parts, whole)
			return false
		}
		return whole.At.Y < 56
	})
	slices.SortFunc(parts, func(a, b viewtest.Rect) int { return int(a.At.X - b.At.X) })
	if len(parts) < 3 {
		t.Fatalf("width %v: got %d parts, want the places and the person", width, len(parts))
	}
	end := float32(24 + 32) // of the logo
	for _, r := range parts {
		if r.At.X < end || r.At.X+r.Size.Width > width {
			t.Errorf("width %v: a part from %v to %v overlaps one that ends at %v, or leaves the window", width, r.At.X,
				r.At.X+r.Size.Width, end)
		}
		end = r.At.X + r.Size.Width
	}
}
