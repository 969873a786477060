package sheet

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// jsonTable returns a row for each object of a list. The headings are the names of its values: name.givenName for one
// inside another, emails[primary].value for one in the list element that is marked so, and credentials[0].type for one
// in the first element of any other, or in a password among them.
func jsonTable(text string, l List) (*Table, error) {
	r := newJSONReader(text)
	t := &Table{All: l.All}
	index := map[string]int{}
	add := func(line int) error {
		if len(t.Rows) == MaxRows {
			return problem(TooMany)
		}
		o := object{index: index, headings: &t.Headings}
		if err := o.readObject(r, "", 0); err != nil {
			return err
		}
		if len(t.Headings) > MaxColumns {
			return problem(TooWide)
		}
		t.Rows = append(t.Rows, Row{Line: line, Cells: o.cells})
		return nil
	}
	if err := r.descend(l.Path); err != nil {
		return nil, err
	}
	for {
		line := r.here()
		token, err := r.token()
		if errors.Is(err, io.EOF) || err == nil && token == json.Delim(']') {
			break
		}
		switch {
		case err != nil:
			return nil, err
		case token == json.Delim('{'):
			err = add(line)
		case token == json.Delim('[') && l.Path == "" && len(t.Rows) == 0:
			// the list is the whole text
		default:
			err = r.skip(token)
		}
		if err != nil {
			return nil, err
		}
	}
	t.pad()
	return t, nil
}

// descend reads up to and with the first token of the list at a path.
func (r *jsonReader) descend(path string) error {
	for path != "" {
		if t, err := r.inner(); err != nil || t != json.Delim('{') {
			return errors.Join(err, problem(NoList))
		}
		for {
			t, err := r.inner()
			if err != nil {
				return err
			}
			name, isName := t.(string)
			if !isName {
				return problem(NoList)
			}
			if path == name {
				_, err = r.inner() // the bracket
				return err
			}
			if rest, inside := strings.CutPrefix(path, name+"."); inside {
				path = rest
				break
			}
			if t, err = r.inner(); err == nil {
				err = r.skip(t)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// object collects the texts of an object.
type object struct {
	index    map[string]int // the columns by heading
	headings *[]string
	cells    []string
}

// set sets a cell, unless it has a text: of several values with one name, the first counts.
func (o *object) set(name, text string) {
	at, known := o.index[name]
	if !known {
		if len(*o.headings) > MaxColumns {
			return // there are too many already
		}
		at = len(*o.headings)
		o.index[name] = at
		*o.headings = append(*o.headings, name)
	}
	if at >= len(o.cells) {
		o.cells = append(o.cells, make([]string, at+1-len(o.cells))...)
	}
	if o.cells[at] == "" {
		o.cells[at] = clip(text)
	}
}

// readObject reads the rest of an object.
func (o *object) readObject(r *jsonReader, path string, depth int) error {
	for {
		t, err := r.inner()
		if err != nil {
			return err
		}
		name, isName := t.(string)
		if !isName {
			return nil
		}
		if t, err = r.inner(); err != nil {
			return err
		}
		if err := o.readValue(r, strings.TrimPrefix(path+"."+name, "."), t, depth+1); err != nil {
			return err
		}
	}
}

// readValue reads a value that begins with t.
func (o *object) readValue(r *jsonReader, path string, t json.Token, depth int) error {
	switch v := t.(type) {
	case nil:
		o.set(path, "")
	case bool:
		o.set(path, strconv.FormatBool(v))
	case json.Number:
		o.set(path, v.String())
	case string:
		if inner := newJSONReader(v); strings.HasPrefix(v, "{") && depth < maxDepth && json.Valid([]byte(v)) {
			_, _ = inner.Token() // the brace
			return o.readObject(inner, path, depth)
		}
		o.set(path, v)
	case json.Delim:
		switch {
		case depth >= maxDepth:
			return r.skip(t)
		case v == '{':
			return o.readObject(r, path, depth)
		}
		return o.readList(r, path, depth)
	}
	return nil
}

// readList reads the rest of a list: its texts in one cell, and the values of one of its objects.
func (o *object) readList(r *jsonReader, path string, depth int) error {
	var texts []string
	var chosen *object
	var chosenNames []string
	rank := 0
	for {
		t, err := r.inner()
		if err != nil {
			return err
		}
		switch v := t.(type) {
		case json.Delim:
			if v == ']' {
				if len(texts) > 0 || chosen == nil {
					o.set(path, strings.Join(texts, ", "))
				}
				if chosen != nil {
					o.adopt(path, chosen, chosenNames)
				}
				return nil
			}
			if v != '{' {
				if err := r.skip(t); err != nil {
					return err
				}
				continue
			}
			element := &object{index: map[string]int{}, headings: new([]string)}
			if err := element.readObject(r, "", depth+1); err != nil {
				return err
			}
			if its := element.rank(); chosen == nil || its > rank {
				chosen, chosenNames, rank = element, *element.headings, its
			}
		case string:
			texts = append(texts, v)
		case json.Number:
			texts = append(texts, v.String())
		}
	}
}

func (o *object) text(name string) string {
	if at, known := o.index[name]; known && at < len(o.cells) {
		return o.cells[at]
	}
	return ""
}

// rank tells which of a list's elements counts if it is not the first one: one that is marked as the primary one, or
// else a password among other credentials.
func (o *object) rank() int {
	switch {
	case o.text("primary") == "true":
		return 2
	case o.text("type") == "password":
		return 1
	}
	return 0
}

// adopt adds the values of a list's element. An element with a "value", such as those of SCIM, counts as the primary
// one if no other is.
func (o *object) adopt(path string, element *object, names []string) {
	mark := "[0]."
	if _, hasValue := element.index["value"]; hasValue || element.text("primary") == "true" {
		mark = "[primary]."
	}
	for _, name := range names {
		o.set(path+mark+name, element.text(name))
	}
}
