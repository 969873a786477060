package users

import (
	"encoding/json"
	"fmt"

	"fyne.io/fyne/v2"

	"roster/identity"
)

// The preferences that hold the state of the table.
const (
	keySort       = "users.sort"
	keyDescending = "users.descending"
	keyRole       = "users.role"
	keyStatus     = "users.status"
	keyWidths     = "users.widths"
)

// remembered returns the last query, without its text.
func remembered(p fyne.Preferences) identity.Query {
	q := identity.Query{
		Sort: identity.Column(p.Int(keySort)), Descending: p.Bool(keyDescending),
		Role: identity.Role(p.Int(keyRole)), Status: identity.Status(p.Int(keyStatus)),
	}
	if q.Sort < identity.ByName || q.Sort > identity.ByLastSignIn { // written by another version, or by hand
		q.Sort = identity.ByName
	}
	if q.Role < 0 || q.Role > identity.SystemAdmin {
		q.Role = 0
	}
	if q.Status < 0 || q.Status > identity.NoPassword {
		q.Status = 0
	}
	return q
}

func remember(p fyne.Preferences, q identity.Query) {
	p.SetInt(keySort, int(q.Sort))
	p.SetBool(keyDescending, q.Descending)
	p.SetInt(keyRole, int(q.Role))
	p.SetInt(keyStatus, int(q.Status))
}

// rememberedWidths returns the stored column widths, nil if there are none.
func rememberedWidths(p fyne.Preferences) (widths map[string]float32) {
	if json.Unmarshal([]byte(p.String(keyWidths)), &widths) != nil {
		return nil
	}
	return widths
}

func rememberWidths(p fyne.Preferences, widths map[string]float32) error {
	b, err := json.Marshal(widths)
	if err != nil {
		return fmt.Errorf("remember widths: %w", err)
	}
	p.SetString(keyWidths, string(b))
	return nil
}
