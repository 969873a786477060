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
)

func TestInsertAndUpdateUser(t *testing.T) {
	s := newStore(t)
	want := User{
		Name: "Müller", Email: "M@example.com", FirstName: "Eva", LastName: "Müller", Role: Admin, Status: Disabled,
	}
	var got User
	update(t, s, func(tx *Tx) (err error) {
		given := want
		given.ID, given.Version, given.LastSignIn, given.Created = 99, 99, start, start // not for the caller to say
		got, err = tx.InsertUser(given)
		return err
	})
	want.ID, want.Version, want.Created, want.Changed = got.ID, 1, start, start
	if got != want || got.ID == 99 {
		t.Errorf("insert: got %+v, want %+v", got, want)
	}
	later := start.Add(time.Hour)
	s.Now = func() time.Time { return later }
	want = User{
		ID: got.ID, Version: 2, Name: "Boris", Email: "b@example.com", FirstName: "B", LastName: "O", Role: SystemAdmin,
		Status: Enabled, Created: start, Changed: later,
	}
	update(t, s, func(tx *Tx) (err error) {
		given := want
		given.Version, given.Created = 1, later
		got, err = tx.UpdateUser(given)
		return err
	})
	if got != want {
		t.Errorf("update: got %+v, want %+v", got, want)
	}
	update(t, s, func(tx *Tx) error { return tx.SetLastSignIn(want.ID) })
	want.LastSignIn = later
	view(t, s, func(tx *Tx) error {
		for _, key := range []string{"boris", Key("BORIS")} {
			if got, err := tx.UserByName(key); err != nil || got != want {
				t.Errorf("by name %s: got %+v, error %v, want %+v", key, got, err, want)
			}
		}
		if got, err := tx.User(want.ID); err != nil || got != want {
			t.Errorf("by id: got %+v, error %v, want %+v", got, err, want)
		}
		_, err := tx.UserByName("müller")
		wantErr(t, "the former name", err, ErrNotFound)
		_, err = tx.User(want.ID + 1)
		wantErr(t, "another id", err, ErrNotFound)
		return nil
	})
}

