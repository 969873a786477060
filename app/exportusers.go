package app

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"roster/app/access"
	"roster/app/journal"
	"roster/app/sheet"
	"roster/identity"
)

// ExportFormat is the format of exported users.
type ExportFormat string

// The formats. An import understands all of them.
const (
	ExportSpreadsheet ExportFormat = "spreadsheet" // CSV as the system's spreadsheet opens it
	ExportCSV         ExportFormat = "csv"         // CSV as programs read it
	ExportJSON        ExportFormat = "jsonl"       // an object per line
	ExportLDIF        ExportFormat = "ldif"        // entries of the class inetOrgPerson
)

// Export says which users are exported, and how.
type Export struct {
	Format    ExportFormat
	Of        *Selection      // nil exports all that Shown finds
	Shown     *identity.Query // nil exports all users
	Hashes    bool            // with their password hashes
	Separator rune            // of ExportSpreadsheet
	Base      string          // of ExportLDIF: the distinguished name of the entry above the users
}

// exportedFields are the headings in CSV. In JSON they are in small letters, with underscores.
var exportedFields = []string{
	"Roster id", "User name", "Email", "First name", "Last name", "Role", "Status", "Note", "Account expires", "Created",
	"Last sign-in", "Password hash",
}

// ExportUsers writes users to w, and returns how many. It periodically calls progress, unless nil. Nobody's note about
// the person is written. With hashes it fails with ErrConfirm.
func (s *Session) ExportUsers(
	ctx context.Context, e Export, w io.Writer, progress func(done, all int64),
) (n int, err error) {
	op := access.ExportUsers
	if e.Hashes {
		op = access.ExportHashes
	}
	var result *entryDraft
	err = s.read(ctx, request{op: op}, func(a *authorized) error {
		result, n = &a.entry, 0
		out, err := e.writer(w)
		if err != nil {
			return err
		}
		all, err := e.count(a)
		if err != nil {
			return err
		}
		err = e.each(a, func(account identity.Account) error {
			account.User = withoutOwnNote(account.User, a.actor.User.ID)
			if !e.Hashes {
				account.Credential.Hash = ""
			}
			if err := out.write(account); err != nil {
				return err
			}
			if n++; n%planEvery == 0 && progress != nil {
				progress(int64(n), all)
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		return out.close()
	})
	if result == nil {
		return 0, err // refused
	}
	result.changes.Add(journal.FieldUsers, strconv.Itoa(n))
	result.changes.Add(journal.FieldFormat, string(e.Format))
	if err != nil { // a part of the export may exist
		*result = result.withOutcome(identity.Failed, "not all could be written")
	}
	if err = s.service.recordAfter(ctx, *result, err); err != nil { // even if the session has ended since
		return 0, err
	}
	return n, nil
}

// count returns about how many users are exported.
func (e *Export) count(a *authorized) (int64, error) {
	if e.Of != nil {
		return int64(e.Of.Count()), nil
	}
	var q identity.Query
	if e.Shown != nil {
		q = *e.Shown
	}
	n, err := a.CountUsers(q)
	return int64(n), err
}

// each calls each for every user who is exported.
func (e *Export) each(a *authorized, each func(identity.Account) error) error {
	switch {
	case e.Of != nil:
		return a.AccountsWithIDs(e.Of.ids, each)
	case e.Shown != nil:
		ids, err := a.IDs(*e.Shown, 0, mostUsers)
		if err != nil {
			return err
		}
		return a.AccountsWithIDs(ids, each)
	}
	return a.EachAccount(func(account identity.Account, _ bool) error { return each(account) })
}

// exporter writes users in a format.
type exporter struct {
	write func(identity.Account) error
	close func() error
}

func (e *Export) writer(w io.Writer) (exporter, error) {
	switch e.Format {
	case ExportJSON:
		out := bufio.NewWriter(w)
		lines := json.NewEncoder(out)
		lines.SetEscapeHTML(false)
		return exporter{func(a identity.Account) error { return lines.Encode(newExported(a)) }, out.Flush}, nil
	case ExportLDIF:
		out := sheet.NewLDIFWriter(w)
		return exporter{func(a identity.Account) error { return e.writeEntry(out, a) }, out.Close}, nil
	}
	separator, forSpreadsheet := ',', false
	if e.Format == ExportSpreadsheet {
		separator, forSpreadsheet = e.Separator, true
	}
	out, err := sheet.NewCSVWriter(w, separator, forSpreadsheet)
	if err != nil {
		return exporter{}, err
	}
	fields := exportedFields
	if !e.Hashes {
		fields = fields[:len(fields)-1]
	}
	cells := make([]string, 0, len(exportedFields))
	return exporter{func(a identity.Account) error {
		x := newExported(a)
		cells = append(cells[:0], strconv.FormatInt(x.ID, 10), x.Name, x.Email, x.First, x.Last, x.Role, x.Status, x.Note,
			x.Expires, x.Created, x.SignIn, x.Hash)
		return out.Write(cells[:len(fields)])
	}, out.Close}, out.Write(fields)
}

// exported is a user as they are exported.
type exported struct {
	ID      int64  `json:"roster_id"`
	Name    string `json:"user_name"`
	Email   string `json:"email"`
	First   string `json:"first_name"`
	Last    string `json:"last_name"`
	Role    string `json:"role"`
	Status  string `json:"status"`
	Note    string `json:"note"`
	Expires string `json:"account_expires"` // a day as in ISO 8601; "" if there is none
	Created string `json:"created"`         // as in RFC 3339
	SignIn  string `json:"last_sign_in"`    // likewise; "" if never
	Hash    string `json:"password_hash,omitempty"`
}

func newExported(a identity.Account) exported {
	u := a.User
	return exported{
		u.ID, u.Name, u.Email, u.FirstName, u.LastName, u.Role.String(), u.Status.String(), u.Note, u.Expires.String(),
		journal.Time(u.Created), journal.Time(u.LastSignIn), a.Credential.Hash,
	}
}

// labelled returns a hash as OpenLDAP verifies it, or "" if it does not: it would take any other for the password.
func labelled(hash string) string {
	switch {
	case strings.HasPrefix(hash, "$2b$"):
		return "{CRYPT}" + hash // which it leaves to the system
	case strings.HasPrefix(hash, "$argon2id$"):
		return "{ARGON2}" + hash
	}
	return ""
}

// writeEntry writes a user as an entry that OpenLDAP loads. It has no place for the status, so whoever is disabled has
// no password, and none for an address with letters outside ASCII.
func (e *Export) writeEntry(out *sheet.LDIFWriter, a identity.Account) error {
	u := a.User
	full := strings.TrimSpace(u.FirstName + " " + u.LastName)
	last, mail, hash := u.LastName, u.Email, a.Credential.Hash
	if full == "" {
		full = u.Name
	}
	if last == "" { // which the class requires
		last = u.Name
	}
	if strings.ContainsFunc(mail, func(r rune) bool { return r >= 0x80 }) {
		mail = ""
	}
	if hash = labelled(hash); u.Status != identity.Enabled {
		hash = ""
	}
	return out.Write(strings.TrimSuffix("uid="+sheet.EscapeRDN(u.Name)+","+e.Base, ","), []sheet.Attribute{
		{Name: "objectClass", Value: "inetOrgPerson"}, {Name: "uid", Value: u.Name}, {Name: "cn", Value: full},
		{Name: "sn", Value: last}, {Name: "givenName", Value: u.FirstName}, {Name: "mail", Value: mail},
		{Name: "employeeType", Value: u.Role.String()}, {Name: "description", Value: u.Note},
		{Name: "userPassword", Value: hash},
	}...)
}
