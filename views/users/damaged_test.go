package users_test

import (
	"database/sql"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"roster/identity"
	"roster/views/viewtest"
)

// damage runs statements on a file as a program would that does not heed constraints.
func damage(t *testing.T, w *viewtest.World, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+w.Path+"?mode=rw&_busy_timeout=5000&_pragma=ignore_check_constraints(1)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
}

// The page says whose records are damaged, leads to them, and repairs them.
func TestDamagedRecords(t *testing.T) {
	w := viewtest.NewTeam(t)
	damage(t, w, `UPDATE users SET role = 99 WHERE name = 'carla'`)
	p := w.SitAs(t, "root")
	const one = "The record of carla is damaged: another program has changed it. " +
		"carla has no role and can't sign in. Change role repairs a record, and Delete user removes it."
	p.Await("the check of the file", func() bool { return p.Shows(one) })
	p.See("No role", "Damaged")
	p.Tap("Show")
	p.See("Row 2 of 7")
	p.Gear("carla")
	p.See("This user's record is damaged. Give them a role under Change role to repair it, or delete them.")
	p.Tap("Change role")
	p.WantEnabled("Change role", false)
	p.Tap("Admin")
	p.Press(fyne.KeyReturn)
	p.See("The role of carla is now Admin.")
	p.FileChanged()
	p.NotSee(one, "Damaged")
	if got := w.User(t, "carla"); got.Role != identity.Admin || got.Damaged {
		t.Errorf("got %+v, want an Admin", got)
	}
	w.WantSignIn(t, "carla", viewtest.Secret, nil)
}

func TestDamagedRecordsOfMany(t *testing.T) {
	w := viewtest.NewTeam(t)
	damage(t, w, `UPDATE users SET role = -1, status = 7 WHERE name NOT IN ('root', 'boris')`,
		`UPDATE credentials SET failed = -1 WHERE user_id = 2`)
	p := w.SitAs(t, "root")
	const many = "5 records are damaged, such as those of zoe, carla, dmitri: another program has changed them. " +
		"These users have no role and can't sign in. "
	p.Await("the check of the file", func() bool {
		return p.Shows(many + "Change role repairs a record, and Delete user removes it.")
	})
	p.Tap("Show")
	p.See("Row 7 of 7")
	p.Tap("Show")
	p.See("Row 2 of 7")
	w.Clock.Add(time.Second)
	p.Shortcut(fyne.Key5, fyne.KeyModifierAlt) // sorted by role
	p.See("No role", "Damaged")

	p = w.SitAs(t, "boris")
	p.Await("the check of the file", func() bool {
		return p.Shows(many + "A System Admin can repair or delete a damaged record.")
	})
}
