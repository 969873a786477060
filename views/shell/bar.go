package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app/access"
	"roster/identity"
	"roster/views/menu"
	"roster/views/theme"
)

const barHeight float32 = 56

// Bar is the app bar: the logo, the name of the program, and the signed-in person with their menu.
type Bar struct {
	content fyne.CanvasObject
	person  *personButton
}

// ShowPage shows a page under an app bar.
func (s *Shell) ShowPage(content fyne.CanvasObject) *Bar {
	b := &Bar{person: newPersonButton(s.Me())}
	b.person.tapped = func() { menu.Open(s.Canvas(), menu.Under(b.person), s.accountMenu()) }
	name := theme.NewText("Roster", theme.TextTitle, true, theme.ColorOnBar)
	b.content = container.New(barLayout{}, theme.NewRectangle(theme.ColorBar, 0), theme.NewLogo(32), name, b.person,
		theme.NewRectangle(fynetheme.ColorNameSeparator, 0))
	s.SetContent(container.New(pageLayout{}, b.content, content))
	return b
}

// SetPerson shows the current state of the person.
func (b *Bar) SetPerson(u identity.User) { b.person.set(u) }

// accountMenu returns the menu of the signed-in person.
func (s *Shell) accountMenu() []menu.Item {
	journal := lang.L("Journal")
	if s.Refused(access.ReadJournal) {
		journal = lang.L("My events")
	}
	return []menu.Item{
		{Label: lang.L("My account"), Icon: "user", Do: s.Routes.Account},
		{Label: journal, Icon: "book", Do: s.Routes.Journal},
		{Label: lang.L("Settings"), Icon: "sliders", Do: s.Routes.Settings},
		{Label: lang.L("Lock"), Icon: "lock", Do: s.LockWindow},
		{Label: lang.L("Keyboard shortcuts"), Icon: "help", Do: s.showHelp},
		{Separator: true},
		{Label: lang.L("Sign out"), Icon: "sign-out", Do: s.SignOut},
	}
}

// barLayout lays out the background, logo, name, person and lower edge.
type barLayout struct{}

// Layout implements fyne.Layout.
func (barLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	logo := o[1].MinSize()
	Place(o[1], theme.Margin, (size.Height-logo.Height)/2, logo.Width, logo.Height)
	line := o[2].MinSize().Height
	Place(o[2], theme.Margin+logo.Width+12, (size.Height-line)/2, 120, line)
	person := fyne.NewSize(min(o[3].MinSize().Width, size.Width-220), o[3].MinSize().Height)
	Place(o[3], size.Width-theme.Margin-person.Width+8, (size.Height-person.Height)/2, person.Width, person.Height)
	Place(o[4], 0, size.Height-theme.Line, size.Width, theme.Line)
}

// MinSize implements fyne.Layout.
func (barLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, barHeight) }

// pageLayout lays out an app bar and the content below it.
type pageLayout struct{}

// Layout implements fyne.Layout.
func (pageLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	Place(o[0], 0, 0, size.Width, barHeight)
	Place(o[1], 0, barHeight, size.Width, size.Height-barHeight)
}

// MinSize implements fyne.Layout.
func (pageLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[1].MinSize().AddWidthHeight(0, barHeight)
}
