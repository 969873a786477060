package message

import (
	"cmp"
	"strings"

	"roster/identity"
	"roster/views/lang"
)

// StaleUser says what someone else has changed about a user since the person opened a form.
func StaleUser(was, now identity.User) string {
	var changes []string
	add := func(label, before, after string) {
		if before != after {
			changes = append(changes, lang.L("{{.Label}}: {{.Before}} → {{.After}}",
				Args{"Label": label, "Before": before, "After": after}))
		}
	}
	add(lang.L("User name"), was.Name, now.Name)
	add(lang.L("Email"), was.Email, now.Email)
	add(lang.L("First name"), was.FirstName, now.FirstName)
	add(lang.L("Last name"), was.LastName, now.LastName)
	add(lang.L("Role"), Role(was.Role), Role(now.Role))
	add(lang.L("Status"), Status(was.Status), Status(now.Status))
	add(lang.L("Account expires on"), cmp.Or(was.Expires.String(), "–"), cmp.Or(now.Expires.String(), "–"))
	if was.Note != now.Note {
		changes = append(changes, lang.L("Note"))
	}
	if len(changes) == 0 {
		changes = []string{lang.L("the password, or a value that was changed back")}
	}
	return lang.L("Someone else changed this user after you opened the form ({{.Changes}}). Your changes weren't saved. "+
		"Save again to overwrite theirs, or cancel.", Args{"Changes": strings.Join(changes, "; ")})
}
