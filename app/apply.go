package app

import (
	"context"
	"slices"

	"roster/app/access"
	"roster/app/password"
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
	if err := s.confirmFirst(ctx, p.Confirm); err != nil {
		return Applied{}, err
	}
	passwords, err := p.passwords(ctx, progress)
	if err != nil {
		return Applied{}, err
	}
	err = s.inBatch(ctx, p.Will(), func(a *authorized) error {
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
