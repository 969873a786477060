package message

import (
	"fmt"
	"slices"
	"strings"

	"roster/app/journal"
	"roster/views/lang"
)

// Groups returns a hash in groups of four digits, so that it can be compared and written down.
func Groups(hash []byte) string {
	var groups []string
	for part := range slices.Chunk(hash, 2) {
		groups = append(groups, fmt.Sprintf("%x", part))
	}
	return strings.Join(groups, " ")
}

// Verdict says what the verification of a journal found.
func Verdict(v journal.Verification) string {
	if v.Fault != nil {
		text := fault(*v.Fault)
		switch v.Entries {
		case 0:
		case 1:
			text += " " + lang.L("The first entry is intact.")
		default:
			text += " " + lang.L("The first {{.N}} entries are intact.", Args{"N": Number(v.Entries)})
		}
		if v.Fault.Kind == journal.FaultOlder {
			return text
		}
		return text + " " + lang.L("Keep a copy of this file as it is, and compare it with a backup.")
	}
	data := Args{"N": Number(v.Entries), "Users": Number(v.Users)}
	switch {
	case v.Entries == 1:
		return lang.L("The only entry is intact, and the user matches it.")
	case v.Users == 1:
		return lang.L("All {{.N}} entries are intact, and the user matches them.", data)
	}
	return lang.L("All {{.N}} entries are intact, and all {{.Users}} users match them.", data)
}

// fault says what is wrong with the journal, or what does not match it.
func fault(f journal.Fault) string {
	data := Args{"N": Number(f.Seq), "User": f.Name, "ID": f.ID}
	switch f.Kind {
	case journal.FaultMissing:
		return lang.L("Entry {{.N}} is missing.", data)
	case journal.FaultOrder:
		return lang.L("Entry {{.N}} doesn't follow from the one before it.", data)
	case journal.FaultChanged:
		return lang.L("Entry {{.N}} was changed.", data)
	case journal.FaultWord:
		return lang.L("A name, an email address or a note in entry {{.N}} was changed.", data)
	case journal.FaultAddedWord:
		return lang.L("A name, an email address or a note was added to entry {{.N}}, which has no place for it.", data)
	case journal.FaultMissingWord:
		return lang.L("A name, an email address or a note of user no. {{.ID}}, who wasn't deleted, is missing from "+
			"entry {{.N}}.", data)
	case journal.FaultKeptWord:
		return lang.L("A name, an email address or a note of user no. {{.ID}}, who was deleted, is in entry {{.N}}.", data)
	case journal.FaultTruncated:
		return lang.L("The journal was cut off: entry {{.N}} and later ones that this computer has seen are missing.",
			data)
	case journal.FaultInternal:
		return lang.L("The internal value {{.User}} was changed by a program other than Roster.", data)
	case journal.FaultOlder:
		return lang.L("This is an older copy: this computer has seen entry {{.N}}.", data)
	case journal.FaultReplaced:
		return lang.L("The journal was replaced: entry {{.N}} isn't the one that this computer has seen.", data)
	case journal.FaultUser:
		return lang.L("User {{.User}} was changed by a program other than Roster, after entry {{.N}}.", data)
	case journal.FaultUnknownUser:
		return lang.L("User {{.User}} was added by a program other than Roster.", data)
	case journal.FaultSetting:
		return lang.L("The setting “{{.Setting}}” was changed by a program other than "+
			"Roster.", Args{"Setting": Label(f.Name)})
	case journal.FaultRecoveryKey:
		return lang.L("The recovery key was changed by a program other than Roster.")
	case journal.FaultRemovedUser:
		return lang.L("User no. {{.ID}} was removed by a program other than Roster, after entry {{.N}}.",
			data)
	}
	return lang.L("The definition of {{.User}} in the file was changed by a program other than Roster.", data)
}
