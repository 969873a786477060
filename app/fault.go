package app

import "fmt"

// FaultKind is what is wrong with a file that does not fit its journal.
type FaultKind string

// The kinds.
const (
	FaultMissing  FaultKind = "missing entry"      // Fault.Seq is not there
	FaultFollows  FaultKind = "follows another"    // Fault.Seq does not hold the hash of the one before
	FaultChanged  FaultKind = "changed entry"      // Fault.Seq does not have the hash that it should have
	FaultCut      FaultKind = "cut off"            // Fault.Seq was there once, as this computer has seen
	FaultReplaced FaultKind = "replaced"           // Fault.Seq was another once, as this computer has seen
	FaultUser     FaultKind = "changed user"       // Fault.User is not as entry Fault.Seq left them
	FaultStranger FaultKind = "user from nowhere"  // Fault.User is in no entry
	FaultGone     FaultKind = "user gone"          // Fault.User is not there, and entry Fault.Seq left them there
	FaultSetting  FaultKind = "changed setting"    // Fault.User, a setting, is not as entry Fault.Seq left it
	FaultKey      FaultKind = "other recovery key" // than entry Fault.Seq made
	FaultSchema   FaultKind = "changed definition" // of Fault.User, a table, an index or a trigger
)

// Fault is the first thing in a file that does not fit its journal.
type Fault struct {
	Kind FaultKind
	Seq  int64  // number of the entry; 0 if there is none
	ID   int64  // of the user; 0 if it is about none
	User string // name of the user or the setting, or of what has another definition
}

// String says the fault in a sentence.
func (f Fault) String() string {
	switch f.Kind {
	case FaultMissing:
		return fmt.Sprintf("entry %d is missing", f.Seq)
	case FaultFollows:
		return fmt.Sprintf("entry %d does not follow the one before it", f.Seq)
	case FaultChanged:
		return fmt.Sprintf("entry %d was changed", f.Seq)
	case FaultCut:
		return fmt.Sprintf("the journal was cut off: entry %d and those behind it, which this computer has seen, are missing",
			f.Seq)
	case FaultReplaced:
		return fmt.Sprintf("the journal was replaced: entry %d is not the one that this computer has seen", f.Seq)
	case FaultUser:
		return fmt.Sprintf("user %q (%d) was changed behind the program's back since entry %d", f.User, f.ID, f.Seq)
	case FaultStranger:
		return fmt.Sprintf("user %q (%d) was put into the file behind the program's back", f.User, f.ID)
	case FaultGone:
		return fmt.Sprintf("user %d was taken out of the file behind the program's back since entry %d", f.ID, f.Seq)
	case FaultSetting:
		return fmt.Sprintf("the setting %q was changed behind the program's back", f.User)
	case FaultKey:
		return "the recovery key was changed behind the program's back"
	}
	return fmt.Sprintf("the definition of %q in the file was changed", f.User)
}
