package views

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/data"
	"roster/views/form"
	"roster/views/theme"
)

// Everybody in these tests has the password secret until they get another.
const (
	secret = "Zebra crossing at 4 in the morning"
	other  = "Purple hammock under the 7th bridge"
)

// start is when every test begins.
var start = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	time.Local = time.UTC                            // the window shows times where the person is
	if err := os.Setenv("LC_ALL", "C"); err != nil { // and speaks as the system does
		panic(err)
	}
	m.Run()
}

// world is a file of users and a service over it, as one process has them.
type world struct {
	screen  func(context.Context) error // says when the screen of the computer is locked
	crash   Crash
	path    string
	store   *data.Store
	service *app.Service
	now     *clockHand
}

// clockHand is the time in a test. What goes on behind a window looks at it while the test moves it.
type clockHand struct{ micros atomic.Int64 }

func (c *clockHand) time() time.Time     { return time.UnixMicro(c.micros.Load()).UTC() }
func (c *clockHand) set(t time.Time)     { c.micros.Store(t.UnixMicro()) }
func (c *clockHand) add(d time.Duration) { c.micros.Add(d.Microseconds()) }

// newEmptyWorld returns a file that waits for its first System Admin.
func newEmptyWorld(t *testing.T) *world {
	t.Helper()
	w := &world{path: filepath.Join(t.TempDir(), "users.roster"), now: &clockHand{}}
	w.now.set(start)
	w.open(t)
	return w
}

// newWorld returns a file whose first System Admin is root.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := newEmptyWorld(t)
	_, err := w.service.Setup(t.Context(), app.NewUser{Name: "root", Email: "root@example.com", Password: secret})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) open(t *testing.T) {
	t.Helper()
	store, err := data.Open(t.Context(), w.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	store.Now = w.now.time
	w.store = store
	w.service, err = app.New(store, app.Options{Version: "test", Computer: "office-3", Hash: app.Argon2{Memory: 8, Time: 1, Threads: 1}})
	if err != nil {
		t.Fatal(err)
	}
}

// again returns the same file as another process has it.
func (w *world) again(t *testing.T) *world {
	t.Helper()
	second := &world{path: w.path, now: w.now}
	second.open(t)
	return second
}

// add puts a user into the file whose password is secret, at once and without a rule.
func (w *world) add(t *testing.T, u app.User) app.User {
	t.Helper()
	if u.Email == "" {
		u.Email = u.Name + "@example.com"
	}
	if u.Status == 0 {
		u.Status = app.Enabled
	}
	w.update(t, func(tx *data.Tx) error {
		root, err := tx.UserByName(data.Key("root"))
		if err != nil {
			return err
		}
		c, err := tx.Credential(root.ID)
		if err != nil {
			return err
		}
		if u, err = tx.InsertUser(u); err != nil {
			return err
		}
		return tx.SetCredential(data.Credential{UserID: u.ID, Hash: c.Hash})
	})
	return u
}

// addAll adds users of that role by their names.
func (w *world) addAll(t *testing.T, role app.Role, names ...string) {
	t.Helper()
	for _, name := range names {
		w.add(t, app.User{Name: name, Role: role})
	}
}

func (w *world) update(t *testing.T, do func(*data.Tx) error) {
	t.Helper()
	if err := w.store.Update(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

// change changes a user as somebody elsewhere would.
func (w *world) change(t *testing.T, name string, edit func(*app.User)) {
	t.Helper()
	w.update(t, func(tx *data.Tx) error {
		u, err := tx.UserByName(data.Key(name))
		if err != nil {
			return err
		}
		edit(&u)
		_, err = tx.UpdateUser(u)
		return err
	})
}

// remove deletes a user as somebody elsewhere would.
func (w *world) remove(t *testing.T, name string) {
	t.Helper()
	w.update(t, func(tx *data.Tx) error {
		u, err := tx.UserByName(data.Key(name))
		if err != nil {
			return err
		}
		return tx.DeleteUser(u.ID, u.Version)
	})
}

// user is who has that name in the file; there must be one.
func (w *world) user(t *testing.T, name string) (u app.User) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) (err error) {
		u, err = tx.UserByName(data.Key(name))
		return err
	})
	if err != nil {
		t.Fatalf("user %q: %v", name, err)
	}
	return u
}

