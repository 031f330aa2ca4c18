package postmortem

import "strings"

// andPast says that another past form follows: "increased the requests of the pods and adjusted their limits".
func andPast(p wordList, i int) bool {
	for k := i + 3; k < len(p); k++ {
		if p[k-1].text == "and" && baseOf(p[k].text, "ed") != "" && !describingWords[p[k].text] {
			return true
		}
	}
	return false
}

// states says that a sentence with a noun for its subject has a verb in the third person or in the past.
func states(p wordList, i int) bool {
	for k := i + 1; k < len(p) && p[k].sep == ' ' && !relatingWords[p[k].text]; k++ {
		w := p[k].text
		if base, ok := strings.CutSuffix(w, "s"); pastOf(w) && !describingWords[w] && p[k-1].text != "vs" || ok && plainVerbs[base] {
			return true
		}
	}
	return false
}

// statesNow gives the place of a verb in the third person with an object behind it: "the new test catches any …"; 0 for none.
func statesNow(p wordList, i int) int {
	comma := false
	for k := i + 1; k+1 < len(p) && k < i+12 && !relatingWords[p[k].text]; k++ {
		comma = comma || p[k].sep == ','
		if before := p[k-1].text; !comma && (thirdForms[p[k].text] || strings.HasSuffix(before, "s") && !strings.HasSuffix(before, "ss") && (thirdForms[p[k].text+"s"] || p[k].text == "go") && !relatingWords[p[k+1].text]) {
			return k // "The importer stops …", "exports go in …"
		}
		base, ok := strings.CutSuffix(p[k].text, "s")
		if next := p[k+1]; ok && (plainVerbs[base] || isVerb(base) || isVerb(strings.TrimSuffix(base, "e"))) && next.sep == ' ' && articleWords[next.text] {
			return k
		}
	}
	return 0
}

// weDid says that the words tell what we have done.
func weDid(p wordList) bool {
	return p.at(0) == "we've" || p.at(0) == "we" && (pastOf(p.at(1)) || p.at(1) == "have" && pastOf(p.at(2)))
}

// toldDone says that a sentence tells what was done: "we added …", "the alert has been added", "we've asked the vendor".
func toldDone(p wordList) bool {
	_, kind := finite(p, 0)
	return kind == clauseDone || kind == clausePast || kind == clausePerfect
}

// ticketRaised says that the words tell of a ticket that somebody made: "ticket created for …", "support case 4711 raised".
func ticketRaised(p wordList, i int) bool {
	ticket := false
	for k := i; k < len(p) && k <= i+5 && (k == i || p[k].sep == ' '); k++ {
		if w := p[k].text; ticket && (k == i+1 && pastOf(w) || raisedWords[w]) {
			return true
		}
		ticket = ticket || ticketWords[p[k].text]
	}
	return false
}

// raisedWords say that a ticket was made.
var raisedWords = wordSet(`raised opened filed created logged submitted`)

// toldOf gives the place of a past form after its subject: "timeouts moved to the settings".
func toldOf(p wordList, i int) int {
	for k := i + 1; k < len(p) && k <= i+9 && (p[k].sep == ' ' || p[k].sep == ',') && !leadInWords[p[k].text] && !subordinateWords[p[k].text]; k++ {
		if w := p[k].text; changedWords[w] || baseOf(w, "ed") != "" && !describingWords[w] && (k == len(p)-1 || p[k+1].text == "to" || p[k+1].text == "and" || p[k+1].sep == '(' || p[k-1].text == "now") {
			return k
		}
	}
	return 0
}

// reportsDone says that a text without a verb that is conjugated tells what became of something: "runbook rewritten",
// "start batteries replaced in both halls".
func reportsDone(s string) bool {
	p := wordsOf(s)
	for k := 0; k < len(p) && k <= 9 && (k == 0 || p[k].sep == ' ' || p[k].sep == '/'); k++ {
		w := p[k].text
		if subordinateWords[w] || presentWords[w] || perfectWords[w] || pronounWords[w] || auxiliaryWords[w] || modalWords[w] {
			return false
		}
		last := k == len(p)-1 || p[k+1].sep != ' ' || afterReport[p[k+1].text] || p[k+1].text[0] >= '0' && p[k+1].text[0] <= '9'
		if k > 0 && last && (irregularPast[w] || strings.HasSuffix(w, "ed") && len(w) > 4 && !describingWords[w]) {
			return true
		}
	}
	return false
}

// afterReport may stand behind what became of something.
var afterReport = wordSet(`to from in on by with and at into for across through`)

// promises gives the place where a sentence with a long subject says what that would, should or can do, or what is done with it:
// "more notice before a change can be useful".
func promises(p wordList, i int) int {
	for k := i + 1; k+1 < len(p); k++ {
		w := p[k].text
		if relatingWords[w] || p[k].sep == '.' || p[k].sep == ';' {
			return 0
		}
		if (w == "is" || w == "are" || w == "was" || w == "were") && k > i+2 && pastOf(p[k+1].text) {
			return k
		}
		if (w == "should" || w == "would" || w == "will" || w == "can" || w == "could" || w == "must") && !pronounWords[p[k-1].text] && (isVerb(p[k+1].text) || p[k+1].text == "be") {
			return k
		}
	}
	return 0
}

// saysWe gives the place where a sentence comes to who does something: "further to this, we're auditing …"; 0 for none.
func saysWe(p wordList, i int) int {
	switch w := p.at(i); w {
	case "this", "that", "these", "those":
	default:
		if pronounWords[w] && i+1 < len(p) {
			return i + 1
		}
	}
	for k := i + 1; k+1 < len(p); k++ {
		if p[k].sep == ',' && (p[k].text == "we" || p[k].text == "i" || strings.HasPrefix(p[k].text, "we'") || strings.HasPrefix(p[k].text, "i'")) {
			return k + 1
		}
	}
	return 0
}

// promisedLater says that a sentence after the first promises what the item is about: "… did not page us. We will add an alert."
func promisedLater(rest wordList) bool {
	for k := range rest {
		switch w := rest[k].text; {
		case w == "we'll" || w == "i'll":
			return true
		case w == "we" || w == "i" || w == "team":
			if next := rest.at(k + 1); next == "will" || next == "should" || next == "must" || next == "need" || next == "want" || next == "plan" {
				return true
			}
		}
	}
	return false
}

// fromNowOn gives how many words say that an item asks for how people are to work from now on: "in future, upgrade one at a
// time"; 0 where it goes on with something to build.
func fromNowOn(p wordList) int {
	n := 0
	switch {
	case p.follows(0, "in", "future"):
		n = 2
	case p.follows(0, "in", "the", "future"):
		n = 3
	}
	if n == 0 || n >= len(p) || p[n].sep != ',' || arrangingVerbs[p[n].text] {
		return 0
	}
	return n
}

// changedWords tell of a change where they follow what was changed.
var changedWords = wordSet(`moved increased decreased reduced raised lowered added updated changed implemented deployed migrated documented completed created
	stored cleaned purged notified identified planned restricted halted
	fixed enabled disabled removed switched improved upgraded rolled restored replaced introduced`)

// relatingWords begin a clause that belongs to a word before it.
var relatingWords = wordSet(`that which who whom whose where when if how why what so because since until unless whether while`)
