package message

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"roster/app"
	"roster/app/journal"
	"roster/identity"
)

func TestBackupList(t *testing.T) {
	made := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	all := []identity.Backup{{Path: "/a", Made: made, Automatic: true}, {Path: "/b", Made: made}}
	s := app.DefaultSettings()
	at := Time(made)
	if got, want := BackupList(all, s), "\n/a, from "+at+", is removed automatically around 2026-03-09\n/b, from "+at; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.AutoBackup = false
	if got := BackupList(all, s); strings.Contains(got, "automatically") {
		t.Errorf("without automatic backups: got %q, want no day", got)
	}
	for range 10 {
		all = append(all, all[1])
	}
	if got := BackupList(all, s); strings.Count(got, "\n") != mostListed+1 || !strings.HasSuffix(got, "and 4 more") {
		t.Errorf("got %q, want some and the number of the others", got)
	}
}

// Every reason why a backup cannot be restored has a sentence, and another error none.
func TestNotRestored(t *testing.T) {
	seen := map[string]error{}
	for _, err := range []error{
		app.ErrOtherFile, app.ErrSameFile, &app.BackupFaultError{Fault: journal.Fault{Kind: journal.FaultUser}},
		&identity.FileError{Err: identity.FileDiskFull}, &identity.FileError{Err: identity.FileUnclear},
		&identity.FileError{Err: identity.FileDamaged}, &identity.FileError{Err: fs.ErrNotExist},
		&identity.FileError{Err: identity.FileNewer}, &identity.FileError{Err: identity.FileNotRoster},
	} {
		text := NotRestored(err)
		if text == "" || seen[text] != nil {
			t.Errorf("%v: got %q, as for %v", err, text, seen[text])
		}
		seen[text] = err
	}
	if got := NotRestored(app.ErrLocked); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
}

func TestAutoBackupFailed(t *testing.T) {
	if got := AutoBackupFailed(app.AutoBackup{}); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
	seen := map[string]bool{}
	for _, err := range []error{fs.ErrNotExist, identity.FileDiskFull, errors.New("another")} {
		text := AutoBackupFailed(app.AutoBackup{Failed: err})
		if !strings.HasPrefix(text, "The automatic backup couldn't be made. ") || seen[text] {
			t.Errorf("%v: got %q", err, text)
		}
		seen[text] = true
	}
}

func TestBytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 90_112: "90 kB", 7_340_000: "7.3 MB", 2e12: "2.0 TB"} {
		if got := Bytes(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}
