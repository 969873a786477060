package identity

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
	FileNotRoster // another format
	FileNewer     // a newer version of the program made it
	FileOtherSchema
	FileDamaged
	FileDiskFull
	FileBusy // another program is using it
	FileGone // moved or deleted while open
)

var fileProblems = [...]string{
	"", "is a folder", "permission denied", "cannot be written to", "on another computer", "accessible to other users",
	"has more than one name", "not a Roster file", "made by a newer version", "made by a different version", "damaged",
	"disk is full", "in use by another program", "moved or deleted while open",
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