func TestStale(t *testing.T) {
	s := newStore(t)
	u := insert(t, s, "anna", Admin)
	update(t, s, func(tx *Tx) error { _, err := tx.UpdateUser(u); return err })
	for _, version := range []int64{0, 1, 3} {
		old := u
		old.Version, old.FirstName = version, "Old"
		wantErr(t, "update", s.Update(t.Context(), func(tx *Tx) error { _, err := tx.UpdateUser(old); return err }), ErrStale)
		wantErr(t, "delete", s.Update(t.Context(), func(tx *Tx) error { return tx.DeleteUser(u.ID, version) }), ErrStale)
	}
	gone := u
	gone.ID++
	err := s.Update(t.Context(), func(tx *Tx) error { _, err := tx.UpdateUser(gone); return err })
	wantErr(t, "update of nobody", err, ErrStale)
	view(t, s, func(tx *Tx) error {
		if now, err := tx.User(u.ID); err != nil || now.Version != 2 || now.FirstName != "" {
			t.Errorf("got %+v, error %v, want version 2 as it was", now, err)
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
	insert(t, s, "René", Admin)
	victim := insert(t, s, "victim", Admin)
	for _, c := range []struct {
		name, email string
		want        error
	}{
		{"René", "new@example.com", ErrNameTaken},
		{"RENE\u0301", "new@example.com", ErrNameTaken},
		{"ｒené", "new@example.com", ErrNameTaken},
		{"new", "rené@EXAMPLE.com", ErrEmailTaken},
		{"new", "rene\u0301@example.com", ErrEmailTaken},
	} {
		u := User{Name: c.name, Email: c.email, Role: Admin, Status: Enabled}
		err := s.Update(t.Context(), func(tx *Tx) error { _, err := tx.InsertUser(u); return err })
		wantErr(t, c.name+" "+c.email+" inserted", err, c.want)
		u.ID, u.Version = victim.ID, victim.Version
		err = s.Update(t.Context(), func(tx *Tx) error { _, err := tx.UpdateUser(u); return err })
		wantErr(t, c.name+" "+c.email+" updated", err, c.want)
	}
	if n := count(t, s); n != 2 {
		t.Errorf("users: got %d, want 2", n)
	}
}

// The schema refuses what the rules should never let through.
func TestSchemaRefuses(t *testing.T) {
	s := newStore(t)
	good := User{Name: "anna", Email: "a@b.c", Role: Admin, Status: Enabled}
	for what, change := range map[string]func(*User){
		"no name":     func(u *User) { u.Name = "" },
		"long name":   func(u *User) { u.Name = strings.Repeat("é", 65) },
		"short email": func(u *User) { u.Email = "ab" },
		"long email":  func(u *User) { u.Email = strings.Repeat("a", 255) },
		"no role":     func(u *User) { u.Role = 0 },
		"role 4":      func(u *User) { u.Role = 4 },
		"no status":   func(u *User) { u.Status = 0 },
		"status 3":    func(u *User) { u.Status = 3 },
	} {
		u := good
		change(&u)
		if err := s.Update(t.Context(), func(tx *Tx) error { _, err := tx.InsertUser(u); return err }); err == nil {
			t.Errorf("%s: got no error, want one", what)
		}
	}
	var u User
	update(t, s, func(tx *Tx) (err error) { u, err = tx.InsertUser(good); return err })
	for what, c := range map[string]Credential{
		"no hash":      {UserID: u.ID},
		"another hash": {UserID: u.ID, Hash: "$argon2i$"},
		"plain text":   {UserID: u.ID, Hash: "secret"},
		"negative":     {UserID: u.ID, Hash: someHash, Tries: Tries{Failed: -1}},
		"nobody's":     {UserID: u.ID + 1, Hash: someHash},
	} {
		if err := s.Update(t.Context(), func(tx *Tx) error { return tx.SetCredential(c) }); err == nil {
			t.Errorf("credential, %s: got no error, want one", what)
		}
	}
}

func TestCredential(t *testing.T) {
	s := newStore(t)
	u := insert(t, s, "anna", Admin)
	credential := func() (c Credential, err error) {
		t.Helper()
		view(t, s, func(tx *Tx) error { c, err = tx.Credential(u.ID); return nil })
		return c, err
	}
	_, err := credential()
	wantErr(t, "before there is one", err, ErrNotFound)
	want := Credential{
		UserID: u.ID, Hash: someHash, MustChange: true, Expires: start.Add(time.Millisecond), Disabled: start.Add(time.Second),
		Tries: Tries{Failed: 3, LastFailed: start.Add(time.Minute), WaitUntil: start.Add(time.Hour)},
	}
	for version := range int64(3) {
		want.Version = 77 // whatever it says
		update(t, s, func(tx *Tx) error { return tx.SetCredential(want) })
		want.Version = version + 1
		if got, err := credential(); err != nil || got != want {
			t.Errorf("got %+v, error %v, want %+v", got, err, want)
		}
		want.MustChange, want.Failed, want.Hash = false, 0, someHash+"A"
		want.Expires, want.Disabled = time.Time{}, time.Time{}
	}
	want.Tries = Tries{Failed: 7, LastFailed: start.Add(time.Second), WaitUntil: start.Add(time.Minute)}
	update(t, s, func(tx *Tx) error { return tx.SetTries(u.ID, want.Tries) })
	if got, _ := credential(); got != want {
		t.Errorf("after more tries: got %+v, want %+v", got, want)
	}
	want.Disabled = start
	update(t, s, func(tx *Tx) error { return tx.SetPasswordDisabled(u.ID, true) })
	if got, _ := credential(); got != want {
		t.Errorf("disabled: got %+v, want %+v", got, want)
	}
	want.Disabled, want.Hash = time.Time{}, someHash+"B"
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.SetPasswordDisabled(u.ID, false), tx.RaiseHash(u.ID, someHash+"A", want.Hash))
	})
	if got, _ := credential(); got != want {
		t.Errorf("enabled, with a dearer hash: got %+v, want %+v", got, want)
	}
	err = s.Update(t.Context(), func(tx *Tx) error { return tx.RaiseHash(u.ID, someHash+"A", someHash+"C") })
	wantErr(t, "the hash of another password", err, ErrStale)
	update(t, s, func(tx *Tx) error { return tx.DeleteUser(u.ID, 1) })
	_, err = credential()
	wantErr(t, "after the user", err, ErrNotFound)
}

