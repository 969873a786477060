package views

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/views/menu"
)

// option is an entry of the menu that the gear opens.
type option struct {
	op     app.Operation
	label  string
	icon   string
	danger bool
	show   func(*users, app.User)
}

// options are those of a user, from top to bottom; the zero option is a line.
func options(u app.User) []option {
	disable := option{app.DisableUser, lang.L("Disable user"), "ban", false, (*users).showDisable}
	if u.Status == app.Disabled {
		disable = option{app.EnableUser, lang.L("Enable user"), "check-circle", false, (*users).showEnable}
	}
	return []option{
		{app.ChangeRole, lang.L("Change role"), "shield", false, (*users).showChangeRole},
		{app.ChangeEmail, lang.L("Change email"), "mail", false, (*users).showChangeEmail},
		{app.SetPassword, lang.L("Regenerate password"), "key", false, (*users).showRegenerate},
		{app.DeleteUser, lang.L("Delete user"), "trash", true, (*users).showDelete},
		{},
		{app.EditNames, lang.L("Edit details"), "pencil", false, (*users).showEdit},
		disable,
		{app.UnlockUser, lang.L("Unlock"), "unlock", false, (*users).showUnlock},
		{app.ReadJournal, lang.L("Show history"), "history", false, func(u *users, user app.User) { u.showHistory(user) }},
	}
}

// showMenu opens the options of a user; those that are refused say why.
func (u *users) showMenu(user app.User, at fyne.Position) {
	var items []menu.Item
	for _, o := range options(user) {
		if o.op == 0 {
			items = append(items, menu.Item{Separator: true})
			continue
		}
		item := menu.Item{Label: o.label, Icon: o.icon, Danger: o.danger, Do: func() { o.show(u, user) }}
		if d := u.session.May(o.op, user, 0); d.Verdict == app.Refused {
			item.Reason = reason(d.Why)
		}
		items = append(items, item)
	}
	menu.Open(u.window.Canvas(), underGear(at), items)
}

// underGear is where a menu belongs that a gear has opened whose lower right corner is there: as under a thing of that
// size, so that the menu does not cover the gear where it has to open upwards.
func underGear(at fyne.Position) menu.Anchor {
	const gear = 36
	return menu.Anchor{Position: at.SubtractXY(gear, gear), Size: fyne.NewSquareSize(gear)}
}

// refused says why the person may not do op to a user, if so. Keys reach what the menu shows as disabled.
func (u *users) refused(op app.Operation, user app.User) bool {
	d := u.session.May(op, user, 0)
	if d.Verdict == app.Refused {
		u.notify(reason(d.Why))
	}
	return d.Verdict == app.Refused
}
