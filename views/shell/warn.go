package shell

import (
	"roster/app"
	"roster/app/access"
	"roster/views/message"
)

// warn shows what stays wrong until somebody does something.
func (s *Shell) warn() { s.ShowWarning(s.Service.Room(), s.Service.AutoBackup()) }

// ShowWarning says, above everything, that the disk is full, or, to those who may make backups, that there are none.
func (s *Shell) ShowWarning(room app.Room, backup app.AutoBackup) {
	text := message.Room(room)
	if text == "" && s.session != nil && !s.Refused(access.BackUp) {
		text = message.AutoBackupFailed(backup)
	}
	s.warning.show(text)
}