func TestUnknownTries(t *testing.T) {
	s := newStore(t)
	want := Tries{Failed: 6, Recent: 6, LastFailed: start, WaitUntil: start.Add(time.Minute)}
	update(t, s, func(tx *Tx) error {
		if got, err := tx.UnknownTries("name0"); err != nil || got != (Tries{}) {
			t.Errorf("before any: got %+v, error %v", got, err)
		}
		for i := range 3000 {
			if err := tx.SetUnknownTries(fmt.Sprint("name", i), want); err != nil {
				return err
			}
		}
		if got, err := tx.UnknownTries("name0"); err != nil || got != want {
			t.Errorf("got %+v, error %v, want %+v", got, err, want)
		}
		return nil
	})
	var rows int
	if err := s.read.db.QueryRowContext(t.Context(), `SELECT count(*) FROM unknown_tries`).Scan(&rows); err != nil {
		t.Fatal(err)
	}
	if rows > 1024 || rows < 500 {
		t.Errorf("got %d rows of 3000 names, want at most 1024 and many", rows)
	}
}

// Nobody can work out by which other name a name can be made to wait: each file has its own places. The recovery key shares
// its place with none.
func TestUnknownTriesShareByChance(t *testing.T) {
	places := func(s *Store) (all []int) {
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
	if a, b := places(one), places(newStore(t)); slices.Equal(a, b) {
		t.Error("two files have the same places, want others")
	}
	update(t, one, func(tx *Tx) error {
		for i := range 3000 {
			if err := tx.SetUnknownTries(fmt.Sprint("name", i), Tries{Failed: 6}); err != nil {
				return err
			}
		}
		got, err := tx.UnknownTries(RecoveryTries)
		if got != (Tries{}) {
			t.Errorf("tries of the recovery key: got %+v, want none", got)
		}
		return err
	})
}

func TestCountSystemAdmins(t *testing.T) {
	s := newStore(t)
	for i, c := range []struct {
		role       Role
		status     Status
		credential *Credential
		counts     bool
	}{
		{SystemAdmin, Enabled, &Credential{}, true},
		{SystemAdmin, Enabled, &Credential{MustChange: true, Tries: Tries{Failed: 9, WaitUntil: start}}, true},
		{SystemAdmin, Disabled, &Credential{}, false},
		{SystemAdmin, Enabled, &Credential{Disabled: start}, false},
		{SystemAdmin, Enabled, &Credential{Expires: start.Add(time.Hour)}, false},
		{SystemAdmin, Enabled, nil, false},
		{Admin, Enabled, &Credential{}, false},
		{LedgerManager, Enabled, &Credential{}, false},
	} {
		var before, after int
		update(t, s, func(tx *Tx) (err error) {
			if before, err = tx.CountSystemAdmins(); err != nil {
				return err
			}
			u, err := tx.InsertUser(User{Name: fmt.Sprint("u", i), Email: fmt.Sprint("u@", i), Role: c.role, Status: c.status})
			if err != nil {
				return err
			}
			if c.credential != nil {
				c.credential.UserID, c.credential.Hash = u.ID, someHash
				if err := tx.SetCredential(*c.credential); err != nil {
					return err
				}
			}
			after, err = tx.CountSystemAdmins()
			return err
		})
		if (after == before+1) != c.counts || after > before+1 {
			t.Errorf("%d: got %d more System Admins, want it to count: %v", i, after-before, c.counts)
		}
	}
	var plan string
	var a, b, c int
	err := s.read.db.QueryRowContext(t.Context(), `EXPLAIN QUERY PLAN
		SELECT count(*) FROM users JOIN credentials ON user_id = id
		WHERE role = 3 AND status = 1 AND disabled = 0 AND expires = 0`).Scan(&a, &b, &c, &plan)
	if err != nil || !strings.Contains(plan, "users_system_admins") {
		t.Errorf("plan: got %q, error %v, want the partial index", plan, err)
	}
}

// model is a naive list of users, to compare the queries with.
type model []User

func (m model) ask(q Query) (found []User) {
	for _, u := range m {
		keys := []string{Key(u.Name), Key(u.Email), Key(u.FirstName), Key(u.LastName)}
		matches := (q.Role == 0 || u.Role == q.Role) && (q.Status == 0 || u.Status == q.Status)
		for word := range strings.FieldsSeq(Key(q.Text)) {
			matches = matches && slices.ContainsFunc(keys, func(k string) bool { return strings.Contains(k, word) })
		}
		if matches {
			found = append(found, u)
		}
	}
	slices.SortFunc(found, func(a, b User) int {
		order := cmp.Or(map[Column]int{
			ByEmail:      cmp.Compare(Key(a.Email), Key(b.Email)),
			ByFirstName:  cmp.Compare(Key(a.FirstName), Key(b.FirstName)),
			ByLastName:   cmp.Compare(Key(a.LastName), Key(b.LastName)),
			ByRole:       cmp.Compare(a.Role, b.Role),
			ByStatus:     cmp.Compare(a.Status, b.Status),
			ByLastSignIn: a.LastSignIn.Compare(b.LastSignIn),
		}[q.Sort], cmp.Compare(Key(a.Name), Key(b.Name)))
		if q.Descending {
			return -order
		}
		return order
	})
	return found
}

func TestQueriesAgreeWithTheModel(t *testing.T) {
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
		u := User{
			Name: fmt.Sprintf("%s%d", pick([]string{"u", "U", "ü", "Ж", "田", "user.", "a_", "%"}), i),
			Email: fmt.Sprintf("%s%d@%s", pick([]string{"mail", "Mail_", "m%", "почта"}), random.IntN(1000)*1000+i,
				pick([]string{"example.com", "EXAMPLE.org"})),
			FirstName: pick(first), LastName: pick(first), Role: Role(1 + random.IntN(3)), Status: Status(1 + random.IntN(2)),
		}
		signedIn := random.IntN(3)
		s.Now = func() time.Time { return start.Add(time.Duration(random.IntN(20)) * time.Hour) }
		update(t, s, func(tx *Tx) (err error) {
			if u, err = tx.InsertUser(u); err != nil {
				return err
			}
			if signedIn > 0 {
				if err := tx.SetLastSignIn(u.ID); err != nil {
					return err
				}
			}
			u, err = tx.User(u.ID)
			return err
		})
		m = append(m, u)
	}
	texts := []string{
		"", " ", "anna", "ANNA  example", "%", "_", `\`, "100%", "a_b", "a%b", "_b",
		`k\s`, "'", `"`, "é", "e\u0301", "ss", "ß", "ОЛЬГА", "田", "中 さ",
		"İ", "i", "نور", "عدה", "nobody at all", "user. org", "😀", "u1", "--", "; DROP",
		"*", "?", "[a-z]", "a a a", "\x00", "\xff",
	}
	for _, indexed := range []bool{false, true} {
		if indexed {
			loadIndex(t, s)
		}
		for _, text := range texts {
			for column := ByName; column <= ByLastSignIn; column++ {
				wantSame(t, s, m, Query{
					Text: text, Role: Role(random.IntN(4)), Status: Status(random.IntN(3)), Sort: column,
					Descending: random.IntN(2) == 0,
				}, random)
			}
		}
		for range 300 {
			wantSame(t, s, m, Query{
				Text: pick(texts), Role: Role(random.IntN(4)), Status: Status(random.IntN(3)), Sort: Column(random.IntN(7)),
				Descending: random.IntN(2) == 0,
			}, random)
		}
	}
}

