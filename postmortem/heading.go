package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Kind says what a section is about, however its heading is spelled.
type Kind string

// The kinds of section.
const (
	KindUnknown     Kind = ""
	KindOverview    Kind = "overview"
	KindDescription Kind = "description"
	KindTimeline    Kind = "timeline"
	KindImpact      Kind = "impact"
	KindCauses      Kind = "causes"
	KindDetection   Kind = "detection"
	KindResolution  Kind = "resolution"
	KindLessons     Kind = "lessons"
	KindWentWell    Kind = "went_well"
	KindWentBadly   Kind = "went_badly"
	KindLucky       Kind = "lucky"
	KindActions     Kind = "actions"
	KindResponders  Kind = "responders"
	KindInternal    Kind = "internal_message"
	KindExternal    Kind = "external_message"
	KindSupporting  Kind = "supporting" // appendix, references, figures, template notes
)

// Kinds lists them, in the order in which a postmortem mostly has them, without
// KindUnknown.
var Kinds = []Kind{KindOverview, KindDescription, KindTimeline, KindImpact, KindCauses, KindDetection, KindResolution, KindLessons,
	KindWentWell, KindWentBadly, KindLucky, KindActions, KindResponders, KindInternal, KindExternal, KindSupporting}

// spellings are whole headings, folded by foldHeading.
var spellings = map[Kind][]string{
	KindOverview: {"overview", "summary", "abstract", "tldr", "tl dr", "tl;dr", "at a glance", "in brief", "in short", "in a nutshell",
		"synopsis", "introduction", "general", "metadata", "key facts", "short version", "quick version", "in one paragraph"},
	KindDescription: {"description", "details", "what", "what happened", "background", "context", "narrative", "story",
		"incident", "the incident", "the problem", "problem", "problem statement", "issue", "leadup", "lead up",
		"fault", "technical details", "identified", "long version", "full story", "how it went", "whole story"},
	KindTimeline: {"timeline", "time line", "chronology", "chronicle", "sequence of events", "events", "key events",
		"event log", "incident log", "log", "when", "history", "log of events", "course of events", "key timestamps", "timings"},
	KindImpact: {"impact", "effect", "effects", "affected", "scope", "damage", "severity and impact", "blast radius",
		"consequences", "who was affected", "data loss", "numbers", "in numbers", "by the numbers", "who felt it"},
	KindCauses: {"cause", "causes", "root cause", "root causes", "contributing factors", "contributing factor",
		"trigger", "triggers", "why", "analysis", "five whys", "5 whys", "rca", "factors", "what caused it",
		"contributing conditions", "why did it happen", "why did this happen", "causal analysis", "causal factors", "cause analysis", "technical analysis",
		"triggering event", "underlying factors", "underlying conditions", "aggravating factors", "exacerbating factors", "what made it worse", "what made it possible", "what made this possible", "what made that possible"},
	KindDetection: {"detection", "how we found out", "discovery", "alerting", "how was it detected", "monitoring", "identification", "how did we know", "time to detect", "time to detection"},
	KindResolution: {"resolution", "mitigation", "mitigations", "recovery", "response", "fix", "the fix", "repair",
		"restoration", "workaround", "solution", "how we fixed it", "how it was restored", "how service was restored", "what we did", "how was it fixed", "actions taken",
		"containment", "rollback", "eradication", "troubleshooting", "steps taken"},
	KindLessons: {"lessons", "lessons learned", "lessons learnt", "learnings", "takeaways", "key takeaways",
		"insights", "conclusion", "conclusions", "retrospective", "reflection", "reflections", "findings", "what we learned", "what we learnt",
		"observations", "discussion", "weaknesses"},
	KindWentWell: {"went well", "good", "the good", "successes", "positives", "strengths", "what worked", "pluses"},
	KindWentBadly: {"went badly", "bad", "the bad", "the ugly", "failures", "negatives", "what didnt", "stuff that didnt", "things that didnt", "not so good", "less good", "not so great", "what did not go well", "what did not go so well", "what didnt go well", "what didnt go so well", "what didnt work", "pain points", "challenges", "what weakness did we learn about and how can we address them",
		"what weaknesses did we learn about and how can we address them"},
	KindLucky: {"lucky", "luck", "near misses"},
	KindActions: {"actions", "action", "tasks", "todo", "todos", "to do", "to dos", "to-do", "points for action", "next steps", "next step", "next", "ai", "ais",
		"improvements", "recommendations", "recommendation", "follow up", "follow ups", "followup", "followups", "remediation", "remediations",
		"prevention", "preventions", "preventative measures", "plan", "plan of action", "future work", "moving forward", "going forward", "tickets",
		"further actions", "future", "future actions", "future improvements", "what next", "whats next", "countermeasure", "countermeasures", "commitments", "capa", "open items", "outstanding work",
		"planned work", "planned improvements", "proposed changes", "proposed improvements", "the way forward", "way forward", "further work",
		"changes", "short term", "long term", "medium term", "middle term", "mid term", "near term", "measures", "backlog", "backlog items", "work items", "repair items", "what we will do", "what well do", "avoiding recurrence", "permanent solution", "long term solution", "github issues", "proposals", "suggestions", "jira tickets", "issues filed", "related tickets"},
	KindResponders: {"responders", "people", "participants", "attendees", "roles", "involved parties", "team", "contributors", "incident team", "responder",
		"incident commander", "who", "who was involved"},
	KindInternal: {"internal message", "internal messages", "internal communication", "internal update", "internal email"},
	KindExternal: {"external message", "external messages", "external communication", "customer message", "public message",
		"statement", "public statement", "status page", "statuspage", "announcement", "statuspage update", "to customers", "to our customers", "a note to customers", "note to customers", "note to our customers",
		"a note to our customers", "for customers", "for our customers", "message for publication"},
	KindSupporting: {"appendix", "apendix", "appendices", "references", "reference", "links", "useful links", "resources", "glossary", "further reading",
		"supporting information", "supporting documentation", "supporting documents", "supporting data", "stats", "statistics", "figures", "graphs", "changelog", "thanks", "acknowledgements", "acknowledgments",
		"related incidents", "attachments", "faq", "terms", "definitions", "terminology", "acronyms", "abbreviations", "acronyms and abbreviations", "screenshots", "see also", "credits", "license", "licence", "document history",
		"code of conduct", "about the author", "about the authors", "related posts", "related articles"},
}

