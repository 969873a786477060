package data

import (
	"context"

	"roster/data/sqlite"
)

// ErrNothing means that a damaged file holds nothing that could be saved.
var ErrNothing = sqlite.ErrNothing

// Rescued says what was read from a damaged file and saved in a new one. Rows are counted by the name of their table.
type Rescued = sqlite.Rescued

// Rescue saves every intact row of the damaged file at from in a new file at to, which only its owner can read: users,
// credentials, settings, the recovery key, failed attempts and the journal, which may then have gaps. It changes no
// byte of the damaged file and replaces no file. It fails with ErrNothing, with an [identity.FileError] about the new
// file, and with one about the damaged file if another program has that open.
func Rescue(ctx context.Context, from, to string, progress func(done, all int64)) (Rescued, error) {
	r, err := sqlite.Rescue(ctx, from, to, progress)
	return r, sqlite.ExplainRescue(err, from, to)
}
