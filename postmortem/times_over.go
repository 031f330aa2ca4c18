package postmortem

import (
	"regexp"
	"strings"
)

var (
	// resolvedSaid is an entry that says that it is over; notYet is one that says the opposite with the same words.
	resolvedSaid = regexp.MustCompile(`(?i)\b(?:resolv(?:ed|es)|recover(?:ed|s|y)|restored?|back (?:up|online|to normal)|fixed|mitigated|all[- ]clear|incident (?:closed|over|ended|ends|end)|outage (?:over|ended|ends)|service (?:is )?(?:normal|healthy)|end of (?:the )?(?:incident|outage))\b`)
	notYet       = regexp.MustCompile(`(?i)\b(?:not|n['’]t|never|still|until|unresolved|partial(?:ly)?|attempt\w*|try\w*|tried|should|once|will)\b`)
	// watched is what goes on when it is over.
	watched = regexp.MustCompile(`(?i)\b(?:watch|monitor|observ)(?:ed|ing)(?:\W*$| (?:it|for|the|our|all|closely|further|only|continue[sd]?)\b)`)
	// isBack is something that is there again; what is bad or may be is no good news.
	isBack  = regexp.MustCompile(`\b(\p{Ll}+) (?:is|are) back(?: again| in service)?(?:$|[.,;!)])`)
	badBack = regexp.MustCompile(`^(?:errors?|alerts?|problems?|issues?|symptoms?|failures?|outages?|timeouts?|load|latency|lag|spikes?|it|they|we|he|she)$`)
	// wellAgain says with less certain words that it is over: it goes by where no entry says more.
	wellAgain = regexp.MustCompile(`(?i)\b(?:work(?:s|ed|ing)?|run(?:s|ning)?|ran|sent|up|usable|available|reachable|healthy|normal|green|fine|responsive|operational|online|serv(?:es|ing|ed)|succeed(?:s|ing|ed)?|load(?:s|ing|ed)?)\b[^.;,]{0,40}\bagain\b|\beverything (?:is|was|seems|seemed|looks|looked|works|worked)(?: to be)?(?: working)? (?:fine|ok|okay|good|well|normal|stable)\b|\b(?:work|operat|runn)\w* (?:as (?:intended|expected)|normally)\b|\b(?:fully|services?(?: (?:is|was|are))?|systems?(?: (?:are|were))?(?: verified)?) operational\b|\ball (?:(?:systems|checks|services|lights|probes|dashboards) )?(?:(?:are|is|were) )?(?:green|healthy|operational)\b|\b(?:returns?|returned|drops?|dropped|falls?|fell|down) to (?:normal|zero|0\b|(?:the |its )?(?:usual|baseline))|\b(?:errors?|alerts?|timeouts?|failures?|complaints) (?:have |had )?(?:stop(?:s|ped)?|cease[ds]?|clear(?:s|ed)?|subside[ds]?)\b`)
	// relapse is what takes that back.
	relapse = regexp.MustCompile(`(?i)\b(?:fail|break|broke|crash|drop|stop|error|slow|down\b|cold\b|worse\b|tim(?:es?|ed|ing) out)\w*[^.;,]{0,30}\bagain\b|\b(?:recurs?|recurred|relapse[ds]?|reappear(?:s|ed)?)\b`)
	// aftermath is what people do about an incident that is over.
	aftermath = regexp.MustCompile(`(?i)\b(?:apolog\w+|post-? ?mortems?|post-?incident|retro(?:spective)?s?|debrief(?:ing)?|lessons learned|(?:incident|final|rca) (?:report|review|summary)s?|review meeting|follow-?up (?:meeting|call|e-?mail)|(?:refunds?|credits|vouchers?) (?:(?:is|are|was|were) )?(?:sent|paid|issued|granted|given|offered)|compensat\w+|goodwill|press (?:release|statement)|blog ?post|(?:customers?|clients?|users?|partners?|guests|everyone) (?:(?:is|are|was|were|have been|has been) )?(?:informed|thanked|e-?mailed|written to|told)|(?:e-?mail|mailing|letter|newsletter|statement|summary|note) (?:(?:is|are|was|were) )?(?:sent|published|posted|written|shared|goes out|went out))\b`)
)

// meeting is an entry that tells that people meet, which is the end of no incident: "Meeting with all participants".
var meeting = regexp.MustCompile(`(?i)^\W*(?:[\p{L}-]+\s+){0,2}meeting\b(?:\s+(?:with|of|to|about|on|for|between|is|was|takes|held|begins|starts|ends)\b|\W*$)`)

// fewWords bounds what stands before the talk in an entry that tells of nothing else: "Bo sends the bakeries an apology".
const fewWords = 4

// cutAftermath gives what an entry tells before it comes to the aftermath, and whether it tells of nothing else.
func cutAftermath(s string) (said string, talk bool) {
	at := aftermath.FindStringIndex(s)
	if at == nil {
		return s, false
	}
	said = s[:at[0]]
	return said, words(said) <= fewWords && !strings.ContainsAny(said, ",;:.|")
}

// saysResolved reports whether an entry says that it is over, or that something good is back.
func saysResolved(s string) bool {
	m := isBack.FindStringSubmatch(s)
	return resolvedSaid.MatchString(s) || m != nil && !badBack.MatchString(m[1])
}
