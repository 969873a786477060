package data

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"roster/data/fold"
	"roster/identity"
)

func TestInsertAndUpdateUser(t *testing.T) {
	s := newStore(t)
	want := identity.User{
		Name: "Müller", Email: "M@example.com", FirstName: "Eva", LastName: "Müller", Role: identity.Admin, Status: identity.Disabled,
	}
	var got identity.User
	update(t, s, func(tx *Tx) (err error) {
		given := want
		given.Version, given.LastSignIn, given.Created = 99, start, start // ignored
		got, err = tx.InsertUser(given)
		return err
	})
	want.ID, want.Version, want.Created, want.Changed, want.Salt = got.ID, 1, start, start, got.Salt
	if got != want || got.ID == 0 || len(got.Salt) != 16 {
		t.Errorf("insert: got %+v, want %+v", got, want)
	}
	later := start.Add(time.Hour)
	s.Now = func() time.Time { return later }
	want = identity.User{
		ID: got.ID, Version: 2, Name: "Boris", Email: "b@example.com", FirstName: "B", LastName: "O", Role: identity.SystemAdmin,
		Status: identity.Enabled, Created: start, Changed: later, Salt: got.Salt,
	}
	before := got
	update(t, s, func(tx *Tx) (err error) {
		given := want
		given.Version, given.Created, given.Salt = 7, later, "salt" // ignored
		got, err = tx.UpdateUser(before, given)
		return err
	})
	if got != want {
		t.Errorf("update: got %+v, want %+v", got, want)
	}
	want.LastSignIn = later
	update(t, s, func(tx *Tx) (err error) {
		got, err = tx.SetLastSignIn(want.ID)
		return err
	})
	if got != want {
		t.Errorf("after signing in: got %+v, want %+v", got, want)
	}
	view(t, s, func(tx *Tx) error {
		for _, key := range []string{"boris", fold.Key("BORIS")} {
			if got, err := tx.AccountNamed(key); err != nil || got.User != want {
				t.Errorf("by name %s: got %+v, error %v, want %+v", key, got, err, want)
			}
		}
		if got, err := tx.Account(want.ID); err != nil || got.User != want {
			t.Errorf("by id: got %+v, error %v, want %+v", got, err, want)
		}
		_, err := tx.AccountNamed("müller")
		wantErr(t, "previous name", err, ErrNotFound)
		_, err = tx.Account(want.ID + 1)
		wantErr(t, "unknown id", err, ErrNotFound)
		return nil
	})
}

func TestStale(t *testing.T) {
	s := newStore(t)
	u := insert(t, s, "anna", identity.Admin)
	update(t, s, func(tx *Tx) error { return only(tx.UpdateUser(u, u)) })
	for _, version := range []int64{0, 1, 3} {
		old, changed := u, u
		old.Version, changed.FirstName = version, "Old"
		err := s.Update(t.Context(), func(tx *Tx) error { return only(tx.UpdateUser(old, changed)) })
		wantErr(t, "update", err, ErrStale)
		wantErr(t, "delete", s.Update(t.Context(), func(tx *Tx) error { return tx.DeleteUser(u.ID, version) }), ErrStale)
	}
	gone := u
	gone.ID++
	err := s.Update(t.Context(), func(tx *Tx) error { return only(tx.UpdateUser(gone, gone)) })
	wantErr(t, "update of an unknown user", err, ErrStale)
	view(t, s, func(tx *Tx) error {
		if now, err := tx.Account(u.ID); err != nil || now.User.Version != 2 || now.User.FirstName != "" {
			t.Errorf("got %+v, error %v, want version 2 unchanged", now, err)
		}
		return nil
	})
	update(t, s, func(tx *Tx) error { return tx.DeleteUser(u.ID, 2) })
	if n := count(t, s); n != 0 {
		t.Errorf("users: got %d, want 0", n)
	}
}

