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
	keyState      = "users.status"
	keyWidths     = "users.widths"
	keyColumns    = "users.columns"
)

// remembered returns the last query, without its text.
func remembered(p fyne.Preferences) identity.Query {
	q := identity.Query{
		Sort: identity.Column(p.Int(keySort)), Descending: p.Bool(keyDescending),
		Role: identity.Role(p.Int(keyRole)), State: identity.State(p.Int(keyState)),
	}
	if q.Sort < identity.ByName || q.Sort > identity.ByLastSignIn { // written by another version, or by hand
		q.Sort = identity.ByName
	}
	if q.Role < 0 || q.Role > identity.SystemAdmin {
		q.Role = 0
	}
	if q.State < 0 || q.State > identity.StateInactive {
		q.State = 0
	}
	return q
}

func remember(p fyne.Preferences, q identity.Query) {
	p.SetInt(keySort, int(q.Sort))
	p.SetBool(keyDescending, q.Descending)
	p.SetInt(keyRole, int(q.Role))
	p.SetInt(keyState, int(q.State))
}

// rememberedColumns returns what is stored about columns, by their IDs; nil if there is nothing.
func rememberedColumns[T any](p fyne.Preferences, key string) (columns map[string]T) {
	if json.Unmarshal([]byte(p.String(key)), &columns) != nil {
		return nil
	}
	return columns
}

func rememberColumns[T any](p fyne.Preferences, key string, columns map[string]T) error {
	b, err := json.Marshal(columns)
	if err != nil {
		return fmt.Errorf("remember %s: %w", key, err)
	}
	p.SetString(key, string(b))
	return nil
}
