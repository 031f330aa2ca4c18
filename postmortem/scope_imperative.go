package postmortem

import "strings"

// imperative judges words that begin with a verb, at a place.
func (j judge) imperative(p wordList, i int) scoped {
	q := p[i:]
	w := q.at(0)
	if rule, n := inquires(q); rule != "" {
		if k := secondAction(q); k > 0 {
			v := j.imperative(q, k)
			if v.rule == scopeNotSpecific && k > 2 && !allVague(q[n:k], false) {
				return scoped{} // "Find out why the importer stops, and fix it"
			}
			return v
		}
		return j.found(rule, q, 0, n)
	}
	if (w == "work" || w == "liaise" || w == "collaborate") && q.at(1) == "with" {
		for k := 3; k+1 < len(q); k++ {
			if q[k].text == "to" && isVerb(q[k+1].text) {
				return j.imperative(q, k+1) // it is done with others
			}
		}
	}
	if q.follows(1, "and", "think") || q.follows(2, "and", "think") {
		return j.found(scopeConsider, q, 0, 5) // "Write down and think about …"
	}
	if q.at(1) == "and" && improvingVerbs[q.at(2)] && !improvingVerbs[w] {
		return j.imperative(q, 2) // "Review and strengthen …" is as bounded as the strengthening
	}
	clause := q.main()
	if n, ok := ensures(q); ok {
		if n := endlessState(q, n); n > 0 {
			return j.found(scopeOpenEnded, q, 0, n)
		}
	}
	if n := neverEnds(q, clause); n > 0 {
		return j.found(scopeOpenEnded, q, 0, n)
	}
	if n := onlyDirection(q, clause); n > 0 {
		return j.found(scopeOpenEnded, q, 0, n)
	}
	// "Stop", "prevent this from happening again": nothing can tell that it is finished.
	object := q[1:]
	for len(object) > 0 && (object[0].text == "up" || object[0].text == "out" || object[0].text == "down") {
		object = object[1:]
	}
	if !selfSufficient[w] && allVague(object, introducingVerbs[w]) {
		switch w {
		case "prevent", "stop", "eliminate", "minimise", "minimize", "reduce", "mitigate":
			return j.found(scopeOpenEnded, q, 0, len(q))
		}
		if len(object) == 0 {
			if strings.ContainsAny(j.title[q[len(q)-1].end:], "0123456789#/`") {
				return scoped{} // "Fix OPS-123": the issue says it
			}
			return j.found(scopeNotSpecific, q, 0, 1)
		}
		return j.found(scopeNotSpecific, q, 0, len(q))
	}
	if unnamed(q) {
		return j.found(scopeNotSpecific, q, 0, len(q))
	}
	// "Better monitoring of the queue" has no end either with a verb before it.
	for k := 1; k < len(clause) && k <= 4; k++ {
		switch clause[k].text {
		case "clearer", "tighter", "closer":
			if !hasEnd(q) {
				return j.found(scopeOpenEnded, q, 0, k+2)
			}
		case "more", "better", "improved", "stronger", "stricter":
			if clause[k].text == "more" && comparingWords[clause.at(k+1)] && introducingVerbs[w] && !hasEnd(q) && !clause.has(forWord) {
				return j.found(scopeOpenEnded, q, 0, k+2) // "Implement a more robust plan"
			}
			if w := clause.at(k + 2); (w == "when" || w == "if") && len(clause)-k > 5 {
				continue // "Add better alerting when …" says which
			}
			if n := k + 1; (genericThings[clause.at(n)] || clause[k].text != "more" && vagueWords[clause.at(n)] && genericThings[clause.at(n+1)]) && !hasEnd(q) && !q[:k].has(numbersBefore) {
				return j.found(scopeOpenEnded, q, 0, n+1)
			}
		case "for", "to", "on", "in", "of", "with", "when", "if", "that", "than":
			k = len(clause)
		}
	}
	return scoped{}
}

var numbersBefore = wordSet(`one two three no`)

// practisedThings are done all over a system: "hub monitoring" does not say what of the hub.
var practisedThings = wordSet(`monitoring alerting observability documentation automation redundancy`)

