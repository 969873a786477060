package identity

import "time"

// Date is a day of the calendar, in days since 1970-01-01. 0 is none.
type Date int64

// LastDate is the last day that can be stored, 9999-12-31.
const LastDate Date = 2_932_896

const secondsPerDay = 24 * 60 * 60

// DateOf returns the day of t in its own time zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// ParseDate returns the day that is written as in ISO 8601, such as 2026-12-03, and whether there is such a day that
// can be stored.
func ParseDate(text string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, text)
	d := DateOf(t)
	return d, err == nil && d > 0 && d <= LastDate
}

// Time returns the beginning of the day in UTC.
func (d Date) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// String returns the day as in ISO 8601, or "" for none.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}
