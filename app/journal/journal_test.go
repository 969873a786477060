package journal

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/app/access"
	"roster/identity"
)

// lengthPrefixed hashes a list of texts as docs/journal.md specifies: each text follows its length, 8 bytes big-endian.
// It shares no code with the program.
func lengthPrefixed(texts ...string) string {
	var all []byte
	for _, s := range texts {
		for shift := 56; shift >= 0; shift -= 8 {
			all = append(all, byte(uint64(len(s))>>shift))
		}
		all = append(all, s...)
	}
	sum := sha256.Sum256(all)
	return string(sum[:])
}

// No two lists of values have the same encoding.
func TestCoveredUnambiguous(t *testing.T) {
	seen := map[string]string{}
	for _, list := range [][]string{
		{"a", "bc"}, {"a", "b", "c"}, {"a", "ab", ""}, {"a", "", "ab"}, {"ab", "c"}, {"abc"}, {"a"}, {"a", ""},
	} {
		var c covered
		for i, s := range list {
			if i%2 == 0 {
				c = c.text(s)
			} else {
				c = c.bytes([]byte(s))
			}
		}
		sum := sha256.Sum256(c)
		if got, want := string(sum[:]), lengthPrefixed(list...); got != want {
			t.Errorf("%q: got %x, want %x", list, got, want)
		}
		if before, ok := seen[string(c)]; ok {
			t.Errorf("%q: got the encoding of %s, want a different one", list, before)
		}
		seen[string(c)] = fmt.Sprintf("%q", list)
	}
	for n, want := range map[int64]string{0: "0", -1: "-1", 1 << 40: "1099511627776"} {
		t.Run(want, func(t *testing.T) {
			if got := string(covered(nil).number(n)[8:]); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

var at = time.Date(2026, time.March, 2, 9, 0, 0, 123_456_000, time.UTC)

// entry returns an entry with a different value in every field.
func entry() identity.Event {
	return identity.Event{
		Seq: 7, At: at, Operation: "change role", Outcome: identity.Done, ActorID: 1, Actor: "anna", TargetID: 2, Target: "boris",
		Before: "b", After: "a", Reason: "r", AppVersion: "1.0", Computer: "here", Process: 42, Batch: 9,
		Committed: []byte("words"), Digest: []byte("digest"), Prev: []byte("prev"),
	}
}

// wordy returns an entry in which anna (1) renames boris (2), who gets a first name and loses a last name.
func wordy() identity.Event {
	var c Changes
	c.Account(
		identity.Account{User: identity.User{ID: 2, Name: "boris", LastName: "B", Role: identity.Admin}},
		identity.Account{User: identity.User{ID: 2, Name: "bert", FirstName: "Bé", Role: identity.LedgerManager}})
	e := entry()
	e.Words = Words(identity.User{ID: 1, Name: "anna"}, identity.User{ID: 2, Name: "boris"}, c)
	e.Committed = Commit(e.Words)
	e.Before, e.After, _ = c.Encode()
	return e
}

// erased returns e without the words of a user.
func erased(e identity.Event, person int64) identity.Event {
	e.Words = slices.DeleteFunc(slices.Clone(e.Words), func(w identity.Word) bool { return w.Person == person })
	for id, name := range map[int64]*string{e.ActorID: &e.Actor, e.TargetID: &e.Target} {
		if id == person {
			*name = ""
		}
	}
	return e
}

// Commitments are as docs/journal.md specifies them.
func TestWords(t *testing.T) {
	e := wordy()
	var got []string
	committed := ""
	for _, w := range e.Words {
		got = append(got, fmt.Sprintf("%d: %d %s", w.Place, w.Person, w.Text))
		committed += string([]byte{byte(w.Place), 0, 0, 0, 0, 0, 0, 0, byte(w.Person)}) +
			lengthPrefixed("roster word 1", string(w.Salt), w.Text)
		if len(w.Salt) != 16 || string(w.Salt) == string(e.Words[0].Salt) && w.Place != 1 {
			t.Errorf("%s: got salt %x, want 16 bytes of its own", w.Text, w.Salt)
		}
	}
	want := []string{"1: 1 anna", "2: 2 boris", "3: 2 boris", "4: 2 bert", "8: 2 Bé", "9: 2 B"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if string(e.Committed) != committed {
		t.Errorf("got commitments %x, want %x", e.Committed, committed)
	}
	if e.Before != `{"role":"Admin"}` || e.After != `{"role":"Ledger manager"}` {
		t.Errorf("got before %s and after %s, want only the role", e.Before, e.After)
	}
	if got := Commit(wordy().Words); string(got) == committed {
		t.Error("got the same commitments again, want new salts")
	}
	hash := Hash(e)
	if got := Hash(erased(e, 2)); !slices.Equal(got, hash) {
		t.Errorf("erased: got hash %x, want %x as before", got, hash)
	}
}

// What was erased shows as such, and nothing else.
func TestErasedChanges(t *testing.T) {
	e := wordy()
	role := identity.Change{Field: "role", Before: "Admin", After: "Ledger manager"}
	want := []identity.Change{
		{Field: "first name", After: "Bé"}, {Field: "last name", Before: "B"}, {Field: "name", Before: "boris", After: "bert"}, role,
	}
	if got := ChangesOf(e); !slices.Equal(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := ChangesOf(erased(e, 1)); !slices.Equal(got, want) {
		t.Errorf("actor erased: got %+v, want %+v", got, want)
	}
	want = []identity.Change{{Field: "first name", Erased: true}, {Field: "last name", Erased: true}, {Field: "name", Erased: true}, role}
	if got := ChangesOf(erased(e, 2)); !slices.Equal(got, want) {
		t.Errorf("target erased: got %+v, want %+v", got, want)
	}
}

// The digest of a user cannot be computed from a guess without their salt.
func TestDigestNeedsSalt(t *testing.T) {
	a := identity.Account{User: identity.User{ID: 3, Name: "anna", Salt: "0123456789abcdef"}}
	guess := a
	guess.User.Salt = ""
	if slices.Equal(Digest(guess), Digest(a)) {
		t.Error("got the same digest without the salt, want another one")
	}
}

func TestHash(t *testing.T) {
	want := lengthPrefixed("roster journal 1", "prev", "7", fmt.Sprint(at.UnixMicro()), "change role", "done", "1", "2",
		"b", "a", "r", "1.0", "here", "42", "9", "words", "digest")
	if got := Hash(entry()); string(got) != want {
		t.Errorf("entry: got %x, want %x", got, want)
	}
	u := identity.User{
		ID: 3, Version: 4, Name: "anna", Email: "a@x.zz", FirstName: "An", LastName: "Na", Role: identity.Admin,
		Status: identity.Disabled, Created: at, Changed: at.Add(time.Second), LastSignIn: at, Salt: "salt", Expires: 20000, Note: "note",
	}
	c := identity.Credential{UserID: 3, Version: 5, Hash: "$argon2id$", MustChange: true, Expires: at, Attempts: identity.Attempts{Failed: 9}}
	want = lengthPrefixed("roster user 1", "salt", "3", "4", "anna", "a@x.zz", "An", "Na", "2", "2", fmt.Sprint(at.UnixMicro()),
		fmt.Sprint(at.Add(time.Second).UnixMicro()), "20000", "note", "5", "$argon2id$", "true", fmt.Sprint(at.UnixMicro()), "0")
	if got := Digest(identity.Account{User: u, Credential: c}); string(got) != want {
		t.Errorf("user: got %x, want %x", got, want)
	}
	if got, want := RecoveryKeyDigest([]byte("hash")), fmt.Sprintf("%x", lengthPrefixed("roster recovery key 1", "hash")); got != want {
		t.Errorf("recovery key: got %s, want %s", got, want)
	}
}

// No value of an entry can change without changing its hash.
func TestHashCoversEverything(t *testing.T) {
	before := Hash(entry())
	for name, change := range map[string]func(*identity.Event){
		"seq": func(e *identity.Event) { e.Seq++ }, "at": func(e *identity.Event) { e.At = e.At.Add(time.Microsecond) },
		"operation": func(e *identity.Event) { e.Operation = "x" }, "outcome": func(e *identity.Event) { e.Outcome = "x" },
		"actor_id": func(e *identity.Event) { e.ActorID++ }, "target_id": func(e *identity.Event) { e.TargetID++ },
		"words":  func(e *identity.Event) { e.Committed = []byte("x") },
		"before": func(e *identity.Event) { e.Before = "x" }, "after": func(e *identity.Event) { e.After = "x" },
		"reason": func(e *identity.Event) { e.Reason = "x" }, "app_version": func(e *identity.Event) { e.AppVersion = "x" },
		"computer": func(e *identity.Event) { e.Computer = "x" }, "process": func(e *identity.Event) { e.Process++ },
		"batch":  func(e *identity.Event) { e.Batch++ },
		"digest": func(e *identity.Event) { e.Digest = []byte("x") }, "prev": func(e *identity.Event) { e.Prev = []byte("x") },
	} {
		t.Run(name, func(t *testing.T) {
			if !slices.ContainsFunc(fields, func(f field) bool { return f.name == name }) {
				t.Error("the hash covers no such field")
			}
			e := entry()
			if change(&e); slices.Equal(Hash(e), before) {
				t.Error("got the same hash, want a different one")
			}
		})
	}
}

// An entry of an operation that has no phrase is displayed with the operation's name, so it is found by that.
func TestSearchWithoutPhrase(t *testing.T) {
	w := Wording{Phrases: map[Phrase]string{{Operation: "lock", Outcome: identity.Done}: "Secured"}}
	known := identity.Event{Operation: "lock", Outcome: identity.Done, Target: "anna"}
	newer := identity.Event{Operation: "lock forever", Outcome: identity.Done, Target: "anna"}
	s := NewSearch("LOCK anna", w)
	if s.Matches(known) {
		t.Error("an operation with a phrase: got a match, want none")
	}
	if !s.Matches(newer) {
		t.Error("an operation without a phrase: got no match, want one")
	}
}

func TestSearch(t *testing.T) {
	gaveRole := Phrase{Operation: "change role", Outcome: identity.Refused}
	w := Wording{
		Phrases: map[Phrase]string{
			gaveRole: "Gave another role", {Operation: "change role", Outcome: identity.Done, NoTarget: true}: "Gave nobody",
			{Operation: "lock", Outcome: identity.Done, NoTarget: true}: "Locked the room",
			{Operation: "lock", Outcome: identity.Done}:                 "Locked up",
		},
		Labels: map[string]string{"Ärzte": "Ärztinnen"}, Deleted: func(id int64) string { return fmt.Sprint("removed no. ", id) },
	}
	role := identity.Event{
		Operation: "change role", Outcome: identity.Refused, Actor: "anna", Target: "boris", After: `{"role":"Ärzte <900>"}`,
		Computer: "office-3", Reason: "rank",
	}
	lock := identity.Event{
		Operation: "lock", Outcome: identity.Done, After: `{"format":"R\u0026D","head":"O\"Neil \\"}`,
		Words: []identity.Word{{Place: 4, Person: 2, Text: "Zoë"}},
	}
	gone := identity.Event{Operation: "change role", Outcome: identity.Refused, ActorID: 17, TargetID: 18}
	for name, c := range map[string]struct {
		text       string
		role, lock bool
		gone       bool
	}{
		"empty":                        {"", true, true, true},
		"a name":                       {"BORIS", true, false, false},
		"a part of a change":           {"ÄRZTE 900", true, false, false},
		"characters that JSON escapes": {`r&d O"NEIL \`, false, true, false},
		"the escape itself":            {"u0026", false, false, false},
		"several words":                {"anna 900 boris office", true, false, false},
		"a reason":                     {"rank", true, false, false},
		"words of both":                {"anna neil", false, false, false},
		"invalid UTF-8":                {"\xff", false, false, false},
		"a phrase":                     {"gave ROLE anna", true, false, false},
		"a phrase without a match":     {"gave role carla", false, false, false},
		"a changed word":               {"ZOË", false, true, false},
		"a deleted user":               {"removed 17", false, false, true},
		"a phrase without a target":    {"gave nobody", false, false, false},
		"a phrase and a name":          {"ROOM neil", false, true, false},
		"a phrase with a target":       {"up neil", false, false, false},
		"a displayed label":            {"Ärztin 900", true, false, false},
		"a percent sign":               {"%", false, false, false},
		"the name of an operation":     {"change\x01refused", false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := NewSearch(c.text, w)
			if got := s.Matches(role); got != c.role {
				t.Errorf("change of a role: got %v, want %v", got, c.role)
			}
			if got := s.Matches(lock); got != c.lock {
				t.Errorf("lock: got %v, want %v", got, c.lock)
			}
			if got := s.Matches(gone); got != c.gone {
				t.Errorf("deleted users: got %v, want %v", got, c.gone)
			}
			if got, want := s.Empty(), c.text == ""; got != want {
				t.Errorf("empty: got %v, want %v", got, want)
			}
			for _, e := range []identity.Event{role, lock, gone} {
				if s.Matches(e) && !s.MayMatch(textOf(e)) {
					t.Errorf("%s: it matches, and got that it can't", e.Operation)
				}
			}
		})
	}
}

// What may match is known without the entry. It is most of what matches.
func TestSearchTexts(t *testing.T) {
	w := Wording{Deleted: func(id int64) string { return fmt.Sprint("removed no. ", id) }}
	for name, c := range map[string]struct {
		text string
		of   identity.EventText
		want bool
	}{
		"nothing":                 {"", identity.EventText{}, true},
		"impossible":              {"\xff", identity.EventText{Text: "\xff"}, false},
		"a word":                  {"ZOË", identity.EventText{Text: "\n\n\n\x04zoë"}, true},
		"a word without accents":  {"zoe", identity.EventText{Text: "\n\n\n\x04zoë"}, true},
		"another word":            {"zob", identity.EventText{Text: "\n\n\n\x04zoë"}, false},
		"a name that is there":    {"removed", identity.EventText{ActorID: 1, Text: "\n\n\n\x01anna"}, false},
		"a deleted actor":         {"removed 1", identity.EventText{ActorID: 1, TargetID: 2, Text: "\n\n\n\x02anna"}, true},
		"a deleted target":        {"removed 2", identity.EventText{ActorID: 1, TargetID: 2, Text: "\n\n\n\x01anna"}, true},
		"an escape":               {"anna", identity.EventText{Text: `{"name":"\u0061"}` + "\n\n\n"}, true},
		"an operation":            {"lock", identity.EventText{Operation: "lock"}, true},
		"a text of another world": {"anna", identity.EventText{Text: strings.Repeat("x", 1<<20)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := NewSearch(c.text, w).MayMatch(c.of); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// textOf returns the texts of an entry as the file is searched for them.
func textOf(e identity.Event) identity.EventText {
	text := strings.Join([]string{e.Before, e.After, e.Reason, e.Computer}, "\n")
	for place, name := range map[identity.Place]string{identity.PlaceActor: e.Actor, identity.PlaceTarget: e.Target} {
		if name != "" {
			text += string(rune(place)) + name
		}
	}
	for _, w := range e.Words {
		text += string(rune(w.Place)) + w.Text
	}
	return identity.EventText{Operation: e.Operation, Outcome: e.Outcome, ActorID: e.ActorID, TargetID: e.TargetID, Text: text}
}

func TestExporter(t *testing.T) {
	e := entry()
	e.Actor, e.Committed, e.Hash = "=cmd", nil, []byte("hash")
	for format, want := range map[Format]string{
		JSONLines: `{"seq":7,"at":"2026-03-02T09:00:00.123456Z","operation":"change role","outcome":"done","actor_id":1,` +
			`"actor":"=cmd","target_id":2,"target":"boris","before":"b","after":"a","reason":"r","app_version":"1.0",` +
			`"computer":"here","process":42,"batch":9,"words":[],"digest":"646967657374","prev":"70726576","hash":"68617368"}` + "\n",
		CSV: "\ufeffseq;at (UTC);operation;outcome;actor_id;actor;target_id;target;field;before;after;reason;app_version;computer;process;batch;hash\r\n" +
			"7;2026-03-02 09:00:00;change role;done;1;'=cmd;2;boris;;b;a;r;\"\t1.0\";here;42;9;68617368\r\n",
	} {
		t.Run(string(format), func(t *testing.T) {
			var out strings.Builder
			x, err := NewExporter(format, ';', &out)
			if err == nil {
				err = x.Write(&e)
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := x.Close(); err != nil || out.String() != want {
				t.Errorf("got %s, error %v, want %s", out.String(), err, want)
			}
		})
	}
}

// Every kind of fault has a different description.
func TestFaultTexts(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range []FaultKind{
		FaultMissing, FaultOrder, FaultChanged, FaultWord, FaultAddedWord, FaultMissingWord, FaultKeptWord, FaultTruncated, FaultOlder, FaultInternal, FaultReplaced, FaultUser, FaultUnknownUser, FaultRemovedUser,
		FaultSetting, FaultRecoveryKey, FaultSchema,
	} {
		text := Fault{Kind: kind, Seq: 3, ID: 4, Name: access.SetUp.String()}.String()
		if seen[text] {
			t.Errorf("%s: got %q, which another kind has, want a different text", kind, text)
		}
		seen[text] = true
	}
}

// An export names nobody who was deleted. JSON Lines have what others need to check the words that are left.
func TestExportErased(t *testing.T) {
	e := erased(wordy(), 2)
	export := func(format Format) string {
		var out strings.Builder
		x, err := NewExporter(format, ',', &out)
		if err := errors.Join(err, x.Write(&e), x.Close()); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	table := export(CSV)
	for _, want := range []string{
		"1,anna,2,deleted user no. 2,name,deleted user no. 2,deleted user no. 2,",
		"1,anna,2,deleted user no. 2,role,Admin,",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("CSV: got %s, want %s", table, want)
		}
	}
	lines := export(JSONLines)
	for _, want := range []string{
		fmt.Sprintf(`"words":[{"n":1,"person":1,"commitment":"%x","salt":"%x","text":"anna"},{"n":2,"person":2,"commitment":"%x"},`,
			e.Committed[9:41], e.Words[0].Salt, e.Committed[50:82]),
		`"target":"deleted user no. 2","before":{"role":"Admin"}`,
	} {
		if !strings.Contains(lines, want) {
			t.Errorf("JSON Lines: got %s, want %s", lines, want)
		}
	}
}

// The documentation of the format and the script that implements it list all fields in the order in which the program
// hashes them.
func TestFieldsInPageAndScript(t *testing.T) {
	var names []string
	for _, f := range fields {
		names = append(names, f.name)
	}
	for path, want := range map[string]string{
		"../../docs/journal.md": "the text `" + entryTag + "`, then `" + strings.Join(names, "`, `") + "`.",
		"../testdata/verify.py": "SELECT " + strings.Join(names, ", ") + ", hash FROM journal ",
	} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), want) {
				t.Errorf("got no text %q, want it", want)
			}
		})
	}
}
