package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app/access"
	"roster/identity"
	"roster/views/menu"
	"roster/views/theme"
)

// Section says which of the places in the app bar a page belongs to.
type Section int

// The sections. My account is none of them.
const (
	SectionNone Section = iota
	SectionUsers
	SectionJournal
	SectionBackups
	SectionSettings
)

// place is one of the places that the app bar leads to.
type place struct {
	section Section
	label   string
	icon    string
	show    func() // nil if the program has no such page
	refused bool   // the person may not see it
}

// places returns the places that the person may see.
func (s *Shell) places() []place {
	journal := lang.L("Journal")
	if s.Refused(access.ReadJournal) {
		journal = lang.L("My events")
	}
	all := []place{
		{SectionUsers, lang.L("Users"), "users", s.Routes.Users, s.Refused(access.FindUsers)},
		{SectionJournal, journal, "book", s.Routes.Journal, false},
		{SectionBackups, lang.L("Backups"), "archive", s.Routes.Backups, s.Refused(access.BackUp)},
		{SectionSettings, lang.L("Settings"), "sliders", s.Routes.Settings, false},
	}
	return slices.DeleteFunc(all, func(p place) bool { return p.show == nil || p.refused })
}

// Bar is the app bar: the logo, the name of the program, the menu File, the places, and the signed-in person with their
// menu. The places are words if the window is wide enough, and otherwise icons that the person's menu explains.
type Bar struct {
	shell   *Shell
	section Section
	content *fyne.Container
	name    *theme.Text
	file    *barButton // opens the menu File; nil if the system has a place for it
	places  []*barButton
	person  *personButton
	compact bool // the places are icons, or hidden
}

// ShowPage shows a page of a section under an app bar.
func (s *Shell) ShowPage(section Section, content fyne.CanvasObject) *Bar {
	b := &Bar{
		shell: s, section: section, person: newPersonButton(s.Me()),
		name: theme.NewText("Roster", theme.TextTitle, true, theme.ColorOnBar),
	}
	b.person.tapped = func() { menu.Open(s.Canvas(), menu.Under(b.person), b.personMenu()) }
	b.person.step = func(by int) { b.step(b.person, by) }
	if s.HasFileMenu() {
		b.file = newBarButton(lang.L("File"), "", func() { s.OpenFileMenu(b.file) })
		b.file.opens, b.file.step = true, func(by int) { b.step(b.file, by) }
	}
	b.content = container.New(b)
	b.fill()
	s.SetContent(container.New(pageLayout{}, b.content, content))
	return b
}

// SetPerson shows the current state of the person, and the places that they may see now.
func (b *Bar) SetPerson(u identity.User) {
	b.person.set(u)
	now := b.shell.places()
	if !slices.EqualFunc(b.places, now, func(b *barButton, p place) bool { return b.label == p.label }) {
		b.fill()
	}
}

// fill puts everything into the bar, in the order of the Tab key.
func (b *Bar) fill() {
	b.places = nil
	b.content.Objects = []fyne.CanvasObject{theme.NewRectangle(theme.ColorBar, 0), theme.NewLogo(logoSize), b.name}
	if b.file != nil {
		b.content.Add(b.file)
	}
	for _, p := range b.shell.places() {
		button := newBarButton(p.label, p.icon, b.shell.asksFirst(p.show))
		button.current = p.section == b.section
		button.step = func(by int) { b.step(button, by) }
		button.show()
		b.places = append(b.places, button)
		b.content.Add(button)
	}
	b.content.Add(b.person)
	b.content.Add(theme.NewRectangle(fynetheme.ColorNameSeparator, 0))
}

// step moves the focus from a widget in the bar to the next one in a direction, around the ends.
func (b *Bar) step(from fyne.Focusable, by int) {
	var stops []fyne.Focusable
	for _, o := range b.content.Objects {
		if f, ok := o.(fyne.Focusable); ok && o.Visible() {
			stops = append(stops, f)
		}
	}
	if i := slices.Index(stops, from); i >= 0 {
		b.shell.Canvas().Focus(stops[(i+by+len(stops))%len(stops)])
	}
}

