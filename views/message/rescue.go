package message

import (
	"errors"
	"io/fs"
	"strings"

	"roster/app"
	"roster/identity"
	"roster/views/lang"
)

// NotRescued says why what can be read of a damaged file was not saved.
func NotRescued(err error) string {
	switch {
	case errors.Is(err, app.ErrNothing):
		return lang.L("Nothing can be read in the damaged file, so no new file was created. Open a backup instead.")
	case errors.Is(err, identity.FileGone):
		return lang.L("The damaged file is no longer where it was, so nothing was saved.")
	case errors.Is(err, fs.ErrExist):
		return Taken()
	case errors.Is(err, identity.FileDiskFull):
		return lang.L("There isn't enough space on the disk, so no new file was created. Choose a folder on another disk.")
	case errors.Is(err, identity.FileBusy):
		return lang.L("Another program is using the damaged file. Close it there and try again.")
	}
	return Unwritable(err)
}

// Lost says what is missing in the file that a rescue has made, or "" if nothing is known to be.
func Lost(r app.Rescued) string {
	var texts []string
	add := func(n int64, one, many string) {
		switch {
		case n == 1:
			texts = append(texts, one)
		case n > 1:
			texts = append(texts, many)
		}
	}
	add(r.WithoutUser, lang.L("1 user is lost, of whom only the password was left."),
		lang.L("{{.N}} users are lost, of whom only the passwords were left.", Args{"N": Number(r.WithoutUser)}))
	add(r.WithoutPassword, lang.L("1 user has lost their password. Give them a new one."),
		lang.L("{{.N}} users have lost their passwords. Give them new ones.", Args{"N": Number(r.WithoutPassword)}))
	add(r.MissingEntries, lang.L("1 entry is missing in the journal. Verify will report it."),
		lang.L("{{.N}} entries are missing in the journal. Verify will report the first one.",
			Args{"N": Number(r.MissingEntries)}))
	add(r.Damaged, lang.L("1 more record or page of the file couldn't be read."),
		lang.L("{{.N}} more records or pages of the file couldn't be read.", Args{"N": Number(r.Damaged)}))
	if r.NoSystemAdmin {
		texts = append(texts, lang.L("No System Admin who can sign in was saved. "+
			"Use the recovery key under Forgot password?"))
	}
	if len(texts) == 0 {
		return ""
	}
	return strings.Join(texts, " ") + " " + lang.L("More may be missing: compare the new file with a backup.")
}

// NothingLost says that a rescue knows of nothing that is missing.
func NothingLost() string {
	return lang.L("No missing records were noticed. Compare the new file with a backup all the same.")
}
