package postmortem

import "strings"

// maxLabels is how many labels may stand before what an item says: "Status: Done - Monitoring: add …".
const maxLabels = 4

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

// doneWords as a label say that an item is finished, so that its form does not matter any more.
var doneWords = wordSet(`done fixed completed complete resolved closed merged deployed finished implemented`)

// onlyReference says that the words are no more than the number of an issue.
func onlyReference(p wordList) bool {
	if len(p) > 3 {
		return false
	}
	for _, w := range p {
		switch w.text {
		case "bug", "issue", "ticket", "task", "pr", "mr", "link", "see", "jira", "gerrit", "phab", "github", "and":
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
		case openerWords[w] && !(orderWords[w] && countsNoun(p, i+1)):
			i++
		case strings.HasSuffix(w, "ly") && len(w) > 4 && !isVerb(w) && !recurringWords[w] && !unsureWords[w] && (isVerb(p.at(i+1)) || pastOf(p.at(i+1))):
			i++
		case (w == "if" || w == "where" || w == "when" || w == "as") && (p.at(i+1) == "possible" || p.at(i+1) == "needed" || p.at(i+1) == "necessary" || p.at(i+1) == "required"):
			i += 2
		case leadInWords[w]:
			k := i + 1
			for k < len(p) && k < i+20 && p[k].sep != ',' && p[k].sep != '.' && p[k].text != "then" && !strings.HasPrefix(p[k].text, "we'") {
				k++
			}
			if k < len(p) && strings.HasPrefix(p[k].text, "we'") {
				i = k
				continue
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
		if p[k].text == "we" && (modalWords[p.at(k+1)] || p.at(k+1) == "now") || strings.HasPrefix(p[k].text, "we'") {
			return k // "To prevent this we will …", without a comma
		}
		if p[k].sep == ',' && (pronounWords[p[k].text] || p[k].text != "and" && verbLed(p, k)) {
			return k
		}
	}
	return i + 1
}

// countsNoun says that a word after "next" is a noun: "Next upgrade on the spare host", but "Next, upgrade …".
func countsNoun(p wordList, i int) bool {
	if i >= len(p) || p[i].sep != ' ' {
		return false
	}
	switch next := p.at(i + 1); next {
	case "on", "of", "for", "with", "":
		return true
	default:
		return !isVerb(p[i].text) || nounVerbs[p[i].text][next] || p[i+1].sep == ','
	}
}

// orderWords count what follows where it is a noun.
var orderWords = wordSet(`first second next`)

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
