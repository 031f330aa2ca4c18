package postmortem

import "strings"

// hasEnd says that the words tell when it is finished, or by what.
func hasEnd(q wordList) bool {
	for k := 1; k < len(q); k++ {
		w := q[k].text
		switch {
		case endMarkers[w] && q.at(k+1) != "" && q.at(k+1) != "default" && !(w == "by" && agentVerbs[q.at(k-1)]), w[0] >= '0' && w[0] <= '9':
			return true
		case w == "so" && k > 1 && !q[k:].has(recurrenceWords) && !(improvingVerbs[q[0].text] && (endlessAims[q.at(k+2)] || q.at(k+1) == "we") || q.at(k+1) == "that" && q.at(k+2) == "we" && (q.at(k+3) == "are" || q.at(k+3) == "can")) && (q.at(k+1) == "that" || q.at(k+1) == "it" || q.at(k+1) == "we" || q.at(k+1) == "the" || q[k].sep == ','),
			w == "such" && q.at(k+1) == "that":
			return true
		case w == "to" && (concreteVerbs[q.at(k+1)] || numberWords[q.at(k+1)] || q.at(k+2) == "single") && k > 1:
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

// agentVerbs before "by" tell whose it is, and not how: "the queries used by the reports".
var agentVerbs = wordSet(`used caused owned sent made written provided produced served required requested`)

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
	case reducingVerbs[w] && (amountWords[next] || amountWords[q.at(2)]) && !q.hasNumber() && !q.has(numberWords) && !q.has(endMarkers):
		return 3 // "Reduce the number of …": to how many?
	case w == "tune" && !hasEnd(q):
		for k := 2; k < len(clause); k++ {
			if t := clause[k].text; clause[k-1].text == "for" && comparingWords[t] && (t == "more" || strings.HasSuffix(t, "er")) {
				return k + 1 // "Tune the heap for better throughput"
			}
		}
	case (w == "reduce" || w == "minimise" || w == "minimize") && next == "manual" && !hasEnd(q) && !q.has(withWord):
		return 3 // "Minimise manual steps": to how many?
	case movingVerbs[w] || w == "have" && (next == "better" || next == "more" && q.at(2) != "than"):
		if hasEnd(q) {
			return 0
		}
		if w == "have" {
			return objectEnd(clause, 2)
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

// numberWords are numbers in words, as far as items have them.
var numberWords = wordSet(`one two three four five six seven eight nine ten twelve twenty half zero`)

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
