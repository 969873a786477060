package identity

import "time"

// Generated is the kind of password that Roster generates.
type Generated string

// The kinds.
const (
	Characters Generated = "characters" // letters and digits
	Words      Generated = "words"      // easier to type and to remember
)

// Settings apply to everyone who uses the file.
type Settings struct {
	MinPassword int           // characters, LeastMinPassword to MostMinPassword
	IdleLock    time.Duration // of inactivity until the window locks; whole minutes, LeastIdleLock to MostIdleLock
	Generated   Generated
	// ImportedFor is for how many days an imported password hash is valid, unless a sign-in replaces it: 1 to
	// MostImportedFor.
	ImportedFor int

	AutoBackup   bool   // Roster makes backups automatically
	BackupFolder string // absolute; "" is the folder of the file
	BackupEvery  int    // days, 1 to MostBackupEvery
	BackupKeep   int    // how many automatic backups are kept, 1 to MostBackupKeep
}

// Bounds of the settings.
const (
	LeastMinPassword = 8 // NIST SP 800-63B-4, section 3.1.1.2, requires 15 where there is no second factor
	MostMinPassword  = 64
	LeastIdleLock    = time.Minute
	MostIdleLock     = 4 * time.Hour
	MostImportedFor  = 365

	MostBackupEvery  = 365
	MostBackupKeep   = 365
	MostBackupFolder = 2048 // bytes
)
