package app

import (
	"context"

	"golang.org/x/text/unicode/norm"

	"roster/app/access"
	"roster/app/password"
	"roster/identity"
)

// RegeneratePassword gives seen a new random password, of the kind in the settings, and returns it. It cannot be
// retrieved later. It must be changed at the next sign-in. The user's sessions end. The errors are those of EditUser.
func (s *Session) RegeneratePassword(ctx context.Context, seen identity.User) (string, error) {
	rules, err := s.rules(ctx)
	if err != nil {
		return "", err
	}
	generated, err := password.Generate(rules.Generated, rules.MinPassword)
	if err != nil {
		return "", err
	}
	if err := s.setPassword(ctx, seen, generated, true); err != nil {
		return "", err
	}
	return generated, nil
}

// SetPassword gives seen a typed password, which must be changed at the next sign-in. The user's sessions end. The
// errors are those of EditUser.
func (s *Session) SetPassword(ctx context.Context, seen identity.User, plain string) error {
	return s.setPassword(ctx, seen, plain, false)
}

func (s *Session) setPassword(ctx context.Context, seen identity.User, plain string, generated bool) error {
	r := request{op: access.SetPassword, target: seen.ID, seen: seen.Version}
	if seen.ID == 0 {
		return ErrNoUser
	}
	// Also decided here, so that a refusal does not wait for a hash.
	err := s.read(ctx, r, func(a *authorized) error {
		rules, err := readSettings(a.Tx)
		if err != nil {
			return err
		}
		// Checked against the user as stored, not as seen.
		plain, err = password.Check(plain, a.target, rules.MinPassword)
		return identity.CollectMistakes(err)
	})
	if err != nil {
		return err
	}
	hash, err := s.service.hashPassword(ctx, plain)
	if err != nil {
		return err
	}
	return s.write(ctx, r, func(a *authorized) (effect, error) {
		c := identity.Credential{UserID: seen.ID, Hash: hash, MustChange: true}
		if generated {
			c.Expires = a.Now().Add(generatedExpiry)
		}
		if err := setCredential(a.Tx, &a.entry, c); err != nil {
			return 0, err
		}
		_, err := a.UpdateUser(a.target) // increases the version, so that two people who do this at the same time notice
		return changed, err
	})
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
	return s.write(ctx, r, func(a *authorized) (effect, error) {
		if end := a.credential.Expires; !end.IsZero() && !a.Now().Before(end) {
			return 0, ErrExpired // since they signed in
		}
		if err := setCredential(a.Tx, &a.entry, identity.Credential{UserID: me.ID, Hash: hash}); err != nil {
			return 0, err
		}
		var err error
		a.credential, err = a.Tx.Credential(me.ID)
		return changed, err
	})
}
