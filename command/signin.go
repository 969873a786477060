package command

import (
	"context"
	"errors"

	"roster/app"
)

func checkSpec() *spec {
	return &spec{
		name: "check", args: []string{"FILE"}, asks: true, about: "Says whether a user may sign in, and as whom.",
		reads: userLine + ", " + passwordLine, codes: []Code{No, Wait, MustChange}, run: check,
	}
}

func passwdSpec() *spec {
	return &spec{
		name: "passwd", args: []string{"FILE"}, about: "Changes a user's own password.",
		reads: userLine + ", the current password, the new one", codes: []Code{No, Wait, Refused},
		run: passwd,
	}
}

// admitted is what check prints about a user who may be let in.
type admitted struct {
	ID   int64  `json:"id"`
	Name string `json:"user_name"`
	Role string `json:"role"`
}

// check says whether a user may sign in. With --json it prints every answer, so that a caller can tell it from the exit
// status of a program in between, such as sudo.
func check(ctx context.Context, c *call) Code {
	lines, err := c.secrets(ctx)
	if err != nil {
		return c.end(err)
	}
	var checked app.Checked
	err = c.withService(ctx, func(service *app.Service) error {
		checked, err = service.Check(ctx, lines[0], lines[1])
		return err
	})
	wait, waits := errors.AsType[*app.WaitError](err)
	switch {
	case waits:
		sayJSON(c.out, map[string]int{"wait": seconds(wait)})
		return Wait
	case errors.Is(err, app.ErrSignIn), errors.Is(err, app.ErrExpired):
		c.answer("wrong")
		return No
	case err != nil:
		return c.end(err)
	case checked.MustChange:
		c.answer("must_change")
		return MustChange
	}
	u := checked.User
	sayJSON(c.out, admitted{u.ID, u.Name, u.Role.String()})
	return Done
}

// answer prints an answer that an exit status gives, with --json.
func (c *call) answer(name string) {
	if c.has(optionJSON) {
		sayJSON(c.out, map[string]bool{name: true})
	}
}

// passwd changes a user's own password.
func passwd(ctx context.Context, c *call) Code {
	lines, err := c.secrets(ctx)
	if err != nil {
		return c.end(err)
	}
	err = c.withService(ctx, func(service *app.Service) error {
		signedIn, err := service.SignIn(ctx, lines[0], lines[1])
		if err != nil {
			return err
		}
		err = signedIn.ChangePassword(ctx, lines[1], lines[2])
		c.changed = err == nil
		return errors.Join(err, signedIn.SignOut(context.WithoutCancel(ctx)))
	})
	if err == nil {
		c.print(map[string]bool{"changed": true}, "The password was changed.")
	}
	return c.end(err)
}
