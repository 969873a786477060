package desktop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"

	"roster/app"
	"roster/app/journal"
	"roster/data"
	"roster/desktop/paths"
	"roster/identity"
	"roster/views/message"
)

// Verify checks the file at path against its journal, without a window, and prints the result. The exit status is 0 if
// they match, 1 if they do not, and 2 if the file could not be checked. It is also 1 for a backup if this computer has
// seen later entries: only their last one is known here, so a backup looks like a file that was cut off and adapted.
func Verify(path string, stdout, stderr io.Writer) (status int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	defer paths.Shelter()()
	v, err := verifyFile(ctx, path)
	if v.Fault != nil {
		say(stdout, "%s: %s. %s before it.\n", path, v.Fault, intact(v.Entries))
		if v.Fault.Kind == journal.FaultOlder {
			say(stdout, "%s: it ends at entry %d, and everything in it matches its journal. That is as it should be for a "+
				"backup. If it is the file in use, its last entries are missing.\n", path, v.Entries)
		}
		if errors.Is(err, identity.FileDamaged) { // perhaps nobody has tampered with it
			say(stdout, "%s: %s\n", path, message.NotOpened(err))
			return 1
		}
	}
	switch {
	case err != nil:
		say(stderr, "roster: %s: %s\n", path, message.NotOpened(err))
		return 2
	case v.Fault != nil:
		return 1
	case v.Entries == 0:
		say(stdout, "%s: the journal is empty.\n", path)
		return 0
	}
	say(stdout, "%s: %s, and %s. The last entry is %x.\n", path, intact(v.Entries), matching(v.Users), v.Head)
	return 0
}

// intact says how many journal entries are intact.
func intact(entries int64) string {
	if entries == 1 {
		return "1 journal entry is intact"
	}
	return fmt.Sprintf("%d journal entries are intact", entries)
}

// matching says how many users match the journal.
func matching(users int64) string {
	if users == 1 {
		return "1 user matches"
	}
	return fmt.Sprintf("%d users match", users)
}

func verifyFile(ctx context.Context, path string) (v journal.Verification, err error) {
	store, err := data.OpenReadOnly(ctx, path)
	if err != nil {
		return v, err
	}
	v, err = app.Verify(ctx, store, paths.Witness(), nil)
	if err == nil {
		err = store.Check(ctx)
	}
	if e := store.Close(); err == nil {
		err = e
	}
	return v, err
}
