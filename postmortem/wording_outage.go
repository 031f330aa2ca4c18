package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

func init() { checks["outage"] = (*checker).outage }

// totalOutage says that everything was down, where neither "not" stands before it
// (group 1) nor a word behind it that makes it a length of time (group 2).
var totalOutage = regexp.MustCompile(`(?i)(?:(\bno|\bnot|n['’]t|\bnever|\bwithout)\s+)?(?:\b\w+\s+)?\b(?:total|complete|full)\s+(?:service\s+|site\s+|system\s+)?outages?\b(\s+(?:time|duration|length|period|minutes|window|was|is)\b)?`)

// partOutage says of what part an outage was total, which makes it none.
var partOutage = regexp.MustCompile(`(?i)\b(?:total|complete|full)\s+(?:\w+\s+)?outages?\s+(?:of|in|for|at|on|to)\s+[^.;:]{0,60}?\b(?:regions?|zones?|az|clusters?|data\s?cent(?:er|re)s?|pop|cells?|shards?|nodes?|pods?|queues?|topics?|features?|endpoints?|components?|racks?|hosts?|machines?)\b`)

// wholeDown says without the word that all of it was down; whose, where or which it was, it may tell in front or behind, and
// then it was not all.
var wholeDown = regexp.MustCompile(`(?i)(?:^|[.,;:–—-]\s*|\b(?:utc|am|pm|the|our|whole|entire)\s+)(?:web\s?site|site|platform|everything)\s+(?:is|was|were|went)\s+(?:hard|completely|fully|entirely|totally)\s+(?:down|unavailable|offline|inaccessible|unreachable)(?:\s*(?:[,.;:!–—-]|$)|\s+(?:and|but|from|between|until|since|when|while|for\s+(?:all|every\w*|(?:\w+\s+){1,3}?(?:seconds?|minutes?|hours?|days?))\b))`)

// thenOrWhen is the end of a statement, or when it was so; what says where or which makes it a part.
const thenOrWhen = `(?:\s*(?:[,.;:!–—-]|$)|\s+(?:and|but|from|between|until|since|when|while|during|for\s+(?:\w+\s+){1,3}?(?:seconds?|minutes?|hours?|days?))\b)`

// downForAll says the same of everybody who uses it: "the site was unreachable for all users", "all requests failed".
var downForAll = regexp.MustCompile(`(?i)(?:^|[.,;:–—-]\s*|\b(?:utc|am|pm|the|our|whole|entire)\s+)(?:web\s?site|site|platform|service|shop|app|everything)\s+(?:is|was|were|went|became)\s+(?:(?:hard|completely|fully|entirely|totally)\s+)?(?:down|unavailable|offline|inaccessible|unreachable)\s+(?:for|to)\s+(?:(?:all|every|any)\s+(?:of\s+)?(?:the\s+|our\s+|its\s+)?(?:users?|customers?|clients?|visitors?)|everyone|everybody|all)` + thenOrWhen + `|` +
	`(?:^\W*|[.;]\s*|\b(?:utc|and|that)\s+)(?:all|every|100\s?%\s+of)\s+(?:the\s+|our\s+|incoming\s+|user\s+|customer\s+)*requests?\s+(?:failed|timed\s+out|(?:was|were)\s+(?:failing|rejected|refused|dropped|answered\s+with\s+(?:an\s+)?errors?))` + thenOrWhen)

// outage looks for the word, unless the document says somewhere that the outage
// was total: then it is the right word in the other sentences as well.
func (c *checker) outage(r *Rule) {
	if !slices.ContainsFunc(c.texts, func(s sentence) bool { return strings.Contains(s.lower, "outage") }) {
		return
	}
	for _, s := range c.texts {
		if m := totalOutage.FindStringSubmatch(s.masked); m != nil && m[1] == "" && m[2] == "" && !partOutage.MatchString(s.masked) || wholeDown.MatchString(s.masked) || downForAll.MatchString(s.masked) {
			return
		}
	}
	c.wording(r)
}
