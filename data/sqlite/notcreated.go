package sqlite

import (
	"errors"
	"fmt"
	"io/fs"

	"roster/identity"
)

// notCreated adds to an error of create that the file could not be created. An error about a file that may exist stays
// as it is.
func notCreated(err error) error {
	if errors.Is(Explain(err), identity.FileDiskFull) {
		return err
	}
	if failed, ok := errors.AsType[*fs.PathError](err); ok && (failed.Op == "mkdir" || failed.Op == "open") {
		return fmt.Errorf("%w (%w)", identity.FileNotCreated, err)
	}
	return err
}
