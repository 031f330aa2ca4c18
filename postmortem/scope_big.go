package postmortem

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
		if next := p.at(k + 1); next == "it" || next == "them" || next == "that" || next == "this" || next == "those" || next == "these" || p[k+1].sep != ' ' || len(p)-k < 3 {
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

// purposeTo begins what an action is for.
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
