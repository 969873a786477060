package users

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/message"
	"roster/views/shell"
)

// details is the panel beside the table with everything about the selected user. It follows the selection. In a window
// that is too narrow for both, it takes the place of the table.
type details struct {
	*panel
	view     *shell.View
	loader   *loader
	describe func(app.UserDetails) contents
	relayout func() // lays out the page

	open   bool // it follows the selection; it is visible if there is room for both, or if over
	over   bool // it takes the place of the table if there is no room for both
	beside bool // there is room for both

	wanted  int64 // the user to show; 0 for none
	left    int64 // the user who was shown before the program selected another one; 0 if a person did
	gone    bool  // it says that the user was deleted, although the program has selected another one instead
	asked   int   // counts what was asked for; other answers are dropped
	loading bool  // an answer is awaited
}

// keyDetails is the preference that holds whether the panel is open.
const keyDetails = "users.details"

// show opens the panel for a person.
func (d *details) show() {
	d.view.Preferences().SetBool(keyDetails, true)
	d.open, d.over, d.gone = true, true, false
	d.follow()
	d.relayout()
	if !d.loader.table.Visible() {
		d.enter(d.view.Canvas())
	}
}

// showOrEnter opens the panel or, if it is open, gives it the focus.
func (d *details) showOrEnter() {
	if d.content.Visible() {
		d.enter(d.view.Canvas())
		return
	}
	d.show()
}

// hide closes the panel and gives the focus to the table.
func (d *details) hide() {
	if !d.content.Visible() {
		return
	}
	d.view.Preferences().SetBool(keyDetails, false)
	d.open, d.over = false, false
	d.want(0)
	d.relayout()
	d.view.Canvas().Focus(d.loader.table)
}

// shown returns the user whom the panel shows. It is the zero User while another one is about to be shown.
func (d *details) shown() identity.User {
	if d.drawn.user.ID != d.wanted {
		return identity.User{}
	}
	return d.drawn.user
}

// do does an option.
func (d *details) do(i int) {
	if d.shown().ID != 0 {
		d.drawn.offers[i].do()
	}
}

// follow shows the selected user, if that is another one.
func (d *details) follow() {
	if !d.open {
		return
	}
	t, program := d.loader.table, d.loader.updating
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
			d.left = d.drawn.user.ID
		}
		d.want(id)
		d.load()
	}
}

// settle says that no user is selected, if that is so once the rows of the query are known.
func (d *details) settle() {
	if d.open && !d.gone && d.loader.table.SelectedCount() == 0 {
		d.nobody()
	}
}

func (d *details) nobody() {
	if d.want(0); !d.gone {
		d.say(lang.L("No user selected"), lang.L("Select a user to see their details."))
	}
}

// slow is how long an answer may take before the panel no longer shows the user who was selected before.
const slow = 150 * time.Millisecond

// want makes sure that answers about another user are dropped.
func (d *details) want(id int64) {
	if d.wanted == id {
		return
	}
	d.wanted = id
	d.asked++
	if id == 0 {
		return
	}
	d.view.After(slow, func() {
		if d.wanted == id && d.drawn.user.ID != id && d.loading {
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
	session, id, left, asked := d.view.Session, d.wanted, d.left, d.asked
	shell.Run(d.view, func(ctx context.Context) (app.UserDetails, error) {
		if left != 0 {
			if _, err := session.User(ctx, left); errors.Is(err, app.ErrNoUser) {
				return app.UserDetails{}, err
			}
		}
		return session.Details(ctx, id)
	}, func(found app.UserDetails, err error) {
		d.loading = false
		switch {
		case asked == d.asked:
			d.take(found, err)
		case d.wanted != 0:
			d.load()
		}
	})
}

// take shows an answer.
func (d *details) take(found app.UserDetails, err error) {
	d.left = 0
	if _, refused := errors.AsType[*app.RefusedError](err); refused {
		d.view.Home() // the person has been demoted
		return
	}
	if err == nil {
		d.draw(d.describe(found))
		return
	}
	name := ""
	if d.gone = errors.Is(err, app.ErrNoUser); d.gone {
		name = d.drawn.user.Name
		d.want(0)
	}
	d.say(name, d.view.Sentence(err))
}

const (
	besideFrom float32 = 900 // minimum width of the page for the table and the panel beside it
	panelMost  float32 = 440
)

// place shows the panel where it belongs under the head of the page, or hides it. It returns the room for the table,
// and hides that if the panel takes its place.
func (d *details) place(head float32, room fyne.Size) fyne.Size {
	beside := room.Width >= besideFrom
	if d.beside && !beside { // what has the focus stays in view
		d.over = d.focused()
	}
	d.beside = beside
	d.content.Hidden = !d.open || !beside && !d.over
	d.loader.table.Hidden = !d.content.Hidden && !beside
	if d.content.Hidden {
		return room
	}
	width := room.Width
	if d.setWhole(!beside); beside {
		width = min(max(width*0.3, panelLeast), panelMost)
	}
	shell.Place(d.content, room.Width-width, head, width, room.Height)
	if beside {
		return room.SubtractWidthHeight(width, 0)
	}
	return room
}

// uncover shows the table again if the panel has taken its place.
func (d *details) uncover() {
	if d.over = false; !d.loader.table.Visible() {
		d.relayout()
	}
}