// unnamed says that the words name a thing by one word only ("set up hub monitoring", "add more Redis alerts"), or only as
// another one than today's ("switch to a different provider").
func unnamed(q wordList) bool {
	w, k := q.at(0), 1
	if q.at(1) == "up" {
		k = 2
	}
	switch {
	case introducingVerbs[w] && len(q) == k+2:
		return practisedThings[q.at(k+1)] && !holdsDigit(q.at(k))
	case introducingVerbs[w] && q.at(k) == "more" && len(q) == k+3:
		return genericThings[q.at(k+2)]
	case changingVerbs[w] && q.has(towardsWords):
		for k := 1; k < len(q); k++ {
			if towardsWords[q[k].text] && (q.at(k+1) == "something" || articleWords[q.at(k+1)] && q.at(k+2) == "different") {
				return !hasEnd(q)
			}
		}
	}
	return false
}

var (
	changingVerbs = wordSet(`switch change move migrate replace swap convert`)
	towardsWords  = wordSet(`to with by for`)
)

// selfSufficient verbs need no object, or any.
var selfSufficient = wordSet(`subscribe reproduce deploy merge release roll ship backport close publish share schedule hold announce send file open thank`)

// main gives the words before what only explains them.
func (p wordList) main() wordList {
	for i := 1; i < len(p); i++ {
		switch p[i].sep {
		case '.', ';', '!', '?', ':', '-':
			return p[:i]
		case ',':
			if i > 1 {
				return p[:i]
			}
		}
		switch p[i].text {
		case "so", "because", "since", "otherwise":
			return p[:i]
		}
	}
	return p
}

// inquires says that the words only ask for finding out or weighing up, and gives how many say so.
func inquires(q wordList) (rule string, n int) {
	w, next := q.at(0), q.at(1)
	switch {
	case considerVerbs[w]:
		if w == "think" && next != "about" && next != "of" && next != "through" && next != "if" && next != "how" && next != "whether" && next != "over" {
			return "", 0
		}
		if w == "think" {
			return scopeConsider, 2
		}
		return scopeConsider, 1
	case investigateVerbs[w]:
		if w == "identify" && (next == "all" || next == "every" || next == "each" || q.has(ownerWords) && len(q) < 8) {
			return "", 0
		}
		if w == "determine" && (next == "and" || next == "owner") {
			return "", 0
		}
		if (w == "revisit" || w == "re-visit") && q.has(purposeTo) && hasPurpose(q) {
			return "", 0 // "Revisit the rotation to remove who has left"
		}
		return scopeInvestigate, 1
	}
	if w == "review" || w == "check" || w == "look" {
		for k := 1; k <= 5; k++ {
			if q.at(k) == "and" && (q.at(k+1) == "decide" || q.at(k+1) == "see") && (inquiryWords[q.at(k+2)] || q.at(k+2) == "where") {
				return scopeInvestigate, k + 2 // "Review the alerts and see where …"
			}
		}
	}
	switch w {
	case "look":
		switch next {
		case "into", "at", "for", "through", "in", "deeper", "further", "closer", "to":
			return scopeInvestigate, 2
		}
	case "dig", "dive", "delve":
		return scopeInvestigate, 2
	case "drill":
		if next == "into" || next == "down" || next == "deeper" {
			return scopeInvestigate, 2
		}
	case "figure", "find", "work", "scope", "puzzle", "check":
		if next == "out" && w != "check" {
			return scopeInvestigate, 2
		}
		if w == "find" {
			for k := 1; k <= 4; k++ {
				if findableWords[q.at(k)] {
					return scopeInvestigate, k + 1
				}
				if !articleWords[q.at(k)] && !vagueWords[q.at(k)] {
					break
				}
			}
		}
		if w == "check" && inquiryWords[next] && next != "which" {
			return scopeInvestigate, 2
		}
	case "track", "pin", "narrow", "chase", "nail":
		if next == "down" {
			return scopeInvestigate, 2
		}
	case "see", "review", "verify", "confirm", "learn", "debug", "clarify", "validate", "query", "search", "estimate", "measure":
		if inquiryWords[next] && (w != "clarify" && w != "validate" && w != "measure" && w != "estimate" && w != "search" || next == "if" || next == "whether" || next == "why") {
			return scopeInvestigate, 2
		}
		if w == "learn" && (next == "about" || next == "more") {
			return scopeInvestigate, 2
		}
	case "get", "gain", "develop", "build":
		for k := 1; k <= 4; k++ {
			switch q.at(k) {
			case "understanding", "insight", "insights", "bottom":
				return scopeInvestigate, k + 1
			}
		}
	case "continue", "start", "begin", "keep", "finish", "resume", "complete", "try", "perform", "do", "conduct", "carry", "run", "make", "undertake", "launch", "open", "initiate", "schedule":
		k := 1
		for q.at(k) == "to" || q.at(k) == "out" || q.at(k) == "on" || articleWords[q.at(k)] {
			k++
		}
		v := q.at(k)
		if w != "schedule" && w != "open" {
			if base := baseOf(v, "ing"); base != "" && (investigateVerbs[base] || base == "look" && q.at(k+1) == "into") {
				return scopeInvestigate, k + 1
			}
			if investigateVerbs[v] && v != "study" && v != "survey" && v != "experiment" && v != "spike" && v != "research" ||
				(v == "figure" || v == "find" && q.at(k+1) == "out" || v == "reproduce") && w == "try" {
				return scopeInvestigate, k + 1
			}
		}
		if w == "try" && next == "out" {
			return scopeInvestigate, 2
		}
		if w == "keep" || w == "try" || w == "make" || w == "open" || w == "schedule" {
			break
		}
		for n := k; n < k+3; n++ {
			if inquiryNouns[q.at(n)] && !(w == "run" && q.at(n) == "analysis") {
				return scopeInvestigate, n + 1
			}
		}
	case "talk":
		if next == "about" {
			return scopeConsider, 2
		}
	case "read":
		for k := 1; k+1 < len(q); k++ {
			if q.follows(k, "to", "understand") || q.follows(k, "to", "learn") {
				return scopeInvestigate, 1
			}
		}
	case "follow":
		if next == "up" && q.at(2) == "on" && inquiryWords[q.at(3)] {
			return scopeInvestigate, 4
		}
	case "give":
		if q.has(thoughtWords) {
			return scopeConsider, 2
		}
	}
	return "", 0
}

