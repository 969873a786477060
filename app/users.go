package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// Page is a page of the users that a query finds.
type Page struct {
	Users   []identity.User
	State   int64 // of what the query finds; see [Session.Select]
	Matched int   // the number of users that the query finds
	All     int   // the number of users

	// Credentials are those of the users, by their ids and without the hashes; nil unless they were asked for.
	Credentials map[int64]identity.Credential
}

// Find returns at most limit of the users that q finds, starting at position from, where the first is 0. limit must be
// at least 1. Beyond the last user the page is empty.
func (s *Session) Find(ctx context.Context, q identity.Query, from, limit int) (p Page, err error) {
	return s.find(ctx, q, from, limit, false)
}

// FindAccounts is Find, with the users' credentials.
func (s *Session) FindAccounts(ctx context.Context, q identity.Query, from, limit int) (p Page, err error) {
	return s.find(ctx, q, from, limit, true)
}

func (s *Session) find(
	ctx context.Context, q identity.Query, from, limit int, credentials bool,
) (p Page, err error) {
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		if p.Users, err = a.Users(q, from, limit); err != nil {
			return err
		}
		if p.Matched, err = a.CountUsers(q); err != nil {
			return err
		}
		for i, u := range p.Users {
			p.Users[i] = withoutOwnNote(u, a.actor.User.ID)
		}
		if p.All, err = a.CountUsers(identity.Query{}); err != nil {
			return err
		}
		if credentials {
			ids := make([]int64, len(p.Users))
			for i, u := range p.Users {
				ids[i] = u.ID
			}
			p.Credentials = make(map[int64]identity.Credential, len(ids))
			err := a.eachWithoutHash(ids, func(account identity.Account) {
				p.Credentials[account.User.ID] = account.Credential
			})
			if err != nil {
				return err
			}
		}
		p.State, err = a.State(q)
		return err
	})
	return p, err
}

// Accounts returns those of the selected users who exist, in their order, and their credentials without the hashes.
func (s *Session) Accounts(ctx context.Context, selected Selection) (accounts []identity.Account, err error) {
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		accounts = make([]identity.Account, 0, selected.Count())
		return a.eachWithoutHash(selected.ids, func(account identity.Account) {
			account.User = withoutOwnNote(account.User, a.actor.User.ID)
			accounts = append(accounts, account)
		})
	})
	return accounts, err
}

// eachWithoutHash calls each for those of the users with these ids who exist, in their order.
func (a *authorized) eachWithoutHash(ids []int64, each func(identity.Account)) error {
	return a.AccountsWithIDs(ids, func(account identity.Account) error {
		account.Credential.Hash = ""
		each(account)
		return nil
	})
}

// DamagedUsers returns the users whose records are damaged, but not more than 100 of them, and how many there are
// besides. known is false while the file is still being checked.
func (s *Session) DamagedUsers(ctx context.Context) (users []identity.User, besides int, known bool, err error) {
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		users, besides, known, err = a.Tx.DamagedUsers() // not the actor, who could not be one
		return err
	})
	return users, besides, known, err
}

// NewSearch returns a search that marks the parts of many texts that match a search text.
func NewSearch(text string) fold.Search { return fold.NewSearch(text) }

// Positions returns the positions of the users with these ids in q's order, from 0; -1 for users that q does not find.
func (s *Session) Positions(ctx context.Context, q identity.Query, ids ...int64) (positions []int, err error) {
	positions = make([]int, len(ids))
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		for n, id := range ids {
			switch positions[n], err = a.Position(q, id); {
			case errors.Is(err, data.ErrNotFound):
				positions[n] = -1
			case err != nil:
				return err
			}
		}
		return nil
	})
	return positions, err
}

// User returns the user with that id. It fails with ErrNoUser.
func (s *Session) User(ctx context.Context, id int64) (u identity.User, err error) {
	err = s.read(ctx, request{op: access.SeeUser, target: id}, func(a *authorized) error {
		u = withoutOwnNote(a.target.User, a.actor.User.ID)
		return nil
	})
	return u, err
}

// UserNamed returns the user with that name or email address, regardless of case and Unicode form. It fails with
// ErrNoUser.
func (s *Session) UserNamed(ctx context.Context, name string) (u identity.User, err error) {
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		account, err := accountNamed(a.Tx, name)
		u = withoutOwnNote(account.User, a.actor.User.ID)
		return orNotFound(err, ErrNoUser)
	})
	return u, err
}

// Grantable returns the roles that the user may give to a new user, highest rank first.
func (s *Session) Grantable() []identity.Role {
	return slices.DeleteFunc(identity.Roles(), func(r identity.Role) bool {
		return s.May(access.CreateUser, identity.User{}, r).Verdict == access.Refused
	})
}

