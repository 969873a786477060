package message

import (
	"strings"
	"sync/atomic"
	"time"

	"roster/identity"
	"roster/views/lang"
)

// region is how people of a region write dates, times and numbers.
type region struct {
	day    string // layout of a date in numbers, with all digits of the year
	clock  string // layout of a time to the minute
	group  string // between groups of digits
	point  string // the decimal separator
	single bool   // a number of four digits has no group
	am, pm string // if they are others than AM and PM
}

// The layouts of most regions.
const (
	iso     = time.DateOnly
	slashes = "02/01/2006"
	points  = "02.01.2006"
	by24    = "15:04"
	nbsp    = "\u00a0"
	narrow  = "\u202f"
)

// regions holds the regions by their tags. A language stands for its largest region, and with 001, the world, for those
// that are not listed. The formats are the short ones of the CLDR, version 42, except that the year has four digits.
var regions = map[string]region{
	"en":     {day: "1/2/2006", clock: "3:04 PM", group: ",", point: "."},
	"en_US":  {day: "1/2/2006", clock: "3:04 PM", group: ",", point: "."},
	"en_PH":  {day: "1/2/2006", clock: "3:04 PM", group: ",", point: "."},
	"en_001": {day: slashes, clock: "3:04 PM", group: ",", point: ".", am: "am", pm: "pm"},
	"en_GB":  {day: slashes, clock: by24, group: ",", point: "."},
	"en_AU":  {day: "2/1/2006", clock: "3:04 PM", group: ",", point: ".", am: "am", pm: "pm"},
	"en_CA":  {day: iso, clock: "3:04 PM", group: ",", point: ".", am: "a.m.", pm: "p.m."},
	"en_IE":  {day: slashes, clock: by24, group: ",", point: "."},
	"en_NZ":  {day: "2/01/2006", clock: "3:04 PM", group: ",", point: ".", am: "am", pm: "pm"},
	"en_ZA":  {day: "2006/01/02", clock: by24, group: nbsp, point: ","},
	"de":     {day: points, clock: by24, group: ".", point: ","},
	"de_CH":  {day: points, clock: by24, group: "’", point: "."},
	"fr":     {day: slashes, clock: by24, group: narrow, point: ","},
	"fr_BE":  {day: "2/01/2006", clock: by24, group: narrow, point: ","},
	"fr_CA":  {day: iso, clock: by24, group: nbsp, point: ","},
	"fr_CH":  {day: points, clock: by24, group: narrow, point: ","},
	"es":     {day: "2/1/2006", clock: by24, group: ".", point: ",", single: true},
	"es_MX":  {day: slashes, clock: by24, group: ",", point: "."},
	"it":     {day: slashes, clock: by24, group: ".", point: ","},
	"it_CH":  {day: points, clock: by24, group: "’", point: "."},
	"nl":     {day: "02-01-2006", clock: by24, group: ".", point: ","},
	"nl_BE":  {day: "2/01/2006", clock: by24, group: ".", point: ","},
	"pt":     {day: slashes, clock: by24, group: ".", point: ","},
	"pt_PT":  {day: slashes, clock: by24, group: nbsp, point: ",", single: true},
	"sv":     {day: iso, clock: by24, group: nbsp, point: ","},
	"da":     {day: points, clock: "15.04", group: ".", point: ","},
	"nb":     {day: points, clock: by24, group: nbsp, point: ","},
	"nn":     {day: points, clock: by24, group: nbsp, point: ","},
	"no":     {day: points, clock: by24, group: nbsp, point: ","},
	"fi":     {day: "2.1.2006", clock: "15.04", group: nbsp, point: ","},
	"is":     {day: "2.1.2006", clock: by24, group: ".", point: ","},
	"pl":     {day: "2.01.2006", clock: by24, group: nbsp, point: ",", single: true},
	"cs":     {day: points, clock: by24, group: nbsp, point: ","},
	"sk":     {day: "2. 1. 2006", clock: by24, group: nbsp, point: ","},
	"sl":     {day: "2. 01. 2006", clock: by24, group: ".", point: ","},
	"hr":     {day: "02. 01. 2006.", clock: by24, group: ".", point: ","},
	"hu":     {day: "2006. 01. 02.", clock: by24, group: nbsp, point: ","},
	"ro":     {day: points, clock: by24, group: ".", point: ","},
	"bg":     {day: "2.01.2006", clock: by24, group: nbsp, point: ",", single: true},
	"el":     {day: "2/1/2006", clock: "3:04 PM", group: ".", point: ",", am: "π.μ.", pm: "μ.μ."},
	"tr":     {day: "2.01.2006", clock: by24, group: ".", point: ","},
	"ru":     {day: points, clock: by24, group: nbsp, point: ","},
	"uk":     {day: points, clock: by24, group: nbsp, point: ","},
	"et":     {day: points, clock: by24, group: nbsp, point: ","},
	"lv":     {day: points, clock: by24, group: nbsp, point: ","},
	"lt":     {day: iso, clock: by24, group: nbsp, point: ","},
	"ja":     {day: "2006/01/02", clock: by24, group: ",", point: "."},
	"ko":     {day: "2006. 1. 2.", clock: "PM 3:04", group: ",", point: "."},
	"zh":     {day: "2006/1/2", clock: by24, group: ",", point: "."},
	"zh_TW":  {day: "2006/1/2", clock: "PM3:04", group: ",", point: ".", am: "上午", pm: "下午"},
	"zh_HK":  {day: "2/1/2006", clock: "PM3:04", group: ",", point: ".", am: "上午", pm: "下午"},
	"vi":     {day: slashes, clock: by24, group: ".", point: ","},
	"id":     {day: slashes, clock: "15.04", group: ".", point: ","},
	"he":     {day: "2.1.2006", clock: by24, group: ",", point: "."},
}

