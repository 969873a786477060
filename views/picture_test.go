package views_test

import (
	"bytes"
	"context"
	"image"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/app/access"
	"roster/data"
	"roster/identity"
	"roster/views/batch"
	"roster/views/entrance"
	"roster/views/printing"
	"roster/views/shell"
	"roster/views/theme"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

// crew holds the users in the pictures.
var crew = []struct {
	identity.User
	ago time.Duration // since the last sign-in; 0 for never
}{
	{identity.User{Name: "zoe", FirstName: "Zoë", LastName: "Ångström", Role: identity.SystemAdmin}, 3 * time.Hour},
	{identity.User{Name: "boris", FirstName: "Boris", LastName: "Kovač", Role: identity.Admin}, 17 * time.Hour},
	{identity.User{Name: "carla.moretti", FirstName: "Carla", LastName: "Moretti", Role: identity.LedgerManager},
		26 * time.Hour},
	{identity.User{Name: "dmitri", FirstName: "Дмитрий", LastName: "Орлов", Role: identity.LedgerManager}, 50 * time.Hour},
	{identity.User{Name: "eleni_p", FirstName: "Ελένη", LastName: "Παπαδοπούλου", Role: identity.LedgerManager},
		75 * time.Hour},
	{identity.User{Name: "fatima", FirstName: "Fatima", LastName: "Haddad", Role: identity.Admin}, 98 * time.Hour},
	{identity.User{
		Name: "gökhan", FirstName: "Gökhan", LastName: "Yılmaz", Role: identity.LedgerManager, Status: identity.Disabled,
	}, 1200 * time.Hour},
	{identity.User{Name: "huong", FirstName: "Hương", LastName: "Nguyễn", Role: identity.LedgerManager}, 0},
	{identity.User{
		Name: "ivan.horvat-petrovic", FirstName: "Ivan", LastName: "Horvat-Petrović", Role: identity.LedgerManager,
	}, 121 * time.Hour},
	{identity.User{Name: "jānis", FirstName: "Jānis", LastName: "Bērziņš", Role: identity.LedgerManager}, 146 * time.Hour},
	{identity.User{Name: "kwame", FirstName: "Kwame", LastName: "Mensah", Role: identity.LedgerManager}, 0},
	{identity.User{Name: "łucja", FirstName: "Łucja", LastName: "Wiśniewska", Role: identity.LedgerManager},
		170 * time.Hour},
	{identity.User{Name: "mehmet", Role: identity.LedgerManager, Status: identity.Disabled}, 3000 * time.Hour},
}

// importAs imports the rows of a spreadsheet up to a step.
func importAs(p *viewtest.Person, steps int) {
	p.Shell.Copy("User name\tFirst name\tLast name\tEmail\tDepartment\tActive\n" +
		"ida.berg\tIda\tBerg\tida.berg@example.com\tAccounts\tyes\n" +
		"jon.stein\tJón\tSteinsson\tjon@example.com\tAccounts\tno\n" +
		"boris\tBoris\tKovač\tboris.kovac@example.com\tSales\tyes\n" +
		"kwame\tKwame\tMensah\tkwame@example.com\tSales\tyes\n" +
		"lea.martin\tLéa\tMartin\tIDA.BERG@example.com\tSales\tyes\n" +
		"1E5\tNoor\tde Vries\tnoor@example.com\tAccounts\tyes\n")
	p.Shell.Routes.Import("")
	p.Tap("Paste from a spreadsheet")
	for range steps - 1 {
		p.Settle()
		if p.Count("Check") > 0 {
			p.Tap("Check")
		} else {
			p.Tap("Continue")
		}
	}
	p.Settle()
}

// newCrew returns a file with the crew and root, who is named Anna here.
func newCrew(t *testing.T) *viewtest.World {
	t.Helper()
	w := viewtest.NewWorld(t)
	w.Change(t, "root", func(u *identity.User) {
		u.Name, u.Email, u.FirstName, u.LastName = "anna", "anna@example.com", "Anna", "Lindqvist"
	})
	emails := map[string]string{"gökhan": "gokhan", "jānis": "janis", "łucja": "lucja"}
	hash := w.Account(t, "anna").Credential.Hash
	for _, member := range crew {
		u := member.User
		u.Email = u.Name + "@example.com"
		if plain := emails[u.Name]; plain != "" {
			u.Email = plain + "@example.com"
		}
		if u.Status == 0 {
			u.Status = identity.Enabled
		}
		w.Clock.Set(viewtest.Start().Add(-member.ago - 7*time.Minute))
		w.Update(t, func(tx *data.Tx) (err error) {
			if u, err = tx.InsertUser(u); err != nil {
				return err
			}
			_, err = tx.SetCredential(identity.Credential{UserID: u.ID, Hash: hash})
			if err != nil || member.ago == 0 {
				return err
			}
			_, err = tx.SetLastSignIn(u.ID)
			return err
		})
	}
	w.Clock.Set(viewtest.Start())
	return w
}

// scene describes a picture of the window: who is signed in, what they do, and the window's size.
type scene struct {
	name string
	as   string // user name; "" for nobody
	tag  string // of the language
	do   func(p *viewtest.Person)
	size fyne.Size // the zero value is small
	zoom float32   // 0 is 1
	new  bool      // on a file that waits for its first user

	before func(*testing.T, *viewtest.World) // nil for nothing
}

// scalable is Fyne's test canvas.
type scalable interface{ SetScale(scale float32) }

var (
	small = fyne.NewSize(1000, 640)
	low   = fyne.NewSize(427, 300) // about what a screen of 640 × 480 pixels leaves to a window at 150 %
)

func scenes() []scene {
	return []scene{
		{name: "setup", new: true},
		{name: "sign-in"},
		{name: "users", as: "anna", do: func(p *viewtest.Person) { p.SelectUser("dmitri") }},
		{name: "narrow", as: "anna", size: fyne.NewSize(560, 480), do: func(p *viewtest.Person) { p.Tap("Anna Lin…") }},
		{name: "file-menu", as: "anna", do: func(p *viewtest.Person) {
			p.Tap("File")
			p.Press(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
		}},
		{name: "menu", as: "boris", do: func(p *viewtest.Person) { p.Gear("fatima") }},
		{name: "create", as: "anna", do: func(p *viewtest.Person) { p.Tap("Create user") }},
		{name: "create-mistakes", as: "anna", do: func(p *viewtest.Person) {
			p.FillCreate("bоris", "boris@example", "too short")
			p.TapLast("Create user")
			p.Unfocus()
		}},
		{name: "role", as: "anna", do: func(p *viewtest.Person) { p.Choose("carla.moretti", "Change role") }},
		{name: "secret", as: "anna", do: func(p *viewtest.Person) {
			printing.ShowPassword(p.Shell.Open(), app.Issued{
				User: identity.User{Name: "carla.moretti"}, Password: "kWm7QzTn4RxLp9Hd2CvE",
			}, nil)
		}},
		{name: "recovery", as: "anna", do: func(p *viewtest.Person) {
			p.Shell.Routes.RecoveryKey("7KM-Q2X-9VT-R4B-HWD-0GZ-N6E-YJ5-C1P-SF8-3A4", false, nil)
		}},
		{name: "journal", as: "anna", do: func(p *viewtest.Person) {
			p.Choose("carla.moretti", "Change role")
			p.Press(fyne.KeyUp, fyne.KeyReturn)
			p.Choose("eleni_p", "Disable user")
			p.Press(fyne.KeyReturn)
			p.OpenPlace("Journal")
			p.Shell.Notify("")
		}},
		{name: "settings", as: "anna", do: func(p *viewtest.Person) { p.OpenSettings() }},
		{name: "delete", as: "anna", do: func(p *viewtest.Person) { p.Choose("carla.moretti", "Delete user") }},
		{name: "account", as: "anna", do: func(p *viewtest.Person) { p.OpenAccount("anna") }},
		{name: "lock", as: "anna", do: func(p *viewtest.Person) { p.Shortcut(fyne.KeyL, viewtest.Ctrl) }},
		{name: "discard", as: "anna", do: func(p *viewtest.Person) {
			p.Shortcut(fyne.KeyN, viewtest.Ctrl)
			p.Write("carl")
			p.Press(fyne.KeyEscape)
		}},
		{name: "search", as: "anna", do: func(p *viewtest.Person) {
			p.Shortcut(fyne.KeyF, viewtest.Ctrl)
			p.Write("an vi")
			p.Press(fyne.KeyDown)
			p.Table().SelectAll()
		}},
		{name: "many", as: "anna", do: func(p *viewtest.Person) {
			p.SelectUser("carla.moretti")
			selectMore(p, 5)
			p.Table().TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierShortcutDefault})
			p.Tap("Disable")
		}},
		{name: "many-german", as: "anna", tag: "de", size: fyne.NewSize(640, 480), do: func(p *viewtest.Person) {
			p.Settle()
			p.SelectUser("carla.moretti")
			selectMore(p, 5)
			p.Table().TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierShortcutDefault})
			p.Press(fyne.KeySpace)
		}},
		{name: "undo", as: "anna", do: func(p *viewtest.Person) {
			p.Choose("dmitri", "Disable user")
			p.Tap("Disable user")
		}},
		{name: "many-passwords", as: "anna", do: func(p *viewtest.Person) {
			batch.Request{View: p.Shell.Open(), Action: app.Action{Operation: access.SetPassword}}.ShowDone(app.Applied{
				Done: 2, Erased: true, Passwords: []app.Issued{
					{User: identity.User{Name: "carla.moretti"}, Password: "kWm7QzTn4RxLp9Hd2CvE", Expires: viewtest.Start()},
					{User: identity.User{Name: "eleni_p"}, Password: "Xb5nRt8vKc3PwYz6JqGf", Expires: viewtest.Start()},
				},
			})
		}},
		{name: "print-list", as: "anna", do: func(p *viewtest.Person) {
			p.Tap("More")
			p.Tap("Print list")
		}},
		{name: "journal-batch", as: "anna", do: func(p *viewtest.Person) {
			p.SelectUser("carla.moretti")
			selectMore(p, 3)
			p.Press(desktop.KeyMenu)
			p.Tap("Unlock")
			p.Press(fyne.KeyEscape)
			p.Press(desktop.KeyMenu)
			p.Press(fyne.KeyDown, fyne.KeyReturn)
			p.Press(fyne.KeyUp, fyne.KeyReturn)
			p.Press(fyne.KeyReturn)
			p.Tap("Close")
			p.OpenPlace("Journal")
			p.Press(fyne.KeyDown, fyne.KeyReturn)
		}},
		{name: "import-read", as: "anna", do: func(p *viewtest.Person) { importAs(p, 1) }},
		{name: "import-columns", as: "anna", do: func(p *viewtest.Person) { importAs(p, 2) }},
		{name: "import-values", as: "anna", do: func(p *viewtest.Person) { importAs(p, 3) }},
		{name: "import-check", as: "anna", do: func(p *viewtest.Person) { importAs(p, 4) }},
		{name: "import-german", as: "anna", tag: "de", size: fyne.NewSize(640, 480), do: func(p *viewtest.Person) {
			p.Shell.Routes.Import("")
			p.Settle()
		}},
		{name: "no-match", as: "anna", do: func(p *viewtest.Person) {
			p.Shortcut(fyne.KeyF, viewtest.Ctrl)
			p.Write("quartermaster")
		}},
		{name: "help", as: "anna", do: func(p *viewtest.Person) { p.Press(fyne.KeyF1) }},
		{name: "problem", do: func(p *viewtest.Person) {
			p.Shell.End()
			p.ShowProblem(entrance.Problem{Path: "/home/anna/Ledger/users.roster", Err: identity.FileNewer})
		}},
		{name: "damaged-file", do: func(p *viewtest.Person) {
			p.Shell.End()
			p.ShowProblem(entrance.Problem{Path: "/home/anna/Ledger/users.roster", Err: identity.FileDamaged, Open: true})
		}}, {name: "two-states", do: func(p *viewtest.Person) {
			p.Shell.End()
			p.ShowProblem(entrance.Problem{Path: "/home/anna/Ledger/users.roster", Err: &identity.FileStates{
				Alone:     identity.FileState{Users: 214, Entries: 1790, Last: viewtest.Start()},
				Recovered: &identity.FileState{Users: 221, Entries: 1812, Last: viewtest.Start().Add(26 * time.Hour)},
			}})
		}},
		{name: "gone-file", do: func(p *viewtest.Person) {
			p.Shell.End()
			p.ShowProblem(entrance.Problem{
				Path: "/home/anna/Ledger/users.roster", Err: identity.FileGone, Open: true,
				SaveOpen: func(context.Context, string) error { return nil },
			})
		}},
		{name: "missing-file", do: func(p *viewtest.Person) {
			p.Shell.End()
			p.ShowProblem(entrance.Problem{
				Path: "/home/anna/Ledger/users.roster", Err: identity.FileMissing, Create: func() {},
			})
		}},
		{name: "full-disk", as: "anna", do: func(p *viewtest.Person) { p.Shell.ShowWarning(app.Room{Full: true, Unsaved: 2}, app.AutoBackup{}) }},
		{name: "backups", as: "anna", before: knowBackups,
			do: func(p *viewtest.Person) { p.OpenPlace("Backups") }},
		{name: "backups-german", as: "anna", tag: "de", size: fyne.NewSize(640, 480), before: knowBackups,
			do: func(p *viewtest.Person) { p.Shell.Routes.Backups() }},
		{name: "german", as: "anna", tag: "de",
			do: func(p *viewtest.Person) { p.Choose("carla.moretti", "Benutzer löschen") }},
		{name: "low-setup", new: true, size: low},
		{name: "low-create", as: "anna", size: low, do: func(p *viewtest.Person) { p.Shortcut(fyne.KeyN, viewtest.Ctrl) }},
		{name: "low-journal", as: "anna", size: low, do: func(p *viewtest.Person) { p.Shortcut(fyne.KeyJ, viewtest.Ctrl) }},
		{name: "low-settings", as: "anna", size: low, do: func(p *viewtest.Person) { p.Shell.Routes.Settings() }},
		{name: "low-backups", as: "anna", size: low, before: knowBackups,
			do: func(p *viewtest.Person) { p.Shell.Routes.Backups() }},
		{name: "details", as: "anna", before: knowCarla, do: func(p *viewtest.Person) {
			p.SelectUser("carla.moretti")
			p.Press(fyne.KeyReturn)
		}},
		{name: "details-refused", as: "boris", size: fyne.NewSize(1280, 800), do: func(p *viewtest.Person) {
			p.Tap("fatima")
			p.Press(fyne.KeyReturn, fyne.KeyTab, fyne.KeyTab)
		}},
		{name: "details-narrow", as: "anna", size: fyne.NewSize(640, 480), before: knowCarla,
			do: func(p *viewtest.Person) { p.Tap("carla.moretti") }},
		{name: "details-long", as: "anna", size: fyne.NewSize(1280, 800), before: lengthen, do: func(p *viewtest.Person) {
			p.SelectUser("dmitri")
			p.Press(fyne.KeyReturn)
		}},
		{name: "details-large", as: "anna", size: fyne.NewSize(2560, 1440), before: knowCarla, do: func(p *viewtest.Person) {
			p.SelectUser("carla.moretti")
			p.Press(fyne.KeyReturn)
		}},
		{name: "details-german", as: "anna", tag: "de", before: knowCarla, size: fyne.NewSize(1180, 760),
			do: func(p *viewtest.Person) {
				p.Settle()
				p.SelectUser("carla.moretti")
				p.Press(fyne.KeyReturn)
			}},
		{name: "users-large", as: "anna", size: fyne.NewSize(2560, 1440)},
		{name: "users-zoomed", as: "anna", zoom: 1.5},
	}
}

