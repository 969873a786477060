package message

import (
	"errors"
	"io/fs"

	"roster/identity"
	"roster/views/lang"
)

// NotOpened says why a file could not be opened.
func NotOpened(err error) string {
	if text, ok := fileProblem(err); ok {
		return text
	}
	if errors.Is(err, fs.ErrNotExist) {
		return NoFile()
	}
	return lang.L("The file couldn't be opened. Nothing was changed. Check the file name and the disk.")
}

// NoFile says that a file that is to be read is not there.
func NoFile() string { return lang.L("There is no such file.") }

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
	case identity.FileForeign:
		return lang.L("This file belongs to another user of this computer, who could change it. It wasn't opened. " +
			"Open it as that user, or open a copy that belongs to you.")
	case identity.FileFolder:
		return lang.L("Other users of this computer can put files into the folder of this file, and so change what it " +
			"holds. It wasn't opened. Move it to a folder of your own. On Linux and macOS, run: chmod go-w FOLDER")
	case identity.FileSide:
		return lang.L("Beside this file is one that belongs to it (its name ends in -wal, -shm or -journal), but other " +
			"users of this computer can change that one. Nothing was opened or changed. Find out where it comes from, " +
			"and move it away only if it isn't yours.")
	case identity.FileUnclear:
		return lang.L("This file doesn't match the one beside it whose name ends in -wal or -journal. One of them was " +
			"probably copied here. Nothing was changed. Open the file in Roster's window and choose which state you want.")
	case identity.FileNotRoster:
		return lang.L("This isn't a Roster file. It wasn't changed. Choose another file, or a new name to create one.")
	case identity.FileNewer:
		return lang.L("This file was created by a newer version of Roster. It wasn't changed. " +
			"Install the newer version to open it.")
	case identity.FileOtherSchema:
		return lang.L("This file was created by a different version of Roster. It wasn't changed. " +
			"Open it with that version, or choose a new name to create a new file.")
	case identity.FileDamaged:
		return lang.L("This file is damaged, so Roster doesn't write to it. Save what can be read in a new file, " +
			"or restore a backup.")
	case identity.FileDiskFull:
		return lang.L("The disk is full, so nothing was changed. Free some space and try again.")
	case identity.FileDisk:
		return lang.L("The disk reported an error, so nothing was changed. Check the disk and its connection.")
	case identity.FileUnsafe:
		return lang.L("The change was made, but then the disk reported an error, so it can still be lost. " +
			"Check the disk and its connection, and look at the change when you have started Roster again.")
	case identity.FileUnsure:
		return lang.L("The disk reported an error during the change, and Roster can't tell whether it was made. " +
			"Check the disk and its connection, start Roster again, and look.")
	case identity.FileNotCreated:
		return lang.L("There is no file with this name, and Roster can't create it, because its folder can't be " +
			"written to. Nothing was created. Open another file, or make the folder writable and try again.")
	case identity.FileNoHome:
		return lang.L("Roster doesn't know where to keep the users, because you have no home folder. Nothing was created. " +
			"Choose a place for the file under “Open another file”.")
	case identity.FileBusy:
		return lang.L("Another program is using the file, so nothing was changed. Try again in a moment.")
	case identity.FileOverwritten:
		return lang.L("Another program has written to the file while it was open, so Roster doesn't write to it any more. " +
			"Try again to open the file as it is now.")
	case identity.FileMissing:
		return lang.L("This file was here when Roster last opened it, and isn't any more. Nothing was created in its " +
			"place. Look for it, connect its disk, or copy a backup here, and try again.")
	}
	return lang.L("The file was moved or deleted while it was open, so nothing was changed. " +
		"Move it back and try again, or save what was open in a new file.")
}
