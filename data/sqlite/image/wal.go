package image

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
)

// The write-ahead log has a header and frames, each with a header and a page.
const (
	walMagic     = 0x377f0682 // the last bit says that checksums are computed of big-endian numbers
	walVersion   = 3007000
	walHeader    = 32
	frameHeader  = 24
	saltsAt      = 16 // in the header
	frameSaltsAt = 8
)

// readWAL returns the pages that the WAL holds up to its last valid commit.
func readWAL(f *os.File, pageSize int64) (committed pages, err error) {
	r := bufio.NewReaderSize(f, 1<<20)
	var head [walHeader]byte
	if _, err := io.ReadFull(r, head[:]); err != nil || head == [walHeader]byte{} {
		return pages{}, ignoreEnd(err) // it was never written completely
	}
	magic := binary.BigEndian.Uint32(head[:])
	size := int64(binary.BigEndian.Uint32(head[8:]))
	if magic&^1 != walMagic || binary.BigEndian.Uint32(head[4:]) != walVersion || !validPageSize(size) {
		return pages{}, fmt.Errorf("%w: it has another header", ErrForeign)
	}
	var order binary.ByteOrder = binary.LittleEndian
	if magic&1 != 0 {
		order = binary.BigEndian
	}
	sum := checksum{order: order}
	if sum.add(head[:24]); !sum.matches(head[24:]) {
		return pages{}, fmt.Errorf("%w: its header does not match its checksum", ErrForeign)
	}
	committed.at = map[uint32]int64{}
	pending := map[uint32]int64{} // not committed yet
	frame := make([]byte, frameHeader+size)
	for offset := int64(walHeader); ; offset += int64(len(frame)) {
		if _, err := io.ReadFull(r, frame); err != nil {
			return committed, ignoreEnd(err)
		}
		page, count := binary.BigEndian.Uint32(frame), binary.BigEndian.Uint32(frame[4:])
		if page == 0 || string(frame[frameSaltsAt:frameSaltsAt+8]) != string(head[saltsAt:saltsAt+8]) {
			return committed, nil
		}
		sum.add(frame[:8])
		if sum.add(frame[frameHeader:]); !sum.matches(frame[16:]) {
			return committed, nil
		}
		pending[page] = offset + frameHeader
		if count == 0 { // the transaction goes on
			continue
		}
		if size != pageSize {
			return pages{}, fmt.Errorf("%w: its pages have %d bytes instead of %d", ErrForeign, size, pageSize)
		}
		maps.Copy(committed.at, pending)
		clear(pending)
		committed.size, committed.some = int64(count)*size, true
		committed.commits++
	}
}

// checksum is the checksum of a WAL.
type checksum struct {
	order  binary.ByteOrder
	s0, s1 uint32
}

// add includes bytes, whose number must be a multiple of 8.
func (c *checksum) add(b []byte) {
	s0, s1 := c.s0, c.s1
	if c.order == binary.ByteOrder(binary.LittleEndian) {
		for ; len(b) >= 8; b = b[8:] {
			s0 += binary.LittleEndian.Uint32(b) + s1
			s1 += binary.LittleEndian.Uint32(b[4:]) + s0
		}
	} else {
		for ; len(b) >= 8; b = b[8:] {
			s0 += binary.BigEndian.Uint32(b) + s1
			s1 += binary.BigEndian.Uint32(b[4:]) + s0
		}
	}
	c.s0, c.s1 = s0, s1
}

func (c *checksum) matches(b []byte) bool {
	return c.s0 == binary.BigEndian.Uint32(b) && c.s1 == binary.BigEndian.Uint32(b[4:])
}
