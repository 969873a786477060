package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"roster/app"
	"roster/views/form"
	"roster/views/menu"
	"roster/views/theme"
)

const barHeight float32 = 56

// bar is the app bar: the sign, the name of the program, and who is signed in, with their menu.
type bar struct {
	content fyne.CanvasObject
	person  *personButton
}

func (s *shell) newBar() *bar {
	b := &bar{person: newPersonButton(s.me())}
	b.person.tapped = func() { menu.Open(s.window.Canvas(), menu.Under(b.person), s.accountMenu()) }
	name := theme.NewText("Roster", theme.TextTitle, true, theme.ColorOnBar)
	b.content = container.New(barLayout{}, theme.NewGround(theme.ColorBar, 0), theme.NewLogo(32), name, b.person,
		theme.NewGround(fynetheme.ColorNameSeparator, 0))
	return b
}

// entrance puts the form of a page that comes before the others under the sign of the program.
func (s *shell) entrance(f *form.Form) fyne.CanvasObject {
	return container.New(entranceLayout{}, f.Card(), theme.NewLogo(32),
		theme.NewText("Roster", theme.TextTitle, true, fynetheme.ColorNameForeground))
}

// entranceLayout lays out a card over the whole page, and sign and name in the corner.
type entranceLayout struct{}

// Layout implements fyne.Layout.
func (entranceLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	o[1].Move(fyne.NewPos(theme.Margin, 12))
	o[1].Resize(o[1].MinSize())
	line := o[2].MinSize().Height
	o[2].Move(fyne.NewPos(theme.Margin+32+12, 12+(32-line)/2))
	o[2].Resize(fyne.NewSize(120, line))
	for i, least := range map[int]float32{1: 560, 2: 800} {
		if o[i].Show(); size.Width < least {
			o[i].Hide() // it would reach into the card
		}
	}
}

// MinSize implements fyne.Layout.
func (entranceLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

// page puts a page under an app bar.
func (s *shell) page(b *bar, content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(pageLayout{}, b.content, content)
}

// accountMenu is the menu of the person who is signed in.
func (s *shell) accountMenu() []menu.Item {
	journal := lang.L("Journal")
	if s.session.May(app.ReadJournal, app.User{}, 0).Verdict == app.Refused {
		journal = lang.L("My events")
	}
	return []menu.Item{
		{Label: lang.L("My account"), Icon: "user", Do: s.showAccount},
		{Label: journal, Icon: "book", Do: s.showJournal},
		{Label: lang.L("Settings"), Icon: "sliders", Do: s.showSettings},
		{Label: lang.L("Lock"), Icon: "lock", Do: s.lockWindow},
		{Label: lang.L("Keyboard shortcuts"), Icon: "help", Do: s.showHelp},
		{Separator: true},
		{Label: lang.L("Sign out"), Icon: "sign-out", Do: s.signOut},
	}
}

// barLayout lays out ground, sign, name, person and lower edge.
type barLayout struct{}

// Layout implements fyne.Layout.
func (barLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	sign := o[1].MinSize()
	o[1].Move(fyne.NewPos(theme.Margin, (size.Height-sign.Height)/2))
	o[1].Resize(sign)
	line := o[2].MinSize().Height
	o[2].Move(fyne.NewPos(theme.Margin+sign.Width+12, (size.Height-line)/2))
	o[2].Resize(fyne.NewSize(120, line))
	person := fyne.NewSize(min(o[3].MinSize().Width, size.Width-220), o[3].MinSize().Height)
	o[3].Move(fyne.NewPos(size.Width-theme.Margin-person.Width+8, (size.Height-person.Height)/2))
	o[3].Resize(person)
	o[4].Move(fyne.NewPos(0, size.Height-theme.Line))
	o[4].Resize(fyne.NewSize(size.Width, theme.Line))
}

// MinSize implements fyne.Layout.
func (barLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, barHeight) }

// pageLayout lays out an app bar and what is under it.
type pageLayout struct{}

// Layout implements fyne.Layout.
func (pageLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(size.Width, barHeight))
	o[1].Move(fyne.NewPos(0, barHeight))
	o[1].Resize(fyne.NewSize(size.Width, size.Height-barHeight))
}

