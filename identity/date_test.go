package identity

import (
	"testing"
	"time"
)

func TestDate(t *testing.T) {
	for text, want := range map[string]Date{
		"1970-01-02": 1, "2026-12-03": 20790, "9999-12-31": LastDate, "2024-02-29": 19782,
		"1970-01-01": 0, "1969-12-31": 0, "2023-02-29": 0, "2026-13-01": 0, "26-12-03": 0, "": 0, "10000-01-01": 0,
	} {
		got, ok := ParseDate(text)
		if ok != (want != 0) || ok && got != want {
			t.Errorf("%q: got %d, %v, want %d", text, got, ok, want)
		}
		if ok && got.String() != text {
			t.Errorf("%d: got %q, want %q", got, got, text)
		}
	}
	if got := Date(0).String(); got != "" {
		t.Errorf("none: got %q, want nothing", got)
	}
}

// A day ends at midnight where the clock is.
func TestExpiredAt(t *testing.T) {
	day, _ := ParseDate("2026-12-03")
	u := User{Expires: day}
	for _, hours := range []int{-12, 0, 5, 14} {
		zone := time.FixedZone("", hours*60*60)
		last := time.Date(2026, 12, 3, 23, 59, 59, 999, zone)
		if u.ExpiredAt(last) || !u.ExpiredAt(last.Add(time.Second)) {
			t.Errorf("%d hours from UTC: got %v, then %v, want false, then true", hours, u.ExpiredAt(last), u.ExpiredAt(last.Add(time.Second)))
		}
	}
	if never := (User{}); never.ExpiredAt(time.Now()) {
		t.Error("without a day: got expired, want never")
	}
}
