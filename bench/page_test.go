package bench

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"roster/data"
	"roster/identity"
)

const pageSize = 50

// pages is the number of pages that are read in a round.
const pages = 300

// columnNames are the columns of the file that identity.Column stands for.
var columnNames = []string{"name_key", "email_key", "first_key", "last_key", "role", "status", "last_sign_in"}

// userColumns are the columns of a user that package data reads.
const userColumns = `id, version, name, email, first_name, last_name, role, status, last_sign_in, created, changed, salt`

// page is a page at some position: fifty users that a person may scroll to.
type page struct {
	query identity.Query
	from  int
	ids   []any
}

// BenchmarkPage reads pages at any position, in any order, with any filter. The yardstick reads the same rows but is
// given the ids, which the index otherwise finds. The table also shows what the yardstick takes if it must find them
// itself, with ORDER BY and OFFSET.
func BenchmarkPage(b *testing.B) {
	for _, n := range sizes(b) {
		path := file(b, n)
		store, end := indexed(b, path)
		sortAll(b, store)
		c := newYardstick(b, path, asReader)
		all := somePages(b, store, pages*(rounds+1))
		ofRound := func(round int) []page { return all[round*pages:][:pages] }
		costs := compare(b,
			side{run: func(round int) []time.Duration {
				batch := ofRound(round)
				return each(pages, func(i int) {
					if got := find(b, store, batch[i].query, batch[i].from, pageSize); len(got) != len(batch[i].ids) {
						b.Fatalf("got %d users, want %d", len(got), len(batch[i].ids))
					}
				})
			}},
			side{run: func(round int) []time.Duration {
				batch := ofRound(round)
				return each(pages, func(i int) {
					if got := len(c.users(b, byIDs(len(batch[i].ids)), batch[i].ids)); got != len(batch[i].ids) {
						b.Fatalf("got %d users, want %d", got, len(batch[i].ids))
					}
				})
			}},
			side{before: func() { c.reprepare = true }, after: func() { c.reprepare = false }, run: func(round int) []time.Duration {
				batch := ofRound(round)
				return each(pages, func(i int) {
					c.exec(b, "BEGIN")
					c.users(b, byIDs(len(batch[i].ids)), batch[i].ids)
					c.exec(b, "COMMIT")
				})
			}})
		times := costs[0].times(costs[1])
		ours := measured("page anywhere", n, costs[0])
		ours.against(times, "C").against(costs[0].times(costs[2]), "C by the same calls").
			atMillion(mostTimes(times, 2.2), most("p99", ours.p99, 2*time.Millisecond)).report(b)
		measured("· C reads its rows by id", n, costs[1]).report(b)
		reportSorting(b, c, n, all)
		end()
	}
}

// somePages returns pages at random positions of random queries. The last page of a query is often short.
func somePages(b *testing.B, store *data.Store, n int) []page {
	b.Helper()
	random := rand.New(rand.NewPCG(2, 0))
	all := make([]page, n)
	for i := range all {
		q := identity.Query{Sort: columns[random.IntN(len(columns))], Descending: random.IntN(2) == 0}
		if random.IntN(2) == 0 {
			q.Role = identity.Role(random.IntN(4)) // 0 matches every role
			q.State = identity.State(random.IntN(3))
		}
		from := random.IntN(max(count(b, store, q), 1))
		all[i] = page{query: q, from: from}
		for _, u := range find(b, store, q, from, pageSize) {
			all[i].ids = append(all[i].ids, u.ID)
		}
	}
	return all
}

// byIDs returns the statement with which package data reads the rows of a page.
func byIDs(n int) string {
	if n == 0 {
		return `SELECT ` + userColumns + ` FROM users WHERE FALSE`
	}
	var list strings.Builder
	for i := range n {
		list.WriteString(", $" + strconv.Itoa(i+1))
	}
	return `SELECT ` + userColumns + ` FROM users WHERE id IN (` + list.String()[2:] + `)`
}

// users reads users into Go values.
func (y *yardstick) users(b *testing.B, query string, args []any) (users []identity.User) {
	b.Helper()
	var u identity.User
	var signIn, created, changed int64
	y.each(b, query, args, func() {
		u.LastSignIn, u.Created, u.Changed = time.UnixMicro(signIn), time.UnixMicro(created), time.UnixMicro(changed)
		users = append(users, u)
	}, &u.ID, &u.Version, &u.Name, &u.Email, &u.FirstName, &u.LastName, &u.Role, &u.Status, &signIn, &created, &changed,
		&u.Salt)
	return users
}

// reportSorting measures the cost of a page that C must find by itself.
func reportSorting(b *testing.B, c *yardstick, n int, all []page) {
	b.Helper()
	few := max(1, min(50, 5*million/n)) // each sorts all users
	wall := each(few, func(i int) {
		p := all[i]
		cond, args := "TRUE", []any{}
		if p.query.Role != 0 {
			args = append(args, int(p.query.Role))
			cond += " AND role = $" + strconv.Itoa(len(args))
		}
		if status := p.query.State.Status(); status != 0 {
			args = append(args, int(status))
			cond += " AND status = $" + strconv.Itoa(len(args))
		}
		direction := " ASC"
		if p.query.Descending {
			direction = " DESC"
		}
		c.users(b, `SELECT `+userColumns+` FROM users WHERE `+cond+` ORDER BY `+columnNames[p.query.Sort]+direction+
			`, name_key`+direction+` LIMIT `+strconv.Itoa(pageSize)+` OFFSET `+strconv.Itoa(p.from), args)
	})
	line{
		operation: "· C finds them by ORDER BY", users: n, p50: median(wall), p99: percentile(wall, 99),
	}.report(b)
}
