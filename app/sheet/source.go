package sheet

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"strings"
)

// Source is a file or a pasted text as it was when it was read. Later changes to the file have no effect.
type Source struct {
	Kind Kind
	Sum  [sha256.Size]byte // SHA-256 of its bytes
	raw  []byte
}

// Read reads a file. It fails with an [Error], or with an error of the system.
func Read(path string) (*Source, error) {
	// Not opened before it is known to be a file: opening a pipe would wait for a writer.
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, problem(NotFile)
	case info.Size() > MaxBytes:
		return nil, problem(TooLong)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	return newSource(raw)
}

// Paste returns text that was copied in a spreadsheet, or a file that was pasted as text.
func Paste(text string) (*Source, error) {
	s, err := newSource([]byte(text))
	if first, _, _ := strings.Cut(text, "\n"); err == nil && s.Kind == CSV && strings.Contains(first, "\t") {
		s.Kind = Pasted
	}
	return s, err
}

func newSource(raw []byte) (*Source, error) {
	switch {
	case len(raw) > MaxBytes:
		return nil, problem(TooLong)
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, problem(Empty)
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")):
		return nil, problem(Workbook)
	}
	s := &Source{Kind: CSV, Sum: sha256.Sum256(raw), raw: raw}
	start := raw[:min(len(raw), 4096)]
	enc := mark(start)
	if enc == "" && utf16Without(start) == "" && isBinary(start) {
		return nil, problem(NotText)
	}
	head, err := decode(start, cmp.Or(enc, utf16Without(start), UTF8))
	if err != nil && enc != "" && len(raw) <= len(start) {
		return nil, problem(BadEncoded)
	}
	switch head = strings.TrimSpace(head); {
	case looksLikeJSON(head):
		s.Kind = JSON
	case looksLikeLDIF(head):
		s.Kind = LDIF
	}
	return s, nil
}

// looksLikeJSON reports whether a text begins with an object or a list. A heading may be in brackets too.
func looksLikeJSON(text string) bool {
	list, isList := strings.CutPrefix(text, "[")
	list = strings.TrimSpace(list)
	return strings.HasPrefix(text, "{") || isList && list != "" && strings.IndexByte(`{["-0123456789`, list[0]) >= 0
}

// isBinary reports whether bytes are no text in any encoding: texts hold few control characters.
func isBinary(b []byte) bool {
	control := 0
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			control++
		}
	}
	return control*10 > len(b)
}

// Reading is how a source is understood.
type Reading struct {
	Encoding  Encoding
	Guessed   []Guess // encodings that are possible if no rule says which one it is, the most plausible first
	Separator byte    // of CSV
	Heading   int     // of CSV: which of the first rows has the headings, from 1; 0 if none has
	List      int     // of JSON: the index of the list in Lists
	Lists     []List  // of JSON
}

// Recognise finds out how the source is to be understood.
func (s *Source) Recognise() (Reading, error) {
	var r Reading
	if r.Encoding = cmp.Or(mark(s.raw), utf16Without(s.raw[:min(len(s.raw), 4096)])); r.Encoding == "" {
		if r.Encoding, r.Guessed = guess(s.raw); s.Kind == JSON && r.Encoding == "" {
			return r, problem(BadJSON) // which is always Unicode
		}
	}
	return s.Refine(r)
}

// Refine finds out the rest, given the encoding.
func (s *Source) Refine(r Reading) (Reading, error) {
	text, err := decode(s.raw, r.Encoding)
	if err != nil {
		return r, err
	}
	switch s.Kind {
	case CSV, Pasted:
		r.Separator = '\t'
		if s.Kind == CSV {
			r.Separator = separator(text)
		}
		r.Heading = heading(text, r.Separator)
	case JSON:
		if r.Lists, err = lists(text); err == nil && len(r.Lists) == 0 {
			err = problem(NoList)
		}
		for i, l := range r.Lists {
			if l.Objects > r.Lists[r.List].Objects {
				r.List = i
			}
		}
	}
	return r, err
}

// FirstRows returns the first records, among which a person can choose the headings.
func (s *Source) FirstRows(r Reading) [][]string {
	text, err := decode(s.raw, r.Encoding)
	if err != nil || s.Kind != CSV && s.Kind != Pasted {
		return nil
	}
	_, text = hint(text)
	return firstRecords(text, r.Separator, mostHeadings)
}

// Table returns the table. It fails with an [Error].
func (s *Source) Table(r Reading) (*Table, error) {
	text, err := decode(s.raw, r.Encoding)
	if err != nil {
		return nil, err
	}
	var t *Table
	switch s.Kind {
	case JSON:
		t, err = jsonTable(text, r.Lists[r.List])
	case LDIF:
		t, err = ldifTable(text)
	default:
		t, err = csvTable(text, r.Separator, r.Heading)
	}
	if err == nil && len(t.Rows) == 0 {
		err = problem(Empty)
	}
	return t, err
}
