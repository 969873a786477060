package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"time"
)

// Erase removes what is left of deleted rows in the file and the WAL. complete is as in [DB.Checkpoint].
//
// SQLite overwrites the rows that it deletes (secure_delete). But when it rebuilds a page to make room, it copies the
// rows within the page and to its neighbours, and old copies can stay in the unused space of the page (rebuildPage in
// btree.c). Erase reads all pages, and overwrites the unused space where it is not empty.
func (db *DB) Erase(ctx context.Context) (complete bool, err error) {
	db.unerased.Store(true)
	if err := db.Present(); err != nil {
		return false, err
	}
	// The WAL is emptied last. If the program is killed earlier, the next one that opens the file finds something in it.
	if complete, err := db.checkpoint(ctx, "FULL"); err != nil || !complete {
		return false, err
	}
	pages, err := stalePages(ctx, db.path)
	if err != nil {
		return false, err
	}
	if err := db.wipe(ctx, pages); err != nil {
		return false, err
	}
	complete, err = db.Checkpoint(ctx)
	db.unerased.Store(!complete)
	return complete, err
}

// Unerased reports whether Erase was not complete, or may have been interrupted before the file was opened.
func (db *DB) Unerased() bool { return db.unerased.Load() }

// lastErase is the maximum time that erasing takes when the file is closed.
const lastErase = 2 * time.Second

// eraseLast empties the WAL before the file is closed, which SQLite does only if no other process has it open. What it
// cannot do, the next process to close the file does.
func (db *DB) eraseLast() {
	ctx, cancel := context.WithTimeout(context.Background(), lastErase)
	defer cancel()
	last := db.Checkpoint
	if db.Unerased() {
		last = db.Erase
	}
	last(ctx) //nolint:errcheck // see above
}

// stalePages returns the numbers of the pages of the file at path whose unused space is not empty.
func stalePages(ctx context.Context, path string) (stale []int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	var head header
	if _, err := io.ReadFull(f, head[:]); err != nil {
		return nil, err
	}
	size := head.pageSize()
	part := make([]byte, 256*size)
	for number := int64(0); ctx.Err() == nil; {
		n, err := f.ReadAt(part, number*size)
		for page := range slices.Chunk(part[:int64(n)/size*size], int(size)) {
			if number++; slices.ContainsFunc(unused(page, number), func(b byte) bool { return b != 0 }) {
				stale = append(stale, number)
			}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return stale, err
		}
	}
	return nil, ctx.Err()
}

// unused returns the unused space of a page: that between the pointers to its cells and the cells. It is nil for a page
// that holds no part of a table or an index (https://sqlite.org/fileformat2.html, section 1.6).
func unused(page []byte, number int64) []byte {
	head := page
	if number == 1 { // it begins with the header of the file
		head = page[headerSize:]
	}
	pointers := 8
	switch head[0] {
	case 2, 5: // an interior page has the number of another page in its header
		pointers = 12
	case 10, 13:
	default: // an overflow page or a free one: they begin with a page number, whose first byte is 0
		return nil
	}
	from := len(page) - len(head) + pointers + 2*int(binary.BigEndian.Uint16(head[3:]))
	to := int(binary.BigEndian.Uint16(head[5:]))
	if to == 0 {
		to = 65536
	}
	if from > to || to > len(page) {
		return nil // the page is damaged
	}
	return page[from:to]
}

// wipe overwrites the unused space of the pages with these numbers, in one transaction.
func (db *DB) wipe(ctx context.Context, pages []int64) (err error) {
	if len(pages) == 0 {
		return nil
	}
	raw, err := sql.Open("sqlite", dsn(db.path, forWiping))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	tx, err := raw.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, number := range pages {
		var page []byte
		if err := tx.QueryRowContext(ctx, `SELECT data FROM sqlite_dbpage WHERE pgno = $1`, number).Scan(&page); err != nil {
			return err
		}
		clear(unused(page, number))
		if _, err := tx.ExecContext(ctx, `UPDATE sqlite_dbpage SET data = $1 WHERE pgno = $2`, page, number); err != nil {
			return err
		}
	}
	return tx.Commit()
}
