package importer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"roster/views/viewtest"
)

// write writes a file to be imported, and returns its path.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// choose opens the import and chooses a file.
func choose(p *viewtest.Person, path string) {
	p.Tap("File")
	p.Tap("Import users …")
	p.Fill("File", path)
	p.Tap("Continue")
	p.Settle()
}

const three = "Benutzername;Vorname;Nachname;E-Mail;Rolle;Aktiv\n" +
	"ida;Ida;Berg;ida@example.com;Buchhalter;WAHR\n" +
	"jon;Jon;Stein;jon@example.com;Buchhalter;FALSCH\n" +
	"bad name;X;Y;x@example.com;Buchhalter;WAHR\n"

func TestImport(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	choose(p, write(t, three))
	p.SeePart("Separated by semicolon (;) · UTF-8 · row 1 has the headings · 3 rows")
	p.See("Benutzername", "ida")
	p.Tap("Continue")
	p.See("Which column has what?", "ida, jon, bad name")
	p.Tap("Continue")
	p.See("Role “Buchhalter” (3 rows)", "Status “WAHR” (2 rows)")
	p.Tap("Check")
	p.See("3 cannot be imported", "All 3")
	p.NotSee("0 new")
	p.SeePart("Role: nobody has said what Buchhalter means.")
	p.Tap("Back")
	p.Into("Role “Buchhalter” (3 rows)")
	p.TapLast("Ledger manager")
	p.Tap("Check")
	p.See("2 new", "1 cannot be imported", "All 3")
	p.SeePart("User names can't contain spaces.")
	p.Tap("2 new")
	p.See("ida", "jon")
	p.NotSee("bad name")
	p.Press(fyne.KeyRight)
	p.See("bad name")
	p.NotSee("jon")
	p.WantEnabled("Import 2 users", false)
	p.WantEnabled("Save results …", true)
	p.Tap("Leave out the 1 that cannot be imported")
	p.Tap("Import 2 users")
	p.Settle()
	p.SeePart("2 created · 0 changed · 1 left out")
	p.Tap("Close")
	p.See("ida", "jon")
}

// Back keeps what was chosen, Escape asks first, and nothing is written.
func TestBackAndLeave(t *testing.T) {
	w := viewtest.NewTeam(t)
	p := w.SitAs(t, "root")
	path := write(t, three)
	choose(p, path)
	p.Tap("Continue")
	p.Tap("Continue")
	p.TapLast("Not possible")
	p.TapLast("Ledger manager")
	p.Tap("Back")
	p.Tap("Back")
	p.Tap("Back")
	p.See(path)
	p.Press(fyne.KeyEscape)
	p.See("Leave the import?")
	p.Tap("Continue")
	p.See(path)
	for range 3 {
		p.Tap("Continue")
		p.Settle()
	}
	p.See("What do the values mean?")
	p.Tap("Check")
	p.SeePart("2 new")
	p.Press(fyne.KeyEscape)
	p.See("Leave the import?")
	p.Tap("Continue")
	p.See("This will happen")
	p.Press(fyne.KeyEscape)
	p.Tap("Leave")
	p.NotSee("This will happen", "ida", "jon")
}

func TestPaste(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "boris")
	p.Shell.Copy("Login\tMail\nida\tida@example.com\n")
	p.Tap("File")
	p.Tap("Import users …")
	p.Tap("Paste from a spreadsheet")
	p.SeePart("Pasted cells · row 1 has the headings · 1 row")
	p.Tap("Continue")
	p.Tap("Continue")
	p.Tap("Check")
	p.SeePart("1 new")
	p.Tap("Import 1 user")
	p.SeePart("1 created · 0 changed")
	p.Tap("Undo")
	p.SeePart("1 will be deleted")
}

// What is no table is refused with a sentence that says what to do.
func TestUnreadable(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Tap("File")
	p.Tap("Import users …")
	for text, want := range map[string]string{
		"PK\x03\x04abc": "This is an Excel workbook.", "": "There are no rows with people in it.", "a,b\n1,\"2": "Line 2: a quotation mark",
		"{\"a\":\n[}": "Line 2: this isn't valid JSON.", "dn: a\nuid: b\nodd\n": "Line 3: this isn't valid LDIF.",
	} {
		p.Shell.Copy(text)
		p.Tap("Paste from a spreadsheet")
		p.SeePart(want)
	}
}

