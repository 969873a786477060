// Package backups is the page Backups. It lists the backups of the file, tests and removes them, shows what restoring
// one would change, restores it, and sets how backups are made automatically.
package backups

import (
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"roster/views/form"
	"roster/views/shell"
	"roster/views/table"
	"roster/views/theme"
)

// ShowRestore shows the page, and asks which backup is to be restored.
func ShowRestore(v *shell.View) { show(v).showRestore("") }

// Show shows the page.
func Show(v *shell.View) { show(v) }

func show(v *shell.View) *page {
	p := &page{View: v, empty: shell.NewEmptyState(), tested: map[string]string{}}
	p.table = table.New(columns())
	p.table.OnNeed = p.need
	p.table.GearTip = lang.L("Options (Menu key)")
	p.table.OnOpen = func(r table.Row) { p.showRestore(p.backup(r).Path) }
	p.table.OnMenu = p.showMenu
	p.table.OnDelete = func(r table.Row) { p.showRemove(p.backup(r)) }
	p.table.OnKey, p.table.OnRune = v.TypedKey, v.TypedRune
	p.automatic = form.NewButton(lang.L("Automatic backups"), "sliders", form.Secondary, p.showAutomatic)
	p.restore = form.NewButton(lang.L("Restore another"), "history", form.Secondary, func() { p.showRestore("") })
	p.backUp = form.NewButton(lang.L("Back up now"), "download", form.Primary, v.Routes.BackUp)
	p.more = form.NewButton(lang.L("More"), "chevron-down", form.Secondary, p.showMore)
	p.count = theme.NewText("", theme.TextBody, false, theme.ColorMuted)
	p.banner = form.NewBanner("info", theme.ToneBlue, "", nil)
	p.banner.Content.Hide()
	p.content = container.New(layout{p}, shell.NewTitle(lang.L("Backups")), p.count, p.automatic, p.restore, p.more,
		p.backUp, p.banner.Content, p.table, p.empty.Content)
	v.ShowPage(shell.SectionBackups, p.content)
	v.OnChange = p.load
	p.table.Reset()
	p.load()
	v.Canvas().Focus(p.table)
	return p
}
