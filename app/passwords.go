package app

import (
	"context"
	"errors"
	"time"

	"golang.org/x/text/unicode/norm"

	"roster/app/access"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// Issued is a generated password that was given to a user.
type Issued struct {
	User     identity.User
	Password string
	Expires  time.Time // zero if it need not be changed
}

// RegeneratePassword gives seen a new random password, of the kind in the settings, and returns it. It cannot be
// retrieved later. It must be changed at the next sign-in. The user's sessions end. The errors are those of EditUser.
func (s *Session) RegeneratePassword(ctx context.Context, seen identity.User) (Issued, error) {
	return s.setPassword(ctx, seen, func(rules identity.Settings) (string, error) {
		generated, err := password.Generate(rules.Generated, rules.MinPassword)
		return generated.Plain(), err
	}, GeneratedExpiry)
}

// SetPassword gives seen a typed password, which must be changed at the next sign-in. The user's sessions end. The
// errors are those of EditUser.
func (s *Session) SetPassword(ctx context.Context, seen identity.User, plain string) error {
	_, err := s.setPassword(ctx, seen, func(identity.Settings) (string, error) { return plain, nil }, 0)
	return err
}

// setPassword gives seen the password that choose returns. It expires after valid, or never if that is 0.
func (s *Session) setPassword(
	ctx context.Context, seen identity.User, choose func(identity.Settings) (string, error), valid time.Duration,
) (given Issued, err error) {
	r := request{op: access.SetPassword, target: seen.ID, seen: seen.Version}
	if seen.ID == 0 {
		return Issued{}, ErrNoUser
	}
	var chosen, normal string
	// Also decided here, so that a refusal does not wait for a hash.
	err = s.read(ctx, r, func(a *authorized) error {
		rules, err := readSettings(a.Tx)
		if err != nil {
			return err
		}
		if chosen, err = choose(rules); err != nil {
			return err
		}
		// Checked against the user as stored, not as seen.
		normal, err = password.Check(chosen, a.target.User, rules.MinPassword)
		return identity.CollectMistakes(err)
	})
	if err != nil {
		return Issued{}, err
	}
	hash, err := s.service.hashPassword(ctx, normal)
	if err != nil {
		return Issued{}, err
	}
	err = s.write(ctx, r, func(a *authorized) (effect, error) {
		c := identity.Credential{Hash: hash, MustChange: true}
		if valid > 0 {
			c.Expires = a.Now().Add(valid)
		}
		result, err := a.givePassword(c)
		given = Issued{User: a.target.User, Password: chosen, Expires: c.Expires}
		return result, err
	})
	if err != nil {
		return Issued{}, err
	}
	return given, nil
}

// givePassword gives the target another password.
func (a *authorized) givePassword(c identity.Credential) (effect, error) {
	c.UserID = a.target.User.ID
	c, err := a.SetCredential(c)
	if err != nil {
		return 0, err
	}
	// This increases the version, so that two people who do this at the same time notice.
	u := a.target.User
	u.Status = withCredential(u.Status, c)
	u, err = a.UpdateUser(a.target.User, u)
	a.setTarget(identity.Account{User: u, Credential: c})
	return changed, err
}

// ChangePassword gives the user who is signed in a new password of their choice. Their other sessions end. It fails
// with ErrPassword if current is wrong, with ErrExpired, and with [identity.Mistakes].
func (s *Session) ChangePassword(ctx context.Context, current, plain string) error {
	me := s.Me()
	rules, err := s.rules(ctx)
	if err != nil {
		return err
	}
	plain, err = password.Check(plain, me, rules.MinPassword)
	if err := identity.CollectMistakes(err); err != nil {
		return err
	}
	if norm.NFC.String(current) == plain { // before the attempt, which would count as failed
		return identity.Mistakes{{Field: identity.FieldPassword, Rule: identity.RuleSame}}
	}
	if err := s.prove(ctx, access.ChangePassword, current); err != nil {
		return err
	}
	hash, err := s.service.hashPassword(ctx, plain)
	if err != nil {
		return err
	}
	r := request{op: access.ChangePassword, target: me.ID}
	err = s.write(ctx, r, func(a *authorized) (effect, error) {
		if end := a.actor.Credential.Expires; !end.IsZero() && !a.Now().Before(end) {
			return 0, ErrExpired // since they signed in
		}
		c, err := a.SetCredential(identity.Credential{UserID: me.ID, Hash: hash})
		a.setTarget(identity.Account{User: a.target.User, Credential: c})
		return changed, err
	})
	if errors.Is(err, identity.FileDiskFull) {
		undo := func(tx *data.Tx) error { // the attempt, which did not fail
			now, err := tx.Account(me.ID)
			if err != nil {
				return err
			}
			return tx.SetAttempts(me.ID, identity.Attempts{Failed: max(now.Credential.Failed-1, 0)})
		}
		err = errors.Join(err, s.service.updateOrKeep(ctx, undo, undo))
	}
	return err
}
