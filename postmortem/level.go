package postmortem

import "slices"

// Level says how grave a finding is.
type Level string

// The levels of a finding, the gravest first. A rule that is off finds nothing.
const (
	LevelError   Level = "error"
	LevelWarning Level = "warning"
	LevelInfo    Level = "info"
	LevelOff     Level = "off"
)

// Levels lists them, the gravest first.
var Levels = []Level{LevelError, LevelWarning, LevelInfo, LevelOff}

// AtLeast reports whether the level is as grave as the other one, or graver.
func (l Level) AtLeast(other Level) bool {
	return slices.Index(Levels, l) <= slices.Index(Levels, other)
}
