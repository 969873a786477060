package command

import (
	"cmp"
	"context"
	"errors"

	"roster/app"
	"roster/data"
	"roster/identity"
	"roster/views/message"
)

func backUpSpec() *spec {
	return &spec{
		name: "backup", args: []string{"FILE", "TO"}, about: "Makes a verified backup in a new file, while others use FILE.",
		codes: []Code{No}, run: backUp,
	}
}

// backedUp is what backup prints.
type backedUp struct {
	verified
	Path       string `json:"path"`
	Seq        int64  `json:"last_entry"`
	Unrecorded bool   `json:"unrecorded,omitempty"` // the journal does not mention the backup
	Older      bool   `json:"older,omitempty"`      // this computer has seen later entries of the file
}

// backUp writes a backup of a file into a new one. It says no if the backup does not match its journal, as the file
// itself.
func backUp(ctx context.Context, c *call) Code {
	path, to := c.args[0], c.args[1]
	if why := message.CheckCopyTo(path, to); why != "" {
		return c.complain(Trouble, "\""+to+"\": "+why)
	}
	store, err := openStore(ctx, path)
	if err == nil && store.Full() { // opened so that nobody else can read it, not even to copy it
		err = cmp.Or(store.Close(), error(&identity.FileError{Path: path, Err: identity.FileDiskFull}))
	}
	unwritable := errors.Is(err, identity.FileReadOnly) || errors.Is(err, identity.FilePermission) ||
		errors.Is(err, identity.FileForeign) || errors.Is(err, identity.FileDiskFull)
	why := err
	if unwritable { // whoever can read it can copy it
		store, err = data.OpenReadOnly(ctx, path)
	}
	if err != nil {
		return c.complain(Trouble, path+": "+message.NotOpened(err))
	}
	var b app.Backup
	var older *app.Older
	if unwritable {
		b, err = app.BackUpUnrecorded(ctx, store, to, why, nil)
	} else {
		b, older, err = c.recordedBackUp(ctx, store, to)
	}
	c.changed = err == nil
	err = errors.Join(err, store.Close())
	switch {
	case err != nil && c.changed:
		return c.end(err)
	case err != nil:
		return c.complain(Trouble, notBackedUp(err, store.Path(), to))
	}
	fault := b.Verification.Fault
	if c.has(optionJSON) {
		of := newVerified(b.Verification)
		sayJSON(c.out, backedUp{of, b.Path, b.Seq, b.Unrecorded != nil, older != nil})
	} else {
		c.sayBackedUp(b, older)
	}
	if fault != nil {
		return No
	}
	return Done
}

// notBackedUp says why there is no backup, and of which of the two files that is said.
func notBackedUp(err error, path, to string) string {
	if about, ok := errors.AsType[*identity.FileError](err); ok && about.Path == path {
		return path + ": " + message.NotOpened(err)
	}
	return to + ": " + message.NotBackedUp(err)
}

// sayBackedUp says what a backup holds.
func (c *call) sayBackedUp(b app.Backup, older *app.Older) {
	path, to := c.args[0], c.args[1]
	if b.Unrecorded != nil {
		Say(c.err, "%s: %s: a backup was made, but the journal does not mention it: %s\n",
			c.program, path, message.NotOpened(b.Unrecorded))
	}
	if older != nil {
		Say(c.err, "%s: %s is an older copy: it ends at entry %d of %d seen here.\n",
			c.program, path, older.Entry, older.Seen)
	}
	if f := b.Verification.Fault; f != nil {
		Say(c.out, "%s: the backup is complete, but does not match its journal, like %s itself: %s.\n", to, path, f)
		return
	}
	Say(c.out, "%s: %s, and %s. The last entry is no. %d, %s.\n",
		to, intact(b.Verification.Entries), matching(b.Verification.Users), b.Seq, b.Head().Hash)
}

func (c *call) recordedBackUp(
	ctx context.Context, store *data.Store, to string,
) (b app.Backup, older *app.Older, err error) {
	service, err := c.newService(store)
	if err == nil {
		older, err = service.Older(ctx)
	}
	if err == nil {
		b, err = service.BackUp(ctx, to, nil)
	}
	return b, older, err
}
