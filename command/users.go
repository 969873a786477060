package command

import (
	"context"
	"math"
	"strings"
	"text/tabwriter"
	"time"

	"roster/app"
	"roster/identity"
	"roster/views/message"
)

func listSpec() *spec {
	return &spec{
		name: "list", args: []string{"FILE"}, about: "Lists users.", reads: passwordLine, signsIn: true,
		options: whichOptions, codes: signedIn, run: list,
	}
}

func disableSpec() *spec {
	return &spec{
		name: "disable", args: []string{"FILE", "USER"}, reads: passwordLine, signsIn: true, codes: signedIn,
		about: "Signs a user out everywhere and keeps them from signing in.", run: changing((*app.Session).DisableUser).run,
	}
}

func enableSpec() *spec {
	return &spec{
		name: "enable", args: []string{"FILE", "USER"}, reads: passwordLine, signsIn: true, codes: signedIn,
		about: "Lets a user who was disabled sign in again.", run: changing((*app.Session).EnableUser).run,
	}
}

func roleSpec() *spec {
	return &spec{
		name: "role", args: []string{"FILE", "USER", "ROLE"}, reads: passwordLine, signsIn: true, codes: signedIn,
		about: "Gives a user another role: " + strings.Join(roles, ", ") + ".", run: changeRole,
	}
}

// listed is a user as they are printed.
type listed struct {
	ID         int64  `json:"id"`
	Name       string `json:"user_name"`
	Email      string `json:"email"`
	FirstName  string `json:"first_name"`
	LastName   string `json:"last_name"`
	Role       string `json:"role"`
	Status     string `json:"status"`
	MaySignIn  bool   `json:"may_sign_in"`     // it is enabled, and has not expired
	Expires    string `json:"account_expires"` // a day as in ISO 8601; "" if there is none
	LastSignIn string `json:"last_sign_in"`    // as in RFC 3339, in UTC; "" if never
}

func newListed(u identity.User) listed {
	l := listed{
		ID: u.ID, Name: u.Name, Email: u.Email, FirstName: u.FirstName, LastName: u.LastName, Role: u.Role.String(),
		Status: u.Status.String(), MaySignIn: app.MayUse(u, time.Now()), Expires: u.Expires.String(),
	}
	if !u.LastSignIn.IsZero() {
		l.LastSignIn = u.LastSignIn.UTC().Format("2006-01-02T15:04:05Z")
	}
	return l
}

// query returns which users the options select.
func (c *call) query() identity.Query {
	return identity.Query{
		Text: c.text(optionSearch), Role: roleOf(c.text(optionRole)), State: stateOf(c.text(optionStatus)),
	}
}

// roleOf returns the role with a name, with spaces or hyphens between its words, or 0.
func roleOf(name string) identity.Role {
	for _, r := range identity.Roles() {
		if optionValue(r.String()) == optionValue(name) {
			return r
		}
	}
	return 0
}

// statusOf is roleOf for a status.
func statusOf(name string) identity.Status {
	for _, s := range identity.Statuses() {
		if optionValue(s.String()) == optionValue(name) {
			return s
		}
	}
	return 0
}

// stateOf is roleOf for a state.
func stateOf(name string) identity.State {
	for _, s := range identity.States() {
		if optionValue(s.String()) == optionValue(name) {
			return s
		}
	}
	return 0
}

// list lists users.
func list(ctx context.Context, c *call) Code {
	var page app.Page
	err := c.withSession(ctx, func(s *session) (err error) {
		page, err = s.Find(ctx, c.query(), 0, math.MaxInt32)
		return err
	})
	if err != nil {
		return c.end(err)
	}
	if c.has(optionJSON) {
		for _, u := range page.Users {
			sayJSON(c.out, newListed(u))
		}
		return Done
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, u := range page.Users {
		Say(table, "%d\t%s\t%s\t%s\t%s\t%s\n", u.ID, u.Name, u.Email, message.FullName(u),
			message.Role(u.Role), message.AccountStatus(u, time.Now()))
	}
	table.Flush() //nolint:errcheck // out remembers
	return Done
}

// changing is a method of a session that changes a user.
type changing func(*app.Session, context.Context, identity.User) (identity.User, error)

// run changes the user whom the command names.
func (change changing) run(ctx context.Context, c *call) Code {
	var now identity.User
	err := c.withSession(ctx, func(s *session) error {
		u, err := s.UserNamed(ctx, c.args[1])
		if err != nil {
			return err
		}
		u.Version = 0 // whatever others change meanwhile, this is to be done
		return s.confirming(ctx, func() error {
			now, err = change(s.Session, ctx, u)
			c.changed = err == nil
			return err
		})
	})
	if err == nil {
		c.print(newListed(now), "%s: %s, %s", now.Name, message.Role(now.Role),
			message.AccountStatus(now, time.Now()))
	}
	return c.end(err)
}

// changeRole gives a user another role.
func changeRole(ctx context.Context, c *call) Code {
	role := roleOf(c.args[2])
	return changing(func(s *app.Session, ctx context.Context, u identity.User) (identity.User, error) {
		return s.ChangeRole(ctx, u, role)
	}).run(ctx, c)
}
