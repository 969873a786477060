package sqlite

import (
	"errors"
	"os"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Rights with which a user can change a file, or add files to a folder, or give themselves such a right.
const changing = windows.FILE_WRITE_DATA | windows.FILE_APPEND_DATA | fileDeleteChild | windows.DELETE |
	windows.WRITE_DAC | windows.WRITE_OWNER | windows.GENERIC_WRITE | windows.GENERIC_ALL

const fileDeleteChild = 0x40

// trusted are the accounts that may change everything anyway, and those that stand for the owner.
var trusted = []windows.WELL_KNOWN_SID_TYPE{
	windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid, windows.WinCreatorOwnerSid,
	windows.WinCreatorOwnerRightsSid,
}

// trustedInstaller is the account that owns the system's files.
const trustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"

// packages is how the names of programs in sandboxes begin, which run for the user.
const packages = "S-1-15-"

// changeable reports whether an account other than the current user can change a file or a folder.
func changeable(path string) (bool, error) {
	sd, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT,
		windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return false, err
	}
	owner, _, err := sd.Owner()
	if err != nil {
		return false, err
	}
	if known, err := trustworthy(owner); err != nil || !known {
		return !known, err
	}
	list, _, err := sd.DACL()
	if errors.Is(err, windows.ERROR_OBJECT_NOT_FOUND) || err == nil && list == nil {
		return true, nil // without a list, everyone may do everything
	}
	if err != nil {
		return false, err
	}
	for i := range uint32(list.AceCount) {
		var ace *windows.ACCESS_ALLOWED_ACE
		if err := windows.GetAce(list, i, &ace); err != nil {
			return false, err
		}
		if ace.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE || ace.Header.AceFlags&windows.INHERIT_ONLY_ACE != 0 ||
			ace.Mask&changing == 0 {
			continue
		}
		known, err := trustworthy((*windows.SID)(unsafe.Pointer(&ace.SidStart)))
		if err != nil || !known {
			return !known, err
		}
	}
	return false, nil
}

// trustworthy reports whether an account is the current user's or one of trusted.
func trustworthy(sid *windows.SID) (bool, error) {
	me, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return false, err
	}
	if name := sid.String(); sid.Equals(me.User.Sid) || name == trustedInstaller || strings.HasPrefix(name, packages) {
		return true, nil
	}
	for _, kind := range trusted {
		if sid.IsWellKnown(kind) {
			return true, nil
		}
	}
	return false, nil
}

// ownedByAnother reports whether another user owns a file: false, because exposed includes it.
func ownedByAnother(string, os.FileInfo) (bool, error) { return false, nil }

// sameOwner reports whether two files have the same owner: true, because exposed refuses other owners of either.
func sameOwner(string, string, os.FileInfo, os.FileInfo) (bool, error) { return true, nil }

// exposed reports whether other users may change a file.
func exposed(path string, _ os.FileInfo) (bool, error) { return changeable(path) }

// linkCount returns the number of hard links to a file: 1, because here it is unknown.
func linkCount(os.FileInfo) int { return 1 }

// identityOf returns nothing: the list of a folder says who may do what.
func identityOf(os.FileInfo) (owner uint32, links int) { return 0, 1 }

// othersCanPlant returns the folder if another user can put files into it, and otherwise "".
func othersCanPlant(folder string, _ uint32) (where string, err error) {
	open, err := changeable(folder)
	if !open {
		folder = ""
	}
	return folder, err
}

// changedAt returns when a file was last changed. Unlike the time of modification, a copy does not inherit it.
func changedAt(path string) (time.Time, error) {
	f, err := os.Open(path)
	if err != nil {
		return time.Time{}, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	var basic struct {
		Created, Accessed, Written, Changed windows.Filetime
		Attributes, _                       uint32
	}
	err = windows.GetFileInformationByHandleEx(
		windows.Handle(f.Fd()), windows.FileBasicInfo, (*byte)(unsafe.Pointer(&basic)), uint32(unsafe.Sizeof(basic)))
	return time.Unix(0, basic.Changed.Nanoseconds()), err
}

// me returns nothing: the list of a folder says who may do what.
func me() uint32 { return 0 }