// stateSpellings are spellings of KindActions that say only a state, or what somebody does, so that they are none in a
// section that tells of something else.
var stateSpellings = map[string]bool{"already done": true, "done already": true, "not done yet": true, "not yet done": true, "still to do": true,
	"still open": true, "to be done": true, "doing": true, "doing done": true, "done doing": true, "what we do": true, "what we change": true,
	"what is fixed": true, "what has been fixed": true}

// phrase is a stretch of words that gives a heading its kind.
type phrase struct {
	words string
	kind  Kind
}

// phrases are tried in order on headings that are no whole spelling: the more
// telling come first.
var phrases = []phrase{
	{"less likely", KindActions}, {"less impactful", KindSupporting}, {"went wrong and why", KindCauses},
	{"people were involved", KindResponders}, {"people involved", KindResponders},
	{"didnt go well", KindWentBadly}, {"didnt go so well", KindWentBadly}, {"not go well", KindWentBadly}, {"not go so well", KindWentBadly}, {"didnt work", KindWentBadly}, {"did not work", KindWentBadly},
	{"questions for", KindSupporting}, {"sample template", KindSupporting},
	{"chat log", KindSupporting}, {"appendix", KindSupporting}, {"supporting", KindSupporting},
	{"commit history", KindSupporting},
	{"status page", KindExternal},
	{"whys", KindCauses}, {"went well", KindWentWell}, {"go well", KindWentWell}, {"goes well", KindWentWell}, {"worked well", KindWentWell},
	{"went right", KindWentWell}, {"go right", KindWentWell}, {"do well", KindWentWell}, {"did well", KindWentWell},
	{"went badly", KindWentBadly}, {"went wrong", KindWentBadly}, {"go wrong", KindWentBadly}, {"went poorly", KindWentBadly},
	{"go poorly", KindWentBadly}, {"go badly", KindWentBadly}, {"worked badly", KindWentBadly}, {"not so well", KindWentBadly}, {"could be better", KindWentBadly},
	{"could have been better", KindWentBadly}, {"could have gone better", KindWentBadly}, {"have done better", KindWentBadly}, {"be improved", KindWentBadly}, {"could we improve", KindWentBadly}, {"can we improve", KindWentBadly}, {"made it difficult", KindWentBadly}, {"made it hard", KindWentBadly}, {"went less well", KindWentBadly},
	{"went not so", KindWentBadly}, {"do better", KindWentBadly}, {"to improve", KindWentBadly}, {"we struggled", KindWentBadly},
	{"lucky", KindLucky}, {"luck", KindLucky},
	{"action item", KindActions}, {"actionable", KindActions}, {"actions taken", KindResolution}, {"action taken", KindResolution},
	{"action plan", KindActions}, {"corrective", KindActions}, {"preventive", KindActions}, {"preventative", KindActions},
	{"follow up", KindActions}, {"followup", KindActions}, {"next step", KindActions}, {"to do", KindActions}, {"todo", KindActions},
	{"remediation", KindActions}, {"remedial", KindActions}, {"prevention", KindActions}, {"prevent", KindActions}, {"avoid this", KindActions}, {"avoid it", KindActions},
	{"avoid similar", KindActions}, {"avoid future", KindActions}, {"avoid a repeat", KindActions}, {"happen again", KindActions}, {"happening again", KindActions},
	{"doing about", KindActions}, {"do about", KindActions}, {"doing next", KindActions}, {"do next", KindActions}, {"being done", KindActions}, {"are we doing", KindActions},
	{"we are doing", KindActions}, {"we were doing", KindUnknown}, {"were doing", KindActions}, {"going to do", KindActions}, {"do differently", KindActions}, {"doing differently", KindActions},
	{"will change", KindActions}, {"will we change", KindActions}, {"weve changed", KindActions}, {"like to change", KindActions}, {"what we do now", KindActions}, {"steps were taking", KindActions}, {"steps we are taking", KindActions}, {"we have changed", KindActions}, {"done since", KindActions}, {"going to change", KindActions}, {"we are changing", KindActions}, {"were changing", KindActions}, {"changes we", KindActions}, {"steps forward", KindActions},
	{"improvement", KindActions}, {"recommend", KindActions}, {"moving forward", KindActions}, {"looking forward", KindActions}, {"looking ahead", KindActions}, {"path forward", KindActions},
	{"mitigation plan", KindActions}, {"proposed fix", KindActions}, {"planned fix", KindActions}, {"suggested fix", KindActions}, {"planned change", KindActions}, {"proposed change", KindActions},
	{"proposed solution", KindActions}, {"process change", KindActions}, {"remaining work", KindActions}, {"guardrails", KindActions}, {"keep this from", KindActions}, {"stop this from", KindActions}, {"happens next", KindActions}, {"happens now", KindActions}, {"what now", KindActions}, {"going forward", KindActions}, {"way forward", KindActions}, {"future work", KindActions},
	{"review actions", KindActions}, {"post incident action", KindActions}, {"incident actions", KindActions}, {"immediate actions", KindActions}, {"further actions", KindActions}, {"further mitigation", KindActions}, {"further measures", KindActions}, {"further improvement", KindActions},
	{"open actions", KindActions}, {"agreed actions", KindActions}, {"proposed actions", KindActions}, {"planned actions", KindActions}, {"future actions", KindActions}, {"required actions", KindActions},
	{"long term actions", KindActions}, {"short term actions", KindActions}, {"actions and", KindActions}, {"actions to", KindActions}, {"actions for", KindActions}, {"list of actions", KindActions},
	{"planned work", KindActions}, {"long term fix", KindActions}, {"permanent fix", KindActions}, {"whats next", KindActions}, {"what is next", KindActions}, {"what comes next", KindActions},
	{"where do we go", KindActions}, {"our plan", KindActions}, {"our commitment", KindActions}, {"safeguards", KindActions}, {"hardening", KindActions},
	{"timeline", KindTimeline}, {"chronolog", KindTimeline}, {"sequence of events", KindTimeline}, {"key events", KindTimeline}, {"order of events", KindTimeline},
	{"root cause", KindCauses}, {"contributing", KindCauses}, {"causes", KindCauses}, {"cause of", KindCauses}, {"underlying cause", KindCauses}, {"immediate cause", KindCauses}, {"proximate cause", KindCauses}, {"direct cause", KindCauses}, {"main cause", KindCauses}, {"probable cause", KindCauses}, {"likely cause", KindCauses}, {"cause analysis", KindCauses}, {"five why", KindCauses}, {"5 why", KindCauses},
	{"what caused", KindCauses}, {"why did", KindCauses}, {"why was", KindCauses}, {"why could", KindCauses}, {"why it", KindCauses}, {"underlying issue", KindCauses},
	{"lessons", KindLessons}, {"learned", KindLessons}, {"learnt", KindLessons}, {"learnings", KindLessons}, {"takeaways", KindLessons}, {"weaknesses", KindLessons}, {"we learn", KindLessons}, {"learn about", KindLessons},
	{"impact", KindImpact}, {"affected", KindImpact}, {"effect on", KindImpact}, {"effects on", KindImpact}, {"did to users", KindImpact}, {"did to customers", KindImpact}, {"did to our users", KindImpact}, {"did to our customers", KindImpact}, {"users saw", KindImpact}, {"customers saw", KindImpact}, {"users felt", KindImpact}, {"customers felt", KindImpact}, {"consequences", KindImpact},
	{"detection", KindDetection}, {"detected", KindDetection}, {"find out", KindDetection}, {"found out", KindDetection}, {"noticed", KindDetection}, {"discovered", KindDetection},
	{"resolution", KindResolution}, {"mitigation", KindResolution}, {"mitigate", KindResolution}, {"recovery", KindResolution}, {"resolved", KindResolution}, {"restoration", KindResolution},
	{"how was it fixed", KindResolution}, {"we fixed", KindResolution}, {"we fix", KindResolution}, {"do to fix", KindResolution}, {"was fixed", KindResolution}, {"did we respond", KindResolution}, {"incident response", KindResolution}, {"our response", KindResolution},
	{"responders", KindResponders}, {"attendees", KindResponders}, {"participants", KindResponders},
	{"summary", KindOverview}, {"overview", KindOverview},
	{"what happened", KindDescription}, {"description", KindDescription}, {"background", KindDescription}, {"happened", KindDescription},
	{"what was the problem", KindDescription}, {"what is the problem", KindDescription},
	{"references", KindSupporting},
}

