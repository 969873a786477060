package sqlite

import (
	"context"
	"os"
	"time"

	"roster/identity"
)

// How long lockAlone waits for another program that examines the file, which takes a second for a million users, and
// how often it looks.
const (
	examineWait  = 5 * time.Second
	examineEvery = 20 * time.Millisecond
)

// lockAlone locks the file at path so that no other program can open it as a database. It returns nil if another has it
// open, and otherwise a file that must be closed to unlock it. If another program holds such a lock, lockAlone waits:
// that program has not decided yet what is in the file.
func lockAlone(ctx context.Context, path string) (*os.File, error) {
	end := time.Now().Add(examineWait)
	for {
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if os.IsPermission(err) { // without the right to write, nobody can lock it
			f, err = os.Open(path)
		}
		if err != nil {
			return nil, err
		}
		locked, shared, err := tryLocks(f)
		if locked && err == nil {
			return f, nil
		}
		if e := f.Close(); err == nil {
			err = e
		}
		switch {
		case err != nil, shared:
			return nil, err
		case time.Now().After(end):
			return nil, identity.FileBusy
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(examineEvery):
		}
	}
}
