package message

import (
	"fmt"

	"fyne.io/fyne/v2/lang"

	"roster/app/journal"
)

// Verdict says what a verification of the journal has found.
func Verdict(v journal.Verification) string {
	if v.Fault != nil {
		return lang.L("{{.Fault}} {{.N}} entries before that fit. Keep a copy of this file as it is, "+
			"and compare it with a backup.",
			Args{"Fault": fault(*v.Fault), "N": Number(v.Entries)})
	}
	return lang.L("All {{.N}} entries fit, and the {{.Users}} users are as the journal left them. The last entry is {{.Head}}; "+
		"written down elsewhere, it proves later that nothing was cut off.",
		Args{"N": Number(v.Entries), "Users": Number(v.Users), "Head": fmt.Sprintf("%x", v.Head)})
}

// fault says what is wrong with the journal, or with what it says.
func fault(f journal.Fault) string {
	data := Args{"N": Number(f.Seq), "User": f.Name, "ID": f.ID}
	switch f.Kind {
	case journal.FaultMissing:
		return lang.L("Entry {{.N}} is missing.", data)
	case journal.FaultOrder:
		return lang.L("Entry {{.N}} does not follow the one before it.", data)
	case journal.FaultChanged:
		return lang.L("Entry {{.N}} was changed.", data)
	case journal.FaultTruncated:
		return lang.L("The journal was cut off: entry {{.N}} and those behind it, which this computer has seen, are missing.",
			data)
	case journal.FaultReplaced:
		return lang.L("The journal was replaced: entry {{.N}} is not the one that this computer has seen.", data)
	case journal.FaultUser:
		return lang.L("User {{.User}} was changed by another program than Roster, after entry {{.N}}.", data)
	case journal.FaultUnknownUser:
		return lang.L("User {{.User}} was put into the file by another program than Roster.", data)
	case journal.FaultSetting:
		return lang.L("The setting “{{.Setting}}” was changed by another program than Roster.", Args{"Setting": Label(f.Name)})
	case journal.FaultRecoveryKey:
		return lang.L("The recovery key was changed by another program than Roster.")
	case journal.FaultRemovedUser:
		return lang.L("The user of number {{.ID}} was taken out of the file by another program than Roster, after entry {{.N}}.",
			data)
	}
	return lang.L("The definition of {{.User}} in the file was changed by another program than Roster.", data)
}
