package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// ourselves are those who write, or a team, as a sentence begins with them.
const ourselves = `(?:we|i|(?:the|our)\s+(?:[\w/-]+\s+){0,3}?(?:teams?|engineers|developers|squad))`

// promising is how they say that they will do something, but for "should", which may be only what was learned.
const promising = `(?:(?:['’]ll|\s+will)(?:\s+(?:have|need)\s+to)?|\s+(?:shall|must|(?:plans?|intends?|wants?|needs?|have|has)\s+to)|(?:['’](?:re|m)|\s+(?:are|is|am))\s+(?:(?:also|now)\s+)?(?:going|planning|intending|aiming)\s+to)`

// between are words that stand before the verb of a sentence and say nothing of the work.
const between = `\s+(?:(?:also|now|then|next|first|both|instead|already|since|\w+ly)\s+)*`

var (
	// opener is what a sentence may begin with before it says who will do something.
	opener = regexp.MustCompile(`(?i)^\W*(?:(?:(?:this|next) (?:week|month|quarter|sprint)|next|also|then|so|finally|lastly|in addition|additionally|furthermore|moreover|meanwhile|in the meantime|first(?:ly)?|second(?:ly)?|third(?:ly)?|(?:in the |over the )?(?:short|medium|long|longer|shorter)[- ]?(?:er)?[- ]?term|(?:over|in|within) the (?:next|coming) (?:\w+ )?(?:days?|weeks?|months?|quarters?|sprints?)|going forward|from now on|until [^,.]{3,30},|after that|afterwards|by then|once that is done),?\s+)+`)
	// weWill promises: "We'll also alert on the queue"; weAre says what is being done: "We're teaching the importer to resume".
	weWill = regexp.MustCompile(`(?i)^` + ourselves + `(?:` + promising + `|\s+should)` + between + `([a-z-]+)\b`)
	weAre  = regexp.MustCompile(`(?i)^` + ourselves + `(?:['’](?:re|m)|\s+(?:are|is|am))` + between + `([a-z-]+ing)\b`)
	// theyWill says what somebody will do: "Okwu Brant is going to add a limit".
	theyWill = regexp.MustCompile(`^(\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+)\s+(?:will|(?:is\s+(?:going|planning)|plans|has\s+(?:agreed|offered))\s+to)` + between + `([a-z-]+)\b`)
	// weHave says what has been done: "We have limited the size of uploads".
	weHave = regexp.MustCompile(`(?i)^(?:we|i)(?:['’]ve|\s+have)` + between + `([a-z-]+)\b`)
	// theyHave says the same of somebody: "Ana Silva has already raised the limit".
	theyHave = regexp.MustCompile(`^(.{2,60}?)\s+ha(?:s|ve)` + between + `([a-z-]+)\b`)
	// partly is said of what has only begun.
	partly = regexp.MustCompile(`(?i)\b(?:but|partly|partially|temporar\w+|some|most|staging|until|start\w*|beg[au]n|try|trying|so far|and\s+(?:are|is)|will|should|plan\w*)\b`)
	// changed are participles of what is seen to be done when it is done.
	changed = wordSet(`added limited raised lowered increased decreased reduced removed moved replaced disabled enabled fixed patched upgraded updated restricted capped split tuned changed
		corrected deployed shipped migrated renamed rotated restored reverted adjusted blocked deleted dropped extended installed introduced implemented doubled built rebuilt written rewritten`)
	// pledgesLittle are the verbs of sentences that promise no work.
	pledgesLittle = wordSet("be go keep continue try strive learn remain stay have know see hope like let being going keeping continuing trying striving learning having seeing hoping letting monitoring making taking describe explain share outline summarise summarize discuss detail cover thank apologise apologize")
	// refers begins a sentence about the work of the one before it.
	refers = regexp.MustCompile(`(?i)^\W*(?:it|this|that|these|those|they|he|she|both|such|once|when|after)\b`)
)

// pledge says how sure it is that a sentence by itself is an item.
type pledge int

const (
	pledgeNone  pledge = iota
	pledgeDone         // it tells what was done
	pledgeNow          // what we do now, which may be how it went
	pledgeNamed        // what somebody whom nobody knows will do
	pledgeOurs         // what we will do
	pledgeOwned        // what is to be done, with its owner behind it
	pledgeLed          // what somebody who is named will do
)

// pledged is a sentence that is an item, and what follows it; places are in the paragraph's text.
type pledged struct {
	kind                 pledge
	start, sentence, end int
}

// pledgesIn divides a paragraph at the sentences that are items.
func (f *finder) pledgesIn(text Text) (list []pledged) {
	if len(text.Plain) > maxSentence {
		return nil
	}
	for at := 0; at < len(text.Plain); {
		sentence := firstSentence(text.Plain[at:])
		end, last := at+len(sentence), len(list)-1
		if kind := f.pledgeOf(strings.TrimSpace(sentence)); kind != pledgeNone {
			list = append(list, pledged{kind, at, end, end})
		} else if last >= 0 {
			if m := inlineLabel.FindStringIndex(sentence); m != nil && m[0] == 0 && list[last].sentence == at {
				list[last].sentence = end // "Owner: Ana."
			}
			list[last].end = end
		}
		at = end
	}
	return list
}

