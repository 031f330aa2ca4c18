package postmortem

import "strings"

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
	case w == "follow" && q.at(1) == "up" && q.at(2) == "with" && len(q) > 3 && len(q) <= 6 && !q.has(goesOnWords) && !q.hasNumber():
		return true // "Follow up with the provider": on what, until when?
	case w != "keep" && q.at(1) == "everything" && (len(q) == 2 || q.at(2) == "to" && len(q) <= 5) && !q.hasNumber():
		return true // "Migrate everything to Kubernetes"
	case remakingVerbs[w] && !hasEnd(q) && !q.hasNumber() && q.remadeWhole():
		return true // "Rewrite the whole ledger", "Rebuild the login service from scratch": which step of it?
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

// remakingVerbs make a thing anew.
var remakingVerbs = wordSet(`rewrite redesign rearchitect re-architect rebuild rework refactor overhaul reengineer re-engineer redo reimplement re-implement replace`)

// remadeWhole says that all of a thing is made anew, and not much more is said: "the whole ledger", "the login service from scratch".
func (p wordList) remadeWhole() bool {
	n := len(p)
	if n > 2 && p.at(n-2) == "from" && p.at(n-1) == "scratch" {
		return n <= 8
	}
	if n > 4 && p.at(n-4) == "from" && p.at(n-3) == "the" && p.at(n-2) == "ground" && p.at(n-1) == "up" {
		return n <= 10
	}
	k := 1
	if articleWords[p.at(k)] || p.at(k) == "our" {
		k++
	}
	return n <= 6 && (p.at(k) == "whole" || p.at(k) == "entire" || p.at(k) == "complete")
}

// What is changed, and the word before what it is changed to.
var (
	changingVerbs = wordSet(`switch change move migrate replace swap convert`)
	towardsWords  = wordSet(`to with by for`)
)

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
