package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// courtesy is said to the readers: an apology, thanks, whom to ask.
	courtesy = regexp.MustCompile(`(?i)^\W*(?:(?:once\s+)?again,?\s+)?(?:(?:we|i)(?:['’](?:re|m)|\s+(?:are|am|do|would\s+(?:also\s+)?like\s+to|want\s+to))?\s+(?:also\s+|\w+ly\s+)?(?:apologi[sz]e|sorry|regret|thank|appreciate|know|understand|value|hope|confident|certain|agree\s+(?:that\s+)?we\s+(?:should|need\s+to|must|could|can)\s+(?:improve|do|be|communicate)|take\b[^.;]*\bseriously)\b|` +
		`(?:(?:many|our|my|sincere|special|big)\s+)*(?:thanks|thank\s+you|apologies|sorry)\b|please\s+(?:accept|contact|reach|get\s+in\s+touch|let\s+us\s+know|bear|feel|do\s+not\s+hesitate|don['’]t\s+hesitate)\b|(?:if|should)\s+you\s+have\b|feel\s+free\b|for\s+(?:any|more|further)\s+(?:questions|information|details)\b|(?:over\s+the\s+(?:coming|next)\s+\w+,?\s+)?you(?:['’]ll|\s+(?:will|can|may|need|do|don['’]t))\b)|` +
		`\bkeep\s+(?:you|everyone|everybody|all\s+of\s+you)\s+(?:\w+\s+)?(?:posted|updated|informed)\b|\bcontinue\s+(?:to\s+(?:\w+ly\s+)?)?monitor(?:ing)?\s+the\s+situation\b`)
	// promiseBehind is what a courtesy may have behind it: ", and we will add a limit".
	promiseBehind = regexp.MustCompile(`(?i)(?:[,;]|\band|\bbut|\bso)\s+(?:we|i)?\s*(?:['’]ll|will|are\s+(?:now\s+)?going\s+to|plan\s+to|need\s+to)\s+(?:now\s+|also\s+|therefore\s+)?(\w+)`)
	// promisesLittle are the verbs of promises that ask for no work: "and will do better".
	promisesLittle = wordSet("be do go keep continue work make take have ensure try strive learn remain stay post let give answer update")

	// outcome is what work that was named before will bring; it has groups for what stands between that work and the verb.
	outcome = regexp.MustCompile(`(?i)^\W*(?:(?:together|combined|taken\s+together|in\s+turn),?\s+)?(?:this|that|it|they|(?:all\s+(?:of\s+)?)?(?:these|those)((?:\s+[\w-]+){0,4}?)|(?:the|our|such)\s+(?:[\w-]+\s+){0,2}?(?:changes?|improvements?|measures?|actions?|steps?|fix(?:es)?|safeguards?|mitigations?|efforts?)\b([^.;]*?))\s*` +
		`\b(?:(?:will|would)\s+(?:also\s+|further\s+|both\s+|all\s+|\w+ly\s+)?(?:ensure|make|improve|enable|protect|eliminate|mitigate|guard|shorten|lower|limit|provide|stop|be\s+able)|(?:will|would|should)\s+(?:also\s+|further\s+|both\s+|all\s+|\w+ly\s+)?(?:prevent|avoid|help|keep|reduce|allow|let|give|mean))\b`)
	// lookedAfter tells what is done with the actions themselves.
	lookedAfter = regexp.MustCompile(`(?i)^\W*(?:(?:all|each|every|any|these|those|the|our|of|above|following|open)\s+)*(?:actions?|action\s+items?|follow-?ups?|measures?|progress|items?\s+above|all\s+items?)\b[^.;]{0,30}?\s(?:will|are|is|should|must|has|have)\s+(?:to\s+)?(?:be\s+|been\s+|being\s+)?(?:\w+ly\s+)?(?:tracked|reviewed|followed|monitored|reported|discussed|listed|prioriti[sz]ed|recorded|filed)\b`)
	// afterwardsHas is how things will be when the work is done.
	afterwardsHas = regexp.MustCompile(`(?i)^\W*(?:once|when|after|as\s+soon\s+as)\b[^.;]*,\s+(?:we|this|it|they)(?:['’]ll|\s+will)\s+(?:then\s+)?(?:have\s+(?:an?|the|more|fewer|less|no|confidence|enough)|be\s+(?:able|safe|sure|confident|more|less|better|back|protected)|see|know)\b`)
	// reflected is what those who write think of it now.
	reflected = regexp.MustCompile(`(?i)^\W*(?:this|the|these)\s+(?:incidents?|events?|outages?|disruptions?|experience)\s+(?:has|have|had)?\s*(?:\w+ly\s+)?(?:shown?|shows|showed|taught|teaches|reminded?|reminds)\b`)
	// wished is what should not be: no work does it.
	wished = regexp.MustCompile(`(?i)\b(?:should|must)(?:n['’]t|\s+not|\s+never)\W+(?:(?:just|simply|ever)\W+)?(?:happen|occur|recur)\b`)
)

