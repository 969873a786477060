package shell

import "roster/identity"

// Routes holds a function for each page that shows it. Package views fills it in. The shell and the pages reach pages
// only through Routes, so they need not import them.
type Routes struct {
	Setup   func()                  // asks for the first System Admin
	SignIn  func(why func() string) // ends the session and shows the sign-in; why, if not nil, gives the reason
	Recover func()                  // asks for the recovery key
	// RecoveryKey shows a new recovery key, once. again says that it takes the place of another one.
	RecoveryKey func(key string, again bool, done func())
	MustChange  func() // asks for a new password before anything else
	Lock        func() // asks for the password that unlocks the window

	Users    func()
	Account  func()
	Journal  func()
	History  func(of identity.User) // the journal entries in which a user is the actor or the target
	Settings func()
	Backups  func() // nil if there is no such page; it then has no place in the app bar

	// The menu File does not have the items that are nil.
	NewFile  func()            // asks for the path of a new file, and opens it
	OpenFile func()            // asks for the path of a file, and opens it
	Reopen   func(path string) // opens a file that was opened earlier
	SaveCopy func()            // asks for the path of a copy of this file, and makes it
	BackUp   func()            // asks for the path of a backup, and makes it
	Restore  func()            // replaces what is in this file by a backup
	Import   func(path string) // imports users from a file, or asks for one if path is ""
	Export   func()            // exports all users

	Undo func(entry int64) // shows what undoing an entry of the journal would do, and asks whether to do it
}
