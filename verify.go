package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	rules "roster/app"
	"roster/data"
	"roster/folders"
	"roster/views"
)

// witnessFolder is where this computer remembers how far journals went.
func witnessFolder() string { return filepath.Join(folders.State(), "witness") }

// verify looks through the journal of the file at path, without a window. The exit status is 0 if the file fits its journal,
// 1 if it does not, and 2 if that cannot be told.
func verify(path string, stdout, stderr io.Writer) (status int) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	v, err := verifyFile(ctx, path)
	if err != nil {
		say(stderr, "roster: %s: %s\n", path, views.Sentence(err))
		return 2
	}
	if v.Fault != nil {
		say(stdout, "%s: %s. Up to there %d entries fit.\n", path, v.Fault, v.Entries)
		return 1
	}
	if v.Entries == 0 {
		say(stdout, "%s: there is nothing in the journal yet.\n", path)
		return 0
	}
	say(stdout, "%s: the journal fits, with %d entries, and so do the users, %d of them. The last entry is %x.\n",
		path, v.Entries, v.Users, v.Head)
	return 0
}

// say writes for whoever looks. That nobody does is no fault.
func say(to io.Writer, format string, args ...any) {
	fmt.Fprintf(to, format, args...) //nolint:errcheck // see above
}

func verifyFile(ctx context.Context, path string) (v rules.Verification, err error) {
	store, err := data.Look(ctx, path)
	if err != nil {
		return v, err
	}
	v, err = rules.Verify(ctx, store, witnessFolder(), nil)
	if err == nil && v.Fault == nil {
		err = store.Check(ctx)
	}
	if e := store.Close(); err == nil {
		err = e
	}
	return v, err
}
