package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"roster/app"
	"roster/data"
	"roster/identity"
	"roster/views/message"
)

// optionPassphrase is the option of restore to read a passphrase.
const optionPassphrase = "passphrase"

func restoreSpec() *spec {
	return &spec{
		name: "restore", args: []string{"FILE", "BACKUP"}, codes: []Code{Refused}, run: restore,
		about: "Says what restoring a backup would change. The window restores.",
		options: []option{
			{name: optionDryRun, about: "change nothing, which is all that this command can do so far"},
			{name: optionPassphrase, about: "read the passphrase of an encrypted backup from the standard input"},
		},
	}
}

// restored is what restore prints.
type restored struct {
	Entries  int64    `json:"entries"` // of the backup's journal
	Users    int64    `json:"users"`   // in the backup
	Changed  int      `json:"changed"`
	Removed  int      `json:"removed"`
	Deleted  int      `json:"deleted"`  // since, who stay so
	Returned int      `json:"returned"` // were removed by another program
	Settings int      `json:"settings"`
	Possible bool     `json:"possible"`
	Notes    []string `json:"notes"` // what one must know before
}

// restore says what restoring a backup would change.
func restore(ctx context.Context, c *call) Code {
	if !c.has(optionDryRun) {
		return c.misused("only --" + optionDryRun + " is possible: open the file in Roster to restore")
	}
	passphrase := ""
	if c.has(optionPassphrase) {
		lines, err := c.lines(ctx, []string{"the passphrase"})
		if err != nil {
			return c.end(err)
		}
		passphrase = lines[0]
	}
	r, err := preview(ctx, c.args[0], c.args[1], passphrase)
	about, isFile := errors.AsType[*identity.FileError](err)
	switch {
	case isFile && about.Path == c.args[0]:
		return c.end(err)
	case isFile && message.NotRestored(err) != "":
		return c.complain(Trouble, c.args[1]+": "+message.NotRestored(err))
	case message.NotRestored(err) != "":
		return c.complain(Refused, c.args[1]+": "+message.NotRestored(err))
	case err != nil:
		return c.end(err)
	}
	notes := message.PreviewWarnings(r)
	if c.has(optionJSON) {
		sayJSON(c.out, restored{
			r.Entries, r.Users, len(r.Changed), len(r.Removed), len(r.Deleted), len(r.Missing), len(r.Settings),
			!r.NoSystemAdmin, append([]string{}, notes...),
		})
		return Done
	}
	Say(c.out, "%s\n", message.BackupState(r))
	for _, part := range message.Preview(r) {
		Say(c.out, "\n%s\n%s\n", part.Title, part.Text)
	}
	for _, note := range notes {
		Say(c.out, "\n%s\n", note)
	}
	return Done
}

// preview compares a file with a backup, of which it makes a private copy: beside the file or, where that is not
// allowed, in the folder for temporary files.
func preview(ctx context.Context, path, backup, passphrase string) (r *app.Restoration, err error) {
	store, err := data.OpenReadOnly(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	r, err = app.PreviewRestoration(ctx, store, backup, passphrase, filepath.Dir(store.Path()), nil)
	if !errors.Is(err, identity.FilePermission) && !errors.Is(err, identity.FileReadOnly) {
		return r, err
	}
	folder, err := os.MkdirTemp("", "roster-*")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	return app.PreviewRestoration(ctx, store, backup, passphrase, folder, nil)
}
