package users

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"roster/app"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// keyDetails is the preference that holds whether the panel is open.
const keyDetails = "users.details"

// details is the panel beside the table that shows everything about the selected user. It follows the selection. In a
// window that is too narrow for both, it takes the place of the table.
type details struct {
	page    *page
	content *fyne.Container
	badge   *theme.Badge
	role    *theme.Chip
	close   *form.Button
	form    *form.Form
	facts   *form.Facts
	copy    *form.Button // the email address
	buttons []*form.Button
	refused *form.Facts // why buttons are disabled
	latest  *form.Facts // entries of the journal

	open   bool // it follows the selection; it is visible if there is room, or if over
	over   bool // it takes the place of the table if there is no room for both
	beside bool // there is room for both

	wanted  int64 // the user to show; 0 for none
	left    int64 // the user that was shown before the program selected another one; 0 if a person did
	gone    bool  // it says that the user was deleted, although the program has selected another one instead
	asked   int   // counts what was asked for; other answers are dropped
	loading bool  // an answer is awaited

	user  identity.User // who is shown; zero if nobody
	drawn contents
}

// slow is how long an answer may take before the panel no longer shows the user who was selected before.
const slow = 150 * time.Millisecond

// addDetails adds the panel to the page, closed or as it was last time.
func (p *page) addDetails() {
	d := &details{
		page: p, badge: theme.NewBadge("", theme.ToneGray, badgeSize), role: theme.NewChip("", theme.ToneGray),
		open: p.Preferences().Bool(keyDetails),
	}
	d.copy = form.NewButton("", "copy", form.Quiet, func() {
		p.Copy(d.user.Email)
		p.Notify(lang.L("Copied."))
	})
	d.facts = &form.Facts{Button: d.copy}
	options := &form.Actions{Beside: true, Later: true}
	for i, o := range p.offers(identity.User{}, "") {
		importance := form.Secondary
		if o.danger {
			importance = form.Danger
		}
		options.Buttons = append(options.Buttons, form.NewButton(o.label, o.icon, importance, func() { d.do(i) }))
	}
	d.buttons = options.Buttons
	d.refused = &form.Facts{Above: true}
	d.latest = &form.Facts{Above: true, Label: lang.L("Latest entries")}
	d.form = form.New(form.Spec{
		Title: " ", Rows: [][]form.Field{{d.facts}, {options}, {d.refused}, {d.latest}}, OnCancel: d.hide,
	})
	d.close = form.NewButton("", "x", form.Quiet, d.hide)
	d.content = container.New(detailsLayout{d}, theme.NewRectangle(fynetheme.ColorNameSeparator, 0), d.badge, d.role,
		d.form.Side(), d.close)
	d.say("", "")
	p.details = d
}

// show opens the panel for a person.
func (d *details) show() {
	d.open, d.over = true, true
	d.page.Preferences().SetBool(keyDetails, true)
	d.gone = false
	d.follow()
	d.page.content.Refresh()
	if !d.page.table.Visible() {
		d.enter()
	}
}

// showOrEnter opens the panel or, if it is open, gives it the focus.
func (d *details) showOrEnter() {
	if visible := d.content.Visible(); !visible {
		d.show()
		return
	}
	d.enter()
}

// hide closes the panel and gives the focus to the table.
func (d *details) hide() {
	if !d.content.Visible() {
		return
	}
	p := d.page
	d.open, d.over = false, false
	d.wanted, d.asked = 0, d.asked+1
	p.Preferences().SetBool(keyDetails, false)
	p.content.Refresh()
	p.Canvas().Focus(p.table)
}

// enter gives the focus to the first button that can be used.
func (d *details) enter() {
	for _, b := range append([]*form.Button{d.copy}, append(d.buttons, d.close)...) {
		if b.Visible() && !b.Disabled() {
			d.page.Canvas().Focus(b)
			return
		}
	}
}

// focused reports whether the focus is in the panel.
func (d *details) focused() bool {
	now := d.page.Canvas().Focused()
	if now == nil {
		return false
	}
	for _, b := range append([]*form.Button{d.copy, d.close}, d.buttons...) {
		if now == fyne.Focusable(b) {
			return true
		}
	}
	return false
}

// do does the option of a button. While another user is about to be shown, it does nothing.
func (d *details) do(i int) {
	if d.user.ID != 0 && d.user.ID == d.wanted {
		d.drawn.offers[i].show(d.user)
	}
}

