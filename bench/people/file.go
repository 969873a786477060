package people

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"roster/data"
)

// edition is counted up when this package makes other users than before.
const edition = 1

// File is the path of a file of n users that stays from one run to the next, so nobody may write into it. It is made
// when it is asked for first, in the folder that ROSTER_BENCH_DIR names or else among the user's caches. A file for
// each schema: what an earlier Roster made is of no use to a later one.
func File(ctx context.Context, n int) (path string, err error) {
	folder, err := Folder()
	if err != nil {
		return "", err
	}
	temp, err := os.MkdirTemp(folder, "new-")
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	fresh := filepath.Join(temp, "people.roster")
	if err := Empty(ctx, fresh); err != nil {
		return "", err
	}
	schema, err := schemaOf(ctx, fresh)
	if err != nil {
		return "", err
	}
	path = filepath.Join(folder, fmt.Sprintf("people-%d-seed%d-edition%d-%x.roster", n, Seed, edition, schema[:4]))
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return path, err
	}
	if err := Fill(ctx, fresh, n, Seed); err != nil {
		return "", err
	}
	return path, os.Rename(fresh, path)
}

// Folder is where the files are kept.
func Folder() (string, error) {
	folder := os.Getenv("ROSTER_BENCH_DIR")
	if folder == "" {
		caches, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		folder = filepath.Join(caches, "roster-bench")
	}
	return folder, os.MkdirAll(folder, 0o700)
}

// Empty makes a Roster file without users at path, as the program's first start does.
func Empty(ctx context.Context, path string) error {
	store, err := data.Open(ctx, path)
	if err != nil {
		return err
	}
	return store.Close()
}

// Copy copies the Roster file at from, which nobody writes into, to the path to.
func Copy(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// schemaOf is a hash of the tables, indexes and triggers of the file.
func schemaOf(ctx context.Context, path string) (sum [sha256.Size]byte, err error) {
	db, err := sql.Open("sqlite3", "file:"+escape(path)+"?mode=ro")
	if err != nil {
		return sum, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var script string
	err = db.QueryRowContext(ctx, `SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema ORDER BY name)`).
		Scan(&script)
	return sha256.Sum256([]byte(script)), err
}

// escape is path as it stands in a URI.
func escape(path string) string {
	return strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f").Replace(path)
}
