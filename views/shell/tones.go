package shell

import (
	"roster/identity"
	"roster/views/message"
	"roster/views/theme"
)

// RoleTone is the colour of a role's chip.
func RoleTone(r identity.Role) theme.Tone {
	switch r {
	case identity.SystemAdmin:
		return theme.ToneViolet
	case identity.Admin:
		return theme.ToneBlue
	}
	return theme.ToneGray
}

// BadgeTone gives every user a colour that stays theirs.
func BadgeTone(u identity.User) theme.Tone {
	tones := theme.Tones()
	return tones[uint64(u.ID)%uint64(len(tones))]
}

// Initials are one or two letters for a user's badge.
func Initials(u identity.User) string {
	if u.FirstName != "" && u.LastName != "" {
		return theme.Initial(u.FirstName) + theme.Initial(u.LastName)
	}
	return theme.Initial(message.FullName(u))
}
