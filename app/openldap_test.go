//go:build linux

package app

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"roster/identity"
)

// ldapConfig is the configuration of OpenLDAP with a database in DIR.
const ldapConfig = `include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload argon2
pidfile DIR/pid
database mdb
suffix "dc=example,dc=com"
directory DIR/data
`

// ldapTree are the entries above the users.
const ldapTree = `dn: dc=example,dc=com
objectClass: dcObject
objectClass: organization
o: Example
dc: example

dn: ou=people,dc=example,dc=com
objectClass: organizationalUnit
ou: people
`

// OpenLDAP loads exported users, whatever their names, and they bind with their passwords.
func TestOpenLDAP(t *testing.T) {
	for _, program := range []string{"slapadd", "slapd", "ldapwhoami"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is missing; .ci/run installs it", program)
		}
	}
	w := newTrusted(t)
	for name, first := range map[string]string{"o'brien+x": "=1+1", "Żółć": "Łukasz ", "plain": ""} {
		n := NewUser{Name: name, Email: "x" + string(rune('a'+len(name))) + "@example.com", FirstName: first, Password: other, Role: identity.Admin}
		if _, err := w.root.CreateUser(t.Context(), n); err != nil {
			t.Fatal(err)
		}
	}
	var ldif bytes.Buffer
	e := Export{Format: ExportLDIF, Hashes: true, Base: "ou=people,dc=example,dc=com"}
	n, err := w.root.ExportUsers(t.Context(), e, &ldif, nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"conf": strings.ReplaceAll(ldapConfig, "DIR", dir), "tree.ldif": ldapTree, "users.ldif": ldif.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	run := func(program string, args ...string) (string, error) {
		out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
		return string(out), err
	}
	for _, file := range []string{"tree.ldif", "users.ldif"} {
		if out, err := run("slapadd", "-f", filepath.Join(dir, "conf"), "-l", filepath.Join(dir, file)); err != nil {
			t.Fatalf("%s: %v: %s\n%s", file, err, out, ldif.String())
		}
	}
	url := "ldapi://" + strings.ReplaceAll(filepath.Join(dir, "socket"), "/", "%2F")
	server := exec.CommandContext(t.Context(), "slapd", "-d", "0", "-f", filepath.Join(dir, "conf"), "-h", url)
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = server.Process.Kill() // it has nothing to save
		_ = server.Wait()
	}()
	for begin := time.Now(); ; {
		out, err := run("ldapwhoami", "-H", url, "-x")
		if err == nil {
			break
		}
		if time.Since(begin) > 20*time.Second {
			t.Fatalf("OpenLDAP does not start: %s", out)
		}
		<-time.After(50 * time.Millisecond)
	}
	for dn, plain := range map[string]string{
		`uid=o'brien\+x,` + e.Base: other, "uid=Żółć," + e.Base: other, "uid=root," + e.Base: secret,
	} {
		if out, err := run("ldapwhoami", "-H", url, "-x", "-D", dn, "-w", plain); err != nil || !strings.Contains(out, "dn:") {
			t.Errorf("%s: got %s, %v, want it bound", dn, out, err)
		}
		if out, err := run("ldapwhoami", "-H", url, "-x", "-D", dn, "-w", "a wrong password"); err == nil {
			t.Errorf("%s with a wrong password: got %s, want it refused", dn, out)
		}
	}
	if n < 6 {
		t.Errorf("got %d users, want all", n)
	}
}
