package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// witnessBeside returns the folder of the witness that belongs to the file at path in the tests of power cuts.
func witnessBeside(path string) string { return filepath.Join(filepath.Dir(path), "..", "witness") }

// change is a job that opens the file, or sets it up, changes things a few times, saves a copy, makes a backup and
// closes the file. It reports what it is about to do and what is done.
func change(path string) (err error) {
	ctx := context.Background()
	store, err := data.Open(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	o := cheap
	o.Witness = witnessBeside(path)
	service, err := New(store, o)
	if err != nil {
		return err
	}
	root := userState{email: "root@example.com", password: secret}
	var s *Session
	err = root.report("root", func() error {
		s, err = service.Setup(ctx, NewUser{Name: "root", Email: root.email, Password: secret})
		if errors.Is(err, ErrNotEmpty) {
			s, err = service.SignIn(ctx, "root", secret)
		}
		return err
	})
	if err == nil {
		err = s.Confirm(ctx, secret)
	}
	for n := 0; n < 4 && err == nil; n++ {
		err = changeUser(ctx, s, fmt.Sprintf("p%dx%dx", os.Getpid(), n), n%2 == 0)
	}
	if err != nil {
		return err
	}
	copied := fmt.Sprintf("copy%d.roster", os.Getpid())
	if err := store.SaveAs(ctx, filepath.Join(filepath.Dir(path), copied)); err != nil {
		return err
	}
	respond("saved %s", copied)
	backup := fmt.Sprintf("backup%d.roster", os.Getpid())
	if _, err := s.BackUp(ctx, filepath.Join(filepath.Dir(path), backup), nil); err != nil {
		return err
	}
	respond("saved %s", backup)
	return s.SignOut(ctx)
}

// changeUser creates a user, changes everything about them, and deletes them if remove is set.
func changeUser(ctx context.Context, s *Session, name string, remove bool) error {
	var u identity.User
	state := userState{email: name + "@example.com", first: "First", password: secret}
	err := state.report(name, func() (err error) {
		u, err = s.CreateUser(ctx, NewUser{
			Name: name, Email: state.email, FirstName: state.first, Password: secret, Role: identity.Admin,
		})
		return err
	})
	if err != nil {
		return err
	}
	state.first = "Second"
	err = state.report(name, func() (err error) {
		u, err = s.EditUser(ctx, u, Details{Name: name, FirstName: state.first})
		return err
	})
	if err != nil {
		return err
	}
	state.password = other
	err = state.report(name, func() error { return s.SetPassword(ctx, u, other) })
	if err != nil {
		return err
	}
	if u, err = s.User(ctx, u.ID); err != nil || !remove {
		return err
	}
	return userState{}.report(name, func() error {
		_, err := s.DeleteUser(ctx, u)
		return err
	})
}

// userState is what the job change changes about a user, or zero if there is no such user.
type userState struct{ email, first, password string }

// report does something that results in a state, and reports it before and after.
func (s userState) report(name string, do func() error) error {
	respond("begin %s %q %q %q", name, s.email, s.first, s.password)
	err := do()
	if err == nil {
		respond("done %s %q %q %q", name, s.email, s.first, s.password)
	}
	return err
}

// reported is what the job change has reported about a user.
type reported struct {
	done  userState
	begun userState // the same unless a change was under way
}

// reports returns what the lines that the job has written say: about users, by name, and the copies that were saved.
func reports(lines []string) (users map[string]reported, copies []string, acknowledged int, err error) {
	users = map[string]reported{}
	for _, line := range lines {
		if name, ok := strings.CutPrefix(line, "saved "); ok {
			copies = append(copies, name)
			continue
		}
		if strings.HasPrefix(line, "error:") && strings.Contains(line, "database is locked") {
			continue // another job was writing for too long
		}
		var what, name string
		var s userState
		if _, err := fmt.Sscanf(line, "%s %s %q %q %q", &what, &name, &s.email, &s.first, &s.password); err != nil {
			return nil, nil, 0, fmt.Errorf("a job said %s: %w", line, err)
		}
		u := users[name]
		u.begun = s
		if what == "done" {
			u.done = s
			acknowledged++
		}
		users[name] = u
	}
	return users, copies, acknowledged, nil
}

// matches reports whether a user is in a state.
func (s userState) matches(a identity.Account) (bool, error) {
	if s.email != a.User.Email || s.first != a.User.FirstName || s == (userState{}) {
		return s.email == a.User.Email, nil
	}
	return password.Verify(a.Credential.Hash, s.password)
}

// checkCopy checks a copy that was saved.
func checkCopy(ctx context.Context, path string) error {
	store, err := data.OpenReadOnly(ctx, path)
	if err != nil {
		return fmt.Errorf("%s was saved: %w", filepath.Base(path), err)
	}
	return errors.Join(store.Check(ctx), store.Close())
}
