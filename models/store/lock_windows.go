package store

import (
	"errors"
	"syscall"
)

// sharingViolation is what Windows says of a file that somebody has opened for themselves.
const sharingViolation = syscall.Errno(32)

// lockFile takes the lock that a file stands for, or returns ErrInUse: the file is opened and shared with nobody, which ends with the process.
func lockFile(path string) (unlock func() error, err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	file, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, sharingViolation) {
		return nil, ErrInUse
	}
	if err != nil {
		return nil, err
	}
	return func() error { return syscall.CloseHandle(file) }, nil
}
