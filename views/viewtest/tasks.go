package viewtest

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"roster/app/password"
	"roster/views/table"
)

// SitAs opens a window over the file and signs in with the password Secret.
func (w *World) SitAs(t *testing.T, name string) *Person {
	t.Helper()
	p := w.Sit(t)
	p.SignIn(name, Secret)
	return p
}

// SignIn fills the sign-in in.
func (p *Person) SignIn(name, password string) {
	p.T.Helper()
	p.See("Sign in")
	p.Write(name)
	p.Press(fyne.KeyTab)
	p.Write(password)
	p.Press(fyne.KeyReturn)
}

// FillSetup fills in what setting up a file needs. The user name is anna.
func (p *Person) FillSetup() {
	p.T.Helper()
	p.Fill("User name", "anna")
	p.Fill("Email address", "anna@example.com")
	p.Fill("Password", Secret)
	p.Fill("Repeat password", Secret)
}

// OpenAccount opens My account from the menu of the person who is signed in.
func (p *Person) OpenAccount(name string) {
	p.T.Helper()
	p.Tap(name + "@example.com")
	p.Tap("My account")
	p.See("Your details")
}

// OpenJournal opens the page from the menu of the person who is signed in.
func (p *Person) OpenJournal(name, label string) {
	p.T.Helper()
	p.Tap(name + "@example.com")
	p.Tap(label)
	p.Settle()
}

// OpenSettings opens the page from the menu of the person who is signed in.
func (p *Person) OpenSettings(name string) {
	p.T.Helper()
	p.Tap(name + "@example.com")
	p.Tap("Settings")
	p.See("Appearance")
}

// Confirm types the password secret into the question for it.
func (p *Person) Confirm() {
	p.T.Helper()
	p.See("Confirm it's you")
	p.Write(Secret)
	p.Press(fyne.KeyReturn)
}

// Unlock types the password secret.
func (p *Person) Unlock() {
	p.T.Helper()
	p.See("Locked")
	p.Write(Secret)
	p.Press(fyne.KeyReturn)
	p.NotSee("Locked")
}

// WantLocked fails the test if anything but the lock can be seen or reached.
func (p *Person) WantLocked() {
	p.T.Helper()
	p.See("Locked", "Your password", "Unlock", "Sign out")
	allowed := []string{"Roster", "Locked", "Your password", "Unlock", "Sign out"}
	for _, text := range p.Texts() {
		said := strings.HasSuffix(text, ". Everything you had open is still there.")
		if strings.Trim(text, "•") != "" && !slices.Contains(allowed, text) && !said {
			p.T.Errorf("locked, and %q can be read", text)
		}
	}
	if n := len(p.Overlays().List()); n != 0 {
		p.T.Errorf("locked, and %d layers lie over it", n)
	}
}

// Gear clicks the gear of the user of that name.
func (p *Person) Gear(name string) {
	p.T.Helper()
	p.Settle()
	p.Click(p.GearBeside(name), desktop.MouseButtonPrimary)
	p.Settle()
}

// GearBeside is the middle of the gear in the row of the user of that name.
func (p *Person) GearBeside(name string) fyne.Position {
	p.T.Helper()
	marks := p.Marks()
	for _, user := range marks {
		for _, m := range marks {
			if user.Text == name && strings.HasPrefix(m.Image, "gear-") && m.Covers(fyne.NewPos(m.At.X+1, user.Middle().Y)) {
				return m.Middle()
			}
		}
	}
	p.T.Fatalf("no row of %q, but %q", name, p.Texts())
	return fyne.Position{}
}

// Choose opens the options of a user and picks one.
func (p *Person) Choose(name, option string) {
	p.T.Helper()
	p.Gear(name)
	p.Tap(option)
}

// SelectUser clicks the row of a user.
func (p *Person) SelectUser(name string) {
	p.T.Helper()
	p.Click(p.RowOf(name), desktop.MouseButtonPrimary)
	p.Settle()
}

// RowOf is a place in the row of a user.
func (p *Person) RowOf(name string) fyne.Position {
	p.T.Helper()
	return fyne.NewPos(100, p.GearBeside(name).Y)
}

// Table is the one on the screen.
func (p *Person) Table() (found *table.Table) {
	p.T.Helper()
	p.Each(func(_ int, o fyne.CanvasObject, _, _ Rect) bool {
		if t, ok := o.(*table.Table); ok {
			found = t
		}
		return true
	})
	if found == nil {
		p.T.Fatalf("there is no table, but %q", p.Texts())
	}
	return found
}

// FillCreate opens the form for a new user and fills in what it needs.
func (p *Person) FillCreate(name, email, password string) {
	p.T.Helper()
	p.Shortcut(fyne.KeyN, Ctrl)
	p.See("Must change password at next sign-in")
	p.Write(name)
	p.Fill("Email address", email)
	p.Fill("Password", password)
}

// FillNewPassword goes on from a present password to the two fields of a new one.
func (p *Person) FillNewPassword(first, second string) {
	p.T.Helper()
	for _, text := range []string{first, second} {
		p.Press(fyne.KeyTab)
		p.Write(text)
	}
}

// SecretShown is the generated password on the screen.
func (p *Person) SecretShown() string {
	p.T.Helper()
	p.Settle()
	for _, m := range p.Marks() {
		if m.Top && len(m.Text) == password.GeneratedLength && !slices.Contains([]rune(m.Text), ' ') {
			return m.Text
		}
	}
	p.T.Fatalf("no password on the screen: %q", p.Texts())
	return ""
}

// ShownKey reads the recovery key off the screen.
func (p *Person) ShownKey() string {
	p.T.Helper()
	p.See("Keep the recovery key", "Type the key to confirm you have it")
	texts := p.Texts()
	from, to := slices.Index(texts, "Recovery key"), slices.Index(texts, "Copy")
	if from < 0 || to < from {
		p.T.Fatalf("no key is on the screen, but %q", texts)
	}
	return strings.Join(texts[from+1:to], "")
}

// KeepKey types the recovery key that is shown back, and returns it.
func (p *Person) KeepKey() string {
	p.T.Helper()
	key := p.ShownKey()
	p.Press(fyne.KeyTab) // from Copy
	p.Write(strings.ToLower(key))
	p.Press(fyne.KeyReturn)
	p.Settle()
	return key
}
