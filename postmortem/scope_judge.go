package postmortem

import "strings"

// judge tells what is wrong with the scope of one item.
type judge struct{ title string }

// maxLabels is how many labels may stand before what an item says: "Status: Done - Monitoring: add …".
const maxLabels = 4

// judgeScope gives the main reason why an action item of this title is not well scoped; see the order above.
func judgeScope(title string) scoped {
	s := title
	if at := strings.Index(s, " | "); at > 0 {
		s = s[:at]
	}
	if ticked(s) {
		return scoped{}
	}
	j := judge{s}
	p := wordsOf(s)
	if len(p) == 0 {
		s := strings.TrimSpace(s)
		if s == "" || s == "-" || s == "…" {
			return scoped{}
		}
		at := strings.Index(title, s)
		return scoped{rule: scopeNotAction, start: at, end: at + len(s)}
	}
	return j.whole(p, 0)
}

// ticked says that a text begins with a sign for done.
func ticked(s string) bool {
	s = strings.TrimLeft(s, " *-[")
	for _, sign := range []string{"✅", "✔", "☑", "✓", "🗹", "x]", "X]", ":white_check_mark:", ":heavy_check_mark:"} {
		if strings.HasPrefix(s, sign) {
			return true
		}
	}
	return false
}

// found marks the words from one to another, the end not included.
func (j judge) found(rule string, p wordList, from, to int) scoped {
	to = min(max(to, from+1), len(p))
	return scoped{rule: rule, start: p[from].start, end: p[to-1].end}
}

// whole judges a text with its labels.
func (j judge) whole(p wordList, depth int) scoped {
	for len(p) > 1 && onlyDigits(p[0].text) && p[1].sep != ' ' {
		p = p[1:] // "1."
	}
	i := j.label(p)
	if i == 0 || depth >= maxLabels {
		return j.part(p)
	}
	head, rest := p[:i], p[i:]
	start := skipOpeners(head)
	if len(head) == 1 && (head[0].text == "status" || head[0].text == "state") {
		// "Status: Pending add …", "Status: In progress add …"
		for more := true; more && len(rest) > 1 && statuses[rest[0].text] && rest[1].sep == ' '; {
			more = leadIns[rest[0].text] || rest[0].text == "not" || rest[0].text == "to"
			rest = rest[1:]
		}
	}
	if onlyReference(rest) {
		return j.part(head) // "Tracking bug: bug 4711"
	}
	switch {
	case leadIns[head[0].text] && start < len(rest) && verbLed(rest, skipOpeners(rest)):
		return j.whole(rest, depth+1) // "After the upgrade: remove …"
	case start < len(head) && len(head)-start > 2 && baseOf(head[start].text, "ing") != "" && !gerundNouns[head[start].text]:
		return j.part(head)
	case start < len(head) && len(head)-start > 1 && verbLed(head, start):
		v := j.part(head)
		if v.rule == scopeNotSpecific || v.rule == scopeOpenEnded && (improving[head.at(start)] || moving[head.at(start)]) {
			if n := skipOpeners(rest); n < len(rest) && verbLed(rest, n) && j.part(rest).rule == "" {
				return scoped{} // what comes after the label says it
			}
		}
		return v
	case len(head) >= 3 && hasFinite(head):
		return j.part(p)
	case recurring[head[start%len(head)].text] || endless[head[start%len(head)].text] && len(head) > 1:
		return j.part(head)
	}
	v := j.whole(rest, depth+1)
	if doneWords[head[len(head)-1].text] && (v.rule == scopeNoVerb || v.rule == scopeNotImperative || v.rule == scopeNotAction) {
		return scoped{}
	}
	if v.rule == scopeNoVerb || v.rule == scopeNotAction {
		if questions[head[0].text] {
			v.rule = scopeNotAction
		}
	}
	return v
}

// doneWords as a label say that an item is finished, so that its form does not matter any more.
var doneWords = wordSet(`done fixed completed complete resolved closed merged deployed finished implemented`)

// onlyReference says that the words are no more than the number of an issue.
func onlyReference(p wordList) bool {
	if len(p) > 3 {
		return false
	}
	for _, w := range p {
		switch w.text {
		case "bug", "issue", "ticket", "task", "pr", "mr", "link", "see", "jira", "gerrit", "phab", "github":
		default:
			if !onlyDigits(w.text) {
				return false
			}
		}
	}
	return true
}

