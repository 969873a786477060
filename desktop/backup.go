package desktop

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"

	"roster/app"
	"roster/data"
	"roster/desktop/paths"
	"roster/desktop/uptime"
	"roster/identity"
	"roster/views/message"
)

// BackUp writes a backup of the file at path into a new file at to, without a window, and prints what it holds. The
// exit status is 0 if the backup matches its journal, 1 if it does not, as the file itself, and 2 if there is none.
func BackUp(path, to, version string, stdout, stderr io.Writer) (status int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	defer paths.Shelter()()
	if _, err := os.Stat(path); err != nil { // it would be created
		say(stderr, "roster: %s: %s\n", path, message.NotOpened(err))
		return 2
	}
	if why := message.CheckCopyTo(path, to); why != "" {
		say(stderr, "roster: %q: %s\n", to, why)
		return 2
	}
	store, err := data.Open(ctx, path)
	unwritable := errors.Is(err, identity.FileReadOnly) || errors.Is(err, identity.FilePermission) ||
		errors.Is(err, identity.FileForeign)
	why := err
	if unwritable { // whoever can read it can copy it
		store, err = data.OpenReadOnly(ctx, path)
	}
	if err != nil {
		say(stderr, "roster: %s: %s\n", path, message.NotOpened(err))
		return 2
	}
	var b app.Backup
	var older *app.Older
	if unwritable {
		b, err = app.BackUpUnrecorded(ctx, store, to, why, nil)
	} else {
		b, older, err = backUp(ctx, store, to, version)
	}
	if err = errors.Join(err, store.Close()); err != nil {
		say(stderr, "roster: %s: %s\n", to, message.NotBackedUp(err))
		return 2
	}
	if b.Unrecorded != nil {
		say(stderr, "roster: %s: a backup was made, but the journal does not mention it: %s\n",
			path, message.NotOpened(b.Unrecorded))
	}
	if older != nil {
		say(stderr, "roster: %s is an older copy: it ends at entry %d of %d seen here.\n", path, older.Entry, older.Seen)
	}
	if f := b.Verification.Fault; f != nil {
		say(stdout, "%s: the backup is complete, but does not match its journal, like %s itself: %s.\n", to, path, f)
		return 1
	}
	say(stdout, "%s: %s, and %s. The last entry is no. %d, %s.\n",
		to, intact(b.Verification.Entries), matching(b.Verification.Users), b.Seq, b.Head().Hash)
	return 0
}

func backUp(ctx context.Context, store *data.Store, to, version string) (b app.Backup, older *app.Older, err error) {
	service, err := app.New(store, app.Options{Version: version, Witness: paths.Witness(), Elapsed: uptime.Now})
	if err == nil {
		older, err = service.Older(ctx)
	}
	if err == nil {
		b, err = service.BackUp(ctx, to, nil)
	}
	return b, older, err
}
