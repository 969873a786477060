package message

import (
	"roster/identity"
	"roster/views/lang"
)

// WhyStates says why a file and its side files hold different states.
func WhyStates(states *identity.FileStates) string {
	if states.Recovered == nil {
		return lang.L("Beside this file is one with changes (its name ends in -wal or -journal) that don't fit it. One of " +
			"the two was probably copied here. Nothing was changed. Roster can open the file without those changes, and set " +
			"them aside.")
	}
	return lang.L("Beside this file is one with changes (its name ends in -wal or -journal), but it seems that the file " +
		"was put here later, such as from a backup. Nothing was changed. Roster sets the other state aside in a file of " +
		"its own.")
}

// State describes a state of a file.
func State(s identity.FileState) string {
	data := Args{"Users": Number(s.Users), "Entries": Number(s.Entries), "Time": Time(s.Last)}
	switch {
	case s.Last.IsZero():
		return lang.L("Not set up yet")
	case s.Users == 1:
		return lang.L("1 user; the last journal entry is no. {{.Entries}}, of {{.Time}}", data)
	}
	return lang.L("{{.Users}} users; the last journal entry is no. {{.Entries}}, of {{.Time}}", data)
}
