// Package fields is what the forms of Roster's pages have in common: how they are submitted, fields for a person and
// for passwords, and secrets that are shown once and printed.
//
// Every form is submitted with [Submit]. It does the work off the UI thread, asks for a confirmation where one is
// needed, and says what went wrong at the field it belongs to.
package fields

import (
	"errors"

	"roster/identity"
	"roster/views/message"
)

// Check makes the check of a form's field from one of app.
func Check(check func(string) (string, error)) func(string) string {
	return func(value string) string {
		_, err := check(value)
		if m, ok := errors.AsType[identity.Mistake](err); ok {
			return message.Mistake(m)
		}
		return ""
	}
}
