package entrance

import (
	"context"
	"errors"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/identity"
	"roster/views/message"
)

// extension is that of Roster's files.
const extension = ".roster"

// Problem is why no file is open, and what can be done about it.
type Problem struct {
	Path string
	Err  error
	Open bool // the file was open when the problem was found

	Retry func() // opens the file again
	// Create opens the file even if it has to be created.
	Create func()
	// SaveOpen saves what the file held when it was moved or deleted in a new file.
	SaveOpen func(ctx context.Context, to string) error
	// ShownElsewhere reports whether another window shows a file. It is not called on the UI thread.
	ShownElsewhere func(ctx context.Context, path string) bool
	// OpenOther opens another file in this window.
	OpenOther func(path string)
	// Rescue saves what can be read of the file in a new file.
	Rescue func(ctx context.Context, to string, progress func(done, all int64)) (app.Rescued, error)
	// Restore puts a copy of a backup in the place of the file.
	Restore func(
		ctx context.Context, from, passphrase string, progress func(done, all int64),
	) (app.Replaced, error)
	// Choose makes the file hold one of its states, and returns the path of the file in which the other is set aside.
	Choose func(ctx context.Context, withSides bool) (aside string, err error)
}

// replaceable reports whether a backup can be put in the place of the file.
func (p Problem) replaceable() bool {
	return p.Restore != nil &&
		(p.missing() || p.damaged() || p.unrecognizable() || errors.Is(p.Err, identity.FileOtherSchema))
}

// gone reports whether the file was moved or deleted while it was open, and what it held can be saved.
func (p Problem) gone() bool { return errors.Is(p.Err, identity.FileGone) && p.SaveOpen != nil }

// missing reports whether the file is no longer where it was opened earlier.
func (p Problem) missing() bool { return errors.Is(p.Err, identity.FileMissing) }

// states returns the two states of the file, or nil if it has one.
func (p Problem) states() *identity.FileStates {
	states, _ := errors.AsType[*identity.FileStates](p.Err)
	return states
}

// damaged reports whether the file is damaged.
func (p Problem) damaged() bool { return errors.Is(p.Err, identity.FileDamaged) }

// unrecognizable reports whether the file may be a Roster file whose beginning is damaged.
func (p Problem) unrecognizable() bool {
	return errors.Is(p.Err, identity.FileNotRoster) && filepath.Ext(p.Path) == extension
}

// suggested returns the path of a new file beside a damaged one.
func suggested(damaged string) string {
	end := filepath.Ext(damaged)
	base := strings.TrimSuffix(damaged, end)
	path := base + "-" + lang.L("saved") + end
	for n := 2; n < 100; n++ {
		if message.CheckNewFile(path) == "" {
			break
		}
		path = base + "-" + lang.L("saved") + "-" + strconv.Itoa(n) + end
	}
	return path
}
