package message

import (
	"context"
	"errors"
	"io/fs"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
)

// NotBackedUp says why there is no backup, and what to do.
func NotBackedUp(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return lang.L("The backup was cancelled. Nothing was left.")
	case errors.Is(err, fs.ErrExist):
		return lang.L("A file with this name already exists. Choose another name.")
	case errors.Is(err, identity.FileDiskFull):
		return lang.L("There isn't enough space on the disk, so no backup was made. Choose a folder on another disk.")
	case errors.Is(err, identity.FileDamaged):
		return lang.L("No backup was made, because the file is damaged. Open it in Roster and save what can be read.")
	}
	return Unwritable()
}
