//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package store

import "errors"

// lockFile knows no locks here.
func lockFile(string) (unlock func() error, err error) { return nil, errors.ErrUnsupported }
