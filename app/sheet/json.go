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