var (
	ownerWords    = wordSet(`owner owners`)
	thoughtWords  = wordSet(`thought thoughts consideration`)
	planningVerbs = wordSet(`create open file make write define draft prepare raise provide give decide develop plan come produce agree choose`)
	// onlyPlans are what an inquiry ends in without changing anything.
	onlyPlans = wordSet(`plan plans proposal proposals ticket tickets recommendation recommendations report issue issues options next whether if why how`)
)

// secondAction gives the place of an action after an inquiry: "investigate the leak and fix it".
func secondAction(q wordList) int {
	asks := inquiryWords[q.at(1)] || inquiryWords[q.at(2)]
	for k := 1; k < len(q); k++ {
		joined := q[k].sep == '/' || q[k].sep == ',' || q[k].sep == ';' || q[k-1].text == "and" || q[k-1].text == "then" || q[k-1].text == "or" && k == 2
		v := q[k].text
		if !joined || !isVerb(v) || reportingVerbs[v] || q[k-1].text == "and" && hasPurpose(q[:k]) {
			continue // "… to give the kernel room and reduce the pauses"
		}
		next := q.at(k + 1)
		if asks && !articleWords[next] {
			continue // "find out why it drops some requests and retries others"
		}
		if k > 2 && !plainVerbs[v] && !articleWords[next] || next == "" && k > 2 {
			continue
		}
		if _, both := nounVerbs[v]; both && !articleWords[next] && k > 2 {
			continue
		}
		if onlyIfNeeded(q[k:]) {
			continue
		}
		if planningVerbs[v] && (onlyPlans[next] || onlyPlans[q.at(k+2)]) {
			continue
		}
		return k
	}
	return 0
}

// onlyIfNeeded says that an action may not come to be: "adjust the options if needed".
func onlyIfNeeded(p wordList) bool {
	switch p.at(len(p) - 1) {
	case "needed", "necessary", "required", "appropriate":
		return p.at(len(p)-2) == "if" || p.at(len(p)-2) == "as" || p.at(len(p)-2) == "where"
	}
	return false
}

