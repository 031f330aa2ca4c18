package postmortem

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
	case "take", "have":
		for k := 2; k <= 3; k++ {
			if q.at(k) == "look" && (q.at(1) == "a" || q.at(1) == "another") {
				return scopeInvestigate, k + 1 // "Take a closer look at …"
			}
		}
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
		if w == "find" && inquiryWords[next] {
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
		for k := 1; w == "check" && next != "in" && k <= 4; k++ {
			if q.at(k) == "why" || q.at(k) == "where" {
				return scopeInvestigate, k + 1 // "Check with traces where the time is spent"
			}
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
	case "continue", "start", "begin", "keep", "finish", "resume", "complete", "try", "perform", "do", "conduct", "carry", "run", "make", "undertake", "launch", "open", "reopen", "initiate", "schedule":
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
	case "talk", "speak":
		if (next == "to" || next == "with") && len(q) > 2 && len(q) <= 6 && !q.has(goesOnWords) {
			return scopeConsider, 2 // "Talk to the network team": of what, and then?
		}
		if next == "about" {
			return scopeConsider, 2
		}
		if (next == "to" || next == "with") && q.has(aboutWord) {
			return scopeConsider, 2 // "Talk to the mirrors about deletes": and then?
		}
	case "trace":
		if inquiryWords[next] || next == "where" {
			return scopeInvestigate, 2
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
		if next == "up" && q.at(2) == "with" && q[3:min(len(q), 6)].has(inquiryNouns) {
			return scopeInvestigate, 4 // "Follow up with an investigation of …"
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
	aboutWord     = wordSet(`about`)
	goesOnWords   = wordSet(`and until for that if whether so before on when how why by`)
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