// label gives how many words a label before the rest has, 0 for no label.
func (j judge) label(p wordList) int {
	lead := strings.TrimLeft(j.title[:p[0].start], " *")
	for i := 1; i < len(p) && i <= 12; i++ {
		switch p[i].sep {
		case ':', '-':
			return i
		case '.', '?', '!', ';':
			return 0
		case '(':
			if i <= 8 && lead != "" && strings.ContainsAny(lead[:1], "([") {
				return i
			}
		}
	}
	return 0
}

// skipOpeners gives the place of the first word that says something.
func skipOpeners(p wordList) int {
	for i := 0; i < len(p); {
		w := p[i].text
		switch {
		case w == "to":
			if !isVerb(p.at(i + 1)) {
				return i
			}
			i = afterPurpose(p, i)
		case openers[w]:
			i++
		case strings.HasSuffix(w, "ly") && len(w) > 4 && !isVerb(w) && !recurring[w] && !unsure[w] && isVerb(p.at(i+1)):
			i++
		case (w == "if" || w == "where" || w == "when" || w == "as") && (p.at(i+1) == "possible" || p.at(i+1) == "needed" || p.at(i+1) == "necessary" || p.at(i+1) == "required"):
			i += 2
		case leadIns[w]:
			k := i + 1
			for k < len(p) && k < i+20 && p[k].sep != ',' && p[k].sep != '.' && p[k].text != "then" {
				k++
			}
			if k >= len(p) || p[k].sep != ',' && p[k].text != "then" {
				return i
			}
			i = k
		default:
			return i
		}
	}
	return 0
}

// afterPurpose gives the place after "to prevent this," where more follows, else that of its verb.
func afterPurpose(p wordList, i int) int {
	for k := i + 2; k < len(p) && k < i+20; k++ {
		if p[k].sep == ',' && (pronouns[p[k].text] || p[k].text != "and" && verbLed(p, k)) {
			return k
		}
	}
	return i + 1
}

// sentence gives the words to the end of the first sentence.
func (j judge) sentence(p wordList) wordList {
	for i := 1; i < len(p); i++ {
		switch p[i].sep {
		case '!', '?', ';':
			return p[:i]
		case '.':
			if first := j.title[p[i].start]; first >= 'A' && first <= 'Z' {
				return p[:i]
			}
		}
	}
	return p
}

// part judges words that have no label.
func (j judge) part(all wordList) scoped {
	p := j.sentence(all)
	asked := strings.HasPrefix(strings.TrimLeft(j.title[p[len(p)-1].end:], " )\""), "?") && !strings.HasPrefix(j.title[p[len(p)-1].end:], "?)")
	if asked && questions[p[0].text] && !(endless[p[0].text]) {
		return j.found(scopeNotAction, p, 0, len(p))
	}
	i := skipOpeners(p)
	w, next := p.at(i), p.at(i+1)
	switch {
	case notWork[w] && (w != "thank" || next == "you"), (w == "great" || w == "good" || w == "nice" || w == "well" || w == "big") && (next == "job" || next == "work" || next == "done" || next == "catch" || next == "thanks"):
		return j.found(scopeNotAction, p, i, len(p))
	case w == "see" && (len(p)-i == 1 || next == "above" || next == "below" || next == "also" || next == "ticket" || next == "tickets" || next == "issue" ||
		p.follows(i+1, "the", "ticket") || p.follows(i+1, "the", "issue") || p.follows(i+1, "this", "ticket")):
		return j.found(scopeNotAction, p, i, len(p))
	case (w == "tracked" || w == "filed" || w == "tracking") && (len(p)-i <= 2 || next == "in" || next == "as" || next == "at"):
		return j.found(scopeNotAction, p, i, len(p))
	case unsure[w] && w != "can":
		return j.found(scopeConsider, p, i, i+1)
	case recurring[w] && (isVerb(next) || w == "always" || w == "never"):
		return j.found(scopeOpenEnded, p, i, i+1)
	case w == "better" && isVerb(next) && determiners[p.at(i+2)]:
		return j.found(scopeOpenEnded, p, i, i+2)
	case w == "do" && next == "not", w == "not" && (isVerb(next) || next == "to"):
		return j.found(scopeOpenEnded, p, i, i+2)
	}
	if none[w] && (len(p)-i <= 2 || w == "no") && len(p)-i <= 4 && (w != "no" || p[i:].has(needWords)) {
		return scoped{} // it says that there is nothing to do
	}
	if len(p)-i <= 2 && undecided[w] {
		return j.found(scopeNotAction, p, i, len(p))
	}
	if len(p)-i <= 3 && onlyHeadings(p[i:]) {
		return j.found(scopeNotAction, p, i, len(p))
	}
	if verbLed(p, i) {
		v := j.imperative(p, i)
		if v.rule == "" && asked {
			return j.found(scopeConsider, p, i, len(p))
		}
		if v.rule == "" {
			return j.tooBig(all, i)
		}
		return v
	}
	return j.noImperative(p, i)
}

