package shell

import (
	"testing"

	"roster/identity"
)

func TestInitials(t *testing.T) {
	for _, c := range []struct {
		u    identity.User
		want string
	}{
		{identity.User{Name: "anna"}, "A"},
		{identity.User{Name: "anna", FirstName: "émile"}, "É"},
		{identity.User{Name: "anna", FirstName: "Дмитрий", LastName: "Орлов"}, "ДО"},
		{identity.User{Name: "anna", FirstName: "A\u030asa", LastName: "李"}, "A\u030a李"},
	} {
		if got := Initials(c.u); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.u, got, c.want)
		}
	}
}
