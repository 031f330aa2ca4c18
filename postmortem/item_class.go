package postmortem

import (
	"cmp"
	"regexp"
	"strings"
)

// ranks are the words of priorities.
const ranks = `p[0-5]|\d|high(?:est)?|medium|low(?:est)?|critical|urgent|major|minor`

// classes are those of the guide and of others that sort follow-ups.
const classes = `prevent(?:ion|ative|ive)?|detect(?:ion)?|mitigat(?:e|ion)|process|repair`

// classThenRank is both in either order.
const classThenRank = `(?:(` + classes + `)\s*[,/|;·]\s*(P[0-5])|(P[0-5])\s*[,/|;·]\s*(` + classes + `))`

// rankNames are those words as they stand alone.
const rankNames = `High|HIGH|Medium|MEDIUM|Low|LOW|Critical|CRITICAL|Urgent|URGENT`

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
	// classRank is a class of work and a priority that stand together, before the words or behind them: "(prevent, P1): add …",
	// "[P1, detect] add …", "P1 / detect – add …".
	classRank = regexp.MustCompile(`(?i)^(?:[(\[](?:` + classThenRank + `)[)\]]\s*[:.–—-]?\s*|(?:` + classThenRank + `)\s*(?::|[–—-]+\s)\s*)|\s*[(\[](?:` + classThenRank + `)[)\]][\s.]*$`)
	// classLabel is a class before what is to be done: "Prevent: add …".
	classLabel = regexp.MustCompile(`(?i)^(` + classes + `)\s*:\s+`)
	// rankOver is a priority as a heading or a line over items: "P1", "High priority", "Priority 2 (later)".
	rankOver = regexp.MustCompile(`(?i)^\W*(?:(?:priority|prio)[\s:]+(\d)|(?:(?:priority|prio)[\s:]+)?(p[0-5]|high(?:est)?|medium|low(?:est)?|critical|urgent)(?:[- ]prio(?:rity)?)?)(?:\s+(?:action\s+)?(?:items?|actions?|tasks?))?(?:\s*\([^()]*\))?\W*$|` +
		`^[^()]{1,30}\((P[0-5])\)\W*$|^\W*(P[0-5])(?:\s*:|\s+[-–—])\s+(?:[\w/-]+\s*){1,4}\W*$`)
	// rankBracketed is a word of a priority in brackets at the end.
	rankBracketed = regexp.MustCompile(`\s*[(\[](` + rankNames + `)[)\]][\s.]*$`)
	// sizeField is how much work an item is.
	sizeField = regexp.MustCompile(`(?i)(?:^\W*|\s*[(\[;,.|–—]\s*|\s+-+\s+)(?:(?:t-shirt\s+)?size|effort|estimate|estimation|story\s+points|points|complexity)\s*[:=]\s*` +
		`((?:xs|s|m|x{0,2}l|small|medium|large|low|high|~?\d+(?:\.\d+)?(?:\s*[-–]\s*\d+)?\s*(?:d|h|w|days?|hours?|weeks?|sprints?|pts?|points?|sp)?))(?:[)\]][.;,]?|[.;,|]|\s*$)`)
)

// takeClassRank takes a class and a priority that stand together, or a class that labels what is asked for.
func (d *details) takeClassRank() {
	for _, re := range []*regexp.Regexp{classRank, classLabel} {
		m := re.FindStringSubmatchIndex(d.title)
		if m == nil || re == classLabel && !asks(d.title[m[1]:]) {
			continue
		}
		rest := strings.TrimSpace(d.title[:m[0]] + " " + d.title[m[1]:])
		if rest == "" {
			continue
		}
		for g := 2; g < len(m); g += 2 {
			if m[g] < 0 {
				continue
			}
			if got := d.title[m[g]:m[g+1]]; ranked.MatchString(got) {
				d.priority = cmp.Or(d.priority, strings.ToUpper(got))
			} else {
				d.class = cmp.Or(d.class, strings.ToLower(got))
			}
		}
		d.title = rest
	}
}

// ranked is a priority of a letter and a digit.
var ranked = regexp.MustCompile(`(?i)^P[0-5]$`)

// takeClass takes an item's priority to its place, and what says how much work it is from its title.
func (d *details) takeClass() {
	d.takeClassRank()
	if strings.ContainsAny(d.title, ":=") {
		d.take(sizeField, nil)
		d.priority = cmp.Or(d.priority, d.take(priorityField, nil))
	}
	d.priority = cmp.Or(d.priority, d.take(priorityTag, nil))
	d.takeBareRank()
	if d.priority == "" && strings.Contains(d.title, "rio") {
		d.priority = d.take(priorityNamed, nil)
	}
	if last := lastRune(strings.TrimRight(d.title, " .")); d.priority == "" && (last == ')' || last == ']') && words(d.title) > 2 {
		d.priority = d.take(rankBracketed, nil)
	}
	if d.priority == "" && strings.Contains(d.title, "P") && !severalRanks.MatchString(d.title) {
		d.priority = d.take(priorityBehind, nil)
	}
}

// rankOf gives the priority that a heading or a line says of all items below it.
func rankOf(line string) string {
	if len(line) > maxLeader {
		return ""
	}
	if m := rankOver.FindStringSubmatch(line); m != nil {
		return cmp.Or(m[1:]...)
	}
	return ""
}