// documentPart is what a document on an incident has, or it itself.
const documentPart = `(?:incident|sections?|timeline|summary|impact|(?:root\s+)?causes?|(?:incident\s+)?title|(?:(?:after-action|incident)\s+)?report|post-?mortem|document|write-?up|template|(?:action(?:able)?\s+)?items?|actions)`

var (
	// noted is what a note among the items begins with: it thanks, informs or points somewhere.
	noted = regexp.MustCompile(`(?i)^\W*(?:(?:many\s+|special\s+|big\s+)?thanks\b|thank\s+you\b|kudos\b|shout-?outs?\b|congrat(?:s|ulations)?\b|fyi\b|see\s+(?:also|above|below|row|item)\b|nota\s+bene\b|n\.?b\.?\s*:|note\s*:|related(?:\s+[a-z]+)?\s*:|decision\s*:)\W*`)
	// settled tells what was talked about and left.
	settled = regexp.MustCompile(`(?i)^\W*we\s+(?:decided\s+(?:against|not\s+to)|discussed|considered)\b`)
	// instanced is an example of a template.
	instanced = regexp.MustCompile(`(?i)^\W*(?:(?:for\s+)?examples?\s*:|e\.g\.)`)
	// pointed is a label of a place and the place: "Dashboard: https://…".
	pointed = regexp.MustCompile(`^\W*(\p{L}[\p{L} -]{1,30}):\W{0,3}(?:https?://\S+|#[a-z][\w-]*|@[\w.-]+)\W*$`)
	// nothingToDo says that no work is to be done.
	nothingToDo = regexp.MustCompile(`(?i)^\W*(?:nothing(?:\s+(?:else|further|more))?(?:\s+(?:to\s+do|needed|required|planned|identified|at\s+this|for)\b.*)?|none(?:\s+(?:needed|required|planned|identified|known|yet|so\s+far|at\s+this|for)\b.*)?|` +
		`no\s+(?:(?:further|other|new|additional|immediate|specific)\s+)*(?:actions?(?:\s+items?)?|follow[- ]?ups?(?:\s+(?:actions?|items?))?)(?:\s+(?:(?:is|are|was|were)\s+)?(?:needed|necessary|required|planned|identified|taken|yet|at\s+this|for)\b.*)?)\W*$`)
	// questioning is how a question begins that waits for a decision or an answer.
	questioning = regexp.MustCompile(`(?i)^\W*(?:(?:and|or|but|so|also)\s+)?(?:should|shall|do|does|did|can|could|would|will|is|are|was|were|has|have|had|must|may|why|what|who|whose|whom|how|where|when|which)(?:n['’]t)?\s`)
	// questionLabel is what a question is called, consequence what comes of its answer.
	questionLabel = regexp.MustCompile(`(?i)^\W*(?:(?:open\s+)?question|q)\s*\d*\s*[:.)]\s*`)
	consequence   = regexp.MustCompile(`(?i)^\W*(?:then|if\s+(?:so|not|yes|no))\b`)
	// questions is a heading, or a line over a list, of what nobody can answer yet; tidings is one of what is only told.
	questions = regexp.MustCompile(`(?i)^\W*(?:(?:open|remaining|outstanding|unanswered|unresolved|other|further|still|left|our|the|some|\d+)\s+)*(?:questions?|unknowns)\b(?:[^.!?]{0,40}:|\s+(?:for|to)\s[^.!?:]{1,40})?\W*$|^\W*what\s+(?:we\s+(?:still\s+)?do(?:\s+not|n['’]t)\s+know|is\s+(?:still\s+)?(?:unknown|unclear))(?:\s+yet)?\W*$`)
	tidings   = regexp.MustCompile(`(?i)^\W*(?:for\s+)?(?:info(?:rmation)?|background|context|fyi|facts|remarks|(?:(?:accepted|known|remaining|residual)\s+)?risks|assumptions|dependencies|attendees|participants)\W*$`)
	// above speaks of what stands above it.
	above = regexp.MustCompile(`^(?:(?:This|That|It)|One of (?:the|these|those)\s(?:[\w-]+\s){1,8}?)\s?(?:was|were|had|did)(?:n['’]t)?\s`)
	// writtenUp tells how far the document is, or the incident with it: "Sections above are filled in".
	writtenUp = regexp.MustCompile(`(?i)^\W*(?:(?:all|the|this|our|every|each)\s+)*` + documentPart + `(?:\s+and\s+(?:the\s+)?` + documentPart + `)?\s+(?:(?:above|below|here)\s+)?(?:is|are|was|were|has|have)\s`)
	// summed is the title of a row that only adds up the others.
	summed = regexp.MustCompile(`(?i)^\W*(?:sub-?|grand\s+)?(?:totals?|sum)\W*$`)
)

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
		return !modal.MatchString(s)
	}
	m := noted.FindString(s)
	return m != "" && !slices.ContainsFunc(strings.FieldsFunc(s[len(m):], endsClause), imperative)
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
	return i.untaken() && (isQuestion(text) || isNote(text))
}

