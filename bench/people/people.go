// Package people generates the users for the benchmarks: names in many scripts, user names, email addresses, roles and
// times as a company of that size might have them. The users are fictitious and cannot sign in.
//
// The users depend only on a seed and their number, so that two runs measure the same.
package people

import (
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf8"

	"roster/data/fold"
	"roster/identity"
)

// Seed is the seed of the cached files.
const Seed = 1

// latest is the time of the latest sign-in. It is fixed, like everything else.
var latest = time.Date(2026, time.June, 30, 18, 0, 0, 0, time.UTC)

const (
	day      = 24 * time.Hour
	history  = 5 * 365 * day // the time during which users were created
	activity = 2 * 365 * day // the time during which they last signed in
)

const domains = `example.com example.org example.net acme.example initech.example globex.example umbrella.example
	hooli.example stark.example wayne.example wonka.example cyberdyne.example tyrell.example soylent.example aperture.example
	ledger.example mail.ledger.example north.ledger.example south.ledger.example east.ledger.example west.ledger.example
	berlin.example warszawa.example paris.example madrid.example lagos.example nairobi.example mumbai.example tokyo.example
	seoul.example hanoi.example cairo.example haifa.example athens.example bücher.example почта.example post.example`

// crowd generates users, one at a time.
type crowd struct {
	rand     *rand.Rand
	size     int
	made     int
	cultures []culture // a hundred, each as often as its share
	domains  []string
	numbers  map[uint64]uint32 // the last number used for a user name, by the hash of the name without its number
	taken    map[string]bool   // keys of the user names and email addresses already in the file
}

// Some returns n generated users who are not in a file.
func Some(n int, seed uint64) []identity.User {
	c := newCrowd(seed, n, nil)
	users := make([]identity.User, n)
	for i := range users {
		users[i] = c.next()
	}
	return users
}

func newCrowd(seed uint64, size int, taken map[string]bool) *crowd {
	c := &crowd{
		rand: rand.New(rand.NewPCG(seed, 0)), size: size, taken: taken,
		domains: strings.Fields(domains), numbers: make(map[uint64]uint32),
	}
	for _, of := range cultures() {
		for range of.share {
			c.cultures = append(c.cultures, of)
		}
	}
	return c
}

// next returns the next user. The first few are System Admins.
func (c *crowd) next() identity.User {
	of := c.cultures[c.rand.IntN(len(c.cultures))]
	first, last := c.firstName(of), c.lastName(of)
	var u identity.User
	u.Name = c.userName(of, first, last)
	u.Email = c.email(u.Name, first, last)
	u.FirstName, u.LastName = first.native, last.native
	switch p := c.rand.IntN(1000); { // one in twenty has an incomplete name
	case p < 20:
		u.FirstName = ""
	case p < 35:
		u.LastName = ""
	case p < 50:
		u.FirstName, u.LastName = "", ""
	}
	u.Role, u.Status = identity.LedgerManager, identity.Enabled
	switch {
	case c.made < 5:
		u.Role = identity.SystemAdmin
	case c.rand.IntN(100) == 0:
		u.Role = identity.Admin
	}
	if c.rand.IntN(100) < 6 {
		u.Status = identity.Disabled
	}
	c.setTimes(&u)
	c.made++
	return u
}

// setTimes distributes the creation times evenly over history. Most users have signed in recently.
func (c *crowd) setTimes(u *identity.User) {
	u.Created = latest.Add(-history + time.Duration(float64(history-day)*float64(c.made)/float64(c.size)))
	u.Created = u.Created.Add(time.Duration(c.rand.Int64N(int64(day)))).Truncate(time.Microsecond)
	u.Changed = u.Created
	since := min(activity, latest.Sub(u.Created))
	if c.rand.IntN(100) < 85 {
		share := c.rand.Float64()
		u.LastSignIn = latest.Add(-time.Duration(share * share * float64(since))).Truncate(time.Microsecond)
	}
	if c.rand.IntN(3) == 0 {
		u.Changed = u.Created.Add(time.Duration(c.rand.Float64() * float64(latest.Sub(u.Created)))).Truncate(time.Microsecond)
	}
}

// pick returns a random name. It prefers names at the beginning of the list, which are more common.
func (c *crowd) pick(list []name) name {
	share := c.rand.Float64()
	return list[int(share*share*float64(len(list)))]
}

func (c *crowd) firstName(of culture) name {
	n := c.pick(of.first)
	switch {
	case of.joined && c.rand.IntN(10) < 8:
		second := c.pick(of.first)
		return name{n.native + second.native, n.latin + second.latin}
	case of.plain && c.rand.IntN(12) == 0:
		return name{n.native + " " + string(rune('A'+c.rand.IntN(26))) + ".", n.latin}
	}
	return n
}

func (c *crowd) lastName(of culture) name {
	n := c.pick(of.last)
	if !of.joined && c.rand.IntN(25) == 0 {
		second := c.pick(of.last)
		return name{n.native + "-" + second.native, n.latin}
	}
	return n
}

// userName returns a unique user name. The part before its number never ends in a digit, and no number is used twice
// with it.
func (c *crowd) userName(of culture, first, last name) string {
	f, l := first.latin, last.latin
	if !of.plain && c.rand.IntN(4) == 0 { // in their own script
		f, l = word(first.native), word(last.native)
	}
	initial, _ := utf8.DecodeRuneInString(f)
	forms := [...]string{f + "." + l, f + "." + l, f + "." + l, string(initial) + l, f + "_" + l, l + "." + f, f + l}
	base := forms[c.rand.IntN(len(forms))]
	if c.rand.IntN(20) == 0 && base[0] < utf8.RuneSelf {
		base = strings.ToUpper(base[:1]) + base[1:]
	}
	sum := fnv.New64a()
	io.WriteString(sum, fold.Key(base)) //nolint:errcheck // never fails
	at := sum.Sum64()                   // a collision only skips numbers
	for {
		n := c.numbers[at]
		c.numbers[at]++
		if n == 0 && c.rand.IntN(2) == 0 { // half of the first users with a name have a number, too
			n = uint32(c.rand.IntN(90))
			c.numbers[at] += n
		}
		unique := base
		if n > 0 {
			unique = fmt.Sprintf("%s%d", base, n)
		}
		if len(c.taken) == 0 || !c.taken[fold.Key(unique)] {
			return unique
		}
	}
}

// word returns the letters of a name, as a part of a user name.
func word(s string) string {
	return strings.NewReplacer(" ", "", ".", "", "'", "", "-", "").Replace(s)
}

// email returns a unique email address. It is unique because of the user name, or because of a number after a dash,
// which no user name has.
func (c *crowd) email(userName string, first, last name) string {
	domain := c.domains[int(c.rand.Float64()*c.rand.Float64()*float64(len(c.domains)))]
	// The factor is odd, so no number below the power of two occurs twice.
	number := uint64(c.made) * 0x2545f491 % (1 << 27)
	local := userName
	switch c.rand.IntN(10) {
	case 0, 1:
		local = fmt.Sprintf("%s.%s-%d", first.latin, last.latin, number)
	case 2:
		local = fmt.Sprintf("%s-%d", last.latin, number)
	case 3:
		local = fmt.Sprintf("staff-%d", number)
	}
	if len(local) > 64 || c.taken[fold.Key(local+"@"+domain)] {
		local = fmt.Sprintf("person-%d", number)
	}
	return local + "@" + domain
}
