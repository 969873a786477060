package journal

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"roster/app/sheet"
	"roster/identity"
)

// Format is the format of an exported journal.
type Format string

// The formats.
const (
	CSV       Format = "csv"   // RFC 4180, for a spreadsheet: a row for each changed field
	JSONLines Format = "jsonl" // one object per line, with everything that the hashes cover
)

// exported are the exported fields of an entry: those that its hash covers and the names, with the words, the digest
// and the previous hash last, followed by its own hash.
var exported = func() (list []field) {
	for _, f := range fields[1:] {
		list = append(list, f)
		switch f.name {
		case "actor_id":
			list = append(list, field{name: "actor", text: func(e *identity.Event) string {
				return nameOf(e.ActorID, e.Actor)
			}})
		case "target_id":
			list = append(list, field{name: "target", text: func(e *identity.Event) string {
				return nameOf(e.TargetID, e.Target)
			}})
		}
	}
	return append(list, fields[0], field{name: "hash", bytes: func(e *identity.Event) []byte { return e.Hash }})
}()

// nameOf returns a user name as it is exported.
func nameOf(id int64, name string) string {
	if name == "" && id != 0 {
		return fmt.Sprintf("deleted user no. %d", id)
	}
	return name
}

// inCSV are the columns of a CSV file before those of a changed field, and after them.
var inCSV = [2][]string{
	{"seq", "at", "operation", "outcome", "actor_id", "actor", "target_id", "target"},
	{"reason", "app_version", "computer", "process", "batch", "hash"},
}

// timeInCSV is how a spreadsheet recognises a time, in UTC.
const timeInCSV = "2006-01-02 15:04:05"

// Exporter writes entries in a format.
type Exporter struct {
	format Format
	out    *bufio.Writer
	line   bytes.Buffer
	rows   *sheet.CSVWriter // nil unless the format is CSV
}

// NewExporter returns an exporter to w. A CSV file has a character between its cells. Its errors are those of w.
func NewExporter(format Format, separator rune, w io.Writer) (*Exporter, error) {
	x := &Exporter{format: format, out: bufio.NewWriter(w)}
	if format == JSONLines {
		return x, nil
	}
	var err error
	if x.rows, err = sheet.NewCSVWriter(x.out, separator, true); err != nil {
		return nil, err
	}
	x.rows.Converted = []int{slices.Index(inCSV[0], "at")}
	head := slices.Concat(inCSV[0], []string{"field", "before", "after"}, inCSV[1])
	head[1] += " (UTC)"
	return x, x.rows.Write(head)
}

// Write writes an entry.
func (x *Exporter) Write(e *identity.Event) error {
	if x.format == JSONLines {
		return x.writeJSON(e)
	}
	return x.writeCSV(e)
}

// Close writes any buffered data. It does not close the underlying writer.
func (x *Exporter) Close() error {
	if x.rows != nil {
		if err := x.rows.Close(); err != nil {
			return err
		}
	}
	return x.out.Flush()
}

// writeJSON writes the fields in order, which a map would not preserve.
func (x *Exporter) writeJSON(e *identity.Event) error {
	x.line.Reset()
	encoder := json.NewEncoder(&x.line)
	encoder.SetEscapeHTML(false)
	for i, f := range exported {
		x.line.WriteString(map[bool]string{true: `{"`, false: `,"`}[i == 0] + f.name + `":`)
		var value any
		switch {
		case f.name == "at":
			value = exportedTime(e)
		case f.name == "words":
			value = exportedWords(e)
		case f.name == "before", f.name == "after":
			value = exportedFields(f.text(e))
		case f.number != nil:
			value = f.number(e)
		case f.text != nil:
			value = f.text(e)
		default:
			value = hex.EncodeToString(f.bytes(e))
		}
		if err := encoder.Encode(value); err != nil {
			return err
		}
		x.line.Truncate(x.line.Len() - 1) // the line end
	}
	x.line.WriteString("}\n")
	_, err := x.out.Write(x.line.Bytes())
	return err
}

func exportedTime(e *identity.Event) string { return e.At.UTC().Format(time.RFC3339Nano) }

// exportedWord is a word with the commitment to it. Of one that was erased, only the commitment is left.
type exportedWord struct {
	N          identity.Place `json:"n"`
	Person     int64          `json:"person"`
	Commitment string         `json:"commitment"`
	Salt       string         `json:"salt,omitempty"`
	Text       string         `json:"text,omitempty"`
}

func exportedWords(e *identity.Event) []exportedWord {
	words := []exportedWord{}
	for list, before := e.Committed, identity.Place(0); len(list) > 0; {
		c, rest, ok := nextCommitment(list, before)
		if !ok {
			break // verification reports it
		}
		list, before = rest, c.place
		word := exportedWord{N: c.place, Person: c.person, Commitment: hex.EncodeToString(c.sum)}
		for _, w := range e.Words {
			if w.Place == c.place {
				word.Salt, word.Text = hex.EncodeToString(w.Salt), w.Text
			}
		}
		words = append(words, word)
	}
	return words
}

// exportedFields returns changed fields as stored: an object of the very bytes that the hash covers, nil if there are
// none, and a string if another program has written anything else.
func exportedFields(stored string) any {
	if stored == "" {
		return nil
	}
	var compact bytes.Buffer
	if stored[0] == '{' && json.Compact(&compact, []byte(stored)) == nil && compact.String() == stored {
		return json.RawMessage(stored)
	}
	return stored
}

// writeCSV writes a row for each changed field, or one if there is none.
func (x *Exporter) writeCSV(e *identity.Event) error {
	changes := ChangesOf(*e)
	if len(changes) == 0 {
		changes = []identity.Change{{Before: e.Before, After: e.After}} // empty, or in another program's format
	}
	cells := [2][]string{}
	for i, names := range inCSV {
		for _, name := range names {
			cells[i] = append(cells[i], cellOf(e, name))
		}
	}
	for _, c := range changes {
		if c.Erased {
			c.Before, c.After = nameOf(e.TargetID, ""), nameOf(e.TargetID, "")
		}
		if err := x.rows.Write(slices.Concat(cells[0], []string{c.Field, c.Before, c.After}, cells[1])); err != nil {
			return err
		}
	}
	return nil
}

// cellOf returns an exported field as text.
func cellOf(e *identity.Event, name string) string {
	f := exported[slices.IndexFunc(exported, func(f field) bool { return f.name == name })]
	switch {
	case name == "at":
		return e.At.UTC().Format(timeInCSV)
	case f.number != nil:
		return strconv.FormatInt(f.number(e), 10)
	case f.text != nil:
		return f.text(e)
	}
	return hex.EncodeToString(f.bytes(e))
}
