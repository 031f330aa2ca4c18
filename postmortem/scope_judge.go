package postmortem

import (
	"cmp"
	"strings"
)

// judge tells what is wrong with the scope of one item.
type judge struct{ title string }

// judgeScope gives the main reason why an action item of this title is not well scoped, or none.
func judgeScope(title string) scoped {
	at := itemStart(title)
	title = withoutTail(title[at:])
	s, _, _ := strings.Cut(title, " | ")
	if m := initials.FindStringSubmatchIndex(s); m != nil && isVerb(strings.ToLower(s[m[4]:m[5]])) && !isVerb(strings.ToLower(s[m[2]:m[3]])) {
		if v := (judge{s[m[4]:]}).all(); v.rule != scopeNoVerb && v.rule != scopeNotImperative {
			return v.after(at + m[4])
		}
	}
	return judge{s}.all().after(at)
}

// all judges the whole text.
func (j judge) all() scoped {
	if ticked(j.title) {
		return scoped{}
	}
	p := wordsOf(j.title)
	if len(p) > 0 {
		return j.whole(p, 0)
	}
	s := strings.TrimSpace(j.title)
	if s == "" || s == "-" || s == "…" {
		return scoped{}
	}
	at := strings.Index(j.title, s)
	return scoped{rule: scopeNotAction, start: at, end: at + len(s)}
}

// after is the same, found in a text behind so many bytes.
func (v scoped) after(bytes int) scoped {
	if v.rule != "" {
		v.start, v.end = v.start+bytes, v.end+bytes
	}
	return v
}

// fine says that nothing is wrong with the scope of the words, or no more than that they are several actions.
func (j judge) fine(p wordList) bool {
	rule := j.part(p).rule
	return rule == "" || rule == scopeTooBig
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
	case ticketRaised(head, start):
		return scoped{} // "Advice received - ticket raised to compare options: [notices of retirement - to chat]"
	case leadInWords[head[0].text] && verbLed(rest, skipOpeners(rest)):
		return j.whole(rest, depth+1) // "After the upgrade: remove …"
	case len(head)-start > 2 && baseOf(head[start].text, "ing") != "" && !gerundNouns[head[start].text]:
		return j.part(head)
	case len(head)-start > 1 && verbLed(head, start):
		v := j.part(head)
		if v.rule == scopeNotSpecific && len(rest) >= 3 {
			if verbLed(rest, 0) {
				return j.whole(rest, depth+1) // "Update the docs: add a page on restores"
			}
			if !hasFinite(rest) {
				return scoped{}
			}
		}
		if v.rule == "" && endlessVerbs[rest[0].text] && isVerb(rest[0].text) {
			return j.whole(rest, depth+1) // "Update the rules: keep the servers up to date"
		}
		if (v.rule == scopeNotSpecific || v.rule == scopeOpenEnded) && weDid(rest) {
			return scoped{} // "Set up alerting: we have added a check on …"
		}
		if v.rule == scopeNotSpecific || v.rule == scopeOpenEnded && (improvingVerbs[head.at(start)] || movingVerbs[head.at(start)]) {
			if j.saysWhat(rest) {
				return scoped{} // what comes after the label says it
			}
		}
		return v
	case len(head) >= 3 && hasFinite(head):
		return j.part(p)
	case len(head) == 1 && considerVerbs[head[0].text]:
		return j.found(scopeConsider, p, 0, 1)
	case len(head) == 1 && investigateVerbs[head[0].text] && questionWords[rest[0].text]:
		return j.found(scopeInvestigate, p, 0, 1) // "Investigate: does it restart by itself?"
	case periodicWords[head[0].text] && len(head) > 1:
		return j.found(scopeOpenEnded, p, 0, len(head))
	case recurringWords[head[start].text] || endlessVerbs[head[start].text] && len(head) > 1:
		return j.part(head)
	}
	v := j.whole(rest, depth+1)
	if doneWords[head[len(head)-1].text] && (v.rule == scopeNoVerb || v.rule == scopeNotImperative || v.rule == scopeNotAction) {
		return scoped{}
	}
	if (v.rule == scopeNoVerb || v.rule == scopeNotAction) && len(head) > 2 && pastOf(head[start].text) {
		return j.part(head) // "Made a new wallet: 4f0a…"
	}
	if v.rule == scopeNoVerb || v.rule == scopeNotAction {
		if questionWords[head[0].text] {
			v.rule = scopeNotAction
		}
	}
	return v
}

