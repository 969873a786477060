package data

import (
	"math"
	"strings"
	"time"

	"roster/identity"
)

// Another program can store any value in any column. Reading one never fails: a value of the wrong type counts as 0, ""
// or nil. A cell notes that it was one.

// integer is an integer column. For an int64, database/sql would convert it to text and back.
type integer int64

// Scan implements sql.Scanner.
func (n *integer) Scan(value any) error {
	v, _ := value.(int64)
	*n = integer(v)
	return nil
}

// count returns a number of attempts within its range.
func (n integer) count() int { return int(min(max(n, 0), maxCount)) }

// text is a text column.
type text string

// Scan implements sql.Scanner.
func (s *text) Scan(value any) error {
	v, _ := value.(string)
	*s = text(clipped(v))
	return nil
}

// blob is a blob column.
type blob []byte

// Scan implements sql.Scanner.
func (b *blob) Scan(value any) error {
	v, _ := value.([]byte)
	*b = blob(strings.Clone(string(v)))
	if v == nil {
		*b = nil
	}
	return nil
}

// maxText is the number of bytes from which a text is cut. No value that this program stores is as long, except the
// changes in a journal entry, and drawing a text of megabytes would take minutes.
const maxText = 8 << 10

func clipped(s string) string {
	if len(s) > maxText {
		return strings.Clone(strings.ToValidUTF8(s[:maxText], ""))
	}
	return s
}

// sound returns the time of a column, or the zero time if it is out of range.
func sound(micros int64) time.Time {
	if micros < leastTime || micros > mostTime {
		return time.Time{}
	}
	return identity.FromMicros(micros)
}

// maxCount is the largest number of attempts.
const maxCount = math.MaxInt32

// The bounds of a time in microseconds: the years 2 to 9999. The zero time of Go, in the year 1, stands for "never".
const (
	leastTime = -62_104_060_800_000_000
	mostTime  = 253_402_300_799_999_999
)
