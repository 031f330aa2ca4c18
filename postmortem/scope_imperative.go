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
