package mapping

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"roster/app/sheet"
	"roster/identity"
)

// Person is a row of a table as a user. A field that the row leaves blank has its zero value.
type Person struct {
	Row       int // its index in the table
	Line      int // several rows of JSON may be on one
	Name      string
	Email     string
	FirstName string
	LastName  string
	Role      identity.Role   // 0 if blank
	Status    identity.Status // Enabled or Disabled; 0 if blank
	Note      string
	Expires   identity.Date
	Never     bool // Expires is a value that says that the account does not expire
	Password  string
	Hash      string // as another program writes it
	Change    bool   // the password must be changed
	ID        int64
	Problems  []Problem
	Damaged   bool // a spreadsheet seems to have turned the user name into a number such as 1E+05
	// Derived is the field that is not in the table, but was made from another: the user name or the email. 0 if neither.
	Derived Field
}

// ProblemKind is what is wrong with a value.
type ProblemKind int

// The kinds.
const (
	NoMeaning    ProblemKind = iota + 1 // nobody has said what a role or a status means
	NoDate                              // not a day
	UnclearDate                         // 03/04/2026 is the third of April or the fourth of March
	NoID                                // not a number
	CellsTooMany                        // the row has more cells than there are headings
)

// Problem is a value that cannot be understood.
type Problem struct {
	Field Field // 0 if it is the row
	Kind  ProblemKind
	Value string
}

// People turns the rows into people. Rows that are accounts of programs are left out.
func (m Mapping) People(t *sheet.Table) []Person {
	days := dayOrder(t, m)
	if column, ok := m.Columns[LastName]; ok {
		m.standsIn = t.Headings[column] == "sn"
	}
	service := slices.Index(t.Headings, "serviceAccountClientId") // Keycloak's accounts of programs
	hashes := newHashColumns(t, m)
	people := make([]Person, 0, len(t.Rows))
	for i, row := range t.Rows {
		if service >= 0 && row.Cells[service] != "" {
			continue
		}
		p := m.person(row, days)
		p.Row = i
		p.Hash = hashes.of(row)
		people = append(people, p)
	}
	return people
}

// person turns a row into a person.
func (m Mapping) person(row sheet.Row, days order) Person {
	p := Person{Line: row.Line}
	cell := func(f Field) string {
		if column, ok := m.Columns[f]; ok {
			return row.Cells[column]
		}
		return ""
	}
	wrong := func(f Field, kind ProblemKind, value string) {
		p.Problems = append(p.Problems, Problem{f, kind, value})
	}
	if row.Extra {
		wrong(0, CellsTooMany, "")
	}
	p.Name, p.Email = strings.TrimSpace(cell(UserName)), strings.TrimSpace(cell(Email))
	if m.NameFromEmail && !m.Has(UserName) {
		p.Name, _, _ = strings.Cut(p.Email, "@")
		p.Derived = UserName
	}
	if m.EmailFromName && !m.Has(Email) {
		p.Email, p.Derived = p.Name, Email
	}
	p.Damaged = numberLike().MatchString(p.Name)
	p.FirstName, p.LastName = strings.TrimSpace(cell(FirstName)), strings.TrimSpace(cell(LastName))
	if m.standsIn && p.LastName == p.Name {
		p.LastName = ""
	}
	if m.Has(FullName) {
		p.FirstName, p.LastName = SplitName(cell(FullName))
	}
	p.Note = cell(Note)
	if value := strings.TrimSpace(cell(Role)); value != "" {
		if p.Role = m.Roles[value]; p.Role == 0 {
			wrong(Role, NoMeaning, value)
		}
	}
	if value := strings.TrimSpace(cell(Status)); value != "" {
		if p.Status = m.Statuses[value]; p.Status == 0 {
			wrong(Status, NoMeaning, value)
		}
	}
	if value := strings.TrimSpace(cell(Expires)); value != "" {
		var kind ProblemKind
		if p.Expires, p.Never, kind = day(value, days); kind != 0 {
			wrong(Expires, kind, value)
		}
	}
	if value := strings.TrimSpace(cell(ID)); value != "" {
		var err error
		if p.ID, err = strconv.ParseInt(value, 10, 64); err != nil || p.ID < 1 {
			wrong(ID, NoID, value)
		}
	}
	if value := cell(Password); strings.Trim(value, "*") != "" { // asterisks stand for a password that is not shown
		p.Password = value
	}
	p.Change = mustChange(cell(MustChange))
	return p
}

// numberLike are texts that spreadsheets make of long numbers, and of names such as 1E5.
var numberLike = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\d+([.,]\d+)?[eE]\+?\d+$`)
})

// SplitName splits a full name: at a comma, after which the first name comes, or before its last word.
func SplitName(full string) (first, last string) {
	full = strings.TrimSpace(full)
	if before, after, comma := strings.Cut(full, ","); comma {
		return strings.TrimSpace(after), strings.TrimSpace(before)
	}
	if at := strings.LastIndexAny(full, " \t\n"); at >= 0 {
		return strings.TrimSpace(full[:at]), full[at+1:]
	}
	return full, ""
}

// mustChange reports whether a value asks for another password: a word for yes, or Keycloak's action.
func mustChange(value string) bool {
	return slices.Contains(affirmative, plain(value)) || strings.Contains(value, "UPDATE_PASSWORD")
}

// order is the order of day and month in dates with slashes.
type order int

const (
	unclear order = iota
	dayFirst
	monthFirst
)

// slashed is a date whose order is not certain.
var slashed = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-](\d{4})`)
})

// dayOrder returns the order of the dates in a table: one of them may have a day after the twelfth.
func dayOrder(t *sheet.Table, m Mapping) (found order) {
	column, ok := m.Columns[Expires]
	if !ok {
		return unclear
	}
	for _, row := range t.Rows {
		parts := slashed().FindStringSubmatch(strings.TrimSpace(row.Cells[column]))
		if parts == nil {
			continue
		}
		first, _ := strconv.Atoi(parts[1]) // one or two digits
		second, _ := strconv.Atoi(parts[2])
		var now order
		switch {
		case first > 12:
			now = dayFirst
		case second > 12:
			now = monthFirst
		default:
			continue
		}
		if found != unclear && found != now {
			return unclear
		}
		found = now
	}
	return found
}

// never are the values with which products say that an account does not expire.
var never = []string{"0", "never", "nie", "jamais", "nunca", "mai", "9223372036854775807", "0000-00-00"}

// day returns the day that a value is.
func day(value string, slashes order) (d identity.Date, isNever bool, wrong ProblemKind) {
	text, _, _ := strings.Cut(strings.Fields(value)[0], "T") // without a time of day
	if slices.Contains(never, strings.ToLower(text)) {
		return 0, true, 0
	}
	if d, ok := identity.ParseDate(text); ok {
		return d, false, 0
	}
	layouts := []string{"2.1.2006", "2006/1/2", "20060102"}
	if slashed().MatchString(text) {
		text = strings.ReplaceAll(text, "-", "/")
		switch slashes {
		case unclear:
			return 0, false, UnclearDate
		case dayFirst:
			layouts = []string{"2/1/2006"}
		case monthFirst:
			layouts = []string{"1/2/2006"}
		}
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			if d, ok := identity.ParseDate(t.Format(time.DateOnly)); ok {
				return d, false, 0
			}
		}
	}
	return 0, false, NoDate
}
