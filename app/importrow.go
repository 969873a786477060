package app

import (
	"cmp"
	"slices"

	"roster/app/access"
	"roster/app/mapping"
	"roster/app/password"
	"roster/identity"
)

// planner finds out what an import does, in one transaction.
type planner struct {
	*authorized
	plan    *ImportPlan
	least   int                        // characters of a password
	holders map[string]int64           // the users who have the keys of the rows
	now     map[int64]identity.Account // the users whom the rows are about, or whose names they want
	sharing map[string][]int           // the rows with a key
	about   map[int64][]int            // the rows about a user
	confirm bool                       // a row needs a confirmation
}

// row finds out what a row does.
func (f *planner) row(i int) ImportRow {
	c := &f.plan.ready[i]
	row := ImportRow{Person: c.person}
	id, wrong := f.match(c)
	row.User = f.now[id].User
	row.fail(wrong)
	for _, why := range c.wrong {
		row.fail(why)
	}
	if wrong == nil { // otherwise it is not known whom it is about
		f.decide(i, c, &row)
	}
	row.User = withoutOwnNote(row.User, f.actor.User.ID)
	return row
}

// match finds out which user a row is about, and returns 0 if there is none. A name or an address that was made from
// the other does not say who somebody is.
func (f *planner) match(c *candidate) (id int64, wrong error) {
	name, email := f.holders[c.nameKey], f.holders[c.emailKey]
	if c.person.Derived == mapping.UserName {
		name = email
	}
	if c.person.Derived == mapping.Email {
		email = name
	}
	switch {
	case c.person.ID != 0:
		if id = f.now[c.person.ID].User.ID; id == 0 {
			wrong = &RowError{Kind: RowNoUser}
		}
		return id, wrong
	case name != 0 && email != 0 && name != email:
		return 0, &RowError{Kind: RowTwoUsers, Users: []identity.User{f.user(name), f.user(email)}}
	}
	return f.now[cmp.Or(name, email)].User.ID, nil
}

// user returns a user whom a row is about, for display.
func (f *planner) user(id int64) identity.User {
	return withoutOwnNote(f.now[id].User, f.actor.User.ID)
}

// decide finds out what a row does.
func (f *planner) decide(i int, c *candidate, row *ImportRow) {
	f.checkDuplicates(i, c, row)
	before := f.now[row.User.ID]
	if row.User.ID != 0 && row.Result != RowRefused {
		switch f.plan.of.Matching {
		case MatchLeave:
			row.Result = RowLeft
			return
		case MatchRefuse:
			row.fail(&RowError{Kind: RowExists, Users: []identity.User{f.user(row.User.ID)}})
			return
		}
	}
	to := f.changed(c, before)
	if c.nameWrong != nil && (row.User.ID == 0 || c.person.Name != before.User.Name) {
		row.fail(identity.CollectMistakes(c.nameWrong))
	}
	f.checkTaken(c, row)
	f.checkPassword(c, row, to)
	row.fail(identity.CollectMistakes(CheckExpires(to.Expires, before.User, f.Now())))
	if row.User.ID == 0 {
		row.fail(lacks(c.person))
	}
	row.ops = f.operations(c, row, to)
	f.ask(row, to)
	switch {
	case row.Result == RowRefused:
		row.ops = nil
	case len(row.ops) == 0:
		row.Result = RowUnchanged
	case row.User.ID == 0:
		row.Result = RowNew
	default:
		row.Result = RowChanged
	}
	if row.Result == RowNew || row.Result == RowChanged {
		row.note, row.To = to.Note, valuesOf(withoutOwnNote(to, f.actor.User.ID))
	}
}

// lacks returns the mistakes of a new user without a name or an address.
func lacks(p *mapping.Person) error {
	var wrong []error
	if p.Name == "" {
		wrong = append(wrong, identity.Mistake{Field: identity.FieldName, Rule: identity.RuleRequired})
	}
	if p.Email == "" {
		wrong = append(wrong, identity.Mistake{Field: identity.FieldEmail, Rule: identity.RuleRequired})
	}
	return identity.CollectMistakes(wrong...)
}

// checkDuplicates refuses a row that has something in common with another one.
func (f *planner) checkDuplicates(i int, c *candidate, row *ImportRow) {
	others := func(rows []int) (lines []int) { // which may be the same line, in JSON
		for _, other := range rows {
			if other != i && len(lines) < mostLines {
				lines = append(lines, f.plan.ready[other].person.Line)
			}
		}
		return lines
	}
	for _, of := range []struct {
		field identity.Field
		key   string
	}{{identity.FieldName, c.nameKey}, {identity.FieldEmail, c.emailKey}} {
		if other := others(f.sharing[of.key]); of.key != "" && len(other) > 0 {
			row.fail(&RowError{Kind: RowDuplicate, Field: of.field, Lines: other})
		}
	}
	if other := others(f.about[row.User.ID]); row.User.ID != 0 && len(other) > 0 && len(row.Why) == 0 {
		row.fail(&RowError{Kind: RowDuplicate, Lines: other, Users: []identity.User{f.user(row.User.ID)}})
	}
}

