package message

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"roster/app/access"
	"roster/app/journal"
	"roster/identity"
)

func TestEveryOperationHasAText(t *testing.T) {
	said := map[string]access.Operation{}
	for _, op := range access.Operations() {
		for _, outcome := range []identity.Outcome{identity.Done, identity.Refused} {
			text := EntryText(identity.Event{Operation: op.String(), Outcome: outcome, Target: "anna"})
			if before, ok := said[text]; ok || text == op.String() || strings.Contains(text, "{{") ||
				strings.Contains(text, "no value") {
				t.Errorf("%v, %s: got %q (also for %v)", op, outcome, text, before)
			}
			said[text] = op
		}
	}
}

// withWords returns an entry with the given words besides actor and target.
func withWords(e identity.Event, words map[identity.Place]string) identity.Event {
	for _, at := range slices.Sorted(maps.Keys(words)) {
		e.Words = append(e.Words, identity.Word{Place: at, Person: e.TargetID, Text: words[at]})
	}
	e.Committed = journal.Commit(e.Words)
	return e
}

// withErasedWords returns an entry whose words were erased.
func withErasedWords(e identity.Event, words map[identity.Place]string) identity.Event {
	e = withWords(e, words)
	e.Words = nil
	return e
}

func TestActor(t *testing.T) {
	for want, e := range map[string]identity.Event{
		"anna": {ActorID: 1, Actor: "anna"}, "deleted user no. 17": {ActorID: 17}, "–": {},
	} {
		if got := Actor(e); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestEntryText(t *testing.T) {
	for _, c := range []struct {
		e    identity.Event
		want string
	}{
		{identity.Event{Operation: "change role", Outcome: "done", Target: "bob", Before: `{"role":"Ledger manager"}`,
			After: `{"role":"Admin"}`},
			"changed the role of bob: Ledger manager → Admin"},
		{identity.Event{Operation: "change role", Outcome: "refused", Target: "bob"}, "tried to change the role of bob"},
		{withWords(identity.Event{Operation: "edit names", Outcome: "done", Target: "bob"}, map[identity.Place]string{7: "Bob", 10: "Baker"}),
			"changed the names of bob: first name Bob → –, last name Baker"},
		{withWords(identity.Event{Operation: "create user", Outcome: "done", Target: "bob", Before: `{"role":""}`,
			After: `{"role":"Admin"}`}, map[identity.Place]string{4: "bob"}),
			"created bob: Admin"},
		{identity.Event{Operation: "delete user", Outcome: "done", TargetID: 17, Before: `{"role":"Admin"}`, After: `{"role":""}`},
			"deleted user no. 17: Admin"},
		{identity.Event{Operation: "delete user", Outcome: "refused", TargetID: 17}, "tried to delete deleted user no. 17"},
		{identity.Event{Operation: "sign in", Outcome: "failed", TargetID: 17}, "Someone tried to sign in as deleted user no. 17"},
		{withErasedWords(identity.Event{Operation: "rename user", Outcome: "done", TargetID: 17}, map[identity.Place]string{3: "bob", 4: "bert"}),
			"renamed deleted user no. 17: (erased)"},
		{identity.Event{Operation: "set password", Outcome: "done", Target: "bob",
			Before: `{"must change password":"no","password":"disabled"}`,
			After:  `{"must change password":"yes","password":"enabled"}`},
			"gave bob a new password: password disabled → enabled"},
		{identity.Event{Operation: "set password", Outcome: "done", Target: "bob", Before: `{"password expires":""}`,
			After: `{"password expires":"2026-03-05T09:00:19Z"}`},
			"gave bob a new password"},
		{identity.Event{Operation: "sign in", Outcome: "failed", Target: "bob"}, "Someone tried to sign in as bob"},
		{identity.Event{Operation: "sign in", Outcome: "failed"}, "Someone tried to sign in with an unknown user name"},
		{identity.Event{Operation: "verify journal", Outcome: "failed"}, "verified the journal"},
		{identity.Event{Operation: "dance", Outcome: "done"}, "dance"},
	} {
		t.Run(c.want, func(t *testing.T) {
			if got := EntryText(c.e); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestEveryFaultHasASentence(t *testing.T) {
	said := map[string]bool{}
	for _, k := range []journal.FaultKind{
		journal.FaultMissing, journal.FaultOrder, journal.FaultChanged, journal.FaultTruncated, journal.FaultOlder, journal.FaultInternal, journal.FaultReplaced,
		journal.FaultWord, journal.FaultAddedWord, journal.FaultMissingWord, journal.FaultKeptWord,
		journal.FaultUser, journal.FaultUnknownUser, journal.FaultRemovedUser, journal.FaultSetting,
		journal.FaultRecoveryKey, journal.FaultSchema,
	} {
		got := Verdict(journal.Verification{Entries: 6, Fault: &journal.Fault{Kind: k, Seq: 7, ID: 8, Name: "anna"}})
		if said[got] || strings.Contains(got, "{{") || !strings.Contains(got, "The first 6 entries are intact.") {
			t.Errorf("%s: got %q, want a sentence of its own", k, got)
		}
		said[got] = true
	}
}
