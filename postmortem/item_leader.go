package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	// leaderEnd divides who will do it from what: "Ana: add …", "Ana — add …", "Ana to add …".
	leaderEnd = regexp.MustCompile(`:\s+|\s+[-–—]{1,2}\s+|\s(?:to|will)\s`)
	// leaderBracket is the same in brackets: "[Ana] Add …", "(Ana, P1) Add …".
	leaderBracket = regexp.MustCompile(`^[(\[]([^()\[\]]{2,60})[)\]]\s*[-–—:]?\s*`)
	// leaderHandle needs nothing behind it: "@ana add …".
	leaderHandle = regexp.MustCompile(`^(@[A-Za-z0-9][\w./-]*[A-Za-z0-9_])\s+`)
	leaderJob    = regexp.MustCompile(`\s*\([^()]{1,30}\)$`)
	// anyTeam names none.
	anyTeam = regexp.MustCompile(`(?i)^(?:(?:the|our|my|your|this|that|whole|entire)\s+(?:whole\s+|entire\s+)?team$|(?:an?|each|every|any|all|no|both)\s)`)
	// follower is a name behind a dash at the end.
	follower = regexp.MustCompile(`\s+(?:[-–—]{1,2}|\|)\s+([^-–—|:]{2,60}?)[\s.]*$`)
)

// maxLeader bounds where who leads an item ends, in bytes.
const maxLeader = 60

// takeLeader takes who stands before the words of an item as their owner: a person whom the document knows, a frequent given
// name, a handle, a team. "Alerting: add …" has none.
func (d *details) takeLeader(people nameList) {
	if m := leaderBracket.FindStringSubmatchIndex(d.title); m != nil {
		parts, persons := tailBreak.Split(d.title[m[2]:m[3]], 8), 0
		for _, part := range parts {
			switch kind := tailPartOf(part); {
			case people.called(part):
				persons++
			case kind != tailPriority && kind != tailDay && kind != tailKey:
				persons -= len(parts)
			}
		}
		if rest := d.title[m[1]:]; persons > 0 && asks(rest) {
			d.takeParts(rest, parts)
		}
		return
	}
	if m := leaderHandle.FindStringSubmatchIndex(d.title); m != nil && imperative(d.title[m[1]:]) {
		d.owner, d.title = d.title[m[2]:m[3]], d.title[m[1]:]
		return
	}
	m := leaderEnd.FindStringIndex(cut(d.title, maxLeader))
	if m == nil {
		return
	}
	names, rest := leaderJob.ReplaceAllString(d.title[:m[0]], ""), strings.TrimSpace(d.title[m[1]:])
	spoken := strings.HasSuffix(d.title[m[0]:m[1]], "to ") || strings.HasSuffix(d.title[m[0]:m[1]], "will ")
	for _, name := range nameSeparator.Split(names, -1) {
		if !people.called(name) {
			return
		}
	}
	switch {
	case words(rest) < 2, spoken && (!imperative(rest) || firstWord(rest) == "be"), !spoken && !asks(rest):
		return
	}
	d.owner, d.title = names, rest
}

// takeFollower takes people whom the document knows behind a dash as the owners: "Add … — Ana".
func (d *details) takeFollower(people nameList) {
	from := max(0, len(d.title)-maxTail)
	for from < len(d.title) && !utf8.RuneStart(d.title[from]) {
		from++
	}
	if !strings.ContainsAny(d.title[from:], "-–—|") {
		return
	}
	m := follower.FindStringSubmatchIndex(d.title[from:])
	if m == nil || words(d.title[:from+m[0]]) < 2 {
		return
	}
	names := d.title[from+m[2] : from+m[3]]
	if !slices.ContainsFunc(nameSeparator.Split(names, -1), func(name string) bool { return !people.has(name) }) {
		d.owner, d.title = names, d.title[:from+m[0]]
	}
}

// has reports whether the document knows a person by that name.
func (p nameList) has(name string) bool {
	list := strings.Fields(name)
	return len(list) > 0 && slices.ContainsFunc(p[list[0]], func(known []string) bool { return slices.Equal(known, list) })
}

// called reports whether a text can only be the name of somebody: one whom the document knows, or whom everybody would take
// for a person or a team.
func (p nameList) called(name string) bool {
	if p.has(name) {
		return true
	}
	return !isVerb(firstWord(name)) && tailPartOf(name) == tailPerson && !anyTeam.MatchString(name) && !tailOwner.MatchString(name)
}

// peopleIn collects the names of those who wrote the document and who took part, before its action items are read.
func peopleIn(d *Document) nameList {
	names := nameList{}
	names.addCredits(d, d.facts)
	for _, s := range d.Sections {
		if s.Kind != KindResponders {
			continue
		}
		for _, b := range s.Blocks {
			names.addListed(b)
		}
	}
	return names
}

// addListed takes the names of a list or a table of people: "- Ana Silva (scribe)", "- Scribe: Ana Silva".
func (p nameList) addListed(b *Block) {
	if b.Kind == BlockParagraph || b.Kind == BlockCell {
		text := b.Text.Plain
		if _, value, ok := strings.Cut(text, ": "); ok {
			text = value
		}
		p.addFound(text)
	}
	for _, c := range b.Children {
		p.addListed(c)
	}
}