// bySpelling turns spellings round.
var bySpelling = func() map[string]Kind {
	out := map[string]Kind{}
	for kind, list := range spellings {
		for _, s := range list {
			out[foldHeading(s)] = kind
		}
	}
	for s := range stateSpellings {
		out[s] = KindActions
	}
	return out
}()

var (
	headingNumber = regexp.MustCompile(`^(?:(?:section|part|step)\s+)?(?:\d+(?:\.\d+)*[.):]?|[ivx]+[.)]|[a-h][.)])\s+`)
	headingMarks  = strings.NewReplacer("’", "", "'", "", "`", "", "&", " and ")
	parenthesis   = regexp.MustCompile(`\s*[(\[][^()\[\]]*[)\]]\s*`)
)

// foldHeading makes spellings comparable: case, numbers before, emoji,
// punctuation, what stands in brackets.
func foldHeading(s string) string {
	s = strings.ToLower(squeeze(s))
	s = headingMarks.Replace(s)
	s = strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	s = headingNumber.ReplaceAllString(s, "")
	if t := strings.TrimSpace(parenthesis.ReplaceAllString(s, " ")); t != "" {
		s = t
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, s)
	s = squeeze(s)
	for _, filler := range []string{"the ", "our ", "incident ", "issue ", "postmortem ", "post mortem ", "post incident ", "executive ", "brief ", "event "} {
		if rest := strings.TrimPrefix(s, filler); rest != s && rest != "of" {
			s = rest
		}
	}
	return s
}