// MinSize implements fyne.Layout.
func (pageLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[1].MinSize().AddWidthHeight(0, barHeight)
}

// personButton shows who is signed in and opens their menu, by mouse and by keyboard.
type personButton struct {
	widget.BaseWidget
	tapped func()

	chip           *theme.Chip
	badge          *theme.Badge
	name, email    *theme.Text
	hover, focus   fyne.Widget
	arrow          fyne.Widget
	hovered, focal bool
}

func newPersonButton(u app.User) *personButton {
	b := &personButton{
		chip:  theme.NewChip("", theme.ToneGray),
		badge: theme.NewBadge("", theme.ToneGray, 34),
		name:  theme.NewText("", theme.TextBody, true, theme.ColorOnBar),
		email: theme.NewText("", theme.TextCaption, false, theme.ColorOnBarMuted),
		hover: theme.NewGround(theme.ColorBarHover, theme.Radius),
		focus: theme.NewGround(theme.ColorOnBar, 1),
		arrow: theme.NewPicture("chevron-down", 18, theme.ColorOnBarMuted),
	}
	b.hover.Hide()
	b.focus.Hide()
	b.ExtendBaseWidget(b)
	b.set(u)
	return b
}

// set shows another person, or the same as they are now.
func (b *personButton) set(u app.User) {
	b.chip.Set(roleName(u.Role), roleTone(u.Role))
	b.badge.Set(initials(u), badgeTone(u))
	b.name.SetText(fullName(u))
	b.email.SetText(u.Email)
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *personButton) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(personLayout{b},
		b.hover, b.chip, b.badge, b.name, b.email, b.arrow, b.focus))
}

// personLayout lays out the parts of a personButton.
type personLayout struct{ b *personButton }

const personPad float32 = 8

// Layout implements fyne.Layout.
func (l personLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	b := l.b
	put := func(o fyne.CanvasObject, x, width, height float32) {
		o.Move(fyne.NewPos(x, (size.Height-height)/2))
		o.Resize(fyne.NewSize(width, height))
	}
	put(b.hover, 0, size.Width, size.Height)
	chip := b.chip.MinSize()
	put(b.chip, personPad, chip.Width, chip.Height)
	x := personPad + chip.Width + 12
	put(b.badge, x, 34, 34)
	x += 34 + 10
	width := size.Width - x - 18 - 2*personPad
	name, email := b.name.MinSize().Height, b.email.MinSize().Height
	top := (size.Height - name - email) / 2
	b.name.Move(fyne.NewPos(x, top))
	b.name.Resize(fyne.NewSize(width, name))
	b.email.Move(fyne.NewPos(x, top+name))
	b.email.Resize(fyne.NewSize(width, email))
	put(b.arrow, size.Width-18-personPad, 18, 18)
	b.focus.Move(fyne.NewPos(personPad, size.Height-2))
	b.focus.Resize(fyne.NewSize(size.Width-2*personPad, 2))
}

// MinSize implements fyne.Layout.
func (l personLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	text := min(max(l.b.name.Width(), l.b.email.Width())+2, 260)
	return fyne.NewSize(personPad+l.b.chip.MinSize().Width+12+34+10+text+8+18+personPad, 44)
}

func (b *personButton) show() {
	for o, visible := range map[fyne.CanvasObject]bool{b.hover: b.hovered, b.focus: b.focal} {
		if visible {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

// Tapped implements fyne.Tappable.
func (b *personButton) Tapped(*fyne.PointEvent) { b.tapped() }

// Cursor implements desktop.Cursorable.
func (b *personButton) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn implements desktop.Hoverable.
func (b *personButton) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.show() }

// MouseMoved implements desktop.Hoverable.
func (b *personButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *personButton) MouseOut() { b.hovered = false; b.show() }

// FocusGained implements fyne.Focusable.
func (b *personButton) FocusGained() { b.focal = true; b.show() }

// FocusLost implements fyne.Focusable.
func (b *personButton) FocusLost() { b.focal = false; b.show() }

// TypedRune implements fyne.Focusable.
func (b *personButton) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (b *personButton) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDown:
		b.tapped()
	}
}
