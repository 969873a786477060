package journal

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"roster/identity"
)

// The fields whose changes an entry records, besides the settings.
const (
	FieldName        = "name"
	FieldEmail       = "email"
	FieldFirstName   = "first name"
	FieldLastName    = "last name"
	FieldRole        = "role"
	FieldStatus      = "status"
	FieldPassword    = "password"             // "enabled" or "disabled"
	FieldMustChange  = "must change password" // "yes" or "no"
	FieldExpires     = "password expires"     // as in RFC 3339, UTC; empty if never
	FieldNote        = "note"
	FieldAccountEnds = "account expires" // a day as in ISO 8601; empty if there is none
	FieldAttempts    = "failed attempts"
	FieldRecoveryKey = "recovery key" // see RecoveryKeyDigest
	FieldAttemptKey  = "attempt key"  // see AttemptKeyDigest
	FieldHash        = "hash"         // see HashDigest; of a password whose hash was replaced by a stronger one
	FieldEntries     = "entries"      // the number of entries verified or exported
	FieldHead        = "head"         // the hash of the last one
	FieldBackups     = "backups"      // the number of backups removed
	FieldFormat      = "format"
	FieldUsers       = "users" // the number of users exported

	FieldAutoBackup      = "automatic backups" // a setting: "on" or "off"
	FieldEarlierPassword = "earlier password"  // "yes" if a user has a password again that they had before
	FieldEarlierNumber   = "earlier number"    // the id that a user had before they were deleted

	FieldOperation = "operation" // what a batch did
	FieldDone      = "done"      // the number of users to whom a batch did it
	FieldRefused   = "refused"   // the number of users to whom the rules did not allow it
	FieldUndoes    = "undoes"    // the number of the entry that a batch undoes
	FieldCreated   = "created"   // the number of users that an import has created
	FieldSource    = "source"    // SHA-256 of an imported file, in hexadecimal

	FieldBy    = "by"    // what acted, if nobody was signed in
	FieldClock = "clock" // as in RFC 3339, UTC
)

// changedPlaces are the places of the words in changes: the value before, and one higher the value after.
var changedPlaces = map[string]identity.Place{
	FieldName: 3, FieldEmail: 5, FieldFirstName: 7, FieldLastName: 9, FieldNote: identity.PlaceNote,
}

// Changes collects the fields that an operation changes, with their values before and after. The zero value is ready to
// use.
type Changes struct{ list []change }

type change struct {
	identity.Change
	added bool // there was no value before
}

// Set records a field if its values differ. Of a field that changes twice, the first value and the last one count.
func (c *Changes) Set(field, before, after string) {
	if before == after {
		return
	}
	at := slices.IndexFunc(c.list, func(earlier change) bool { return earlier.Field == field })
	if at < 0 {
		c.list = append(slices.Clip(c.list), change{identity.Change{Field: field, Before: before, After: after}, false})
		return
	}
	c.list = slices.Clone(c.list)
	if c.list[at].After = after; c.list[at].Before == after {
		c.list = slices.Delete(c.list, at, at+1)
	}
}

// Add records the value of a field that had none before.
func (c *Changes) Add(field, value string) {
	c.list = append(slices.Clip(c.list), change{identity.Change{Field: field, After: value}, true})
}

// List returns the changes.
func (c *Changes) List() (list []identity.Change) {
	for _, one := range c.list {
		list = append(list, one.Change)
	}
	return list
}

// Empty reports whether there are no changes.
func (c *Changes) Empty() bool { return len(c.list) == 0 }

// Account records the fields, except secret ones, in which two states of a user and their credential differ. Either is
// zero for a user who does not exist.
func (c *Changes) Account(before, after identity.Account) {
	was, is := before.User, after.User
	if is.ID != 0 { // nothing personal remains of a deleted user
		c.Set(FieldName, was.Name, is.Name)
		c.Set(FieldEmail, was.Email, is.Email)
		c.Set(FieldFirstName, was.FirstName, is.FirstName)
		c.Set(FieldLastName, was.LastName, is.LastName)
		c.Set(FieldNote, was.Note, is.Note)
	}
	c.Set(FieldRole, was.Role.String(), is.Role.String())
	c.Set(FieldStatus, was.Status.String(), is.Status.String())
	if is.ID == 0 {
		return // they had a credential, but only the user's deletion matters
	}
	c.Set(FieldAccountEnds, was.Expires.String(), is.Expires.String())
	c.Set(FieldMustChange, mustChange(before.Credential), mustChange(after.Credential))
	c.Set(FieldExpires, Time(before.Credential.Expires), Time(after.Credential.Expires))
	c.Set(FieldPassword, passwordStatus(before.Credential), passwordStatus(after.Credential))
}

