package message

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"roster/identity"
	"roster/views/lang"
)

// Day formats a day of the calendar in words.
func Day(d identity.Date) string {
	year, month, day := d.Time().Date()
	return lang.L("{{.Day}} {{.Month}} {{.Year}}", Args{"Day": day, "Month": monthName(month), "Year": year})
}

func monthName(m time.Month) string {
	return [...]string{
		lang.L("January"), lang.L("February"), lang.L("March"), lang.L("April"), lang.L("May"), lang.L("June"),
		lang.L("July"), lang.L("August"), lang.L("September"), lang.L("October"), lang.L("November"), lang.L("December"),
	}[m-1]
}

// countdown formats a duration as minutes and seconds.
func countdown(d time.Duration) string {
	seconds := int(d / time.Second)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// Bytes formats a number of bytes, with a decimal place if it is small.
func Bytes(n int64) string {
	const step = 1000
	value, unit := float64(n), 0
	for ; value >= step && unit < len(byteUnits)-1; unit++ {
		value /= step
	}
	if unit > 0 && value < 10 {
		return strings.Replace(fmt.Sprintf("%.1f %s", value, byteUnits[unit]), ".", inUse().numbers.point, 1)
	}
	return fmt.Sprintf("%.0f %s", value, byteUnits[unit])
}

var byteUnits = []string{"B", "kB", "MB", "GB", "TB"}

// Number formats n with its digits in groups of three.
func Number[T int | int64](n T) string {
	s, r := strconv.FormatInt(int64(n), 10), inUse().numbers
	if r.single && len(s) <= 4 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + r.group + s[i:]
	}
	return s
}
