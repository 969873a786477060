package bench

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"roster/data"
	"roster/data/fold"
	"roster/identity"
)

// BenchmarkSearch types into the search field, letter by letter, and after each letter requests the first rows and then
// the exact number of matches, as the window does. The time of the second includes the first.
func BenchmarkSearch(b *testing.B) {
	for _, n := range sizes(b) {
		path := file(b, n)
		store, end := indexed(b, path)
		texts := someTexts(b, store, 40)
		var typed []string
		for _, text := range texts {
			typed = append(typed, keystrokes(text)...)
		}
		// At ten million users, a tenth of the texts is enough.
		typed = typed[:min(len(typed), max(200, len(typed)*million/n))]
		rows, total := search(b, store, typed)
		l := measured("keystroke to first rows", n, rows)
		l.atMillion(most("p99", l.p99, 16*time.Millisecond)).report(b)
		l = measured("keystroke to exact total", n, total)
		l.atMillion(most("p99", l.p99, 50*time.Millisecond)).report(b)

		rows, total = search(b, store, pasted(texts, 100))
		measured("pasted to first rows", n, rows).report(b)
		measured("pasted to exact total", n, total).report(b)
		reportAgainstLike(b, store, newYardstick(b, path, asReader), n, texts)
		end()
	}
}

// search searches for each of the texts in turn.
func search(b *testing.B, store *data.Store, texts []string) (rows, total cost) {
	b.Helper()
	for _, text := range texts {
		q := identity.Query{Text: text}
		before := processTime(b)
		begin := time.Now()
		find(b, store, q, 0, pageSize)
		rows.wall = append(rows.wall, time.Since(begin))
		rows.cpu = append(rows.cpu, processTime(b)-before)
		count(b, store, q)
		total.wall = append(total.wall, time.Since(begin))
		total.cpu = append(total.cpu, processTime(b)-before)
	}
	return rows, total
}

// reportAgainstLike compares counting matches with LIKE and with a scan of memory, for texts typed letter by letter and
// for pasted texts. The scan only searches the same bytes, user by user.
func reportAgainstLike(b *testing.B, store *data.Store, c *yardstick, n int, texts []string) {
	b.Helper()
	memory := c.memory(b)
	for _, kind := range []struct {
		name  string
		texts func(round int) []string
	}{
		{"typed", func(round int) []string { return keystrokes(oneWord(texts, round)) }},
		{"pasted", func(round int) []string {
			return []string{oneWord(texts, 50+2*round), oneWord(texts, 51+2*round)}
		}},
	} {
		got := map[string]int{}
		check := func(text string, n int) {
			if want, ok := got[text]; ok && n != want {
				b.Errorf("%q: got %d matches, want %d", text, n, want)
			}
			got[text] = n
		}
		costs := compare(b,
			side{run: func(round int) []time.Duration {
				batch := kind.texts(round)
				return each(len(batch), func(i int) { check(batch[i], count(b, store, identity.Query{Text: batch[i]})) })
			}},
			side{run: func(round int) []time.Duration {
				batch := kind.texts(round)
				return each(len(batch), func(i int) { check(batch[i], c.like(b, batch[i])) })
			}},
			side{run: func(round int) []time.Duration {
				batch := kind.texts(round)
				return each(len(batch), func(i int) { check(batch[i], memory.scan(fold.Spellings(batch[i]))) })
			}})
		like := costs[0].times(costs[1])
		measured("total, "+kind.name, n, costs[0]).against(like, "LIKE").against(costs[0].times(costs[2]), "scan").
			atMillion(mostTimes(like, 0.1)).report(b)
		measured("· LIKE in C, "+kind.name, n, costs[1]).report(b)
		measured("· scan of memory, "+kind.name, n, costs[2]).report(b)
	}
}

// like counts the users who match a word, with LIKE.
func (y *yardstick) like(b *testing.B, word string) (n int) {
	b.Helper()
	var args []any
	var matches []string
	for _, spelling := range fold.Spellings(word) {
		args = append(args, "%"+strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(spelling)+"%")
		for _, key := range []string{"name_key", "email_key", "first_key", "last_key", "spellings"} {
			matches = append(matches, fmt.Sprintf(`%s LIKE $%d ESCAPE '\'`, key, len(args)))
		}
	}
	y.scan(b, `SELECT count(*) FROM users WHERE `+strings.Join(matches, " OR "), args, &n)
	return n
}

// memory is the searchable text of all users, concatenated.
type memory struct {
	text []byte
	ends []int
}

func (y *yardstick) memory(b *testing.B) (m memory) {
	b.Helper()
	var name, email, first, last, spellings string
	y.each(b, `SELECT name_key, email_key, first_key, last_key, spellings FROM users`, nil, func() {
		for _, key := range []string{name, email, first, last, spellings} {
			m.text = append(append(m.text, key...), 0)
		}
		m.ends = append(m.ends, len(m.text))
	}, &name, &email, &first, &last, &spellings)
	return m
}

// scan counts the users whose text contains one of the spellings of a word.
func (m memory) scan(spellings []string) (n int) {
	begin := 0
	for _, end := range m.ends {
		for _, word := range spellings {
			if bytes.Contains(m.text[begin:end], []byte(word)) {
				n++
				break
			}
		}
		begin = end
	}
	return n
}

// someTexts returns typical search texts: six for each of that many users, some of which match nobody.
func someTexts(b *testing.B, store *data.Store, users int) (texts []string) {
	b.Helper()
	random := rand.New(rand.NewPCG(3, 0))
	all := count(b, store, identity.Query{})
	for i := range users {
		u := find(b, store, identity.Query{}, random.IntN(all), 1)[0]
		_, domain, _ := strings.Cut(u.Email, "@")
		two := []string{u.FirstName, u.LastName}
		if i%2 == 0 {
			slices.Reverse(two)
		}
		texts = append(texts, u.FirstName, u.LastName, strings.Join(two, " "), u.Name, u.Email, "@"+domain[:len(domain)/2])
		switch i % 4 {
		case 0:
			texts = append(texts, "zq"+u.Name) // matches nobody
		case 1:
			texts = append(texts, u.LastName+"xx") // matches nobody once it is complete
		case 2:
			texts = append(texts, u.Name[len(u.Name)-2:]) // a number
		}
	}
	texts = slices.DeleteFunc(texts, func(s string) bool { return strings.TrimSpace(s) == "" || !utf8.ValidString(s) })
	random.Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
	return texts
}

// keystrokes returns the contents of the search field while text is typed. Longer texts include a typing error that is
// corrected.
func keystrokes(text string) (all []string) {
	letters := []rune(text)
	for i := range letters {
		all = append(all, string(letters[:i+1]))
		if i == 4 {
			all = append(all, string(letters[:i+1])+"w", string(letters[:i+1]))
		}
	}
	return all
}

// pasted returns n texts of one, two, three and eight letters, none of which extends the previous one.
func pasted(texts []string, n int) (all []string) {
	lengths := []int{1, 2, 3, 8}
	for i := range n {
		letters := []rune(texts[(i*7)%len(texts)])
		all = append(all, string(letters[:min(lengths[i%4], len(letters))]))
	}
	return all
}

// oneWord returns the first word of a text.
func oneWord(texts []string, i int) string { return strings.Fields(texts[i%len(texts)])[0] }
