package message

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
)

// StaleUser says what somebody else has changed about a user since the person looked.
func StaleUser(was, now identity.User) string {
	var changes []string
	note := func(label, before, after string) {
		if before != after {
			changes = append(changes, lang.L("{{.Label}}: {{.Before}} → {{.After}}",
				Args{"Label": label, "Before": before, "After": after}))
		}
	}
	note(lang.L("User name"), was.Name, now.Name)
	note(lang.L("Email"), was.Email, now.Email)
	note(lang.L("First name"), was.FirstName, now.FirstName)
	note(lang.L("Last name"), was.LastName, now.LastName)
	note(lang.L("Role"), Role(was.Role), Role(now.Role))
	note(lang.L("Status"), Status(was.Status), Status(now.Status))
	if len(changes) == 0 {
		changes = []string{lang.L("the password, or a value that was changed back")}
	}
	return lang.L("Someone else changed this user after you opened the form ({{.Changes}}). Your changes weren't saved. "+
		"Save again to overwrite theirs, or cancel.", Args{"Changes": strings.Join(changes, "; ")})
}
