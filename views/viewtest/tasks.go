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

// SitAs opens a window on the file and signs in with the password Secret.
func (w *World) SitAs(t *testing.T, name string) *Person {
	t.Helper()
	p := w.Sit(t)
	p.SignIn(name, Secret)
	return p
}

// SignIn fills in the sign-in form and submits it.
func (p *Person) SignIn(name, password string) {
	p.T.Helper()
	p.See("Sign in")
	p.Write(name)
	p.Press(fyne.KeyTab)
	p.Write(password)
	p.Press(fyne.KeyReturn)
}

// FillSetup fills in the form that sets up a file. The user name is anna.
func (p *Person) FillSetup() {
	p.T.Helper()
	p.Fill("User name", "anna")
	p.Fill("Email address", "anna@example.com")
	p.Fill("Password", Secret)
	p.Fill("Repeat password", Secret)
}

// OpenAccount opens My account from the menu of the signed-in person.
func (p *Person) OpenAccount(name string) {
	p.T.Helper()
	p.Tap(name + "@example.com")
	p.Tap("My account")
	p.See("Your details")
}

// OpenPlace goes to a place in the app bar.
func (p *Person) OpenPlace(label string) {
	p.T.Helper()
	p.Tap(label)
	p.Settle()
}

// OpenSettings goes to the page Settings.
func (p *Person) OpenSettings() {
	p.T.Helper()
	p.OpenPlace("Settings")
	p.See("Appearance")
}

// Confirm enters the password Secret to confirm an operation.
func (p *Person) Confirm() {
	p.T.Helper()
	p.See("Confirm it's you")
	p.Write(Secret)
	p.Press(fyne.KeyReturn)
}

// Unlock unlocks the window with the password Secret.
func (p *Person) Unlock() {
	p.T.Helper()
	p.See("Locked")
	p.Write(Secret)
	p.Press(fyne.KeyReturn)
	p.NotSee("Locked")
}

// WantLocked fails the test if anything but the lock is visible or can be reached.
func (p *Person) WantLocked() {
	p.T.Helper()
	p.See("Locked", "Your password", "Unlock", "Sign out")
	allowed := []string{"Roster", "Locked", "Your password", "Unlock", "Sign out"}
	for _, text := range p.Texts() {
		note := strings.HasSuffix(text, ". Everything you had open is still there.")
		if strings.Trim(text, "•") != "" && !slices.Contains(allowed, text) && !note {
			p.T.Errorf("the locked window shows %q", text)
		}
	}
	if n := len(p.Overlays().List()); n != 0 {
		p.T.Errorf("the locked window has %d overlays, want none", n)
	}
}

// Gear clicks the gear of a user.
func (p *Person) Gear(name string) {
	p.T.Helper()
	p.Settle()
	p.Click(p.GearBeside(name), desktop.MouseButtonPrimary)
	p.Settle()
}

// GearBeside returns the middle of the gear in a user's row.
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
	p.T.Fatalf("no row of %q; the screen shows %q", name, p.Texts())
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

// RowOf returns a position in a user's row, beside the name.
func (p *Person) RowOf(name string) fyne.Position {
	p.T.Helper()
	return fyne.NewPos(12, p.GearBeside(name).Y)
}

// Table returns the table on the screen.
func (p *Person) Table() (found *table.Table) {
	p.T.Helper()
	p.Each(func(_ int, o fyne.CanvasObject, _, _ Rect) bool {
		if t, ok := o.(*table.Table); ok {
			found = t
		}
		return true
	})
	if found == nil {
		p.T.Fatalf("no table on the screen, which shows %q", p.Texts())
	}
	return found
}

// FillCreate opens the form for a new user and fills in the required fields.
func (p *Person) FillCreate(name, email, password string) {
	p.T.Helper()
	p.Shortcut(fyne.KeyN, Ctrl)
	p.See("Must change password at next sign-in")
	p.Write(name)
	p.Fill("Email address", email)
	p.Fill("Password", password)
}

// FillNewPassword fills in the two fields that follow the one for the current password.
func (p *Person) FillNewPassword(first, second string) {
	p.T.Helper()
	for _, text := range []string{first, second} {
		p.Press(fyne.KeyTab)
		p.Write(text)
	}
}

// SecretShown returns the generated password on the screen.
func (p *Person) SecretShown() string {
	p.T.Helper()
	p.Settle()
	for _, m := range p.Marks() {
		if m.Top && len(m.Text) == password.GeneratedLength && !slices.Contains([]rune(m.Text), ' ') {
			return m.Text
		}
	}
	p.T.Fatalf("no password on the screen, which shows %q", p.Texts())
	return ""
}

// ShownKey returns the recovery key on the screen.
func (p *Person) ShownKey() string {
	p.T.Helper()
	p.See("Type the key to confirm you have it")
	texts := p.Texts()
	from, to := slices.Index(texts, "Recovery key"), slices.Index(texts, "Copy")
	if from < 0 || to < from {
		p.T.Fatalf("no key on the screen, which shows %q", texts)
	}
	return strings.Join(texts[from+1:to], "")
}

// KeepKey types in the recovery key on the screen and returns it.
func (p *Person) KeepKey() string {
	p.T.Helper()
	key := p.ShownKey()
	p.Press(fyne.KeyTab) // from Copy
	p.Write(strings.ToLower(key))
	p.Press(fyne.KeyReturn)
	p.Settle()
	return key
}
