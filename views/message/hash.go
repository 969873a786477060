package message

import (
	"errors"

	"roster/app/password"
	"roster/views/lang"
)

// noHash says why a password hash is not imported.
func noHash(why error) string {
	switch {
	case errors.Is(why, password.ErrWeakHash):
		return lang.L("The password hash is of a weak kind, so no password is imported.")
	case errors.Is(why, password.ErrCostlyHash):
		return lang.L("Verifying the password hash would take too long, so no password is imported.")
	}
	return lang.L("The password hash isn't of a kind that Roster can verify, so no password is imported.")
}
