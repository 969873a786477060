package shell

import (
	"testing"

	"roster/app"
)

func TestInitials(t *testing.T) {
	for _, c := range []struct {
		u    app.User
		want string
	}{
		{app.User{Name: "anna"}, "A"},
		{app.User{Name: "anna", FirstName: "émile"}, "É"},
		{app.User{Name: "anna", FirstName: "Дмитрий", LastName: "Орлов"}, "ДО"},
		{app.User{Name: "anna", FirstName: "A\u030asa", LastName: "李"}, "A\u030a李"},
	} {
		if got := Initials(c.u); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.u, got, c.want)
		}
	}
}
