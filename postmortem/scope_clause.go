package postmortem

import "strings"

// noVerbBefore come before a determiner without being verbs.
var noVerbBefore = wordSet(`all both not half using without with like despite although though because than as at of in on for to by from into
	over under about after before during until while where when if whether how why what which who and or but nor plus per via
	only even such quite is are was were be been being has have had no none here same unlike except`)

// ambiguousEndings are words in -ise and -ify that are no verbs.
var ambiguousEndings = wordSet(`enterprise otherwise expertise exercise likewise precise premise franchise promise concise size noise
	prize oversize resize wise rise sunrise`)

// prefixedNouns look like verbs with a prefix.
var prefixedNouns = wordSet(`overdraft overview preview rebate recap`)

// clauseVerbs may have a clause behind them without "that".
var clauseVerbs = wordSet(`ensure verify check confirm decide document see say state note assume guarantee clarify determine agree validate test prove`)

// verbLed says that the words from a place on begin with a verb that asks for work.
func verbLed(p wordList, i int) bool {
	w, next := p.at(i), p.at(i+1)
	if w == "" || pronounWords[w] {
		return false
	}
	adjacent := i+1 < len(p) && p[i+1].sep == ' '
	if adjacent && (next == "is" || next == "are" || next == "was" || next == "were" || next == "has" || next == "had") {
		return false // "Vendor is still looking into it"
	}
	if w == "separate" && oneThing(p, i+1) || next == "to" && p.at(i+2) == "be" || next == "back" && backWords[p.at(i+2)] && backNouns[w] {
		return false // "Staff to be reminded", "Cap back to 2000"
	}
	if adjacent && (thirdForms[next] || i+2 < len(p) && p[i+2].sep == ' ' && thirdForms[p[i+2].text] && !clauseVerbs[w] && !articleWords[next] && !subordinateWords[next]) {
		return false // "Canary compares …", "Retry layer keeps …"
	}
	if adjacent && (next == "with" || next == "of" || next == "for") && statesNow(p, i) > 0 {
		return false // "Rewind with more than a megabyte lost requires …"
	}
	if next == "of" && w != "think" && w != "dispose" && w != "approve" {
		return false // "cleanup of old certificates"
	}
	if w == "link" && next == "to" {
		return p[i:].has(fromWord)
	}
	if isVerb(w) || endlessVerbs[w] {
		if adjacent && p.at(i+2) != "" && modalWords[p.at(i+2)] && p[i+2].sep == ' ' && strings.HasSuffix(next, "s") && !clauseVerbs[w] {
			return false // "Package maintainers should …"
		}
		nouns, both := nounVerbs[w]
		if _, after, ok := strings.Cut(w, "-"); ok && !both {
			nouns, both = nounVerbs[after] // "smoke-test suite"
		}
		if w == "fail" && next == "over" && p.at(i+2) != "" && !nounVerbs["failover"][p.at(i+2)] {
			return true // "Fail over to the second host", but "Fail over procedure"
		}
		if both && adjacent && nouns[next] && (!articleWords[p.at(i+2)] || leadInWords[next] || next == "of" || next == "to") {
			return false
		}
		if both && nounSubject(p, i) {
			return false
		}
		return true
	}
	if baseOf(w, "ing") != "" || pastOf(w) || modalWords[w] || presentWords[w] || pastWords[w] || perfectWords[w] {
		return false
	}
	if before, _, ok := strings.Cut(w, "-"); ok {
		if isVerb(before) && len(before) > 3 && adjacent && articleWords[next] {
			return true
		}
	}
	for _, prefix := range []string{"re", "un", "de", "over", "pre"} {
		if rest, ok := strings.CutPrefix(w, prefix); ok && (len(rest) >= 4 || prefix == "un" && len(rest) == 3) && isVerb(rest) && !prefixedNouns[w] && !nounVerbs[w][next] {
			return true
		}
	}
	if len(w) >= 6 && onlyLetters(w) && (strings.HasSuffix(w, "ise") || strings.HasSuffix(w, "ize") || strings.HasSuffix(w, "ify")) && !ambiguousEndings[w] {
		return true
	}
	return adjacent && articleWords[next] && onlyLetters(w) && len(w) > 2 && !noVerbBefore[w] && !recurringWords[w] && !unsureWords[w] && !starters[w] &&
		!questionWords[w] && !strings.HasSuffix(w, "ly") && !strings.HasSuffix(w, "tion") && !gerundNouns[w]
}

var (
	// thirdForms are forms of verbs that are hardly ever nouns, as "checks" and "limits" are.
	thirdForms = wordSet(`keeps fails emits compares goes gets includes sends becomes requires refuses rejects ignores converts shows asks
		tells says knows stays contains allows prevents enforces detects catches carries applies accepts expects warns lets makes renders
		terminates removes adds creates validates verifies ensures embeds suspends loses decides`)
	// backWords after "back" say where one of backNouns is again.
	backWords = wordSet(`on off to in into`)
	backNouns = wordSet(`cap limit alert cache monitor queue index proxy check filter lock throttle backup archive purge balance hook mirror`)
)

