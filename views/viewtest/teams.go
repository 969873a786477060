package viewtest

import (
	"fmt"
	"testing"

	"roster/data"
	"roster/identity"
)

// Team returns the user names of NewTeam.
func Team() []string { return []string{"root", "zoe", "boris", "carla", "dmitri", "eve", "fatima"} }

// NewTeam returns a file with root, another System Admin, an Admin, and four Ledger managers, one of them disabled.
func NewTeam(t *testing.T) *World {
	t.Helper()
	w := NewWorld(t)
	w.Add(t, identity.User{Name: "zoe", FirstName: "Zoë", LastName: "Ångström", Role: identity.SystemAdmin})
	w.Add(t, identity.User{Name: "boris", FirstName: "Boris", LastName: "Abel", Role: identity.Admin})
	w.Add(t, identity.User{Name: "carla", FirstName: "Carla", LastName: "Moretti", Role: identity.LedgerManager})
	w.Add(t, identity.User{Name: "dmitri", FirstName: "Дмитрий", LastName: "Орлов", Role: identity.LedgerManager})
	w.Add(t, identity.User{Name: "eve", FirstName: "Eve", LastName: "Moreau", Role: identity.LedgerManager,
		Status: identity.Disabled})
	w.Add(t, identity.User{
		Name: "fatima", Email: "f.haddad@example.org", FirstName: "Fatima", LastName: "Haddad", Role: identity.LedgerManager,
	})
	return w
}

// NewCrowd returns a file with root and n Ledger managers, u000 and so on. Their last names sort in reverse.
func NewCrowd(t *testing.T, n int) *World {
	t.Helper()
	w := NewWorld(t)
	w.Update(t, func(tx *data.Tx) error {
		for i := range n {
			name := fmt.Sprintf("u%03d", i)
			_, err := tx.InsertUser(identity.User{
				Name: name, Email: name + "@example.com", LastName: fmt.Sprintf("L%03d", n-1-i), Role: identity.LedgerManager,
				Status: identity.Enabled,
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return w
}