// NewUser is a user to be created.
type NewUser struct {
	Name       string
	Email      string
	FirstName  string // may be empty
	LastName   string // may be empty
	Role       identity.Role
	Password   string
	MustChange bool // at the next sign-in
	// Generated is what was generated last. If that is the password and must be changed, it expires after 72 hours.
	Generated  password.Generated
	NoPassword bool // they cannot sign in until they are given one. Password must then be empty
}

// asTyped returns the user as entered, unchecked.
func (n NewUser) asTyped() identity.User {
	return identity.User{Name: n.Name, Email: n.Email, FirstName: n.FirstName, LastName: n.LastName}
}

// check returns n as it will be stored, and its password in normal form, which must have at least least characters.
func (n NewUser) check(least int) (identity.User, string, error) {
	name, err1 := CheckUserName(n.Name)
	email, err2 := CheckEmail(n.Email)
	first, err3 := CheckPersonName(identity.FieldFirstName, n.FirstName)
	last, err4 := CheckPersonName(identity.FieldLastName, n.LastName)
	status := identity.NoPassword
	var plain string
	var err5 error
	switch {
	case !n.NoPassword:
		status = identity.Enabled
		plain, err5 = password.Check(n.Password, n.asTyped(), least)
	case n.Password != "": // it would be lost
		err5 = identity.Mistake{Field: identity.FieldPassword, Rule: identity.RuleUnknown}
	}
	err := identity.CollectMistakes(err1, err2, err3, err4, err5, checkRole(n.Role))
	return identity.User{
		Name: name, Email: email, FirstName: first, LastName: last, Role: n.Role, Status: status,
	}, plain, err
}

func checkRole(r identity.Role) error {
	if !r.Valid() {
		return identity.Mistake{Field: identity.FieldRole, Rule: identity.RuleUnknown}
	}
	return nil
}

// CreateUser adds a user. It fails with [identity.Mistakes].
func (s *Session) CreateUser(ctx context.Context, n NewUser) (created identity.User, err error) {
	rules, err := s.rules(ctx)
	if err != nil {
		return identity.User{}, err
	}
	u, plain, err := n.check(rules.MinPassword)
	if err != nil {
		return identity.User{}, err
	}
	r := request{op: access.CreateUser, grant: u.Role}
	// Also decided here, so that a refusal does not wait for a hash.
	if err := s.read(ctx, r, func(*authorized) error { return nil }); err != nil {
		return identity.User{}, err
	}
	hash := ""
	if !n.NoPassword {
		if hash, err = s.service.hashPassword(ctx, plain); err != nil {
			return identity.User{}, err
		}
	}
	err = s.write(ctx, r, func(a *authorized) (effect, error) {
		if created, err = a.InsertUser(u); err != nil {
			return 0, uniqueMistake(err)
		}
		if n.NoPassword {
			a.setTarget(identity.Account{User: created})
			return changed, nil
		}
		c := identity.Credential{UserID: created.ID, Hash: hash, MustChange: n.MustChange}
		if n.MustChange && n.Generated.Is(n.Password) {
			c.Expires = a.Now().Add(GeneratedExpiry)
		}
		c, err := a.SetCredential(c)
		a.setTarget(identity.Account{User: created, Credential: c})
		return changed, err
	})
	return created, err
}

// GeneratedExpiry is how long a generated password that must be changed is valid.
const GeneratedExpiry = 72 * time.Hour

// Details are what *Edit details* changes.
type Details struct {
	Name      string
	FirstName string
	LastName  string
	Note      string        // as in seen if it is to stay; users see no note about themselves
	Expires   identity.Date // the last day on which the user may sign in; 0 if there is none
}

// EditUser changes the details of seen, a user as the caller has read them. It fails with [identity.Mistakes], with
// ErrNoUser, and with a [StaleError] if someone else has changed the user.
func (s *Session) EditUser(ctx context.Context, seen identity.User, d Details) (identity.User, error) {
	name, nameErr := CheckUserName(d.Name)
	err1 := nameErr
	if d.Name == seen.Name { // a name that is older than a rule stays valid
		name, err1 = d.Name, nil
	}
	first, err2 := CheckPersonName(identity.FieldFirstName, d.FirstName)
	last, err3 := CheckPersonName(identity.FieldLastName, d.LastName)
	note, err4 := CheckNote(d.Note)
	if d.Note == seen.Note {
		note, err4 = d.Note, nil
	}
	if err := identity.CollectMistakes(err1, err2, err3, err4, CheckExpires(d.Expires, seen, s.now())); err != nil {
		return identity.User{}, err
	}
	return s.change(ctx, request{op: access.EditNames}, seen, func(a *authorized, u *identity.User) error {
		var ops []access.Operation // what changes besides first and last names
		if name != u.Name {
			ops = append(ops, access.RenameUser)
		}
		if d.Note != seen.Note && note != u.Note {
			ops = append(ops, access.ChangeNote)
			u.Note = note
		}
		if d.Expires != u.Expires {
			ops = append(ops, access.ChangeExpiry)
		}
		for _, op := range ops {
			if err := a.require(op, 0); err != nil {
				return err
			}
		}
		err := CheckExpires(d.Expires, *u, a.Now())
		if name != u.Name {
			err = identity.CollectMistakes(nameErr, err) // seen.Name is not the stored name
		}
		if err != nil {
			return identity.CollectMistakes(err)
		}
		if len(ops) == 1 && first == u.FirstName && last == u.LastName {
			a.entry.operation = ops[0]
		}
		u.Name, u.FirstName, u.LastName, u.Expires = name, first, last, d.Expires
		return nil
	})
}

