package postmortem

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	// personDoes is what stands behind a word that is somebody: what only people do, their role, or that it is a team.
	personDoes = regexp.MustCompile(`^[*_]*(?:['’]ll\s|\s+[Tt]eam\b|\s*\((?i:scribe|ic|incident commander|on[- ]?call|deputy|author|facilitator|reviewer|reporter|lead)\b|` +
		`\s+(?:and\s+\p{Lu}\p{L}+\s+)?(?:(?:then|also|has|had|have|already|immediately|quickly|first|later)\s+)*(?:asked|asks|said|says|noticed|notices|spotted|joined|joins|suggested|suggests|proposed|proposes|` +
		`decided|decides|acknowledged|acknowledges|investigated|investigates|escalated|escalates|told|suspected|suspects|reali[sz]ed|remembered|agreed|volunteered|offered|looked\s+into|looks\s+into|` +
		`(?:is|was|were)\s+(?:on[- ]call|paged|asked|told|woken|invited)|will\s+(?:write|ask|look|follow|review|propose|talk|tell|investigate|lead|own|present)\b|` +
		`(?:rolled|reverted|pushed|merged|restarted|ran|edited|typed|disabled|enabled|deleted|paged|called|deployed)\s+(?:back\b|the\b|an?\b|his\b|her\b|our\b|all\b|both\b|in\b))|\s+to\s+(?:write|ask|look|follow|review|propose|talk|tell|investigate|lead|own|present)\b)`)
	// toPerson is what stands before somebody.
	toPerson = regexp.MustCompile(`(?i)(?:@|\b(?:asked|ask|paged|pinged|ping|told|tell|thanks\s+to|thank|thanked|(?:joined|noticed|spotted|found|reported|written|led|reviewed|approved|done|owned)\s+by|assigned\s+to|team)\s+[*_]*)$|` +
		`^\W*(?:participants|attendees|responders|on[- ]?call|people|present|involved|owners?)\b\W*:.*$`)
)

// isSomebody reports whether the document tells of a word, which nobody would take for a name by itself, that it is a person or a
// team: it acts, is asked, has a role, a handle or a given name.
func (f *finder) isSomebody(name string) bool {
	somebody, known := f.somebody[name]
	if !known {
		somebody = f.toldOfPerson(name)
		f.somebody[name] = somebody
	}
	return somebody
}

func (f *finder) toldOfPerson(name string) bool {
	if f.source == "" {
		f.source = string(f.doc.Source)
		f.lower = strings.ToLower(f.source)
	}
	source := f.source
	for _, s := range f.doc.Sections {
		if s.Kind == KindResponders && strings.Contains(source[s.Span.Start:s.Span.End], name) {
			return true
		}
	}
	if strings.Contains(f.lower, "@"+strings.ToLower(name)) {
		return true
	}
	for at, n := 0, 0; n < maxNamesakes; n++ {
		i := strings.Index(source[at:], name)
		if i < 0 {
			return false
		}
		i += at
		at = i + len(name)
		before, behind := source[:i], source[at:]
		before = before[max(strings.LastIndexByte(before, '\n')+1, i-maxTail):]
		behind, _, _ = strings.Cut(behind[:min(len(behind), maxTail)], "\n")
		line := before + name + behind
		if next, _ := utf8.DecodeRuneInString(behind); unicode.IsLetter(next) || unicode.IsLetter(lastRune(before)) {
			continue
		}
		first := before[strings.LastIndexByte(strings.TrimRight(before, " "), ' ')+1:]
		if m := timedActor.FindStringSubmatch(line); m != nil && m[1] == name || personDoes.MatchString(behind) || toPerson.MatchString(before) || givenNames[strings.Trim(first, " *_([,-|")] && strings.HasSuffix(before, " ") {
			return true
		}
	}
	return false
}

// accented reports whether a word has a letter that English has not, so that it is a name: "Siobhán".
func accented(name string) bool {
	return strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) })
}
