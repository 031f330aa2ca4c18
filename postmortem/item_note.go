package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

// documentPart is what a document on an incident has, or it itself.
const documentPart = `(?:incident|sections?|timeline|summary|impact|(?:root\s+)?causes?|(?:incident\s+)?title|(?:(?:after-action|incident)\s+)?report|post-?mortem|document|write-?up|template|(?:action(?:able)?\s+)?items?|actions)`

var (
	// noted is what a note among the items begins with: it thanks, informs or points somewhere.
	noted = regexp.MustCompile(`(?i)^\W*(?:(?:many\s+|special\s+|big\s+)?thanks\b|thank\s+you\b|kudos\b|shout-?outs?\b|congrat(?:s|ulations)?\b|fyi(?:\s*[:,–—-]|\s+(?:the|this|that|these|it|we|there|all|our)\b|\W*$)|see\s+(?:also\b|(?:above|below|(?:row|item)\s+#?\w+)(?:\s+(?:for|in|of|and|or)\b|[\s.)]*$))|(?:for\s+)?examples?\s*:|nota\s+bene\b|n\.?b\.?\s*:|note\s*:|related(?:\s+[a-z]+)?\s*:|decision\s*:)\W*`)
	// settled tells what was talked about and left.
	settled = regexp.MustCompile(`(?i)^\W*we\s+(?:decided\s+(?:against|not\s+to)|discussed|considered)\b`)
	// instanced is one of many, as a template has it.
	instanced = regexp.MustCompile(`(?i)^\W*e\.g\.`)
	// pointed is a label of a place and the place: "Dashboard: https://…".
	pointed = regexp.MustCompile(`^\W*(\p{L}[\p{L} -]{1,30}):\W{0,3}(?:https?://\S+|#[a-z][\w-]*|@[\w.-]+)\W*$`)
	// nothingToDo says that no work is to be done.
	nothingToDo = regexp.MustCompile(`(?i)^\W*(?:nothing(?:\s+(?:else|further|more))?(?:\s+(?:to\s+do|needed|required|planned|identified|yet|so\s+far|at\s+this|for)\b.*)?|none(?:\s+(?:needed|required|planned|identified|known|yet|so\s+far|at\s+this|for)\b.*)?|` +
		`no\s+(?:(?:further|other|new|additional|immediate|specific)\s+)*(?:actions?(?:\s+items?)?|follow[- ]?ups?(?:\s+(?:actions?|items?))?)(?:\s+(?:(?:is|are|was|were)\s+)?(?:needed|necessary|required|planned|identified|taken|yet|at\s+this|for)\b.*)?)\W*$`)
	// questioning is how a question begins that waits for a decision or an answer; one in quotation marks is what somebody reads.
	questioning = regexp.MustCompile(`(?i)^[^\w"'“‘„«]*(?:(?:and|or|but|so|also)\s+)?(?:(?:should|shall|does|did|can|could|would|will|is|are|was|were|has|had|must|may|why|what|who|whose|whom|how|where|when|which)(?:n['’]t)?|(?:do|have)(?:n['’]t)?\s+(?:we|you|they|i|the|our|all|any|these|those|other))\s`)
	// questionLabel is what a question is called, consequence what comes of its answer.
	questionLabel = regexp.MustCompile(`(?i)^\W*(?:(?:open\s+)?question|q)\s*\d*\s*[:.)]\s*`)
	consequence   = regexp.MustCompile(`(?i)^\W*(?:then|if\s+(?:so|not|yes|no))\b`)
	// requested is a question that asks somebody for work, or proposes some: "Could Ana add a limit?"
	requested = regexp.MustCompile(`^\W*(?:(?i:can|could)\s+we|(?i:can|could|would|will)\s+(?:you|somebody|someone|(?:the\s+)?(?:[\w-]+\s+)?team|@\S+|\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)?))\s+(?:(?:please|also|perhaps|maybe)\s+)*(\S.*)`)
	// answer is how a question is answered that asks for no work.
	answer = regexp.MustCompile(`(?i)^\W*(?:(?:no|yes|not|none|never|nobody|nothing|unknown|unclear|open|maybe|perhaps|probably|tb[acd]|n/a)\b.*)?$`)
	// upshot divides a remark from what comes of it: "It was cold: call the maker".
	upshot = regexp.MustCompile(`[.;:]\s+|\s[–—-]+\s+|,\s+so\s+`)
	// questions is a heading, or a line over a list, of what nobody can answer yet; tidings is one of what is only told.
	questions = regexp.MustCompile(`(?i)^\W*(?:(?:open|remaining|outstanding|unanswered|unresolved|other|further|still|left|our|the|some|\d+)\s+)*(?:questions?|unknowns)\b(?:[^.!?]{0,40}:|\s+(?:for|to)\s[^.!?:]{1,40})?\W*$|^\W*what\s+(?:we\s+(?:still\s+)?do(?:\s+not|n['’]t)\s+know|is\s+(?:still\s+)?(?:unknown|unclear))(?:\s+yet)?\W*$`)
	tidings   = regexp.MustCompile(`(?i)^\W*(?:for\s+)?(?:info(?:rmation)?|background|context|fyi|facts|remarks|(?:(?:accepted|known|remaining|residual)\s+)?risks|assumptions|dependencies|attendees|participants)\W*$`)
	// above speaks of what stands above it.
	above = regexp.MustCompile(`^(?:(?:This|That|It)|One of (?:the|these|those)\s(?:[\w-]+\s){1,8}?)\s?(?:was|were|had|did)(?:n['’]t)?\s`)
	// agreement is how a decision is written down: "It was agreed to add a limit".
	agreement = regexp.MustCompile(`^It was (?:agreed|decided|recommended|suggested|planned|proposed|requested) (?:that|to)\s+(\w+)`)
	// writtenUp tells how far the document is, or the incident with it: "Sections above are filled in".
	writtenUp = regexp.MustCompile(`(?i)^\W*(?:(?:all|the|this|our|every|each)\s+)*` + documentPart + `(?:\s+and\s+(?:the\s+)?` + documentPart + `)?\s+(?:(?:above|below|here)\s+)?(?:is|are|was|were|has|have)\s`)
	// summed is the title of a row that only adds up the others.
	summed = regexp.MustCompile(`(?i)^\W*(?:sub-?|grand\s+)?(?:totals?|sum)\W*$`)
)

