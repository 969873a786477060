package rescue

import (
	"encoding/binary"
	"math"
)

// maxColumns is more than any table has.
const maxColumns = 100

// decode returns the values of a record: nil, int64, float64, string or []byte.
func decode(record []byte) (values []any, ok bool) {
	size, rest, ok := varint(record)
	if !ok || size > uint64(len(record)) || size < uint64(len(record)-len(rest)) {
		return nil, false
	}
	types, body := record[len(record)-len(rest):size], record[size:]
	for len(types) > 0 {
		var kind uint64
		if kind, types, ok = varint(types); !ok || len(values) == maxColumns {
			return nil, false
		}
		length := valueLength(kind)
		if length > uint64(len(body)) {
			return nil, false
		}
		v, ok := value(kind, body[:length])
		if !ok {
			return nil, false
		}
		values, body = append(values, v), body[length:]
	}
	return values, len(body) == 0
}

// valueLength returns the number of bytes of a value of a serial type.
func valueLength(kind uint64) uint64 {
	switch {
	case kind >= 12:
		return (kind - 12) / 2
	case kind == 5:
		return 6
	case kind == 6, kind == 7:
		return 8
	case kind >= 8:
		return 0
	}
	return kind
}

func value(kind uint64, b []byte) (v any, ok bool) {
	switch {
	case kind == 0:
		return nil, true
	case kind <= 6:
		n := int64(int8(b[0])) // the first byte has the sign
		for _, next := range b[1:] {
			n = n<<8 | int64(next)
		}
		return n, true
	case kind == 7:
		return math.Float64frombits(binary.BigEndian.Uint64(b)), true
	case kind == 8, kind == 9:
		return int64(kind - 8), true
	case kind < 12:
		return nil, false // reserved
	case kind%2 == 0:
		return append([]byte{}, b...), true
	}
	return string(b), true
}

// varint returns the number that b begins with, and the rest of b.
func varint(b []byte) (n uint64, rest []byte, ok bool) {
	for i := range b {
		if i == 8 {
			return n<<8 | uint64(b[8]), b[9:], true
		}
		n = n<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return n, b[i+1:], true
		}
	}
	return 0, nil, false
}
