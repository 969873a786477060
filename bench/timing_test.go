package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"roster/app"
	"roster/app/password"
	"roster/data"
	"roster/identity"
)

// attempts is how often each kind of sign-in is timed; mostAttempts is the number of attempts per user, below the limit
// that disables the password.
const (
	attempts        = 300
	mostAttempts    = 50
	distinguishable = 3 // Welch's t above which two kinds can be distinguished
)

// BenchmarkSignIn times failing sign-ins: with an unknown name, with a wrong password, with the name of a disabled
// user, of one whose account has expired and of one without a password, and with a wrong password for one whose hash
// costs less than the policy and for one with an imported hash. They alternate, and the file's clock advances between
// them, so that none has to wait. If Welch's test can distinguish two kinds, the time reveals which names exist.
func BenchmarkSignIn(b *testing.B) {
	timeFailures(b, "sign-in", app.Options{Version: "bench"}, func(s *app.Service, name, plain string) error {
		_, err := s.SignIn(b.Context(), name, plain)
		return err
	})
}

// BenchmarkCheck is BenchmarkSignIn for what rosterctl check does.
func BenchmarkCheck(b *testing.B) {
	timeFailures(b, "check", app.Options{Version: "bench", Brief: true}, func(s *app.Service, name, plain string) error {
		_, err := s.Check(b.Context(), name, plain)
		return err
	})
}

// timeFailures times failing attempts of each kind.
func timeFailures(
	b *testing.B, operation string, o app.Options, attempt func(s *app.Service, name, plain string) error,
) {
	store, end := open(b, filepath.Join(b.TempDir(), "timing.roster"))
	defer end()
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	store.Now = func() time.Time { now = now.Add(time.Second); return now }
	service, err := app.New(store, o)
	if err != nil {
		b.Fatal(err)
	}
	s, err := service.Setup(b.Context(), app.NewUser{Name: "root", Email: "root@example.com", Password: "blue whale sings a low song"})
	if err != nil {
		b.Fatal(err)
	}
	for i := range attempts / mostAttempts {
		for _, kind := range []string{"wrong", "disabled", "expired", "without", "cheap", "imported"} {
			name := kind + strconv.Itoa(i)
			n := app.NewUser{Name: name, Email: name + "@example.com", Role: identity.LedgerManager}
			if n.NoPassword = kind == "without"; !n.NoPassword {
				n.Password = "seven green boats at sea"
			}
			u, err := s.CreateUser(b.Context(), n)
			if err == nil && kind == "disabled" {
				_, err = s.DisableUser(b.Context(), u)
			}
			if err == nil && kind == "expired" {
				_, err = s.EditUser(b.Context(), u, app.Details{Name: name, Expires: identity.DateOf(now)})
			}
			if err == nil && kind == "cheap" {
				var hash string
				if hash, err = (password.Cost{Memory: 8, Time: 1, Threads: 1}).Hash("seven green boats at sea"); err == nil {
					err = setHash(b.Context(), store, u.ID, hash)
				}
			}
			if err == nil && kind == "imported" {
				err = setHash(b.Context(), store, u.ID, "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy")
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	now = now.AddDate(0, 0, 1)
	took := map[string][]float64{}
	kinds := []string{"unknown", "wrong", "disabled", "expired", "without", "cheap", "imported"}
	for i := range attempts {
		for turn := range kinds {
			kind := kinds[(turn+i)%len(kinds)] // each kind is first equally often
			now = now.Add(2 * time.Hour)
			begin := time.Now()
			err := attempt(service, kind+strconv.Itoa(i/mostAttempts), "not the correct password")
			took[kind] = append(took[kind], ms(time.Since(begin)))
			if !errors.Is(err, app.ErrSignIn) {
				b.Fatalf("%s: got error %v, want %v", kind, err, app.ErrSignIn)
			}
		}
	}
	for _, kind := range []string{"unknown", "disabled", "expired", "without", "cheap", "imported"} {
		t := welch(took[kind], took["wrong"])
		mean, _ := meanAndVariance(took[kind])
		against, _ := meanAndVariance(took["wrong"])
		line{
			operation: operation + ", " + kind, users: len(kinds) * attempts / mostAttempts,
			figure: fmt.Sprintf("%.1f ms, a wrong password %.1f ms, t = %.2f", mean, against, t),
			limits: []limit{{fmt.Sprintf("|t| < %d", distinguishable), math.Abs(t) < distinguishable}},
		}.report(b)
	}
}

// setHash gives a user another password hash.
func setHash(ctx context.Context, store *data.Store, id int64, hash string) error {
	return store.Update(ctx, func(tx *data.Tx) error {
		_, err := tx.SetCredential(identity.Credential{UserID: id, Hash: hash})
		return err
	})
}

// welch returns the statistic of Welch's t-test for the means of two samples.
func welch(a, b []float64) float64 {
	meanA, varA := meanAndVariance(a)
	meanB, varB := meanAndVariance(b)
	return (meanA - meanB) / math.Sqrt(varA/float64(len(a))+varB/float64(len(b)))
}

func meanAndVariance(sample []float64) (mean, variance float64) {
	for _, x := range sample {
		mean += x / float64(len(sample))
	}
	for _, x := range sample {
		variance += (x - mean) * (x - mean) / float64(len(sample)-1)
	}
	return mean, variance
}
