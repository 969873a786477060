package command

import (
	"context"
	"errors"
	"fmt"

	"roster/app"
	"roster/app/journal"
	"roster/data"
	"roster/desktop/paths"
	"roster/identity"
	"roster/views/message"
)

func verifySpec() *spec {
	return &spec{
		name: "verify", args: []string{"FILE"}, about: "Says whether a file matches its journal.", asks: true,
		codes: []Code{No}, run: verify,
	}
}

// verified is what verify and backup print about a file.
type verified struct {
	Intact  bool   `json:"intact"`
	Entries int64  `json:"entries"`
	Users   int64  `json:"users"`
	Head    string `json:"head"`            // the hash of the last entry, in hexadecimal; "" if there is none
	Fault   string `json:"fault,omitempty"` // what does not match
}

func newVerified(v journal.Verification) verified {
	of := verified{Intact: v.Fault == nil, Entries: v.Entries, Users: v.Users}
	if v.Entries > 0 {
		of.Head = fmt.Sprintf("%x", v.Head)
	}
	if v.Fault != nil {
		of.Fault = v.Fault.String()
	}
	return of
}

// verify checks a file against its journal. It says no for a backup if this computer has seen later entries: only their
// last one is known here, so a backup looks like a file that was cut off and adapted.
func verify(ctx context.Context, c *call) Code {
	path := c.args[0]
	v, err := verifyFile(ctx, path)
	damaged := errors.Is(err, identity.FileDamaged) // perhaps nobody has tampered with it
	switch {
	case err != nil && (v.Fault == nil || !damaged):
		return c.complain(Trouble, path+": "+message.NotOpened(err))
	case c.has(optionJSON):
		sayJSON(c.out, newVerified(v))
	case v.Fault != nil:
		Say(c.out, "%s: %s. %s before it.\n", path, v.Fault, intact(v.Entries))
		if v.Fault.Kind == journal.FaultOlder {
			Say(c.out, "%s: it ends at entry %d, and everything in it matches its journal. That is as it should be for a "+
				"backup. If it is the file in use, its last entries are missing.\n", path, v.Entries)
		}
		if damaged {
			Say(c.out, "%s: %s\n", path, message.NotOpened(err))
		}
	case v.Entries == 0:
		Say(c.out, "%s: the journal is empty.\n", path)
	default:
		Say(c.out, "%s: %s, and %s. The last entry is %x.\n", path, intact(v.Entries), matching(v.Users), v.Head)
	}
	if v.Fault != nil {
		return No
	}
	return Done
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