// isRemark says the same of what speaks of the item above it: "This was tried in May".
func (i *Item) isRemark() bool {
	return i.untaken() && i.Link == "" && i.Key == "" && above.MatchString(i.Text) && !slices.ContainsFunc(strings.FieldsFunc(i.Text, endsClause), asksTrimmed)
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
		if lead == nil || empty(lead.Text.Plain) || isQuestion(lead.Text.Plain) || isNote(lead.Text.Plain) {
			continue
		}
		rest++
		if item.Check != CheckNone || asks(lead.Text.Plain) {
			work++
		}
	}
	return work > 0 && rest < len(list.Children) && work*2 >= rest
}

// purpose is what follows the words of a sentence about what it is for, or what comes of it.
var purpose = regexp.MustCompile(`,?\s(?:so\s+(?:that\s+)?(?:it|they|we|this|the|a|all|each|every|no|nobody)\s|which\s|because\s)`)

// relative says more of a thing: "a till that will not need a code".
var relative = regexp.MustCompile(`\s(?:that|which|who)\s(?:\w+ly\s)?(?:will|would|should|must|can|could|needs?\s+to|ha(?:s|ve)\s+to)\s`)

// mainClause gives a sentence up to its purpose, without what only says more of a thing: "We have moved it so that it will be
// seen" asks for nothing.
func mainClause(sentence string) string {
	sentence = relative.ReplaceAllString(sentence, " that ")
	if at := purpose.FindStringIndex(sentence); at != nil {
		return sentence[:at[0]]
	}
	return sentence
}

// aside says that a sentence stands among those that ask for work and asks for none itself: it turns to the readers, or tells
// what the work is good for.
func aside(s string) bool {
	if m := outcome.FindStringSubmatch(s); m != nil && !slices.ContainsFunc(m[1:], modal.MatchString) {
		return true
	}
	if afterwardsHas.MatchString(s) || lookedAfter.MatchString(s) || reflected.MatchString(s) || wished.MatchString(s) {
		return true
	}
	if !courtesy.MatchString(s) {
		return false
	}
	m := promiseBehind.FindStringSubmatch(s)
	return m == nil || promisesLittle[m[1]] || !verbs[m[1]]
}