func TestUniqueByKey(t *testing.T) {
	s := newStore(t)
	insert(t, s, "René", identity.Admin)
	victim := insert(t, s, "victim", identity.Admin)
	for _, c := range []struct {
		name, email string
		want        TakenError
	}{
		{"René", "new@example.com", TakenError{Name: true}},
		{"RENE\u0301", "new@example.com", TakenError{Name: true}},
		{"ｒené", "new@example.com", TakenError{Name: true}},
		{"new", "rené@EXAMPLE.com", TakenError{Email: true}},
		{"new", "rene\u0301@example.com", TakenError{Email: true}},
		{"rené", "rené@example.com", TakenError{Name: true, Email: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			u := identity.User{Name: c.name, Email: c.email, Role: identity.Admin, Status: identity.Enabled}
			err := s.Update(t.Context(), func(tx *Tx) error { _, err := tx.InsertUser(u); return err })
			wantTaken(t, c.name+" "+c.email+" inserted", err, c.want)
			err = s.Update(t.Context(), func(tx *Tx) error { return only(tx.UpdateUser(victim, u)) })
			wantTaken(t, c.name+" "+c.email+" updated", err, c.want)
		})
	}
	if n := count(t, s); n != 2 {
		t.Errorf("users: got %d, want 2", n)
	}
}

// wantTaken fails the test unless err is want.
func wantTaken(t *testing.T, what string, err error, want TakenError) {
	t.Helper()
	if taken, ok := errors.AsType[*TakenError](err); !ok || *taken != want {
		t.Errorf("%s: got error %v, want %v", what, err, &want)
	}
}

// The schema also refuses values that the rules should already have refused.
func TestSchemaRefuses(t *testing.T) {
	s := newStore(t)
	good := identity.User{Name: "anna", Email: "a@b.c", Role: identity.Admin, Status: identity.Enabled}
	for what, change := range map[string]func(*identity.User){
		"no name":     func(u *identity.User) { u.Name = "" },
		"long name":   func(u *identity.User) { u.Name = strings.Repeat("é", 65) },
		"short email": func(u *identity.User) { u.Email = "ab" },
		"long email":  func(u *identity.User) { u.Email = strings.Repeat("a", 255) },
		"no role":     func(u *identity.User) { u.Role = 0 },
		"role 4":      func(u *identity.User) { u.Role = 4 },
		"no status":   func(u *identity.User) { u.Status = 0 },
		"long note":   func(u *identity.User) { u.Note = strings.Repeat("é", 501) },
		"no day":      func(u *identity.User) { u.Expires = -1 },
		"late day":    func(u *identity.User) { u.Expires = identity.LastDate + 1 },
		"status 4":    func(u *identity.User) { u.Status = 4 },
	} {
		t.Run(what, func(t *testing.T) {
			u := good
			change(&u)
			if err := s.Update(t.Context(), func(tx *Tx) error { _, err := tx.InsertUser(u); return err }); err == nil {
				t.Error("got no error, want one")
			}
		})
	}
	var u identity.User
	update(t, s, func(tx *Tx) (err error) { u, err = tx.InsertUser(good); return err })
	for what, c := range map[string]identity.Credential{
		"no hash":      {UserID: u.ID},
		"another hash": {UserID: u.ID, Hash: "$argon2i$"},
		"plain text":   {UserID: u.ID, Hash: "secret"},
		"negative":     {UserID: u.ID, Hash: someHash, Attempts: identity.Attempts{Failed: -1}},
		"unknown user": {UserID: u.ID + 1, Hash: someHash},
	} {
		t.Run(what, func(t *testing.T) {
			if err := s.Update(t.Context(), func(tx *Tx) error { return only(tx.SetCredential(c)) }); err == nil {
				t.Errorf("credential, %s: got no error, want one", what)
			}
		})
	}
}

