package postmortem

import (
	"bytes"
	"slices"
	"strings"
)

// proseFences are the languages of fences that hold text for people.
var proseFences = wordSet("text txt plain plaintext markdown md email eml mail quote message")

// fencedMessage gives the message to customers where a fence holds it, as people set apart what is to be sent: the fence is all that
// stands below its heading. Its lines are one text up to an empty one, as in a mail.
func (d *Document) fencedMessage(b *Block) (Text, bool) {
	if b.Section == nil || b.Section.Kind != KindExternal || len(b.Text.runs) == 0 || slices.ContainsFunc(b.Section.Blocks, func(other *Block) bool {
		return other != b && other != b.Section.Block && other.Kind != BlockRule && other.Kind != BlockHint && written(other)
	}) || !slices.Contains(b.Section.Blocks, b) {
		return Text{}, false
	}
	above := bytes.TrimRight(d.Source[:b.Text.runs[0].src], " \t\n")
	fence := string(bytes.TrimSpace(above[bytes.LastIndexByte(above, '\n')+1:]))
	language := strings.TrimLeft(fence, "`~")
	if len(fence)-len(language) < 3 || language != "" && !proseFences[strings.ToLower(firstOf(strings.Fields(language)))] {
		return Text{}, false
	}
	text := b.Text
	plain := []byte(text.Plain)
	for i, c := range plain {
		if c == '\n' && i > 0 && i+1 < len(plain) && plain[i-1] != '\n' && plain[i+1] != '\n' {
			plain[i] = ' '
		}
	}
	text.Plain = string(plain)
	return text, true
}
