package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// progress is what a status says.
type progress int

const (
	progressUnknown progress = iota
	progressOpen
	progressDone
	progressRejected
)

// progressWords are the words of statuses, folded.
var progressWords = map[progress][]string{
	progressDone: {"done", "closed", "complete", "completed", "resolved", "fixed", "merged", "shipped", "deployed", "finished", "implemented",
		"released", "yes", "y", "x", "live", "rolled out", "delivered", "in place", "true", "landed", "✅", "✔", "☑", "✓", "🟢", "💚", "🎉",
		":white_check_mark:", ":heavy_check_mark:", ":check:", ":done:", "[x]"},
	progressOpen: {"open", "to do", "todo", "pending", "in progress", "wip", "not started", "planned", "new", "backlog", "no", "ongoing", "started",
		"blocked", "in review", "scheduled", "not done", "unstarted", "under way", "underway", "active", "triage", "proposed", "accepted", "ready", "assigned", "suggested", "recommended", "draft", "reopened", "unresolved",
		"investigating", "in development", "incomplete", "on hold", "waiting", "postponed", "deferred", "to be decided", "under review", "partially done", "partly done", "mostly done", "nearly done", "almost done", "under discussion", "⏸", "tbd", "future", "false", "⬜", "🔲", "☐", "⏳", "🚧", "🟡", "🔴", "❌", "🔜", "[ ]", ":construction:", ":hourglass:"},
	progressRejected: {"wont do", "wont fix", "wontfix", "wont", "declined", "rejected", "cancelled", "canceled", "abandoned", "dropped", "obsolete", "not needed", "no longer needed", "invalid", "duplicate",
		"not doing", "will not do", "will not fix", "decided against", "superseded", "descoped", "out of scope", "not pursued"},
}

var progressOf = func() map[string]progress {
	out := map[string]progress{}
	for p, list := range progressWords {
		for _, w := range list {
			out[w] = p
		}
	}
	return out
}()

var statusMarks = strings.NewReplacer("’", "", "'", "", "*", "", "`", "", "\ufe0f", "")

// statusProgress reads the value of a status column or field.
func statusProgress(s string) progress {
	folded := strings.ToLower(squeeze(statusMarks.Replace(s)))
	folded = strings.Trim(folded, " .()")
	if folded == "" {
		return progressUnknown
	}
	if p, ok := progressOf[folded]; ok {
		return p
	}
	// "Done (PR #12)", "✅ 2024-02-01", "In progress, ETA May".
	spaced := fold(strings.Map(func(r rune) rune {
		if strings.ContainsRune("(,;/:|–—", r) {
			return ' '
		}
		return r
	}, folded))
	fields := strings.Fields(spaced)
	for n := min(3, len(fields)); n > 0; n-- {
		if p, ok := progressOf[strings.Join(fields[:n], " ")]; ok {
			return p
		}
	}
	if folded[0] < utf8.RuneSelf {
		return progressUnknown
	}
	for symbol, p := range progressOf {
		if symbol[0] >= utf8.RuneSelf && strings.HasPrefix(folded, symbol) {
			return p
		}
	}
	return progressUnknown
}

const statusNames = `suggested|proposed|done|unresolved|closed|completed?|resolved|fixed|merged|shipped|deployed|finished|implemented|open|to[- ]?do|pending|in[- ]progress|wip|not started|planned|ongoing|blocked|deferred|postponed|declined|cancell?ed|rejected|won['’]?t (?:do|fix)|will not (?:do|fix)|wontfix|abandoned|not doing|decided against`

// workNames are the states that nothing but work has: a gate is open as well, and a default "yes".
const workNames = `done|not done|(?:part|partial|most|near)ly done|almost done|completed?|finished|fixed|merged|shipped|deployed|implemented|to[- ]?do|pending|in[- ]progress|(?:in|under) review|on hold|wip|not started`