// Who may not import anybody is not offered it.
func TestNotOffered(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "carla")
	p.Tap("File")
	p.NotSee("Import users …")
}

// Start passwords are shown once, and the window stays open until they were recorded.
func TestStartPasswords(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	choose(p, write(t, "login,mail\nida,ida@example.com\njon,jon@example.com\n"))
	p.Tap("Continue")
	p.Tap("Continue")
	p.Tap("None yet")
	p.Tap("Start passwords for 7 days")
	p.Tap("Check")
	p.Tap("Import 2 users")
	p.SeePart("New passwords for 2 users", "These passwords won't be shown again.")
	p.Press(fyne.KeyEscape)
	p.SeePart("These passwords won't be shown again.")
	p.Tap("I have recorded them")
	p.SeePart("2 created · 0 changed")
}

// How a file is read can be corrected, and is shown at once.
func TestCorrectReading(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	choose(p, write(t, "List\nlogin,mail\nida,ida@example.com\n"))
	p.SeePart("row 2 has the headings · 1 row")
	p.Tap("Row 2")
	p.Tap("No headings")
	p.Settle()
	p.SeePart("no headings · 3 rows", "Column 1")
	p.Tap("No headings")
	p.Tap("Row 3")
	p.SeePart("There are no rows with people in it.")
	p.Tap("Row 3")
	p.TapLast("Row 2")
	p.SeePart("row 2 has the headings · 1 row")
	p.NotSee("There are no rows with people in it.")
}

const hashed = "login,mail,password hash\n" +
	"ida,ida@example.com,$2a$04$QtL7R5nUpO9tZ5oh1kFeAuRrT5Y7kIo2yZ3gNq0xWvC1aBdEfGhIj\n" +
	"jon,jon@example.com,{SSHA}zeVZoByDiobAMAQEUTALePuLPpAxn0eB6L7EkhQ=\n"

// A System Admin imports password hashes, after a confirmation. A weak one leaves its user without a password.
func TestHashes(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	choose(p, write(t, hashed))
	p.Tap("Continue")
	p.Into("Password hash")
	p.TapLast("password hash")
	p.Tap("Continue")
	p.Tap("None yet")
	p.Tap("Hashes from the file")
	p.Tap("Check")
	p.SeePart("2 new", "The password hash is of a weak kind")
	p.Tap("Import 2 users")
	p.Confirm()
	p.SeePart("2 created · 0 changed")
}

// Others than System Admins are not offered it.
func TestHashesNotOffered(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "boris")
	choose(p, write(t, hashed))
	p.Tap("Continue")
	p.See("Which column has what?", "Password")
	p.NotSee("Password hash", "Must change the password")
}

// The people of a JSON file without line breaks are all on line 1. Each has a result of their own.
func TestResultsOfOneLine(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	choose(p, write(t, `[{"userName":"ida","email":"ida@example.com"},{"userName":"bad name","email":"x@example.com"}]`))
	p.Tap("Continue")
	p.Tap("Continue")
	p.Tap("Check")
	p.See("1 new", "1 cannot be imported")
	to := filepath.Join(t.TempDir(), "results.csv")
	p.Tap("Save results …")
	p.Fill("File", to)
	p.Tap("Save")
	p.Settle()
	saved, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(saved), "\n")
	if len(lines) < 3 || !strings.Contains(lines[1], "New") || !strings.Contains(lines[2], "Not possible") ||
		!strings.Contains(lines[2], "User names can't contain spaces.") {
		t.Errorf("got %q", lines)
	}
}

// Who leaves while a file is read does not see it afterwards.
func TestLeaveWhileReading(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	p.Tap("File")
	p.Tap("Import users …")
	p.Fill("File", write(t, three))
	p.Button("Continue").Tapped(nil)
	p.Key(fyne.KeyEscape)
	p.NotSee("Does this read right?", "Choose a file or cells", "Cancel")
}