// wantSame fails the test unless the store answers q as the model does.
func wantSame(t *testing.T, s *Store, m model, q Query, random *rand.Rand) {
	t.Helper()
	want := m.ask(q)
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
		place, err := tx.Place(q, u.ID)
		if at := slices.Index(want, u); at < 0 {
			wantErr(t, fmt.Sprintf("%+v: place of %s", q, u.Name), err, ErrNotFound)
		} else if err != nil || place != at {
			t.Errorf("%+v: place of %s: got %d, error %v, want %d", q, u.Name, place, err, at)
		}
		_, err = tx.Place(q, 1_000_000)
		wantErr(t, fmt.Sprintf("%+v: place of nobody", q), err, ErrNotFound)
		return nil
	})
}

// A page of text pasted into the search field is an answer with nobody in it, and not a fault.
func TestLongSearch(t *testing.T) {
	s := newStore(t)
	insert(t, s, "anna", Admin)
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
		q := Query{Text: text}
		err := s.View(t.Context(), func(tx *Tx) error {
			n, err := tx.CountUsers(q)
			if err == nil && n > 1 {
				t.Errorf("%s: got %d users, want at most one", what, n)
			}
			if err != nil {
				return err
			}
			if _, err = tx.Users(q, 0, 10); err != nil {
				return err
			}
			_, err = tx.Place(q, 1)
			if errors.Is(err, ErrNotFound) {
				return nil
			}
			return err
		})
		wantErr(t, what, err, nil)
	}
}

