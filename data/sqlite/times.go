package sqlite

import (
	"os"
	"time"

	"roster/data/sqlite/image"
)

// times are when a file's content was last modified, and when anything about it was last changed.
type times struct{ modified, changed time.Time }

func timesOf(path string) (t times, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return times{}, err
	}
	t.modified = info.ModTime()
	t.changed, err = changedAt(path)
	return t, err
}

// checkpointBegan is the time of the mark. Every file system can store it, and nothing else sets it.
var checkpointBegan = time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC)

// markWAL sets when the WAL of the file at path was last modified: in 2000 while a checkpoint runs. After a power cut
// during a checkpoint, the file can be newer than its WAL by its times, although nothing of what the checkpoint wrote
// is there. The mark tells it from a copy that somebody put there. SQLite waits until the WAL is on the disk, with the
// mark, before it writes to the file.
func markWAL(path string, at time.Time) {
	// Without the mark there is a question too many, so an error does not matter.
	os.Chtimes(path+image.WAL, at, at) //nolint:errcheck // see above
}

// after reports whether a file was written, moved or otherwise changed more than a time after another. Copying sets
// when the content was modified; moving sets only when anything was changed, as chmod does.
func (t times) after(other times, d time.Duration) bool {
	return t.changed.After(other.changed.Add(d)) || !other.marked() && t.modified.After(other.modified.Add(d))
}

// marked reports whether these are the times of a WAL with a checkpoint that has not ended.
func (t times) marked() bool {
	const zones = 24 * time.Hour // some file systems store local times
	return t.modified.Sub(checkpointBegan).Abs() <= zones
}