// symbols are signs of states.
const symbols = `(?:[✅✔☑✓❌⬜🔲☐⏳🚧🟡🔴🟢🎉🔜]|:white_check_mark:|:heavy_check_mark:|:x:|:construction:|:hourglass:)\x{fe0f}?`

// bracketRest is what may follow a state in brackets.
const bracketRest = `[^()\[\]]{0,40}`

// bracketed is a pattern in brackets.
func bracketed(pattern string) string { return `[(\[]\s*` + pattern + `[)\]]` }

var (
	// statusField is the state that an item begins with, divided from its words or not.
	statusField  = regexp.MustCompile(`(?i)^\W{0,3}(?:status|state)\s*[:=]\s*(` + statusNames + `|[\p{So}✅✔☑✓]+)[)\]]?\s*[-–—:;,.]*\s*`)
	statusBefore = regexp.MustCompile(`(?i)^\s*(?:[(\[]\s*(` + statusNames + `|x| )\s*[)\]]\s*[-–—:]*|(` + statusNames + `)\s*(?::|-|–|—)\s|(?-i:(TODO|WIP|DONE))\s)\s*`)
	// statusKeyed is the state of the issue that an item begins with: "OPS-12 (won't fix): …".
	statusKeyed = regexp.MustCompile(`(?i)^\s*(?:(?-i:[A-Z][A-Z0-9]{1,9})-\d+|#\d+)\s*[(\[](` + statusNames + `)(?:[\s,:][^()\[\]]{0,40})?[)\]]\s*[-–—:]*\s*`)
	// statusAfter is the state that stands behind the words. A comma and a colon have states of things behind them as well, and
	// so have brackets in front of a thing: "(pending orders)".
	statusAfter = regexp.MustCompile(`(?i)\s*(?:` + strings.Join([]string{
		bracketed(`(` + statusNames + `)(?:[,:]` + bracketRest + `|\s+(?:by\s+(?-i:\p{Lu})|(?:(?:on|in|by|since|as|via|with)\s+)?(?:(?:duplicate|today|yesterday|last|pr|mr|see|` + monthNames + `)\b|[A-Z]+-\d|\d|[^\w\s]))` + bracketRest + `)?`),
		bracketed(`already\s+(` + workNames + `)\s*`),
		bracketed(`(?:(?:pr|mr|issue|ticket|bug)\s+)?(?:[#!]\d+|(?-i:[A-Z][A-Z0-9]+)-\d+),?\s+(?:(?:is|was|already|now)\s+)*(` + workNames + `|closed|resolved)\s*`),
		bracketed(`(` + workNames + `)\s+(?:already|on|in|by|since|at|via|with|as|and\s+(?:` + workNames + `))\b` + bracketRest),
		`(?:\s[-–—]+|\.|→|=>)\s*\*{0,2}(?:(?:` + statusNames + `),\s*)?(?:already\s+)?(` + statusNames + `)\*{0,2}`,
		`[:,]\s*\*{0,2}(?:already\s+)?(` + workNames + `|won['’]?t (?:do|fix)|will not (?:do|fix))\*{0,2}`,
		`,\s*(open)`,
	}, "|") + `)[\s.!]*$`)
	// stateOfThings is in brackets behind things that work selects by it: "Archive projects (closed)".
	stateOfThings = regexp.MustCompile(`(?i)^(\w+)((?:\s[\w-]+){0,2}\s[\w-]+s)\s[(\[](?:closed|completed|resolved|unresolved|merged|shipped|deployed|open|pending|blocked|planned|ongoing|declined|cancell?ed|rejected|abandoned|dropped)[)\]][\s.]*$`)
	// statesListed are several states of a thing: "Handle events: created, closed".
	statesListed = regexp.MustCompile(`(?::\s[^():]*|\w+ed),\s*(?:` + statusNames + `|` + workNames + `)[\s.!]*$`)
	// twoStates are two of the item itself: "… – closed, won't fix".
	twoStates = regexp.MustCompile(`(?i)(?:\s[-–—]+|→|=>)\s*(?:` + statusNames + `),\s*(?:` + statusNames + `)[\s.!]*$`)
	// statusBy tells who did it, and when: "…: done by Ana on May 13".
	statusBy = regexp.MustCompile(`\s*(?:[:.(]|\s[-–—]+>?|→|=>)\s*((?i:done|completed|finished|fixed|implemented|merged|deployed|shipped))\s+by\s+(@[\w.-]+|\p{Lu}\p{Ll}+)(?:\s\p{Lu}\p{Ll}+)?(\s+on\s+(?:` + plainDay + `))?[\s.)]*$`)
	// statusBehind is a bare word, which says something only behind a reference.
	statusBehind = regexp.MustCompile(`(?i)(?:` + tracker.String() + `|[)\]])[:,]?\s+(` + statusNames + `)[\s.]*$`)
	// statusTold is a sentence behind an item: "… - this has already been done." What was fixed may be a thing that it is about.
	statusTold = regexp.MustCompile(`(?i)(?:\s+[-–—]+|[.;,]|\s\()\s*(?:this|it)\s+(?:(?:has\s+(?:(?:already|now|since)\s+)?been|is\s+(?:already|now))\s+(done|completed|fixed|implemented|merged|deployed|shipped|resolved|closed)|was\s+(?:already\s+|since\s+)?(done|completed|implemented))(?:\s+(?:on|in)\s+(?:` + plainDay + `|(?:` + monthNames + `)))?[\s.!)]*$`)
	// statusAgainst is why it will not be done, behind a dash or in a sentence: "… — rejected: too dear", "… This was declined as …".
	statusAgainst = regexp.MustCompile(`(?i)(?:\s[-–—]+|\s*→)\s+(?:(rejected|declined|cancell?ed|abandoned):|(won['’]?t\s+(?:do|fix)|will\s+not\s+(?:do|fix)|not\s+doing|decided\s+against)\b).*$|` +
		`(?:\.|\s\()\s*this\s+(?:was|has\s+been)\s+(rejected|declined|abandoned)(?:,?\s+(?:because|as|since|due\s+to)\b[^.]*)?[\s.)]*$|` +
		`\s*[(\[](dropped|descoped)(?:[:;][^()\[\]]*)?[)\]][\s.]*$|\s[-–—]+\s+(dropped|descoped)[\s.]*$|(?:\s*[(\[]|\s[-–—]+\s+)(out\s+of\s+scope)(?:\s+for\s+now)?[)\]]?[\s.]*$`)
	// statusNeedless is why as well where something new was to be made; else it may be why something is to be done: "Delete the
	// flag (obsolete)".
	statusNeedless = regexp.MustCompile(`(?i)(?:\s*[(\[]|\s[-–—]+\s+)(duplicate|obsolete|superseded|not\s+needed|no\s+longer\s+needed)(?:[,;:][^()\[\]]*|\s+(?:of|because|as|since|by)\s[^()\[\]]*)?[)\]]?[\s.]*$|\s[-–—]+\s+(rejected|declined|cancell?ed|abandoned),?\s+(?:because|as|since|due\s+to)\b.*$`)
	makes          = wordSet("add build create develop establish implement introduce set setup write")
	// selects are verbs of work on those of many things that are in a state.
	selects = wordSet("archive clean close copy count delete drop exclude export filter handle hide ignore import include list log migrate move notify process prune purge remove replay report resend retry search show skip store track")
	// statusVoted tells what came of a suggestion: "Ana proposed a second oven, but it was declined."
	statusVoted = regexp.MustCompile(`(?i)\b(?:vote[ds]?|recommended|suggested|proposed|proposal|suggestion)\b[^.;:]*?\s(?:and|but)\s+(?:it|this|that)\s+was\s+(?:\w+ly\s+)?(rejected|declined)(?:\s+[\w-]+ly)?(?:,?\s+(?:because|as|since|due\s+to)\b[^.;]*)?[\s.]*$`)
	// statusOurs tells what those who write did: "We have already moved the queue".
	statusOurs = regexp.MustCompile(`(?i)(?:^|[.;:]\s+)(?:we|i)(?:['’]ve|\s+have)?\s+already\s+(?:\w+ed|put|set|built|made|written|wrote|taken|took|done|run|cut)\b`)
	// statusLoud is a state in capitals, apart from the words or behind all of them: an event is COMPLETED as well.
	statusLoud = regexp.MustCompile(`(?:^|[^\w\s]\s*)(DONE|CLOSED|COMPLETED?|FIXED|RESOLVED|PENDING|TODO|WIP)(?:[^?\w]|$)|(\w+)\s(DONE|TODO|WIP)[\s.!]*$`)
	// beforeState are words before what something is or becomes.
	beforeState  = wordSet("is are be as to into not until state status")
	symbolBefore = regexp.MustCompile(`^\s*(` + symbols + `)\s*`)
	symbolAfter  = regexp.MustCompile(`\s*(` + symbols + `)(?:\s*\(?(?:on\s+)?\d{4}-\d\d-\d\d\)?)?[\s.]*$`)
	// sectionDone is a heading whose items are all done.
	sectionDone = regexp.MustCompile(`(?i)[(\[](?:completed|done|already done|finished)[)\]]|^(?:already\s+)?(?:completed|done|finished)(?:\s+(?:actions?|items?|work|so far|already))*\W*$|\balready (?:done|completed|taken)\b|^what\s+(?:we\s+did|was\s+done)\W*$`)
	// changedHeading says that what stands below was changed since; notOnly that some of it was not, or never.
	changedHeading = regexp.MustCompile(`(?i)^\W*(?:what|things)\s+(?:we(?:['’]ve|\s+have)|ha(?:s|ve)\s+been)\s+(?:already\s+)?(?:changed|done|fixed)\b`)
	notOnly        = regexp.MustCompile(`(?i)\?|\b(?:will|would|could|should|wish|not|nothing|still|to come|next|planned|agreed|recommend\w*|propos\w+|suggest\w*)\b`)
	// sectionRejected is a heading, or a line over a list, whose items will not be done.
	sectionRejected = regexp.MustCompile(`(?i)^\W*(?:(?:(?:action\s+)?items?|ideas?|actions?|things|what|proposals?|suggestions?|options?|alternatives?|the\s+following|these|those)\s+(?:that\s+)?(?:(?:were|was|have\s+been|are)\s+)?)?(?:(?:that\s+)?we\s+(?:have\s+|are\s+|also\s+)?)?(?:considered\s+(?:and|but)\s+(?:then\s+)?)?` +
		`(?:not\s+(?:doing|agreed|accepted|approved|pursu(?:ed|ing)|going\s+to\s+do)|won['’]?t\s+(?:do|fix)|will\s+not\s+(?:do|fix)|wontfix|dropped|rejected|declined|discarded|cancell?ed|abandoned|descoped|out\s+of\s+scope|non-?goals?|decided\s+(?:against|not\s+to\s+do))` +
		`(?:\s+(?:items?|ideas?|actions?|proposals?|suggestions?|options?|alternatives?|work|tasks?|follow-?ups?|these|this|them|it|that|for|now|here|after|all|yet|the|following)){0,4}\W*$|` +
		`^\W*we\s+(?:will\s+not|won['’]?t|are\s+not\s+going\s+to|do(?:\s+not|n['’]t)\s+(?:plan|intend)\s+to|did(?:\s+not|n['’]t)\s+(?:open|file|raise|create)\s+(?:an?\s+)?(?:tickets?|issues?)\s+for)\b[^.!?]{0,40}:$|^\W*(?:alternatives|options)\s+considered\W*$|^\W*considered\s+(?:alternatives|options)\W*$|[(\[](?:rejected|dropped|declined|not\s+doing|won['’]?t\s+do)[)\]]\W*$`)
	sectionOpen = regexp.MustCompile(`(?i)[(\[](?:open|planned|to[- ]?do|in progress|pending)[)\]]|^(?:in progress|planned|to[- ]?do|open|still to do|remaining|outstanding|not (?:yet )?done|to be done|still open|pending)\b`)
)