func TestCredential(t *testing.T) {
	s := newStore(t)
	u := insert(t, s, "anna", identity.Admin)
	credential := func() (c identity.Credential, err error) {
		t.Helper()
		view(t, s, func(tx *Tx) error {
			var a identity.Account
			a, err = tx.Account(u.ID)
			c = a.Credential
			return nil
		})
		return c, err
	}
	if got, err := credential(); err != nil || got != (identity.Credential{}) {
		t.Errorf("before it is set: got %+v, error %v, want none", got, err)
	}
	want := identity.Credential{
		UserID: u.ID, Hash: someHash, MustChange: true, Expires: start.Add(time.Millisecond), Disabled: start.Add(time.Second),
		Attempts: identity.Attempts{Failed: 3, LastFailed: start.Add(time.Minute), WaitUntil: start.Add(time.Hour)},
	}
	for version := range int64(3) {
		want.Version = 77 // ignored
		update(t, s, func(tx *Tx) error { return only(tx.SetCredential(want)) })
		want.Version = version + 1
		if got, err := credential(); err != nil || got != want {
			t.Errorf("got %+v, error %v, want %+v", got, err, want)
		}
		want.MustChange, want.Failed, want.Hash = false, 0, someHash+"A"
		want.Expires, want.Disabled = time.Time{}, time.Time{}
	}
	want.Attempts = identity.Attempts{Failed: 7, LastFailed: start.Add(time.Second), WaitUntil: start.Add(time.Minute)}
	update(t, s, func(tx *Tx) error { return tx.SetAttempts(u.ID, want.Attempts) })
	if got, _ := credential(); got != want {
		t.Errorf("after SetAttempts: got %+v, want %+v", got, want)
	}
	want.Disabled = start
	update(t, s, func(tx *Tx) error { return only(tx.SetPasswordDisabled(u.ID, true)) })
	if got, _ := credential(); got != want {
		t.Errorf("disabled: got %+v, want %+v", got, want)
	}
	want.Disabled, want.Hash, want.MustChange, want.Expires = time.Time{}, someHash+"B", true, s.Now().Add(time.Hour)
	update(t, s, func(tx *Tx) error {
		return errors.Join(only(tx.SetPasswordDisabled(u.ID, false)),
			only(tx.UpgradeHash(someHash+"A", want)))
	})
	if got, _ := credential(); got != want {
		t.Errorf("enabled, with an upgraded hash: got %+v, want %+v", got, want)
	}
	err := s.Update(t.Context(), func(tx *Tx) error { return only(tx.UpgradeHash(someHash+"A", want)) })
	wantErr(t, "upgrade of another hash", err, ErrStale)
	update(t, s, func(tx *Tx) error { return tx.DeleteUser(u.ID, 1) })
	_, err = credential()
	wantErr(t, "after deleting the user", err, ErrNotFound)
}

func TestUnknownAttempts(t *testing.T) {
	s := newStore(t)
	want := identity.Attempts{Failed: 6, Recent: 6, LastFailed: start, WaitUntil: start.Add(time.Minute)}
	update(t, s, func(tx *Tx) error {
		if got, err := tx.UnknownAttempts("name0"); err != nil || got != (identity.Attempts{}) {
			t.Errorf("before any attempt: got %+v, error %v, want none", got, err)
		}
		for i := range 3000 {
			if err := tx.SetUnknownAttempts(fmt.Sprint("name", i), want); err != nil {
				return err
			}
		}
		if got, err := tx.UnknownAttempts("name0"); err != nil || got != want {
			t.Errorf("got %+v, error %v, want %+v", got, err, want)
		}
		return nil
	})
	var rows int
	if err := rawDB(t, s.Path()).QueryRowContext(t.Context(), `SELECT count(*) FROM unknown_attempts`).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if rows > 1024 || rows < 500 {
		t.Errorf("got %d rows for 3000 names, want 500 to 1024", rows)
	}
}

// Nobody can work out which other name shares a slot with a name, because the slots differ between files. The recovery
// key shares its slot with no name.
func TestUnknownAttemptSlots(t *testing.T) {
	slots := func(s *Store) (all []int) {
		update(t, s, func(tx *Tx) error {
			for i := range 100 {
				slot, err := tx.unknownSlot(fmt.Sprint("name", i))
				if err != nil {
					return err
				}
				all = append(all, slot)
			}
			return nil
		})
		return all
	}
	one := newStore(t)
	if a, b := slots(one), slots(newStore(t)); slices.Equal(a, b) {
		t.Error("got the same slots in two files, want different ones")
	}
	update(t, one, func(tx *Tx) error {
		for i := range 3000 {
			if err := tx.SetUnknownAttempts(fmt.Sprint("name", i), identity.Attempts{Failed: 6}); err != nil {
				return err
			}
		}
		got, err := tx.UnknownAttempts(RecoveryAttempts)
		if got != (identity.Attempts{}) {
			t.Errorf("attempts with the recovery key: got %+v, want none", got)
		}
		return err
	})
}

