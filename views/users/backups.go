package users

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"roster/identity"
	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
	"roster/views/theme"
)

// holding is what the form that deletes a user knows about the backups that would still hold them.
type holding struct {
	note    form.Note // lists them
	backups []identity.Backup
}

// listBackups reads which backups hold a user, and lists them in the note.
func (p *page) listBackups(user identity.User) *holding {
	h := &holding{}
	shell.Run(p.View, func(ctx context.Context) ([]identity.Backup, error) {
		return p.Session.BackupsHolding(ctx, user)
	}, func(found []identity.Backup, err error) {
		if err != nil {
			p.Log.Error("read the backups", "error", err)
		}
		if h.backups = found; len(found) > 0 {
			h.note.Set(lang.L("Backups that will still hold {{.Name}}, with the email address and the password hash:",
				message.Args{"Name": user.Name})+message.BackupList(found, p.Settings), "alert", theme.ToneAmber)
		}
	})
	return h
}