// fromWord tells the verb in "link to X from Y".
var fromWord = wordSet(`from`)

// oneThing says that the words are a thing in the singular without an article, as after "separate": "separate cluster
// for the build jobs", but "separate the queues", "separate plan and apply".
func oneThing(p wordList, i int) bool {
	if articleWords[p.at(i)] || i >= len(p) {
		return false
	}
	for k := i; k < len(p); k++ {
		switch w := p[k].text; {
		case k > i && w == "for" && p[k].sep == ' ':
			return true
		case k > i && (w == "in" || w == "on") && p[k].sep == ' ':
			return !strings.HasSuffix(p[k-1].text, "s")
		case w == "from" || w == "into" || w == "and" || w == "per" || w == "by" || w == "out" || p[k].sep != ' ' && k > i:
			return false
		}
	}
	return !strings.HasSuffix(p[len(p)-1].text, "s") && len(p)-i <= 3
}

// nounSubject says that a word that is verb and noun is the subject of a sentence: "Test coverage was low".
func nounSubject(p wordList, i int) bool {
	for k := i + 1; k < len(p) && k <= i+4; k++ {
		w := p[k].text
		if p[k].sep != ' ' || subordinateWords[w] || articleWords[w] {
			return false
		}
		if presentWords[w] || changedWords[w] || w == "was" || w == "were" || w == "had" || w == "did" || modalWords[w] && (w != "need" && w != "needs" || p.at(k+1) == "to") || perfectWords[w] {
			return true
		}
	}
	return false
}

func hasFinite(p wordList) bool { _, kind := finite(p, 0); return kind != clauseNone }

// neededWords say of what follows that it is to be done: "it's important to keep a copy".
var neededWords = wordSet(`important necessary essential crucial vital`)

// auxiliaryWords are finite wherever they stand.
var auxiliaryWords = wordSet(`was were wasn't weren't had hadn't did didn't couldn't`)

// clause is what kind of sentence words make.
type clause int

// The kinds of clause, by their first finite verb.
const (
	clauseNone    clause = iota // only things
	clauseModal                 // should, will, need to
	clauseUnsure                // could, might
	clauseState                 // is, does
	clausePast                  // was, did
	clausePerfect               // has, have
	clauseDone                  // we added
)

// finite finds the first finite verb that is not in a subordinate clause.
func finite(p wordList, from int) (int, clause) {
	subject := pronounWords[p.at(from)]
	switch p.at(from) {
	case "this", "that", "these", "those":
		subject = false // or a determiner
	}
	if w := p.at(from); subject {
		switch {
		case strings.HasSuffix(w, "'ll") || strings.HasSuffix(w, "'d") || strings.HasSuffix(w, "'re") || strings.HasSuffix(w, "'m"):
			return from, clauseModal
		case strings.HasSuffix(w, "'ve"):
			return from, clausePerfect
		case w == "that's" || w == "it's":
			return from, clauseState
		}
	}
	for k := from; k < len(p) && k < from+18; k++ {
		w := p[k].text
		if k > from {
			if s := p[k].sep; s == '.' || s == ';' || s == ':' || s == '(' || s == '!' || s == '?' {
				return 0, clauseNone
			}
			if subordinateWords[w] && !(subject && k == from+1) || w == "to" && isVerb(p.at(k+1)) {
				return 0, clauseNone
			}
		}
		switch {
		case (w == "need" || w == "needs") && k > from && !pronounWords[p[k-1].text] && p.at(k+1) != "to" && !articleWords[p.at(k+1)]:
		case modalWords[w], w == "needed" && p.at(k+1) == "to":
			return k, clauseModal
		case unsureWords[w] && w != "may" && (k <= from+1 || w == "could" || w == "might" || isVerb(p.at(k+1))):
			return k, clauseUnsure
		case w == "may" && p.at(k+1) != "" && !holdsDigit(p.at(k+1)):
			return k, clauseUnsure
		case presentWords[w] && (w != "do" || subject):
			return k, clauseState
		case pastWords[w] && k > from && (auxiliaryWords[w] || k == len(p)-1 || p[k+1].sep != ' ' || articleWords[p.at(k+1)] || leadInWords[p.at(k+1)] || p.at(k+1) == "to" || p.at(k+1) == "over" || p.at(k+1) == "out" || p.at(k+1) == "down"):
			return k, clausePast
		case perfectWords[w] && (w != "have" || k > from):
			if p.at(k+1) == "to" {
				return k, clauseModal
			}
			return k, clausePerfect
		}
		if subject && k > from && k <= from+3 {
			switch {
			case strings.HasSuffix(w, "ly") || w == "also" || w == "all" || w == "still" || w == "already" || w == "and" || w == "now" || w == "then":
			case pastOf(w):
				return k, clauseDone
			case isVerb(w) || w == "want" || w == "intend" || w == "plan" || w == "hope" || w == "believe" || w == "lack":
				return k, clauseModal
			}
		}
		if !subject && (k == from+1 && !articleWords[p[from].text] || k == from+2 && articleWords[p[from].text]) && thirdPerson(p, k) {
			return k, clauseState
		}
	}
	return 0, clauseNone
}

