package message

import (
	"roster/app"
	"roster/views/lang"
)

// Older says that this computer has seen a later state of the file, and what to do.
func Older(older app.Older) string {
	data := Args{"Entry": Number(older.Entry), "Seen": Number(older.Seen)}
	if older.Entry >= older.Seen {
		return lang.L("This file isn't the one that this computer has seen: its journal went on differently before entry "+
			"{{.Seen}}. If it was restored from a backup, a System Admin can accept it: Journal, Verify.", data)
	}
	return lang.L("This file ends at entry {{.Entry}}, but this computer has seen entry {{.Seen}}. Later changes are "+
		"missing. If it was restored from a backup, a System Admin can accept it: Journal, Verify. If not, look for the "+
		"newer file.", data)
}

// Accepted says that the file was accepted as it is.
func Accepted() string { return lang.L("The file was accepted. The journal says so.") }
