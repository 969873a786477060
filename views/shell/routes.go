package shell

import (
	"roster/identity"
)

// Routes are the pages, each as the function that shows it. Package views fills them in. Through them the shell and the
// pages reach one another, so neither imports a page.
type Routes struct {
	Setup       func()                        // asks for the first System Admin
	SignIn      func(why func() string)       // ends the session and asks who is there; why is nil or gives the reason
	Recover     func()                        // asks for the recovery key
	RecoveryKey func(key string, done func()) // shows a new recovery key, once
	MustChange  func()                        // asks for a new password before anything else
	Lock        func()                        // asks for the password that unlocks the window

	Users    func()
	Account  func()
	Journal  func()
	History  func(of identity.User) // the journal of one user: what they did, and what was done to them
	Settings func()
}