var (
	none      = wordSet(`none n nothing no`)
	needWords = wordSet(`action actions item items follow-up follow-ups followup needed required necessary`)
	undecided = wordSet(`tbd tba tbc todo unknown unclear pending undecided`)
	// tickets are what is opened for work; "ticket created for …" is told of as done.
	tickets = wordSet(`ticket tickets pr prs mr issue issues bug bugs task tasks story stories jira card pull-request case`)
	// heeding verbs in the past tell what people thought or saw, not what they changed.
	heeding = wordSet(`learn notice realise realize observe discuss believe expect assume find discover think hope see recommend suggest`)
)

func onlyHeadings(p wordList) bool {
	for _, w := range p {
		if !headings[w.text] && w.text != "and" && w.text != "term" {
			return false
		}
	}
	return true
}

// noVerbBefore come before a determiner without being verbs.
var noVerbBefore = wordSet(`both not half using without with like despite although though because than as at of in on for to by from into
	over under about after before during until while where when if whether how why what which who and or but nor plus per via
	only even such quite is are was were be been being has have had no none here same unlike except`)

// ambiguousEndings are words in -ise and -ify that are no verbs.
var ambiguousEndings = wordSet(`enterprise otherwise expertise exercise likewise precise premise franchise promise concise size noise
	prize oversize resize wise rise sunrise`)

// verbLed says that the words from a place on begin with a verb that asks for work.
func verbLed(p wordList, i int) bool {
	w, next := p.at(i), p.at(i+1)
	if w == "" || neverVerbs[w] && !determiners[next] || pronouns[w] {
		return false
	}
	adjacent := i+1 < len(p) && p[i+1].sep == ' '
	if isVerb(w) || w == "don't" || w == "dont" {
		nouns, both := nounVerbs[w]
		if both && adjacent && nouns[next] && (!determiners[p.at(i+2)] || leadIns[next] || next == "of" || next == "to") {
			return false
		}
		if both && nounSubject(p, i) {
			return false
		}
		return true
	}
	if baseOf(w, "ing") != "" || pastOf(w) || modals[w] || are[w] || were[w] || haves[w] {
		return false
	}
	if before, after, ok := strings.Cut(w, "-"); ok {
		switch before {
		case "re", "un", "de", "double", "over", "dis", "force", "fast", "hot", "soft", "cross":
			if isVerb(after) {
				return true
			}
		default:
			if isVerb(before) && len(before) > 3 && adjacent && determiners[next] {
				return true
			}
		}
	}
	for _, prefix := range []string{"re", "un", "de", "over", "pre"} {
		if rest, ok := strings.CutPrefix(w, prefix); ok && len(rest) >= 4 && isVerb(rest) {
			return true
		}
	}
	if len(w) >= 6 && (strings.HasSuffix(w, "ise") || strings.HasSuffix(w, "ize") || strings.HasSuffix(w, "ify")) && !ambiguousEndings[w] {
		return true
	}
	return adjacent && determiners[next] && onlyLetters(w) && len(w) > 2 && !noVerbBefore[w] && !recurring[w] && !unsure[w] && !starters[w] &&
		!questions[w] && !strings.HasSuffix(w, "ly") && !gerundNouns[w]
}

// nounSubject says that a word that is verb and noun is the subject of a sentence: "Test coverage was low".
func nounSubject(p wordList, i int) bool {
	for k := i + 1; k < len(p) && k <= i+4; k++ {
		w := p[k].text
		if p[k].sep != ' ' || subordinators[w] || determiners[w] {
			return false
		}
		if are[w] || w == "was" || w == "were" || w == "had" || w == "did" || modals[w] && w != "need" && w != "needs" || haves[w] {
			return true
		}
	}
	return false
}

