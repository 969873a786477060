package message

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"roster/app"
	"roster/identity"
	"roster/views/lang"
)

// BackedUp says what a backup holds.
func BackedUp(b app.Backup) string {
	return lang.L("The backup was made and verified. Users: {{.Users}}. Last entry: {{.N}}. {{.Path}}",
		Args{"Users": Number(b.Users), "N": Number(b.Seq), "Path": b.Path})
}

// BackupWarning says what is wrong with a backup that was made, or returns "".
func BackupWarning(b app.Backup) string {
	switch {
	case b.Verification.Fault != nil:
		return lang.L("The backup is complete, but doesn't match its journal, like the file itself. " +
			"Verify the journal to see what was changed.")
	case b.Unrecorded != nil:
		return lang.L("The backup was made and verified, but the file doesn't mention it, because it couldn't be written.")
	}
	return ""
}

// mostListed is the number of backups that are listed.
const mostListed = 8

// BackupList lists backups, each in a line of its own, with the day on which the settings let newer ones take their
// place.
func BackupList(backups []identity.Backup, s identity.Settings) string {
	var list strings.Builder
	for n, b := range backups {
		if n == mostListed {
			list.WriteString("\n" + lang.L("and {{.N}} more", Args{"N": Number(int64(len(backups) - n))}))
			break
		}
		text := lang.L("{{.Path}}, from {{.Time}}", Args{"Path": b.Path, "Time": Time(b.Made)})
		if b.Automatic && s.AutoBackup {
			until := Date(identity.DateOf(b.Made.AddDate(0, 0, s.BackupEvery*s.BackupKeep).Local()))
			text = lang.L("{{.Path}}, from {{.Time}}, is removed automatically around {{.Until}}",
				Args{"Path": b.Path, "Time": Time(b.Made), "Until": until})
		}
		list.WriteString("\n" + text)
	}
	return list.String()
}

// NotBackedUpTo is [NotBackedUp], or "" if err is about something else than the new file, such as the file at path.
func NotBackedUpTo(err error, path string) string {
	about, ok := errors.AsType[*identity.FileError](err)
	if ok && about.Path != path || errors.Is(err, fs.ErrExist) || errors.Is(err, context.Canceled) {
		return NotBackedUp(err)
	}
	return ""
}

// NotBackedUp says why there is no backup, and what to do.
func NotBackedUp(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return lang.L("The backup was cancelled. Nothing was left.")
	case errors.Is(err, fs.ErrExist):
		return Taken()
	case errors.Is(err, identity.FileDiskFull):
		return lang.L("There isn't enough space on the disk, so no backup was made. Choose a folder on another disk.")
	case errors.Is(err, identity.FileDamaged):
		return lang.L("No backup was made, because the file is damaged. Open it in Roster and save what can be read.")
	}
	return Unwritable(err)
}
