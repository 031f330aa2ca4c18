package calendar

import "strings"

// A parameter value cannot hold a double quote or a line end. RFC 6868 writes
// them with a caret; a reader that does not know it shows the caret, no worse.
var (
	paramEncoder = strings.NewReplacer("^", "^^", `"`, "^'", "\n", "^n")
	paramDecoder = strings.NewReplacer("^^", "^", "^'", `"`, "^n", "\n")
)

// encodeParam makes a one-line text fit for a parameter value (RFC 6868).
func encodeParam(s string) string { return paramEncoder.Replace(s) }

// decodeParam undoes encodeParam.
func decodeParam(s string) string { return paramDecoder.Replace(s) }
