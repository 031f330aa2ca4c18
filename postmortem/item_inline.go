package postmortem

import (
	"cmp"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxInline bounds how many labels in one item are looked at.
const maxInline = 12

var (
	// inlineLabel is the label of a field in the line of an item, with what divides it from the words before: ". Owner: Ana".
	inlineLabel = regexp.MustCompile(`(?i)(?:^|\s/\s+|[\s(\[{;,.|·•–—-]+)(owners?|who|when|assignees?|assigned(?:\s+to)?|responsible|dri|point\s+of\s+contact|poc|` +
		`due(?:\s+(?:date|by|on))?|deadline|eta|target(?:\s+date)?|expected(?:\s+(?:date|by|completion))?|(?:estimated|target)\s+completion|completion\s+date|by(?:\s+when)?|until|tickets?|jira|issues?|tracking(?:\s+issue)?|bugs?|prs?|priority|prio|status|state|type|kind|category)\s*(?:::?|=)\s*`)
	// inlineBreak is where a value may end.
	inlineBreak = regexp.MustCompile(`[;|·•]|[)\]}]|\s[-–—]+\s|\.\s+|,\s+|[.,]$`)
	// leadingName is the owner that a longer text begins with.
	leadingName = regexp.MustCompile(`^(?:` + address + `|@?\p{L}[\p{L}\p{N}_'’/-]*(?:\.[\p{L}\p{N}_-]+)*(?:\s+\p{Lu}[\p{L}'’-]*\b){0,3})`)
	// openInitial is what a point belongs to: "T. Okoro", "Dr. Okoro", "31. March".
	openInitial = regexp.MustCompile(`(?:^|[,/(]\s*|\s&\s*|\band\s+)(?:\p{Lu}|(?i:dr|mr|mrs|ms|prof)|\d{1,2})$`)
	// aims are labels of days, and of what else is aimed at or asked: "target: 95 %".
	aims = wordSet("target expected when by until")
	// stateRemark is what is said of a state: "done - on all hosts since Monday".
	stateRemark = regexp.MustCompile(`^\s*(?:[-–—]+\s|,)`)
	// undated is what stands for a day of what has none.
	undated    = regexp.MustCompile(`(?i)^(?:ongoing|continuous(?:ly)?|recurring|unknown|none|open|n/?a|no date|-)$`)
	yearBehind = regexp.MustCompile(`^\s*\d{4}\b`)
)

// takeFields takes what has a label to its place, and leaves the words.
func (d *details) takeFields() {
	was := *d
	if kept, found := d.fieldsOf(d.title); kept == "" {
		*d = was // a line that is only fields
	} else if found {
		d.title, d.fielded = kept, true
	}
}

// fieldsOf takes what has a label in a text to its place, and gives what is left.
func (d *details) fieldsOf(s string) (kept string, found bool) {
	if !strings.ContainsAny(s, ":=") {
		return s, false
	}
	marks := inlineLabel.FindAllStringSubmatchIndex(s, maxInline)
	if marks == nil {
		return s, false
	}
	kept = strings.TrimSpace(s[:marks[0][0]])
	for i, m := range marks {
		end := len(s)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		label, value := s[m[2]:m[3]], s[m[1]:end]
		rest, ok := "", i > 0 || named(s[:m[2]], label, value)
		if ok {
			rest, ok = d.inlineValue(label, value)
		}
		if part := s[m[0]:end]; !ok {
			if found && strings.Count(part, ")") > strings.Count(part, "(") && strings.Count(kept, "(") == strings.Count(kept, ")") {
				part = " (" + strings.TrimLeft(part, " ,;") // the bracket was opened before a field that was taken
			}
			kept += part
			continue
		}
		if found = true; fieldLabels[fold(label)] == "status" && words(kept) > 1 && stateRemark.MatchString(rest) {
			continue
		}
		bare := strings.TrimLeft(rest, " )]},;.|·•–—-")
		if at := strings.LastIndexAny(s[m[0]:m[2]], "([{"); at >= 0 && strings.TrimLeft(rest, " ,;") == bare && strings.IndexAny(bare, ")]}") > 0 && !strings.ContainsAny(bare, "([{") {
			kept += " " + s[m[0]+at:m[0]+at+1] + bare // "(owner: Ana, OPS-12)"
			continue
		}
		next, _ := utf8.DecodeRuneInString(bare)
		divided := strings.TrimSpace(s[m[0]:m[2]]) != "" || strings.TrimSpace(rest) != bare
		if kept != "" && divided && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
			mark := "."
			if strings.LastIndexAny(kept, "([{") > strings.LastIndexAny(kept, ")]}") { // "(P1, owner: Ana, detect)"
				mark = ","
			}
			kept = strings.TrimRight(kept, ".") + mark
		}
		kept = strings.TrimSpace(kept + " " + strings.TrimSpace(bare))
	}
	for _, pair := range []string{"()", "[]", "{}"} {
		if strings.Count(kept, pair[:1]) > strings.Count(kept, pair[1:]) {
			kept += pair[1:]
		}
	}
	return strings.Trim(kept, " |·•"), found
}

