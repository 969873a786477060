package command

// Code is an exit status. None ever gets another meaning, because scripts rely on it.
type Code int

// The exit statuses.
const (
	Done       Code = 0
	No         Code = 1
	Usage      Code = 2
	Wait       Code = 3
	MustChange Code = 4
	Refused    Code = 5
	Trouble    Code = 111
)

// exit says what an exit status means.
type exit struct {
	code  Code
	means string
}

// exits is the table of all exit statuses. The usage, the manual page and docs/ledger.md have them from here.
var exits = []exit{
	{Done, "It is done, or the answer is yes: the password is right, the file matches its journal."},
	{No, "The answer is no: the name or the password is wrong, the user is disabled or has expired or has no password, " +
		"or the file does not match its journal."},
	{Usage, "The command line or the standard input is not as described here, and nothing was done. The system also " +
		"uses this status if the program cannot start or gets no memory."},
	{Wait, "Too many attempts have failed under this name. The password was not checked."},
	{MustChange, "The password is right, but it must be changed first. See passwd."},
	{Refused, "The rules of Roster do not allow it, or a value is not possible. A sentence says why, and nothing was " +
		"changed."},
	{Trouble, "It could not be done: the file is missing, damaged, made by a newer version, on another computer, " +
		"accessible to other users or in use for more than ten seconds, the disk is full, or the answer could not be " +
		"printed. A sentence says which, and whether something was changed."},
}
