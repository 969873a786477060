package views

import (
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/data"
	"roster/views/theme"
)

var update = flag.Bool("update", false, "write the pictures in testdata and docs/pictures anew instead of comparing")

// crew is who the pictures show.
var crew = []struct {
	app.User
	ago time.Duration // since the last sign-in; 0 if there was none
}{
	{app.User{Name: "zoe", FirstName: "Zoë", LastName: "Ångström", Role: app.SystemAdmin}, 3 * time.Hour},
	{app.User{Name: "boris", FirstName: "Boris", LastName: "Kovač", Role: app.Admin}, 17 * time.Hour},
	{app.User{Name: "carla.moretti", FirstName: "Carla", LastName: "Moretti", Role: app.LedgerManager}, 26 * time.Hour},
	{app.User{Name: "dmitri", FirstName: "Дмитрий", LastName: "Орлов", Role: app.LedgerManager}, 50 * time.Hour},
	{app.User{Name: "eleni_p", FirstName: "Ελένη", LastName: "Παπαδοπούλου", Role: app.LedgerManager}, 75 * time.Hour},
	{app.User{Name: "fatima", FirstName: "Fatima", LastName: "Haddad", Role: app.Admin}, 98 * time.Hour},
	{app.User{
		Name: "gökhan", FirstName: "Gökhan", LastName: "Yılmaz", Role: app.LedgerManager, Status: app.Disabled,
	}, 1200 * time.Hour},
	{app.User{Name: "huong", FirstName: "Hương", LastName: "Nguyễn", Role: app.LedgerManager}, 0},
	{app.User{
		Name: "ivan.horvat-petrovic", FirstName: "Ivan", LastName: "Horvat-Petrović", Role: app.LedgerManager,
	}, 121 * time.Hour},
	{app.User{Name: "jānis", FirstName: "Jānis", LastName: "Bērziņš", Role: app.LedgerManager}, 146 * time.Hour},
	{app.User{Name: "kwame", FirstName: "Kwame", LastName: "Mensah", Role: app.LedgerManager}, 0},
	{app.User{Name: "łucja", FirstName: "Łucja", LastName: "Wiśniewska", Role: app.LedgerManager}, 170 * time.Hour},
	{app.User{Name: "mehmet", Role: app.LedgerManager, Status: app.Disabled}, 3000 * time.Hour},
}

// newCrew returns a file with the crew beside root, who is Anna here.
func newCrew(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.change(t, "root", func(u *app.User) {
		u.Name, u.Email, u.FirstName, u.LastName = "anna", "anna@example.com", "Anna", "Lindqvist"
	})
	emails := map[string]string{"gökhan": "gokhan", "jānis": "janis", "łucja": "lucja"}
	var c data.Credential
	w.update(t, func(tx *data.Tx) (err error) {
		c, err = tx.Credential(w.userIn(t, tx, "anna").ID)
		return err
	})
	for _, member := range crew {
		u := member.User
		u.Email = u.Name + "@example.com"
		if plain := emails[u.Name]; plain != "" {
			u.Email = plain + "@example.com"
		}
		if u.Status == 0 {
			u.Status = app.Enabled
		}
		w.now.set(start.Add(-member.ago - 7*time.Minute))
		w.update(t, func(tx *data.Tx) (err error) {
			if u, err = tx.InsertUser(u); err != nil {
				return err
			}
			if err := tx.SetCredential(data.Credential{UserID: u.ID, Hash: c.Hash}); err != nil || member.ago == 0 {
				return err
			}
			return tx.SetLastSignIn(u.ID)
		})
	}
	w.now.set(start)
	return w
}

// scene is a picture of the window: who sits there, what they do, and how large the window is.
type scene struct {
	name string
	as   string // "" is nobody
	tag  string // of the language
	do   func(p *person)
	size fyne.Size // the zero value is small
	zoom float32   // 0 is 1
	new  bool      // on a file that waits for its first user
}

