package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"roster/data"
)

// generatedLasts is how long a generated password is good for, unless it is changed.
const generatedLasts = 72 * time.Hour

// Page is a stretch of the users that a query asks for.
type Page struct {
	Users   []User
	Matched int // users that the query asks for
	All     int // users there are
}

// Find returns at most limit of the users that q asks for, 1 or more, from the given place of its order, the first
// being 0. Past the last there are none.
func (s *Session) Find(ctx context.Context, q Query, from, limit int) (p Page, err error) {
	err = s.see(ctx, order{op: FindUsers}, func(sc *scene) error {
		if p.Users, err = sc.Users(q, from, limit); err != nil {
			return err
		}
		if p.Matched, err = sc.CountUsers(q); err != nil {
			return err
		}
		p.All, err = sc.CountUsers(Query{})
		return err
	})
	return p, err
}

// Places tells at which places of q's order the users of these ids stand, from 0; -1 for those whom q leaves out.
func (s *Session) Places(ctx context.Context, q Query, ids ...int64) (places []int, err error) {
	places = make([]int, len(ids))
	err = s.see(ctx, order{op: FindUsers}, func(sc *scene) error {
		for n, id := range ids {
			switch places[n], err = sc.Place(q, id); {
			case errors.Is(err, data.ErrNotFound):
				places[n] = -1
			case err != nil:
				return err
			}
		}
		return nil
	})
	return places, err
}

// User returns the user of that id as they are now. It fails with ErrNoUser.
func (s *Session) User(ctx context.Context, id int64) (u User, err error) {
	err = s.see(ctx, order{op: SeeUser, target: id}, func(sc *scene) error {
		u = sc.target
		return nil
	})
	return u, err
}

// UserNamed returns the user of that name, however it is written. It fails with ErrNoUser.
func (s *Session) UserNamed(ctx context.Context, name string) (u User, err error) {
	err = s.see(ctx, order{op: FindUsers}, func(sc *scene) error {
		u, err = sc.UserByName(data.Key(strings.TrimSpace(name)))
		return gone(err, ErrNoUser)
	})
	return u, err
}

// Grantable lists the roles that the person may give to a new user, highest rank first.
func (s *Session) Grantable() []Role {
	return slices.DeleteFunc(Roles(), func(r Role) bool { return s.May(CreateUser, User{}, r).Verdict == Refused })
}

// NewUser is a user to be created.
type NewUser struct {
	Name       string
	Email      string
	FirstName  string // may be empty
	LastName   string // may be empty
	Role       Role
	Password   string
	Generated  bool // the password was made by [GeneratePassword]: if it must be changed, it expires after 72 hours
	MustChange bool // at the next sign-in
}

// asTyped is the user as n says them, before anything is checked.
func (n NewUser) asTyped() User {
	return User{Name: n.Name, Email: n.Email, FirstName: n.FirstName, LastName: n.LastName}
}

// check returns n as it will be kept, and its password, which has least characters or more, in normal form.
func (n NewUser) check(least int) (User, string, error) {
	name, err1 := CheckUserName(n.Name)
	email, err2 := CheckEmail(n.Email)
	first, err3 := CheckPersonName(FieldFirstName, n.FirstName)
	last, err4 := CheckPersonName(FieldLastName, n.LastName)
	password, err5 := CheckPassword(n.Password, n.asTyped(), least)
	err := collect(err1, err2, err3, err4, err5, checkRole(n.Role))
	return User{
		Name: name, Email: email, FirstName: first, LastName: last, Role: n.Role, Status: Enabled,
	}, password, err
}

func checkRole(r Role) error {
	if !slices.Contains(Roles(), r) {
		return Mistake{Field: FieldRole, Rule: RuleUnknown}
	}
	return nil
}

// CreateUser adds a user. It fails with [Mistakes].
func (s *Session) CreateUser(ctx context.Context, n NewUser) (created User, err error) {
	rules, err := s.rules(ctx)
	if err != nil {
		return User{}, err
	}
	u, password, err := n.check(rules.MinPassword)
	if err != nil {
		return User{}, err
	}
	o := order{op: CreateUser, grant: u.Role}
	// Asked here too, so that nobody who may not waits for a hash.
	if err := s.see(ctx, o, func(*scene) error { return nil }); err != nil {
		return User{}, err
	}
	hash, err := s.service.sum(ctx, password)
	if err != nil {
		return User{}, err
	}
	err = s.do(ctx, o, func(sc *scene) error {
		if err := sc.taken(u); err != nil {
			return err
		}
		if created, err = sc.InsertUser(u); err != nil {
			return err
		}
		c := data.Credential{UserID: created.ID, Hash: hash, MustChange: n.MustChange}
		if n.Generated && n.MustChange {
			c.Expires = sc.Now().Add(generatedLasts)
		}
		sc.entry = sc.entry.changing(User{}, created)
		return setCredential(sc.Tx, &sc.entry, c)
	})
	return created, err
}

