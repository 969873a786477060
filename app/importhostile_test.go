package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"roster/app/mapping"
	"roster/app/sheet"
	"roster/identity"
)

// Texts meant to deceive or to hurt, through an import from a file whose name has line breaks: none of them gets in.
func TestHostileRows(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"NUL":              {"a\x00b,a@example.com,,", "2 refused (user name: control U+0000)"},
		"NUL in a name":    {"ida,ida@example.com,I\x00da,", "2 refused (first name: control U+0000)"},
		"bidi":             {"i\u202eda,ida@example.com,,", "2 refused (user name: invisible U+202E)"},
		"bidi in a name":   {"ida,ida@example.com,I\u202eda,", "2 refused (first name: invisible U+202E)"},
		"invisible":        {"i\u200bda,ida@example.com,,", "2 refused (user name: invisible U+200B)"},
		"look-alike":       {"rооt,ida@example.com,,", "2 refused (user name: scripts Latin, Cyrillic)"},
		"look-alike email": {"ida,rооt@example.com,,", "2 refused (email: scripts Latin, Cyrillic)"},
		"one name":         {"straße,a@example.com,,\nSTRASSE,b@example.com,,", "2 refused (duplicate: user name {0 0 } [3]); 3 refused (duplicate: user name {0 0 } [2])"},
		"full width":       {"ｉｄａ,a@example.com,,\nida,b@example.com,,", "2 refused (duplicate: user name {0 0 } [3]); 3 refused (duplicate: user name {0 0 } [2])"},
		"decomposed":       {"jose\u0301,a@example.com,,\njosé,b@example.com,,", "2 refused (duplicate: user name {0 0 } [3]); 3 refused (duplicate: user name {0 0 } [2])"},
		"swapped":          {"leo,max@example.com,,\nmax,leo@example.com,,", "2 refused (two users:  {0 0 } [] 2 3); 3 refused (two users:  {0 0 } [] 3 2)"},
		"long cell":        {"ida,ida@example.com," + strings.Repeat("x", 1<<20) + ",", "2 refused (first name: too long)"},
		"formula":          {"ida,ida@example.com,\"=cmd|' /C calc'!A0\",", "2 new"},
		"bcrypt cost":      {"ida,ida@example.com,,$2b$31$" + strings.Repeat("a", 53), "2 new without hash"},
		"PBKDF2 rounds":    {"ida,ida@example.com,,$pbkdf2-sha256$i=1000000000000$c2FsdHNhbHQ$" + strings.Repeat("a", 43), "2 new without hash"},
		"Argon2 memory":    {"ida,ida@example.com,,\"$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$" + strings.Repeat("a", 43) + "\"", "2 new without hash"},
		"scrypt":           {"ida,ida@example.com,,\"$scrypt$ln=40,r=8,p=1$c2FsdHNhbHQ$" + strings.Repeat("a", 43) + "\"", "2 new without hash"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t)
			for _, name := range []string{"leo", "max"} {
				n := NewUser{Name: name, Email: name + "@example.com", Password: secret, Role: identity.LedgerManager}
				if _, err := w.root.CreateUser(t.Context(), n); err != nil {
					t.Fatal(err)
				}
			}
			confirm(t, w.root)
			raw := []byte("__proto__,user name,email,first name,password hash\n")
			for row := range strings.Lines(c.text) {
				raw = append(raw, "constructor,"+row...)
			}
			path := filepath.Join(t.TempDir(), "a\r\nb\u2028c.csv")
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
			of := ledgerImport(readHostile(t, path)...)
			of.Passwords, of.Source = ImportedHashes, sha256.Sum256(raw)
			p := planImport(t, w.root, of)
			got := results(p)
			if p.Rows[0].NoHash != nil {
				got += " without hash"
			}
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			// What happens to the file after it was read changes nothing.
			if err := os.WriteFile(path, []byte("user name,email\nmallory,m@example.com\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			p.LeaveOut(true)
			if done := imported(t, w.root, p); done.Created != p.Counts[RowNew] {
				t.Errorf("got %d new users, want %d", done.Created, p.Counts[RowNew])
			}
			if p.Will() > 0 {
				entries := w.journal(t)
				if words := fmt.Sprint(entries[len(entries)-1]); !strings.Contains(words, hex.EncodeToString(of.Source[:])) {
					t.Errorf("got %s, want the sum of what was checked", words)
				}
			}
			w.wantIntact(t)
		})
	}
}

// readHostile reads a file as it is recognised, with hashes.
func readHostile(t *testing.T, path string) []mapping.Person {
	t.Helper()
	source, err := sheet.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := source.Recognise()
	if err != nil {
		t.Fatal(err)
	}
	table, err := source.Table(reading)
	if err != nil {
		t.Fatal(err)
	}
	m := mapping.Guess(table)
	if len(m.Columns) != 3 || len(table.Headings) < 4 {
		t.Fatal(fmt.Sprint(m.Columns, table.Headings))
	}
	if column, found := mapping.Column(table, mapping.PasswordHash, nil); found {
		m.Columns[mapping.PasswordHash] = column
	}
	return m.People(table)
}