// ensures says that the words ask to ensure something, and gives how many words say so.
func ensures(q wordList) (int, bool) {
	switch w, next := q.at(0), q.at(1); {
	case w == "ensure" || w == "guarantee" || w == "assure":
		return 1, true
	case w == "make" && (next == "sure" || next == "certain"), w == "be" && next == "sure":
		return 2, true
	}
	return 0, false
}

// havingSoon says that who is spoken of is only given something: "the on-call engineer has access".
func havingSoon(p wordList, k int) bool {
	for n := k + 1; n <= k+2; n++ {
		if w := p.at(n); w == "have" || w == "has" || w == "get" || w == "gets" {
			return true
		}
	}
	return false
}

// onceDone is what is done to things once: "make sure all hosts are patched" can be finished.
var onceDone = wordSet(`fixed removed migrated moved upgraded patched replaced rotated closed deleted converted restored renewed revoked
	decommissioned repooled merged deployed backfilled refunded retired`)

// endlessState says that what is to be ensured is true of people, of everything or for ever, so that nobody can ever tell
// that it is finished, and gives how many words say so.
func endlessState(q wordList, n int) int {
	rest := q.main()
	if q.at(n) == "that" {
		n++
	}
	last := rest[len(rest)-1].text
	once := len(rest) > n+2 && onceDone[last] && !rest.has(recurringWords)
	for k := n; k < len(rest) && !once; k++ {
		w := rest[k].text
		switch {
		case w == "wherever" || w == "whenever" || w == "relied" || w == "trusted",
			k == n+1 && rest[n].text == "our" && abstractWords[w] && (rest.at(k+1) == "can" || rest.at(k+1) == "is" || rest.at(k+1) == "are" || rest.at(k+1) == "will"):
			return k + 1
		case recurrenceWords[w] && w != "again", recurringWords[w] && w != "generally" && w != "usually" && w != "consistently":
			return k + 1
		case k < n+3 && manyPeople[w] && !havingSoon(rest, k):
			return k + 1
		case k < n+2 && (w == "all" || w == "any" || w == "every" || w == "each" || w == "future" || w == "no" || w == "everything" || w == "nothing" || w == "similar" ||
			w == "better" || w == "proper" || w == "adequate" || w == "appropriate" || w == "sufficient" || w == "enough"):
			return k + 1
		case k == n && abstractWords[w] && !rest.follows(k+1, "is", "in", "place", "for") && (len(rest) < n+3 || leadInWords[rest.at(k+1)] || rest.at(k+1) == "of" || rest.at(k+1) == "against" || rest.at(k+1) == "and" || rest.at(k+1) == "is"):
			return k + 1
		case (w == "happen" || w == "happens" || w == "occur" || w == "occurs") && k > n:
			return k + 1
		}
		if subordinateWords[w] && w != "that" {
			break
		}
	}
	return 0
}

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
	// holdingVerbs are for what takes place, not for what is built.
	holdingVerbs = wordSet(`perform conduct do run carry hold make`)
)

