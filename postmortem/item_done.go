package postmortem

import (
	"regexp"
	"strings"
)

var (
	// doneWhen is what an item ends with that tells when it is done: "… (P1; done when it fires)", "… Done when it fires."
	doneWhen = regexp.MustCompile(`(?i)([(\[;,])\s*done[- ]when:?\s+([^()\[\];]{3,})([)\]])[\s.]*$|(?:[.,!;)\]]|\s[-–—]+)\s+done[- ]when:?\s+(\S.{2,}?)[\s.]*$`)
	// doneLine is such a line below an item.
	doneLine = regexp.MustCompile(`(?i)^\W{0,4}done[- ]when\W{0,3}:[\s*_]*(\S.*)$`)
)

// takeDoneWhen takes what tells when an item is done to its place, if it is one sentence.
func (d *details) takeDoneWhen() {
	m := doneWhen.FindStringSubmatchIndex(d.title)
	if m == nil || words(d.title[:m[0]]) < 2 {
		return
	}
	head, value := d.title[:m[0]], ""
	if m[2] >= 0 {
		value = d.title[m[4]:m[5]]
		if opened := d.title[m[2]]; opened != '(' && opened != '[' {
			head += d.title[m[6]:m[7]] // others stand beside it
		}
	} else {
		value = d.title[m[8]:m[9]]
		if closed := d.title[m[0]]; closed == ')' || closed == ']' {
			head += string(closed)
		}
	}
	if firstSentence(value) == value {
		d.title, d.doneWhen = strings.TrimSpace(head), strings.TrimSpace(value)
	}
}
