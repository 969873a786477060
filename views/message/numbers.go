package message

import (
	"fmt"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"
)

// Time is a moment in the time zone of this computer, to the minute. The zero time is one that never came.
func Time(t time.Time) string {
	if t.IsZero() {
		return lang.L("Never")
	}
	return t.Local().Format("2006-01-02 15:04")
}

// Second is a moment in the time zone of this computer, to the second.
func Second(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") }

// countdown is a short time as minutes and seconds.
func countdown(d time.Duration) string {
	seconds := int(d / time.Second)
	return fmt.Sprintf("%d:%02d", seconds/60, seconds%60)
}

// Number is n with its digits in groups of three.
func Number[T int | int64](n T) string {
	s := strconv.FormatInt(int64(n), 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
