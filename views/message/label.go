package message

import (
	"time"

	"roster/app/journal"
	"roster/identity"
	"roster/views/lang"
)

// labels are the fixed texts that the journal stores and that are translated for display: fields, certain values, and
// reasons.
var labels = map[string]bool{
	"name": true, "email": true, "first name": true, "last name": true, "role": true, "status": true, "password": true,
	"password expires": true, "failed attempts": true, "entries": true, "head": true, "backups": true, "format": true,
	"minimum password length": true, "idle lock minutes": true, "generated passwords": true,
	"days of imported passwords": true,

	"System Admin": true, "Admin": true, "Ledger manager": true, "enabled": true, "disabled": true,
	"no password": true, "note": true, "account expires": true,
	"characters": true, "words": true, "yes": true, "no": true,

	"rank": true, "System Admin only": true, "own account": true, "own password": true, "own user name": true,
	"own account only": true, "must change password": true, "does not apply": true, "last System Admin": true,
	"user name or password is wrong, or the user is disabled": true, "the password has expired": true,
	"wrong recovery key": true, "too many attempts": true, "wrong password": true, "not all could be written": true,
	"unsuitable password": true, "damaged record": true, "users": true, "missing entries": true, "clock": true,
	"operation": true, "done": true, "refused": true, "undoes": true, "created": true, "source": true,
	"by": true, "command line": true, "no backup was made": true,
	"automatic backups": true, "backup folder": true, "days between backups": true, "backups kept": true, "on": true,
	"off": true, "restored": true, "earlier password": true, "earlier number": true,
}

// Label translates a fixed text of the journal. Texts written by other programs are returned unchanged.
func Label(word string) string {
	if labels[word] {
		return lang.L(word)
	}
	return word
}

// value returns a field's value as it is displayed.
func value(field, value string) string {
	switch field {
	case "role", "status", "password", "generated passwords", journal.FieldMustChange, journal.FieldBy,
		journal.FieldAutoBackup, journal.FieldEarlierPassword:
		return Label(value)
	case journal.FieldExpires, journal.FieldClock:
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			return Second(t)
		}
	}
	return value
}

// Change returns a change of a field as it is displayed.
func Change(c identity.Change) string {
	before, after := value(c.Field, c.Before), value(c.Field, c.After)
	switch {
	case c.Erased:
		return lang.L("(erased)")
	case c.Hidden:
		return lang.L("(not shown to you)")
	case before == "" && after == "":
		return "–"
	case after == "":
		return before + " → –"
	case before != "":
		return before + " → " + after
	}
	return after
}
