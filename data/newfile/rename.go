package newfile

import (
	"errors"
	"io/fs"
	"os"
)

// linkNew is Rename for file systems that cannot rename without replacing. Some, such as those of USB sticks, cannot
// make hard links either.
func linkNew(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		return os.Remove(from)
	case errors.Is(err, fs.ErrExist):
		return err
	}
	return os.Rename(from, to)
}
