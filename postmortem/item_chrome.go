package postmortem

import (
	"regexp"
	"strings"
)

var (
	// pageLine is what a page of the web says of itself around a text: "Posted by Ana, 2 months ago", "5 min read".
	pageLine  = regexp.MustCompile(`^\W*(?i:(?:last\s+)?(?:posted|published|written|updated|edited|modified|created)\b)(?:\s+by:?\s+(\p{Lu}[\p{L}.'’-]*(?:\s\p{Lu}[\p{L}.'’-]*){0,2}))?[\s,·•|:]*(?:(?:on|at|in)\s+)?(.*)$`)
	pageTime  = regexp.MustCompile(`(?i)^(?:about\s+)?(?:an?|\d+|one|two|three|last)\s+(?:\w+\s+)?(?:minutes?|hours?|days?|weeks?|months?|years?)(?:\s+ago)?\W*$|^(?:yesterday|today|just\s+now)\W*$`)
	pageExtra = regexp.MustCompile(`(?i)^\W*(?:\d+\s+min(?:ute)?s?\s+read|share(?:\s+(?:on|via)\s+\w+|\s+this\s+(?:post|article|page))|tweet(?:\s+this)?|(?:©|copyright\b|\(c\)).*|all\s+rights\s+reserved|powered\s+by\s+\S+(?:\s\S+)?)\W*$`)
)

// ofItems is what a template says of how items are written: of action items, or of what else only those have.
var ofItems = regexp.MustCompile(`(?i)^\W*(?:(?:each|every) action item (?:should|must|needs? to|has to|is)|(?:all|these) action items (?:should|must|need to|have to))\b|` +
	`^\W*(?:(?:each|every) item (?:should|must|needs? to|has to|is)|(?:all|these) items (?:should|must|need to|have to))\b.*\b(?:tickets?|issues?|jira|owners?|owned|assignees?|assigned|due dates?|deadlines?|tracked|actionable|bounded)\b`)

// maxChrome bounds a line of a page, in bytes.
const maxChrome = 100

// chrome says that a text is none of the document's: a page of the web says of itself when it was posted and where to share it.
func chrome(s string) bool {
	if len(s) > maxChrome {
		return false
	}
	if pageExtra.MatchString(s) || ofItems.MatchString(s) {
		return true
	}
	m := pageLine.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	when := strings.TrimSpace(m[2])
	return pageTime.MatchString(when) || tailDays.MatchString(when) || m[1] != "" && when == ""
}
