// Package ramdisk finds a folder in memory for the databases of tests: making and dropping one a test is several times faster
// there, and nothing of it needs to survive.
package ramdisk

import "os"

// room is what a run of all tests may need at once, in bytes.
const room = 2 << 30

// Dir returns a folder in memory with room for the databases of tests, and "" where there is none, or where TMPDIR says
// where to put what is temporary.
func Dir() string {
	if os.Getenv("TMPDIR") != "" {
		return ""
	}
	return dir()
}