// steps are what is taken or made; "recommendations" and "commitments" are made as well, and are still to be kept.
const steps = `(?:(?:action\s+)?items?|actions?|changes?|steps?|measures?|improvements?|fix(?:es)?|adjustments?|updates?|tasks?|mitigations?|work|things|bugs?|gaps?|issues?|problems?)`

// taken is how steps are spoken of that were.
const taken = `(?:already\s+|since\s+|now\s+|also\s+|\w+ly\s+)*(?:taken|done|made|completed|implemented|finished|addressed|fixed|changed|deployed|put(?:\s+in\s+place)?)`

// takenSteps is a line over a list of what was done: "We have implemented these changes:".
var takenSteps = regexp.MustCompile(`(?i)\b(?:we|i|team)(?:['’]ve|\s+ha(?:ve|s))\s+` + taken + `(?:(?:\s+[\w-]+){0,4}?\s+(?:` + steps + `\b[^.!?]*|the\s+following|these|this))?\s*:$|` +
	`\b(?:` + steps + `(?:\s+\w+){0,4}?|the\s+following|these)\s+ha(?:ve|s)\s+(?:\w+\s+)?been\s+` + taken + `\b[^.!?]*:$`)

// saysDone says that a heading or a line over a list tells of all of it that it is done.
func saysDone(line string) bool {
	return sectionDone.MatchString(line) || changedHeading.MatchString(line) && !notOnly.MatchString(line)
}

