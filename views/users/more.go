package users

import (
	"fyne.io/fyne/v2/lang"

	"roster/views/menu"
)

// showMore opens the menu of what can be done with the list.
func (p *page) showMore() {
	menu.Open(p.Canvas(), menu.Under(p.more), []menu.Item{
		{Label: lang.L("Print list"), Icon: "printer", Do: p.showPrint},
	})
}
