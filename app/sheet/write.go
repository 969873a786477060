package sheet

import (
	"bufio"
	"encoding/base64"
	"encoding/csv"
	"io"
	"slices"
	"strings"
)

// CSVWriter writes a table as RFC 4180 has it. No cell is a formula to a spreadsheet, see [Escape].
type CSVWriter struct {
	// Converted are the numbers of the columns that a spreadsheet may convert, such as times.
	Converted []int

	rows   *csv.Writer
	row    []string
	escape func(string) string
}

// NewCSVWriter returns a writer of cells with a character between them. For a spreadsheet, the text begins with a byte
// order mark, without which Excel takes it for another encoding than UTF-8, and no text becomes a number.
func NewCSVWriter(out io.Writer, separator rune, forSpreadsheet bool) (*CSVWriter, error) {
	w := &CSVWriter{rows: csv.NewWriter(out), escape: Escape}
	w.rows.UseCRLF, w.rows.Comma = true, separator
	if forSpreadsheet {
		w.escape = escapeAll
		if _, err := io.WriteString(out, "\xef\xbb\xbf"); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// Write writes a row.
func (w *CSVWriter) Write(cells []string) error {
	w.row = w.row[:0]
	for i, cell := range cells {
		escape := w.escape
		if slices.Contains(w.Converted, i) {
			escape = Escape
		}
		w.row = append(w.row, escape(cell))
	}
	return w.rows.Write(w.row)
}

// Close writes what is left.
func (w *CSVWriter) Close() error {
	w.rows.Flush()
	return w.rows.Error()
}

// Attribute is an attribute of an LDAP entry, and a value of it.
type Attribute struct{ Name, Value string }

// LDIFWriter writes entries as RFC 2849 has them.
type LDIFWriter struct{ out *bufio.Writer }

// NewLDIFWriter returns a writer of entries. It writes no version, which slapadd of OpenLDAP takes for an attribute.
func NewLDIFWriter(out io.Writer) *LDIFWriter { return &LDIFWriter{bufio.NewWriter(out)} }

// Write writes an entry. Attributes without a value are left out.
func (w *LDIFWriter) Write(dn string, attributes ...Attribute) error {
	w.attribute(Attribute{"dn", dn})
	for _, a := range attributes {
		if a.Value != "" {
			w.attribute(a)
		}
	}
	w.line("")
	_, err := w.out.Write(nil) // which reports an earlier error
	return err
}

func (w *LDIFWriter) attribute(a Attribute) {
	if isSafe(a.Value) {
		w.line(a.Name + ": " + a.Value)
		return
	}
	w.line(a.Name + ":: " + base64.StdEncoding.EncodeToString([]byte(a.Value)))
}

// isSafe reports whether a value can be written as it is.
func isSafe(value string) bool {
	for i := range len(value) {
		if c := value[i]; c < ' ' || c >= 0x7f {
			return false
		}
	}
	return value == "" || !strings.ContainsRune(" :<", rune(value[0])) && !strings.HasSuffix(value, " ")
}

// line writes a line, which is folded.
func (w *LDIFWriter) line(text string) {
	const longest = 76
	for len(text) > longest {
		_, _ = w.out.WriteString(text[:longest] + "\n") // Write and Close report it
		text = " " + text[longest:]
	}
	_, _ = w.out.WriteString(text + "\n")
}

// Close writes what is left.
func (w *LDIFWriter) Close() error { return w.out.Flush() }

// EscapeRDN returns a value as it is written in a name of an entry, as RFC 4514 has it.
func EscapeRDN(value string) string {
	var b strings.Builder
	for i, r := range value {
		last := i == len(value)-1
		if strings.ContainsRune(`,+"\<>;=`, r) || r == '#' && i == 0 || r == ' ' && (i == 0 || last) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
