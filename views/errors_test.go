package views

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"roster/app"
)

// known is a shell that can say sentences and keeps its log.
func known() (*shell, *strings.Builder) {
	log := &strings.Builder{}
	return &shell{log: newLog(log)}, log
}

func TestEveryErrorHasASentence(t *testing.T) {
	s, log := known()
	said := map[string]error{}
	for _, err := range []error{
		app.ErrNotEmpty, app.ErrSignIn, app.ErrExpired, app.ErrPassword, app.ErrLocked, app.ErrConfirm, app.ErrNoUser,
		app.ErrRecoveryKey, app.ErrNoSystemAdmin, &app.StaleSettingsError{},
	} {
		sentence := s.sentence(fmt.Errorf("do it: %w", err))
		if log.Len() > 0 {
			t.Errorf("%v: has no sentence of its own: %q", err, sentence)
			log.Reset()
		}
		if before := said[sentence]; before != nil {
			t.Errorf("%v and %v: both are said as %q", err, before, sentence)
		}
		said[sentence] = err
	}
}

// An error that nobody knows is said in one plain sentence, and what it is goes to the log.
func TestUnknownErrorGoesToTheLog(t *testing.T) {
	s, log := known()
	got := s.sentence(errors.New("disk I/O error 0x42"))
	if strings.Contains(got, "0x42") || !strings.Contains(got, "the log") {
		t.Errorf("sentence: got %q, want one without the error that names the log", got)
	}
	if !strings.Contains(log.String(), "0x42") {
		t.Errorf("log: got %q, want the error", log)
	}
}

func TestEveryReasonHasASentence(t *testing.T) {
	settled := map[app.Why]bool{app.WhyNothing: true, app.WhySignedOut: true, app.WhyNotThere: true}
	other := reason(app.WhyNotThere)
	said := map[string]app.Why{}
	for why := app.WhyNothing; why <= app.WhyLast; why++ {
		if settled[why] {
			continue
		}
		sentence := reason(why)
		if before, ok := said[sentence]; ok || sentence == other {
			t.Errorf("%v: got %q, want a sentence of its own (before: %v)", why, sentence, before)
		}
		said[sentence] = why
	}
	s, _ := known()
	if got, want := s.sentence(&app.RefusedError{Why: app.WhyRank}), reason(app.WhyRank); got != want {
		t.Errorf("refusal: got %q, want %q", got, want)
	}
}

func TestEveryProblemHasASentence(t *testing.T) {
	said := map[string]app.Problem{}
	for p := app.FileFolder; p <= app.FileGone; p++ {
		sentence := fileSentence(p)
		if before, ok := said[sentence]; ok {
			t.Errorf("problems %d and %d: both are said as %q", p, before, sentence)
		}
		said[sentence] = p
	}
}

func TestEveryRuleHasASentence(t *testing.T) {
	generic := mistakeSentence(app.Mistake{Rule: "no such rule"})
	same := map[app.Rule]app.Rule{app.RuleInvisible: app.RuleControl} // one to a person
	said := map[string]app.Rule{}
	for _, r := range []app.Rule{
		app.RuleRequired, app.RuleShort, app.RuleLong, app.RuleText, app.RuleSpace, app.RuleControl, app.RuleInvisible,
		app.RuleCharacter, app.RuleEnds, app.RuleScripts, app.RuleForm, app.RuleTaken, app.RuleOwnWords,
		app.RuleCommon, app.RuleTrivial, app.RuleSame, app.RuleUnknown, app.RuleLength, app.RuleChecksum, app.RuleRange,
	} {
		sentence := mistakeSentence(app.Mistake{Field: app.FieldName, Rule: r, Found: "x", Limit: 7})
		if sentence == generic || strings.Contains(sentence, "{{") {
			t.Errorf("%s: got %q, want a sentence of its own", r, sentence)
		}
		if before, ok := said[sentence]; ok && same[r] != before {
			t.Errorf("%s and %s: both are said as %q", r, before, sentence)
		}
		said[sentence] = r
	}
}

func TestTakenAndCharactersAreSaidByField(t *testing.T) {
	for _, r := range []app.Rule{app.RuleTaken, app.RuleCharacter} {
		name := mistakeSentence(app.Mistake{Field: app.FieldName, Rule: r})
		if email := mistakeSentence(app.Mistake{Field: app.FieldEmail, Rule: r}); email == name {
			t.Errorf("%s: got %q for both, want that of a name and of an email to differ", r, name)
		}
	}
}

func TestWelcome(t *testing.T) {
	said := map[string]bool{}
	for _, w := range []app.Welcome{
		{}, {Failed: 3}, {LastSignIn: start}, {LastSignIn: start, Failed: 1}, {LastSignIn: start, Failed: 3},
	} {
		got := welcome(w)
		if said[got] || strings.Contains(got, "{{") || w.Failed > 1 && !strings.Contains(got, "3") {
			t.Errorf("%+v: got %q, want a sentence of its own with the number of tries", w, got)
		}
		said[got] = true
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1000000: "1,000,000"} {
		if got := thousands(n); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
}

func TestInitials(t *testing.T) {
	for _, c := range []struct {
		u    app.User
		want string
	}{
		{app.User{Name: "anna"}, "A"},
		{app.User{Name: "anna", FirstName: "émile"}, "É"},
		{app.User{Name: "anna", FirstName: "Дмитрий", LastName: "Орлов"}, "ДО"},
		{app.User{Name: "anna", FirstName: "A\u030asa", LastName: "李"}, "A\u030a李"},
	} {
		if got := initials(c.u); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.u, got, c.want)
		}
	}
}