// personMenu returns the menu of the signed-in person. It also leads to the places if the bar has no words for them.
func (b *Bar) personMenu() []menu.Item {
	s := b.shell
	items := []menu.Item{{Label: lang.L("My account"), Icon: "user", Do: s.asksFirst(s.Routes.Account)}}
	if b.compact {
		for _, p := range s.places() {
			items = append(items, menu.Item{
				Label: p.label, Icon: p.icon, Checked: p.section == b.section, Do: s.asksFirst(p.show),
			})
		}
	}
	return append(items,
		menu.Item{Label: lang.L("Lock"), Icon: "lock", Keys: Keys("lock"), Do: s.LockWindow},
		menu.Item{Label: lang.L("Notices"), Icon: "info", Keys: "F8", Do: s.showNotices},
		menu.Item{Label: lang.L("Keyboard shortcuts"), Icon: "help", Keys: "F1", Do: s.showHelp},
		menu.Item{Separator: true},
		menu.Item{Label: lang.L("Sign out"), Icon: "sign-out", Do: s.asksFirst(s.SignOut)},
	)
}

const (
	logoSize float32 = 32
	logoGap  float32 = 12 // between the logo and the name
	barGap   float32 = 8  // between what is left and the person
)

// Layout implements fyne.Layout.
func (b *Bar) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(size)
	Place(o[len(o)-1], 0, size.Height-theme.Line, size.Width, theme.Line)
	Place(o[1], theme.Margin, (size.Height-logoSize)/2, logoSize, logoSize)

	end := size.Width - theme.Margin + personPad
	named, wide, narrow := b.fit(end)
	x := theme.Margin + logoSize + logoGap
	b.name.Hidden = !named
	if named {
		line, width := b.name.MinSize().Height, b.name.Width()+2
		Place(b.name, x, (size.Height-line)/2, width, line)
		x += width + logoGap
	}
	if b.file != nil {
		width := b.file.width(false)
		Place(b.file, x, 0, width, size.Height)
		x += width
	}
	b.compact = !wide
	for _, p := range b.places {
		p.compact, p.Hidden = !wide, !wide && !narrow
		p.show()
		if !p.Hidden {
			width := p.width(p.compact)
			Place(p, x, 0, width, size.Height)
			x += width
		}
	}
	person := fyne.NewSize(min(b.person.MinSize().Width, end-x-barGap), b.person.MinSize().Height)
	Place(b.person, end-person.Width, (size.Height-person.Height)/2, person.Width, person.Height)
}

// fit says what fits to the left of the person: the name of the program, the places in words, the places as icons. The
// person's name is cut off only if there is not even room for the icons beside it.
func (b *Bar) fit(end float32) (named, wide, narrow bool) {
	var words, icons float32
	for _, p := range b.places {
		words += p.width(false)
		icons += p.width(true)
	}
	room := end - theme.Margin - logoSize - logoGap - barGap - b.person.MinSize().Width
	if b.file != nil {
		room -= b.file.width(false)
	}
	name := b.name.Width() + 2 + logoGap
	switch {
	case name+words <= room:
		return true, true, false
	case words <= room:
		return false, true, false
	case name+icons <= room:
		return true, false, true
	}
	return false, false, icons <= room+b.person.spare()
}

// MinSize implements fyne.Layout.
func (b *Bar) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, lowBarHeight) }

// pageLayout lays out an app bar and the content below it.
type pageLayout struct{}

// Layout implements fyne.Layout.
func (pageLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	height := barHeight
	if size.Height < LowPage+barHeight {
		height = lowBarHeight
	}
	Place(o[0], 0, 0, size.Width, height)
	Place(o[1], 0, height, size.Width, size.Height-height)
}

// MinSize implements fyne.Layout.
func (pageLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return o[1].MinSize().AddWidthHeight(0, lowBarHeight)
}