// outsiders are the people outside of the house whom something may be said to, besides customers.
const outsiders = `guests?|members?|riders?|patients?|passengers?|travell?ers?|partners?|subscribers?|readers|viewers|listeners|players?|students?|pupils?|parents?|famil(?:y|ies)|tenants?|residents?|citizens?|visitors?|donors?|` +
	`shoppers?|buyers?|sellers?|merchants?|retailers?|restaurants?|schools?|hotels?|landlords?|resellers?|(?:policy|card|account|ticket|share) ?holders?|investors|applicants?|borrowers?|media|press|community|fans|households?|neighbou?rs?`

// said is what a text is called that is nothing but said to people: an update may be one of software.
const said = `(?:comms|communication|message|statement|notice|announcement|letter)`

// sent is what a text that is sent to people is called.
const sent = `(?:comms?|communications?|messages?|messaging|statements?|notices?|announcements?|e ?mails?|letters?|updates?|summary)\b`

// whoReads are the people outside of the house who read a message, with what stands before them.
const whoReads = `(?:(?:our|the|all|every|those|affected|impacted|paying) )*(?:customers?|clients?|users?|the public|public|` + outsiders + `)`

// toldOutside are headings that say as a whole that what stands below is for people outside of the house: "What we're telling
// customers", "Mail to customers", "Customer notification", "Press release".
var toldOutside = regexp.MustCompile(`^(?:what (?:we(?:re|ve|ll)?|support|to)(?: (?:are|have|will|do|did|now|already|going to))* (?:tells?|telling|told|says? to|saying to|said to|write to|writing to|wrote to|send|sending|sent)(?: to)? ` + whoReads +
	`|what ` + whoReads + ` (?:(?:are|were|will be|have been)(?: being)? (?:told|sent)|(?:will )?(?:hear|read)|heard)(?: from us)?` +
	`|(?:draft |final |short )?(?:mails?|texts?|wording|apolog(?:y|ies)|reply|answer|notification|newsletter|draft|explanation|post) (?:sent )?(?:to|for) ` + whoReads +
	`|(?:customers?|clients?|users?|external|public)(?: facing)? (?:mails?|note|notification|text|wording|apology|post|blog post|explanation)` +
	`|(?:customers?|clients?|users?)(?: facing post ?mortem| facing report| post ?mortem)` +
	`|notes? (?:to|for) (?:(?:our|the|all|affected) )*(?:customers|clients|users)|dear ` + whoReads + `|to (?:our|all|affected) (?:affected )?(?:users|clients|` + outsiders + `)` +
	`|press (?:release|statement)|apology|tweet|social media (?:post|message|text|update)|newsletter)$`)