func TestKey(t *testing.T) {
	for _, same := range [][]string{
		{"anna", "Anna", "ANNA", "Ａnna", "ａｎｎａ"},
		{"rené", "Rene\u0301", "RENÉ", "RENE\u0301"},
		{"straße", "STRASSE", "strasse", "Straſse", "STRAẞE"},
		{"ольга", "ОЛЬГА"},
		{"γιώργος", "ΓΙΏΡΓΟΣ", "γιώργοσ"},
		{"ｶﾞ", "ガ", "カ\u3099"},
		{"김민준", "김민준"},
		{"ﬁona", "fiona"},
		{"\u212bngström", "Ångström", "ångström"},
		{"", ""},
	} {
		for _, s := range same {
			if got, want := Key(s), Key(same[0]); got != want {
				t.Errorf("%q: got %q, want %q as of %q", s, got, want, same[0])
			}
		}
	}
	for _, pair := range [][2]string{{"anna", "аnna"}, {"e", "é"}, {"a b", "ab"}, {"o", "0"}, {"i", "ı"}, {"日", "曰"}} {
		if Key(pair[0]) == Key(pair[1]) {
			t.Errorf("%q and %q: got one key, want two", pair[0], pair[1])
		}
	}
}

func TestKeyOfEveryCharacter(t *testing.T) {
	for r := rune(0); r <= 0x10ffff; r++ {
		s := string(r)
		key := Key(s)
		if again := Key(key); again != key {
			t.Errorf("%U: got key %q and of that %q, want the same", r, key, again)
		}
		if r < 0x250 {
			if upper := Key(strings.ToUpper(s)); upper != key && r != 'ı' && r != 'ŉ' {
				t.Errorf("%U: got %q in upper case, want %q", r, upper, key)
			}
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"", "Anna", "René", "ǅ", "\u0345\u0301", "ﷺ", "\xff", "ẞ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := Key(s)
		if again := Key(key); again != key {
			t.Errorf("%q: got key %q and of that %q, want the same", s, key, again)
		}
	})
}