// headingProgress gives the state that a heading says of all that stands below it.
func headingProgress(heading string) progress {
	switch {
	case saysDone(heading):
		return progressDone
	case sectionRejected.MatchString(heading):
		return progressRejected
	case sectionOpen.MatchString(heading) && !tellsOnly(heading):
		return progressOpen
	}
	return progressUnknown
}

// leadProgress gives the same of a line over a list, which may speak of what is to come as well.
func leadProgress(line string) progress {
	p := headingProgress(line)
	if p == progressUnknown && takenSteps.MatchString(line) {
		p = progressDone
	}
	if p == progressDone && notOnly.MatchString(line) {
		return progressUnknown
	}
	return p
}

// stateEnds are the last words of states.
var stateEnds = wordSet(`suggested proposed done unresolved closed complete completed resolved fixed merged shipped deployed finished implemented open do todo pending progress wip started
	planned ongoing blocked deferred postponed hold declined canceled cancelled rejected fix wontfix abandoned doing against review`)

// endsLikeState is a cheap look for a state behind the words: the last of them is one, or brackets are.
func endsLikeState(s string) bool {
	s = strings.TrimRight(s, " \t\n.!*")
	switch lastRune(s) {
	case ')', ']':
		return true
	}
	at := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	return stateEnds[strings.ToLower(s[at+1:])]
}