// follow shows the selected user, if that is another one.
func (d *details) follow() {
	if !d.open {
		return
	}
	t, program := d.page.table, d.page.loader.updating
	id, n := t.SelectedID(), t.SelectedCount()
	switch {
	case n > 1:
		d.gone = false
		d.want(0)
		d.say(lang.L("{{.Users}} selected", message.Args{"Users": message.Users(n)}),
			lang.L("The options above the table and in the menu of a row act on all of them."))
	case n == 1 && id == 0: // not loaded yet
		d.want(0)
	case id == 0:
		d.nobody()
	case id == d.wanted:
	case program && d.gone:
	default:
		if d.left, d.gone = 0, false; program {
			d.left = d.user.ID
		}
		d.want(id)
		d.load()
	}
}

// settle says that no user is selected, if that is so once the rows of the query are known.
func (d *details) settle() {
	if d.open && !d.gone && d.page.table.SelectedCount() == 0 {
		d.nobody()
	}
}

func (d *details) nobody() {
	d.want(0)
	d.say(lang.L("No user selected"), lang.L("Select a user to see their details."))
}

// want makes sure that answers about another user are dropped.
func (d *details) want(id int64) {
	if d.wanted == id {
		return
	}
	d.wanted = id
	d.asked++
	asked := d.asked
	d.page.After(slow, func() {
		if d.asked == asked && d.wanted != 0 && d.user.ID != d.wanted {
			d.say(lang.L("Loading …"), "")
		}
	})
}

// refresh shows the current state of the user.
func (d *details) refresh() {
	if d.open && d.wanted != 0 {
		d.asked++
		d.load()
	}
}

// load reads the details of the wanted user. While an answer is awaited, it waits for that.
func (d *details) load() {
	if d.loading {
		return
	}
	d.loading = true
	p, id, left, asked := d.page, d.wanted, d.left, d.asked
	shell.Run(p.View, func(ctx context.Context) (app.UserDetails, error) {
		if left != 0 {
			if _, err := p.Session.User(ctx, left); errors.Is(err, app.ErrNoUser) {
				return app.UserDetails{}, err
			}
		}
		return p.Session.Details(ctx, id)
	}, func(found app.UserDetails, err error) {
		d.loading = false
		switch {
		case asked != d.asked && d.wanted != 0:
			d.load()
		case asked == d.asked:
			d.take(found, err)
		}
	})
}

// take shows an answer.
func (d *details) take(found app.UserDetails, err error) {
	d.left = 0
	if _, refused := errors.AsType[*app.RefusedError](err); refused {
		d.page.Home() // the person has been demoted
		return
	}
	if err == nil {
		d.draw(d.page.describe(found))
		return
	}
	name := ""
	if d.gone = errors.Is(err, app.ErrNoUser); d.gone {
		name = d.user.Name
		d.want(0)
	}
	d.say(name, d.page.Sentence(err))
}

// say shows a sentence in place of a user.
func (d *details) say(title, text string) {
	d.user, d.drawn = identity.User{}, contents{}
	d.badge.Hide()
	d.role.Hide()
	d.fill()
	d.form.SetHead(title, text)
}

// draw shows a user, unless nothing has changed.
func (d *details) draw(c contents) {
	d.user = c.user
	if c.same(d.drawn) {
		return
	}
	d.drawn = c
	d.badge.Set(shell.Initials(c.user), shell.BadgeTone(c.user))
	role := c.user.Role
	if c.user.Damaged {
		role = 0
	}
	d.role.Set(message.Role(role), shell.RoleTone(role))
	d.badge.Show()
	d.role.Show()
	d.fill()
	d.form.SetHead(c.user.Name, "")
}

// fill fills the form with what is to be drawn.
func (d *details) fill() {
	c := d.drawn
	d.facts.Set(c.facts)
	d.refused.Set(c.refused)
	d.latest.Set(c.latest)
	for i, b := range d.buttons {
		b.Hidden = i >= len(c.offers)
		if !b.Hidden {
			b.Text, b.Icon = c.offers[i].label, c.offers[i].icon
			b.SetEnabled(c.offers[i].refusal == "")
			b.Refresh()
		}
	}
	d.form.Update()
	d.content.Refresh()
}
