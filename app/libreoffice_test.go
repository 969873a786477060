//go:build linux

package app

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"roster/app/mapping"
)

// LibreOffice opens exported users, executes nothing, and loses nothing: what it saves can be imported, and changes
// nothing. Of CSV for a spreadsheet this is true of its first proposal; of CSV for programs, which has no mark at 0042,
// only if the columns are read as text.
func TestLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes seconds")
	}
	if _, err := exec.LookPath("soffice"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("LibreOffice is missing (libreoffice-calc-nogui)")
	}
	w := newWorkspace(t)
	names := []string{"0042", "1E5", "1.5", "2026-01-02", "1234567890123456", "42", "true", "o'brien+x", "a.b"}
	texts := []string{"=1+1", "+1", "'=1", "007", "1/2", "'t Hooft", "＝1", "true", "12:30", `a;b,"c"`, "Łukasz"}
	var people []mapping.Person
	for i, text := range texts {
		name := fmt.Sprint("user", i)
		if i < len(names) {
			name = names[i]
		}
		people = append(people, mapping.Person{
			Line: i + 2, Row: i, Name: name, Email: fmt.Sprintf("=u%d@example.com", i), FirstName: text,
			LastName: texts[(i+1)%len(texts)], Note: texts[(i+2)%len(texts)],
		})
	}
	imported(t, w.root, planImport(t, w.root, ledgerImport(people...)))
	dir := t.TempDir()
	for format, options := range map[ExportFormat]string{
		ExportSpreadsheet: "CSV:59,34,76,1",                     // semicolons, UTF-8
		ExportCSV:         "CSV:44,34,76,1,2/2/3/2/4/2/5/2/8/2", // likewise with commas, and the columns with texts are text
	} {
		path := filepath.Join(dir, string(format)+".csv")
		e := Export{Format: format, Separator: ';'}
		if err := os.WriteFile(path, []byte(exportUsers(t, w.root, e)), 0o600); err != nil {
			t.Fatal(err)
		}
		convert := func(to string) string {
			c := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"),
				"--headless", "--infilter="+options, "--convert-to", to, "--outdir", filepath.Join(dir, "out"), path)
			if out, err := c.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			ending, _, _ := strings.Cut(to, ":")
			text, err := os.ReadFile(filepath.Join(dir, "out", string(format)+"."+ending))
			if err != nil {
				t.Fatal(err)
			}
			return string(text)
		}
		if sheet := convert("fods"); strings.Contains(sheet, "table:formula") {
			t.Errorf("%s: LibreOffice found a formula in %s", format, sheet)
		}
		saved := convert("csv:Text - txt - csv (StarCalc):44,34,76")
		p := planImport(t, w.root, ledgerImport(asPeople(t, saved)...))
		if p.Counts[RowUnchanged] != len(p.Rows) || len(p.Rows) != len(texts)+1 {
			t.Errorf("%s: %s\n%s", format, results(p), saved)
		}
	}
}