func TestHasSystemAdmin(t *testing.T) {
	for _, c := range []struct {
		name       string
		role       identity.Role
		status     identity.Status
		credential *identity.Credential
		want       bool
	}{
		{"usable", identity.SystemAdmin, identity.Enabled, &identity.Credential{}, true},
		{"failed attempts", identity.SystemAdmin, identity.Enabled,
			&identity.Credential{MustChange: true, Attempts: identity.Attempts{Failed: 9, WaitUntil: start}}, true},
		{"disabled", identity.SystemAdmin, identity.Disabled, &identity.Credential{}, false},
		{"password disabled", identity.SystemAdmin, identity.Enabled, &identity.Credential{Disabled: start}, false},
		{"password expires", identity.SystemAdmin, identity.Enabled, &identity.Credential{Expires: start.Add(time.Hour)}, false},
		{"no password", identity.SystemAdmin, identity.NoPassword, nil, false},
		{"a status that does not fit", identity.SystemAdmin, identity.NoPassword, &identity.Credential{}, false},
		{"another", identity.SystemAdmin, identity.Enabled, nil, false},
		{"Admin", identity.Admin, identity.Enabled, &identity.Credential{}, false},
		{"Ledger manager", identity.LedgerManager, identity.Enabled, &identity.Credential{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newStore(t)
			update(t, s, func(tx *Tx) error {
				u, err := tx.InsertUser(identity.User{Name: "anna", Email: "a@b", Role: c.role, Status: c.status})
				if err == nil && c.credential != nil {
					c.credential.UserID, c.credential.Hash = u.ID, someHash
					_, err = tx.SetCredential(*c.credential)
				}
				if err != nil {
					return err
				}
				if got, err := tx.HasSystemAdmin(); err != nil || got != c.want {
					t.Errorf("got %v, error %v, want %v", got, err, c.want)
				}
				return nil
			})
		})
	}
}

func TestSystemAdminPlan(t *testing.T) {
	rows, err := rawDB(t, newStore(t).Path()).QueryContext(t.Context(), `EXPLAIN QUERY PLAN SELECT `+hasSystemAdmin)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(step + "\n")
	}
	if err := rows.Err(); err != nil || !strings.Contains(plan.String(), "users_system_admins") {
		t.Errorf("plan: got %q, error %v, want the partial index", plan.String(), err)
	}
}

// model is a naive implementation of the queries, to compare with.
type model []identity.User

func (m model) find(q identity.Query) (found []identity.User) {
	for _, u := range m {
		keys := slices.Concat(fold.Spellings(u.Name), fold.Spellings(u.Email), fold.Spellings(u.FirstName),
			fold.Spellings(u.LastName))
		matches := (q.Role == 0 || u.Role == q.Role) && (q.State == 0 || identity.StateOf(u.Status) == q.State)
		words, possible := fold.Words(q.Text)
		matches = matches && possible
		for _, word := range words {
			matches = matches && slices.ContainsFunc(keys, word.In)
		}
		if matches {
			found = append(found, u)
		}
	}
	slices.SortFunc(found, func(a, b identity.User) int {
		order := cmp.Or(map[identity.Column]int{
			identity.ByEmail:      cmp.Compare(fold.Key(a.Email), fold.Key(b.Email)),
			identity.ByFirstName:  cmp.Compare(fold.Key(a.FirstName), fold.Key(b.FirstName)),
			identity.ByLastName:   cmp.Compare(fold.Key(a.LastName), fold.Key(b.LastName)),
			identity.ByRole:       cmp.Compare(a.Role, b.Role),
			identity.ByStatus:     cmp.Compare(a.Status, b.Status),
			identity.ByLastSignIn: a.LastSignIn.Compare(b.LastSignIn),
		}[q.Sort], cmp.Compare(fold.Key(a.Name), fold.Key(b.Name)))
		if q.Descending {
			return -order
		}
		return order
	})
	return found
}

