package users

import (
	"cmp"
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"roster/app"
	"roster/app/access"
	"roster/identity"
	"roster/views/menu"
	"roster/views/message"
	"roster/views/shell"
)

// option is an item of the menu that the gear opens.
type option struct {
	op     access.Operation
	label  string
	icon   string
	danger bool
	show   func(identity.User)
}

// options returns the options for a user, from top to bottom. The zero option is a separator.
func (p *page) options(u identity.User) []option {
	disable := option{access.DisableUser, lang.L("Disable user"), "ban", false, p.showDisable}
	if u.Status == identity.Disabled {
		disable = option{access.EnableUser, lang.L("Enable user"), "check-circle", false, p.showEnable}
	}
	return []option{
		{access.ChangeRole, lang.L("Change role"), "shield", false, p.showChangeRole},
		{access.ChangeEmail, lang.L("Change email"), "mail", false, p.showChangeEmail},
		{access.SetPassword, lang.L("Regenerate password"), "key", false, p.showRegenerate},
		{access.DeleteUser, lang.L("Delete user"), "trash", true, p.showDelete},
		{},
		{access.EditNames, lang.L("Edit details"), "pencil", false, p.showEdit},
		disable,
		{access.UnlockUser, lang.L("Unlock"), "unlock", false, p.showUnlock},
		{access.ReadJournal, lang.L("Show history"), "history", false, p.Routes.History},
	}
}

// keysOf holds the keys that do an option to the selected user.
var keysOf = map[access.Operation]string{access.EditNames: "F2", access.DeleteUser: "Del"}

// showMenu opens the options for a user, once it is known whether unlocking would help.
func (p *page) showMenu(user identity.User, corner fyne.Position) {
	if p.Refusal(access.UnlockUser, user, 0) != "" {
		p.openMenu(user, corner, "")
		return
	}
	shell.Run(p.View, func(ctx context.Context) (app.Attempts, error) { return p.Session.Attempts(ctx, user.ID) },
		func(t app.Attempts, err error) {
			useless := ""
			if err == nil && !t.Locked() {
				useless = message.NothingToUnlock()
			}
			if p.Canvas().Overlays().Top() == nil { // after an error, the option says it
				p.openMenu(user, corner, useless)
			}
		})
	p.AwaitFrame()
}

// openMenu opens the options for a user. Refused options show the reason, and so does Unlock if it is useless.
func (p *page) openMenu(user identity.User, corner fyne.Position, useless string) {
	var items []menu.Item
	for _, o := range p.options(user) {
		if o.op == 0 {
			items = append(items, menu.Item{Separator: true})
			continue
		}
		items = append(items, menu.Item{
			Label: o.label, Icon: o.icon, Danger: o.danger, Reason: p.refusal(o, user, useless), Keys: keysOf[o.op],
			Do: func() { o.show(user) },
		})
	}
	menu.Open(p.Canvas(), shell.UnderGear(corner), items)
}

// refusal says why an option is disabled, or returns "". useless says why unlocking would change nothing.
func (p *page) refusal(o option, user identity.User, useless string) string {
	why := p.Refusal(o.op, user, 0)
	if o.op == access.UnlockUser {
		why = cmp.Or(why, useless)
	}
	return why
}
