package pgtemp

import (
	"errors"
	"os"
	osuser "os/user"
	"strconv"
	"syscall"
)

// unprivileged returns whom to run the server as.
func unprivileged() (account, error) {
	if os.Geteuid() != 0 {
		return ourselves, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := osuser.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 == nil && err2 == nil && uid != 0 {
			return account{uid, gid}, nil
		}
	}
	return ourselves, errors.New("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody")
}

// sysProcAttr ties a child to us and gives it the account's rights. It has its
// own process group, so that Ctrl-C reaches the tests first and not the server.
func sysProcAttr(a account) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGQUIT}
	if a != ourselves {
		attr.Credential = &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)} // #nosec G115 -- ids of the system
	}
	return attr
}
