package users_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/identity"
	"roster/views/viewtest"
)

// The reasons that the menu shows.
const (
	ownAccount  = "You can't do this to your own account."
	ownPassword = "Change your own password under My account."
	systemAdmin = "Only a System Admin can do this."
	rank        = "You can only do this to Ledger managers. Ask a System Admin."
	noAttempts  = "There are no failed attempts to sign in."
)

// optionTexts holds the options for an enabled user, from top to bottom.
var optionTexts = []string{
	"Change role", "Change email", "Regenerate password", "Delete user", "Edit details", "Disable user", "Unlock",
	"Show history",
}

// menuTexts returns the texts of the open menu, from top to bottom, without the shortcuts, which must be beside the
// options that they belong to.
func menuTexts(p *viewtest.Person) (texts []string) {
	p.T.Helper()
	p.Settle()
	shortcuts := map[string]string{"Delete user": "Del", "Edit details": "F2"}
	option := ""
	for _, m := range p.Marks() {
		switch {
		case !m.Top || m.Text == "":
		case m.Text == shortcuts[option]:
			option = ""
		default:
			if shortcuts[option] != "" {
				p.T.Errorf("%q has no shortcut beside it", option)
			}
			option = m.Text
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func TestMenu(t *testing.T) {
	for _, c := range []struct {
		actor, target string
		reasons       map[string]string
	}{
		{"root", "root", map[string]string{
			"Change role": ownAccount, "Regenerate password": ownPassword, "Delete user": ownAccount, "Disable user": ownAccount,
			"Unlock": ownAccount,
		}},
		{"root", "zoe", map[string]string{"Unlock": noAttempts}},
		{"root", "boris", map[string]string{"Unlock": noAttempts}},
		{"root", "carla", map[string]string{"Unlock": noAttempts}},
		{"boris", "root", map[string]string{
			"Change role": systemAdmin, "Change email": rank, "Regenerate password": rank, "Delete user": rank,
			"Edit details": rank, "Disable user": rank, "Unlock": rank,
		}},
		{"boris", "boris", map[string]string{
			"Change role": ownAccount, "Regenerate password": ownPassword, "Delete user": ownAccount, "Disable user": ownAccount,
			"Unlock": ownAccount,
		}},
		{"boris", "other", map[string]string{
			"Change role": systemAdmin, "Change email": rank, "Regenerate password": rank, "Delete user": rank,
			"Edit details": rank, "Disable user": rank, "Unlock": rank,
		}},
		{"boris", "carla", map[string]string{"Change role": systemAdmin, "Unlock": noAttempts}},
	} {
		t.Run(c.actor+" "+c.target, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			w.AddAll(t, identity.Admin, "other")
			p := w.SitAs(t, c.actor)
			p.Gear(c.target)
			var want []string
			for _, label := range optionTexts {
				want = append(want, label)
				if why := c.reasons[label]; why != "" && !slices.Contains(want, why) { // each once
					want = append(want, why)
				}
			}
			if got := menuTexts(p); !slices.Equal(got, want) {
				t.Fatalf("menu: got %q, want %q", got, want)
			}
			for label, why := range c.reasons {
				p.Tap(label)
				if !p.OnTop(why) {
					t.Errorf("%s: the menu closed although the option is disabled: %q", label, p.Texts())
				}
			}
		})
	}
}

func TestMenuOfDisabledUser(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Gear("eve")
	want := slices.Insert(slices.Clone(optionTexts), 7, noAttempts)
	want[5] = "Enable user"
	if got := menuTexts(p); !slices.Equal(got, want) {
		t.Errorf("menu: got %q, want %q", got, want)
	}
}

func TestMenuOpensFromGearRightClickAndKey(t *testing.T) {
	w := viewtest.NewTeam(t)
	for name, open := range map[string]func(p *viewtest.Person){
		"gear": func(p *viewtest.Person) { p.Gear("carla") },
		"right click": func(p *viewtest.Person) {
			p.Click(p.RowOf("carla"), desktop.MouseButtonSecondary)
			p.Settle()
		},
		"menu key": func(p *viewtest.Person) { p.SelectUser("carla"); p.Press(desktop.KeyMenu) },
		"Shift+F10": func(p *viewtest.Person) {
			p.SelectUser("carla")
			k := p.Focused().(desktop.Keyable)
			k.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			p.Press(fyne.KeyF10)
			k.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := w.SitAs(t, "root")
			open(p)
			if got, want := menuTexts(p), slices.Insert(slices.Clone(optionTexts), 7, noAttempts); !slices.Equal(got, want) {
				t.Fatalf("menu: got %q, want %q", got, want)
			}
			p.Tap("Change email")
			p.See("Change email of carla")
		})
	}
}

// Keys refuse what the menu refuses, with the same reason.
func TestKeysRefuseWithReason(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "boris")
	p.SelectUser("root")
	p.Press(fyne.KeyDelete)
	p.See(rank)
	p.NotSee("Delete user root")
	p.SelectUser("boris")
	p.Press(fyne.KeyDelete)
	p.See(ownAccount)
	p.SelectUser("zoe")
	p.Press(fyne.KeyF2)
	p.See(rank)
	p.NotSee("Edit details of zoe")
}
