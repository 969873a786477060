// Package receiver is the first half of the process that receives a crash: it reads what Go writes when the program
// ends by a crash. See package crash for the rest.
//
// It waits during initialisation, before most of the program's packages are initialised. A receiver that has nothing to
// do, as nearly always, therefore costs little more than a process that does nothing. Package quiet explains the order;
// the same holds here.
package receiver

import (
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Flag is the only argument of the receiver.
const Flag = "--receive-crash"

// Crash is what Go wrote about a crash.
type Crash struct {
	Text string
	Err  error // why the rest of the text is missing; nil if it is complete
}

// Received is the crash, or zero in a process that is not the receiver.
var Received = wait()

// wait reads about the crash if this process is the receiver. It ends the process if there was none.
func wait() Crash {
	if len(os.Args) != 2 || os.Args[1] != Flag {
		return Crash{}
	}
	signal.Ignore(os.Interrupt, syscall.SIGTERM) // they are meant for Roster, which the receiver outlives
	crash := read(os.Stdin)
	if crash.Text == "" {
		os.Exit(0)
	}
	signal.Reset()
	return crash
}

// maxText is how many bytes of the text are kept. The goroutine that crashed comes first.
const maxText = 1 << 20

// read reads the whole text and returns its beginning.
func read(in io.Reader) Crash {
	text, err := io.ReadAll(io.LimitReader(in, maxText))
	if err == nil {
		_, err = io.Copy(io.Discard, in) // otherwise Go would wait for a reader
	}
	return Crash{string(text), err}
}
