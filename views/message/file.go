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
	return lang.L("It could not be opened. Nothing was changed. Check its name, and that the disk can be read.")
}

// fileProblem says what is wrong with the file, if that is what err is about.
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
		return lang.L("This is a folder, not a file. Nothing was opened. Give Roster the name of a file in it.")
	case identity.FilePermission:
		return lang.L("You may not read this file or its folder. Nothing was opened. Ask its owner, or choose another file.")
	case identity.FileReadOnly:
		return lang.L("This file cannot be written to, so nothing was changed. " +
			"Make it writable for you, or move it to a place where you may write.")
	case identity.FileNetwork:
		return lang.L("This file lies on another computer, where two could write into it at once. It was not opened. " +
			"Move it to a disk of this computer.")
	case identity.FileExposed:
		return lang.L("Other users of this computer may read or change this file. It was not opened. " +
			"Take their permissions away, on Linux and macOS by: chmod 600 FILE")
	case identity.FileLinked:
		return lang.L("This file has another name, too (a hard link), and what is done under one is lost under the other. " +
			"It was not opened. Delete the other name, or open a copy.")
	case identity.FileNotRoster:
		return lang.L("This is not a Roster file. It was left as it is. Choose another file, or a new name for a new one.")
	case identity.FileNewer:
		return lang.L("A newer version of Roster made this file. It was left as it is. Install the newer version to open it.")
	case identity.FileOtherSchema:
		return lang.L("A different version of Roster made this file. It was left as it is. " +
			"Open it with the version that made it, or choose a new name for a new file.")
	case identity.FileDamaged:
		return lang.L("This file is damaged. It was left as it is. Restore it from a backup.")
	case identity.FileDiskFull:
		return lang.L("The disk is full, so nothing was changed. Free some space and try again.")
	case identity.FileBusy:
		return lang.L("Another program is using the file, so nothing was changed. Try again in a moment.")
	}
	return lang.L("The file has been moved or deleted while it was open, so nothing was changed. " +
		"Put it back, or start Roster again.")
}
