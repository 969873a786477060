package app

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"roster/app/journal"
	"roster/data"
	"roster/identity"
)

// pageSize is the size of the pages of a file, in bytes.
const pageSize = 4096

// mutated returns b with changes that ops describes, six bytes each: what, where (three bytes), and a value. It also
// returns whether the file is to be so large that opening it does not check it completely.
func mutated(b, ops []byte) (_ []byte, large bool) {
	b = bytes.Clone(b)
	for ; len(ops) >= 6 && len(b) > pageSize; ops = ops[6:] {
		where := int(binary.BigEndian.Uint32(ops[0:]) & 0xffffff)
		value := binary.BigEndian.Uint16(ops[4:])
		at := where % len(b)
		page := at / pageSize * pageSize
		whole := b[page:min(page+pageSize, len(b))]
		switch ops[0] % 12 {
		case 0:
			large = true
		case 1:
			b[at] ^= byte(value) | 1
		case 2:
			binary.BigEndian.PutUint16(b[min(at, len(b)-2):], value)
		case 3:
			clear(whole)
		case 4:
			copy(whole, b[int(value)*pageSize%len(b)/pageSize*pageSize:])
		case 5:
			b = b[:max(at, pageSize)]
		case 6: // in the header
			b[where%100] = byte(value)
		case 7: // in the schema
			if from := bytes.Index(b, []byte("CREATE ")); from > 0 {
				b[min(from+where%8000, len(b)-1)] = byte(value)
			}
		case 8, 9, 10: // in a record: its size, a type, or a value
			mutateRecord(whole, where, value)
		default:
			for i := range whole {
				whole[i] = byte(uint16(i)*value + value>>8)
			}
		}
	}
	return b, large
}

// mutateRecord changes a byte of a cell of a page that holds rows.
func mutateRecord(page []byte, where int, value uint16) {
	if len(page) < pageSize || page[0] != 0x0d && page[0] != 0x0a {
		return
	}
	cells := int(binary.BigEndian.Uint16(page[3:]))
	if cells == 0 || 8+2*cells > len(page) {
		return
	}
	at := int(binary.BigEndian.Uint16(page[8+where%cells*2:])) + where/cells%40
	if at < len(page) {
		page[at] = byte(value)
	}
}

// original returns the bytes of the file that is mutated. It has 61 users, settings, and 40 entries.
var original = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "roster-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // it is in the folder for temporary files
	path := filepath.Join(folder, "users.roster")
	ctx := context.Background()
	store, err := data.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	store.Now = func() time.Time { return start }
	s, err := New(store, cheap)
	if err != nil {
		return nil, err
	}
	root, err := s.Setup(ctx, NewUser{Name: "root", Email: "root@example.com", Password: secret})
	if err != nil {
		return nil, err
	}
	for n := range 60 {
		name := fmt.Sprint("user", n)
		user := NewUser{Name: name, Email: name + "@example.com", Password: other, Role: identity.LedgerManager, FirstName: "Ä"}
		if _, err := root.CreateUser(ctx, user); err != nil {
			return nil, err
		}
	}
	next := settingsWith(20, time.Hour, identity.Words)
	if err := root.ChangeSettings(ctx, DefaultSettings(), next); err != nil {
		return nil, err
	}
	_, err = s.SignIn(ctx, "nobody", secret)
	if !errors.Is(err, ErrSignIn) {
		return nil, err
	}
	if err := store.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// limit is how long everything that is done with one file may take.
const limit = 30 * time.Second

// use does with a mutated file what a person would: opens it, waits until the users are loaded, signs in, looks at
// users and the journal, verifies, and saves what can be read. All of this may fail, but neither panic nor take long.
// use returns how far the person came.
func use(t *testing.T, ops []byte) stage {
	t.Helper()
	late := time.AfterFunc(2*limit, func() {
		stacks := make([]byte, 1<<20)
		panic(fmt.Sprintf("%x still runs:\n%s", ops, stacks[:runtime.Stack(stacks, true)]))
	})
	defer late.Stop()
	whole, err := original()
	if err != nil {
		t.Fatal(err)
	}
	b, large := mutated(whole, ops)
	folder := t.TempDir()
	path := filepath.Join(folder, "users.roster")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if large {
		if err := os.Truncate(path, 9<<20); err != nil {
			t.Fatal(err)
		}
		b = append(b, make([]byte, 9<<20-len(b))...)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	unchanged := func(what string) {
		t.Helper()
		if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, b) {
			t.Errorf("%x: %s changed the file, error %v", ops, what, err)
		}
	}
	if _, err := Rescue(ctx, path, filepath.Join(folder, "saved.roster"), cheap, nil); err == nil {
		wantUsable(ctx, t, filepath.Join(folder, "saved.roster"), ops)
	} else if errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%x: saving what can be read takes too long", ops)
	}
	unchanged("saving what can be read")
	store, err := data.Open(ctx, path)
	if err != nil {
		if _, explained := errors.AsType[*identity.FileError](err); !explained {
			t.Errorf("%x: open: got error %v, want one about the file", ops, err)
		}
		unchanged("opening it in vain")
		return notOpened
	}
	defer store.Close()
	came := work(ctx, t, store)
	if ctx.Err() != nil {
		t.Errorf("%x: takes longer than %v", ops, limit)
	}
	return came
}

