package printing_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"golang.org/x/text/unicode/norm"

	"roster/app"
	"roster/identity"
	"roster/views/printing"
	"roster/views/viewtest"
)

func TestMain(m *testing.M) { viewtest.Main(m) }

const secret = "kWm7QzTn4RxLp9Hd2CvE"

// printer stands in for the system's print program. It returns the path of what is printed.
func printer(t *testing.T) (path string, fails func(how string)) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a stand-in for PowerShell cannot be a script")
	}
	folder := t.TempDir()
	path = filepath.Join(folder, "printed")
	lp := func(script string) {
		if err := os.WriteFile(filepath.Join(folder, "lp"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH"))
	lp("cat > '" + path + "'")
	return path, lp
}

// issued returns passwords for users with these first names, whose user names are user0 and so on.
func issued(firstNames ...string) (all []app.Issued) {
	for i, name := range firstNames {
		all = append(all, app.Issued{
			User:     identity.User{Name: fmt.Sprintf("user%d", i), FirstName: name},
			Password: secret, Expires: viewtest.Start().Add(time.Hour),
		})
	}
	return all
}

// word is a word on a page, with its place in points from the upper left corner.
type word struct {
	Left   float64 `xml:"xMin,attr"`
	Top    float64 `xml:"yMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

// page is what poppler reads on a page.
type page struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []word  `xml:"word"`
}

// read returns what poppler reads in a PDF.
func read(t *testing.T, pdf string) []page {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		if os.Getenv("CI") != "" && runtime.GOOS == "linux" {
			t.Fatal("pdftotext is needed; .ci/run installs it")
		}
		t.Skip("pdftotext of poppler-utils is not installed")
	}
	out, err := exec.CommandContext(t.Context(), tool, "-bbox", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Pages []page `xml:"body>doc>page"`
	}
	if err := xml.NewDecoder(bytes.NewReader(out)).Decode(&document); err != nil {
		t.Fatal(err)
	}
	return document.Pages
}

// printed prints p and returns what poppler reads.
func printed(t *testing.T, p *viewtest.Person, paper printing.Paper, path string) []page {
	t.Helper()
	said := ""
	paper.Reporting(func(text string, _ bool) { said = text }).Print(p.Shell.Open())
	p.Settle()
	if said != "Sent to the printer." {
		t.Fatalf("got %q, want it sent to the printer", said)
	}
	return read(t, path)
}

// text returns the words of pages, without spaces.
func text(pages []page) string {
	var all strings.Builder
	for _, p := range pages {
		for _, w := range p.Words {
			all.WriteString(w.Text)
		}
	}
	return all.String()
}

// wantPlaced checks that all words are within the margins, in one of so many parts of the page, and beside each other.
func wantPlaced(t *testing.T, pages []page, parts int) {
	t.Helper()
	const least = 30 // points from the edge of the paper
	for n, p := range pages {
		part := p.Height / float64(parts)
		for i, w := range p.Words {
			if w.Left < least || w.Right > p.Width-least || w.Top < least/2 || w.Bottom > p.Height-least/2 {
				t.Errorf("page %d: %q is at %v, too near to the edge", n+1, w.Text, w)
			}
			if int(w.Top/part) != int(w.Bottom/part) {
				t.Errorf("page %d: %q is on a fold: %v", n+1, w.Text, w)
			}
			for _, o := range p.Words[:i] {
				// the heights of lines, which poppler takes from the font, may touch
				if w.Left < o.Right-0.1 && o.Left < w.Right-0.1 &&
					w.Top+(w.Bottom-w.Top)/4 < o.Bottom-(o.Bottom-o.Top)/4 && o.Top+(o.Bottom-o.Top)/4 < w.Bottom-(w.Bottom-w.Top)/4 {
					t.Errorf("page %d: %q and %q overlap: %v, %v", n+1, o.Text, w.Text, o, w)
				}
			}
		}
	}
}

// A slip has every word, whatever the script and however long, within its third of a page.
func TestEveryWord(t *testing.T) {
	path, _ := printer(t)
	p := viewtest.NewTeam(t).SitAs(t, "root")
	long := strings.Repeat("Wolfeschlegel", 5)[:app.MaxName]
	all := issued("Carla", "Ελένη Παπαδοπούλου", "Дмитрий Орлов", "Nguyễn Thị Hương", norm.NFD.String("Ångström Hương"), long)
	all[5].User.LastName = strings.Repeat("Ж", app.MaxName)
	all[5].User.Name = strings.Repeat("w", app.MaxName)
	words := "unfortunately hovercraft marmalade correct horse battery staple"
	all[5].Password, all[4].Password = strings.Repeat(words+" ", 4), words
	all[3].Expires = time.Time{}
	slips := printing.Slips(p.Shell.Open(), all)
	pages := printed(t, p, slips, path)
	if len(pages) != 2 {
		t.Fatalf("got %d pages, want 2 for six slips", len(pages))
	}
	wantPlaced(t, pages, 3)
	got := text(pages)
	for i, s := range slips.Slips {
		values := []string{s.From, s.Title, s.Advice}
		for _, v := range s.Values {
			values = append(values, v.Label, v.Text)
		}
		for _, v := range values {
			if want := norm.NFC.String(strings.ReplaceAll(v, " ", "")); !strings.Contains(got, want) {
				t.Errorf("slip %d: got %s, want %s in it", i, got, want)
			}
		}
	}
	if n := strings.Count(got, "2026-03-0210:00"); n != 5 {
		t.Errorf("got %d dates, want 5, as one password is valid for ever", n)
	}
}

// A list has a header and a number on each page, and long values in their columns.
func TestList(t *testing.T) {
	path, _ := printer(t)
	w := viewtest.NewTeam(t)
	for i := range 50 {
		w.Add(t, identity.User{
			Name: fmt.Sprintf("user%02d", i), Email: fmt.Sprintf("user%02d@%s.example.com", i, strings.Repeat("long", 14)),
			FirstName: strings.Repeat("Maria ", 9) + "Maria", LastName: strings.Repeat("x", app.MaxName),
			Role: identity.LedgerManager,
		})
	}
	p := w.SitAs(t, "root")
	p.Tap("More")
	p.Tap("Print list")
	p.See("Prints 57 users in the order of the table, with user name, name, email, role and status.")
	p.Press(fyne.KeyReturn)
	p.See("Sent to the printer.")
	pages := read(t, path)
	wantPlaced(t, pages, 1)
	for i, one := range pages {
		got := text([]page{one})
		for _, want := range []string{"UsernameNameEmailRoleStatus", fmt.Sprintf("Page%dof%d", i+1, len(pages))} {
			if !strings.Contains(got, want) {
				t.Errorf("page %d: got %s, want %s in it", i+1, got, want)
			}
		}
	}
	got := text(pages)
	for _, want := range []string{"Usersusers.roster·2026-03-0209:00", "Дмитрий", "user49", "eve"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want %s in it", got, want)
		}
	}
	if strings.Index(got, "boris@") > strings.Index(got, "zoe@") {
		t.Error("got another order than that of the table")
	}
}

// The list has the users who are shown.
func TestListShown(t *testing.T) {
	path, _ := printer(t)
	p := viewtest.NewTeam(t).SitAs(t, "boris")
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("carla")
	p.Settle()
	p.Tap("More")
	p.Tap("Print list")
	p.See("Prints 1 user in the order of the table, with user name, name, email, role and status.")
	p.Press(fyne.KeyReturn)
	p.See("Sent to the printer.")
	if got := text(read(t, path)); !strings.Contains(got, "carla@example.com") || strings.Contains(got, "boris@") {
		t.Errorf("got %s, want carla alone", got)
	}
}

// Each character that cannot be drawn is reported with its slip. The other slips can be printed.
func TestMissingCharacters(t *testing.T) {
	path, _ := printer(t)
	p := viewtest.NewTeam(t).SitAs(t, "root")
	slips := printing.Slips(p.Shell.Open(), issued("Carla", "علي ع", "שרה", "नमस्ते", "\U00010330", "\u0378", "Boris"))
	said := "nothing"
	slips.Reporting(func(text string, _ bool) { said = text }).Print(p.Shell.Current())
	p.Settle()
	p.See("Some characters can't be printed")
	p.SeePart("user1: ع (U+0639), ل (U+0644), ي (U+064A)", "user2: ש (U+05E9)", "user3: न (U+0928)", "user4: ", "(U+10330)",
		"user5: ", "(U+0378)")
	if _, err := os.Stat(path); err == nil || said != "" {
		t.Errorf("got error %v and %q, want nothing printed or said", err, said)
	}
	p.Tap("Continue with the other 2")
	p.NotSee("Some characters can't be printed")
	pages := read(t, path)
	if got := text(pages); said != "Sent to the printer." || strings.Count(got, secret) != 2 ||
		!strings.Contains(got, "user0") || !strings.Contains(got, "user6") {
		t.Errorf("got %q and %s, want two slips", said, got)
	}
	slips = printing.Slips(p.Shell.Current(), issued("علي"))
	slips.Reporting(func(string, bool) {}).Print(p.Shell.Current())
	p.Settle()
	p.See("Some characters can't be printed", "Close")
	p.Press(fyne.KeyReturn)
	p.NotSee("Some characters can't be printed")
}

// A slip goes to the system's print program through its standard input. If that fails, the log has no password.
func TestPrintSlip(t *testing.T) {
	path, lp := printer(t)
	p := viewtest.NewTeam(t).SitAs(t, "root")
	given := app.Issued{User: identity.User{Name: "carla"}, Password: secret}
	printing.ShowPassword(p.Shell.Open(), given, func() {})
	p.Tap("Print slip")
	p.See("Sent to the printer.")
	got := text(read(t, path))
	for _, want := range []string{"users.roster", "carla", secret, "Destroythisslipwhenyouknowthepassword"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %s, want %s in it", got, want)
		}
	}
	lp("echo no default destination >&2; exit 1")
	p.Tap("Print slip")
	p.See("Nothing was printed: no printer found. Write it down instead.")
	if log := p.Log.String(); !strings.Contains(log, "no default destination") || strings.Contains(log, secret) {
		t.Errorf("log: got %q, want the reason and not the password", log)
	}
	p.Log.Reset()
}

// By keyboard: a slip is saved as a file that only its owner can read, and no file is replaced.
func TestSaveSlip(t *testing.T) {
	p := viewtest.NewTeam(t).SitAs(t, "root")
	given := app.Issued{User: identity.User{Name: "carla"}, Password: secret, Expires: viewtest.Start()}
	recorded := false
	printing.ShowPassword(p.Shell.Open(), given, func() { recorded = true })
	path := filepath.Join(t.TempDir(), "slip.pdf")
	p.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyReturn) // over Copy and Print slip
	p.See("Save as PDF", "File")
	p.SeePart("slips-2026-03-02.pdf")
	p.Clear()
	p.Write(path)
	p.Press(fyne.KeyReturn)
	p.See("Saved. Only you can read this file. Delete it once it is printed.")
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatalf("got %v, error %v, want it for its owner alone", info, err)
	}
	if got := text(read(t, path)); !strings.Contains(got, secret) {
		t.Errorf("got %s, want the password", got)
	}
	p.Press(fyne.KeyReturn) // again, with the focus on the button
	p.Clear()
	p.Write(path)
	p.Press(fyne.KeyReturn)
	p.See("A file with this name already exists. Choose another name.")
	p.Press(fyne.KeyEscape)
	p.Press(fyne.KeyTab, fyne.KeyReturn)
	if !recorded {
		t.Error("the password is not recorded")
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("got %v, error %v, want the file alone", left, err)
	}
}

// More users than a list may have are refused.
func TestTooManyToPrint(t *testing.T) {
	p := viewtest.NewCrowd(t, 10_001).SitAs(t, "root")
	p.Tap("More")
	p.Tap("Print list")
	p.See("At most 10,000 users can be printed. Search or filter to show fewer.")
	p.NotSee("Reading the users …")
}