// clauseBreak is what may divide two clauses, with the words that join the second: "None yet; but …".
var clauseBreak = regexp.MustCompile(`(?i)(?:[.;,]|\s[–—-]+)\s+(?:(?:and|but|so|however|instead|though|still|only)\b,?\s+)*`)

// pastNothing gives a text without the clause at its beginning that says there is nothing to be done, where the next asks for
// work: "None yet; Ana will add a limit".
func (f *finder) pastNothing(text Text) Text {
	plain := text.Plain
	if start := strings.TrimLeft(plain, "*_( "); start == "" || start[0]|0x20 != 'n' { // a cheap look for "no", "none" and "nothing"
		return text
	}
	for _, m := range clauseBreak.FindAllStringIndex(plain, 4) {
		if head := plain[:m[0]]; !nothingToDo.MatchString(head) && (firstWord(head) != "no" || !nothingAsked.MatchString(head)) {
			continue
		}
		rest := firstSentence(plain[m[1]:])
		if f.pledgeOf(rest) >= pledgeOurs || imperative(rest) && words(rest) > 2 && !pledgesLittle[firstWord(rest)] && !aside(rest) && !isNote(rest) {
			return text.Slice(m[1], len(plain))
		}
	}
	return text
}

// saysNothing says that there is nothing to be done, in so many words behind a number or a class ("AP3: dropped", "Detect: n/a").
func saysNothing(s string) bool {
	s = itemNumber.ReplaceAllString(s, "")
	if empty(s) || nothingToDo.MatchString(s) || progressOf[strings.ToLower(strings.Trim(s, " ."))] != progressUnknown {
		return true
	}
	label, value, ok := strings.Cut(s, ":")
	return ok && strings.TrimSpace(value) != "" && words(label) <= 3 && (classWords[firstWord(label)] || !imperative(label)) && (empty(value) || nothingToDo.MatchString(value))
}

// placeVerbs are verbs that are labels of places.
var placeVerbs = wordSet("link contact")

// isNote says that what stands among the items is none: a note, or the sum of a table.
func isNote(s string) bool {
	if summed.MatchString(s) || instanced.MatchString(s) {
		return true
	}
	if m := pointed.FindStringSubmatch(s); m != nil {
		return !imperative(m[1]) || placeVerbs[firstWord(m[1])]
	}
	if settled.MatchString(s) {
		return !modal.MatchString(s) && !comesTo(s)
	}
	m := noted.FindString(s)
	return m != "" && !slices.ContainsFunc(strings.FieldsFunc(s[len(m):], endsClause), imperative)
}

// comesTo says that something stands behind a remark that tells nothing more, and may be what comes of it.
func comesTo(s string) bool {
	return slices.ContainsFunc(upshot.Split(s, -1)[1:], func(s string) bool { return s != "" && !tells(s) && !saysNothing(s) })
}

// isQuestion says that a text is a question, and that what stands behind it asks for no work.
func isQuestion(s string) bool {
	label := questionLabel.FindString(s)
	question, rest, ok := strings.Cut(s[len(label):], "?")
	if !ok || label == "" && !questioning.MatchString(question) {
		return false
	}
	return !asks(strings.TrimSpace(rest)) && !consequence.MatchString(rest)
}

