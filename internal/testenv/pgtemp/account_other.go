//go:build !linux

package pgtemp

import (
	"errors"
	"os"
	"syscall"
)

// unprivileged returns whom to run the server as.
func unprivileged() (account, error) {
	if os.Geteuid() == 0 {
		return ourselves, errors.New("PostgreSQL refuses to run as root: run the tests as another user")
	}
	return ourselves, nil
}

func sysProcAttr(account) *syscall.SysProcAttr { return nil }
