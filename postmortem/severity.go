package postmortem

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Severity is how bad the document says its incident was.
type Severity struct {
	// Level is 1, the worst, to 5; 0 when none is stated. SEV-0 is 1. A word
	// (critical, major…) has the level that it mostly stands for.
	Level int
	Text  string // as written
	Span  Span   // where; empty when it is from the front matter
}

// severityWords are the levels that words mostly stand for.
var severityWords = map[string]int{
	"critical": 1, "blocker": 1, "catastrophic": 1, "emergency": 1, "highest": 1, "disaster": 1,
	"major": 2, "high": 2, "severe": 2,
	"medium": 3, "moderate": 3, "normal": 3, "partial": 3,
	"minor": 4, "low": 4,
	"cosmetic": 5, "trivial": 5, "informational": 5, "lowest": 5,
}

var (
	// severityLabels are labels whose value is the severity.
	severityLabels = []string{"severity", "sev", "severity level", "incident severity", "priority", "incident priority",
		"incident level", "severity rating", "classification", "incident class", "urgency"}
	// severityCode is a level on its own or after a letter.
	severityCode = regexp.MustCompile(`(?i)\b(?:sev(?:erity)?|s|p|prio(?:rity)?|level|tier)?[\s:#-]*([0-5])\b`)
	// severityStep is one level of a choice: "SEV-1", "2. Major", "3 (minor)".
	severityStep = regexp.MustCompile(`(?i)^\W*(?:sev(?:erity)?|s|p|prio(?:rity)?|level|tier)?[\s:#-]*[0-5]\b\W*([a-z]*)\W*$`)
	severityWord = regexp.MustCompile(`(?i)\b[a-z]+\b`)
	// severityTitle is a severity in a title.
	severityTitle = regexp.MustCompile(`(?i)\b(?:sev(?:erity)?[\s:-]*|[sp])([0-5])\b`)
	// severitySaid is a sentence that says it of this incident.
	severitySaid = regexp.MustCompile(`(?i)\b(?:(?:was|is|were)(?:\s+(?:declared|classified|classed|rated|raised|considered|categori[sz]ed|opened|treated|assigned))?(?:\s+(?:as|to|at|with))?|declared(?:\s+as)?|(?:classified|classed|rated|categori[sz]ed|opened|treated|raised)\s+(?:(?:it|this)\s+)?(?:as|to|at)|(?:classed|rated|called|declared|made)\s+(?:it|this)|escalated\s+to|upgraded\s+to|downgraded\s+to|this|our|as)\s+(?:(?:a|an|the|our)\s+)?((?:sev(?:erity)?[\s-]*(?:level\s+)?|[sp]-?)([0-5]))\b`)
	// severityOther is what a sentence says of something else.
	severityOther = regexp.MustCompile(`(?i)\b(?:other|another|previous|earlier|last|similar|would|should|could|if|example|e\.g)\b`)
)

// findSeverity reads the severity where it is stated of this incident: front
// matter, title, labels, and sentences such as "this was a SEV-2". A severity
// that is only mentioned ("busy with other severity 1 work") is not one.
func findSeverity(d *Document) Severity {
	if v := d.FrontMatter.Get("severity", "sev", "incident severity", "priority", "severity level"); v != "" {
		if s, _ := severityValue(v); s.Level > 0 {
			return s
		}
	}
	if m := severityTitle.FindStringSubmatch(d.Title); m != nil {
		return Severity{Level: level(m[1]), Text: m[0], Span: d.spanOf(m[0])}
	}
	for _, f := range d.facts {
		if !slices.Contains(severityLabels, f.label) {
			continue
		}
		if offersLevels(f.value.Plain) {
			continue
		}
		s, at := severityValue(f.value.Plain)
		if more := factStart.FindStringIndex(f.value.Plain); s.Level == 0 && more != nil { // "2. Three hosts of 4 were down"
			s, at = severityValue(f.value.Plain[:more[0]])
		}
		if s.Level > 0 {
			s.Span = f.value.Source(at[0], at[1])
			return s
		}
	}
	if s := d.severityByTime(); s.Level > 0 {
		return s
	}
	for b := range d.All() {
		if b.Kind != BlockParagraph || b.Section == nil || skipsFacts(b.Section.Kind) || !strings.ContainsAny(b.Text.Plain, "012345") {
			continue
		}
		m := severitySaid.FindStringSubmatchIndex(b.Text.Plain)
		if m == nil {
			continue
		}
		if sentence := b.Text.Plain[strings.LastIndexAny(b.Text.Plain[:m[0]], ".!?\n")+1 : m[1]]; severityOther.MatchString(sentence) {
			continue
		}
		return Severity{Level: level(b.Text.Plain[m[4]:m[5]]), Text: b.Text.Plain[m[2]:m[3]], Span: b.Text.Source(m[2], m[3])}
	}
	return Severity{}
}