// stage is how far a person comes with a damaged file.
type stage int

const (
	notOpened stage = iota
	opened
	signedIn
	stages
)

// may takes the results of what may fail.
func may(...any) {}

// work uses an open file. Errors are expected.
func work(ctx context.Context, t *testing.T, store *data.Store) stage {
	t.Helper()
	store.Now = func() time.Time { return start.Add(time.Hour) }
	s, err := New(store, cheap)
	if err != nil {
		t.Fatal(err)
	}
	indexing, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- s.Index(indexing) }()
	defer func() {
		stop()
		may(<-ended)
	}()
	may(s.Empty(ctx))
	may(s.Settings(ctx))
	may(s.SignIn(ctx, "user7", other))
	root, err := s.SignIn(ctx, "root", secret)
	for s.Indexed() < 1 && ctx.Err() == nil && len(ended) == 0 {
		<-time.After(time.Millisecond) // nothing tells when the index is ready
	}
	if err != nil {
		return opened
	}
	for _, q := range []identity.Query{
		{}, {Text: "user1", Sort: identity.ByRole}, {Sort: identity.ByLastSignIn, Descending: true, Role: identity.LedgerManager},
		{Sort: identity.ByStatus, State: identity.StateEnabled}, {Sort: identity.ByLastName},
	} {
		page, err := root.Find(ctx, q, 0, 100)
		if err != nil {
			continue
		}
		for _, u := range page.Users {
			_ = u.Role.String() + u.Status.String() + u.Created.String()
			may(root.Positions(ctx, q, u.ID))
		}
	}
	may(root.DamagedUsers(ctx))
	if p, err := root.Journal(ctx, JournalQuery{}, 0, 100); err == nil {
		for _, e := range p.Events {
			journal.ChangesOf(e)
		}
	}
	may(root.VerifyJournal(ctx, nil))
	if u, err := root.User(ctx, 7); err == nil {
		may(root.ChangeRole(ctx, u, identity.Admin))
		may(root.DeleteUser(ctx, u))
	}
	may(root.SignOut(ctx))
	return signedIn
}

// wantUsable fails the test unless a file that was saved from a damaged one opens and is intact.
func wantUsable(ctx context.Context, t *testing.T, path string, ops []byte) {
	t.Helper()
	store, err := data.Open(ctx, path)
	if err != nil {
		t.Errorf("%x: open what was saved: %v", ops, err)
		return
	}
	defer store.Close()
	err = store.View(ctx, func(tx *data.Tx) error {
		fault, err := tx.SchemaFault()
		if fault != "" {
			t.Errorf("%x: what was saved: got a fault in %s, want none", ops, fault)
		}
		return err
	})
	if err != nil {
		t.Errorf("%x: what was saved: %v", ops, err)
	}
	work(ctx, t, store)
}

// TestMutatedFiles uses files with random damage. ROSTER_ROUNDS says how many, and ROSTER_SEED where to begin.
func TestMutatedFiles(t *testing.T) {
	rounds, seed := 40, uint64(time.Now().UnixNano())
	if testing.Short() {
		rounds = 8
	}
	if n, err := strconv.Atoi(os.Getenv("ROSTER_ROUNDS")); err == nil {
		rounds = n
	}
	if n, err := strconv.ParseUint(os.Getenv("ROSTER_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("%d files from seed %d", rounds, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	var came [stages]int
	for range rounds {
		ops := make([]byte, 6*(1+random.IntN(4)))
		for i := range ops {
			ops[i] = byte(random.Uint32())
		}
		if random.IntN(2) == 0 {
			ops[0] = 0 // large
		}
		came[use(t, ops)]++
	}
	t.Logf("%d were refused, %d opened, %d allowed signing in", came[notOpened], came[opened], came[signedIn])
	if use(t, nil) != signedIn {
		t.Error("nobody could sign in to the file without damage, so little was tested")
	}
}

// FuzzMutatedFile is TestMutatedFiles with inputs that Go looks for.
func FuzzMutatedFile(f *testing.F) {
	for what := range byte(12) {
		f.Add([]byte{what, 0x12, 0x34, 0x56, 0x78, 0x9a})
		f.Add([]byte{0, 0, 0, 0, 0, 0, what, 0x31, 0x41, 0x59, 0x26, 0x53})
	}
	f.Fuzz(func(t *testing.T, ops []byte) {
		if testing.Short() {
			t.Skip("TestMutatedFiles does the same")
		}
		if len(ops) <= 60 {
			use(t, ops)
		}
	})
}
