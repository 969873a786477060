package sqlite

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"roster/data/sqlite/image"
)

// The settings of a connection, by its purpose. A pool opens connections on demand, so every setting is in the DSN.
var (
	forWriting = slices.Concat(writing, []string{wal, "_defensive=1"})
	// For writing pages as they are, which [DB.Erase] does.
	forWiping = slices.Concat(writing, []string{wal, "_defensive=0"})
	// For a full disk: without a shared index of the WAL, which needs 32 KiB, so that no other connection can open the
	// file. The quotes make the driver, which sorts, apply it first: it must be in effect before the file is read.
	forAlone = slices.Concat([]string{"_pragma=%22locking_mode%22(EXCLUSIVE)"}, writing, []string{"_defensive=1"})
	wal      = "_pragma=journal_mode(WAL)"
	writing  = []string{
		"mode=rw", // create has made the file, because SQLite would make it readable by others
		"_txlock=immediate",
		"_pragma=synchronous(FULL)", // NORMAL loses acknowledged commits in a power cut
		"_pragma=secure_delete(1)",
		"_pragma=cache_size(-65536)", // KiB
		"_pragma=journal_size_limit(67108864)",
		"_pragma=wal_autocheckpoint(0)", // only [DB.move] moves the WAL to the file
	}
	forReading = []string{"mode=ro", "_query_only=1", "_defensive=1"}
	// Leaves the file untouched: no lock, and no file beside it.
	forInspecting = []string{"mode=ro", "immutable=1", "_query_only=1", "_defensive=1"}
	// For a new file, before it is renamed. It is in WAL mode from the start: if several programs change the mode of
	// one file at the same time, all but one fail with SQLITE_BUSY, without waiting.
	forCreating = []string{"mode=rw", wal, "_pragma=synchronous(FULL)", "_defensive=1"}
	forBackup   = []string{"mode=rw", "_pragma=synchronous(FULL)", "_defensive=1"}
	always      = []string{
		fmt.Sprint("_busy_timeout=", busyTimeout.Milliseconds()),
		"_dqs=0",
		"_error_rc=1",
		"_pragma=foreign_keys(1)",
		"_pragma=trusted_schema(0)",
		"_pragma=recursive_triggers(1)", // so that REPLACE fires the delete trigger of the row it replaces
		"_pragma=cell_size_check(1)",
		"_pragma=temp_store(2)", // memory
		"_pragma=mmap_size(0)",  // reading cold pages through a memory map is far slower
	}
)

// busyTimeout is how long a statement waits for other connections.
const busyTimeout = 5 * time.Second

// dsn returns the data source name of the file at path, which must be absolute.
func dsn(path string, purpose []string) string {
	p := filepath.ToSlash(path)
	p = strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f").Replace(p)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p // C:/...
	}
	return "file://" + p + "?" + strings.Join(slices.Concat(purpose, always), "&")
}

// imageDSN returns the data source name of an image in the virtual file system of that name.
func imageDSN(files string) string {
	return "file:" + image.Name + "?vfs=" + files + "&" + strings.Join(slices.Concat(forInspecting, always), "&")
}