// saysWhat says that the words ask for something of which nothing is wrong. "Right now …" tells how it is.
func (j judge) saysWhat(rest wordList) bool {
	n := skipOpeners(rest)
	return verbLed(rest, n) && !rest.follows(n, "right", "now") && j.fine(rest)
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

// maxLead is how many words a title before an item has at most.
const maxLead = 6

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
	case fromNowOn(p) > 0:
		return j.found(scopeOpenEnded, p, 0, fromNowOn(p))
	case (w == "why" || w == "what" || w == "how" || w == "where" || w == "who") && len(p)-i > 1,
		questionWords[w] && pronounWords[next] && w != "when" && w != "which" && w != "any":
		return j.found(scopeNotAction, p, i, len(p))
	case (w == "waiting" || w == "awaiting") && len(p)-i > 1, p.at(0) == "if" && p.at(2) == "had", p.at(0) == "had" && pronounWords[p.at(1)]:
		return j.found(scopeNotAction, p, i, len(p))
	case inquiryNouns[w] && w != "research" && w != "spike" && w != "study" && w != "discussion", inquiryNouns[next] && (w == "further" || w == "more" || w == "deeper"):
		return j.found(scopeInvestigate, p, i, i+2)
	case notWork[w] && (w != "thank" || next == "you"), (w == "great" || w == "good" || w == "nice" || w == "well" || w == "big") && (next == "job" || next == "work" || next == "done" || next == "catch" || next == "thanks"):
		return j.found(scopeNotAction, p, i, len(p))
	case w == "see" && (len(p)-i == 1 || next == "above" || next == "below" || next == "also" || next == "ticket" || next == "tickets" || next == "issue" || next == "pr" || next == "mr" ||
		(p[i:].has(placeWords) && len(p)-i < 8) || p[i:].has(detailWords) || p.follows(i+1, "the", "ticket") || p.follows(i+1, "the", "issue") || p.follows(i+1, "this", "ticket")):
		return j.found(scopeNotAction, p, i, len(p))
	case (w == "tracked" || w == "filed" || w == "tracking") && (len(p)-i <= 2 || next == "in" || next == "as" || next == "at"):
		return j.found(scopeNotAction, p, i, len(p))
	case unsureWords[w] && next != "have":
		return j.found(scopeConsider, p, i, i+1)
	case ruleForCode(p[i:]) > 0:
		return j.imperative(p, i+ruleForCode(p[i:])) // "Never retry a payment that the bank declined"
	case recurringWords[w] && (isVerb(next) || w == "always" || w == "never"):
		return j.found(scopeOpenEnded, p, i, i+1)
	case w == "better" && isVerb(next) && (articleWords[p.at(i+2)] || nounVerbs[next] == nil && p.at(i+2) != ""):
		return j.found(scopeOpenEnded, p, i, i+2)
	case w == "more" && strings.HasSuffix(next, "ly") && isVerb(p.at(i+2)):
		return j.found(scopeOpenEnded, p, i, i+3)
	case w == "do" && next == "not" && !permittingVerbs[p.at(i+2)], w == "not" && (isVerb(next) || next == "to"):
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
		if rest := all[len(p):]; (v.rule == scopeOpenEnded || v.rule == scopeNotSpecific) && len(p) <= maxLead && len(rest) > len(p) {
			if j.saysWhat(rest) {
				return scoped{} // a title, and then what is to be done
			}
		}
		if rest := all[len(p):]; v.rule == scopeInvestigate && len(rest) > 3 && plainVerbs[rest[0].text] && !onlyIfNeeded(rest) && j.fine(rest) {
			return scoped{} // "Find out why it hangs. Fix the probe so that it notices."
		}
		if v.rule == "" && asked {
			v = j.found(scopeConsider, p, i, len(p))
			v.note = true // it says what to do, and doubts it
			return v
		}
		if v.rule == "" {
			return j.tooBig(all, i)
		}
		return v
	}
	v := j.noImperative(all, p, i)
	if v.rule == scopeNotAction && promisedLater(all[len(p):]) {
		v.rule = scopeNotImperative // the story before what is promised
	}
	if rest := all[len(p):]; len(all) > 0 && all[0].sep == ':' && len(rest) > 3 && plainVerbs[rest[0].text] && j.fine(rest) {
		return scoped{} // "Draining: the hosts went at once. Configure a delay of …"
	}
	return v
}