func hasFinite(p wordList) bool { _, kind := finite(p, 0); return kind != clauseNone }

// auxiliary words are finite wherever they stand.
var auxiliary = wordSet(`was were wasn't weren't had hadn't did didn't couldn't`)

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
	subject := pronouns[p.at(from)]
	switch p.at(from) {
	case "this", "that", "these", "those":
		subject = false // or a determiner
	}
	if w := p.at(from); subject {
		switch {
		case strings.HasSuffix(w, "'ll") || strings.HasSuffix(w, "'d") || strings.HasSuffix(w, "'re"):
			return from, clauseModal
		case strings.HasSuffix(w, "'ve") || strings.HasSuffix(w, "'m"):
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
			if subordinators[w] && !(subject && k == from+1) || w == "to" && isVerb(p.at(k+1)) {
				return 0, clauseNone
			}
		}
		switch {
		case (w == "need" || w == "needs") && k > from && !pronouns[p[k-1].text] && p.at(k+1) != "to" && !determiners[p.at(k+1)]:
		case modals[w], w == "needed" && p.at(k+1) == "to":
			return k, clauseModal
		case unsure[w] && w != "may":
			return k, clauseUnsure
		case w == "may" && p.at(k+1) != "":
			return k, clauseUnsure
		case are[w] && (w != "do" || subject):
			return k, clauseState
		case were[w] && k > from && (auxiliary[w] || k == len(p)-1 || p[k+1].sep != ' ' || determiners[p.at(k+1)] || leadIns[p.at(k+1)] || p.at(k+1) == "to" || p.at(k+1) == "over" || p.at(k+1) == "out" || p.at(k+1) == "down"):
			return k, clausePast
		case haves[w] && (w != "have" || k > from):
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
		if !subject && (k == from+1 && !determiners[p[from].text] || k == from+2 && determiners[p[from].text]) && thirdPerson(p, k) {
			return k, clauseState
		}
	}
	return 0, clauseNone
}

// thirdPerson says that a word after a one-word subject is a verb in the third person: "etcd detects data corruption".
func thirdPerson(p wordList, k int) bool {
	w := p[k].text
	base, ok := strings.CutSuffix(w, "s")
	if !ok || p[k].sep != ' ' || k+1 >= len(p) || p[k+1].sep != ' ' || things[w] || gerundNouns[p[k-1].text] || strings.HasSuffix(p[k-1].text, "ed") {
		return false
	}
	if stem, ok := strings.CutSuffix(base, "e"); ok && !isVerb(base) {
		base = stem
	}
	_, noun := nounVerbs[base]
	if noun || !plainVerbs[base] && base != "detect" && base != "recover" && base != "validate" && base != "check" && base != "verify" {
		return false
	}
	next := p[k+1].text
	return !leadIns[next] && next != "of" && next != "to" && next != "and" && next != "or"
}

// noImperative judges words that do not begin with a verb.
func (j judge) noImperative(p wordList, i int) scoped {
	w, next := p.at(i), p.at(i+1)
	if k := owner(j.title, p, i); k > 0 {
		if verbLed(p, k) {
			return j.imperative(p, k)
		}
		return scoped{}
	}
	at, kind := finite(p, i)
	if kind != clauseNone {
		return j.clause(p, i, at, kind)
	}
	if base := baseOf(w, "ing"); base != "" && (!gerundNouns[w] || determiners[next]) && !nounAfterGerund(p, i) {
		q := make(wordList, len(p)-i)
		copy(q, p[i:])
		q[0].text = base
		if v := j.imperative(q, 0); v.rule != "" {
			return v
		}
		v := j.found(scopeNotImperative, p, i, i+1)
		v.detail, v.note = base, true
		return v
	}
	if pastOf(w) && (!describing[w] || determiners[next]) && next != "" && !strings.Contains(w, "-") {
		return scoped{} // finished
	}
	if rest := p[i:]; len(rest) >= 3 && pastOf(rest[len(rest)-1].text) && baseOf(rest[len(rest)-1].text, "ed") != "" || len(p)-i == 2 && baseOf(next, "ed") != "" {
		return scoped{} // "Postmortem documented"
	}
	if tickets[w] && pastOf(next) {
		return scoped{}
	}
	end := i + 1
	for end < len(p) && end < i+8 && p[end].sep == ' ' && !subordinators[p[end].text] {
		end++
	}
	return j.found(scopeNoVerb, p, i, end)
}

