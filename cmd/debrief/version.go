package main

import (
	"fmt"
	"runtime"
)

// versionCommand prints the version.
type versionCommand struct{}

// Run prints it with what it was built by and for.
func (*versionCommand) Run(p *program) error {
	_, err := fmt.Fprintf(p.out, "debrief %s (%s, %s/%s)\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}
