package journal

import "fmt"

// FaultKind is a way in which a file does not match its journal.
type FaultKind string

// The kinds.
const (
	FaultMissing     FaultKind = "missing entry"          // Fault.Seq does not exist
	FaultOrder       FaultKind = "follows another"        // Fault.Seq does not hold the hash of the previous entry
	FaultChanged     FaultKind = "changed entry"          // the hash of Fault.Seq is wrong
	FaultWord        FaultKind = "changed word"           // a word of Fault.Seq is not the one that it commits to
	FaultAddedWord   FaultKind = "added word"             // Fault.Seq has no place for a word that it has
	FaultMissingWord FaultKind = "missing word"           // Fault.Seq lacks a word of Fault.ID, who was not deleted
	FaultKeptWord    FaultKind = "word of a deleted user" // Fault.Seq has a word of Fault.ID, who was deleted
	FaultTruncated   FaultKind = "truncated"              // Fault.Seq is missing, although this computer has seen it
	FaultOlder       FaultKind = "older"                  // all matches, but this computer has seen entry Fault.Seq
	FaultReplaced    FaultKind = "replaced"               // Fault.Seq is not the entry that this computer has seen
	FaultUser        FaultKind = "changed user"           // Fault.Name is not as entry Fault.Seq left them
	FaultUnknownUser FaultKind = "unknown user"           // Fault.Name is in no entry
	FaultRemovedUser FaultKind = "removed user"           // Fault.ID is missing, but entry Fault.Seq did not delete them
	FaultSetting     FaultKind = "changed setting"        // Fault.Name is not as entry Fault.Seq set it
	FaultRecoveryKey FaultKind = "different recovery key" // not the one that entry Fault.Seq created
	FaultInternal    FaultKind = "changed internal value" // Fault.Name, which only the program changes
	FaultSchema      FaultKind = "changed definition"     // of Fault.Name, a table, an index or a trigger
)

// aWord is what people call a word of an entry.
const aWord = "a name, an email address or a note"

// Fault is the first mismatch between a file and its journal.
type Fault struct {
	Kind FaultKind
	Seq  int64  // the number of the entry; 0 if there is none
	ID   int64  // of the user; 0 if it is not about a user
	Name string // of the user, the setting, or the table, index or trigger
}

// Nameless returns f without the name of a user, for the journal: a reason is not erased when the user is deleted.
func (f Fault) Nameless() Fault {
	if f.ID != 0 {
		f.Name = ""
	}
	return f
}

// String describes the fault for the journal and for the terminal.
func (f Fault) String() string {
	switch f.Kind {
	case FaultMissing:
		return fmt.Sprintf("entry %d is missing", f.Seq)
	case FaultOrder:
		return fmt.Sprintf("entry %d does not follow the one before it", f.Seq)
	case FaultChanged:
		return fmt.Sprintf("entry %d was changed", f.Seq)
	case FaultWord:
		return fmt.Sprintf("%s in entry %d was changed", aWord, f.Seq)
	case FaultAddedWord:
		return fmt.Sprintf("%s was added to entry %d, which has no place for it", aWord, f.Seq)
	case FaultMissingWord:
		return fmt.Sprintf("%s of user %d, who was not deleted, is missing from entry %d", aWord, f.ID, f.Seq)
	case FaultKeptWord:
		return fmt.Sprintf("%s of user %d, who was deleted, is in entry %d", aWord, f.ID, f.Seq)
	case FaultTruncated:
		return fmt.Sprintf("the journal was cut off: this computer has seen entry %d, which is missing", f.Seq)
	case FaultOlder:
		return fmt.Sprintf("this is an older copy: this computer has seen entry %d", f.Seq)
	case FaultReplaced:
		return fmt.Sprintf("the journal was replaced: entry %d is not the one that this computer has seen", f.Seq)
	case FaultUser:
		return fmt.Sprintf("%s was changed by a program other than Roster after entry %d", f.user(), f.Seq)
	case FaultUnknownUser:
		return fmt.Sprintf("%s was added by a program other than Roster", f.user())
	case FaultRemovedUser:
		return fmt.Sprintf("user %d was removed by a program other than Roster after entry %d", f.ID, f.Seq)
	case FaultSetting:
		return fmt.Sprintf("the setting %q was changed by a program other than Roster", f.Name)
	case FaultRecoveryKey:
		return "the recovery key was changed by a program other than Roster"
	}
	if f.Kind == FaultInternal {
		return fmt.Sprintf("the internal value %q was changed by a program other than Roster", f.Name)
	}
	return fmt.Sprintf("the definition of %q in the file was changed", f.Name)
}

// user returns the name and the id of the user.
func (f Fault) user() string {
	if f.Name == "" {
		return fmt.Sprintf("user %d", f.ID)
	}
	return fmt.Sprintf("user %q (%d)", f.Name, f.ID)
}
