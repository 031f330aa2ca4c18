package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTail bounds what is looked at as an item's tail, in bytes.
const maxTail = 120

// tailPart is what one part of a tail is.
type tailPart int

const (
	tailNothing tailPart = iota // it is something else: no tail
	tailKey
	tailDay
	tailState
	tailPerson
	tailNobody // "no owner yet"
	// What these are depends on what stands beside them: "Igor" after a dash may be a product.
	maybePerson
	maybeDay
)

var (
	// tailStart is where a tail may begin: "… — Igor, OPS-12", "…: done", "… → 5 May".
	tailStart = regexp.MustCompile(`\s+[-–—]{1,2}\s+|[:,]\s+|[.!]\s+|\s*(?:→|->|=>)\s*|\s+~\s*|;\s+`)
	// tailBreak divides a tail into its parts.
	tailBreak = regexp.MustCompile(`\s*(?:[,;]|\s[&+]\s|\s[-–—]+\s|\s[/|]\s|[.?]+\s|\sand\s|→|~)\s*`)
	// tailBracket is a tail in brackets.
	tailBracket = regexp.MustCompile(`\s*[(\[]([^()\[\]]{1,80})[)\]][.\s]*$`)

	tailKeys = regexp.MustCompile(`^(?i:(?:pr|mr|cr|ticket|issue|bug|task|jira|see)[ :]*)?(?:[#!]\d+|[A-Z][A-Z0-9]{1,9}-\d+|\d{3,})(?:\s*\([a-z ]{1,12}\))?$|^https?://\S+$`)
	tailDays = regexp.MustCompile(`(?i)^(?:(?:due|eta|by|before|until|till|from|since|on|in|sometime|target|planned|scheduled|for|end of|early|mid|late|the|next|this|week of)[ :~-]*)*` +
		`(?:(?:` + monthNames + `)\.?(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s+\d{4})?|\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?:` + monthNames + `)\.?(?:,?\s+\d{4})?|\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?|\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\d{1,2}/\d{1,2}/\d{2,4}|` +
		`(?:q[1-4]|h[12])(?:[ /]\d{2,4})?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|week(?: \d{1,2})?|month|quarter|sprint|year|today|tomorrow|yesterday|asap|tb[dac]|sometime|whenever)\W*$`)
	tailDue       = regexp.MustCompile(`(?i)^(?:due|eta|by|before|until|till|from|since|on|target|planned|scheduled)[ :~-]+`)
	tailMaybeDays = regexp.MustCompile(`(?i)^(?:(?:due|by|before|until|on|from)\s+)?\d{1,2}[-/.]\d{1,2}\.?$`)
	tailStates    = regexp.MustCompile(`(?i)^(` + statusNames + `|completed?|in review|on hold|scheduled|in production|live|yes|partly done|not done(?: yet)?)(?:\s+(?:on\s+|since\s+)?(\S.*))?$`)
	tailNobodies  = regexp.MustCompile(`(?i)^(?:no owner(?: yet)?|owner\s*\?*|unassigned|nobody(?: yet)?|someone|somebody|who|anyone|volunteers?|me|myself|us|all(?: of us)?|everyone|everybody|\?+)\W*$`)
	tailPersons   = regexp.MustCompile(`^(?i:(?:[\w-]+ ){1,2}team|team [\w-]+|(?:prof|dr|mr|mrs|ms|frau|herr)\.? \S+(?: \S+)?|\S+-san)$|^(?:\p{Lu}(?:\.\s?|\s)){1,2}(?:\p{Lu}[\p{L}'’-]+)$`)
	tailNames     = regexp.MustCompile(`^@?\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’.-]*){0,2}(?: ?\([\w. -]{1,20}\))?$|^[a-z]{2,5}$`)
	initialDot    = regexp.MustCompile(`\b(\p{Lu})\.\s`)
	handles       = regexp.MustCompile(`^@[\w./-]+$|^` + address + `$`)
)

