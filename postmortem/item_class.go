package postmortem

import (
	"cmp"
	"regexp"
	"strings"
)

// ranks are the words of priorities.
const ranks = `p[0-5]|\d|high(?:est)?|medium|low(?:est)?|critical|urgent|major|minor`

var (
	// priorityField is a priority with its label, divided from the words or behind them: "Priority: high. Add …".
	priorityField = regexp.MustCompile(`(?i)(?:^\W*|\s*[(\[;,.|–—]\s*|\s+-+\s+)(?:priority|prio)\s*[:=]\s*(` + ranks + `)\b[)\]]?[.;,]?|\s(?:priority|prio)\s*[:=]\s*(` + ranks + `)[.;]?\s*$`)
	// priorityNamed is one without a colon: "(high priority)", "Prio 1: add …", "…, priority 2".
	priorityNamed = regexp.MustCompile(`(?i)\s*[(\[](?:(?:priority|prio)\s+(` + ranks + `)|(` + ranks + `)[- ]prio(?:rity)?)[)\]]|^(?:priority|prio)\s+(` + ranks + `)\s*[:.–—-]\s+|` +
		`(?:\s*[,;|.]|\s+[-–—]+)\s*(?:(?:priority|prio)\s+(` + ranks + `)|(` + ranks + `)[- ]prio(?:rity)?)[\s.]*$`)
	// priorityBehind is one that stands alone at the end: "Add …, P1", with a size or without.
	priorityBehind = regexp.MustCompile(`(?:\s*[,;|]|\s+[-–—]+)\s*(P[0-5])[\s.]*$|\s*[(\[](P[0-5])\s*[,;/|]\s*(?:XS|S|M|X?X?L)[)\]]`)
	// severalRanks is what a priority at the end is one of: "Page for P0, P1".
	severalRanks = regexp.MustCompile(`\bP[0-5]\s*[,/–-]\s*P[0-5]`)
	// sizeField is how much work an item is.
	sizeField = regexp.MustCompile(`(?i)(?:^\W*|\s*[(\[;,.|–—]\s*|\s+-+\s+)(?:(?:t-shirt\s+)?size|effort|estimate|estimation|story\s+points|points|complexity)\s*[:=]\s*` +
		`((?:xs|s|m|x{0,2}l|small|medium|large|low|high|~?\d+(?:\.\d+)?(?:\s*[-–]\s*\d+)?\s*(?:d|h|w|days?|hours?|weeks?|sprints?|pts?|points?|sp)?))(?:[)\]][.;,]?|[.;,|]|\s*$)`)
)

// takeClass takes an item's priority to its place, and what says how much work it is from its title.
func (d *details) takeClass() {
	if strings.ContainsAny(d.title, ":=") {
		d.take(sizeField, nil)
		d.priority = cmp.Or(d.priority, d.take(priorityField, nil))
	}
	d.priority = cmp.Or(d.priority, d.take(priorityTag, nil))
	d.takeBareRank()
	if d.priority == "" && strings.Contains(d.title, "rio") {
		d.priority = d.take(priorityNamed, nil)
	}
	if d.priority == "" && strings.Contains(d.title, "P") && !severalRanks.MatchString(d.title) {
		d.priority = d.take(priorityBehind, nil)
	}
}