func mustChange(c identity.Credential) string {
	switch {
	case c.UserID == 0:
		return ""
	case c.MustChange:
		return "yes"
	}
	return "no"
}

func passwordStatus(c identity.Credential) string {
	if c.Disabled.IsZero() {
		return identity.Enabled.String()
	}
	return identity.Disabled.String()
}

// Time returns a time as it is written in changes: "" for never.
func Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Words returns the words of an entry, with new salts. A user without a name, such as one who was deleted, has none.
func Words(actor, target identity.User, c Changes) []identity.Word {
	var words []identity.Word
	add := func(at identity.Place, of identity.User, text string) {
		if text != "" {
			words = append(words, identity.Word{Place: at, Person: of.ID, Text: text})
		}
	}
	add(identity.PlaceActor, actor, actor.Name)
	add(identity.PlaceTarget, target, target.Name)
	for _, one := range c.list { // Account lists them in the order of their places
		if at, personal := changedPlaces[one.Field]; personal {
			add(at, target, one.Before)
			add(at+1, target, one.After)
		}
	}
	return salted(words)
}

// Encode returns the fields as stored in an entry: JSON objects with sorted keys, or "" if there are none. It leaves
// out those that are in [Words].
func (c *Changes) Encode() (before, after string, err error) {
	was, is := map[string]string{}, map[string]string{}
	for _, one := range c.list {
		if _, personal := changedPlaces[one.Field]; personal {
			continue
		}
		if !one.added {
			was[one.Field] = one.Before
		}
		is[one.Field] = one.After
	}
	if before, err = encode(was); err != nil {
		return "", "", err
	}
	after, err = encode(is)
	return before, after, err
}

func encode(fields map[string]string) (string, error) {
	if len(fields) == 0 {
		return "", nil
	}
	b, err := json.Marshal(fields)
	return string(b), err
}

// ChangesOf returns the changes that an entry records, sorted by field. It returns none for an entry that another
// program has written in another format.
func ChangesOf(e identity.Event) (changes []identity.Change) {
	before, after := map[string]string{}, map[string]string{}
	if e.Before != "" && json.Unmarshal([]byte(e.Before), &before) != nil ||
		e.After != "" && json.Unmarshal([]byte(e.After), &after) != nil {
		return nil
	}
	all := maps.Clone(before)
	maps.Copy(all, after)
	for field := range all {
		changes = append(changes, identity.Change{Field: field, Before: before[field], After: after[field]})
	}
	changes = append(changes, personalChanges(&e)...)
	slices.SortFunc(changes, func(a, b identity.Change) int { return cmp.Compare(a.Field, b.Field) })
	return changes
}

// ValueOf returns the value of a field after an entry, or "" if there is none.
func ValueOf(e identity.Event, field string) string {
	for _, c := range ChangesOf(e) {
		if c.Field == field {
			return c.After
		}
	}
	return ""
}

// personalChanges returns the changes whose values are words.
func personalChanges(e *identity.Event) (changes []identity.Change) {
	texts := map[identity.Place]string{}
	for _, w := range e.Words {
		texts[w.Place] = w.Text
	}
	committed := map[identity.Place]bool{} // also to words that were erased
	for list, last := e.Committed, identity.Place(0); len(list) > 0; {
		c, rest, ok := nextCommitment(list, last)
		if !ok {
			return nil
		}
		committed[c.place], list, last = true, rest, c.place
	}
	for field, at := range changedPlaces {
		if !committed[at] && !committed[at+1] {
			continue
		}
		change := identity.Change{Field: field, Before: texts[at], After: texts[at+1]}
		unknown := change.Before == "" && change.After == ""
		change.Hidden = unknown && at == identity.PlaceNote && e.Target != "" // otherwise their name were erased as well
		change.Erased = unknown && !change.Hidden
		changes = append(changes, change)
	}
	return changes
}
