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

// edition must be increased when this package generates different users than before.
const edition = 1

// File returns the path of a file of n users that is reused by later runs, so nobody may write to it. It is generated
// on the first call, in [Folder]. Each schema has its own file.
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

// Folder returns the folder of the files: ROSTER_BENCH_DIR, or by default one in the user's cache.
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

// Empty creates a Roster file without users at path, as the program does on its first start.
func Empty(ctx context.Context, path string) error {
	store, err := data.Open(ctx, path)
	if err != nil {
		return err
	}
	return store.Close()
}

// Copy copies the Roster file from to the path to. Nobody may be writing to it.
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

// schemaOf returns a hash of the tables, indexes and triggers of the file.
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

// escape returns path escaped for a URI.
func escape(path string) string {
	return strings.NewReplacer("%", "%25", "#", "%23", "?", "%3f").Replace(path)
}
