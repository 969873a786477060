package views_test

import (
	"database/sql"
	"testing"

	"fyne.io/fyne/v2"

	"roster/views/viewtest"
)

// Every page can be shown, whatever another program has stored.
func TestGarbage(t *testing.T) {
	w := viewtest.NewTeam(t)
	w.WantSignIn(t, "root", viewtest.Secret, nil)
	w.WantSignIn(t, "boris", viewtest.Secret, nil)
	db, err := sql.Open("sqlite", "file:"+w.Path+"?mode=rw&_busy_timeout=5000&_pragma=ignore_check_constraints(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const long = `replace(hex(zeroblob(500000)), '0', 'w')`
	for _, s := range []string{
		`UPDATE users SET name = ` + long + `, first_name = char(10, 9, 8238, 0, 65536), role = 2147483648 WHERE name = 'zoe'`,
		`UPDATE users SET name = cast(x'fffe61' AS TEXT), email = '', last_sign_in = 9223372036854775807 WHERE name = 'carla'`,
		`UPDATE users SET status = -1, last_name = ` + long + `, created = -9223372036854775808 WHERE name = 'eve'`,
		`INSERT INTO settings VALUES ('minimum password length', '99999999999999999999'), ('idle lock minutes', '0')`,
		`UPDATE recovery_key SET made = 9223372036854775807`,
		`DROP TRIGGER journal_keep`,
		`UPDATE journal SET at = 9223372036854775807, operation = ` + long + `, outcome = 'perhaps' WHERE seq = 1`,
		`UPDATE journal SET at = -9223372036854775808, before = '[1]', after = '{"role": 7}', target_id = 99 WHERE seq = 2`,
		`DROP TRIGGER words_keep`,
		`UPDATE words SET text = cast(x'ff00' AS TEXT) WHERE seq = 3`,
		`UPDATE journal SET after = '{"password expires": "never", "": "x"}', process = -1 WHERE seq = 3`,
	} {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	p := w.SitAs(t, "root")
	p.See("7 users", "Damaged", "No role")
	for _, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7} {
		p.Shortcut(key, fyne.KeyModifierAlt)
		p.Shortcut(key, fyne.KeyModifierAlt)
		p.See("7 users")
	}
	for range 7 { // each user's details and forms
		p.Press(fyne.KeyDown, fyne.KeyReturn, fyne.KeyF2, fyne.KeyEscape, fyne.KeyDelete, fyne.KeyEscape)
	}
	p.OpenSettings()
	p.See("Minimum password length")
	p.Press(fyne.KeyEscape)
	p.OpenPlace("Journal")
	p.Await("the entries", func() bool { return p.Shows("perhaps") })
	for range 8 { // each entry's details
		p.Press(fyne.KeyDown, fyne.KeyReturn)
		p.Press(fyne.KeyReturn)
	}
	p.Shortcut(fyne.KeyF, viewtest.Ctrl)
	p.Write("perhaps role never")
	p.OpenAccount("root")
	p.See("Your details")
}
