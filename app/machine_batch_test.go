package app

import (
	"pgregory.net/rapid"

	"roster/app/access"
	"roster/identity"
)

// modelStep is what a batch does to a user of the model.
type modelStep struct {
	on    *modelUser
	op    access.Operation
	grant identity.Role
	note  func(*modelUser)
}

// enable notes that a user is enabled.
func enable(u *modelUser) {
	switch {
	case u.user.Status != identity.Disabled:
	case u.hasPassword:
		u.user.Status = identity.Enabled
	default:
		u.user.Status = identity.NoPassword
	}
}

// batch does something to several users at once, and sometimes undoes it.
func (m *machine) batch(r *rapid.T) {
	s := m.sitting(r)
	action := Action{Operation: rapid.SampledFrom([]access.Operation{
		access.ChangeRole, access.DisableUser, access.EnableUser, access.DeleteUser,
	}).Draw(r, "operation")}
	note := map[access.Operation]func(*modelUser){
		access.ChangeRole:  func(u *modelUser) { u.user.Role = action.Role },
		access.DisableUser: func(u *modelUser) { u.user.Status = identity.Disabled },
		access.EnableUser:  enable,
		access.DeleteUser:  func(u *modelUser) { u.gone = true },
	}[action.Operation]
	if action.Operation == access.ChangeRole {
		action.Role = rapid.SampledFrom(identity.Roles()).Draw(r, "role")
	}
	var steps []modelStep
	var ids []int64
	for _, u := range m.people {
		if rapid.Bool().Draw(r, "selected") {
			ids = append(ids, u.user.ID)
			steps = append(steps, modelStep{u, action.Operation, action.Role, note})
		}
	}
	ending := m.gate(s, access.FindUsers, nil, 0, 0)
	p, err := s.session.Plan(r.Context(), SelectionOf(ids...), action, nil)
	want(r, "plan", err, ending)
	if ending != ends {
		return
	}
	before := map[*modelUser]modelUser{}
	for _, step := range steps {
		before[step.on] = *step.on
	}
	done, entry := m.apply(r, s, p, steps)
	if entry == 0 || action.Operation == access.DeleteUser || rapid.Bool().Draw(r, "keep") {
		return
	}
	var back []modelStep
	for _, step := range done {
		was := before[step.on]
		back = append(back, modelStep{step.on, undoable(step.op), map[bool]identity.Role{true: was.user.Role}[step.grant != 0],
			func(u *modelUser) { u.user.Role, u.user.Status = was.user.Role, was.user.Status }})
	}
	p, err = s.session.PlanUndo(r.Context(), entry, nil)
	want(r, "plan to undo", err, ends)
	m.apply(r, s, p, back)
}

// apply applies a plan, and returns the steps that were done and the number of the batch's entry.
func (m *machine) apply(r *rapid.T, s *modelSession, p *Plan, steps []modelStep) (will []modelStep, entry int64) {
	ending := ends
	before := map[*modelUser]modelUser{}
	for _, step := range steps {
		changed := *step.on
		step.note(&changed)
		gate := m.gate(s, step.op, step.on, step.grant, 0)
		if step.on.gone || gate == refused || changed == *step.on {
			continue
		}
		if gate == confirms {
			ending = confirms
		}
		before[step.on] = *step.on
		will = append(will, step)
	}
	if p.Will() != len(will) {
		r.Fatalf("plan: got %d users, want %d; left %s", p.Will(), len(will), why(p.Left))
	}
	if ending == ends {
		for _, step := range will {
			step.note(step.on)
		}
		if m.usable() == 0 {
			ending = lastOne
		}
	}
	done, err := s.session.Apply(r.Context(), p, nil)
	want(r, "batch", err, ending)
	if ending != ends {
		for u, was := range before {
			*u = was
		}
		return nil, 0
	}
	if done.Done != len(will) {
		r.Fatalf("batch: got %d done, want %d; left %s", done.Done, len(will), why(done.Left))
	}
	for _, step := range will {
		if !step.on.gone {
			if step.on.user, err = m.after(step.on.user, nil); err != nil {
				r.Fatal(err)
			}
		}
	}
	return will, done.Entry
}
