package users

import (
	"strconv"

	"roster/identity"
	"roster/views/form"
	"roster/views/message"
)

// roleOption returns a role as an option in a form.
func roleOption(r identity.Role) form.Option {
	return form.Option{Value: roleValue(r), Label: message.Role(r), Text: message.RoleText(r)}
}

func roleValue(r identity.Role) string { return strconv.Itoa(int(r)) }

// roleOf returns the role of an option.
func roleOf(value string) identity.Role {
	n, err := strconv.Atoi(value)
	if err != nil {
		return 0 // nothing is chosen; package app reports it
	}
	return identity.Role(n)
}
