package mapping

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"roster/app/sheet"
	"roster/identity"
)

// headings are the headings by which a field is recognised, the surest first, as plain returns them. They are those of
// the products that administrators export from, and the words of some languages.
var headings = map[Field][]string{
	UserName: {
		"username", "userlogin", "loginname", "login", "samaccountname", "uid", "userid", "benutzername", "anmeldename",
		"nutzername", "benutzer", "kennung", "userprincipalname", "accountname", "account", "nomdutilisateur", "identifiant",
		"nombredeusuario", "usuario", "nomeutente", "utente", "nomedeusuario", "nomedeutilizador", "gebruikersnaam",
		"nazwauzytkownika", "anvandarnamn", "brugernavn", "brukernavn", "kayttajatunnus", "uzivatelskejmeno",
		"имяпользователя", "логин", "kullaniciadi",
	},
	Email: {
		"email", "emailaddress", "mail", "emailsprimaryvalue", "useremail", "primaryemail", "mailaddress", "emailadresse",
		"mailadresse", "courriel", "adresseemail", "adressemail", "correo", "correoelectronico", "indirizzoemail",
		"enderecodeemail", "emailadres", "adresemail", "epost", "epostadress", "sahkoposti", "електроннаяпочта",
		"электроннаяпочта", "почта", "eposta", "emails",
	},
	FirstName: {
		"firstname", "givenname", "namegivenname", "vorname", "forename", "prenom", "nombre", "nome", "voornaam", "imie",
		"fornamn", "fornavn", "etunimi", "jmeno", "имя", "ad",
	},
	LastName: {
		"lastname", "surname", "sn", "familyname", "namefamilyname", "nachname", "familienname", "nom", "nomdefamille",
		"apellido", "apellidos", "cognome", "sobrenome", "apelido", "achternaam", "nazwisko", "efternamn", "efternavn",
		"etternavn", "sukunimi", "prijmeni", "фамилия", "soyad",
	},
	FullName: {
		"fullname", "displayname", "name", "nameformatted", "cn", "commonname", "vollstandigername", "anzeigename",
		"nomcomplet", "nombrecompleto", "nomecompleto", "volledigenaam",
	},
	Role: {"role", "rolle", "roles", "realmroles", "userrole", "rol", "ruolo", "funcao", "rola", "роль", "roli", "rooli"},
	Status: {
		"status", "enabled", "active", "accountenabled", "activated", "aktiv", "aktiviert", "newstatus", "state", "disabled",
		"blocksignin", "blocked", "suspended", "locked", "accountlocked", "pwdaccountlockedtime", "gesperrt", "deaktiviert",
		"zustand", "actif", "activo", "attivo", "ativo", "actief", "aktywny",
	},
	Note: {"note", "notes", "notiz", "bemerkung", "bemerkungen", "comment", "comments", "kommentar", "remarks"},
	Expires: {
		"accountexpires", "accountexpireson", "accountexpirationdate", "expires", "expirationdate", "validuntil",
		"ablaufdatum", "gultigbis",
	},
	Password: {
		"password", "initialpassword", "passwordprofile", "passwort", "kennwort", "userpassword", "motdepasse", "contrasena",
	},
	PasswordHash: {
		"passwordhash", "hash", "userpass", "userpassword", "hashedpassword", "credentials0secretdatavalue", "passworthash",
	},
	MustChange: {"changepasswordatnextsignin", "mustchangepassword", "requiredactions", "passwordexpired"},
	ID:         {"rosterid"},
}

