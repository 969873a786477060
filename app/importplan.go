package app

import (
	"context"
	"slices"

	"roster/app/access"
	"roster/identity"
)

// PlanImport finds out what an import would do with each row, and asks the gate about each. It changes nothing. It
// calls progress, unless nil, from time to time.
func (s *Session) PlanImport(
	ctx context.Context, of Import, progress func(done, all int64),
) (p *ImportPlan, err error) {
	if err := of.check(); err != nil {
		return nil, err
	}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	ready := make([]candidate, len(of.People))
	for i := range of.People {
		if i%planEvery == 0 {
			if progress(int64(i), 2*int64(len(ready))); ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
		ready[i] = newCandidate(&of.People[i])
	}
	err = s.read(ctx, request{op: access.FindUsers}, func(a *authorized) error {
		p = &ImportPlan{of: &of, ready: ready}
		if err := p.plan(ctx, a, func(done int) { progress(int64(len(ready)+done), 2*int64(len(ready))) }); err != nil {
			return err
		}
		return p.findMissing(a)
	})
	if err != nil {
		return nil, err
	}
	return p, nil
}

// findMissing finds the users whom no row is about.
func (p *ImportPlan) findMissing(a *authorized) error {
	there := make(map[int64]struct{}, len(p.Rows))
	for _, row := range p.Rows {
		there[row.User.ID] = struct{}{}
	}
	all, err := a.IDs(identity.Query{}, 0, mostUsers)
	if err != nil {
		return err
	}
	for _, id := range all {
		if _, is := there[id]; !is {
			p.Missing.ids = append(p.Missing.ids, id)
		}
	}
	return a.AccountsWithIDs(p.Missing.ids[:min(len(p.Missing.ids), mostAbsent)], func(account identity.Account) error {
		account.User.Note = ""
		p.Absent = append(p.Absent, account.User)
		return nil
	})
}

// mostAbsent is the number of users not in the file that a plan names.
const mostAbsent = 1000

// mostUsers is more than there can be.
const mostUsers = 1 << 40

// plan plans all rows. It calls progress from time to time.
func (p *ImportPlan) plan(ctx context.Context, a *authorized, progress func(done int)) error {
	f, err := newPlanner(p, a)
	if err != nil {
		return err
	}
	p.Rows = make([]ImportRow, len(p.ready))
	for i := range p.ready {
		p.Rows[i] = f.row(i)
		p.Counts[p.Rows[i].Result]++
		if i%planEvery == 0 {
			if progress(i); ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	p.Confirm, err = f.needsConfirmation(p.Rows)
	return err
}

// newPlanner reads what planning the rows of a plan needs.
func newPlanner(p *ImportPlan, a *authorized) (*planner, error) {
	rules, err := readSettings(a.Tx)
	if err != nil {
		return nil, err
	}
	f := &planner{
		authorized: a, plan: p, least: rules.MinPassword,
		sharing: make(map[string][]int, 2*len(p.ready)), about: map[int64][]int{},
	}
	if err := f.read(); err != nil {
		return nil, err
	}
	if p.of.Passwords == ImportedHashes {
		if err := notConfirm(a.require(access.ImportHashes, 0)); err != nil {
			return nil, err
		}
	}
	for i := range p.ready {
		c := &p.ready[i]
		if id, _ := f.match(c); id != 0 {
			f.about[id] = append(f.about[id], i)
		}
		for _, key := range slices.Compact([]string{c.nameKey, c.emailKey}) {
			if key != "" {
				f.sharing[key] = append(f.sharing[key], i)
			}
		}
	}
	return f, nil
}

// read reads the users whom the rows may be about.
func (f *planner) read() (err error) {
	keys := make([]string, 0, 2*len(f.plan.ready))
	ids := make([]int64, 0, len(f.plan.ready))
	for _, c := range f.plan.ready {
		for _, key := range []string{c.nameKey, c.emailKey} {
			if key != "" {
				keys = append(keys, key)
			}
		}
		if c.person.ID != 0 {
			ids = append(ids, c.person.ID)
		}
	}
	if f.holders, err = f.Holders(keys); err != nil {
		return err
	}
	for _, id := range f.holders {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	f.now = make(map[int64]identity.Account, len(ids))
	return f.AccountsWithIDs(ids, func(a identity.Account) error {
		f.now[a.User.ID] = a
		return nil
	})
}
