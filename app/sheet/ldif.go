package sheet

import (
	"encoding/base64"
	"strings"
)

// looksLikeLDIF reports whether a text begins as RFC 2849 says.
func looksLikeLDIF(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.ToLower(strings.TrimRight(line, "\r\n"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		version, isVersion := strings.CutPrefix(line, "version:")
		return isVersion && strings.TrimSpace(version) == "1" || strings.HasPrefix(line, "dn:")
	}
	return false
}

// ldifLine is a line without its folds.
type ldifLine struct {
	n    int // where it begins
	text string
}

// unfolded calls each for every line of a text that is no comment, with the lines that continue it, and once more with
// an empty one.
func unfolded(text string, each func(ldifLine) error) error {
	var last ldifLine
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if rest, continues := strings.CutPrefix(line, " "); continues && last.n > 0 {
			if len(last.text) <= 2*MaxCell { // more than a cell holds, also in base64
				last.text += rest
			}
			continue
		}
		if last.n > 0 && !strings.HasPrefix(last.text, "#") {
			if err := each(last); err != nil {
				return err
			}
		}
		last = ldifLine{n, line}
	}
	if last.n > 0 && !strings.HasPrefix(last.text, "#") {
		if err := each(last); err != nil {
			return err
		}
	}
	return each(ldifLine{})
}

// value returns the name, without options, and the value of a line. reference means that the value is elsewhere.
func (l ldifLine) value() (name, value string, reference bool, err error) {
	name, value, found := strings.Cut(l.text, ":")
	if !found || name == "" {
		return "", "", false, &Error{BadLDIF, l.n}
	}
	name, _, _ = strings.Cut(name, ";")
	switch {
	case strings.HasPrefix(value, "<"):
		return name, "", true, nil
	case strings.HasPrefix(value, ":"):
		encoded := strings.TrimSpace(value[1:])
		decoded, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil && len(encoded) <= 2*MaxCell {
			return "", "", false, &Error{BadLDIF, l.n}
		}
		return name, string(decoded), false, nil
	}
	return name, strings.TrimLeft(value, " "), false, nil
}

// ldifAttribute is an attribute of an entry.
type ldifAttribute struct {
	name   string
	value  string // the first one with a text
	others string // with commas between them, as far as a cell holds them
}

// ldifEntry is an entry as far as it was read.
type ldifEntry struct {
	line       int             // where it begins; 0 if nothing was read
	attributes []ldifAttribute // as many as a table can have, and one
	index      map[string]int  // of attributes by their names in small letters, because they ignore case
	removes    bool            // it says what to change, and is no entry
	person     bool
}

// read reads a line of the entry.
func (e *ldifEntry) read(line ldifLine, t *Table) error {
	name, value, reference, err := line.value()
	switch {
	case err != nil:
		return err
	case e.line == 0 && strings.EqualFold(name, "version"):
		return nil
	case e.line == 0:
		e.line = line.n
	}
	switch {
	case reference:
		t.References++
	case strings.EqualFold(name, "changetype"):
		e.removes = !strings.EqualFold(value, "add")
	case !strings.EqualFold(name, "objectClass"): // which says nothing about the person
		e.add(name, value)
		e.person = e.person || strings.EqualFold(name, "mail") || strings.EqualFold(name, "uid")
	}
	return nil
}

// add adds a value of an attribute. A group has one for each of its members.
func (e *ldifEntry) add(name, value string) {
	key := strings.ToLower(name)
	at, known := e.index[key]
	if !known {
		if len(e.attributes) > MaxColumns {
			return
		}
		if e.index == nil {
			e.index = map[string]int{}
		}
		at = len(e.attributes)
		e.index[key] = at
		e.attributes = append(e.attributes, ldifAttribute{name: name})
	}
	switch a := &e.attributes[at]; {
	case a.value == "":
		a.value = value
	case a.others == "":
		a.others = value
	case len(a.others) <= MaxCell:
		a.others += ", " + value
	}
}

// addTo adds the entry to a table. Of several values of an attribute, the first has its own column, and the others
// share one. spelling has the headings by attribute in small letters.
func (e *ldifEntry) addTo(t *Table, index map[string]int, spelling map[string]string) error {
	if !e.person || e.removes {
		return nil
	}
	if len(t.Rows) == MaxRows {
		return problem(TooMany)
	}
	o := object{index: index, headings: &t.Headings}
	for _, a := range e.attributes {
		key := strings.ToLower(a.name)
		name, known := spelling[key]
		if !known {
			name = a.name
			spelling[key] = name
		}
		o.set(name, a.value)
		if a.others != "" {
			o.set(name+" (…)", a.others)
		}
	}
	if len(t.Headings) > MaxColumns {
		return problem(TooWide)
	}
	t.Rows = append(t.Rows, Row{Line: e.line, Cells: o.cells})
	return nil
}

// ldifTable returns a row for each person in a text: an entry with an address or a user id.
func ldifTable(text string) (*Table, error) {
	t := &Table{}
	index, spelling := map[string]int{}, map[string]string{}
	var e ldifEntry
	err := unfolded(text, func(line ldifLine) error {
		if line.text != "" {
			return e.read(line, t)
		}
		err := e.addTo(t, index, spelling)
		e = ldifEntry{}
		return err
	})
	if err != nil {
		return nil, err
	}
	t.pad()
	return t, nil
}
