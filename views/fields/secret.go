package fields

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/message"
	"roster/views/shell"
)

// NewSecret returns a field that shows a secret and can copy it.
func NewSecret(v *shell.View, label, value string) *form.Secret {
	secret := &form.Secret{Label: label, Value: value, Copy: lang.L("Copy")}
	secret.OnCopy = func(value string) {
		v.CopySecret(value)
		secret.SetHint(Copied())
	}
	return secret
}

// Copied says that a secret was copied.
func Copied() string {
	return lang.L("Copied. The clipboard is cleared in {{.N}} seconds, but a clipboard history may keep it.",
		message.Args{"N": int(shell.ClipboardKeeps / time.Second)})
}