// scalable is Fyne's test canvas.
type scalable interface{ SetScale(scale float32) }

var small = fyne.NewSize(1000, 640)

func scenes() []scene {
	return []scene{
		{name: "setup", new: true},
		{name: "sign-in"},
		{name: "users", as: "anna", do: func(p *person) { p.selectUser("dmitri") }},
		{name: "menu", as: "boris", do: func(p *person) { p.gear("fatima") }},
		{name: "create", as: "anna", do: func(p *person) { p.tap("Create user") }},
		{name: "create-mistakes", as: "anna", do: func(p *person) {
			p.fillCreate("bоris", "boris@example", "too short")
			p.tapLast("Create user")
			p.Unfocus()
		}},
		{name: "role", as: "anna", do: func(p *person) { p.choose("carla.moretti", "Change role") }},
		{name: "secret", as: "anna", do: func(p *person) {
			(&users{view: p.shell.current}).showSecret(p.carla(), "kWm7QzTn4RxLp9Hd2CvE")
		}},
		{name: "recovery", as: "anna", do: func(p *person) {
			p.shell.showRecoveryKey("7KM-Q2X-9VT-R4B-HWD-0GZ-N6E-YJ5-C1P-SF8-3A4", nil)
		}},
		{name: "journal", as: "anna", do: func(p *person) {
			p.choose("carla.moretti", "Change role")
			p.press(fyne.KeyUp, fyne.KeyReturn)
			p.choose("eleni_p", "Disable user")
			p.press(fyne.KeyReturn)
			p.openJournal("anna", "Journal")
			p.shell.notice.hide()
		}},
		{name: "settings", as: "anna", do: func(p *person) { p.openSettings("anna") }},
		{name: "delete", as: "anna", do: func(p *person) { p.choose("carla.moretti", "Delete user") }},
		{name: "account", as: "anna", do: func(p *person) { p.openAccount("anna") }},
		{name: "lock", as: "anna", do: func(p *person) { p.shortcut(fyne.KeyL, ctrl) }},
		{name: "search", as: "anna", do: func(p *person) {
			p.shortcut(fyne.KeyF, ctrl)
			p.write("an vi")
			p.press(fyne.KeyDown, fyne.KeyDown)
			p.table().SelectAll()
		}},
		{name: "no-match", as: "anna", do: func(p *person) {
			p.shortcut(fyne.KeyF, ctrl)
			p.write("quartermaster")
		}},
		{name: "help", as: "anna", do: func(p *person) { p.press(fyne.KeyF1) }},
		{name: "problem", do: func(p *person) {
			p.win.SetContent(problemPage(fileSentence(app.FileNewer), "/home/anna/Ledger/users.roster", nil))
		}},
		{name: "german", as: "anna", tag: "de", do: func(p *person) { p.choose("carla.moretti", "Benutzer löschen") }},
		{name: "users-large", as: "anna", size: fyne.NewSize(2560, 1440)},
		{name: "users-zoomed", as: "anna", zoom: 1.5},
	}
}

// carla is a user in the table.
func (p *person) carla() app.User {
	p.t.Helper()
	return app.User{ID: 4, Name: "carla.moretti"}
}

// TestPictures compares the window with pictures of it that somebody has looked at. The text is drawn without
// the system's fonts, for which it needs the tag ci.
func TestPictures(t *testing.T) {
	if testing.Short() {
		t.Skip("drawing takes most of the time, and under the race detector minutes")
	}
	for _, s := range scenes() {
		for name, variant := range map[string]fyne.ThemeVariant{"light": fynetheme.VariantLight, "dark": fynetheme.VariantDark} {
			if variant == fynetheme.VariantDark && (s.size.Width > 0 || s.zoom > 0) {
				continue // as in the small one
			}
			t.Run(s.name+"-"+name, func(t *testing.T) {
				compare(t, filepath.Join("testdata", s.name+"-"+name+".png"), coarse(s.paint(t, variant)))
			})
		}
	}
	if *update {
		shootDocs(t)
	}
}

