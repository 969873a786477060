package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
)

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

// wipe overwrites the unused space of the pages with these numbers of the file at path, in one transaction.
func wipe(ctx context.Context, path string, pages []int64) (err error) {
	if len(pages) == 0 {
		return nil
	}
	raw, err := sql.Open("sqlite", dsn(path, forWiping))
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
	if _, err := tx.ExecContext(ctx, CountCommit); err != nil {
		return err
	}
	return tx.Commit()
}
