package postmortem

import (
	"regexp"
	"slices"
)

var (
	// courtesy is said to the readers: an apology, thanks, whom to ask.
	courtesy = regexp.MustCompile(`(?i)^\W*(?:(?:once\s+)?again,?\s+)?(?:(?:we|i)(?:['’](?:re|m)|\s+(?:are|am|do|would\s+(?:also\s+)?like\s+to|want\s+to))?\s+(?:also\s+|\w+ly\s+)?(?:apologi[sz]e|sorry|regret|thank|appreciate|know|understand|value|hope|confident|certain|agree\s+(?:that\s+)?we\s+(?:should|need\s+to|must|could|can)\s+(?:improve|do|be|communicate)|take\b[^.;]*\bseriously)\b|` +
		`(?:(?:many|our|my|sincere|special|big)\s+)*(?:thanks|thank\s+you|apologies|sorry)\b|please\s+(?:accept|contact|reach|get\s+in\s+touch|let\s+us\s+know|bear|feel|do\s+not\s+hesitate|don['’]t\s+hesitate)\b|(?:if|should)\s+you\s+have\b|feel\s+free\b|for\s+(?:any|more|further)\s+(?:questions|information|details)\b|(?:over\s+the\s+(?:coming|next)\s+\w+,?\s+)?you(?:['’]ll|\s+(?:will|can|may|need|do|don['’]t))\b)|` +
		`\bkeep\s+(?:you|everyone|everybody|all\s+of\s+you)\s+(?:\w+\s+)?(?:posted|updated|informed)\b|\bcontinue\s+(?:to\s+(?:\w+ly\s+)?)?monitor(?:ing)?\s+the\s+situation\b`)
	// promiseBehind is what a courtesy may have behind it: ", and we will add a limit".
	promiseBehind = regexp.MustCompile(`(?i)(?:[,;]|\band|\bbut|\bso)\s+(?:we|i)?\s*(?:['’]ll|will|are\s+(?:now\s+)?going\s+to|plan\s+to|need\s+to)\s+(?:now\s+|also\s+|therefore\s+)?(\w+)`)
	// promisesLittle are the verbs of promises that ask for no work: "and will do better".
	promisesLittle = wordSet("be do go keep continue work make take have ensure try strive learn remain stay post let give answer update")

	// outcome is what work that was named before will bring; it has groups for what stands between that work and the verb.
	outcome = regexp.MustCompile(`(?i)^\W*(?:(?:together|combined|taken\s+together|in\s+turn),?\s+)?(?:this|that|it|they|(?:all\s+(?:of\s+)?)?(?:these|those)((?:\s+[\w-]+){0,4}?)|(?:the|our|such)\s+(?:[\w-]+\s+){0,2}?(?:changes?|improvements?|measures?|actions?|steps?|fix(?:es)?|safeguards?|mitigations?|efforts?)\b([^.;]*?))\s*` +
		`\b(?:(?:will|would)\s+(?:also\s+|further\s+|both\s+|all\s+|\w+ly\s+)?(?:ensure|make|improve|enable|protect|eliminate|mitigate|guard|shorten|lower|limit|provide|stop|be\s+able)|(?:will|would|should)\s+(?:also\s+|further\s+|both\s+|all\s+|\w+ly\s+)?(?:prevent|avoid|help|keep|reduce|allow|let|give|mean))\b`)
	// lookedAfter tells what is done with the actions themselves.
	lookedAfter = regexp.MustCompile(`(?i)^\W*(?:(?:all|each|every|any|these|those|the|our|of|above|following|open)\s+)*(?:actions?|action\s+items?|follow-?ups?|measures?|progress|items?\s+above|all\s+items?)\b[^.;]{0,30}?\s(?:will|are|is|should|must|has|have)\s+(?:to\s+)?(?:be\s+|been\s+|being\s+)?(?:\w+ly\s+)?(?:tracked|reviewed|followed|monitored|reported|discussed|listed|prioriti[sz]ed|recorded|filed)\b`)
	// afterwardsHas is how things will be when the work is done.
	afterwardsHas = regexp.MustCompile(`(?i)^\W*(?:once|when|after|as\s+soon\s+as)\b[^.;]*,\s+(?:we|this|it|they)(?:['’]ll|\s+will)\s+(?:then\s+)?(?:have\s+(?:an?|the|more|fewer|less|no|confidence|enough)|be\s+(?:able|safe|sure|confident|more|less|better|back|protected)|see|know)\b`)
	// reflected is what those who write think of it now.
	reflected = regexp.MustCompile(`(?i)^\W*(?:this|the|these)\s+(?:incidents?|events?|outages?|disruptions?|experience)\s+(?:has|have|had)?\s*(?:\w+ly\s+)?(?:shown?|shows|showed|taught|teaches|reminded?|reminds)\b`)
	// wished is what should not be: no work does it.
	wished = regexp.MustCompile(`(?i)\b(?:should|must)(?:n['’]t|\s+not|\s+never)\W+(?:(?:just|simply|ever)\W+)?(?:happen|occur|recur)\b`)
)

// purpose is what follows the words of a sentence about what it is for, or what comes of it.
var purpose = regexp.MustCompile(`,?\s(?:so\s+(?:that\s+)?(?:it|they|we|this|the|a|all|each|every|no|nobody)\s|which\s|because\s)`)

// relative says more of a thing: "a till that will not need a code".
var relative = regexp.MustCompile(`\s(?:that|which|who)\s(?:\w+ly\s)?(?:will|would|should|must|can|could|needs?\s+to|ha(?:s|ve)\s+to)\s`)

// mainClause gives a sentence up to its purpose, without what only says more of a thing: "We have moved it so that it will be
// seen" asks for nothing.
func mainClause(sentence string) string {
	sentence = relative.ReplaceAllString(sentence, " that ")
	if at := purpose.FindStringIndex(sentence); at != nil {
		return sentence[:at[0]]
	}
	return sentence
}

// aside says that a sentence stands among those that ask for work and asks for none itself: it turns to the readers, or tells
// what the work is good for.
func aside(s string) bool {
	if m := outcome.FindStringSubmatch(s); m != nil && !slices.ContainsFunc(m[1:], modal.MatchString) {
		return true
	}
	if afterwardsHas.MatchString(s) || lookedAfter.MatchString(s) || reflected.MatchString(s) || wished.MatchString(s) {
		return true
	}
	if !courtesy.MatchString(s) {
		return false
	}
	m := promiseBehind.FindStringSubmatch(s)
	return m == nil || promisesLittle[m[1]] || !verbs[m[1]]
}
