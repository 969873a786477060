package message

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"roster/app"
	"roster/app/access"
	"roster/identity"
)

// start is an arbitrary time.
var start = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.Local)

func TestEveryErrorHasASentence(t *testing.T) {
	said := map[string]error{}
	for _, err := range []error{
		app.ErrNotEmpty, app.ErrSignIn, app.ErrExpired, app.ErrPassword, app.ErrLocked, app.ErrConfirm, app.ErrNoUser,
		app.ErrRecoveryKey, app.ErrNoSystemAdmin, &app.StaleSettingsError{},
	} {
		t.Run(err.Error(), func(t *testing.T) {
			sentence, known := Error(fmt.Errorf("do it: %w", err))
			if !known {
				t.Errorf("got %q, want a sentence of its own", sentence)
			}
			if before := said[sentence]; before != nil {
				t.Errorf("got %q, the same as for %v", sentence, before)
			}
			said[sentence] = err
		})
	}
}

func TestEveryReasonHasASentence(t *testing.T) {
	settled := map[access.Reason]bool{
		access.ReasonNone: true, access.ReasonSignedOut: true, access.ReasonInapplicable: true,
	}
	other := Reason(access.ReasonInapplicable)
	said := map[string]access.Reason{}
	for why := access.ReasonNone; why <= access.ReasonLast; why++ {
		if settled[why] {
			continue
		}
		sentence := Reason(why)
		if before, ok := said[sentence]; ok || sentence == other {
			t.Errorf("%v: got %q, want a sentence of its own (before: %v)", why, sentence, before)
		}
		said[sentence] = why
	}
	if got, _ := Error(&app.RefusedError{Reason: access.ReasonRank}); got != Reason(access.ReasonRank) {
		t.Errorf("refusal: got %q, want %q", got, Reason(access.ReasonRank))
	}
}

func TestEveryProblemHasASentence(t *testing.T) {
	said := map[string]identity.FileProblem{}
	for p := identity.FileIsFolder; p <= identity.FileNoHome; p++ {
		sentence := problem(p)
		if before, ok := said[sentence]; ok {
			t.Errorf("problems %d and %d: got %q for both", p, before, sentence)
		}
		said[sentence] = p
	}
}

func TestEveryRuleHasASentence(t *testing.T) {
	generic := Mistake(identity.Mistake{Rule: "no such rule"})
	same := map[identity.Rule]identity.Rule{identity.RuleInvisible: identity.RuleControl} // the same to a person
	said := map[string]identity.Rule{}
	for _, r := range []identity.Rule{
		identity.RuleRequired, identity.RuleShort, identity.RuleLong, identity.RuleText, identity.RuleSpace,
		identity.RuleControl, identity.RuleInvisible, identity.RuleCharacter, identity.RuleEnds, identity.RuleScripts,
		identity.RuleForm, identity.RuleTaken, identity.RuleOwnWords, identity.RuleCommon, identity.RuleTrivial,
		identity.RuleSame, identity.RuleUnknown, identity.RuleLength, identity.RuleChecksum, identity.RuleRange,
	} {
		sentence := Mistake(identity.Mistake{Field: identity.FieldName, Rule: r, Found: "x", Limit: 7})
		if sentence == generic || strings.Contains(sentence, "{{") {
			t.Errorf("%s: got %q, want a sentence of its own", r, sentence)
		}
		if before, ok := said[sentence]; ok && same[r] != before {
			t.Errorf("%s and %s: got %q for both", r, before, sentence)
		}
		said[sentence] = r
	}
}

func TestMistakesDifferByField(t *testing.T) {
	for _, c := range []struct {
		rule     identity.Rule
		one, two identity.Field
	}{
		{identity.RuleTaken, identity.FieldName, identity.FieldEmail},
		{identity.RuleCharacter, identity.FieldName, identity.FieldEmail},
		{identity.RuleUnknown, identity.FieldRole, identity.FieldGenerated},
	} {
		t.Run(string(c.rule), func(t *testing.T) {
			one := Mistake(identity.Mistake{Field: c.one, Rule: c.rule})
			if two := Mistake(identity.Mistake{Field: c.two, Rule: c.rule}); one == two {
				t.Errorf("got %q for %s and %s, want them to differ", one, c.one, c.two)
			}
		})
	}
}

func TestSignInNotice(t *testing.T) {
	said := map[string]bool{}
	for _, w := range []app.SignInNotice{
		{}, {Failed: 3}, {LastSignIn: start}, {LastSignIn: start, Failed: 1}, {LastSignIn: start, Failed: 3},
	} {
		got := SignInNotice(w)
		if said[got] || strings.Contains(got, "{{") || w.Failed > 1 && !strings.Contains(got, "3") {
			t.Errorf("%+v: got %q, want a sentence of its own with the number of attempts", w, got)
		}
		said[got] = true
	}
}

func TestAttempts(t *testing.T) {
	u := identity.User{Name: "anna"}
	for _, c := range []struct {
		t    app.Attempts
		want string
	}{
		{app.Attempts{}, "“anna” isn't locked. There have been no failed attempts since the last sign-in."},
		{app.Attempts{Failed: 1}, "There has been 1 failed attempt since anna last signed in. Unlocking resets the count."},
		{app.Attempts{Failed: 4}, "There have been 4 failed attempts since anna last signed in. Unlocking resets the count."},
		{
			app.Attempts{Failed: 9, WaitUntil: start},
			"After 9 failed attempts, anna has to wait until 2026-03-02 09:00. " +
				"If you unlock the user, they can try again at once.",
		},
		{
			app.Attempts{Failed: 100, WaitUntil: start, Disabled: start},
			"The password of anna has been disabled since 2026-03-02 09:00, after 100 failed attempts. " +
				"If these weren't made by anna, generate a new password instead. Unlocking makes the current one work again.",
		},
	} {
		t.Run(fmt.Sprint(c.t.Failed), func(t *testing.T) {
			if got := Attempts(u, c.t); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1000000: "1,000,000"} {
		t.Run(want, func(t *testing.T) {
			if got := Number(n); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
