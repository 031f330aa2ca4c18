package postmortem

import (
	"regexp"
	"strings"
)

func init() {
	checks["service-health"] = (*checker).serviceHealth
	checks["missing-safeguard"] = (*checker).missingSafeguard
}

// healthWords are the stems of words on how well a service is, or is thought to be.
var healthWords = []string{"health", "resilien", "reliab", "robust", "fragil", "brittle", "stability", "unstable", "stable", "availability", "single point of failure",
	"technical debt", "tech debt", "capacity", "scalab", "scale", "redundan", "fault-toleran", "fault toleran", "recurr", "happened before", "similar incident", "previous incident",
	"slo ", "slos", "error budget", "matur", "confidence", "we thought", "we believed", "we assumed", "assumption", "service level", "hardened", "hardening", "legacy"}

// healthTold says how it went with a service until then, without such a word: its objective, its incidents over a time, how it was seen.
var healthTold = regexp.MustCompile(`\b(?:(?:met|meets|kept|missed|within|below|above|exceeded)\s+(?:its|the|our|their|that|an?)\s+(?:[a-z-]+\s+)?(?:objective|target|sla|slo)\b|objective\s+of\s+9\d|(?:aim|aims|aimed|promise|promised)\s+(?:at|for)?\s*9\d(?:\.\d+)?\s?%|` +
	`9\d\.\d+\s?%\s+(?:[a-z]+\s+)?(?:over|in|of|during)\s+(?:the|a|every|each|all|this|last)\s+(?:[a-z]+\s+)?(?:year|months?|quarter|weeks?)|` +
	`(?:comparable|similar|such|earlier|like)\s+incidents?\b|(?:the|its|our)\s+(?:first|second|third|fourth|fifth|only)\s+(?:[a-z-]+\s+)?(?:incident|failure|fault|outage)\s+(?:on|of|in|with|for|at|since|this)\b|` +
	`(?:no|any|one|two|three|four|five|six|several|\d+)\s+(?:[a-z-]+\s+)?(?:incidents?|failures?|faults?)\s+(?:of\s+this\s+kind\s+|like\s+this\s+)?(?:[a-z]+\s+){0,2}?(?:since|before|in|over|during)\s+(?:it\b|the\s+(?:last|past|twelve|six|year)|this\s+year|last\s+year|its\b|(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october|november|december)|` +
	`(?:was|were|is|are)\s+(?:seen|regarded|known|considered)\s+(?:before|as|to\s+be)\b|(?:seen|regarded)\s+(?:before|until\s+then|so\s+far)\s*:|(?:sturdy|dependable|trouble-free|error-prone)\b)`)

// serviceHealth looks for a sentence on the health of what was touched.
func (c *checker) serviceHealth(r *Rule) {
	if len(c.prose) == 0 {
		return
	}
	for _, s := range c.prose {
		for _, word := range healthWords {
			if strings.Contains(s.lower, word) {
				return
			}
		}
		if healthTold.MatchString(s.lower) {
			return
		}
	}
	// A section on it is one, whatever its words are; an empty one is where to write.
	at := c.top()
	for _, section := range c.doc.Sections {
		switch {
		case !strings.Contains(strings.ToLower(section.Heading), "health"):
		case hasContent(section):
			return
		case section.Block != nil && section.Level != 1:
			at = section.place()
		}
	}
	c.add(r, KindUnknown, at, "service health", "")
}

// healthHeading heads what is told of how well the services are; health checks are another matter.
var healthHeading = regexp.MustCompile(`(?i)\bhealth\b(?:[^- ]|[- ]+[^c ]|[- ]*$)|\bresilienc[ey]\b|\bhow (?:the |our )?\w+ (?:was|were|is|are) seen\b`)

// onHealth reports whether the section, or one that it is part of, is on the health of the services. The title of the document tells what happened.
func (s *Section) onHealth() bool {
	for ; s != nil; s = s.Parent {
		if s.Level != 1 && healthHeading.MatchString(s.Heading) {
			return true
		}
	}
	return false
}

// missingSafeguard looks for what was lacking, told as what happened. On the health of a service it is the answer that is asked for, as among the causes.
func (c *checker) missingSafeguard(r *Rule) {
	for s := range c.of(r, c.texts) {
		if start, end, ok := r.in(s); ok && !(s.kind == KindUnknown && s.block.Section.onHealth()) {
			c.add(r, s.kind, s.text.Source(start, end), s.text.Plain, "")
		}
	}
}
