package message

import (
	"roster/identity"
	"roster/views/lang"
)

// namedDamaged is how many damaged users are named.
const namedDamaged = 3

// Damaged says whose records are damaged, and what to do. repairs is true for a person who may repair them.
func Damaged(users []identity.User, besides int, repairs bool) string {
	data := Args{"Name": users[0].Name, "N": Number(len(users) + besides), "Names": someNames(users)}
	text := lang.L("{{.N}} records are damaged, such as those of {{.Names}}: another program has changed them. "+
		"These users have no role and can't sign in.", data)
	switch {
	case len(users) == 1:
		text = lang.L("The record of {{.Name}} is damaged: another program has changed it. "+
			"{{.Name}} has no role and can't sign in.", data)
	case len(users) <= namedDamaged:
		text = lang.L("The records of {{.Names}} are damaged: another program has changed them. "+
			"These users have no role and can't sign in.", data)
	}
	if repairs {
		return text + " " + lang.L("Change role repairs a record, and Delete user removes it.")
	}
	return text + " " + lang.L("A System Admin can repair or delete a damaged record.")
}

// someNames returns the first few user names.
func someNames(users []identity.User) (names string) {
	for i, u := range users[:min(len(users), namedDamaged)] {
		if i > 0 {
			names += ", "
		}
		names += u.Name
	}
	return names
}