// neverEnds says that the words ask for what people are to do or to be from now on, and gives how many say so.
func neverEnds(q, clause wordList) int {
	w, next := q.at(0), q.at(1)
	if w == "have" && next == "a" && q.at(2) == "clear" {
		return 3
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
			if clause.hasAmount() || q.has(watchWords) || q.follows(1, "the", "next") { // "Observe the next run"
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
		case "remind":
			return 1
		case "be":
			return 2
		case "don't", "dont":
			if q.has(untilWord) {
				return 0
			}
			return 2
		case "respect", "rely", "celebrate":
			return 1
		case "embrace", "foster", "encourage":
			return 1
		}
		return 1
	}
	for k := 1; k < len(clause); k++ {
		switch clause[k].text {
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
	if n := len(clause); n > 2 && n < 8 && lateWords[clause[n-1].text] && !clause.hasNumber() && !q.has(purposeTo) && w != "make" {
		return n
	}
	for k := 1; k < len(clause); k++ {
		if comesBack[clause[k].text] && !arrangingVerbs[w] && !q.has(watchWords) {
			return k + 1
		}
		if k == 1 && periodicWords[clause[k].text] && holdingVerbs[w] {
			return 2
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
	switch w {
	case "plan":
		if next == "for" || articleWords[next] && (q.at(2) == "strategy" || q.at(2) == "approach") {
			return 2
		}
	case "work":
		if next == "on" || next == "with" || next == "towards" || next == "toward" || next == "harder" || next == "together" {
			return 2
		}
	case "pay":
		return 2
	case "take":
		if next == "care" || next == "more" || next == "extra" || next == "greater" || next == "caution" {
			return 2
		}
	case "double":
		if next == "down" {
			return 2
		}
	case "focus", "concentrate":
		return 2
	case "invest":
		if next == "in" || next == "more" {
			return 2
		}
	case "raise", "increase", "spread":
		if next == "awareness" {
			return 2
		}
	case "get", "do", "communicate", "respond", "react", "collaborate", "document", "act", "escalate", "notify", "alert", "test", "coordinate":
		switch next {
		case "better", "more", "faster", "sooner", "earlier", "quicker":
			if !genericThings[q.at(2)] || w == "get" {
				return 2
			}
		}
	case "learn":
		if next == "from" {
			return 2
		}
	case "exercise", "use":
		if q.has(cautiousWords) {
			return min(len(q), 3)
		}
	case "stick", "adhere", "conform":
		return 2
	case "follow":
		if next != "up" && clause.has(customWords) && !clause.hasNumber() {
			return len(clause)
		}
	case "promote":
		if q.has(cultureWords) {
			return 1
		}
	case "push", "advocate", "lobby":
		if next == "for" || next == "forward" || next == "ahead" {
			return 2
		}
	case "move", "go", "head":
		if next == "towards" || next == "toward" || next == "forward" || next == "ahead" || next == "away" {
			return 2
		}
	case "think":
		return 1
	case "spend":
		if next == "more" {
			return 2
		}
	}
	return 0
}

var (
	untilWord     = wordSet(`until`)
	byWord        = wordSet(`by`)
	forWord       = wordSet(`for`)
	lateWords     = wordSet(`earlier sooner faster quicker better quickly effectively efficiently`)
	watchWords    = wordSet(`until alert alerts alerting page threshold dashboard`)
	cautiousWords = wordSet(`caution care`)
	customWords   = wordSet(`process processes procedure procedures practice practices guidelines guideline policy policies protocol`)
	cultureWords  = wordSet(`culture awareness ownership use adoption collaboration sharing knowledge practices`)
)

// hasEnd says that the words tell when it is finished, or by what.
func hasEnd(q wordList) bool {
	for k := 1; k < len(q); k++ {
		w := q[k].text
		switch {
		case endMarkers[w] && q.at(k+1) != "" && q.at(k+1) != "default", holdsDigit(w):
			return true
		case w == "so" && k > 1 && !(improvingVerbs[q[0].text] && endlessAims[q.at(k+2)] || q.at(k+1) == "that" && q.at(k+2) == "we" && (q.at(k+3) == "are" || q.at(k+3) == "can")) && (q.at(k+1) == "that" || q.at(k+1) == "it" || q.at(k+1) == "we" || q.at(k+1) == "the" || q[k].sep == ','),
			w == "such" && q.at(k+1) == "that":
			return true
		case w == "to" && (concreteVerbs[q.at(k+1)] || q.at(k+1) == "one" || q.at(k+1) == "two" || q.at(k+2) == "single") && k > 1:
			return true
		case q[k].sep == '(' && k > 1 && verbLed(q, k) && !ticketWords[w]: // "Make it faster (batch the requests)"
			return true
		case w == "with" && (q.at(k+1) == "a" || q.at(k+1) == "an"):
			return true
		case w == "and" && plainVerbs[q.at(k+1)] && !improvingVerbs[q.at(k+1)] && !movingVerbs[q.at(k+1)] && q.at(k+2) != "":
			return true
		}
	}
	return false
}

// endlessAims are of what is aimed at where no end is: "improve the release so that all of it is tested".
var endlessAims = wordSet(`these those this all any everything everyone everybody people things`)

// onlyDirection says that the words name a direction ("improve", "reduce the complexity") and no end, and gives how many.
func onlyDirection(q, clause wordList) int {
	w, next := q.at(0), q.at(1)
	switch {
	case improvingVerbs[w]:
		if hasEnd(q) {
			return 0
		}
		return objectEnd(clause, 1)
	case movingVerbs[w] || w == "have" && (next == "better" || next == "more" && q.at(2) != "than"):
		if hasEnd(q) {
			return 0
		}
		if w == "have" {
			return objectEnd(clause, 2)
		}
		for k := 1; reducingVerbs[w] && k <= 2; k++ {
			if amountWords[clause.at(k)] && !q.hasNumber() {
				return k + 1 // "Reduce the number of …": to how many?
			}
		}
		for k := 1; k < len(clause) && k <= 4; k++ {
			switch t := clause[k].text; {
			case leadInWords[t] || t == "to" || t == "of":
				return 0
			case abstractWords[t] && (k+1 >= len(clause) || !boundedHead[clause[k+1].text]):
				return k + 1
			}
		}
	case w == "make":
		if next == "sure" || next == "certain" || hasEnd(q) {
			return 0
		}
		for k := 1; k < len(clause); k++ {
			switch t := clause[k].text; {
			case t == "to" || t == "that" || t == "when" || t == "if" || t == "for" || t == "than":
				return 0
			case comparingWords[t] && k > 1 && clause.at(k+1) != "than" && clause.at(k+1) != "configurable":
				return k + 1
			}
		}
	}
	return 0
}

var (
	reducingVerbs = wordSet(`reduce decrease lower minimise minimize shorten lessen cut`)
	// amountWords are how much there is of something.
	amountWords = wordSet(`size time number amount volume length duration frequency usage use chance chances likelihood`)
)

// boundedHead is what may be moved to a value: "increase the capacity limit".
var boundedHead = wordSet(`limit limits timeout timeouts size threshold thresholds interval count window period level ttl quota quotas requests replicas budget`)

// objectEnd gives the end of the object that begins at a place.
func objectEnd(p wordList, from int) int {
	for k := from; k < len(p); k++ {
		if w := p[k].text; k > from && (leadInWords[w] || subordinateWords[w] || w == "to" || w == "of" || w == "around" || p[k].sep != ' ' && p[k].sep != '/') {
			return k
		}
		if k >= from+5 {
			return k
		}
	}
	return len(p)
}

// allVague says that none of the words says which, or where.
func allVague(p wordList, practising bool) bool {
	for _, w := range p {
		if w.text == "for" || w.text == "of" || w.text == "to" || w.text == "on" {
			practising = false // what it is for may be a practice, and says which
		}
		if !vagueWords[w.text] && !(practising && practiceWords[w.text]) && !vagueWords[strings.TrimSuffix(w.text, "'s")] {
			return false
		}
	}
	return true
}

// tooBig notes several actions in one: each begins with a verb and has its own object.
func (j judge) tooBig(p wordList, i int) scoped {
	last := i
	for k := i + 2; k+1 < len(p); k++ {
		v := p[k].text
		sentence := p[k].sep == '.' || p[k].sep == ';'
		joined := p[k-1].text == "and" || p[k-1].text == "then" && k > i+2
		if !sentence && !joined || completingVerbs[v] || !plainVerbs[v] || k-last < 4 {
			continue
		}
		if next := p.at(k + 1); next == "it" || next == "them" || next == "that" || next == "this" || p[k+1].sep != ' ' || len(p)-k < 3 {
			continue
		}
		if p[i].text == "allow" || p[i].text == "help" || p[i].text == "enable" || p[i:k].has(purposeWords) || hasPurpose(p[i:k]) {
			continue // "allow users to export and delete their data"
		}
		return j.found(scopeTooBig, p, k, k+1)
	}
	return scoped{}
}

// purposeWords begin what something is for; a verb after them belongs to that.
var purposeWords = wordSet(`which that who can could will should must how when if`)

var purposeTo = wordSet(`to`)

// hasPurpose says that the words tell what for: "to" and another action.
func hasPurpose(p wordList) bool {
	for k := 1; k+1 < len(p); k++ {
		if p[k].text == "to" && (plainVerbs[p[k+1].text] || p[k+1].text == "make") {
			return true
		}
	}
	return false
}
