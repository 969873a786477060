package fields

import (
	"context"
	"strings"

	"roster/app/access"
	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// CheckTaken makes a form say that another user than the one with that id has a user name or an email address, as soon
// as its field is left. To people who may not find others, the form says so when it is submitted.
func CheckTaken(v *shell.View, t *form.Text, f identity.Field, id int64) {
	if v.Refused(access.FindUsers) {
		return
	}
	t.OnLeft = func(value string) {
		named := strings.TrimSpace(value)
		shell.Run(v, func(ctx context.Context) (identity.User, error) { return v.Session.UserNamed(ctx, named) },
			func(u identity.User, err error) { // an error says that there is no such user, or will be shown by submitting
				why := ""
				if err == nil && u.ID != id {
					why = message.Mistake(identity.Mistake{Field: f, Rule: identity.RuleTaken})
				}
				t.Refute(value, why)
			})
	}
}