// takenUp says that a question asks somebody for work, or that what stands behind it is no answer: "Should it be red? Ana decides".
func takenUp(s string) bool {
	if questionLabel.MatchString(s) {
		return false
	}
	question, rest, _ := strings.Cut(s, "?")
	if m := requested.FindStringSubmatch(question); m != nil && imperative(m[1]) && !hindsight.MatchString("could "+m[1]) {
		return true
	}
	return !answer.MatchString(rest) && !strings.HasSuffix(rest, "?") && !tells(rest)
}

// tells says that a sentence tells how something is or was.
func tells(s string) bool {
	_, kind := finite(wordsOf(s), 0)
	return kind == clauseState || kind == clausePast || kind == clausePerfect || kind == clauseDone
}

// idle says that what stands among items is a note or a question, and that nobody is asked for work.
func idle(s string) bool { return isQuestion(s) && !takenUp(s) || isNote(s) }

// tellsOnly says that a heading or a line names what is only asked or told.
func tellsOnly(line string) bool { return questions.MatchString(line) || tidings.MatchString(line) }

// untaken says of an item that it has nothing of work: no box, nobody and no day.
func (i *Item) untaken() bool {
	return i.Shape != ShapeCheckbox && i.Owner == "" && i.Due.Text == "" && !i.DoneKnown
}

// onlyAsks says that nobody has taken up what stands under questions, nor does it say what to do.
func (i *Item) onlyAsks() bool {
	return i.untaken() && (isQuestion(i.Text) || !asks(i.Text))
}

// isAside says the same of a note or a question that stands among items.
func (i *Item) isAside(text string) bool {
	return i.untaken() && idle(text)
}

// isRemark says the same of what speaks of the item above it: "This was tried in May".
func (i *Item) isRemark() bool {
	return i.untaken() && i.Link == "" && i.Key == "" && above.MatchString(i.Text) && !isAgreed(i.Text) && !slices.ContainsFunc(strings.FieldsFunc(i.Text, endsClause), asksTrimmed) && !comesTo(i.Text)
}

// isAgreed says that a text writes down what was agreed, not what something was to be: "It was planned to be red".
func isAgreed(s string) bool {
	m := agreement.FindStringSubmatch(s)
	return m != nil && m[1] != "be" && m[1] != "have"
}

// endsClause says that a sign may end a clause.
func endsClause(r rune) bool { return strings.ContainsRune(".;:!?–—", r) }

func asksTrimmed(s string) bool { return asks(strings.TrimSpace(s)) }

// aboutDocument says that a list of boxes is mostly one of what the document has to have, not of what is to be done after it.
func aboutDocument(list *Block) bool {
	about := 0
	for _, item := range list.Children {
		if item.Check == CheckNone {
			return false
		}
		if lead := item.lead(); lead != nil && writtenUp.MatchString(lead.Text.Plain) {
			about++
		}
	}
	return about > 1 && about*2 > len(list.Children)
}

var (
	// legendLine names a list that explains the signs of another.
	legendLine = regexp.MustCompile(`(?i)^\W*(?:legend|key|(?:status(?:es)?|priorit(?:y|ies)|types?|categor(?:y|ies)|severit(?:y|ies)|symbols?|colou?rs?|abbreviations|marks|columns|icons|labels)(?:\s+(?:key|legend|levels?|values|codes?|meanings?))?|what\s+the\s+\w+\s+mean)\W*$`)
	// keyed is a sign with what divides it from what it means.
	keyed = regexp.MustCompile(`^\W{0,6}[\p{L}\p{N}/ -]{0,20}?\s*(?:means\b|stands\s+for\b|=|:|[-–—])\s*`)
)

// isLegend says that a list below a line tells what the signs of the items mean.
func isLegend(list *Block, line string) bool {
	named := legendLine.MatchString(line)
	for _, item := range list.Children {
		lead := item.lead()
		if lead == nil {
			return false
		}
		text := lead.Text.Plain
		sign := keyed.FindString(text)
		if named && sign == "" {
			sign = symbolBefore.FindString(text)
		}
		meaning := text[len(sign):]
		if sign == "" || words(meaning) > 1 && imperative(meaning) || !named && !strings.Contains(sign, "means") && !strings.Contains(sign, "stands") {
			return false
		}
	}
	return true
}

// hasAsides says that notes and questions stand aside in a list: most of the rest says what to do.
func hasAsides(list *Block) bool {
	rest, work := 0, 0
	for _, item := range list.Children {
		lead := item.lead()
		if lead == nil || empty(lead.Text.Plain) || idle(lead.Text.Plain) {
			continue
		}
		rest++
		if item.Check != CheckNone || asks(lead.Text.Plain) {
			work++
		}
	}
	return work > 0 && rest < len(list.Children) && work*2 >= rest
}