// shootDocs writes the pictures of the README.
func shootDocs(t *testing.T) {
	t.Helper()
	shop := fyne.NewSize(1180, 760)
	for name, s := range map[string]scene{
		"users-light": {as: "anna", do: func(p *person) { p.selectUser("dmitri") }},
		"users-dark":  {as: "anna", do: func(p *person) { p.selectUser("dmitri") }},
		"create-user": {as: "anna", do: func(p *person) {
			p.fillCreate("mia.larsson", "mia.larsson@example.com", "copper horse battery maple")
			p.fill("First name"+optional, "Mia")
			p.fill("Last name"+optional, "Larsson")
		}},
		"options": {as: "boris", do: func(p *person) { p.gear("carla.moretti") }},
	} {
		s.size = shop
		variant := fynetheme.VariantLight
		if name == "users-dark" {
			variant = fynetheme.VariantDark
		}
		write(t, filepath.Join("..", "docs", "pictures", name+".png"), s.paint(t, variant))
	}
}

// paint plays the scene and takes the picture.
func (s scene) paint(t *testing.T, variant fyne.ThemeVariant) image.Image {
	t.Helper()
	a := newApp(t)
	a.Settings().SetTheme(theme.Theme{Force: &variant})
	var w *world
	if s.new {
		w = newEmptyWorld(t)
	} else {
		w = newCrew(t)
	}
	p := w.sitAt(t, a)
	size := s.size
	if size.IsZero() {
		size = small
	}
	if s.zoom > 0 {
		p.Canvas.(scalable).SetScale(s.zoom)
	}
	p.win.Resize(size)
	if s.as != "" {
		p.signIn(s.as, secret)
		p.shell.notice.hide()
		if s.tag != "" {
			p.shell.speak(s.tag)
			p.shell.showHome()
		}
	}
	if s.do != nil {
		s.do(p)
	}
	p.settle()
	return p.Capture()
}

// coarse is a picture with 32 levels of each colour, which takes far less room and is enough to compare by.
func coarse(img image.Image) image.Image {
	c := image.NewRGBA(img.Bounds())
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			r, g, b, _ := img.At(x, y).RGBA()
			level := func(v uint32) uint8 { return uint8((v*31 + 0x7fff) / 0xffff * 255 / 31) }
			c.SetRGBA(x, y, color.RGBA{R: level(r), G: level(g), B: level(b), A: 0xff})
		}
	}
	return c
}

// Rounding differs between processors.
const (
	tolerance = 40 // pixels that may differ in a picture that is still the same
	rounding  = 24 // by how much the colours of a pixel may differ that is still the same
)

// compare fails the test if the picture differs from the file, and then puts it into testdata/failed.
func compare(t *testing.T, path string, got image.Image) {
	t.Helper()
	if *update {
		write(t, path, got)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update, and look at what it writes", err)
	}
	want, err := png.Decode(f)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	why := ""
	if got.Bounds() != want.Bounds() {
		why = fmt.Sprintf("got %v, want %v", got.Bounds().Size(), want.Bounds().Size())
	} else if n := different(got, want); n > tolerance {
		why = fmt.Sprintf("%d pixels differ", n)
	}
	if why != "" {
		failed := filepath.Join("testdata", "failed", filepath.Base(path))
		write(t, failed, got)
		t.Errorf("%s: %s; what came is in %s. If it is right, run the test with -update", path, why, failed)
	}
}

// different counts the pixels that differ by more than rounding.
func different(a, b image.Image) (n int) {
	far := func(x, y uint32) bool { return max(x, y)-min(x, y) > rounding<<8 }
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				n++
			}
		}
	}
	return n
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(f, img); err != nil {
		t.Error(err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}