// pledges reads a paragraph of which more than one sentence says what is to be done: each is an item, so that nobody owns what
// another sentence asks for.
func (f *finder) pledges(b *Block, text Text, list []pledged) bool {
	if len(list) < 2 || !slices.ContainsFunc(list, func(p pledged) bool { return p.kind >= pledgeOurs }) {
		return false
	}
	for _, p := range list {
		f.pledge(b, text, p)
	}
	return true
}

// surePledges reads of a paragraph that is no item itself what is at least so sure.
func (f *finder) surePledges(b *Block, text Text, list []pledged, least pledge) {
	for _, p := range list {
		if p.kind >= least && !strings.HasSuffix(text.Plain[:p.sentence], ":") {
			f.pledge(b, text, p)
		}
	}
}

// ownedApart reads a point of a list of which more than one sentence has an owner: nobody owns what another sentence asks for.
func (f *finder) ownedApart(lead *Block) bool {
	if len(firstSentence(lead.Text.Plain)) == len(lead.Text.Plain) { // most points are one sentence
		return false
	}
	list := f.pledgesIn(lead.Text)
	owned := 0
	for _, p := range list {
		if p.kind >= pledgeOwned || p.kind == pledgeNamed && owned > 0 {
			owned++
		}
	}
	if owned < 2 {
		return false
	}
	for _, p := range list {
		f.pledge(lead, lead.Text, p)
	}
	return true
}

// pledge adds a sentence as an item.
func (f *finder) pledge(b *Block, text Text, p pledged) {
	n := len(f.items)
	f.line(b, text.Slice(p.start, p.sentence).trim(), ShapeParagraph)
	if len(f.items) == n {
		return
	}
	item := &f.items[n]
	item.Span.End = text.Source(p.start, p.end).End
	item.more(squeeze(text.Plain[p.sentence:p.end]))
	if p.kind == pledgeDone {
		item.setProgress(progressDone, "done")
		item.Owner = cmp.Or(item.Owner, f.changer(item.Text))
	}
}

// pledgedClause adds a text whose first sentence tells what is missing, and behind a comma who will do something about it: "There is
// no limit, so Ana will add one".
func (f *finder) pledgedClause(b *Block, text Text) {
	sentence := firstSentence(text.Plain)
	for _, m := range clauseBreak.FindAllStringIndex(sentence, 4) {
		if f.pledgeOf(sentence[m[1]:]) < pledgeOurs {
			continue
		}
		n, d := len(f.items), details{title: sentence[m[1]:]}
		d.takeLeader(f.people)
		if f.line(b, text, ShapeParagraph); len(f.items) > n {
			f.items[n].Owner = cmp.Or(f.items[n].Owner, d.owner)
		}
		return
	}
}

// pledgeOf says what a sentence by itself pledges.
func (f *finder) pledgeOf(sentence string) pledge {
	bare := opener.ReplaceAllString(sentence, "")
	kind := f.pledgeIn(sentence, bare)
	if kind > pledgeDone && (aside(sentence) || aside(bare) || hindsight.MatchString(sentence) || nothingAsked.MatchString(sentence) || strings.HasSuffix(sentence, "?")) {
		return pledgeNone
	}
	return kind
}

// pledgeIn reads a sentence, which is bare without what it opens with.
func (f *finder) pledgeIn(sentence, bare string) pledge {
	if saysChanged(bare) || f.changer(sentence) != "" {
		return pledgeDone
	}
	d := details{title: bare}
	d.takeDueBefore()
	kind, we := pledgeOfOurs(d.title)
	switch {
	case we && kind == pledgeNone, !we && refers.MatchString(d.title):
		return pledgeNone
	case !we:
		if d.takeLeader(f.people); d.owner != "" {
			return pledgeLed
		}
		if m := theyWill.FindStringSubmatch(d.title); m != nil && twoNames(m[1]) && isVerb(m[2]) && !pledgesLittle[m[2]] {
			return pledgeNamed
		}
	}
	if !strings.ContainsAny(sentence, "@([:—–") && !strings.Contains(sentence, "owner") && !strings.Contains(sentence, " by ") && !strings.Contains(sentence, "due") {
		return kind // a cheap look for what tells of a person or a day
	}
	switch d = detailsOf(sentence); {
	case d.owner != "" && (kind != pledgeNone || asks(d.title)):
		return pledgeOwned
	case d.due != "" && asks(d.title):
		return max(kind, pledgeOurs)
	}
	return kind
}

// pledgeOfOurs reads a sentence about what we do; its verb has to be one of work, and to ask for more than to go on.
func pledgeOfOurs(sentence string) (kind pledge, we bool) {
	if m := weWill.FindStringSubmatch(sentence); m != nil {
		if verb := strings.ToLower(m[1]); isVerb(verb) && !pledgesLittle[verb] {
			kind = pledgeOurs
		}
		return kind, true
	}
	if m := weAre.FindStringSubmatch(sentence); m != nil {
		if verb := strings.ToLower(m[1]); participle(verb) && !pledgesLittle[verb] {
			kind = pledgeNow
		}
		return kind, true
	}
	return pledgeNone, false
}

// saysChanged says that a sentence tells of work that is done.
func saysChanged(sentence string) bool {
	m := weHave.FindStringSubmatch(sentence)
	return m != nil && changed[strings.ToLower(m[1])] && !partly.MatchString(sentence)
}

// changer gives who a sentence says has done work.
func (f *finder) changer(sentence string) string {
	m := theyHave.FindStringSubmatch(sentence)
	if m == nil || !changed[m[2]] || partly.MatchString(sentence) || !f.people.allCalled(m[1]) {
		return ""
	}
	return m[1]
}