// ofThings says that the state at the end of a text is one of the things that it works on.
func ofThings(s string) bool {
	if statesListed.MatchString(s) && !twoStates.MatchString(s) {
		return true
	}
	m := stateOfThings.FindStringSubmatch(s)
	return m != nil && selects[strings.ToLower(m[1])] && !slices.ContainsFunc(strings.Fields(strings.ToLower(m[2])), func(w string) bool { return articleWords[w] })
}

// takeDoer takes who did it to its place.
func (d *details) takeDoer() {
	m := statusBy.FindStringSubmatchIndex(d.title)
	if m == nil || m[0] == 0 {
		return
	}
	who := d.title[m[4]:m[5]]
	if notPerson.MatchString(who) || who[0] != '@' && !givenNames[who] && m[6] < 0 {
		return // "done by Easter"
	}
	d.setProgress(d.title[m[2]:m[3]])
	d.title = d.title[:m[0]]
}

// loudState gives the state in capitals that a text has.
func loudState(s string) string {
	m := statusLoud.FindStringSubmatch(s)
	if m == nil || beforeState[strings.ToLower(m[2])] {
		return ""
	}
	return m[1] + m[3]
}

// takeTold takes what a sentence behind an item says of its state.
func (d *details) takeTold() {
	if strings.Contains(d.title, " been ") || strings.Contains(d.title, " is ") || strings.Contains(d.title, " was ") {
		d.setProgress(d.take(statusTold, nil))
	}
	if strings.Contains(d.title, " by ") {
		d.takeDoer()
	}
	d.takeAgainst()
}

