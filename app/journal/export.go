package journal

import (
	"bufio"
	"bytes"
	"encoding/csv"
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
	CSV       Format = "csv"   // RFC 4180, for a spreadsheet
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

// notInCSV are the fields that are useful only for verification.
var notInCSV = []string{"words", "digest", "prev"}

// Exporter writes entries in a format.
type Exporter struct {
	format Format
	out    *bufio.Writer
	line   bytes.Buffer
	rows   *csv.Writer
	begun  bool
}

// NewExporter returns an exporter to w. Its errors are those of w.
func NewExporter(format Format, w io.Writer) *Exporter {
	x := &Exporter{format: format, out: bufio.NewWriter(w)}
	x.rows = csv.NewWriter(x.out)
	x.rows.UseCRLF = true
	return x
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
	x.rows.Flush()
	if err := x.rows.Error(); err != nil {
		return err
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

// complete returns the changed fields of an entry with those that are words.
func complete(e *identity.Event) (before, after string, err error) {
	personal := personalChanges(e)
	if len(personal) == 0 {
		return e.Before, e.After, nil
	}
	was, is := map[string]string{}, map[string]string{}
	for _, c := range ChangesOf(*e) {
		if was[c.Field], is[c.Field] = c.Before, c.After; c.Erased {
			was[c.Field], is[c.Field] = nameOf(e.TargetID, ""), nameOf(e.TargetID, "")
		}
	}
	if before, err = encode(was); err != nil {
		return "", "", err
	}
	after, err = encode(is)
	return before, after, err
}

func (x *Exporter) writeCSV(e *identity.Event) error {
	var head, row []string
	before, after, err := complete(e)
	if err != nil {
		return err
	}
	for _, f := range exported {
		if slices.Contains(notInCSV, f.name) {
			continue
		}
		head = append(head, f.name)
		switch {
		case f.name == "at":
			row = append(row, exportedTime(e))
		case f.name == "before":
			row = append(row, sheet.Escape(before))
		case f.name == "after":
			row = append(row, sheet.Escape(after))
		case f.number != nil:
			row = append(row, strconv.FormatInt(f.number(e), 10))
		case f.text != nil:
			row = append(row, sheet.Escape(f.text(e)))
		default:
			row = append(row, hex.EncodeToString(f.bytes(e)))
		}
	}
	if !x.begun {
		x.begun = true
		if err := x.rows.Write(head); err != nil {
			return err
		}
	}
	return x.rows.Write(row)
}
