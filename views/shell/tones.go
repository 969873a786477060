package shell

import (
	"roster/app"
	"roster/views/message"
	"roster/views/theme"
)

// RoleTone is the colour of a role's chip.
func RoleTone(r app.Role) theme.Tone {
	switch r {
	case app.SystemAdmin:
		return theme.ToneViolet
	case app.Admin:
		return theme.ToneBlue
	}
	return theme.ToneGray
}

// BadgeTone gives every user a colour that stays theirs.
func BadgeTone(u app.User) theme.Tone {
	tones := theme.Tones()
	return tones[uint64(u.ID)%uint64(len(tones))]
}

// Initials are one or two letters for a user's badge.
func Initials(u app.User) string {
	if u.FirstName != "" && u.LastName != "" {
		return theme.Initial(u.FirstName) + theme.Initial(u.LastName)
	}
	return theme.Initial(message.FullName(u))
}
