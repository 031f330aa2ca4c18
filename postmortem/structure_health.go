package postmortem

import "strings"

func init() { checks["service-health"] = (*checker).serviceHealth }

// healthWords are the stems of words on how well a service is, or is thought to be.
var healthWords = []string{"health", "resilien", "reliab", "robust", "fragil", "brittle", "stability", "unstable", "stable", "availability", "single point of failure",
	"technical debt", "tech debt", "capacity", "scalab", "scale", "redundan", "fault-toleran", "fault toleran", "recurr", "happened before", "similar incident", "previous incident",
	"slo ", "slos", "error budget", "matur", "confidence", "we thought", "we believed", "we assumed", "assumption", "service level", "hardened", "hardening", "legacy"}

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
	}
	// A section on it is one, whatever its words are.
	for _, section := range c.doc.Sections {
		if strings.Contains(strings.ToLower(section.Heading), "health") && hasContent(section) {
			return
		}
	}
	c.add(r, KindUnknown, c.top(), "service health", "")
}