func TestQueriesMatchModel(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector makes SQLite very slow, and nothing here is concurrent")
	}
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	first := []string{
		"", "Anna", "ANNA", "anna-maria", "Łukasz", "Đặng", "田中", "さくら", "민준", "Ольга", "ольга", "Γιώργος", "نور", "עדה",
		"Rene\u0301", "René",
		"100%", "a_b", `back\slash`, "O'Neill", `"quoted"`, "straße", "STRASSE", "İbrahim", "é", "e", "Z", "😀",
	}
	s := newStore(t)
	var m model
	for i := range 400 {
		u := identity.User{
			Name: fmt.Sprintf("%s%d", pick([]string{"u", "U", "ü", "Ж", "田", "user.", "a_", "%"}), i),
			Email: fmt.Sprintf("%s%d@%s", pick([]string{"mail", "Mail_", "m%", "почта"}), random.IntN(1000)*1000+i,
				pick([]string{"example.com", "EXAMPLE.org"})),
			FirstName: pick(first), LastName: pick(first), Role: identity.Role(1 + random.IntN(3)), Status: identity.Status(1 + random.IntN(2)),
		}
		signedIn := random.IntN(3)
		s.Now = func() time.Time { return start.Add(time.Duration(random.IntN(20)) * time.Hour) }
		update(t, s, func(tx *Tx) (err error) {
			if u, err = tx.InsertUser(u); err != nil {
				return err
			}
			if signedIn > 0 {
				u, err = tx.SetLastSignIn(u.ID)
			}
			return err
		})
		m = append(m, u)
	}
	texts := []string{
		"", " ", "anna", "ANNA  example", "%", "_", `\`, "100%", "a_b", "a%b", "_b",
		`k\s`, "'", `"`, "é", "e\u0301", "ss", "ß", "ОЛЬГА", "田", "中 さ", "サ", "lukasz", "o'neill", "oneill", "ue", "ü", "strasse", "ibrahim",
		"İ", "i", "نور", "عدה", "nobody at all", "user. org", "😀", "u1", "--", "; DROP",
		"*", "?", "[a-z]", "a a a", "\x00", "\xff",
	}
	for _, indexed := range []bool{false, true} {
		if indexed {
			loadIndex(t, s)
		}
		for _, text := range texts {
			for column := identity.ByName; column <= identity.ByLastSignIn; column++ {
				wantSame(t, s, m, identity.Query{
					Text: text, Role: identity.Role(random.IntN(4)), State: identity.State(random.IntN(3)), Sort: column,
					Descending: random.IntN(2) == 0,
				}, random)
			}
		}
		for range 300 {
			wantSame(t, s, m, identity.Query{
				Text: pick(texts), Role: identity.Role(random.IntN(4)), State: identity.State(random.IntN(3)), Sort: identity.Column(random.IntN(7)),
				Descending: random.IntN(2) == 0,
			}, random)
		}
	}
}

// wantSame fails the test unless the store and the model return the same for q.
func wantSame(t *testing.T, s *Store, m model, q identity.Query, random *rand.Rand) {
	t.Helper()
	want := m.find(q)
	view(t, s, func(tx *Tx) error {
		if n, err := tx.CountUsers(q); err != nil || n != len(want) {
			t.Errorf("%+v: got count %d, error %v, want %d", q, n, err, len(want))
		}
		from, limit := random.IntN(len(want)+2), random.IntN(30)
		page := want[min(from, len(want)):min(from+limit, len(want))]
		if got, err := tx.Users(q, from, limit); err != nil || !slices.Equal(got, page) {
			t.Errorf("%+v from %d, at most %d: got %v, error %v, want %v", q, from, limit, got, err, page)
		}
		u := m[random.IntN(len(m))]
		position, err := tx.Position(q, u.ID)
		if at := slices.Index(want, u); at < 0 {
			wantErr(t, fmt.Sprintf("%+v: position of %s", q, u.Name), err, ErrNotFound)
		} else if err != nil || position != at {
			t.Errorf("%+v: position of %s: got %d, error %v, want %d", q, u.Name, position, err, at)
		}
		_, err = tx.Position(q, 1_000_000)
		wantErr(t, fmt.Sprintf("%+v: position of an unknown user", q), err, ErrNotFound)
		return nil
	})
}