// Details are what *Edit details* changes.
type Details struct {
	Name      string
	FirstName string
	LastName  string
}

// EditUser changes the details of seen, a user as the caller knows them. It fails with [Mistakes], with
// ErrNoUser, and with a [StaleError] if somebody else has changed the user.
func (s *Session) EditUser(ctx context.Context, seen User, d Details) (User, error) {
	name, nameErr := CheckUserName(d.Name)
	err1 := nameErr
	if d.Name == seen.Name { // a name from before a rule stays good
		name, err1 = d.Name, nil
	}
	first, err2 := CheckPersonName(FieldFirstName, d.FirstName)
	last, err3 := CheckPersonName(FieldLastName, d.LastName)
	if err := collect(err1, err2, err3); err != nil {
		return User{}, err
	}
	return s.change(ctx, order{op: EditNames}, seen, func(sc *scene, u *User) error {
		if name != u.Name {
			if err := sc.require(RenameUser, 0); err != nil {
				return err
			}
			if err := collect(nameErr); err != nil { // it is not the name from before, whatever the caller says
				return err
			}
			if first == u.FirstName && last == u.LastName {
				sc.entry.operation = RenameUser
			}
		}
		u.Name, u.FirstName, u.LastName = name, first, last
		return nil
	})
}

// ChangeEmail gives seen another email address. The errors are those of EditUser.
func (s *Session) ChangeEmail(ctx context.Context, seen User, email string) (User, error) {
	email, err := CheckEmail(email)
	if err := collect(err); err != nil {
		return User{}, err
	}
	return s.change(ctx, order{op: ChangeEmail}, seen, func(_ *scene, u *User) error {
		if u.Email == email {
			return Mistakes{{Field: FieldEmail, Rule: RuleSame}}
		}
		u.Email = email
		return nil
	})
}

// ChangeRole gives seen another role. The errors are those of EditUser.
func (s *Session) ChangeRole(ctx context.Context, seen User, role Role) (User, error) {
	if err := collect(checkRole(role)); err != nil {
		return User{}, err
	}
	return s.change(ctx, order{op: ChangeRole, grant: role}, seen, func(_ *scene, u *User) error {
		u.Role = role
		return nil
	})
}

// DisableUser refuses seen from now on, in windows already open too. The errors are those of EditUser.
func (s *Session) DisableUser(ctx context.Context, seen User) (User, error) {
	return s.change(ctx, order{op: DisableUser}, seen, func(_ *scene, u *User) error {
		u.Status = Disabled
		return nil
	})
}

// EnableUser lets seen sign in again. The errors are those of EditUser.
func (s *Session) EnableUser(ctx context.Context, seen User) (User, error) {
	return s.change(ctx, order{op: EnableUser}, seen, func(_ *scene, u *User) error {
		u.Status = Enabled
		return nil
	})
}

// change passes the gate with o on seen and writes what edit makes of the user.
func (s *Session) change(ctx context.Context, o order, seen User, edit func(*scene, *User) error) (changed User, err error) {
	o.target, o.seen = seen.ID, seen.Version
	if seen.ID == 0 {
		return User{}, ErrNoUser
	}
	err = s.do(ctx, o, func(sc *scene) error {
		u := sc.target
		if err := edit(sc, &u); err != nil {
			return err
		}
		if err := sc.update(u); err != nil {
			return err
		}
		changed = sc.target
		return nil
	})
	return changed, err
}

// DeleteUser removes seen for good. Their entries in the journal stay. The errors are those of EditUser.
func (s *Session) DeleteUser(ctx context.Context, seen User) error {
	if seen.ID == 0 {
		return ErrNoUser
	}
	return s.do(ctx, order{op: DeleteUser, target: seen.ID, seen: seen.Version}, func(sc *scene) error {
		sc.entry = sc.entry.changing(sc.target, User{})
		return sc.Tx.DeleteUser(sc.target.ID, sc.target.Version)
	})
}
