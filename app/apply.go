package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"roster/app/access"
	"roster/app/password"
	"roster/data"
)

// Apply does what the plan says, in one transaction: all of it or, if it fails or ctx ends, nothing. Each user must
// still be as the plan has found them, and the gate is asked about each again. The journal gets an entry for each user,
// and one for all. Apply fails with ErrConfirm before anything else, and with a [RefusedError] if no System Admin who
// can sign in would be left. It calls progress, unless nil, from time to time.
func (s *Session) Apply(
	ctx context.Context, p *Plan, progress func(done, all int64),
) (done Applied, err error) {
	if err := p.check(); err != nil && p.Undoes.Seq == 0 {
		return Applied{}, err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	// Also decided here, so that a refusal does not wait for thousands of passwords.
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		if p.Confirm && !s.isConfirmed(a.Now()) {
			return ErrConfirm
		}
		return nil
	})
	if err != nil {
		return Applied{}, err
	}
	passwords, err := p.passwords(ctx, progress)
	if err != nil {
		return Applied{}, err
	}
	if p.Will() >= longBatch {
		if err := s.service.announce(ctx, true); err != nil {
			return Applied{}, err
		}
		defer func() {
			if err != nil || done.Entry == 0 { // otherwise the batch has taken it back
				err = errors.Join(err, s.service.announce(context.WithoutCancel(ctx), false))
			}
		}()
	}
	err = s.transact(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		b := batch{
			authorized: a, plan: p, passwords: passwords, progress: progress, grading: map[grades][]*authorized{},
		}
		err := b.run(ctx)
		done = b.applied
		return err
	})
	if err != nil {
		return Applied{}, err
	}
	done.Left = slices.Concat(p.Left, done.Left)
	done.Erased = p.Action.Operation != access.DeleteUser || done.Done == 0 || s.service.erase(ctx)
	return done, nil
}

// announce notes in the file that a batch begins, or that it has failed. Another program's change then waits for it
// instead of failing after some seconds. That a batch has failed is noted later if the disk is full.
func (s *Service) announce(ctx context.Context, begins bool) error {
	if begins {
		return s.update(ctx, func(tx *data.Tx) error { return tx.SetBatch(tx.Now()) })
	}
	end := func(tx *data.Tx) error { return tx.SetBatch(time.Time{}) }
	return s.updateOrKeep(ctx, end, end)
}

// passwords generates a start password for each step.
func (p *Plan) passwords(ctx context.Context, progress func(done, all int64)) (all []hashed, err error) {
	if p.Action.Operation != access.SetPassword || p.Undoes.Seq != 0 {
		return nil, nil
	}
	all = make([]hashed, len(p.steps))
	for i := range all {
		if i%planEvery == 0 {
			if progress(int64(i), 2*int64(len(all))); ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
		if all[i].start, err = password.NewStart(); err != nil {
			return nil, err
		}
		if all[i].hash, err = all[i].start.Hash(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