// noImperative judges words that do not begin with a verb.
func (j judge) noImperative(all, p wordList, i int) scoped {
	w, next := p.at(i), p.at(i+1)
	if k := ownerEnd(j.title, p, i); k > 0 {
		if verbLed(p, k) {
			return j.imperative(p, k)
		}
		return scoped{}
	}
	if k := twoDecide(j.title, p, i); k > 0 {
		return j.imperative(p, k)
	}
	for k := i + 1; k+2 < len(p) && k < i+6; k++ {
		if p.follows(k, "to", "be") && heedfulWords[p[k+2].text] {
			return j.found(scopeOpenEnded, p, i, k+3) // "Operators to be more careful"
		}
	}
	gerund := baseOf(w, "ing") != "" && (!gerundNouns[w] || articleWords[next]) && !nounAfterGerund(p, i)
	at, kind := finite(p, i)
	if kind != clauseNone && !(gerund && (kind == clausePast || kind == clausePerfect || kind == clauseDone)) {
		return j.clause(p, i, at, kind)
	}
	for k := i; k+2 < len(p) && k < i+8 && !gerund; k++ {
		if p.follows(k, "to", "be") && pastOf(p[k+2].text) { // "retries to be disabled"
			return j.clause(p, i, k, clauseModal)
		}
	}
	if gerund {
		base := baseOf(w, "ing")
		q := make(wordList, len(p)-i)
		copy(q, p[i:])
		q[0].text = base
		if v := j.imperative(q, 0); v.rule != "" {
			return v
		}
		if k := promises(p, i); k > 0 {
			return j.found(scopeNotImperative, p, i, k+1) // "Moving the job to the night would prevent this"
		}
		v := j.found(scopeNotImperative, p, i, i+1)
		v.detail, v.note = `Write "`+capitalised(base)+`" in place of "`+j.title[p[i].start:p[i].end]+`". `, true
		return v
	}
	if pastOf(w) && (!describingWords[w] || articleWords[next] || andPast(p, i) || next == "and" && pastOf(p.at(i+2))) && next != "" && next != "of" && (!strings.Contains(w, "-") || articleWords[next] || strings.HasPrefix(w, "re-")) {
		return scoped{} // finished
	}
	if ticketRaised(p, i) {
		return scoped{}
	}
	if k := toldOf(p, i); k > 0 {
		return j.found(scopeNotImperative, p, i, k+1)
	}
	if k := promises(p, i); k > 0 {
		return j.found(scopeNotImperative, p, i, k+1)
	}
	if len(all) > len(p) && len(p)-i > 7 && states(p, i) {
		return j.found(scopeNotAction, p, i, len(p)) // a story
	}
	if k := cmp.Or(statesNow(p, i), saysWe(p, i)); k > 0 {
		return j.found(scopeNotImperative, p, i, k+1)
	}
	end := i + 1
	for end < len(p) && end < i+8 && p[end].sep == ' ' && !subordinateWords[p[end].text] {
		end++
	}
	return j.found(scopeNoVerb, p, i, end)
}

// heedfulWords say how people are to be from now on.
var heedfulWords = wordSet(`more less extra very aware careful vigilant mindful alert cautious attentive diligent stricter better`)

// detailWords are what a reference leads to.
var detailWords = wordSet(`details`)

// placeWords say where in the document something stands.
var placeWords = wordSet(`above below`)

// codeVerbs are what programs do, so that "never" and "no longer" before them ask for a change that can be finished.
var codeVerbs = wordSet(`retry cache log store index accept return throw swallow serve redirect requeue prefetch preload evict expire parse render emit reuse buffer resend overwrite`)

// ruleForCode gives the place of the verb of a rule for a program: "never retry a payment that …"; 0 where it is none, or says of what in less than three words.
func ruleForCode(q wordList) int {
	k := 0
	switch {
	case q.at(0) == "never", q.at(0) == "don't", q.at(0) == "dont":
		k = 1
	case q.at(0) == "do" && q.at(1) == "not", q.at(0) == "no" && q.at(1) == "longer":
		k = 2
	}
	if next := q.at(k + 1); k == 0 || !codeVerbs[q.at(k)] || len(q) < k+3 || next == "in" || next == "out" {
		return 0
	}
	return k
}

// permittingVerbs after "do not" ask for a setting: "do not allow the agent to restart the proxy".
var permittingVerbs = wordSet(`allow permit let`)

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