// count is how many users there are.
func (w *world) count(t *testing.T) (n int) {
	t.Helper()
	err := w.store.View(t.Context(), func(tx *data.Tx) (err error) {
		n, err = tx.CountUsers(data.Query{})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// mustChange tells whether that user must change their password.
func (w *world) mustChange(t *testing.T, name string) bool {
	t.Helper()
	u := w.user(t, name)
	var c data.Credential
	err := w.store.View(t.Context(), func(tx *data.Tx) (err error) {
		c, err = tx.Credential(u.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c.MustChange
}

// wantSignIn fails the test unless signing in ends with that error; nil is for none.
func (w *world) wantSignIn(t *testing.T, name, password string, want error) {
	t.Helper()
	if _, err := w.service.SignIn(t.Context(), name, password); !errors.Is(err, want) {
		t.Errorf("sign in %s with %q: got error %v, want %v", name, password, err, want)
	}
}

// queue takes the place of fyne.Do: what is to run on the UI thread waits until the test runs it.
type queue struct {
	mu     sync.Mutex
	list   []func()
	filled chan struct{}
}

func (q *queue) put(f func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.list = append(q.list, f)
	select {
	case q.filled <- struct{}{}:
	default:
	}
}

func (q *queue) take() func() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.list) == 0 {
		return nil
	}
	f := q.list[0]
	q.list = q.list[1:]
	return f
}

// window is Fyne's test window, whose canvas passes shortcuts on as a real one does.
type window struct {
	fyne.Window
	canvas *screen
	close  func() // what the cross in the title bar does
}

// Canvas implements fyne.Window.
func (w *window) Canvas() fyne.Canvas { return w.canvas }

// Close implements fyne.Window. The test closes the window itself, when it ends.
func (w *window) Close() {}

// SetCloseIntercept implements fyne.Window.
func (w *window) SetCloseIntercept(do func()) { w.close = do }

// person sits at a window of Roster: reads what is there, types and clicks.
type person struct {
	*screen
	t     *testing.T
	app   fyne.App
	win   *window
	shell *shell
	queue *queue
	log   *strings.Builder
	end   func()
}

// newApp is a desktop in light colours.
func newApp(t *testing.T) fyne.App {
	t.Helper()
	a := test.NewTempApp(t)
	light := fynetheme.VariantLight
	a.Settings().SetTheme(theme.Theme{Force: &light})
	return a
}

// sit opens a window over the file. Fyne's test driver takes what has the focus for a part of the last window.
func (w *world) sit(t *testing.T) *person {
	t.Helper()
	return w.sitAt(t, newApp(t))
}

func (w *world) sitAt(t *testing.T, a fyne.App) *person {
	t.Helper()
	p := &person{t: t, app: a, queue: &queue{filled: make(chan struct{}, 1)}, log: &strings.Builder{}}
	win := test.NewTempWindow(t, nil)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(1180, 760)) // as main makes it
	p.screen = &screen{Canvas: win.Canvas()}
	p.win = &window{Window: win, canvas: p.screen}
	p.end = Show(t.Context(), Options{
		Service: w.service, Window: p.win, App: a, UI: p.queue.put,
		Log: newLog(p.log), ScreenLocked: w.screen, Crash: w.crash,
	})
	p.shell = shellOf(win)
	t.Cleanup(func() {
		p.end()
		if p.log.Len() > 0 && !t.Failed() {
			t.Errorf("the log says:\n%s", p.log)
		}
	})
	p.settle()
	return p
}

// shellOf finds the shell behind a window.
func shellOf(w fyne.Window) *shell {
	for _, o := range w.Content().(*ground).content.(*fyne.Container).Objects {
		if c, ok := o.(*fyne.Container); ok {
			if l, ok := c.Layout.(noticeLayout); ok {
				return l.notice.shell
			}
		}
	}
	panic("no notice in the window")
}

// sitAs opens a window over the file and signs in with the password secret.
func (w *world) sitAs(t *testing.T, name string) *person {
	t.Helper()
	p := w.sit(t)
	p.signIn(name, secret)
	return p
}

// signIn fills the sign-in in.
func (p *person) signIn(name, password string) {
	p.t.Helper()
	p.see("Sign in")
	p.write(name)
	p.press(fyne.KeyTab)
	p.write(password)
	p.press(fyne.KeyReturn)
}

// settle waits until all that was begun has come to its end.
func (p *person) settle() {
	p.t.Helper()
	limit := time.NewTimer(time.Minute)
	defer limit.Stop()
	for {
		if f := p.queue.take(); f != nil {
			f()
			continue
		}
		if p.shell == nil || p.shell.work.pending.Load() == 0 {
			return
		}
		select {
		case <-p.queue.filled:
		case <-limit.C:
			p.t.Fatalf("%d pieces of work do not end; on the screen: %q", p.shell.work.pending.Load(), p.texts())
		}
	}
}

// noticed is what happens when the watch finds that the file has changed.
func (p *person) noticed() {
	p.t.Helper()
	if p.shell.changed == nil {
		p.t.Fatal("nothing on the screen follows the file")
	}
	p.shell.changed()
	p.settle()
}

// see fails the test unless all of these can be read in the window.
func (p *person) see(texts ...string) {
	p.t.Helper()
	p.settle()
	for _, text := range texts {
		if !p.shows(text) {
			p.t.Fatalf("%q is not on the screen, but %q", text, p.texts())
		}
	}
}

// notSee fails the test if any of these can be read in the window.
func (p *person) notSee(texts ...string) {
	p.t.Helper()
	p.settle()
	for _, text := range texts {
		if p.shows(text) {
			p.t.Fatalf("%q is on the screen: %q", text, p.texts())
		}
	}
}

// write types a text into what has the focus.
func (p *person) write(text string) {
	p.t.Helper()
	for _, r := range text {
		p.rune(r)
	}
	p.settle()
}

func (p *person) rune(r rune) {
	if f := p.Focused(); f != nil {
		f.TypedRune(r)
	} else if typed := p.OnTypedRune(); typed != nil {
		typed(r)
	}
}

// press presses keys one after the other, and waits for what comes of each.
func (p *person) press(keys ...fyne.KeyName) {
	p.t.Helper()
	for _, key := range keys {
		p.key(key)
		p.settle()
	}
}

// key presses a key and waits for nothing.
func (p *person) key(name fyne.KeyName) {
	f := p.Focused()
	if tab, takes := f.(fyne.Tabbable); name == fyne.KeyTab && !(takes && tab.AcceptsTab()) {
		p.FocusNext()
		return
	}
	switch event := (&fyne.KeyEvent{Name: name}); {
	case f != nil:
		f.TypedKey(event)
	case p.OnTypedKey() != nil:
		p.OnTypedKey()(event)
	}
	if name == fyne.KeySpace { // Fyne gives both
		p.rune(' ')
	}
}

// clear empties the field that has the focus.
func (p *person) clear() {
	p.t.Helper()
	f, ok := p.Focused().(fyne.Shortcutable)
	if !ok {
		p.t.Fatalf("%T has the focus, want a field", p.Focused())
	}
	f.TypedShortcut(&fyne.ShortcutSelectAll{})
	p.press(fyne.KeyBackspace)
}

// shortcut presses a key with a modifier, as Fyne's desktop driver hands it on.
func (p *person) shortcut(key fyne.KeyName, modifier fyne.KeyModifier) {
	p.t.Helper()
	p.chord(key, modifier)
	p.settle()
}

func (p *person) chord(key fyne.KeyName, modifier fyne.KeyModifier) {
	s := &desktop.CustomShortcut{KeyName: key, Modifier: modifier}
	if f, ok := p.Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s) // which hands it on to Fyne's test canvas, where it ends
	}
	p.TypedShortcut(s)
}

// ctrl is the modifier of most shortcuts.
const ctrl = fyne.KeyModifierShortcutDefault

// tap clicks what bears that text, in what lies on top.
func (p *person) tap(text string) {
	p.t.Helper()
	p.settle()
	p.click(p.find(text), desktop.MouseButtonPrimary)
	p.settle()
}

// gear clicks the gear of the user of that name.
func (p *person) gear(name string) {
	p.t.Helper()
	p.settle()
	p.click(p.gearBeside(name), desktop.MouseButtonPrimary)
	p.settle()
}

// choose opens the options of a user and picks one.
func (p *person) choose(name, option string) {
	p.t.Helper()
	p.gear(name)
	p.tap(option)
}

// find is the middle of what bears that text and can be clicked.
func (p *person) find(text string) fyne.Position {
	p.t.Helper()
	at, ok := p.clickable(text)
	if !ok {
		p.t.Fatalf("nothing that can be clicked says %q, but %q", text, p.texts())
	}
	return at
}

// gearBeside is the middle of the gear in the row of the user of that name.
func (p *person) gearBeside(name string) fyne.Position {
	p.t.Helper()
	marks := p.marks()
	for _, user := range marks {
		for _, m := range marks {
			if user.text == name && strings.HasPrefix(m.image, "gear-") && m.covers(fyne.NewPos(m.at.X+1, user.middle().Y)) {
				return m.middle()
			}
		}
	}
	p.t.Fatalf("no row of %q, but %q", name, p.texts())
	return fyne.Position{}
}

// setPassword gives a user a password that must be changed.
func (w *world) setPassword(t *testing.T, name, password string) {
	t.Helper()
	root, err := w.service.SignIn(t.Context(), "root", secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := root.Confirm(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	if err := root.SetPassword(t.Context(), w.user(t, name), password); err != nil {
		t.Fatal(err)
	}
}

// fillNewPassword goes on from a present password to the two fields of a new one.
func (p *person) fillNewPassword(first, second string) {
	p.t.Helper()
	for _, text := range []string{first, second} {
		p.press(fyne.KeyTab)
		p.write(text)
	}
}

// wantEnabled fails the test unless the button of that text can be used, or cannot.
func (p *person) wantEnabled(text string, want bool) {
	p.t.Helper()
	p.settle()
	if got := !p.button(text).Disabled(); got != want {
		p.t.Errorf("button %q: enabled %v, want %v", text, got, want)
	}
}

func (p *person) button(text string) *form.Button {
	p.t.Helper()
	o, _ := p.under(p.find(text), func(o fyne.CanvasObject) bool { _, ok := o.(*form.Button); return ok })
	b, ok := o.(*form.Button)
	if !ok {
		p.t.Fatalf("%q is no button", text)
	}
	return b
}

// count is how many times a text can be read.
func (p *person) count(text string) (n int) {
	p.settle()
	for _, s := range p.texts() {
		if s == text {
			n++
		}
	}
	return n
}

// into clicks into the field under that label.
func (p *person) into(label string) {
	p.t.Helper()
	p.settle()
	for _, m := range p.marks() {
		if m.top && m.text == label {
			at := fyne.NewPos(m.at.X+40, m.at.Y+m.size.Height+theme.Control/2)
			if o, _ := p.under(at, func(o fyne.CanvasObject) bool { _, ok := o.(fyne.Focusable); return ok }); o != nil {
				p.click(at, desktop.MouseButtonPrimary)
				p.settle()
				return
			}
		}
	}
	p.t.Fatalf("no field %q, but %q", label, p.texts())
}

// fill puts a text into the field under that label, in place of what is there.
func (p *person) fill(label, text string) {
	p.t.Helper()
	p.into(label)
	p.clear()
	p.write(text)
}

// optional is what stands behind the label of a field that may stay empty.
const optional = "  (optional)"

func (w *world) userIn(t *testing.T, tx *data.Tx, name string) app.User {
	t.Helper()
	u, err := tx.UserByName(data.Key(name))
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// fillCreate opens the form for a new user and fills in what it needs.
func (p *person) fillCreate(name, email, password string) {
	p.t.Helper()
	p.shortcut(fyne.KeyN, ctrl)
	p.see("Must change password at next sign-in")
	p.write(name)
	p.fill("Email address", email)
	p.fill("Password", password)
}

func newLog(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }
