package postmortem

import "strings"

// comesBack are words that say that work comes back.
var comesBack = wordSet(`regularly periodically routinely continuously continually constantly frequently often carefully proactively diligently closely`)

// arrangingVerbs set something up once, so that it may come back by itself.
var arrangingVerbs = wordSet(`schedule add create set setup automate configure implement introduce write document build enable establish plan
	define move make deploy install have agree`)

var (
	// revisingVerbs change what is there into what nobody can tell, where all they aim at is more of something.
	revisingVerbs = wordSet(`update review revise revisit enhance refine adjust adapt rework evolve change establish develop`)
	wayWords      = wordSet(`process processes procedure procedures path paths channel channels practice practices approach workflow workflows way ways`)
	periodicWords = wordSet(`regular periodic ongoing continuous frequent recurring routine`)
	// checkingVerbs are for what people do again and again.
	checkingVerbs = wordSet(`review check verify test validate audit inspect read confirm`)
	// tellingVerbs are for what people say to one another.
	tellingVerbs = wordSet(`communicate notify inform tell ask consult warn coordinate discuss involve`)
	// holdingVerbs are for what takes place, not for what is built.
	holdingVerbs = wordSet(`perform conduct do run carry hold make`)
)

// endlessWith is what makes work without an end of a verb: the word after it, or any.
var endlessWith = map[string]map[string]bool{
	"plan":        wordSet(`for`),
	"work":        wordSet(`on with towards toward harder together`),
	"pay":         nil,
	"take":        wordSet(`care more extra greater caution`),
	"double":      wordSet(`down`),
	"focus":       nil,
	"concentrate": nil,
	"invest":      wordSet(`in more`),
	"raise":       wordSet(`awareness`),
	"increase":    wordSet(`awareness`),
	"spread":      wordSet(`awareness`),
	"learn":       wordSet(`from`),
	"stick":       nil,
	"adhere":      nil,
	"conform":     nil,
	"push":        wordSet(`for forward ahead`),
	"advocate":    wordSet(`for`),
	"lobby":       wordSet(`for`),
	"move":        wordSet(`towards toward forward ahead away`),
	"go":          wordSet(`towards toward forward ahead`),
	"head":        wordSet(`towards toward forward`),
	"think":       nil,
	"draw":        wordSet(`attention`),
	"spend":       wordSet(`more`),
}

// What people do, and how much better they are to do it: "communicate better".
var (
	degreeVerbs = wordSet(`get do communicate respond react collaborate document act escalate notify alert test coordinate`)
	degreeWords = wordSet(`better more faster sooner earlier quicker`)
)

