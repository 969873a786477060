package users_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"roster/app/password"
	"roster/identity"
	"roster/views/message"
	"roster/views/viewtest"
)

func TestCreateUser(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Tap("Create user")
	p.WantEnabled("Create user", false)
	p.Fill("User name", "Mia_93")
	p.Fill("Email address", "mia@example.com")
	p.Fill("Password", "copper horse battery maple")
	p.See("Good")
	p.Fill("First name"+viewtest.Optional, "Mia")
	p.Fill("Last name"+viewtest.Optional, "Larsson")
	p.Tap("Create user")
	p.See("“Mia_93” was created.", "8 users", "Row 6 of 8")
	p.NotSee("Must change password at next sign-in")
	got := w.User(t, "mia_93")
	want := identity.User{
		Name: "Mia_93", Email: "mia@example.com", FirstName: "Mia", LastName: "Larsson",
		Role: identity.LedgerManager, Status: identity.Enabled,
	}
	want.ID, want.Version, want.Created, want.Changed, want.Salt = got.ID, got.Version, got.Created, got.Changed, got.Salt
	if got != want {
		t.Errorf("created: got %+v, want %+v", got, want)
	}
	if !w.MustChange(t, "mia_93") {
		t.Error("the password need not be changed, want so at the next sign-in")
	}
	w.WantSignIn(t, "mia_93", "copper horse battery maple", nil)
	p.Press(fyne.KeyF2)
	p.See("Edit details of Mia_93") // the new row is selected
}

func TestCreateUserWithoutMustChange(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Tap("Must change password at next sign-in")
	p.Tap("Create user")
	p.See("“mia” was created.")
	if w.MustChange(t, "mia") {
		t.Error("the password must be changed, though the box was cleared")
	}
}

// An address that can hardly be right is accepted with a warning.
func TestCreateUserDoubt(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Tap("Create user")
	p.FillCreate("mia", "mia..moor@example.com", viewtest.Other)
	p.See("Two dots together, or a dot before the @, are rare. Check this address.")
	p.Press(fyne.KeyReturn)
	p.SeePart("mia..moor@example.com")
	p.NotSee("Email address")
}

func TestCreateUserMistakes(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Tap("Create user")
	for _, c := range []struct{ label, text, says string }{
		{"User name", "a b", "User names can't contain spaces."},
		{"User name", "bo/ris", "“/” isn't allowed. Use letters, digits and . _ - @ ' +"},
		{"User name", ".boris", "Begin and end with a letter or digit."},
		{"User name", "bоris", "This mixes scripts (Latin, Cyrillic) whose letters can look alike. Use only one."},
		{"User name", strings.Repeat("a", 65), "Use at most 64 characters."},
		{"User name", "a\u200bb", "This contains an invisible character (U+200B). Type it again."},
		{"User name", "mia", ""},
		{"Email address", "Mia <mia@example.com>", "Enter an address like name@example.com."},
		{"Email address", "mia@example", "“example” isn't a domain such as example.com."},
		{"Email address", "mia@example.com", ""},
		{"Password", "fourteen chars", "Use at least 15 characters. A few random words work well."},
		{"Password", strings.Repeat("ab", 10), "This password is too easy to guess: a common word, " +
			"a pattern or a repetition. A few random words work well."},
		{"Password", "mia@example.com", "A password can't be made of the user's own name or email. Choose another one."},
		{"Password", strings.Repeat("long ", 52), "Use at most 256 characters."},
		{"Password", viewtest.Other, ""},
		{"First name" + viewtest.Optional, strings.Repeat("é", 129), "Use at most 128 characters."},
		{"First name" + viewtest.Optional, "", ""},
	} {
		p.Fill(c.label, c.text)
		p.Press(fyne.KeyTab)
		if c.says != "" {
			p.See(c.says)
		}
		p.WantEnabled("Create user", c.says == "" && strings.Contains(c.label+" ", "ssword") || c.text == "")
	}
	p.Tap("Create user")
	p.See("“mia” was created.")
}

// A taken name or address is reported at its field when the form is submitted, and nothing that was typed is lost.
func TestCreateUserTaken(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("CARLA", "mia@example.com", viewtest.Other)
	p.Fill("First name"+viewtest.Optional, "Mia")
	p.Tap("Create user")
	const taken = "This user name is taken. Upper and lower case count as the same."
	p.See(taken, "CARLA", "mia@example.com", "Mia")
	p.Clear() // the field at fault has the focus
	p.Write("mia")
	p.NotSee(taken)
	p.Fill("Email address", "Carla@Example.com")
	p.Tap("Create user")
	p.See("This email address is taken.", "Mia")
	p.Clear()
	p.Write("mia@example.com")
	p.Press(fyne.KeyReturn)
	p.See("“mia” was created.")
	w.WantSignIn(t, "mia", viewtest.Other, nil) // the password was kept, too
}

