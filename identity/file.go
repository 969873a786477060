package identity

import (
	"fmt"
	"time"
)

// FileProblem is an error about a file as a whole. This is the only list of them: the engine reports them, and
// views/message says what to do about each.
type FileProblem int

// The problems.
const (
	FileIsFolder   FileProblem = iota + 1
	FilePermission             // the system denies access to the file or its folder
	FileReadOnly
	FileNetwork   // on another computer
	FileExposed   // other users of this computer can read or change it
	FileLinked    // it has several names (hard links)
	FileForeign   // it belongs to another user
	FileFolder    // other users can put files into its folder
	FileSide      // a file that belongs to it is not private, or another user's
	FileUnclear   // it and its side files hold different states, see FileStates
	FileNotRoster // another format
	FileNewer     // a newer version of the program made it
	FileOtherSchema
	FileDamaged
	FileDiskFull
	FileBusy        // another program is using it
	FileDisk        // the disk failed, and nothing was changed
	FileUnsafe      // the disk failed after a change, which is in the file but may be lost
	FileUnsure      // the disk failed during a change, and it is not known whether that is in the file
	FileGone        // moved or deleted while open
	FileOverwritten // another program has written to it while it was open
	FileMissing     // it was opened on this computer, and is no longer there
	FileNotCreated  // there is none, and its folder cannot be written to
	FileNoHome      // nobody has said where the file is, and there is no home folder
)

var fileProblems = [...]string{
	"", "is a folder", "permission denied", "cannot be written to", "on another computer", "accessible to other users",
	"has more than one name", "belongs to another user", "in a folder that other users can write to",
	"has a side file that is not private", "does not match its side files", "not a Roster file", "made by a newer version",
	"made by a different version", "damaged",
	"disk is full", "in use by another program", "the disk failed",
	"the disk failed after the change", "the disk failed during the change", "moved or deleted while open",
	"overwritten while open", "is no longer there",
	"cannot be created", "no home folder",
}

// Error implements error.
func (p FileProblem) Error() string { return fileProblems[p] }

// FileError names the file that an error is about.
type FileError struct {
	Path string
	Err  error
}

// Error implements error.
func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns what is wrong with the file.
func (e *FileError) Unwrap() error { return e.Err }

// FileStates means that a file and its side files hold different states, and that only the user can tell which of them
// is wanted. It is FileUnclear.
type FileStates struct {
	Alone     FileState  // without the side files
	Recovered *FileState // with them; nil if they do not fit the file
}

// FileState describes what a file would hold.
type FileState struct {
	Users   int64
	Entries int64
	Last    time.Time // of the last entry; zero if there is none
}

// Error implements error.
func (s *FileStates) Error() string {
	if s.Recovered == nil {
		return fmt.Sprintf("%v: the file ends at entry %d", FileUnclear, s.Alone.Entries)
	}
	return fmt.Sprintf("%v: the file ends at entry %d, with them at %d", FileUnclear, s.Alone.Entries, s.Recovered.Entries)
}

// Unwrap returns FileUnclear.
func (s *FileStates) Unwrap() error { return FileUnclear }