// selectMore selects rows below the selected one.
func selectMore(p *viewtest.Person, n int) {
	p.T.Helper()
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	p.Table().KeyDown(shift)
	for range n {
		p.Table().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	}
	p.Table().KeyUp(shift)
	p.Settle()
}

// knowCarla gives carla.moretti a note, a last day, a start password and a history.
func knowCarla(t *testing.T, w *viewtest.World) {
	day, _ := identity.ParseDate("2026-12-31")
	c := w.Account(t, "carla.moretti").Credential
	c.MustChange, c.Expires = true, viewtest.Start().Add(26*time.Hour)
	w.Update(t, func(tx *data.Tx) error {
		_, err := tx.SetCredential(c)
		return err
	})
	w.Clock.Set(viewtest.Start().Add(-26 * time.Hour))
	defer w.Clock.Set(viewtest.Start())
	s, err := w.Service.SignIn(t.Context(), "anna", viewtest.Secret)
	if err != nil {
		t.Fatal(err)
	}
	carla := w.User(t, "carla.moretti")
	if carla, err = s.EditUser(t.Context(), carla, app.Details{
		Name: carla.Name, FirstName: carla.FirstName, LastName: carla.LastName, Expires: day,
		Note: "Works for the auditors.\nAsk Zoë before extending.",
	}); err == nil {
		carla, err = s.DisableUser(t.Context(), carla)
	}
	if err == nil {
		carla, err = s.EnableUser(t.Context(), carla)
	}
	if err == nil {
		_, err = s.ChangeRole(t.Context(), carla, identity.Admin)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// lengthen gives dmitri the longest texts there can be.
func lengthen(t *testing.T, w *viewtest.World) {
	w.Change(t, "dmitri", func(u *identity.User) {
		u.FirstName = strings.Repeat("Wolfeschlegelsteinhausen", 6)[:128]
		u.LastName = strings.Repeat("von der Heide ", 9)
		u.Email = strings.Repeat("a", 60) + "@" + strings.Repeat("subdomain.", 18) + "example.com"
		u.Note = strings.Repeat("On leave until May, then part of the team in Lyon.\n", 9)
	})
}

// knowBackups lets the file know of backups on a disk that is not connected.
func knowBackups(t *testing.T, w *viewtest.World) {
	w.Update(t, func(tx *data.Tx) error {
		for n := range 6 {
			made := viewtest.Start().Add(-time.Duration(n) * 24 * time.Hour)
			b := identity.Backup{
				Path: "/media/anna/Backup/users backup " + made.Format("2006-01-02 15.04.05") + ".roster", Made: made,
				Users: int64(214 - n), Bytes: 412_000, Seq: int64(1812 - 22*n), Hash: bytes.Repeat([]byte{byte(17 * (n + 1))}, 32),
				Intact: true, Automatic: n != 2,
			}
			if err := tx.RememberBackup(b); err != nil {
				return err
			}
		}
		return tx.SetSetting(string(identity.FieldBackupFolder), "/media/anna/Backup")
	})
}

// TestPictures compares the window with reviewed pictures. Text is drawn without the system's fonts, which requires the
// build tag ci.
func TestPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("drawing is slow, and takes minutes under the race detector")
	}
	variants := map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark}
	for _, s := range scenes() {
		for name, variant := range variants {
			if variant == fynetheme.VariantDark && (s.size.Width > 0 || s.zoom > 0) {
				continue // as in the small one
			}
			t.Run(s.name+"-"+name, func(t *testing.T) {
				viewtest.Compare(t, filepath.Join("testdata", s.name+"-"+name+".png"), s.paint(t, variant))
			})
		}
	}
	if viewtest.Updating() {
		shootDocs(t)
	}
}