// tailPartOf says what a part of a tail is.
func tailPartOf(s string) tailPart {
	first, _, _ := strings.Cut(s, " ")
	switch m := tailStates.FindStringSubmatch(s); {
	case handles.MatchString(s), tailPersons.MatchString(s), givenNames[first] && tailNames.MatchString(s):
		return tailPerson
	case tailNobodies.MatchString(s):
		return tailNobody
	case tailKeys.MatchString(s):
		return tailKey
	case tailDays.MatchString(s):
		return tailDay
	case m != nil && (m[2] == "" || tailDays.MatchString(m[2]) || tailMaybeDays.MatchString(m[2])):
		return tailState
	case tailMaybeDays.MatchString(s):
		return maybeDay
	case tailNames.MatchString(s) && !notPerson.MatchString(s) && !isVerb(strings.ToLower(first)):
		return maybePerson
	}
	return tailNothing
}

// tailOf divides an item's text into its words and what is only noted behind them: who, by when, under which key, in which
// state. All of the text is words where what stands behind says anything else.
func tailOf(s string) (head string, parts []string) {
	if m := tailBracket.FindStringSubmatchIndex(s); m != nil && words(s[:m[0]]) >= 2 {
		if parts, ok := onlyTail(s[m[2]:m[3]]); ok {
			return s[:m[0]], parts
		}
	}
	from := max(0, len(s)-maxTail)
	for from < len(s) && !utf8.RuneStart(s[from]) {
		from++
	}
	for _, m := range tailStart.FindAllStringIndex(s[from:], -1) {
		start, end := from+m[0], from+m[1]
		if words(s[:start]) < 2 || end >= len(s) || strings.Count(s[:start], "(") > strings.Count(s[:start], ")") {
			continue
		}
		if parts, ok := onlyTail(s[end:]); ok {
			if s[start] != ',' && !(strings.ContainsAny(s[start:end], "→=>") && tailPartOf(parts[0]) == maybePerson) || s[start] == ',' && noted(parts) {
				return s[:start], parts
			}
			continue
		}
		// "… — @ana, as soon as the disk is there", "… → done 16 Oct. It also had 0."
		if leadsTail(s[start:end]) {
			lead := tailBreak.Split(s[end:], 2)
			if kind := tailPartOf(lead[0]); len(lead) > 1 && (kind == tailPerson || kind == tailState) {
				return s[:start], lead[:1]
			}
		}
	}
	return s, nil
}

// onlyTail divides what may be a tail, and says whether it is one.
func onlyTail(s string) (parts []string, ok bool) {
	sure, names, days := false, false, false
	s = initialDot.ReplaceAllString(s, "$1 ")
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '.' || r == '!' })
	for _, part := range tailBreak.Split(s, 8) {
		if part == "" {
			continue
		}
		switch tailPartOf(part) {
		case tailNothing:
			return nil, false
		case tailKey, tailDay, tailState, tailPerson, tailNobody:
			sure = true
		case maybePerson:
			names = true
		case maybeDay:
			days = true
		}
		parts = append(parts, part)
	}
	return parts, sure || names && days
}

// leadsTail says that a separator is a dash or an arrow.
func leadsTail(sep string) bool { return strings.Trim(sep, " -–—→=>") == "" }

// noted says that the parts are more than a name, which may go on a list of things, or a key: a day, or a key and more.
func noted(parts []string) bool {
	if tailPartOf(parts[0]) == maybePerson && unicode.IsLower(rune(parts[0][0])) {
		return false
	}
	return slices.ContainsFunc(parts, func(s string) bool {
		return tailPartOf(s) == tailDay || tailPartOf(s) == tailKey && len(parts) > 1
	})
}

// takeTail takes what is noted behind an item's words to its places.
func (d *details) takeTail() {
	for range 3 {
		head, parts := tailOf(d.title)
		if len(parts) == 0 {
			return
		}
		d.title = strings.TrimRight(head, " ,;:–—-→")
		var owners []string
		for _, part := range parts {
			switch tailPartOf(part) {
			case tailDay, maybeDay:
				d.due = first(d.due, tailDue.ReplaceAllString(part, ""))
			case tailState:
				d.setProgress(tailStates.FindStringSubmatch(part)[1])
			case tailPerson, maybePerson:
				owners = append(owners, part)
			}
		}
		d.owner = first(d.owner, strings.Join(owners, ", "))
	}
}

// withoutTail gives an item's words without what is only noted behind them.
func withoutTail(s string) string {
	for range 3 {
		head, parts := tailOf(s)
		if len(parts) == 0 {
			break
		}
		s = head
	}
	return s
}
