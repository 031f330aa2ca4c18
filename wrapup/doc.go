// Package wrapup holds no code. Its test program sorts behind all other packages
// of the module, and so ends `go test ./...` with one summary of what the run
// skipped because the machine lacks it.
package wrapup
