package batch

import (
	"roster/app"
	"roster/identity"
	"roster/views/shell"
)

// mostListed is the number of users that a form lists. All of them can be copied and saved.
const mostListed = 100

// Request is what a person wants to do to the users they have selected.
type Request struct {
	View     *shell.View
	Selected app.Selection
	Action   app.Action
	// Done is called when something was done, before the summary is shown.
	Done func()
	// Select selects users on the page. It is nil where there is none.
	Select func(app.Selection)

	undoes int64             // the number of the entry that is undone; 0 if it is not about one
	undo   func(entry int64) // shows what undoing an entry would do

	backups []identity.Backup // that still hold users whom it has deleted
}