// nounAfterGerund says that a form in -ing only describes a thing: "tracking bug for the outage".
func nounAfterGerund(p wordList, i int) bool {
	switch p.at(i + 1) {
	case "for", "of", "on", "around", "in":
		return i+2 < len(p) && p.at(i) != "looking" && p.at(i) != "moving" && p.at(i) != "working" && p.at(i) != "turning" && p.at(i) != "switching"
	case "bug", "issue", "ticket", "system", "process", "plan", "tool", "page", "period", "strategy", "guide":
		return true
	case "":
		return true
	}
	return false
}

// owner gives the place of the verb after who will do it: "Alice to add …", "the platform team will add …".
func owner(title string, p wordList, i int) int {
	if w := p.at(i); w == "the" {
		i++
	} else if pronouns[w] || determiners[w] {
		return 0
	}
	for k := i + 1; k < len(p) && k <= i+5; k++ {
		if s := p[k].sep; s != ' ' && s != '/' && s != ',' {
			if s == '(' && p[i].text[0] == '@' {
				continue
			}
			return 0
		}
		w := p[k].text
		if subordinators[w] || are[w] || were[w] || haves[w] {
			return 0
		}
		if w != "to" && w != "will" {
			continue
		}
		verb := k + 1
		for strings.HasSuffix(p.at(verb), "ly") || p.at(verb) == "also" || p.at(verb) == "then" {
			verb++
		}
		if !isVerb(p.at(verb)) || p.at(verb) == "be" {
			return 0
		}
		head := p[k-1].text
		switch {
		case p[i].text[0] == '@', roles[head]:
			return verb
		case things[head] || len(head) < 2:
			return 0
		}
		for n := i; n < k; n++ {
			if c := title[p[n].start]; (c < 'A' || c > 'Z') && p[n].text != "and" {
				return 0
			}
		}
		if k-i == 1 && (isVerb(head) || gerundNouns[head] || strings.HasSuffix(head, "ing") || strings.HasSuffix(head, "tion") ||
			strings.HasSuffix(head, "ment") || strings.HasSuffix(head, "ity") || strings.HasSuffix(head, "s") && things[head[:len(head)-1]]) || k-i > 3 {
			return 0
		}
		return verb
	}
	return 0
}

// clause judges a sentence with a subject.
func (j judge) clause(p wordList, from, at int, kind clause) scoped {
	if p[at].text == "would" && (p.at(from) == "it" || p.at(from) == "it'd") {
		return j.found(scopeConsider, p, from, at+1)
	}
	lower := func(k int) string { return p.at(k) }
	switch kind {
	case clauseDone:
		if w := p[at].text; heeding[baseOf(w, "ed")] || w == "found" || w == "thought" {
			return j.found(scopeNotAction, p, from, len(p))
		}
		return scoped{}
	case clausePast:
		n := at + 1
		for strings.HasSuffix(lower(n), "ly") || lower(n) == "also" || lower(n) == "already" || lower(n) == "then" || lower(n) == "been" {
			n++
		}
		if (p[at].text == "was" || p[at].text == "were") && pastOf(lower(n)) {
			return scoped{}
		}
		return j.found(scopeNotAction, p, from, len(p))
	case clausePerfect:
		n := at + 1
		for strings.HasSuffix(lower(n), "ly") || lower(n) == "also" || lower(n) == "already" || lower(n) == "now" || lower(n) == "for" || lower(n) == "since" {
			n++
		}
		if lower(n) == "been" || pastOf(lower(n)) || strings.HasSuffix(p[at].text, "'ve") && !determiners[lower(n)] {
			return scoped{}
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
		if (first == "there" || first == "it's" || first == "that's") && lower(at+1) != "to" || after == "missing" || after == "lacking" || after == "no" || after == "unclear" {
			return j.found(scopeNotAction, p, from, len(p))
		}
	}
	end := at + 1
	if lower(end) == "to" || lower(end) == "be" {
		end++
	}
	return j.found(scopeNotImperative, p, from, end)
}
