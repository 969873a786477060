package chooser

import "errors"

// Kind is what a chooser is for.
type Kind int

// The kinds.
const (
	Open   Kind = iota // a file that exists
	Save               // a name for a new file
	Folder             // a folder that exists
)

// Request is what a chooser is asked for.
type Request struct {
	Kind   Kind
	Title  string
	Folder string // an absolute path in which it starts, or ""
	Name   string // suggested for a new file, or ""
	Parent string // the window that it belongs to, as the portal names it, or ""
}

// ErrNone means that the system shows no chooser, so that the person has to choose in another way.
var ErrNone = errors.New("no file chooser responds")