var (
	// toSomebody is a text that is sent to people whoever they are: "Note to the service teams", "Message for Hub admins". What it is
	// sent to are several, or a word for many.
	toSomebody = regexp.MustCompile(`^(?:(?:draft|final|short|an?|the|our) )?(?:message|letter|note|notice|e ?mail|mail|apology) (?:to|for) ((?:[\pL\pN]+ ){0,4}?(?:[\pL\pN]+[^s\d]s|people|everybody|everyone))$`)
	// ofTheHouse are those who read what is said inside, readers of the document among them, and what is sent messages without reading.
	ofTheHouse = regexp.MustCompile(`\b(?:on ?calls?|responders?|engineers?|engineering|management|managers|leads?|leaders|leadership|execs?|executives|directors|boards?|officers|sre|sres|ops|operations|operators|devops|platform|infrastructure|security|support|` +
		`agents|incident|internal|staff|colleagues|employees|company|everyone|everybody|readers|reviewers|authors of|writers|ourselves|us|this|others|newcomers|next|maintainers of|facilitators|commanders|stakeholders|` +
		`queues|topics|partitions|servers|brokers|logs|hosts|shards|nodes|channels|workers|pods|apis|services|clusters|databases|consumers|replicas|systems|processes|endpoints|webhooks|callers|errors|versions|tests|releases|years|months|weeks|days|times|incidents|postmortems|cases|things|reasons|jobs|caches|devices)\b`)
)