// thirdPerson says that a word after a one-word subject is a verb in the third person: "etcd detects data corruption".
func thirdPerson(p wordList, k int) bool {
	w := p[k].text
	base, ok := strings.CutSuffix(w, "s")
	if !ok || p[k].sep != ' ' || k+1 >= len(p) || p[k+1].sep != ' ' || thingWords[w] && w != "checks" || gerundNouns[p[k-1].text] || strings.HasSuffix(p[k-1].text, "ed") {
		return false
	}
	if stem, ok := strings.CutSuffix(base, "e"); ok && !isVerb(base) {
		base = stem
	}
	_, noun := nounVerbs[base]
	if base == "check" && k+2 < len(p) {
		noun = false // "etcd checks consistency of snapshots"
	}
	if noun || !plainVerbs[base] && base != "detect" && base != "recover" && base != "validate" && base != "check" && base != "verify" {
		return false
	}
	next := p[k+1].text
	return !leadInWords[next] && next != "of" && next != "to" && next != "and" && next != "or"
}

// wishWords after "it would be" name what is wished for, and do not weigh it.
var wishWords = wordSet(`good great nice useful helpful better best ideal handy`)

// clause judges a sentence with a subject.
func (j judge) clause(p wordList, from, at int, kind clause) scoped {
	if p[at].text == "would" && (p.at(from) == "it" || p.at(from) == "it'd") && !wishWords[p.at(at+2)] {
		return j.found(scopeConsider, p, from, at+1)
	}
	lower := func(k int) string { return p.at(k) }
	if (kind == clauseModal || kind == clauseUnsure) && lower(at+1) == "have" && (lower(at+2) == "been" || pastOf(lower(at+2))) {
		return j.found(scopeNotAction, p, from, len(p)) // hindsight
	}
	switch kind {
	case clauseDone:
		if w := p[at].text; heedingVerbs[baseOf(w, "ed")] || w == "found" || w == "thought" {
			return j.found(scopeNotAction, p, from, len(p))
		}
		return j.found(scopeNotImperative, p, from, at+1)
	case clausePast:
		n := at + 1
		for strings.HasSuffix(lower(n), "ly") || lower(n) == "also" || lower(n) == "already" || lower(n) == "then" || lower(n) == "been" {
			n++
		}
		if (p[at].text == "was" || p[at].text == "were") && pastOf(lower(n)) {
			return j.found(scopeNotImperative, p, from, n+1)
		}
		return j.found(scopeNotAction, p, from, len(p))
	case clausePerfect:
		n := at + 1
		for strings.HasSuffix(lower(n), "ly") || lower(n) == "also" || lower(n) == "already" || lower(n) == "now" || lower(n) == "for" || lower(n) == "since" {
			n++
		}
		if lower(n) == "of" && lower(n+1) == "course" {
			n += 2
		}
		if lower(n) == "been" || pastOf(lower(n)) || strings.HasSuffix(p[at].text, "'ve") && !articleWords[lower(n)] || lower(at-1) == "now" || lower(at+1) == "now" {
			return j.found(scopeNotImperative, p, from, n+1)
		}
		return j.found(scopeNotAction, p, from, len(p))
	case clauseUnsure:
		return j.found(scopeConsider, p, at, at+1)
	}
	// What there is to do may be an inquiry all the same.
	for k := at + 1; k < len(p) && k <= at+5; k++ {
		if p[k].sep != ' ' && p[k].sep != '/' {
			break
		}
		w := p[k].text
		for _, ending := range []string{"ing", "ed"} {
			if base := baseOf(w, ending); base != "" && base != w && (considerVerbs[base] || investigateVerbs[base] || base == "look") {
				w = base
				break
			}
		}
		switch {
		case w == "understood":
			w = "understand"
		case w == "thinking":
			w = "think"
		}
		if !considerVerbs[w] && !investigateVerbs[w] && w != "look" && w != "find" && w != "figure" && w != "see" && w != "check" {
			if isVerb(w) && w != "be" && w != "continue" && w != "start" && w != "begin" && w != "plan" && w != "need" && w != "have" && w != "try" {
				break
			}
			continue
		}
		q := make(wordList, len(p)-k)
		copy(q, p[k:])
		q[0].text = w
		if v := j.imperative(q, 0); v.rule == scopeConsider || v.rule == scopeInvestigate {
			return v
		}
		break
	}
	if kind == clauseState {
		first := p.at(from)
		after := lower(at + 1)
		if (first == "there" || first == "it's" || first == "that's") && lower(at+1) != "to" && !neededWords[lower(at+1)] || after == "missing" || after == "no" || after == "unclear" {
			return j.found(scopeNotAction, p, from, len(p))
		}
	}
	end := at + 1
	if lower(end) == "to" || lower(end) == "be" {
		end++
	}
	return j.found(scopeNotImperative, p, from, end)
}
