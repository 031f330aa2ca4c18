package postmortem

import (
	"bytes"
	"regexp"
)

// The Markdown parser takes time and memory that grow with the square of some
// shapes. No document that a person wrote comes near these limits; what is
// beyond them is read as plain text.
const (
	maxContainers = 64   // quotes and lists that one line opens
	maxColumns    = 128  // of a table: missing cells are made up for every row
	maxEmphasis   = 2000 // * _ ~ ` in one paragraph
	maxBrackets   = 1000 // [ ( < in one paragraph
)

// admonition is the first line of a MkDocs admonition; its body is indented.
var admonition = regexp.MustCompile(`^ {0,3}(?:!!!|\?\?\?\+?) +[\w-]+`)

// mask gives the copy of the source that the Markdown parser sees. It has the
// same length, so every position holds for both; texts are read from the source
// itself. Masked are the front matter (blank), the indentation of an admonition's
// body (a quote instead of code), and what is beyond the limits above.
func mask(source []byte, body int) []byte {
	out := bytes.Clone(source)
	for i := range body {
		if out[i] != '\n' {
			out[i] = ' '
		}
	}
	var emphasis, brackets int
	inAdmonition := false
	for at := body; at < len(out); {
		end := at + lineLen(out[at:])
		line := out[at:end]
		switch {
		case admonition.Match(line):
			inAdmonition = true
		case !inAdmonition || len(bytes.TrimSpace(line)) == 0:
		case bytes.HasPrefix(line, []byte("    ")):
			line[0] = '>'
		case line[0] == '\t':
			line[0] = '>'
		default:
			inAdmonition = false
		}
		maskGermanDay(line)
		rest := maskContainers(line)
		maskWideTable(line)
		// A line that begins a block begins a new text: counting starts again.
		if rest > 0 || len(line) <= 1 || line[0] == '#' || line[0] == '|' {
			emphasis, brackets = 0, 0
		}
		for i := rest; i < len(line); i++ {
			switch line[i] {
			case '*', '_', '~', '`':
				if emphasis++; emphasis > maxEmphasis {
					line[i] = 'x'
				}
			case '[', '(', '<':
				if brackets++; brackets > maxBrackets {
					line[i] = 'x'
				}
			}
		}
		at = end
	}
	return out
}

// germanDay is a day at the start of a line or of a point, which Markdown takes for number 5 of a list: "- 5. März". A month that is
// called so in English as well has a year or a clock behind it, or nothing.
var germanDay = regexp.MustCompile(`(?i)^[ \t>*+-]*\**(?:[1-9]|[12]\d|3[01])(\.) (?:(?:januar|februar|märz|mai|juni|juli|oktober|dezember)\b|(?:april|august|september|november)(?:,? (?:19|20)\d\d\b|,?(?: um)? \d{1,2}[:.]\d\d|\**:|\s*$))`)

// maskGermanDay takes the point behind such a day away.
func maskGermanDay(line []byte) {
	if m := germanDay.FindSubmatchIndex(line); m != nil {
		line[m[2]] = 'x'
	}
}

func lineLen(b []byte) int {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	return len(b)
}

// maskContainers takes away the markers beyond maxContainers that the line
// opens quotes and lists with, and gives the offset after the markers.
func maskContainers(line []byte) int {
	opened, at, rest := 0, 0, 0
	for at < len(line) {
		switch c := line[at]; {
		case c == ' ' || c == '\t':
			at++
			continue
		case c == '>':
			at++
		case (c == '-' || c == '+' || c == '*') && at+1 < len(line) && (line[at+1] == ' ' || line[at+1] == '\t'):
			at++
		case c >= '0' && c <= '9':
			n := at
			for n < len(line) && n-at < 9 && line[n] >= '0' && line[n] <= '9' {
				n++
			}
			if n+1 >= len(line) || line[n] != '.' && line[n] != ')' || line[n+1] != ' ' && line[n+1] != '\t' {
				return rest
			}
			at = n + 1
		default:
			return rest
		}
		if opened++; opened > maxContainers {
			line[at-1] = 'x'
		}
		rest = at
	}
	return rest
}

// maskWideTable makes a delimiter row with too many columns into text.
func maskWideTable(line []byte) {
	if bytes.Count(line, []byte{'|'}) <= maxColumns {
		return
	}
	for _, c := range line {
		switch c {
		case '|', '-', ':', ' ', '\t', '\n', '>':
		default:
			return
		}
	}
	for i, c := range line {
		if c == '|' {
			line[i] = 'x'
		}
	}
}
