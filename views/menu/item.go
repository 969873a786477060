package menu

// Item is one line of a menu.
type Item struct {
	Label string
	Icon  string // name of an icon in assets, or ""
	// Danger draws the item in the colour of errors, because it destroys something.
	Danger bool
	// Checked puts a check mark at the end of the line: this is the current choice.
	Checked bool
	// Stays keeps the menu open when the item is chosen, which then is checked, or no longer.
	Stays bool
	// Opens puts an arrow at the end of the line: choosing the item opens another menu. The Right key chooses it, too.
	Opens bool
	// Reason, if not "", disables the item and is shown under its label, but only once in a menu: where several items
	// have the same, under the first, and it is emphasized while any of them is active. The arrow keys still reach a
	// disabled item, so that its reason can be read.
	Reason string
	// Keys is the shortcut that does the same, such as "Ctrl+L", or "".
	Keys string
	// Separator makes the item a thin line. All other fields are ignored.
	Separator bool
	// Do runs when the item is chosen, after the menu has closed, unless it stays, and the focus has gone back.
	Do func()
}