// publicReport is what a report may be called as a whole, and within one what is published of it.
var publicReport = regexp.MustCompile(`^(?:external|public)(?: facing)? (?:post ?mortem|report)$`)

var (
	// actionWord is a heading whose noun is action: "Resulting action", "Actions
	// following the review", "Future measures".
	actionWord = regexp.MustCompile(`^(?:\S+ ){0,4}(?:actions?|measures|tasks|(?:action|task) list|tickets|to ?dos)$|^actions? (?:items?|points?|lists?|logs?|steps?|required|needed|agreed|proposed|planned|register|tracker)\b|^(?:actions|tasks) (?:following|from|arising|resulting|after|we|for|to|and)\b`)
	// toOutside and toInside are the texts that are sent to people: "Customer comms", "Email to all staff".
	toOutside = regexp.MustCompile(`\b(?:customers?|clients?|user facing|external|public)(?: facing)? ` + sent + `|` + sent + ` (?:to|for) (?:our |the |all |affected )*(?:customers?|clients?|users?|public|partners?|members)\b|` +
		`\b(?:` + outsiders + `) ` + said + `$|\b(?:` + said + ` (?:to|for)|note to our) (?:our |the |all |every |affected )*(?:[a-z]+ )?(?:` + outsiders + `|users?)\b`)
	toInside = regexp.MustCompile(`\b(?:internal|staff|employee|company) ` + sent + `|` + sent + ` (?:to|for) (?:our |the |all )*(?:employees|staff|colleagues|teams?|company|everyone|everybody)\b`)
	// actionsPast is what was done during the incident.
	actionsPast = regexp.MustCompile(`\bactions? (?:taken|performed)|\b(?:triggering|trigger|call to|response|responder|recovery|mitigation|mitigating|resolution|resolving|immediate response) actions?\b`)
)

// kindOf gives the kind of a heading, and whether the heading is one whole
// spelling, nothing more.
func kindOf(heading string) (kind Kind, whole bool) {
	if len(heading) > 200 {
		return KindUnknown, false // a sentence
	}
	folded := foldHeading(heading)
	if folded == "" {
		return KindUnknown, false
	}
	if kind, ok := bySpelling[folded]; ok {
		return kind, true
	}
	// Two spellings joined are as telling as one: "Resolution and recovery".
	for _, sep := range []string{" and ", " or "} {
		if first, second, ok := strings.Cut(folded, sep); ok {
			k1, ok1 := bySpelling[first]
			k2, ok2 := bySpelling[second]
			switch {
			case ok1 && ok2 && (k1 == KindActions || k2 == KindActions):
				return KindActions, true
			case ok1 && ok2:
				return k1, true
			}
		}
	}
	if actionWord.MatchString(folded) && !actionsPast.MatchString(folded) {
		return KindActions, words(folded) <= 4
	}
	if kind := messageKind(folded); kind != KindUnknown {
		return kind, words(folded) <= 4
	}
	padded := " " + folded
	for _, p := range phrases {
		if strings.Contains(padded, " "+p.words) {
			return p.kind, len(folded) <= len(p.words)+8
		}
	}
	return KindUnknown, false
}

// sentParts are parts of what a text that is sent is called, a cheap look before the patterns.
var sentParts = []string{"comm", "messag", "statement", "notice", "announce", "mail", "letter", "update", "summary", "note",
	"what ", "text", "wording", "apolog", "reply", "answer", "notific", "draft", "explan", "post", "report", "dear ", "to ", "press ", "tweet"}

// messageKind gives the kind of a folded heading of a text that is sent to people.
func messageKind(folded string) Kind {
	switch {
	case !slices.ContainsFunc(sentParts, func(part string) bool { return strings.Contains(folded, part) }):
		return KindUnknown
	case toInside.MatchString(folded):
		return KindInternal
	case toOutside.MatchString(folded), toldOutside.MatchString(folded):
		return KindExternal
	}
	if m := toSomebody.FindStringSubmatch(folded); m != nil && !ofTheHouse.MatchString(m[1]) {
		return KindExternal
	}
	return KindUnknown
}
