package command

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the manual page and the tables in docs again")

// inManual returns a text as a manual page has it.
func inManual(text string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
}

// manual returns the manual page.
func manual() string {
	var text strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&text, format+"\n", args...) }
	say(`.TH ROSTERCTL 1 @DATE@ "Roster @VERSION@" "User commands"`)
	say(".SH NAME\nrosterctl \\- check sign\\-ins and manage the users of a file of Roster, without a window\n.SH SYNOPSIS")
	for i, s := range specs() {
		if i > 0 {
			say(".br")
		}
		say(".B rosterctl %s\n.I %s\n.RI [ OPTIONS ]", s.name, strings.Join(s.args, " "))
	}
	say(".br\n.B rosterctl help\n.RI [ COMMAND ]\n.br\n.B rosterctl \\-\\-version\n.RB [ \\-\\-json ]")
	say(".SH DESCRIPTION\n.B rosterctl\nis Roster for a server and for scripts: it needs neither a display nor the "+
		"libraries of one.\nA ledger asks it whether a user may sign in.\nEverything follows the same rules as in the "+
		"window of\n.BR roster (1),\nand its journal records it.\n.PP\nPasswords are read from the standard input or a file "+
		"descriptor, at most %d bytes of each line.\n"+
		"At a terminal, it asks for them and does not show them.\nThey are never arguments or variables, which other "+
		"users of the computer can see.\nOptions may stand before and after the other arguments.\n.SH COMMANDS", mostInput)
	for _, s := range specs() {
		say(".SS %s %s\n%s", s.name, strings.Join(s.args, " "), inManual(s.about))
		if s.reads != "" {
			say("It reads from the standard input, one per line: %s.", inManual(s.reads))
		}
		say("Exit statuses: %s.", strings.ReplaceAll(strings.Trim(fmt.Sprint(s.allCodes()), "[]"), " ", ", "))
		for _, o := range s.allOptions() {
			name := `\-\-` + inManual(o.name)
			if o.value == "" {
				say(".TP\n.B %s\n%s", name, inManual(o.explained()))
				continue
			}
			say(".TP\n.BI %q %q\n%s", name+" ", o.value, inManual(o.explained()))
		}
	}
	say(".SS help [COMMAND]\nPrints how all commands are called, or one with its options.\n.SS \\-\\-version\n" +
		"Prints the version of the program.\n.SH OPTIONS OF ALL COMMANDS\n.TP\n.BR \\-\\-help \", \" \\-h\n" +
		"print how the command is called.\nThe exit status is then 0, but 2 for check and verify, whose 0 is an answer\n.TP\n" +
		".B \\-\\-\nwhat follows is no option, even if it begins with a hyphen")
	say(".SH EXIT STATUS")
	for _, e := range exits {
		say(".TP\n.B %d\n%s", e.code, inManual(e.means))
	}
	say(".SH NOTES\nAn exit status is an answer of\n.B check\nonly together with the line that\n.B check \\-\\-json\n" +
		"prints: other programs, such as\n.BR sudo (8),\nalso end with 1.\nIt reads no more than it needs, and does not " +
		"wait for the end of the input.\nOf many checks of one name at the same time, more than five can be told to wait, " +
		"even with the right password.\n.PP\nThe status of an account that has expired is still enabled.\n.B list\nsays " +
		"that it has expired, and with\n.B \\-\\-json\nwhether the user may_sign_in.")
	say(`.SH FILES
.TP
.I ~/.local/state/roster/witness/
What this computer has seen of journals.
.PP
While a command runs,
.I FILE\-wal
and
.I FILE\-shm
beside the file are part of it.
.SH EXAMPLES
.TP
.B printf '%%s\en' anna 'her password' | rosterctl check users.roster
Ask whether anna may sign in.
.TP
.B rosterctl list users.roster \-\-as root \-\-status disabled <password
List those who are disabled.
.TP
.B rosterctl backup users.roster /backup/users\-monday.roster
Make a copy while people work.
.SH SEE ALSO
.BR roster (1)
.PP
ledger.md in
.I /usr/share/doc/
shows how a ledger calls it in several languages, also as another system user.`)
	return text.String()
}

// The manual page has every command, option and exit status.
func TestManual(t *testing.T) {
	path := filepath.Join("..", "packaging", "linux", "rosterctl.1")
	wantFile(t, path, manual())
	if man, err := exec.LookPath("man"); err == nil {
		out, err := exec.Command(man, "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path).CombinedOutput()
		if text := string(out); err != nil || strings.Contains(text, "warning") {
			t.Errorf("man: %v, %s", err, text)
		}
	}
}

// docs/ledger.md has every exit status.
func TestDocumentedExits(t *testing.T) {
	path := filepath.Join("..", "docs", "ledger.md")
	before, rest, found := strings.Cut(string(read(t, path)), "<!-- exits -->\n")
	_, after, ended := strings.Cut(rest, "<!-- -->\n")
	if !found || !ended {
		t.Fatal("got no table of the exit statuses")
	}
	table := "| status | meaning |\n| --- | --- |\n"
	for _, e := range exits {
		table += fmt.Sprintf("| %d | %s |\n", e.code, e.means)
	}
	wantFile(t, path, before+"<!-- exits -->\n"+table+"<!-- -->\n"+after)
}

// wantFile fails the test unless a file has that content, or writes it.
func wantFile(t *testing.T, path, content string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if string(read(t, path)) != content {
		t.Errorf("%s is not as the program says; write it again with: go test ./command -run %s -update", path, t.Name())
	}
}