// The settings apply to typed and to generated passwords.
func TestCreateUserBySettings(t *testing.T) {
	w := viewtest.NewTeam(t)
	next := viewtest.SettingsWith(50, time.Hour, identity.Words)
	session, err := w.Service.SignIn(t.Context(), "root", viewtest.Secret)
	if err == nil {
		err = session.ChangeSettings(t.Context(), w.Settings(t), next)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := w.SitAs(t, "root")
	p.Tap("Create user")
	p.See("At least 50 characters. A few random words work well.")
	p.Fill("Password", viewtest.Secret)
	p.Press(fyne.KeyTab)
	p.See("Use at least 50 characters. A few random words work well.")
	p.Tap("Generate")
	if !slices.ContainsFunc(p.Texts(), func(s string) bool {
		return len(s) >= 50 && len(strings.Fields(s)) >= 7 && strings.ToLower(s) == s
	}) {
		t.Errorf("no password of words on the screen, which shows %q", p.Texts())
	}
	p.See("Strong")
}

func TestCreateUserGenerates(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Shortcut(fyne.KeyN, viewtest.Ctrl)
	p.Write("mia")
	p.Fill("Email address", "mia@example.com")
	p.Tap("Generate")
	p.See("Strong")
	texts := p.Texts()
	i := slices.IndexFunc(texts, func(s string) bool {
		return utf8.RuneCountInString(s) == password.GeneratedLength && !strings.ContainsAny(s, " @•●")
	})
	if i < 0 {
		t.Fatalf("the password is not revealed: %q", texts)
	}
	p.Tap("Create user")
	p.See("New password for mia", "This password won't be shown again. Give it to mia in a safe way.")
	if got := p.SecretShown(); got != texts[i] {
		t.Errorf("shown: got %q, want %q, which was generated", got, texts[i])
	}
	p.Press(fyne.KeyEscape)
	p.Window.CloseByUser()
	p.See("Record the password first. It can't be shown again.")
	p.Tap("I have recorded it")
	p.See("“mia” was created.", "8 users", "Row 6 of 8")
	p.NotSee(texts[i])
	w.WantSignIn(t, "mia", texts[i], nil)
}

// A password that was changed after it was generated is a typed one, which nobody needs to see.
func TestCreateUserChangesGenerated(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Tap("Generate")
	p.Write("x")
	p.Tap("Create user")
	p.See("“mia” was created.")
	p.NotSee("New password for mia")
}

// The next user can be created at once, with the same choices.
func TestCreateAnother(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.TapLast("Ledger manager")
	p.Tap("Admin")
	p.Tap("Must change password at next sign-in")
	p.Tap("Create another")
	p.Tap("Create user")
	p.See("“mia” was created.", "Create another", "Creates and manages Ledger managers. Can read everything.")
	if got := p.Count("mia@example.com"); got != 1 {
		t.Errorf("mia's email address is on the screen %d times, want it only in the table", got)
	}
	p.Write("noah") // the first field has the focus
	p.Fill("Email address", "noah@example.com")
	p.Tap("Generate")
	p.Tap("Create another")
	p.Tap("Create user")
	p.See("New password for noah")
	p.Tap("I have recorded it")
	p.See("“noah” was created.", "9 users")
	p.NotSee("Create another")
	if u := w.User(t, "noah"); u.Role != identity.Admin || w.MustChange(t, "noah") {
		t.Errorf("noah: got role %v, must change %v, want mia's choices", u.Role, w.MustChange(t, "noah"))
	}
}

// A typed password is drawn as dots.
func TestCreateUserHidesThePassword(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.NotSee(viewtest.Other)
	for _, text := range p.Texts() {
		if strings.Contains(text, "hammock") {
			t.Errorf("the password can be read: %q", text)
		}
	}
}

func TestCreateUserRoles(t *testing.T) {
	for name, want := range map[string][]identity.Role{
		"root": {identity.SystemAdmin, identity.Admin, identity.LedgerManager}, "boris": {identity.LedgerManager},
	} {
		t.Run(name, func(t *testing.T) {
			w := viewtest.NewTeam(t)
			p := w.SitAs(t, name)
			p.FillCreate("mia", "mia@example.com", viewtest.Other)
			p.See("Their own account only.")
			before := p.Texts()
			p.TapLast("Ledger manager")
			var offered []identity.Role
			for _, r := range identity.Roles() {
				if p.OnTop(message.Role(r)) {
					offered = append(offered, r)
				}
			}
			if !slices.Equal(offered, want) {
				t.Errorf("roles: got %v, want %v; before %q, now %q", offered, want, before, p.Texts())
			}
			if name == "root" {
				p.Tap("Admin")
				p.See("Creates and manages Ledger managers. Can read everything.")
				p.Tap("Create user")
				p.See("“mia” was created.")
				if got := w.User(t, "mia").Role; got != identity.Admin {
					t.Errorf("role: got %v, want Admin", got)
				}
			}
		})
	}
}

func TestCreateSystemAdminConfirms(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.TapLast("Ledger manager")
	p.Tap("System Admin")
	p.Tap("Create user")
	p.See("Confirm it's you")
	p.Press(fyne.KeyEscape)
	p.NotSee("Confirm it's you", "“mia” was created.")
	p.See("mia", "mia@example.com", "Must change password at next sign-in")

	p.Tap("Create user")
	p.Write("not the one")
	p.Press(fyne.KeyReturn)
	p.See("Confirm it's you", "This isn't your password. Enter the one you signed in with.")
	if w.Count(t) != len(viewtest.Team()) {
		t.Error("created without a confirmation")
	}
	p.Write(viewtest.Secret)
	p.Press(fyne.KeyReturn)
	p.See("“mia” was created.")
	if got := w.User(t, "mia").Role; got != identity.SystemAdmin {
		t.Errorf("role: got %v, want System Admin", got)
	}
}

// A new user is shown even if the search excludes them.
func TestCreatedUserIsShown(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("carla")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Tap("Create user")
	p.See("8 users", "mia")
}

// A long table scrolls to a new user.
func TestCreatedUserIsScrolledTo(t *testing.T) {
	w := viewtest.NewTeam(t)
	for i := range 60 {
		w.Add(t, identity.User{Name: "m" + strings.Repeat("a", i/26+1) + string(rune('a'+i%26)),
			Role: identity.LedgerManager})
	}
	p := w.SitAs(t, "root")
	p.NotSee("zoe")
	p.FillCreate("yann", "yann@example.com", viewtest.Other)
	p.Tap("Create user")
	p.See("68 users", "yann", "Row 67 of 68")
}

func TestSubmittingTwiceCreatesOnce(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Key(fyne.KeyReturn)
	p.Key(fyne.KeyReturn)
	if !p.Shows("Creating mia …") {
		t.Errorf("the form does not show that it is busy: %q", p.Texts())
	}
	p.Key(fyne.KeyReturn)
	p.See("“mia” was created.", "8 users")
	if got := w.Count(t); got != 8 {
		t.Errorf("users: got %d, want 8", got)
	}
}

// Closing a busy form does not stop the work, and its result is still shown.
func TestClosingWhileSubmitting(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("mia", "mia@example.com", viewtest.Other)
	p.Key(fyne.KeyReturn)
	p.Key(fyne.KeyEscape)
	p.NotSee("Must change password at next sign-in")
	p.See("“mia” was created.", "8 users")
	w.User(t, "mia")
}

// What another user has is said when the field is left, and keeps the form from being submitted.
func TestTakenIsSaidWhenTheFieldIsLeft(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	p.FillCreate("Carla", "mia@example.com", viewtest.Other)
	const name, email = "This user name is taken. Upper and lower case count as the same.", "This email address is taken."
	p.See(name)
	p.WantEnabled("Create user", false)
	p.Fill("User name", "mia")
	p.NotSee(name)
	p.WantEnabled("Create user", true)
	p.Fill("Email address", "carla")
	p.Fill("Email address", "carla@example.com")
	p.Press(fyne.KeyTab)
	p.WantEnabled("Create user", false)
	p.Press(fyne.KeyReturn)
	if p.See(email); w.Count(t) != len(viewtest.Team()) {
		t.Error("the user was created")
	}
	p.Press(fyne.KeyEscape)
	p.Tap("Discard")

	p.Choose("carla", "Change email")
	p.Write("eve@example.com")
	p.Press(fyne.KeyTab)
	p.See(email)
	p.WantEnabled("Change email", false)
	p.Into("New email address")
	p.Clear()
	p.Write("CARLA@example.com") // her own
	p.Press(fyne.KeyTab)
	p.NotSee(email)
	p.WantEnabled("Change email", true)
}