// named says that a label is none of the words of a sentence: "Set owner: root on all files", "It had no owner: find one".
func named(before, label, value string) bool {
	divided := before == "" || strings.TrimRight(before, " ") == before || strings.ContainsRune("([{;,.|·•–—-", lastRune(strings.TrimRight(before, " ")))
	return divided || words(before) >= 2 && (label[0] < 'a' || words(value) <= 2 && (fieldLabels[fold(label)] != "owner" || person(strings.TrimRight(value, ". "))))
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// inlineValue reads the value of a field; rest is what stands behind it that is none of it.
func (d *details) inlineValue(label, s string) (rest string, ok bool) {
	label = fold(label)
	switch fieldLabels[label] {
	case "owner":
		end := inlineEnd(s, person)
		if words(s[:end]) > 6 {
			end = len(leadingName.FindString(s[:end]))
			if s[0] >= 'a' && s[0] <= 'z' && !strings.ContainsAny(s[:end], "@.") {
				return "", false // a sentence
			}
		}
		owner := strings.TrimSpace(s[:end])
		if owner == "" || label == "who" && (!person(owner) || onlyLetters(owner)) {
			return "", false
		}
		if m := statusAfter.FindStringSubmatchIndex(owner); m != nil { // "Ana (done)"
			d.setProgress(strings.Trim(owner[m[0]:], " ()[]-–—:,."))
			owner = owner[:m[0]]
		}
		if tailNobodies.MatchString(owner) {
			owner = ""
		}
		d.owner = cmp.Or(d.owner, cleanOwner(owner))
		return s[end:], true
	case "due":
		end := inlineEnd(s, yearBehind.MatchString)
		due := strings.TrimSpace(s[:end])
		if len(due) <= 40 && (dueLike(due) && !aims[label] || tailDays.MatchString(due)) {
			d.due = cmp.Or(d.due, due)
			return s[end:], true
		}
		if undated.MatchString(due) && !aims[label] {
			return s[end:], true
		}
	case "status":
		end := inlineEnd(s, func(string) bool { return false })
		if state := strings.TrimSpace(s[:end]); len(state) <= 40 && statusProgress(strings.TrimRight(state, "?")) != progressUnknown {
			d.setProgress(state)
			return s[end:], true
		}
	case "priority":
		end := inlineEnd(s, func(string) bool { return false })
		if p := strings.TrimSpace(s[:end]); words(p) == 1 && PriorityOf(p) != "" {
			d.priority = cmp.Or(d.priority, p)
			return s[end:], true
		}
	case "type":
		end := inlineEnd(s, func(string) bool { return false })
		if class := strings.TrimSpace(s[:end]); words(class) == 1 {
			d.class = cmp.Or(d.class, strings.ToLower(class))
			return s[end:], true
		}
	case "link":
		end := inlineEnd(s, tailKeys.MatchString)
		if keys := strings.TrimSpace(s[:end]); cleanOwner(keys) == "" {
			return s[end:], keys != ""
		} else {
			for _, key := range strings.Split(keys, ",") {
				if !tailKeys.MatchString("ticket "+strings.TrimSpace(key)) && !tailKeys.MatchString(strings.TrimSpace(key)) {
					return "", false
				}
			}
			return s[end:], true
		}
	}
	return "", false
}

// person says that a text may be somebody's name.
func person(s string) bool {
	kind := tailPartOf(s)
	return kind == tailPerson || kind == maybePerson
}

// inlineEnd gives where a value ends: at the first break, unless a comma has behind it what goes on with the value, or a
// point an initial before it.
func inlineEnd(s string, goesOn func(part string) bool) int {
	breaks := inlineBreak.FindAllStringIndex(s, maxInline)
	for i, b := range breaks {
		if i == 0 && strings.HasPrefix(s, "(") {
			continue
		}
		switch s[b[0]] {
		case '.':
			if (openInitial.MatchString(s[:b[0]]) || endsInitial(s[:b[0]+1], s[b[0]+1:])) && strings.TrimSpace(s[b[1]:]) != "" {
				continue
			}
		case ',':
			next := s[b[1]:]
			if i+1 < len(breaks) {
				next = s[b[1]:breaks[i+1][0]]
			}
			whole := s[b[1]:] // "A. Lee", in which the next break is none
			if at := strings.IndexAny(whole, ",;|)"); at >= 0 {
				whole = whole[:at]
			}
			if goesOn(strings.TrimSpace(next)) || goesOn(strings.TrimSpace(whole)) {
				continue
			}
		case ')':
			if open := strings.LastIndexByte(s[:b[0]], '('); open > 0 && b[0]-open <= 21 { // "Payments (Ana)"
				continue
			}
		}
		return b[0]
	}
	return len(s)
}
