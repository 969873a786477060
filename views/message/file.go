package message

import (
	"errors"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
)

// NotOpened says why a file could not be opened.
func NotOpened(err error) string {
	if text, ok := fileProblem(err); ok {
		return text
	}
	return lang.L("The file couldn't be opened. Nothing was changed. Check the file name and the disk.")
}

// fileProblem says what is wrong with the file. ok is false if err is not about the file.
func fileProblem(err error) (text string, ok bool) {
	p, ok := errors.AsType[identity.FileProblem](err)
	if !ok {
		return "", false
	}
	return problem(p), true
}

// problem says what is wrong with the file, without naming it.
func problem(p identity.FileProblem) string {
	switch p {
	case identity.FileIsFolder:
		return lang.L("This is a folder, not a file. Open a file inside it instead.")
	case identity.FilePermission:
		return lang.L("Roster can't read this file or write to its folder. Ask the owner, or choose another file.")
	case identity.FileReadOnly:
		return lang.L("Roster can't write to this file or its folder, so nothing was changed. " +
			"Make them writable, or move the file to a folder that you can write to.")
	case identity.FileNetwork:
		return lang.L("This file is on another computer, so two people could write to it at once. It wasn't opened. " +
			"Move it to a disk of this computer.")
	case identity.FileExposed:
		return lang.L("Other users of this computer can read or change this file. It wasn't opened. " +
			"Remove their permissions. On Linux and macOS, run: chmod 600 FILE")
	case identity.FileLinked:
		return lang.L("This file has a second name (a hard link), and changes made under one name can be lost under the " +
			"other. It wasn't opened. Delete the other name, or open a copy.")
	case identity.FileNotRoster:
		return lang.L("This isn't a Roster file. It wasn't changed. Choose another file, or a new name to create one.")
	case identity.FileNewer:
		return lang.L("This file was created by a newer version of Roster. It wasn't changed. " +
			"Install the newer version to open it.")
	case identity.FileOtherSchema:
		return lang.L("This file was created by a different version of Roster. It wasn't changed. " +
			"Open it with that version, or choose a new name to create a new file.")
	case identity.FileDamaged:
		return lang.L("This file is damaged. It wasn't changed. Restore it from a backup.")
	case identity.FileDiskFull:
		return lang.L("The disk is full, so nothing was changed. Free some space and try again.")
	case identity.FileBusy:
		return lang.L("Another program is using the file, so nothing was changed. Try again in a moment.")
	}
	return lang.L("The file was moved or deleted while it was open, so nothing was changed. " +
		"Move it back, or start Roster again.")
}