// neverEnds says that the words ask for what people are to do or to be from now on, and gives how many say so.
func neverEnds(q, clause wordList) int {
	w, next := q.at(0), q.at(1)
	if w == "have" && next == "a" && q.at(2) == "clear" {
		return 3
	}
	if len(clause) > 3 && clause.has(debtWord) {
		return len(clause) // "Clean up technical debt in …"
	}
	if (w == "review" && q.has(allWord) || w == "go" && next == "through") && len(q) <= 8 && secondAction(q) == 0 && !listedVerb(q) && !q.has(reviewedFor) && !q.hasAmount() {
		return len(clause) // "Review all channels": against what?
	}
	if next == "some" && (w == "perform" || w == "do") {
		return 2 // "Perform some capacity planning"
	}
	if endlessVerbs[w] {
		switch w {
		case "monitor", "watch", "observe", "keep", "maintain", "track":
			if w == "keep" && (next == "a" || next == "an" || next == "another" || q.at(2) == "own") && q.at(2) != "eye" && q.at(2) != "close" {
				return 0 // "Keep a copy of the settings in memory" names a thing to build
			}
			if w == "track" && hasEnd(q) || clause.hasAmount() || q.has(watchWords) || q.follows(1, "the", "next") { // "Observe the next run"
				return 0
			}
		case "manage":
			if hasEnd(q) {
				return 0
			}
		case "avoid":
			if q.has(untilWord) || q.has(byWord) {
				return 0
			}
		case "try", "attempt", "seek", "aim", "strive", "endeavour":
			if next != "to" && next != "and" && next != "for" && next != "if" && w != "strive" {
				return 0
			}
			return 2
		case "be":
			return 2
		case "don't", "dont":
			if q.has(untilWord) || q.has(byItselfWord) || permittingVerbs[next] && articleWords[q.at(2)] { // "Don't let the importer drop the table"
				return 0
			}
			return 2
		}
		return 1
	}
	for k := 1; k < len(clause); k++ {
		switch clause[k].text {
		case "as":
			if degreeOf[clause.at(k+1)] && (clause.follows(k+2, "as", "possible") || clause.at(k+3) == "as" && clause.at(k+4) == "possible") {
				return min(k+4, len(clause)) // "Automate as much as possible"
			}
		case "carefully", "thoroughly", "diligently":
			return k + 1
		case "before":
			if w == "double-check" || w == "check" {
				if next := clause.at(k + 1); strings.HasSuffix(next, "ing") || next == "every" || next == "each" || next == "any" {
					return 1
				}
			}
		}
	}
	if n := len(clause) - nextTime(clause); n > 2 && n < 8 && lateWords[clause[n-1].text] && !clause.hasNumber() && !q.has(purposeTo) && w != "make" {
		return n
	}
	for k := 1; k < len(clause); k++ {
		if comesBack[clause[k].text] && !arrangingVerbs[w] && !(q.has(watchWords) && q.has(usWord)) {
			return k + 1
		}
		if k == 1 && periodicWords[clause[k].text] && holdingVerbs[w] {
			return 2
		}
		if lead := clause[k].text; k > 1 && (lead == "when" || lead == "before" || lead == "whenever") && tellingVerbs[w] && habitual(clause, k+1) {
			return k // "Notify the vendors before upgrading"
		}
		if clause[k].text == "before" && k > 1 && (holdingVerbs[w] || checkingVerbs[w] && (next == "all" || next == "every" || next == "each" || next == "any")) && baseOf(clause.at(k+1), "ing") != "" {
			return k // "Conduct assessments before making changes"
		}
	}
	if revisingVerbs[w] && q[1:min(len(q), 7)].has(wayWords) {
		for k := 2; k+1 < len(q); k++ {
			if goal := q[k+1].text; q[k].text == "to" && (goal == "ensure" || goal == "improve" || goal == "enable" || goal == "achieve") && q[k+2:].has(comparingWords) {
				return k
			}
		}
	}
	if words, ok := endlessWith[w]; ok && (words == nil || words[next]) {
		return min(len(q), 2)
	}
	switch w {
	case "evolve":
		if q.has(abstractWords) {
			return 1
		}
	case "plan":
		if articleWords[next] && (q.at(2) == "strategy" || q.at(2) == "approach") {
			return 2
		}
		if next != "and" && !hasEnd(q) && clause[:min(len(clause), 5)].has(undertakings) {
			return 2 // "Plan the migration of the mail hosts": what will be different when it is planned?
		}
	case "exercise", "use":
		if q.has(cautiousWords) {
			return min(len(q), 3)
		}
	case "follow":
		if next != "up" && clause.has(customWords) && !clause.hasNumber() {
			return len(clause)
		}
	case "promote":
		if q.has(cultureWords) {
			return 1
		}
	}
	if tellingVerbs[w] && clause.has(betterWord) {
		return len(clause) // "Communicate maintenance better with the customers"
	}
	if degreeVerbs[w] && degreeWords[next] && (!genericThings[q.at(2)] || w == "get") {
		return 2 // "Communicate better", "document more"
	}
	return 0
}

// nextTime is how many words at the end only say that it is for later: "next time", "in the future".
func nextTime(clause wordList) int {
	n := len(clause)
	switch {
	case n > 2 && clause.follows(n-2, "next", "time"), n > 2 && clause.follows(n-2, "in", "future"):
		return 2
	case n > 3 && clause.follows(n-3, "in", "the", "future"):
		return 3
	}
	return 0
}

// listedVerb says that a verb follows a comma: "review all indexes, drop the unused ones".
func listedVerb(q wordList) bool {
	for k := 1; k < len(q); k++ {
		if q[k].sep == ',' && isVerb(q[k].text) {
			return true
		}
	}
	return false
}

// habitual says that what follows "when" or "before" happens again and again: "upgrading", but "publishing the report"; "each release".
func habitual(p wordList, i int) bool {
	switch w := p.at(i); w {
	case "every", "each", "any":
		return true
	default:
		return baseOf(w, "ing") != "" && !articleWords[p.at(i+1)]
	}
}

var (
	allWord       = wordSet(`all every`)
	reviewedFor   = wordSet(`for to against that which whose with by before until using per`)
	untilWord     = wordSet(`until`)
	usWord        = wordSet(`us`)
	byItselfWord  = wordSet(`automatically`)
	debtWord      = wordSet(`debt`)
	byWord        = wordSet(`by`)
	betterWord    = wordSet(`better`)
	degreeOf      = wordSet(`much far often many little few`)
	forWord       = wordSet(`for`)
	lateWords     = wordSet(`earlier sooner faster quicker better quickly effectively efficiently`)
	watchWords    = wordSet(`until alert alerts alerting page threshold dashboard`)
	withWord      = wordSet(`with`)
	undertakings  = wordSet(`migration migrations upgrade upgrades replacement transition rewrite rollout decommissioning move`)
	cautiousWords = wordSet(`caution care`)
	customWords   = wordSet(`process processes procedure procedures practice practices guidelines guideline policy policies protocol`)
	cultureWords  = wordSet(`culture awareness ownership use adoption collaboration sharing knowledge practices`)
)
