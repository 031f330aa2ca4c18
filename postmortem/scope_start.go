package postmortem

import (
	"regexp"
	"strings"
)

var (
	// reference stands before an item and says nothing of it: "acme/shop#38 - ".
	reference = regexp.MustCompile(`^\W*(?:[\w.-]+/)?[\w.-]*#\d+\s*[-–—:]+\s+`)
	// numberedItem is a reference in words, with a sign behind it or without: "bug 4711 Remove …".
	numberedItem = regexp.MustCompile(`(?i)^\W*(?:bug|issue|ticket|task|story)\s+#?\d{3,}\s*(?:[-–—:]+\s+)?`)
	// tag is of who or what an item is for: "[Storage] Add …".
	tag = regexp.MustCompile(`^\[([A-Z][\w ./&-]{1,20})\](?:\s*:)?\s+`)
	// initials are of who will do it: "AC Reduce …".
	initials = regexp.MustCompile(`^([A-Z]{2,3}) ([A-Z][a-z]+)\b`)
	// rowNumber is the first cell of a row, as a word: "AI-5". One with more digits is dropped before, as the key of an issue.
	rowNumber = regexp.MustCompile(`^[a-z]{2,3}-\d$`)
)

// itemStart gives where an item begins behind what says nothing of it: a reference, a tag, the first cells of a row. It
// looks behind a few of them at most.
func itemStart(title string) int {
	at := 0
	for range maxLabels {
		s := title[at:]
		if m := reference.FindString(s); m != "" {
			at += len(m)
			continue
		}
		if m := numberedItem.FindString(s); m != "" && verbLed(wordsOf(s[len(m):]), 0) {
			at += len(m)
			continue
		}
		if m := tag.FindStringSubmatch(s); m != nil && !saysState(wordsOf(m[1])) && len(wordsOf(s[len(m[0]):])) > 0 {
			at += len(m[0])
			continue
		}
		cell, rest, ok := strings.Cut(s, " | ")
		if next, _, _ := strings.Cut(rest, " | "); ok && leadCell(wordsOf(cell), wordsOf(next), wordsOf(rest)) {
			at = len(title) - len(rest) // "OPS-12 | Add an alert … | open"
			continue
		}
		break
	}
	return at
}

// saysState says that the words in brackets are no tag: a state, or an item of their own.
func saysState(p wordList) bool {
	return len(p) == 0 || doneWords[p[0].text] || statusWords[p[0].text] || verbLed(p, 0)
}

// leadCell says that the first cell of a row is not the item: it has no words and a later one has, or it has only the item's
// class or its number and the next one says more.
func leadCell(cell, next, rest wordList) bool {
	return len(cell) == 0 && len(rest) > 0 || len(cell) == 1 && (classWords[cell[0].text] && len(next) > 1 || rowNumber.MatchString(cell[0].text) && verbLed(next, 0))
}

// classWords are classes of action items, as in the guides that ask for one item a class.
var classWords = wordSet(`prevent prevention detect detection mitigate mitigation repair process other improve investigate`)
