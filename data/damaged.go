package data

import (
	"fmt"
	"strings"

	"roster/identity"
)

// presentable returns a damaged user without the values that are out of range, so that they can be shown and repaired.
func presentable(u identity.User) identity.User {
	u.Damaged = true
	for _, text := range []*string{&u.Name, &u.Email, &u.FirstName, &u.LastName, &u.Note} {
		*text = strings.ReplaceAll(strings.ToValidUTF8(*text, ""), "\x00", "")
	}
	if u.Version < 1 || u.Version > maxVersion {
		u.Version = 0
	}
	if u.Name == "" {
		u.Name = fmt.Sprintf("damaged-%d", u.ID)
	}
	if len(u.Email) < minEmail {
		u.Email = fmt.Sprintf("damaged-%d@example.invalid", u.ID)
	}
	u.Name, u.Email = cut(u.Name, maxName), cut(u.Email, maxEmail)
	u.FirstName, u.LastName = cut(u.FirstName, maxPerson), cut(u.LastName, maxPerson)
	if !u.Role.Valid() {
		u.Role = 0
	}
	if !u.Status.Valid() {
		u.Status = 0
	}
	u.Note = cut(u.Note, maxNote)
	if u.Expires < 0 || u.Expires > identity.LastDate {
		u.Expires = 0
	}
	u.LastSignIn = sound(identity.Micros(u.LastSignIn))
	u.Created = sound(identity.Micros(u.Created))
	u.Changed = sound(identity.Micros(u.Changed))
	return u
}

// cut returns at most n characters of s.
func cut(s string, n int) string {
	for at := range s {
		if n == 0 {
			return s[:at]
		}
		n--
	}
	return s
}
