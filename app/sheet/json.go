package sheet

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
)

// List is a list of objects in a JSON text.
type List struct {
	Path    string   // the names on the way to it, with dots; "" for the text itself
	Objects int      // how many it has
	Names   []string // of the values in its first object
	All     int      // how many there are in all, if the object that holds it says so; otherwise 0
}

// totals are the names under which an object with a part of a list says how many objects there are in all.
var totals = []string{"totalresults", "totalitems", "totalcount", "total"}

// maxDepth is the number of objects and lists inside each other that are read. What is deeper has no text.
const maxDepth = 16

// jsonReader reads a text by its tokens, and knows on which line it is.
type jsonReader struct {
	*json.Decoder
	text string
	line int
	at   int64
}

func newJSONReader(text string) *jsonReader {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return &jsonReader{Decoder: d, text: text, line: 1}
}

// here returns the line of the next value.
func (r *jsonReader) here() int {
	at := r.InputOffset()
	for at < int64(len(r.text)) && strings.IndexByte(" \t\r\n,:", r.text[at]) >= 0 {
		at++
	}
	r.line += strings.Count(r.text[r.at:at], "\n")
	r.at = at
	return r.line
}

// token returns the next token, or BadJSON.
func (r *jsonReader) token() (json.Token, error) {
	t, err := r.Token()
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, &Error{BadJSON, r.here()}
	}
	return t, err
}

// skip reads the rest of a value that begins with t.
func (r *jsonReader) skip(t json.Token) error {
	for depth := 0; ; {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if t, err = r.inner(); err != nil {
			return err
		}
	}
}

// inner is token inside a value, where the text must not end.
func (r *jsonReader) inner() (json.Token, error) {
	t, err := r.token()
	if errors.Is(err, io.EOF) {
		err = &Error{BadJSON, r.here()}
	}
	return t, err
}

// lists returns the lists of objects in a text that are not inside another list. Objects one after another, as in JSON
// Lines, are a list too, and so is an object without any.
func lists(text string) ([]List, error) {
	r := newJSONReader(text)
	var found []List
	whole := List{}
	for {
		t, err := r.token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		switch t {
		case json.Delim('{'):
			names, err := r.findIn("", &found, 0)
			if err != nil {
				return nil, err
			}
			if whole.Objects++; whole.Objects == 1 {
				whole.Names = names
			}
		case json.Delim('['):
			if err := r.findList("", &found); err != nil {
				return nil, err
			}
		}
	}
	if whole.Objects > 1 || whole.Objects == 1 && len(found) == 0 {
		return []List{whole}, nil
	}
	return found, nil
}

// findIn looks for lists in an object whose first token was read, and returns the names in it, as many as matter. It
// looks into objects down to maxDepth.
func (r *jsonReader) findIn(path string, found *[]List, depth int) (names []string, err error) {
	all, from := 0, len(*found)
	for {
		t, err := r.inner()
		if err != nil {
			return nil, err
		}
		name, isName := t.(string)
		if !isName {
			break
		}
		if len(names) <= MaxColumns {
			names = append(names, name)
		}
		if t, err = r.inner(); err != nil {
			return nil, err
		}
		to := strings.TrimPrefix(path+"."+name, ".")
		switch {
		case t == json.Delim('{') && depth < maxDepth:
			_, err = r.findIn(to, found, depth+1)
		case t == json.Delim('[') && depth < maxDepth:
			err = r.findList(to, found)
		default:
			if n, ok := t.(json.Number); ok && slices.Contains(totals, strings.ToLower(name)) {
				all, _ = strconv.Atoi(n.String()) // 0 if it is no count
			}
			err = r.skip(t)
		}
		if err != nil {
			return nil, err
		}
	}
	for i := from; i < len(*found); i++ {
		if l := &(*found)[i]; all > l.Objects && !strings.Contains(strings.TrimPrefix(l.Path[len(path):], "."), ".") {
			l.All = all
		}
	}
	return names, nil
}

// findList adds a list whose first token was read, if it has objects.
func (r *jsonReader) findList(path string, found *[]List) error {
	l := List{Path: path}
	for {
		t, err := r.inner()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim(']'):
			if l.Objects > 0 {
				*found = append(*found, l)
			}
			return nil
		case json.Delim('{'):
			var ignored []List
			names, err := r.findIn("", &ignored, maxDepth)
			if err != nil {
				return err
			}
			if l.Objects++; l.Objects == 1 {
				l.Names = names
			}
		default:
			if err := r.skip(t); err != nil {
				return err
			}
		}
	}
}

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
