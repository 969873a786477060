package data

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// newJournal returns a store with n entries, of which every hundredth is by anna (1) about boris (2), and the others by
// carla (3).
func newJournal(t *testing.T, n int) *Store {
	t.Helper()
	s := newStore(t)
	prev := make([]byte, 32)
	err := s.Update(t.Context(), func(tx *Tx) error {
		for i := range n {
			e := event(int64(i+1), prev)
			e.At, e.Operation, e.ActorID, e.Actor, e.TargetID, e.Target = start.Add(time.Duration(i)*time.Second), "lock", 3, "carla", 0, ""
			e.Before, e.After, e.Outcome = "", "", Done
			if i == 41 {
				e.After = `{"first name":"R\u0026D","last name":"O\"Neil \\"}`
			}
			if i%100 == 99 {
				e.Operation, e.ActorID, e.Actor, e.TargetID, e.Target = "change role", 1, "anna", 2, "boris"
				e.After = fmt.Sprintf(`{"role":"Ärzte <%d>"}`, i+1)
				if i%200 == 199 {
					e.Outcome = Refused
				}
			}
			if err := tx.AppendEvent(e); err != nil {
				return err
			}
			prev = e.Hash
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEvents(t *testing.T) {
	s := newJournal(t, 1000)
	var hundreds, even []int64
	for seq := int64(1000); seq > 0; seq -= 100 {
		if hundreds = append(hundreds, seq); seq%200 == 0 {
			even = append(even, seq)
		}
	}
	read := Reading{
		Deeds: map[Deed]string{{"change role", Refused, false}: "Gave another role", {"change role", Done, true}: "Gave nobody", {"lock", Done, true}: "Locked the room", {"lock", Done, false}: "Locked up"},
		Terms: map[string]string{"Ärzte": "Ärztinnen"},
	}
	for what, c := range map[string]struct {
		q    EventQuery
		want []int64
	}{
		"by person who did":            {EventQuery{Person: 1}, hundreds},
		"by person concerned":          {EventQuery{Person: 2}, hundreds},
		"a person of nothing":          {EventQuery{Person: 4}, nil},
		"by operation":                 {EventQuery{Operations: []string{"change role", "sign in"}}, hundreds},
		"by outcome":                   {EventQuery{Outcome: Refused}, even},
		"by time":                      {EventQuery{From: start.Add(996 * time.Second), To: start.Add(999 * time.Second)}, []int64{999, 998, 997}},
		"by text":                      {EventQuery{Text: "BORIS"}, hundreds},
		"by part of a change":          {EventQuery{Text: "ÄRZTE 900"}, []int64{900}},
		"by letters that JSON escapes": {EventQuery{Text: `r&d O"NEIL \`}, []int64{42}},
		"by the escape itself":         {EventQuery{Text: "u0026"}, nil},
		"by several words":             {EventQuery{Text: "anna 700 boris"}, []int64{700}},
		"by nothing there is":          {EventQuery{Text: "anna carla"}, nil},
		"by what cannot be":            {EventQuery{Text: "\xff"}, nil},
		"by how it is read":            {EventQuery{Text: "gave ROLE anna", Read: read}, even},
		"by how it is read, in vain":   {EventQuery{Text: "gave role carla", Read: read}, nil},
		"by what was done to nobody":   {EventQuery{Text: "gave nobody", Read: read}, nil},
		"by that and more":             {EventQuery{Text: "ROOM neil", Read: read}, []int64{42}},
		"by what was not to somebody":  {EventQuery{Text: "up neil", Read: read}, nil},
		"by how a term is read":        {EventQuery{Text: "Ärztin 900", Read: read}, []int64{900}},
		"by the mark of a deed":        {EventQuery{Text: "change\x01refused"}, nil},
		"by all of it":                 {EventQuery{Person: 2, Operations: []string{"change role"}, Outcome: Refused, Text: "anna"}, even},
		"by a percent sign":            {EventQuery{Text: "%"}, nil},
		"a person, and a text":         {EventQuery{Person: 1, Text: "600"}, []int64{600}},
	} {
		for _, limit := range []int{1, 3, 1000} {
			var got []int64
			for before := int64(0); ; {
				var p EventPage
				view(t, s, func(tx *Tx) (err error) { p, err = tx.Events(c.q, before, limit); return err })
				if len(p.Events) > limit {
					t.Fatalf("%s: got %d entries, want at most %d", what, len(p.Events), limit)
				}
				for _, e := range p.Events {
					got = append(got, e.Seq)
				}
				if before = p.Next; before == 0 {
					break
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, %d at once: got %d: %v …, want %v", what, limit, len(got), got[:min(len(got), 5)], c.want)
			}
		}
	}
}

// A read ends after so many entries, whether or not something was found, and another goes on.
func TestEventsInStretches(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes more entries than can be written in a short time")
	}
	s := newJournal(t, lookedAtOnce+150)
	var p EventPage
	view(t, s, func(tx *Tx) (err error) { p, err = tx.Events(EventQuery{Text: "Ärzte <100>"}, 0, 10); return err })
	if p.Next != 151 || len(p.Events) != 0 {
		t.Errorf("got %d entries, next %d, want none, and 151", len(p.Events), p.Next)
	}
	view(t, s, func(tx *Tx) (err error) { p, err = tx.Events(EventQuery{Text: "Ärzte <100>"}, p.Next, 10); return err })
	if p.Next != 0 || len(p.Events) != 1 || p.Events[0].Seq != 100 {
		t.Errorf("got %+v, want entry 100 and the end", p)
	}
}
