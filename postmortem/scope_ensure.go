package postmortem

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
		case w == "kept" && (rest.follows(k+1, "up", "to", "date") || rest.follows(k+1, "up-to-date")):
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
