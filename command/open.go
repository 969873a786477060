package command

import (
	"context"
	"errors"
	"time"

	"roster/app"
	"roster/data"
	"roster/desktop/paths"
	"roster/desktop/uptime"
	"roster/identity"
)

// patience is how long a command waits for another program that uses the file, each time it has to, and busyEvery is
// how often it tries to open the file.
const (
	patience  = 10 * time.Second
	busyEvery = 50 * time.Millisecond
)

// openStore opens a file that is there.
func openStore(ctx context.Context, path string) (*data.Store, error) {
	for end := time.Now().Add(patience); ; {
		store, err := data.OpenExisting(ctx, path)
		if !errors.Is(err, identity.FileBusy) || time.Now().After(end) {
			if err == nil {
				store.Patience = patience
			}
			return store, err
		}
		select {
		case <-time.After(busyEvery):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// newService returns the service for an open file.
func (c *call) newService(store *data.Store) (*app.Service, error) {
	return app.New(store, app.Options{
		Version: c.version, Hash: c.hash, Witness: paths.Witness(), Elapsed: uptime.Now, Brief: true,
	})
}

// withService calls act with the service for the command's file.
func (c *call) withService(ctx context.Context, act func(*app.Service) error) error {
	store, err := openStore(ctx, c.args[0])
	if err != nil {
		return err
	}
	service, err := c.newService(store)
	if err == nil {
		err = act(service)
	}
	return errors.Join(err, store.Close())
}

// session is a user who has signed in for one command.
type session struct {
	*app.Session
	password string
}

// withSession signs in as --as says, calls act, and signs out.
func (c *call) withSession(ctx context.Context, act func(*session) error) error {
	if !c.has(optionAs) {
		return errUsage("say with --" + optionAs + " who signs in")
	}
	lines, err := c.secrets(ctx)
	if err != nil {
		return err
	}
	return c.withService(ctx, func(service *app.Service) error {
		signedIn, err := service.SignIn(ctx, c.text(optionAs), lines[0])
		if err != nil {
			return err
		}
		err = act(&session{signedIn, lines[0]})
		return errors.Join(err, signedIn.SignOut(context.WithoutCancel(ctx)))
	})
}

// confirming calls act, and once more if that needs a confirmation: the password that was given for this command is
// what the window would ask for now.
func (s *session) confirming(ctx context.Context, act func() error) error {
	err := act()
	if !errors.Is(err, app.ErrConfirm) {
		return err
	}
	if err := s.Confirm(ctx, s.password); err != nil {
		return err
	}
	return act()
}
