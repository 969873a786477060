package identity

import "time"

// Query selects and sorts users.
type Query struct {
	// Text holds words. A user matches if each word is part of their user name, email, first or last name, regardless
	// of case and Unicode form.
	Text       string
	Role       Role      // 0 matches every role
	State      State     // 0 matches every state
	At         time.Time // when users are in the state; zero is the time of the transaction
	Sort       Column
	Descending bool
}

// Column is a column that users can be sorted by. Users who are equal in it are sorted by user name.
type Column int

// The columns.
const (
	ByName Column = iota
	ByEmail
	ByFirstName
	ByLastName
	ByRole
	ByStatus
	ByLastSignIn

	Columns = iota // how many there are
)

// IsText reports whether users are sorted by text.
func (c Column) IsText() bool { return c <= ByLastName }

// EventQuery selects entries of the journal.
type EventQuery struct {
	Person     int64     // the id of the actor or the target; 0 matches everyone
	Operations []string  // any of them, as the journal names them; none matches all
	Outcome    Outcome   // "" matches every outcome
	From, To   time.Time // From is inclusive, To is not; zero means no bound
	Folded     bool      // of a batch, only the entry that sums it up
	Batch      int64     // only the entries that this batch sums up, see Event.Batch; 0 matches all
}
