// Package fields holds what the forms of Roster's pages share: submitting, fields for a person and for passwords, and
// secrets.
//
// [Submit] submits every form. It runs the work off the UI thread, asks for a confirmation if one is needed, and shows
// each mistake at its field.
package fields

import (
	"errors"
	"strconv"

	"roster/identity"
	"roster/views/message"
)

// Check adapts a check of package app to a form's field.
func Check(check func(string) (string, error)) func(string) string {
	return func(value string) string {
		_, err := check(value)
		if m, ok := errors.AsType[identity.Mistake](err); ok {
			return message.Mistake(m)
		}
		return ""
	}
}

// WholeNumber returns a check that a value is a whole number within bounds.
func WholeNumber(least, most int) func(string) string {
	return func(value string) string {
		if n, err := strconv.Atoi(value); err != nil || n < least || n > most {
			return message.Mistake(identity.Mistake{Rule: identity.RuleRange, Least: least, Limit: most})
		}
		return ""
	}
}