// formats are how dates, times and numbers are written.
type formats struct{ times, numbers region }

// standard is ISO 8601, and numbers as in English.
var standard = region{day: iso, clock: by24, group: ",", point: "."}

// used are the formats in use; nil for the standard.
var used atomic.Pointer[formats]

func inUse() formats {
	if f := used.Load(); f != nil {
		return *f
	}
	return formats{standard, standard}
}

// UseFormats sets how dates and times, and how numbers are written from now on: as in a region such as "de_CH" or
// "de-CH", as elsewhere in its language if it is not known, or else as in ISO 8601.
func UseFormats(times, numbers string) { used.Store(&formats{regionOf(times), regionOf(numbers)}) }

func regionOf(tag string) region {
	tag, _, _ = strings.Cut(strings.ReplaceAll(tag, "-", "_"), ".") // as in de_CH.UTF-8
	parts := strings.FieldsFunc(tag, func(r rune) bool { return r == '_' || r == '@' })
	for i := len(parts) - 1; i > 0; i-- { // a script may stand between language and region
		if r, ok := regions[parts[0]+"_"+parts[i]]; ok {
			return r
		}
	}
	if len(parts) > 1 {
		if r, ok := regions[parts[0]+"_001"]; ok {
			return r
		}
	}
	if len(parts) > 0 {
		if r, ok := regions[parts[0]]; ok {
			return r
		}
	}
	return standard
}

// write formats t in the time zone of this computer.
func (r region) write(t time.Time, layout string) string {
	text := t.Local().Format(layout)
	if r.am != "" {
		text = strings.NewReplacer("AM", r.am, "PM", r.pm).Replace(text)
	}
	return text
}

// Time formats a time to the minute, in the time zone of this computer. The zero time is "Never".
func Time(t time.Time) string {
	if t.IsZero() {
		return lang.L("Never")
	}
	r := inUse().times
	return r.write(t, r.day+" "+r.clock)
}

// Second formats a time to the second, in the time zone of this computer.
func Second(t time.Time) string {
	r := inUse().times
	seconds := ":05"
	if strings.Contains(r.clock, ".04") {
		seconds = ".05"
	}
	return r.write(t, r.day+" "+strings.Replace(r.clock, "04", "04"+seconds, 1))
}

// Date formats a day in numbers, and no day as "".
func Date(d identity.Date) string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(inUse().times.day)
}

// ExampleDate returns a day that shows how days are typed.
func ExampleDate() string {
	d, _ := identity.ParseDate("2026-12-31")
	return Date(d)
}

// ParseDate reads a day that was typed: in numbers as Date writes them, as in ISO 8601, or as 31.12.2026, which can
// only mean one day.
func ParseDate(text string) (day identity.Date, ok bool) {
	text = strings.TrimSpace(text)
	own := inUse().times.day
	for _, layout := range []string{iso, own, loose(own), "2.1.2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			return identity.ParseDate(t.Format(iso))
		}
	}
	return 0, false
}

// loose returns a layout that reads days and months with one digit or two.
func loose(layout string) string {
	return strings.NewReplacer("02", "2", "01", "1", ". ", ".").Replace(layout)
}

const (
	shortly = time.Minute    // that ago is just now
	lately  = 30             // days for which the number of days says more than a date
	day     = 24 * time.Hour // enough to find the day before
)

// Ago says how long ago t was, or when if that was long ago or is still to come. The zero time is "Never".
func Ago(t, now time.Time) string {
	ago := now.Sub(t)
	today, then := midnight(now), midnight(t)
	days := int(today.Add(day/2).Sub(then) / day) // a day may have 23 or 25 hours
	switch {
	case t.IsZero(), ago < 0:
		return Time(t)
	case ago < shortly:
		return lang.L("Just now")
	case ago < 2*time.Minute:
		return lang.L("1 minute ago")
	case ago < time.Hour:
		return lang.L("{{.N}} minutes ago", Args{"N": int(ago / time.Minute)})
	case days == 0 && ago < 2*time.Hour:
		return lang.L("1 hour ago")
	case days == 0:
		return lang.L("{{.N}} hours ago", Args{"N": int(ago / time.Hour)})
	case days == 1:
		return lang.L("Yesterday")
	case days <= lately:
		return lang.L("{{.N}} days ago", Args{"N": days})
	}
	return Date(identity.DateOf(t.Local()))
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}