// shootDocs writes the pictures for the README.
func shootDocs(t *testing.T) {
	t.Helper()
	shop := fyne.NewSize(1180, 760)
	for name, s := range map[string]scene{
		"users-light": {as: "anna", do: func(p *viewtest.Person) { p.SelectUser("dmitri") }},
		"users-dark":  {as: "anna", do: func(p *viewtest.Person) { p.SelectUser("dmitri") }},
		"create-user": {as: "anna", do: func(p *viewtest.Person) {
			p.FillCreate("mia.larsson", "mia.larsson@example.com", "copper horse battery maple")
			p.Fill("First name"+viewtest.Optional, "Mia")
			p.Fill("Last name"+viewtest.Optional, "Larsson")
		}},
		"options": {as: "boris", do: func(p *viewtest.Person) { p.Gear("carla.moretti") }},
	} {
		s.size = shop
		variant := fynetheme.VariantLight
		if name == "users-dark" {
			variant = fynetheme.VariantDark
		}
		viewtest.Write(t, filepath.Join("..", "docs", "pictures", name+".png"), s.paint(t, variant))
	}
}

// paint plays the scene and returns the picture.
func (s scene) paint(t *testing.T, variant fyne.ThemeVariant) image.Image {
	t.Helper()
	a := viewtest.NewApp(t)
	a.Settings().SetTheme(theme.Theme{Force: &variant})
	return s.open(t, a).Capture()
}

// open plays the scene in a window of the app.
func (s scene) open(t *testing.T, a fyne.App) *viewtest.Person {
	t.Helper()
	var w *viewtest.World
	if s.new {
		w = viewtest.NewEmptyWorld(t)
	} else {
		w = newCrew(t)
	}
	w.OpenFile = func(context.Context, string) error { return nil }
	w.ChooseFile = func(context.Context, shell.FileChoice) (string, error) { return "", nil }
	w.RecentFiles = func() []string { return []string{"/home/anna/Ledger/2025/users.roster", "/home/anna/team.roster"} }
	if s.before != nil {
		s.before(t, w)
	}
	p := w.SitAt(t, a)
	size := s.size
	if size.IsZero() {
		size = small
	}
	if s.zoom > 0 {
		p.Canvas.(scalable).SetScale(s.zoom)
	}
	p.Window.Resize(size)
	if s.as != "" {
		p.SignIn(s.as, viewtest.Secret)
		p.Shell.Notify("")
		if s.tag != "" {
			p.Shell.SetLanguage(s.tag)
			p.Shell.Home()
		}
	}
	if s.do != nil {
		s.do(p)
	}
	p.Settle()
	return p
}
