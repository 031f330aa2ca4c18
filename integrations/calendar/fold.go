package calendar

import (
	"bytes"
	"unicode/utf8"
)

// maxLine is the longest line in octets without its line end (RFC 5545, section 3.1).
const maxLine = 75

// fold breaks the content lines of an iCalendar stream so that none is longer
// than maxLine octets and no UTF-8 sequence is cut in two (RFC 5545, section
// 3.1). Lines end with CRLF.
func fold(stream []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(stream) + len(stream)/20)
	for line := range bytes.SplitSeq(bytes.TrimSuffix(stream, []byte("\r\n")), []byte("\r\n")) {
		for room := maxLine; len(line) > room; room = maxLine - 1 { // the space of a continuation counts
			cut := room
			for !utf8.RuneStart(line[cut]) {
				cut--
			}
			out.Write(line[:cut])
			out.WriteString("\r\n ")
			line = line[cut:]
		}
		out.Write(line)
		out.WriteString("\r\n")
	}
	return out.Bytes()
}

// unfold undoes fold and returns the content lines. Bare LF ends a line too:
// gateways rewrite line ends.
func unfold(stream []byte) []string {
	stream = bytes.ReplaceAll(stream, []byte("\r\n"), []byte("\n"))
	stream = bytes.ReplaceAll(stream, []byte("\n "), nil)
	stream = bytes.ReplaceAll(stream, []byte("\n\t"), nil)
	var lines []string
	for line := range bytes.SplitSeq(stream, []byte("\n")) {
		if len(line) > 0 {
			lines = append(lines, string(line))
		}
	}
	return lines
}
