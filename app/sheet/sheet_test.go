package sheet

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

// table reads a text with the recognised reading.
func table(t *testing.T, raw string) (*Table, Reading) {
	t.Helper()
	s, err := newSource([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Recognise()
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Table(r)
	if err != nil {
		t.Fatal(err)
	}
	return got, r
}

// cells returns the lines and the cells of rows, for comparison.
func cells(got *Table) (lines []int, all [][]string) {
	for _, row := range got.Rows {
		lines, all = append(lines, row.Line), append(all, row.Cells)
	}
	return lines, all
}

func TestDialects(t *testing.T) {
	want := [][]string{{"anna", "anna@example.com"}, {"bob", "bob@example.com"}}
	for name, raw := range map[string]string{
		"comma":             "name,mail\nanna,anna@example.com\nbob,bob@example.com\n",
		"semicolon, CR LF":  "name;mail\r\nanna;anna@example.com\r\nbob;bob@example.com\r\n",
		"tab, CR":           "name\tmail\ranna\tanna@example.com\rbob\tbob@example.com",
		"bar, empty lines":  "name|mail\n\nanna|anna@example.com\n\n\nbob|bob@example.com\n\n",
		"sep=":              "sep=;\r\nname;mail\r\nanna;anna@example.com\r\nbob;bob@example.com",
		"title above":       "Users of 2026,\n,\nname,mail\nanna,anna@example.com\nbob,bob@example.com",
		"empty columns":     "name,mail,,\nanna,anna@example.com,,\nbob,bob@example.com,,",
		"#TYPE":             "#TYPE Some.Type\n\"name\";\"mail\"\n\"anna\";\"anna@example.com\"\n\"bob\";\"bob@example.com\"",
		"example":           "name,mail\nExample: Jo,jo@example.com\nanna,anna@example.com\nbob,bob@example.com",
		"UTF-8 mark":        "\xef\xbb\xbfname,mail\nanna,anna@example.com\nbob,bob@example.com",
		"commas in a title": "version:v1.0\nname,mail\nanna,anna@example.com\nbob,bob@example.com",
	} {
		got, _ := table(t, raw)
		if _, all := cells(got); !reflect.DeepEqual(all, want) || !slices.Equal(got.Headings, []string{"name", "mail"}) {
			t.Errorf("%s: got %q %q, want %q", name, got.Headings, all, want)
		}
	}
}

// Lines are those that an editor shows, also after cells of several lines.
func TestLines(t *testing.T) {
	got, _ := table(t, "sep=,\r\nname,note\r\na,\"1\r\n2\"\r\n\r\nb,\"x \"\"y\"\"\"\nc,\"1\n\n\"z\n\"d\",5\" disk\n")
	lines, all := cells(got)
	want := [][]string{{"a", "1\r\n2"}, {"b", `x "y"`}, {"c", "1\n\nz"}, {"d", `5" disk`}}
	if !slices.Equal(lines, []int{3, 6, 7, 10}) || !reflect.DeepEqual(all, want) {
		t.Errorf("got %v %q, want lines 3, 6, 7, 10 with %q", lines, all, want)
	}
}

func TestWithoutHeadings(t *testing.T) {
	got, r := table(t, "anna,anna@example.com\nbob,bob@example.com\n")
	if r.Heading != 0 || len(got.Rows) != 2 || len(got.Headings) != 2 {
		t.Errorf("got headings in row %d, %d rows, %d columns, want 0, 2, 2", r.Heading, len(got.Rows), len(got.Headings))
	}
	got, _ = table(t, "name,mail\nanna,a@example.com,more\n")
	if !got.Rows[0].Extra {
		t.Error("a cell without a heading: not reported")
	}
}

func TestEncodings(t *testing.T) {
	const text = "name,last\nlukasz,Łukasz\nzoe,Żółć\n"
	utf16 := func(order utf.Endianness, bom utf.BOMPolicy) string {
		raw, err := utf.UTF16(order, bom).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	central, err := charmap.Windows1250.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  string
		want Encoding
	}{
		"UTF-8": {text, UTF8}, "marked UTF-16LE": {utf16(utf.LittleEndian, utf.UseBOM), UTF16LE},
		"UTF-16LE": {utf16(utf.LittleEndian, utf.IgnoreBOM), UTF16LE}, "UTF-16BE": {utf16(utf.BigEndian, utf.IgnoreBOM), UTF16BE},
		"Windows-1250": {central, "Windows-1250"},
	} {
		s, err := newSource([]byte(c.raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r, err := s.Recognise()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if name == "Windows-1250" {
			if len(r.Guessed) != mostGuesses {
				t.Errorf("%s: got %d guesses, want %d", name, len(r.Guessed), mostGuesses)
			}
			r.Encoding = c.want // as the person chooses
			if r, err = s.Refine(r); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Table(r)
		if err != nil || r.Encoding != c.want || got.Rows[0].Cells[1] != "Łukasz" {
			t.Errorf("%s: got %v, %v, %v, want %v", name, r.Encoding, got, err, c.want)
		}
	}
	western, err := charmap.Windows1252.NewEncoder().String("name,last\nj,Jürgen Müller-Groß’\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, r := table(t, western); r.Encoding != "Windows-1252" {
		t.Errorf("German: got %v first, want Windows-1252", r.Encoding)
	}
}

func TestJSON(t *testing.T) {
	got, r := table(t, `{"schemas":[],"totalResults":250,"Resources":[
		{"userName":"anna","name":{"givenName":"Anna"},"emails":[{"value":"x@example.com"},{"value":"anna@example.com","primary":true}],
		 "groups":["a","b"],"active":true},
		{"userName":"bob","data":"{\"n\":5,\"deep\":{\"v\":\"x\"}}","credentials":[{"type":"otp"},{"type":"password"}],"none":null}]}`)
	want := map[string][]string{
		"userName": {"anna", "bob"}, "name.givenName": {"Anna", ""}, "emails[primary].value": {"anna@example.com", ""},
		"groups": {"a, b", ""}, "active": {"true", ""}, "data.n": {"", "5"}, "data.deep.v": {"", "x"},
		"credentials[0].type": {"", "password"}, "none": {"", ""}, "emails[primary].primary": {"true", ""},
	}
	have := map[string][]string{}
	for i, h := range got.Headings {
		have[h] = []string{got.Rows[0].Cells[i], got.Rows[1].Cells[i]}
	}
	if !reflect.DeepEqual(have, want) || got.All != 250 || r.Lists[0].Path != "Resources" {
		t.Errorf("got %q, %d in all, %+v", have, got.All, r.Lists)
	}
	if lines, _ := cells(got); !slices.Equal(lines, []int{2, 4}) {
		t.Errorf("lines: got %v, want 2, 4", lines)
	}
	for name, raw := range map[string]string{
		"lines": "{\"a\":\"1\"}\n{\"a\":\"2\"}\n", "list": `[{"a":"1"},{"a":"2"}]`, "inside": `{"x":{"y":[{"a":1},{"a":2}]}}`,
	} {
		got, _ := table(t, raw)
		if _, all := cells(got); !reflect.DeepEqual(all, [][]string{{"1"}, {"2"}}) {
			t.Errorf("%s: got %q", name, all)
		}
	}
}

func TestLDIF(t *testing.T) {
	got, _ := table(t, "version: 1\n# people\ndn: ou=x\nou: x\n\ndn: uid=a\nuid: a\nmail: a@example.com\nMAIL: b@example.com\n"+
		"mail: c@example.com\ncn:: Sm9zw6kg\n TMOzcGV6\njpegPhoto:< file:///etc/passwd\nsn: Lo\n ng\n\n"+
		"dn: uid=b\nchangetype: delete\nuid: b\n")
	lines, all := cells(got)
	want := [][]string{{"uid=a", "a", "a@example.com", "b@example.com, c@example.com", "José López", "Long"}}
	if !slices.Equal(lines, []int{6}) || !reflect.DeepEqual(all, want) || got.References != 1 {
		t.Errorf("got %v %q, %d references, want line 6, %q, 1", lines, all, got.References, want)
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"=1": "'=1", "'=": "''=", "''+": "'''+", "'t Hooft": "''t Hooft", "a": "a", "": "", "\x00": "'\x00", "＝1": "'＝1", "'": "''",
	} {
		if got := Escape(in); got != want || Unescape(got) != in {
			t.Errorf("%q: got %q, then %q, want %q", in, got, Unescape(got), want)
		}
	}
	for in, want := range map[string]string{
		"0042": "\t0042", "1E5": "\t1E5", "1.5": "\t1.5", "2026-01-02": "\t2026-01-02", "12:30": "\t12:30", "TRUE": "\tTRUE",
		"1234567890123456": "\t1234567890123456", "42": "42", "0": "0", "4a": "4a", "\t0042": "'\t0042", "=1": "'=1", "": "",
	} {
		if got := escapeAll(in); got != want || Unescape(got) != in {
			t.Errorf("%q: got %q, then %q, want %q", in, got, Unescape(got), want)
		}
	}
	if got := Unescape("'t Hooft"); got != "'t Hooft" {
		t.Errorf("typed by a person: got %q", got)
	}
}

func TestRefused(t *testing.T) {
	wide := strings.Repeat("a,", 1_000_000) + "\n" + strings.Repeat("b,", 1_000_000)
	wideEntry := strings.Builder{}
	wideEntry.WriteString("dn: a\nuid: a\n")
	for i := range 500_000 {
		fmt.Fprintf(&wideEntry, "a%d: b\n", i)
	}
	for name, c := range map[string]struct {
		raw  string
		want Error
	}{
		"workbook":      {"PK\x03\x04abc", Error{Problem: Workbook}},
		"old workbook":  {"\xd0\xcf\x11\xe0abc", Error{Problem: Workbook}},
		"nothing":       {" \n", Error{Problem: Empty}},
		"only headings": {"name,mail\n", Error{Problem: Empty}},
		"binary":        {strings.Repeat("\x01\x02\x03\x00", 100), Error{Problem: NotText}},
		"open quote":    {"sep=,\na,b\n1,2\n3,\"4" + strings.Repeat("x\n", 1000), Error{OpenQuote, 4}},
		"wide":          {wide, Error{TooWide, 1}},
		"bad JSON":      {"{\"a\":\n[{]}", Error{BadJSON, 2}},
		"no list":       {"[[{\"a\":1}]]", Error{Problem: NoList}},
		"deep":          {strings.Repeat("{\"a\":", 10_000), Error{BadJSON, 1}},
		"bad LDIF":      {"dn: a\nuid: b\nnonsense\n", Error{BadLDIF, 3}},
		"wide LDIF":     {wideEntry.String(), Error{Problem: TooWide}},
		"bad base64":    {"dn: a\nuid:: %%%\n", Error{BadLDIF, 2}},
		"many":          {"name,mail\n" + strings.Repeat("a,b\n", MaxRows+1), Error{Problem: TooMany}},
		"marked":        {"\xef\xbb\xbfa,b\n\xff,c", Error{Problem: BadEncoded}},
	} {
		s, err := newSource([]byte(c.raw))
		var r Reading
		if err == nil {
			r, err = s.Recognise()
		}
		if err == nil {
			_, err = s.Table(r)
		}
		if e, _ := errors.AsType[*Error](err); e == nil || *e != c.want {
			t.Errorf("%s: got %v, want %v", name, err, &c.want)
		}
	}
}

// However deep the lists in JSON are inside each other, reading them does not exhaust the stack, which no program
// survives.
func TestDeepJSON(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(1 << 20))
	const n = 10_000
	for name, inner := range map[string]string{
		"lists":   strings.Repeat("[", n) + strings.Repeat("]", n),
		"objects": strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n),
		"both":    strings.Repeat(`[{"a":`, n) + "1" + strings.Repeat("}]", n),
	} {
		got, _ := table(t, `{"users":[{"name":"ida","more":`+inner+`}]}`)
		if len(got.Rows) != 1 || got.Rows[0].Cells[0] != "ida" {
			t.Errorf("%s: got %v, want ida", name, got.Rows)
		}
	}
}

// What is pasted has tabs between its cells, unless it is the text of a file.
func TestPaste(t *testing.T) {
	for text, want := range map[string]Kind{
		"name\tmail\na\tb": Pasted, "name,mail\n\t0042,b": CSV, "name\na": CSV, "{\"a\":\"\t\"}": JSON,
	} {
		if s, err := Paste(text); err != nil || s.Kind != want {
			t.Errorf("%q: got %+v, %v, want kind %d", text, s, err, want)
		}
	}
}

func TestReadRefused(t *testing.T) {
	dir := t.TempDir()
	long := filepath.Join(dir, "long.csv")
	f, err := os.Create(long)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(4<<30), f.Close()); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]Problem{dir: NotFile, os.DevNull: NotFile, long: TooLong} {
		if _, err := Read(path); problemOf(err) != want {
			t.Errorf("%s: got %v, want %v", path, err, want)
		}
	}
	odd := filepath.Join(dir, "a\nb.csv")
	if err := os.WriteFile(odd, []byte("name,mail\na,b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(odd); err != nil {
		t.Errorf("a name with a line break: %v", err)
	}
}

func problemOf(err error) Problem {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Problem
	}
	return 0
}

// A cell of 40 MB is cut, and found too long by every check of a value.
func TestLongCell(t *testing.T) {
	for _, raw := range []string{
		"name,note\na," + strings.Repeat("x", 40<<20), "name,note\na,\"" + strings.Repeat(`x""`, 10<<20) + "\"",
		`[{"name":"a","note":"` + strings.Repeat("x", 40<<20) + `"}]`,
	} {
		got, _ := table(t, raw)
		if n := len(got.Rows[0].Cells[1]); n != MaxCell+1 {
			t.Errorf("got %d bytes, want %d", n, MaxCell+1)
		}
	}
}

// What encoding/csv accepts is read as it reads it.
func FuzzRecords(f *testing.F) {
	for _, seed := range []string{"a,b\nc,d", "\"a\"\"b\",c\r\n", "a\n\n\"x\ny\",z", ",\n,,", "\"\",\"\""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := csv.NewReader(strings.NewReader(text))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		// encoding/csv does not end lines with CR, and removes it before LF in cells.
		if err != nil || strings.Contains(text, "\r") || len(text) > MaxCell {
			_ = records(text, ',', func(int, []string) error { return nil }) // must not panic
			return
		}
		var got [][]string
		err = records(text, ',', func(_ int, cells []string) error {
			if len(cells) > 1 || cells[0] != "" {
				got = append(got, slices.Clone(cells))
			}
			return nil
		})
		want = slices.DeleteFunc(want, func(row []string) bool { return len(row) == 1 && row[0] == "" })
		if err != nil || !reflect.DeepEqual(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	})
}

// No source panics or hangs, and every row has as many cells as there are headings.
func FuzzSource(f *testing.F) {
	for _, seed := range []string{
		"name,mail\na,b", `{"users":[{"a":[{"b":1}]}]}`, "dn: a\nuid: b\n\ndn: c\nmail: d\nmail: e\nmail: f\n\ndn: g\nuid: h\n", "\xff\xfea\x00,\x00b\x00", "a;b\n\xe4;c", "[{\"a\":\"{}\"}]",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := newSource(raw)
		if err != nil {
			return
		}
		r, err := s.Recognise()
		if err != nil {
			return
		}
		s.FirstRows(r)
		got, err := s.Table(r)
		if err != nil {
			return
		}
		for _, row := range got.Rows {
			if len(row.Cells) != len(got.Headings) || row.Line < 1 {
				t.Errorf("%q: line %d has %d cells, want %d", raw, row.Line, len(row.Cells), len(got.Headings))
			}
		}
	})
}
