package message

import (
	"errors"
	"strings"

	"roster/app/mapping"
	"roster/app/sheet"
	"roster/views/lang"
)

// Unreadable says why a file or pasted text cannot be imported. known is false for an error of the system without a
// sentence of its own.
func Unreadable(err error) (text string, known bool) {
	wrong, ok := errors.AsType[*sheet.Error](err)
	if !ok {
		return Error(err)
	}
	line := Args{"Line": Number(wrong.Line)}
	switch wrong.Problem {
	case sheet.NotFile:
		return lang.L("This is a folder or a device. Choose a file."), true
	case sheet.TooLong:
		return lang.L("This file has more than 50 MB. Split it, or export fewer columns."), true
	case sheet.TooMany:
		return lang.L("This file has more than 100,000 rows. Split it and import the parts one after another."), true
	case sheet.TooWide:
		return lang.L("This file has more than 100 columns. Remove those that aren't needed."), true
	case sheet.Empty:
		return lang.L("There are no rows with people in it."), true
	case sheet.Workbook:
		return lang.L("This is an Excel workbook. In Excel choose Save as, CSV UTF-8, or copy the cells and paste " +
			"them here."), true
	case sheet.OpenQuote:
		return lang.L("Line {{.Line}}: a quotation mark is opened and never closed. Close it, or remove it.", line), true
	case sheet.BadJSON:
		return lang.L("Line {{.Line}}: this isn't valid JSON. Export the file again.", line), true
	case sheet.NoList:
		return lang.L("There is no list of people in this JSON file. Export the users, not the settings."), true
	case sheet.BadLDIF:
		return lang.L("Line {{.Line}}: this isn't valid LDIF. Export the file again.", line), true
	case sheet.BadEncoded:
		return lang.L("This file says that it's in another encoding than it is. Save it again as CSV UTF-8."), true
	}
	return lang.L("This isn't a table. Export the people as CSV, JSON or LDIF, or copy cells and paste them here."), true
}

// UnreadableFile says that a file cannot be read, for a reason of the system.
func UnreadableFile() string { return lang.L("This file can't be read. Check that you may open it.") }

// LacksColumn says that no column has the user names or the email addresses.
func LacksColumn() string { return lang.L("Choose a column for the user name or the email.") }

// Separator returns the name of a character between cells.
func Separator(separator byte) string {
	switch separator {
	case ',':
		return lang.L("comma (,)")
	case ';':
		return lang.L("semicolon (;)")
	case '\t':
		return lang.L("tab")
	}
	return lang.L("bar (|)")
}

// Reading says how a file is understood.
func Reading(kind sheet.Kind, r sheet.Reading, t *sheet.Table) string {
	rows := Rows(len(t.Rows))
	var parts []string
	switch kind {
	case sheet.JSON:
		parts = append(parts, "JSON", rows)
		if t.All > len(t.Rows) {
			parts = append(parts, lang.L("a part only: {{.N}} of {{.All}}",
				Args{"N": Number(len(t.Rows)), "All": Number(t.All)}))
		}
	case sheet.LDIF:
		parts = append(parts, "LDIF", lang.L("{{.N}} people", Args{"N": Number(len(t.Rows))}))
		if t.References > 0 {
			parts = append(parts, lang.L("{{.N}} values are in other files and are not read",
				Args{"N": Number(t.References)}))
		}
	case sheet.Pasted:
		parts = append(parts, lang.L("Pasted cells"), headingText(r), rows)
	default:
		parts = append(parts, lang.L("Separated by {{.Separator}}", Args{"Separator": Separator(r.Separator)}),
			string(r.Encoding), headingText(r), rows)
	}
	if t.Examples > 0 {
		parts = append(parts, lang.L("without the example row"))
	}
	return strings.Join(parts, " · ")
}

func headingText(r sheet.Reading) string {
	if r.Heading == 0 {
		return lang.L("no headings")
	}
	return lang.L("row {{.N}} has the headings", Args{"N": r.Heading})
}

// ImportField returns the name of a field of an import.
func ImportField(f mapping.Field) string {
	switch f {
	case mapping.UserName:
		return lang.L("User name")
	case mapping.Email:
		return lang.L("Email")
	case mapping.FirstName:
		return lang.L("First name")
	case mapping.LastName:
		return lang.L("Last name")
	case mapping.FullName:
		return lang.L("Full name")
	case mapping.Role:
		return lang.L("Role")
	case mapping.Status:
		return lang.L("Status")
	case mapping.Note:
		return lang.L("Note")
	case mapping.Expires:
		return lang.L("Account expires on")
	case mapping.Password:
		return lang.L("Password")
	case mapping.PasswordHash:
		return lang.L("Password hash")
	case mapping.MustChange:
		return lang.L("Must change the password")
	}
	return lang.L("Roster id")
}

// Rows returns a number of rows.
func Rows(n int) string {
	if n == 1 {
		return lang.L("1 row")
	}
	return lang.L("{{.N}} rows", Args{"N": Number(n)})
}