// offersLevels reports whether a value is a template's choice of levels of which none was made: "1. Critical; 2. Major; 3. Minor".
func offersLevels(v string) bool {
	parts := strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune("|;/,·", r) })
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool {
		m := severityStep.FindStringSubmatch(part)
		return m == nil || m[1] != "" && severityWords[strings.ToLower(m[1])] == 0
	})
}

// timeIn is a label of how long an incident had a severity: "Time in SEV-1: 15 min".
var timeIn = regexp.MustCompile(`^time in (?:sev(?:erity)?|[sp])[ -]?([0-5])$`)

// timeSpent is a duration at the start of a value: "about 2 h 10 min", "0:45", "9 minutes (10:00–10:09)".
var timeSpent = regexp.MustCompile(`(?i)^\W*(?:(?:about|approx(?:imately)?\.?|around|roughly|ca\.?|circa|nearly|almost|over|some|under|less than|more than)\s+)?(?:PT?)?(?:\d+(?:[.,:]\d+)*[\s-]?(?:d|h|m|s|days?|hours?|hrs?|min(?:ute)?s?|sec(?:ond)?s?)?[\s,]*(?:and\s+)?)+`)

// severityByTime gives the gravest severity that the incident had for some time.
func (d *Document) severityByTime() (s Severity) {
	for _, f := range d.facts {
		m := timeIn.FindStringSubmatch(f.label)
		if m == nil || !strings.ContainsAny(timeSpent.FindString(f.value.Plain), "123456789") {
			continue
		}
		if n := level(m[1]); s.Level == 0 || n < s.Level {
			s = Severity{Level: n, Text: m[0], Span: f.value.Source(0, len(f.value.Plain))}
		}
	}
	return s
}

func level(digit string) int {
	n, _ := strconv.Atoi(digit)
	return max(n, 1)
}

// severityValue reads a value after a label.
func severityValue(v string) (Severity, [2]int) {
	// A template's choice ("SEV-1 / SEV-2 / SEV-3") states nothing.
	codes := severityCode.FindAllStringSubmatchIndex(v, 3)
	if len(codes) > 0 && len(codes) < 3 && codes[0][0] <= 24 {
		if len(codes) == 2 && strings.ContainsAny(v[codes[0][1]:codes[1][0]], "/|,") {
			return Severity{}, [2]int{}
		}
		m := codes[0]
		return Severity{Level: level(v[m[2]:m[3]]), Text: strings.TrimSpace(v[m[0]:m[1]])}, [2]int{m[0], m[1]}
	}
	words := severityWord.FindAllStringIndex(v, 3)
	for i, w := range words {
		if l := severityWords[strings.ToLower(v[w[0]:w[1]])]; l > 0 {
			if i+1 < len(words) && severityWords[strings.ToLower(v[words[i+1][0]:words[i+1][1]])] > 0 {
				return Severity{}, [2]int{}
			}
			return Severity{Level: l, Text: v[w[0]:w[1]]}, [2]int{w[0], w[1]}
		}
	}
	return Severity{}, [2]int{}
}
