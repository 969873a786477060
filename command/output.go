package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"roster/app"
	"roster/data"
	"roster/views/message"
)

// output is where a command prints. It remembers an error, so that whoever prints need not.
type output struct {
	to  io.Writer
	err error
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	n, err := o.to.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// Say prints to a terminal. An error is ignored, because there may be no terminal and there is nowhere else to report
// it.
func Say(to io.Writer, format string, args ...any) {
	fmt.Fprintf(to, format, args...) //nolint:errcheck // see above
}

// sayJSON prints a value on a line of its own, like [Say]. What the values are made of can always be encoded.
func sayJSON(to io.Writer, value any) {
	lines := json.NewEncoder(to)
	lines.SetEscapeHTML(false)
	lines.Encode(value) //nolint:errcheck // as in Say
}

// newFile is a private file that a command writes.
type newFile struct {
	path  string // "" if it is not asked for
	there bool   // it was written
}

// taken fails if there is a file of that name already.
func (f *newFile) taken() error {
	if _, err := os.Lstat(f.path); f.path != "" && err == nil {
		return &unwrittenError{f.path, fs.ErrExist}
	}
	return nil
}

// write writes the file, which is then complete and on the disk, and removes what programs that were killed have left
// beside it. It fails with [unwrittenError], unless write fails with another error.
func (f *newFile) write(write func(io.Writer) error) error {
	data.RemoveLitter(filepath.Dir(f.path)) //nolint:errcheck // writing says what is wrong with the folder
	var failed error
	var to output
	err := app.WriteFile(f.path, func(w io.Writer) error {
		to.to = w
		failed = write(&to)
		return failed
	})
	f.there = err == nil
	if err == nil || failed != nil && to.err == nil {
		return err
	}
	return &unwrittenError{f.path, err}
}

// remove removes the file, if it was written.
func (f *newFile) remove() {
	if f.there {
		os.Remove(f.path) //nolint:errcheck // nothing better can be done
		f.there = false
	}
}

// unwrittenError means that a new file could not be written.
type unwrittenError struct {
	path string
	err  error // perhaps about a full disk, which is not that of the file with the users
}

// Error implements error.
func (e *unwrittenError) Error() string { return "write " + e.path + ": " + e.err.Error() }

// sentence says why.
func (e *unwrittenError) sentence() string {
	if errors.Is(e.err, fs.ErrExist) {
		return e.path + ": " + message.Taken()
	}
	return e.path + ": " + message.Unwritable(e.err)
}