// CheckExpires returns the [identity.Mistake] in the day on which the account of u is to expire, or nil. A day that has
// passed is one, unless it stays the same.
func CheckExpires(d identity.Date, u identity.User, now time.Time) error {
	wrong := mistakeIn(identity.FieldExpires)
	switch {
	case d == u.Expires:
		return nil
	case d < 0, d > identity.LastDate:
		return wrong(identity.RuleDate, "", 0)
	case d != 0 && d < identity.DateOf(now):
		return wrong(identity.RulePast, "", 0)
	}
	return nil
}

// ChangeEmail gives seen another email address. The errors are those of EditUser.
func (s *Session) ChangeEmail(ctx context.Context, seen identity.User, email string) (identity.User, error) {
	email, err := CheckEmail(email)
	if err := identity.CollectMistakes(err); err != nil {
		return identity.User{}, err
	}
	return s.change(ctx, request{op: access.ChangeEmail}, seen, func(_ *authorized, u *identity.User) error {
		if u.Email == email {
			return identity.Mistakes{{Field: identity.FieldEmail, Rule: identity.RuleSame}}
		}
		u.Email = email
		return nil
	})
}

// ChangeRole gives seen another role. The errors are those of EditUser.
func (s *Session) ChangeRole(ctx context.Context, seen identity.User, role identity.Role) (identity.User, error) {
	if err := identity.CollectMistakes(checkRole(role)); err != nil {
		return identity.User{}, err
	}
	return s.change(ctx, request{op: access.ChangeRole, grant: role}, seen, func(_ *authorized, u *identity.User) error {
		u.Role = role
		return nil
	})
}

// DisableUser signs seen out everywhere and prevents them from signing in. The errors are those of EditUser.
func (s *Session) DisableUser(ctx context.Context, seen identity.User) (identity.User, error) {
	return s.setStatus(ctx, access.DisableUser, seen, identity.Disabled)
}

// EnableUser lets seen sign in again, if they have a password. The errors are those of EditUser.
func (s *Session) EnableUser(ctx context.Context, seen identity.User) (identity.User, error) {
	return s.setStatus(ctx, access.EnableUser, seen, identity.Enabled)
}

func (s *Session) setStatus(
	ctx context.Context, op access.Operation, seen identity.User, status identity.Status,
) (identity.User, error) {
	return s.change(ctx, request{op: op}, seen, func(a *authorized, u *identity.User) error {
		u.Status = withCredential(status, a.target.Credential)
		return nil
	})
}

// change authorizes a request about seen, and stores the user as edit changes them.
func (s *Session) change(
	ctx context.Context, r request, seen identity.User, edit func(*authorized, *identity.User) error,
) (stored identity.User, err error) {
	r.target, r.seen = seen.ID, seen.Version
	if seen.ID == 0 {
		return identity.User{}, ErrNoUser
	}
	err = s.write(ctx, r, func(a *authorized) (did effect, err error) {
		u := a.target.User
		if err := edit(a, &u); err != nil {
			return 0, err
		}
		did, err = a.update(u)
		stored = withoutOwnNote(a.target.User, a.actor.User.ID)
		return did, err
	})
	if err != nil {
		return identity.User{}, err
	}
	return stored, nil
}

// DeleteUser permanently deletes seen. Their journal entries remain, but no longer name them. erased is false if their
// names and their password hash are still in the file, or in the WAL beside it, because another program was reading it;
// [Service.EraseDeleted] tries again. The errors are those of EditUser.
func (s *Session) DeleteUser(ctx context.Context, seen identity.User) (erased bool, err error) {
	if seen.ID == 0 {
		return false, ErrNoUser
	}
	r := request{op: access.DeleteUser, target: seen.ID, seen: seen.Version}
	if err := s.write(ctx, r, (*authorized).delete); err != nil {
		return false, err
	}
	return s.service.erase(ctx), nil
}

// delete deletes the target.
func (a *authorized) delete() (effect, error) {
	deleted := a.target.User
	a.setTarget(identity.Account{})
	return changed, a.Tx.DeleteUser(deleted.ID, deleted.Version)
}
