package journal

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/message"
)

// period is a range of days to filter by.
type period struct {
	label string
	days  int       // the last days, 1 for today; 0 if first and last apply
	first time.Time // first day, at local midnight; zero for no bound
	last  time.Time // last day, at local midnight; zero for no bound
}

// periods returns the periods that the page offers by name.
func periods() []period {
	return []period{
		{label: lang.L("Any time")}, {label: lang.L("Today"), days: 1}, {label: lang.L("Last 7 days"), days: 7},
		{label: lang.L("Last 30 days"), days: 30}, {label: lang.L("Last 365 days"), days: 365},
	}
}

// bounds returns when the period begins and when it has ended, at local midnight. Zero means no bound.
func (p period) bounds(now time.Time) (from, to time.Time) {
	if p.days == 0 {
		if !p.last.IsZero() {
			to = p.last.AddDate(0, 0, 1)
		}
		return p.first, to
	}
	y, m, d := now.Local().Date()
	return time.Date(y, m, d-p.days+1, 0, 0, 0, 0, time.Local), time.Time{}
}

// daysFrom returns the period from one day to another. Either may be zero for no bound.
func daysFrom(first, last time.Time) period {
	p := period{first: first, last: last}
	a, b := message.Date(identity.DateOf(first)), message.Date(identity.DateOf(last))
	switch {
	case first.IsZero() && last.IsZero():
		return periods()[0]
	case last.IsZero():
		p.label = lang.L("From {{.Day}}", message.Args{"Day": a})
	case first.IsZero():
		p.label = lang.L("To {{.Day}}", message.Args{"Day": b})
	case first.Equal(last):
		p.label = a
	default:
		p.label = a + " – " + b
	}
	return p
}
