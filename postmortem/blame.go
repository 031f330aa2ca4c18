package postmortem

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

func init() { checks["people"] = (*checker).aboutPeople }

// Marks of people in a sentence: patterns know them as {person} and {group}.
const (
	personMark = '\x01' // one person: a name, a handle, "the engineer"
	groupMark  = '\x02' // "we", "somebody", "team"
)

// aboutPeople looks for a rule's patterns where people have become marks, so
// that a pattern can tell a person from a machine.
func (c *checker) aboutPeople(r *Rule) {
	if c.hidden == nil {
		c.hidden = make([]sentence, len(c.texts))
		names := c.people()
		for i, s := range c.texts {
			s.masked, s.lower = names.hide(s.masked, s.lower)
			c.hidden[i] = s
		}
	}
	for s := range c.of(r, c.hidden) {
		start, end, ok := r.in(s)
		if r.ID == "blame" {
			switch m := lowRank.FindStringIndex(s.text.Plain); {
			case ok:
				ok = s.kind == KindExternal || !reasoned(s.text.Plain, start)
			case m != nil && s.kind != KindWentWell && !putRight.MatchString(s.text.Plain) && !harmless.MatchString(s.text.Plain[m[0]:]):
				start, end, ok = m[0], m[1], true
			}
		}
		if ok {
			c.add(r, s.kind, s.text.Source(start, end), s.text.Plain, "")
		}
	}
}

var (
	// anyResponder is somebody who stands for all who could have been there.
	anyResponder = regexp.MustCompile(`(?i)^(?:an?|one)\s+(?:on-call\s+)?(?:responder|engineer|operator|technician|developer|administrator|sre)\b`)
	// itsReason is what an act was based on: a belief, what was seen, or what was written down.
	itsReason = regexp.MustCompile(`(?i)\b(?:in the belief|believing|(?:because|since|as)\s+(?:the|its|their|both|all|each)\s+[^.;]{1,60}?\b(?:looks?|looked|showed|shows|said|says|read|reads|was named|were named|is named|are named|had the same|have the same)\b|(?:following|according to|as)\s+(?:the|our|its)\s+(?:[\w-]+\s+){0,2}?(?:runbook|procedure|playbook|checklist|documentation|docs|instructions|guide|manual|plan)\b)`)
	// noReason is a reproach that no reason takes back.
	noReason = regexp.MustCompile(`(?i)\b(?:careless|negligen|reckless|mistake|accident|inadverten|forg[eo]t|failed to|without|wrong|should|ignor|never|despite)\w*`)
)

// A word for how little somebody knows or is ties the person to the harm, whatever else is said of it, unless it was mended by it.
var (
	lowRank  = regexp.MustCompile(`(?i)\b(?:an?|the|our|one of our)\s+(?:(?:inexperienced|junior|untrained|unskilled)\s+(?:[a-z-]+\s+)?(?:engineer|developer|administrator|admin|colleague|operator|technician|employee|dba)s?|interns?|trainees?|apprentices?|new hires?|newcomers?)\s+(?:had\s+|then\s+)?(?:pushe[sd]|merge[sd]|deploye?[sd]|ran|release[sd]|changed|deleted|applied|restarted|edited|committed|disabled|rolled\s+out)\b`)
	putRight = regexp.MustCompile(`(?i)\b(?:fix(?:es|ed)?|hot-?fix|reverts?|reverted|back|recovered|recovery|workaround|went away|mended|mitigat\w*|restored|(?:errors?|alerts?|failures?) (?:stopped|ceased))\b`)
	// harmless are acts that only share the verb: "ran to the other hall", "ran the call".
	harmless = regexp.MustCompile(`(?i)^[^.;,]{4,40}?\b(?:(?:merged|deployed|released|changed|deleted|applied|restarted|edited|committed|disabled) by|changed into|released from|ran (?:to|for|over|up|down)|ran (?:the|an?|our) (?:[\w-]+ )?(?:meetings?|calls?|drills?)|changed (?:their|his|her) (?:own )?passwords?)\b`)
)

// reasoned reports whether what is said from there on is what the rule on blame asks for: the act of any responder, with its reason.
func reasoned(sentence string, start int) bool {
	rest := sentence[start:]
	return anyResponder.MatchString(rest) && itsReason.MatchString(rest) && !noReason.MatchString(sentence)
}

// people are the names by which the document calls persons.
func (c *checker) people() nameList {
	if c.names == nil {
		c.names = peopleOf(c.doc, c.context)
	}
	return c.names
}

// hide replaces those who act by as many marks as they have bytes, in the
// sentence and in its lower case.
func (p nameList) hide(s, lower string) (hidden, hiddenLower string) {
	var out []byte
	cover := func(from, to int, mark byte) {
		if out == nil {
			out = []byte(s)
		}
		for i := from; i < to; i++ {
			out[i] = mark
		}
	}
	if m := timedActor.FindStringSubmatchIndex(s); m != nil {
		if name := s[m[2]:m[3]]; !subjects[lower[m[2]:m[3]]] && !noName.MatchString(name) && !things.MatchString(name) &&
			(name[0] < 'a' || strings.Contains(name, "_") && !hostName.MatchString(name) || byHands.MatchString(s[m[3]:])) {
			cover(m[2], m[3], personMark)
		}
	}
	before := lastWords{start: true}
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case r == '@':
			end := handleEnd(s, i)
			if end > 0 {
				cover(i, end, personMark)
			}
			i = max(end, i+size)
			before = lastWords{}
		case unicode.IsLetter(r):
			end := wordEnd(s, i)
			if to := p.nameEnd(s, i, end); to > 0 && !notHere(s, i, end, before.back(1, lower)) {
				cover(i, to, personMark)
				end = to
			} else if tellers[before.back(1, lower)] && unknownName(s[i:end]) && toldActor.MatchString(s[end:]) {
				cover(i, end, personMark)
			} else if kind := actors[lower[i:end]]; kind != 0 {
				if from, mark := before.actor(kind, lower, i, end); mark != 0 {
					cover(from, end, mark)
				}
			}
			before.add(i, end)
			i = end
		case unicode.IsDigit(r) || r == '_':
			i = wordEnd(s, i)
			before = lastWords{start: true}
		default:
			if r != ' ' && r != '\'' && r != '’' {
				before = lastWords{start: r == ':' || r == '|' || before.start && before.n == 0}
			}
			i += size
		}
	}
	if out == nil {
		return s, lower
	}
	low := []byte(lower)
	for i, b := range out {
		if b == personMark || b == groupMark {
			low[i] = b
		}
	}
	return string(out), string(low)
}