// checkTaken refuses a row that wants what another user has.
func (f *planner) checkTaken(c *candidate, row *ImportRow) {
	if row.Result == RowRefused {
		return
	}
	for _, of := range []struct {
		field identity.Field
		key   string
	}{{identity.FieldName, c.nameKey}, {identity.FieldEmail, c.emailKey}} {
		holder := f.holders[of.key]
		if of.key == "" || holder == 0 || holder == row.User.ID || row.User.ID != 0 && f.isDerived(c, of.field) {
			continue
		}
		kind := RowTaken
		if len(f.about[holder]) > 0 {
			kind = RowSwapped
		}
		row.fail(&RowError{Kind: kind, Field: of.field, Users: []identity.User{f.user(holder)}})
	}
}

func (f *planner) isDerived(c *candidate, field identity.Field) bool {
	return c.person.Derived == mapping.UserName && field == identity.FieldName ||
		c.person.Derived == mapping.Email && field == identity.FieldEmail
}

// changed returns the user with what the row has.
func (f *planner) changed(c *candidate, before identity.Account) identity.User {
	u, row := before.User, c.user
	isNew := u.ID == 0
	set := func(field *string, to string, empty bool) {
		if to != "" || empty {
			*field = to
		}
	}
	if isNew || !f.isDerived(c, identity.FieldName) {
		set(&u.Name, row.Name, false)
	}
	if isNew || !f.isDerived(c, identity.FieldEmail) {
		set(&u.Email, row.Email, false)
	}
	set(&u.FirstName, row.FirstName, slices.Contains(f.plan.of.Empties, mapping.FirstName))
	set(&u.LastName, row.LastName, slices.Contains(f.plan.of.Empties, mapping.LastName))
	set(&u.Note, row.Note, false)
	if row.Role != 0 {
		u.Role = row.Role
	} else if isNew {
		u.Role = f.plan.of.Role
	}
	if row.Expires != 0 || c.person.Never {
		u.Expires = row.Expires
	}
	status := row.Status
	if isNew {
		if status == 0 {
			status = identity.Enabled
		}
		if status == identity.Enabled && !f.getsPassword(c, before) {
			status = identity.NoPassword
		}
		u.Status = status
		return u
	}
	if status != 0 {
		u.Status = withCredential(status, before.Credential)
	}
	if f.getsPassword(c, before) && u.Status == identity.NoPassword {
		u.Status = identity.Enabled
	}
	return u
}

// getsPassword reports whether a row gives its user a password.
func (f *planner) getsPassword(c *candidate, before identity.Account) bool {
	isNew := before.User.ID == 0
	switch f.plan.of.Passwords {
	case StartPasswords:
		return isNew
	case OwnPasswords:
		return c.person.Password != "" && (isNew || f.plan.of.Replace)
	case ImportedHashes:
		return c.hash != "" && (isNew || f.plan.of.Replace && c.hash != before.Credential.Hash)
	}
	return false
}

// checkPassword refuses a row whose password the rules do not allow.
func (f *planner) checkPassword(c *candidate, row *ImportRow, to identity.User) {
	row.password = f.getsPassword(c, f.now[row.User.ID])
	switch {
	case f.plan.of.Passwords == ImportedHashes && row.password:
		row.hash = c.hash
	case f.plan.of.Passwords == ImportedHashes && (row.User.ID == 0 || f.plan.of.Replace):
		row.NoHash = c.noHash
	case row.password && f.plan.of.Passwords == OwnPasswords:
		_, err := password.Check(c.person.Password, to, f.least)
		row.fail(identity.CollectMistakes(err))
	}
}

// operations returns the operations that make a row's user as in to.
func (f *planner) operations(c *candidate, row *ImportRow, to identity.User) (ops []access.Operation) {
	was := row.User
	if was.ID == 0 {
		return []access.Operation{access.ImportUser}
	}
	ops = operationsBetween(was, to)
	// Whether one's own note stays the same would say what it is.
	if was.ID == f.actor.User.ID && c.user.Note != "" && to.Note == was.Note {
		ops = append(ops, access.ChangeNote)
	}
	if row.password {
		ops = append(ops, access.SetPassword)
	}
	return ops
}

// ask asks the gate about a row: about creating a user, or about each operation on one.
func (f *planner) ask(row *ImportRow, to identity.User) {
	a := f.to(f.now[row.User.ID], access.ImportUser)
	for _, op := range row.ops {
		var grant identity.Role
		if op == access.ImportUser || op == access.ChangeRole {
			grant = to.Role
		}
		if err := notConfirm(a.require(op, grant)); err != nil {
			row.fail(err)
		}
		f.confirm = f.confirm || row.Result != RowRefused && a.decide(op, grant).Verdict == access.ConfirmFirst
	}
}