// against are parts of the words that say so, a cheap look before the patterns.
var against = []string{"ejected", "eclined", "ancel", "bandoned", "uperseded", "n't", "n’t", "not do", "ot doing", "not fix", "ecided", "ropped", "uplicate", "bsolete", "eeded", "scope", "EJECTED", "ECLINED", "ANCEL", "N'T"}

// takeAgainst takes what says that it will not be done.
func (d *details) takeAgainst() {
	if !slices.ContainsFunc(against, func(part string) bool { return strings.Contains(d.title, part) }) {
		return
	}
	d.setProgress(d.take(statusAgainst, nil))
	if makes[firstWord(d.title)] {
		d.setProgress(d.take(statusNeedless, nil))
	}
	if m := statusVoted.FindStringSubmatch(d.title); m != nil {
		d.setProgress(m[1])
	}
}

// dividers stand between a state and its day: "Done (June 3)".
var dividers = strings.NewReplacer("(", " ", ")", " ", ",", " ", ":", " ", "–", " ", "—", " ")

// endedBy reads what stands for a due day once there is no more: "Done June 3", "Cancelled".
func endedBy(s string) progress {
	s = squeeze(dividers.Replace(s))
	state, day := "", ""
	if m := tailStates.FindStringSubmatch(s); m != nil {
		state, day = m[1], m[2]
	} else if m := symbolBefore.FindStringSubmatch(s); m != nil {
		state, day = m[1], s[len(m[0]):]
	}
	p := statusProgress(state)
	if p == progressOpen || day != "" && (tailDue.MatchString(day) || !tailDays.MatchString(day) && !tailMaybeDays.MatchString(day)) {
		return progressUnknown
	}
	return p
}

// struckLead reads an item whose words have a line through them, and behind them why: "~~Add a limit~~ rejected".
func struckLead(t Text) (struck string, p progress, state string) {
	for _, m := range t.Marks {
		if m.Kind != MarkStrike || m.Start > 1 || m.End > len(t.Plain) {
			continue
		}
		state = strings.Trim(t.Plain[m.End:], " -–—:;,|(.)→!")
		p := statusProgress(state)
		if p == progressUnknown && words(state) <= 3 && strings.HasPrefix(strings.ToLower(state), "not ") { // "~~Add a limit~~ not now"
			p = progressRejected
		}
		if p == progressDone || p == progressRejected {
			return t.Plain[m.Start:m.End], p, state
		}
	}
	return "", progressUnknown, ""
}

// endProgress reads the state that a cell about something else ends with: "OPS-12 (done)".
func endProgress(s string) (p progress, status string) {
	if p := statusProgress(s); p != progressUnknown && len(s) > 1 {
		return p, s
	}
	for _, re := range []*regexp.Regexp{symbolAfter, statusAfter, statusBehind} {
		m := re.FindStringSubmatch(s)
		for i := 1; i < len(m); i++ {
			if p := statusProgress(m[i]); p != progressUnknown {
				return p, m[i]
			}
		}
	}
	loud := loudState(s)
	return statusProgress(loud), loud
}
