package bench

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"roster/app"
	"roster/identity"
)

// tries are how often each kind of sign-in is timed; mostTries how often one user is tried, before the password is
// disabled.
const (
	tries           = 300
	triesOfOne      = 50
	distinguishable = 3 // Welch's t above which two kinds can be told apart
)

// BenchmarkSignIn times sign-ins that fail: with an unknown name, a wrong password, and the name of somebody disabled.
// They take turns, each at its own time by the file's clock, so that none has to wait. Two kinds that can be told apart
// by Welch's test would tell which names there are.
func BenchmarkSignIn(b *testing.B) {
	store, end := open(b, filepath.Join(b.TempDir(), "timing.roster"))
	defer end()
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	store.Now = func() time.Time { now = now.Add(time.Second); return now }
	service, err := app.New(store, app.Options{Version: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	s, err := service.Setup(b.Context(), app.NewUser{Name: "root", Email: "root@example.com", Password: "blue whale sings a low song"})
	if err != nil {
		b.Fatal(err)
	}
	for i := range tries / triesOfOne {
		for _, kind := range []string{"wrong", "disabled"} {
			name := kind + strconv.Itoa(i)
			u, err := s.CreateUser(b.Context(), app.NewUser{
				Name: name, Email: name + "@example.com", Role: identity.LedgerManager, Password: "seven green boats at sea",
			})
			if err == nil && kind == "disabled" {
				_, err = s.DisableUser(b.Context(), u)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	took := map[string][]float64{}
	kinds := []string{"unknown", "wrong", "disabled"}
	for i := range tries {
		for turn := range kinds {
			kind := kinds[(turn+i)%len(kinds)] // each goes first as often as the others
			now = now.Add(2 * time.Hour)
			begin := time.Now()
			_, err := service.SignIn(b.Context(), kind+strconv.Itoa(i/triesOfOne), "not the one that it is")
			took[kind] = append(took[kind], ms(time.Since(begin)))
			if !errors.Is(err, app.ErrSignIn) {
				b.Fatalf("%s: got error %v, want %v", kind, err, app.ErrSignIn)
			}
		}
	}
	for _, kind := range []string{"unknown", "disabled"} {
		t := welch(took[kind], took["wrong"])
		mean, _ := meanAndVariance(took[kind])
		against, _ := meanAndVariance(took["wrong"])
		line{
			operation: "sign-in, " + kind + " name", users: len(kinds) * tries / triesOfOne,
			figure: fmt.Sprintf("%.1f ms, a wrong password %.1f ms, t = %.2f", mean, against, t),
			limits: []limit{{fmt.Sprintf("|t| < %d", distinguishable), math.Abs(t) < distinguishable}},
		}.report(b)
	}
}

// welch is the statistic of Welch's test for whether two samples have the same mean.
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
