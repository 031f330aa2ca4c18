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
		for more := true; more && len(rest) > 1 && statusWords[rest[0].text] && rest[1].sep == ' '; {
			more = leadInWords[rest[0].text] || rest[0].text == "not" || rest[0].text == "to"
			rest = rest[1:]
		}
	}
	if onlyReference(rest) {
		return j.part(head) // "Tracking bug: bug 4711"
	}
	switch {
	case leadInWords[head[0].text] && start < len(rest) && verbLed(rest, skipOpeners(rest)):
		return j.whole(rest, depth+1) // "After the upgrade: remove …"
	case start < len(head) && len(head)-start > 2 && baseOf(head[start].text, "ing") != "" && !gerundNouns[head[start].text]:
		return j.part(head)
	case start < len(head) && len(head)-start > 1 && verbLed(head, start):
		v := j.part(head)
		if v.rule == scopeNotSpecific && len(rest) >= 3 && !hasFinite(rest) {
			return scoped{}
		}
		if v.rule == scopeNotSpecific || v.rule == scopeOpenEnded && (improvingVerbs[head.at(start)] || movingVerbs[head.at(start)]) {
			if n := skipOpeners(rest); n < len(rest) && verbLed(rest, n) && j.part(rest).rule == "" {
				return scoped{} // what comes after the label says it
			}
		}
		return v
	case len(head) >= 3 && hasFinite(head):
		return j.part(p)
	case recurringWords[head[start%len(head)].text] || endlessVerbs[head[start%len(head)].text] && len(head) > 1:
		return j.part(head)
	}
	v := j.whole(rest, depth+1)
	if doneWords[head[len(head)-1].text] && (v.rule == scopeNoVerb || v.rule == scopeNotImperative || v.rule == scopeNotAction) {
		return scoped{}
	}
	if v.rule == scopeNoVerb || v.rule == scopeNotAction {
		if questionWords[head[0].text] {
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
		case (w == "todo" || w == "wip" || w == "fixme") && verbLed(p, i+1):
			i++
		case w == "to":
			if next := p.at(i + 1); !isVerb(next) || next == "be" {
				return i
			}
			i = afterPurpose(p, i)
		case openerWords[w]:
			i++
		case strings.HasSuffix(w, "ly") && len(w) > 4 && !isVerb(w) && !recurringWords[w] && !unsureWords[w] && isVerb(p.at(i+1)):
			i++
		case (w == "if" || w == "where" || w == "when" || w == "as") && (p.at(i+1) == "possible" || p.at(i+1) == "needed" || p.at(i+1) == "necessary" || p.at(i+1) == "required"):
			i += 2
		case leadInWords[w]:
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
		if p[k].sep == ',' && (pronounWords[p[k].text] || p[k].text != "and" && verbLed(p, k)) {
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
	if asked && questionWords[p[0].text] && !(endlessVerbs[p[0].text]) {
		return j.found(scopeNotAction, p, 0, len(p))
	}
	i := skipOpeners(p)
	w, next := p.at(i), p.at(i+1)
	switch {
	case (w == "why" || w == "what" || w == "how" || w == "where" || w == "who") && len(p)-i > 1,
		questionWords[w] && pronounWords[next] && w != "when" && w != "which" && w != "any":
		return j.found(scopeNotAction, p, i, len(p))
	case (w == "waiting" || w == "awaiting") && len(p)-i > 1:
		return j.found(scopeNotAction, p, i, len(p))
	case inquiryNouns[w] && w != "research" && w != "spike" && w != "study" && w != "discussion", inquiryNouns[next] && (w == "further" || w == "more" || w == "deeper"):
		return j.found(scopeInvestigate, p, i, i+2)
	case notWork[w] && (w != "thank" || next == "you"), (w == "great" || w == "good" || w == "nice" || w == "well" || w == "big") && (next == "job" || next == "work" || next == "done" || next == "catch" || next == "thanks"):
		return j.found(scopeNotAction, p, i, len(p))
	case w == "see" && (len(p)-i == 1 || next == "above" || next == "below" || next == "also" || next == "ticket" || next == "tickets" || next == "issue" ||
		p.follows(i+1, "the", "ticket") || p.follows(i+1, "the", "issue") || p.follows(i+1, "this", "ticket")):
		return j.found(scopeNotAction, p, i, len(p))
	case (w == "tracked" || w == "filed" || w == "tracking") && (len(p)-i <= 2 || next == "in" || next == "as" || next == "at"):
		return j.found(scopeNotAction, p, i, len(p))
	case unsureWords[w] && next != "have":
		return j.found(scopeConsider, p, i, i+1)
	case recurringWords[w] && (isVerb(next) || w == "always" || w == "never"):
		return j.found(scopeOpenEnded, p, i, i+1)
	case w == "better" && isVerb(next) && articleWords[p.at(i+2)]:
		return j.found(scopeOpenEnded, p, i, i+2)
	case w == "do" && next == "not", w == "not" && (isVerb(next) || next == "to"):
		return j.found(scopeOpenEnded, p, i, i+2)
	}
	if noneWords[w] && (len(p)-i <= 2 || w == "no") && len(p)-i <= 4 && (w != "no" || p[i:].has(needWords)) {
		return scoped{} // it says that there is nothing to do
	}
	if len(p)-i <= 2 && undecidedWords[w] {
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
	noneWords      = wordSet(`none n nothing no`)
	needWords      = wordSet(`action actions item items follow-up follow-ups followup needed required necessary`)
	undecidedWords = wordSet(`tbd tba tbc todo unknown unclear pending undecided`)
	// ticketWords are what is opened for work; "ticket created for …" is told of as done.
	ticketWords = wordSet(`ticket tickets pr prs mr issue issues bug bugs task tasks story stories jira card pull-request case`)
	// heedingVerbs verbs in the past tell what people thought or saw, not what they changed.
	heedingVerbs = wordSet(`learn notice realise realize observe discuss believe expect assume find discover think hope see recommend suggest`)
)

func onlyHeadings(p wordList) bool {
	for _, w := range p {
		if !headingWords[w.text] && w.text != "and" && w.text != "term" {
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
	if w == "" || neverVerbs[w] && !articleWords[next] || pronounWords[w] {
		return false
	}
	adjacent := i+1 < len(p) && p[i+1].sep == ' '
	if w == "separate" && oneThing(p, i+1) {
		return false
	}
	if isVerb(w) || endlessVerbs[w] {
		nouns, both := nounVerbs[w]
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
	if before, after, ok := strings.Cut(w, "-"); ok {
		switch before {
		case "re", "un", "de", "double", "over", "dis", "force", "fast", "hot", "soft", "cross":
			if isVerb(after) {
				return true
			}
		default:
			if isVerb(before) && len(before) > 3 && adjacent && articleWords[next] {
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
	return adjacent && articleWords[next] && onlyLetters(w) && len(w) > 2 && !noVerbBefore[w] && !recurringWords[w] && !unsureWords[w] && !starters[w] &&
		!questionWords[w] && !strings.HasSuffix(w, "ly") && !gerundNouns[w]
}

// oneThing says that the words are a thing in the singular without an article, as after "separate": "separate cluster
// for the build jobs", but "separate the queues", "separate plan and apply".
func oneThing(p wordList, i int) bool {
	if articleWords[p.at(i)] || i >= len(p) {
		return false
	}
	for k := i; k < len(p); k++ {
		switch w := p[k].text; {
		case k > i && (w == "for" || w == "in" || w == "on") && p[k].sep == ' ':
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
		if presentWords[w] || w == "was" || w == "were" || w == "had" || w == "did" || modalWords[w] && w != "need" && w != "needs" || perfectWords[w] {
			return true
		}
	}
	return false
}

func hasFinite(p wordList) bool { _, kind := finite(p, 0); return kind != clauseNone }

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
			if subordinateWords[w] && !(subject && k == from+1) || w == "to" && isVerb(p.at(k+1)) {
				return 0, clauseNone
			}
		}
		switch {
		case (w == "need" || w == "needs") && k > from && !pronounWords[p[k-1].text] && p.at(k+1) != "to" && !articleWords[p.at(k+1)]:
		case modalWords[w], w == "needed" && p.at(k+1) == "to":
			return k, clauseModal
		case unsureWords[w] && w != "may":
			return k, clauseUnsure
		case w == "may" && p.at(k+1) != "":
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
	if !ok || p[k].sep != ' ' || k+1 >= len(p) || p[k+1].sep != ' ' || thingWords[w] || gerundNouns[p[k-1].text] || strings.HasSuffix(p[k-1].text, "ed") {
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
	return !leadInWords[next] && next != "of" && next != "to" && next != "and" && next != "or"
}

// noImperative judges words that do not begin with a verb.
func (j judge) noImperative(p wordList, i int) scoped {
	w, next := p.at(i), p.at(i+1)
	if k := ownerEnd(j.title, p, i); k > 0 {
		if verbLed(p, k) {
			return j.imperative(p, k)
		}
		return scoped{}
	}
	at, kind := finite(p, i)
	if kind != clauseNone {
		return j.clause(p, i, at, kind)
	}
	for k := i; k+2 < len(p) && k < i+8; k++ {
		if p.follows(k, "to", "be") && pastOf(p[k+2].text) { // "retries to be disabled"
			return j.clause(p, i, k, clauseModal)
		}
	}
	if base := baseOf(w, "ing"); base != "" && (!gerundNouns[w] || articleWords[next]) && !nounAfterGerund(p, i) {
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
	if pastOf(w) && (!describingWords[w] || articleWords[next]) && next != "" && next != "of" && !strings.Contains(w, "-") {
		return scoped{} // finished
	}
	if rest := p[i:]; len(rest) >= 3 && pastOf(rest[len(rest)-1].text) && baseOf(rest[len(rest)-1].text, "ed") != "" || len(p)-i == 2 && baseOf(next, "ed") != "" {
		return scoped{} // "Postmortem documented"
	}
	if ticketWords[w] && pastOf(next) {
		return scoped{}
	}
	end := i + 1
	for end < len(p) && end < i+8 && p[end].sep == ' ' && !subordinateWords[p[end].text] {
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

// ownerEnd gives the place of the verb after who will do it: "Alice to add …", "the platform team will add …".
func ownerEnd(title string, p wordList, i int) int {
	if w := p.at(i); w == "the" {
		i++
	} else if pronounWords[w] || articleWords[w] {
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
		if subordinateWords[w] || presentWords[w] || pastWords[w] || perfectWords[w] {
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
		case p[i].text[0] == '@', roleWords[head]:
			return verb
		case thingWords[head] || len(head) < 2:
			return 0
		}
		for n := i; n < k; n++ {
			if c := title[p[n].start]; (c < 'A' || c > 'Z') && p[n].text != "and" {
				return 0
			}
		}
		if k-i == 1 && (isVerb(head) || gerundNouns[head] || strings.HasSuffix(head, "ing") || strings.HasSuffix(head, "tion") ||
			strings.HasSuffix(head, "ment") || strings.HasSuffix(head, "ity") || strings.HasSuffix(head, "s") && thingWords[head[:len(head)-1]]) || k-i > 3 {
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
	if (kind == clauseModal || kind == clauseUnsure) && lower(at+1) == "have" && (lower(at+2) == "been" || pastOf(lower(at+2))) {
		return j.found(scopeNotAction, p, from, len(p)) // hindsight
	}
	switch kind {
	case clauseDone:
		if w := p[at].text; heedingVerbs[baseOf(w, "ed")] || w == "found" || w == "thought" {
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
		if lower(n) == "been" || pastOf(lower(n)) || strings.HasSuffix(p[at].text, "'ve") && !articleWords[lower(n)] {
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
