package postmortem

import (
	"regexp"
	"strings"
)

func init() { checks["impact-no-number"] = (*checker).impactNoNumber }

var (
	// noMeasure are digits that measure nothing: days, versions, names.
	noMeasure = regexp.MustCompile(`(?i)\b\d{4}-\d\d-\d\d(?:\b|T)|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:` + monthNames + `)\.? \d{1,2}(?:st|nd|rd|th)?\b(?:,? \d{4})?|\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:` + monthNames + `)\b(?:,? \d{4})?|\bv?\d+\.\d+\.\d+\S*|\bv\d+\S*|#\d+|\b[a-z_-]+\d[\w-]*|\b(?:sev|severity|p|priority|level)[- ]?\d\b`)
	// durationSaid is how long it took, wherever it is written.
	durationSaid = regexp.MustCompile(`(?i)\b(?:duration|time to (?:repair|resol\w+|recover\w*|restore|mitigate))\b|\b(?:for|after|lasted|took|within)\s(?:\w+\s){0,2}\d+[\d.,]*\s?(?:s|sec\w*|m|mins?|minutes?|h|hrs?|hours?|days?)\b`)
	// numberSaid is a number in digits or in words, or all and nothing.
	numberSaid = regexp.MustCompile(`(?i)\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundreds?|thousands?|millions?|dozens?|half|third|quarter|tenth|fifth|twice|couple|single|percent|` +
		`all|every|each|everyone|everybody|entire(?:ly)?|total(?:ly)?|complete(?:ly)?|full(?:y)?|no|none|nobody|nothing|(?:not|without) (?:\w+ ){0,4}any|zero|unknown|not known|(?:not|n['’]t) know|(?:an?|the|several|few) (?:hours?|minutes?|days?|weeks?|months?))\b`)
)

// impactNoNumber looks for sections on the impact that measure nothing.
func (c *checker) impactNoNumber(r *Rule) {
	for _, t := range c.proseOf(KindImpact) {
		measured, said := false, 0
		for _, s := range t.sentences {
			said += words(s.masked)
			if numberSaid.MatchString(noMeasure.ReplaceAllString(s.text.Plain, "_")) {
				measured = true
				break
			}
		}
		if measured || said <= 2 || strings.HasPrefix(strings.ToLower(t.section.Heading), "affected") && len(t.sentences) > 1 {
			continue // a list of what was affected is exact
		}
		rule := r
		if c.says(durationSaid) {
			rule = softly(r) // how long it took stands elsewhere
		}
		c.add(rule, KindImpact, t.section.place(), t.section.Heading, "")
	}
}
