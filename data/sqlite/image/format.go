package image

import (
	"errors"
	"io"
)

// ErrForeign means that a side file was made by another program or for another file, so that it cannot be used.
var ErrForeign = errors.New("the side file does not belong to the file")

// The suffixes of the side files.
const (
	WAL     = "-wal"
	Index   = "-shm" // of the WAL, for programs that have the file open
	Journal = "-journal"
)

// pages is what a side file replaces.
type pages struct {
	at      map[uint32]int64 // by page number, counted from 1: the offset of the page in the side file
	size    int64            // the length of the file in bytes
	commits int64
	some    bool // whether the side file replaces anything, which can be the length only
}

const (
	minPageSize = 512
	maxPageSize = 65536
)

func validPageSize(n int64) bool { return n >= minPageSize && n <= maxPageSize && n&(n-1) == 0 }

// ignoreEnd returns err unless it means that a file ends.
func ignoreEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}
