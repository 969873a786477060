package app

// AutoBackup is how automatic backups are going.
type AutoBackup struct {
	Failed error // why the last one in this process was not made; nil if it was
}
