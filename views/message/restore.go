package message

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"roster/app"
	"roster/app/journal"
	"roster/identity"
	"roster/views/lang"
)

// AutomaticBackups says how backups are made automatically.
func AutomaticBackups(s identity.Settings, folder string) string {
	data := Args{"N": Number(s.BackupEvery), "Keep": Number(s.BackupKeep), "Folder": folder}
	switch {
	case !s.AutoBackup:
		return lang.L("No backups are made automatically.")
	case s.BackupEvery == 1:
		return lang.L("One every day, {{.Keep}} kept, in {{.Folder}}", data)
	}
	return lang.L("One every {{.N}} days, {{.Keep}} kept, in {{.Folder}}", data)
}

// AutoBackupFailed says that there is no automatic backup, or returns "".
func AutoBackupFailed(a app.AutoBackup) string {
	if a.Failed == nil {
		return ""
	}
	return lang.L("The automatic backup couldn't be made. {{.Why}}", Args{"Why": autoBackupProblem(a.Failed)})
}

func autoBackupProblem(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return lang.L("Its folder isn't there. Connect its disk, or choose another folder under Backups.")
	case errors.Is(err, identity.FileDiskFull):
		return lang.L("There isn't enough space on its disk.")
	}
	return lang.L("Check the folder of the backups, or choose another one under Backups.")
}

// NotRestored says why a backup cannot be restored, or returns "" if err is not about the backup.
func NotRestored(err error) string {
	if fault, ok := errors.AsType[*app.BackupFaultError](err); ok {
		return lang.L("This backup was changed by another program, so it can't be trusted: {{.Fault}}.",
			Args{"Fault": fault.Fault.String()})
	}
	switch about, ok := errors.AsType[*identity.FileError](err); {
	case errors.Is(err, app.ErrPassphrase):
		return lang.L("This backup is encrypted. Enter the passphrase that it was made with.")
	case errors.Is(err, app.ErrOtherFile):
		return lang.L("This isn't an earlier state of this file. If you want what is in it, open it instead.")
	case errors.Is(err, app.ErrSameFile):
		return lang.L("This is the file itself.")
	case errors.Is(err, app.ErrNameTaken):
		return nameTaken()
	case errors.Is(err, context.Canceled):
		return lang.L("Cancelled. Nothing was changed.")
	case errors.Is(err, identity.FileDiskFull):
		return lang.L("There isn't enough space on the disk for a copy of the backup. Make some room first.")
	case errors.Is(err, identity.FileUnclear):
		return lang.L("Beside this backup there are files of another state (-wal, -shm or -journal). Move them away if you " +
			"are sure that they don't belong to it.")
	case errors.Is(err, identity.FileDamaged):
		return lang.L("This backup is damaged. Choose another one.")
	case errors.Is(err, fs.ErrNotExist):
		return NoFile()
	case ok:
		return NotOpened(about)
	}
	return ""
}

func nameTaken() string {
	return lang.L("Someone in this backup has your user name or email address. Change yours first.")
}

// NotReplaced says why a backup was not put in the place of the file at path, or returns "" if err is about neither.
func NotReplaced(err error, path string) string {
	if about, ok := errors.AsType[*identity.FileError](err); ok && about.Path == path {
		return NotOpened(about)
	}
	return NotRestored(err)
}

// Tested says that a backup is sound.
func Tested(v journal.Verification) string {
	return lang.L("This backup can be restored. Users: {{.Users}}. Journal entries: {{.N}}. Everything matches.",
		Args{"Users": Number(v.Users), "N": Number(v.Entries)})
}

// BackupState says which state a backup holds.
func BackupState(r *app.Restoration) string {
	return lang.L("State of {{.Time}}. Users: {{.Users}}. Last entry: {{.N}}. {{.Path}}",
		Args{"Time": Time(r.Last), "Users": Number(r.Users), "N": Number(r.Entries), "Path": r.Path})
}

// Part is a part of a preview.
type Part struct{ Title, Text string }

// Preview says what restoring a backup would change, unless deleted users are chosen.
func Preview(r *app.Restoration) (parts []Part) {
	add := func(title string, n int, line func(i int) string) {
		if n == 0 {
			return
		}
		var lines []string
		for i := range min(n, mostListed) {
			lines = append(lines, line(i))
		}
		if n > mostListed {
			lines = append(lines, lang.L("and {{.N}} more", Args{"N": Number(n - mostListed)}))
		}
		parts = append(parts, Part{title, strings.Join(lines, "\n")})
	}
	add(lang.L("Users who change back: {{.N}}", Args{"N": Number(len(r.Changed))}), len(r.Changed),
		func(i int) string { return difference(r.Changed[i]) })
	add(lang.L("Users created since, who are removed: {{.N}}", Args{"N": Number(len(r.Removed))}),
		len(r.Removed), func(i int) string { return NameAndEmail(r.Removed[i]) })
	add(lang.L("Users removed by another program, who come back: {{.N}}",
		Args{"N": Number(len(r.Missing))}), len(r.Missing), func(i int) string { return NameAndEmail(r.Missing[i]) })
	add(lang.L("Settings that change back: {{.N}}", Args{"N": Number(len(r.Settings))}), len(r.Settings),
		func(i int) string { return Label(r.Settings[i].Field) + ": " + Change(r.Settings[i]) })
	if len(parts) == 0 && !r.RecoveryKey {
		parts = append(parts, Part{
			lang.L("What would change"), lang.L("No users or settings have changed since this backup."),
		})
	}
	return parts
}

// difference says how a user changes.
func difference(d app.Difference) string {
	var changes []string
	for _, c := range d.Changes {
		changes = append(changes, Label(c.Field)+" "+Change(c))
	}
	if d.Password {
		changes = append(changes, lang.L("their password from then"))
	}
	return d.User.Name + ": " + strings.Join(changes, ", ")
}

// PreviewWarnings says what a person must know before they restore a backup.
func PreviewWarnings(r *app.Restoration) (parts []string) {
	if r.NoSystemAdmin {
		parts = append(parts, lang.L("In this backup there is no System Admin who can sign in, so it can't be restored."))
	}
	if r.NameTaken {
		parts = append(parts, nameTaken())
	}
	if r.RecoveryKey {
		parts = append(parts, lang.L("The recovery key from then is valid again. The present one stops working."))
	}
	switch r.Own {
	case app.OwnStays:
		parts = append(parts, lang.L("You keep your own role, status and password as they are now."))
	case app.OwnKept:
		parts = append(parts, lang.L("Your own account is newer than this backup. It stays."))
	}
	return parts
}

// Restored says what was restored.
func Restored(done app.Restored) string {
	text := lang.L(
		"The backup was restored. Users changed: {{.Changed}}, removed: {{.Removed}}, brought back: {{.Returned}}.",
		Args{"Changed": Number(done.Changed), "Removed": Number(done.Removed), "Returned": Number(done.Returned)})
	if !done.Erased {
		text += " " + lang.L("Those who were removed are erased as soon as no other program reads the file.")
	}
	return text
}

// NameAndEmail returns what identifies a user in a list.
func NameAndEmail(u identity.User) string {
	return lang.L("{{.Name}} ({{.Email}})", Args{"Name": u.Name, "Email": u.Email})
}

// Head returns a short form of the last entry of a journal: its number, and the beginning of its hash.
func Head(seq int64, hash []byte) string {
	if seq == 0 {
		return "–"
	}
	return Number(seq) + " · " + fmt.Sprintf("%.4x", hash)
}
