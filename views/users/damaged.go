package users

import (
	"context"
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/app/access"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// damaged is the part of the page that says whose records are damaged.
type damaged struct {
	page  *page
	users []identity.User
	next  int // the user that the button shows next
}

// addDamaged adds the banner to the page, which shows it once a damaged record is known.
func (p *page) addDamaged() {
	d := &damaged{page: p}
	p.banner = form.NewBanner("alert", theme.ToneRed, lang.L("Show"), d.show)
	p.banner.Content.Hide()
	p.damaged = d.refresh
}

// damagedEvery is how often the page asks for the damaged records until the file has been checked.
const damagedEvery = time.Second

// refresh asks again whose records are damaged.
func (d *damaged) refresh() {
	type found struct {
		users   []identity.User
		besides int
		known   bool
	}
	shell.Run(d.page.View, func(ctx context.Context) (f found, err error) {
		f.users, f.besides, f.known, err = d.page.Session.DamagedUsers(ctx)
		return f, err
	}, func(f found, err error) {
		switch {
		case err != nil: // the table says why
		case !f.known:
			d.page.After(damagedEvery, d.refresh)
		default:
			d.take(f.users, f.besides)
		}
	})
}

func (d *damaged) take(users []identity.User, besides int) {
	d.users = users
	if len(users) == 0 {
		d.page.banner.Content.Hide()
	} else {
		repairs := d.page.Refusal(access.ChangeRole, users[0], identity.LedgerManager) == ""
		d.page.banner.SetText(message.Damaged(users, besides, repairs))
		d.page.banner.Content.Show()
	}
	d.page.content.Refresh()
}

// show shows the next damaged user in the table.
func (d *damaged) show() {
	if len(d.users) == 0 {
		return
	}
	u := d.users[d.next%len(d.users)]
	d.next++
	p := d.page
	p.Canvas().Focus(p.table)
	p.details.gone = false
	if p.filtered() {
		p.loader.query.Text, p.loader.query.Role, p.loader.query.State = "", 0, 0
		p.search.Clear()
		p.loader.begin()
		p.loader.showAt(u.ID)
		return
	}
	p.loader.show(u.ID)
}
