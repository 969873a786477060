package image

import (
	"encoding/binary"
	"fmt"
	"os"
	"strings"
)

// The rollback journal has parts, each with a header that fills a sector, and pages as they were, each with its number
// before it and a checksum behind it.
const (
	journalMagic  = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
	journalHeader = 28
	unknownCount  = 0xffffffff // of pages in the last part: as many as there are
)

// readJournal returns the pages that the journal holds, as they were before the transaction that it belongs to.
func readJournal(f *os.File, pageSize int64) (before pages, err error) {
	info, err := f.Stat()
	if err != nil {
		return pages{}, err
	}
	if err := onlyOfThisFile(f, info.Size()); err != nil {
		return pages{}, err
	}
	before.at = map[uint32]int64{}
	record := make([]byte, 4+pageSize+4)
	for offset := int64(0); ; {
		var head [journalHeader]byte
		_, err := f.ReadAt(head[:], offset)
		if valid := strings.HasPrefix(string(head[:]), journalMagic); err != nil || !valid {
			// SQLite writes zeros until what follows is on the disk. It would delete anything else.
			if err == nil && offset == 0 && string(head[:len(journalMagic)]) != strings.Repeat("\x00", len(journalMagic)) {
				return pages{}, fmt.Errorf("%w: it has another header", ErrForeign)
			}
			return before, ignoreEnd(err)
		}
		number := func(at int) int64 { return int64(binary.BigEndian.Uint32(head[at:])) }
		count, nonce, length, sector, size := number(8), uint32(number(12)), number(16), number(20), number(24)
		if offset == 0 {
			if !validPageSize(sector) || !validPageSize(size) {
				return pages{}, nil // SQLite ignores it, too
			}
			if size != pageSize {
				return pages{}, fmt.Errorf("%w: its pages have %d bytes instead of %d", ErrForeign, size, pageSize)
			}
			before.size, before.some = length*size, true
		}
		if offset += sector; count == unknownCount {
			count = (info.Size() - offset) / int64(len(record))
		}
		for range count {
			if _, err := f.ReadAt(record, offset); err != nil {
				return before, ignoreEnd(err)
			}
			page, content := binary.BigEndian.Uint32(record), record[4:4+pageSize]
			if page == 0 || pageChecksum(nonce, content) != binary.BigEndian.Uint32(record[4+pageSize:]) {
				return before, nil
			}
			if before.at[page] == 0 { // the first copy is the oldest
				before.at[page] = offset + 4
			}
			offset += int64(len(record))
		}
		offset = (offset + sector - 1) / sector * sector
	}
}

// pageChecksum samples a page, from its end.
func pageChecksum(nonce uint32, page []byte) uint32 {
	for at := len(page) - 200; at > 0; at -= 200 {
		nonce += uint32(page[at])
	}
	return nonce
}

// onlyOfThisFile refuses the journal of a transaction over several files, which Roster never makes.
func onlyOfThisFile(f *os.File, size int64) error {
	var end [8]byte
	if size < journalHeader {
		return nil
	}
	if _, err := f.ReadAt(end[:], size-8); err != nil {
		return ignoreEnd(err)
	}
	if string(end[:]) == journalMagic {
		return fmt.Errorf("%w: it is a part of a transaction over several files", ErrForeign)
	}
	return nil
}