// plain returns a heading in small letters and digits only, without accents.
func plain(heading string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(heading)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// namesOf returns the names that a heading may give a column. Products add notes to it, as in "First Name [Required]"
// and "User name [userPrincipalName] Required".
func namesOf(heading string) []string {
	names := []string{plain(heading)}
	for _, brackets := range []string{"[]", "()"} {
		before, rest, found := strings.Cut(heading, brackets[:1])
		if inside, after, closed := strings.Cut(rest, brackets[1:]); found && closed {
			names = append(names, plain(before), plain(before+" "+after), plain(inside))
		}
	}
	return names
}

// Guess returns what the headings and the values of a table suggest. Passwords and hashes are never taken without being
// asked for.
func Guess(t *sheet.Table) Mapping {
	m := Mapping{Columns: map[Field]int{}}
	taken := map[int]bool{}
	for _, f := range Fields() {
		if f == Password || f == PasswordHash {
			continue
		}
		if column, found := Column(t, f, taken); found {
			m.Columns[f] = column
			taken[column] = true
		}
	}
	if m.Has(FirstName) || m.Has(LastName) {
		delete(m.Columns, FullName)
	}
	if !m.Has(Email) {
		if column, found := addresses(t, m.Columns); found {
			m.Columns[Email] = column
		}
	}
	name, named := m.Columns[UserName]
	switch {
	case !named:
		m.NameFromEmail = m.Has(Email)
	case !m.Has(Email) && mostlyAddresses(t, name):
		m.EmailFromName = true
	}
	m.Meanings(t.Headings, m.Values(t))
	return m
}

// Column returns the column whose heading says that it has a field, and is not taken.
func Column(t *sheet.Table, f Field, taken map[int]bool) (column int, found bool) {
	best := len(headings[f])
	for i, h := range t.Headings {
		if taken[i] {
			continue
		}
		for _, name := range namesOf(h) {
			if at := slices.Index(headings[f], name); at >= 0 && at < best {
				best, column, found = at, i, true
			}
		}
	}
	return column, found
}

// addresses returns the column, other than the user name's, that has email addresses.
func addresses(t *sheet.Table, of map[Field]int) (column int, found bool) {
	for i := range t.Headings {
		if name, named := of[UserName]; (!named || name != i) && mostlyAddresses(t, i) {
			return i, true
		}
	}
	return 0, false
}

// mostlyAddresses reports whether more than half of the rows have something like an email address in a column.
func mostlyAddresses(t *sheet.Table, column int) bool {
	n := 0
	for _, row := range t.Rows {
		local, domain, found := strings.Cut(strings.TrimSpace(row.Cells[column]), "@")
		if found && local != "" && strings.Contains(domain, ".") {
			n++
		}
	}
	return n*2 > len(t.Rows)
}

// positive and negative are words for being able to sign in and not, and affirmative and denying those for yes and no.
var (
	positive = []string{
		"enabled", "active", "aktiv", "aktiviert", "activated", "actif", "activo", "attivo", "ativo", "aktywny",
	}
	negative = []string{
		"disabled", "inactive", "inaktiv", "deaktiviert", "suspended", "blocked", "blocksignin", "locked", "accountlocked",
		"pwdaccountlockedtime", "gesperrt", "archived", "deleted", "inactif", "inactivo",
	}
	affirmative = []string{
		"true", "yes", "y", "1", "on", "x", "wahr", "ja", "j", "oui", "vrai", "si", "verdadero", "sim", "verdadeiro", "vero",
		"tak", "prawda", "ano", "да", "истина", "evet", "kylla", "waar", "sant",
	}
	denying = []string{
		"false", "no", "n", "0", "off", "falsch", "nein", "non", "faux", "falso", "nao", "nie", "falsz", "ne", "нет", "ложь",
		"hayir", "ei", "nee", "onwaar", "nej", "falskt",
	}
)

// statusOf returns the status that a value means under a heading, or 0.
func statusOf(heading, value string) identity.Status {
	names, text := namesOf(heading), plain(value)
	inverted := slices.ContainsFunc(names, func(n string) bool { return slices.Contains(negative, n) })
	locked := slices.Contains(names, "pwdaccountlockedtime")
	switch {
	case text == "nopassword": // of Roster's own export: enabled, as far as the status goes
		return identity.Enabled
	case slices.Contains(positive, text):
		return identity.Enabled
	case slices.Contains(negative, text), locked:
		return identity.Disabled
	case slices.Contains(affirmative, text) && inverted, slices.Contains(denying, text) && !inverted:
		return identity.Disabled
	case slices.Contains(affirmative, text), slices.Contains(denying, text):
		return identity.Enabled
	}
	return 0
}

// Meanings gives the values of the columns of roles and statuses, see [Mapping.Values], the meanings that are certain,
// and keeps those that a person has given.
func (m *Mapping) Meanings(headings []string, values map[Field][]Value) {
	roles, statuses := m.Roles, m.Statuses
	m.Roles, m.Statuses = map[string]identity.Role{}, map[string]identity.Status{}
	for _, v := range values[Role] {
		if role, known := roles[v.Text]; known {
			m.Roles[v.Text] = role
		} else if role := roleOf(v); role != 0 {
			m.Roles[v.Text] = role
		}
	}
	for _, v := range values[Status] {
		if status, known := statuses[v.Text]; known {
			m.Statuses[v.Text] = status
		} else if status := statusOf(headings[m.Columns[Status]], v.Text); status != 0 {
			m.Statuses[v.Text] = status
		}
	}
}

// roleOf returns the role that a value names. None but the lowest is ever guessed from a name, which can mean something
// else elsewhere: only rows that Roster has written, which have ids, mean Roster's roles.
func roleOf(v Value) identity.Role {
	for _, r := range identity.Roles() {
		if strings.EqualFold(v.Text, r.String()) && (!v.New || r == identity.LedgerManager) {
			return r
		}
	}
	return 0
}

// Read reads a source as it is recognised, but for an encoding unless that is "", and the row with the headings unless
// that is negative. Of the lists in JSON, it takes the one whose names suggest people. It fails with a [sheet.Error].
func Read(s *sheet.Source, encoding sheet.Encoding, heading int) (how sheet.Reading, t *sheet.Table, err error) {
	if how, err = s.Recognise(); err == nil && encoding != "" {
		how, err = s.Refine(sheet.Reading{Encoding: encoding})
	}
	if err != nil {
		return how, nil, err
	}
	if heading >= 0 {
		how.Heading = heading
	}
	how.List = PickList(how.Lists, how.List)
	t, err = s.Table(how)
	return how, t, err
}

// PickList returns the index of the list whose objects look most like people, or else the largest one.
func PickList(lists []sheet.List, largest int) int {
	for i, l := range lists {
		known := 0
		for _, f := range []Field{UserName, Email, FirstName, LastName, FullName} {
			if slices.ContainsFunc(l.Names, func(name string) bool { return slices.Contains(headings[f], plain(name)) }) {
				known++
			}
		}
		if known >= 2 {
			return i
		}
	}
	return largest
}
