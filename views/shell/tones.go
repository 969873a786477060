package shell

import (
	"roster/identity"
	"roster/views/message"
	"roster/views/theme"
)

// RoleTone returns the colour of a role's chip.
func RoleTone(r identity.Role) theme.Tone {
	switch r {
	case identity.SystemAdmin:
		return theme.ToneViolet
	case identity.Admin:
		return theme.ToneBlue
	}
	return theme.ToneGray
}

// BadgeTone returns the colour of a user's badge, which never changes.
func BadgeTone(u identity.User) theme.Tone {
	tones := theme.Tones()
	return tones[uint64(u.ID)%uint64(len(tones))]
}

// Initials returns one or two letters for a user's badge.
func Initials(u identity.User) string {
	if u.FirstName != "" && u.LastName != "" {
		return theme.Initial(u.FirstName) + theme.Initial(u.LastName)
	}
	return theme.Initial(message.FullName(u))
}