// A page of text pasted into the search field finds nothing, without an error.
func TestLongSearch(t *testing.T) {
	s := newStore(t)
	insert(t, s, "anna", identity.Admin)
	for what, text := range map[string]string{
		"many words": strings.Repeat("anna ", 20_000),
		"different words": func() string {
			var b strings.Builder
			for i := range 5000 {
				fmt.Fprint(&b, i, " ")
			}
			return b.String()
		}(),
		"one word": strings.Repeat("a", 1_000_000),
	} {
		t.Run(what, func(t *testing.T) {
			q := identity.Query{Text: text}
			err := s.View(t.Context(), func(tx *Tx) error {
				n, err := tx.CountUsers(q)
				if err == nil && n > 1 {
					t.Errorf("got %d users, want at most 1", n)
				}
				if err != nil {
					return err
				}
				if _, err = tx.Users(q, 0, 10); err != nil {
					return err
				}
				_, err = tx.Position(q, 1)
				if errors.Is(err, ErrNotFound) {
					return nil
				}
				return err
			})
			wantErr(t, what, err, nil)
		})
	}
}

// Each state has the users whom its name says, with and without the index.
func TestStates(t *testing.T) {
	s := newStore(t)
	other := openStore(t, s.Path())
	at := start.Add(200 * 24 * time.Hour)
	today := identity.DateOf(at)
	ids := map[int64]string{}
	add := func(name string, when time.Time, u identity.User, c identity.Credential) {
		t.Helper()
		s.Now = func() time.Time { return when }
		update(t, s, func(tx *Tx) error {
			u.Name, u.Email, u.Role, u.Status = name, name+"@example.com", identity.Admin, identity.Enabled
			added, err := tx.InsertUser(u)
			if err != nil {
				return err
			}
			ids[added.ID] = name
			c.UserID, c.Hash = added.ID, "$argon2id$"
			return only(tx.SetCredential(c))
		})
	}
	recent := at.Add(-24 * time.Hour)
	waits := func(until time.Time) identity.Credential {
		return identity.Credential{Attempts: identity.Attempts{WaitUntil: until}}
	}
	add("plain", recent, identity.User{}, identity.Credential{})
	add("waits", recent, identity.User{}, waits(at.Add(time.Second)))
	add("waited", recent, identity.User{}, waits(at))
	add("refused", recent, identity.User{}, identity.Credential{Disabled: recent})
	add("must", recent, identity.User{}, identity.Credential{MustChange: true})
	add("start", recent, identity.User{}, identity.Credential{Expires: recent})
	add("today", recent, identity.User{Expires: today}, identity.Credential{})
	add("yesterday", recent, identity.User{Expires: today - 1}, identity.Credential{})
	midnight := identity.InactiveSince(at)
	add("never", midnight.Add(-time.Microsecond), identity.User{}, identity.Credential{})
	add("then", midnight, identity.User{}, identity.Credential{})
	add("back", start, identity.User{}, identity.Credential{})
	s.Now = func() time.Time { return recent }
	update(t, s, func(tx *Tx) error { return only(tx.SetLastSignIn(int64(len(ids)))) })
	wants := map[identity.State]string{
		identity.StateLocked: "refused waits", identity.StateMustChange: "must", identity.StatePasswordExpires: "start",
		identity.StateAccountExpires: "today yesterday", identity.StateExpired: "yesterday",
		identity.StateInactive: "never", identity.StateDisabled: "", identity.StateNoPassword: "",
	}
	check := func(what string, s *Store) {
		t.Helper()
		for state, want := range wants {
			view(t, s, func(tx *Tx) error {
				found, err := tx.IDs(identity.Query{State: state, At: at}, 0, 100)
				var got []string
				for _, id := range found {
					got = append(got, ids[id])
				}
				if text := strings.Join(got, " "); err != nil || text != want {
					t.Errorf("%s, %s: got %q, error %v, want %q", what, state, text, err, want)
				}
				return nil
			})
		}
	}
	check("from the file", s)
	loadIndex(t, s)
	check("from the index", s)
	check("once more", s)
	before := int64(0)
	locked := identity.Query{State: identity.StateLocked, At: at}
	view(t, s, func(tx *Tx) (err error) { before, err = tx.State(locked); return err })
	update(t, other, func(tx *Tx) error { return tx.SetAttempts(2, identity.Attempts{}) })
	wants[identity.StateLocked] = "refused"
	check("after a change of a credential by another program", s)
	view(t, s, func(tx *Tx) error {
		if now, err := tx.State(locked); err != nil || now == before {
			t.Errorf("state after that: got %d, error %v, want another", now, err)
		}
		return nil
	})
}
