package sqlite

import (
	"encoding/binary"

	"roster/identity"
)

// applicationID marks a Roster file in its header: "Rost" as a big-endian number.
const applicationID = 0x526f7374

// header is the beginning of an SQLite file, https://www.sqlite.org/fileformat.html section 1.3.
type header [headerSize]byte

const headerSize = 100

// check refuses the header of a file that is not a Roster file.
func (h *header) check() error {
	switch {
	case string(h[:16]) != "SQLite format 3\x00":
		return identity.FileNotRoster
	case binary.BigEndian.Uint32(h[68:]) != applicationID:
		return identity.FileNotRoster
	}
	return nil
}

// bytes returns the length of the file, in bytes, when its header was written.
func (h *header) bytes() int64 { return h.pageSize() * int64(binary.BigEndian.Uint32(h[28:])) }

// pageSize returns the size of a page, in bytes.
func (h *header) pageSize() int64 {
	size := int64(binary.BigEndian.Uint16(h[16:]))
	if size == 1 {
		size = 65536
	}
	return size
}
