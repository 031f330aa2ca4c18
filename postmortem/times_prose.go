package postmortem

import (
	"cmp"
	"regexp"
	"strings"
)

// roughly is what a clock or a day may begin with.
const roughly = `((?:(?:about|around|roughly|approximately|ca\.?)\s+)?[~≈]?(?:\d|` + monthNames + `))`

var (
	// spanSaid is where a span of time may begin within a sentence: "from 10:30 to", "10:30–11:00".
	spanSaid = regexp.MustCompile(`(?i)\b(?:from|between)\s+(?:(?:about|around|roughly|approximately|ca\.?)\s+|~)?\d{1,2}(?:[:h]\d\d|\s?[ap]m\b)|\b\d{1,2}[:h]\d\d(?:\s?[ap]m)?\s*(?:-|–|—|to|until|till)\s*~?\d{1,2}[:h]\d\d`)
	// harmSaid is a sentence that tells of harm, of which a span may be the incident's.
	harmSaid = regexp.MustCompile(`(?i)\b(?:could(?: not|n['’]t)|can ?not|unable|unresponsive|degraded|impact\w*|affect\w*|disrupt\w*|interrupt\w*|delay\w*|lost|elevated|incident|offline|down|reject\w*|refus\w*|experienc\w*|5xx|50\d)\b`)
	// oftenSaid is one of what happens or may happen any day, or of how long something takes.
	oftenSaid = regexp.MustCompile(`(?i)\b(?:if|every|each|daily|weekly|nightly|usual\w*|normally|always|whenever|would|should|will)\b|:\d\d (?:min(?:ute)?s|hours|seconds)\b`)
	// Behind these stands the clock of the start, of the detection, and of the end.
	beganSaid   = regexp.MustCompile(`(?i)(?:^\W*at|\b(?:start(?:ed|s|ing)?|began|begins|beginning)(?:\s+(?:at|on|from))?|\b(?:outage|failure|incident)\s+(?:at|on))\s+` + roughly)
	noticedSaid = regexp.MustCompile(`(?i)\b(?:noticed|detected|discovered|reported|alerted|paged)\b[^.;,]{0,30}?\s(?:at|on)\s+` + roughly)
	overSaid    = regexp.MustCompile(`(?i)\b(?:resolved|restored|recovered|fixed|mitigated|ended|over|normal|lasted|continued)\b[^.;,]{0,40}?\s(?:at|by|on|until|till)\s+` + roughly)
)

// storyKinds are kinds of sections whose sentences tell what happened.
var storyKinds = map[Kind]bool{
	KindUnknown: true, KindOverview: true, KindDescription: true, KindImpact: true, KindTimeline: true, KindDetection: true, KindResolution: true,
}

// proseMoments reads the moments from the first sentences that tell a start and an end: "Orders failed from 10:30 to 11:00 UTC."
func (d *Document) proseMoments() moments {
	var out moments
	c := d.calendar.in(d.Date.Time.Year())
	for b := range d.All() {
		if b.Kind != BlockParagraph || b.Section == nil || !storyKinds[b.Section.Kind] || !strings.ContainsAny(b.Text.Plain, "0123456789") ||
			looksBack(b.Section.Heading) {
			continue
		}
		sentencesOf(b.Text, func(start, end int) {
			s := b.Text.Plain[start:end]
			if out[over].clock || oftenSaid.MatchString(s) || looksBack(s) || !harmSaid.MatchString(s) && !troubleSaid.MatchString(s) && !out[began].clock {
				return
			}
			if at := spanSaid.FindStringIndex(s); at != nil && !out[began].clock {
				if span := c.span(cut(s[at[0]:], maxSpans)); len(span) == 2 {
					out[began], out[over] = c.dated(span[0], s), span[1]
					return
				}
			}
			if st, ok := c.behind(beganSaid, s); ok && !out[began].clock {
				out[began] = c.dated(st, s)
			} else if st, ok := c.entry(s); ok && st.clock && st.start == 0 && !out[began].clock {
				out[began] = st // "On 3 May at 10:30 orders failed"
			}
			if st, ok := c.behind(noticedSaid, s); ok && out[began].clock && !out[noticed].clock {
				out[noticed] = st
			}
			if st, ok := c.behind(overSaid, s); ok && out[began].clock {
				out[over] = st
			}
		})
	}
	for i := range out {
		out[i].zone = cmp.Or(out[i].zone, out[began].zone, out[over].zone)
	}
	return out
}

// versionSaid is what is rather a number than a clock: "fixed by 1.20".
var versionSaid = regexp.MustCompile(`^\D*\d+\.\d\d(?:\D|$)`)

// meets is a sentence of a meeting.
var meets = regexp.MustCompile(`(?i)\b(?:meet(?:s|ings?)?|met)\b`)

// looksBack reports whether a text tells of talk about the incident before it comes to a number.
func looksBack(s string) bool {
	before := s
	if at := strings.IndexAny(s, "0123456789"); at >= 0 {
		before = s[:at]
	}
	return meets.MatchString(s) || aftermath.MatchString(before)
}

// behind reads the first time of the day that stands behind words, as their group.
func (c calendar) behind(words *regexp.Regexp, s string) (stamp, bool) {
	for _, at := range words.FindAllStringSubmatchIndex(s, 3) {
		if st, ok := c.stamp(cut(s[at[2]:], maxSpans)); ok && st.clock && !versionSaid.MatchString(s[at[2]:]) {
			return st, true
		}
	}
	return stamp{}, false
}

// dated gives a stamp that says no day that of its sentence.
func (c calendar) dated(st stamp, s string) stamp {
	if date, at := c.find(s); !st.dayed() && at[0] >= 0 && !bareNumbers(date.Text) {
		st.date = date
	}
	return st
}
