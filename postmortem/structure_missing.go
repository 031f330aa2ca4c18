package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

func init() { checks["missing-section"] = (*checker).missingSection }

// wanted is a part that the guide's template asks for.
type wanted struct {
	name  string
	kinds []Kind
	// told says that the document has it without a heading of its own.
	told func(c *checker) bool
}

// essentials are the parts without which a postmortem is none.
var essentials = []wanted{
	{"an overview", []Kind{KindOverview, KindDescription}, (*checker).toldAtFirst},
	{"a timeline", []Kind{KindTimeline}, func(c *checker) bool { return len(c.doc.Timeline) > 1 || c.toldByTheClock() }},
	{"the causes or contributing factors", []Kind{KindCauses}, func(c *checker) bool { return c.tells(causeStems) || c.asksWhy() }},
	{"the impact", []Kind{KindImpact}, func(c *checker) bool { return c.tells(impactStems) || c.says(impactSaid) }},
	{"action items", []Kind{KindActions}, func(c *checker) bool { return len(c.doc.Items) > 0 || c.listsChanges() }},
}

// courtesies are those that many leave out for a reason.
var courtesies = []wanted{
	{"how it was noticed", []Kind{KindDetection}, func(c *checker) bool { return c.tells(noticedStems) }},
	{"how it was resolved", []Kind{KindResolution}, func(c *checker) bool { return c.tells(resolvedStems) }},
	{"what went well", []Kind{KindWentWell, KindLessons, KindLucky}, nil},
	{"what did not go so well", []Kind{KindWentBadly, KindLessons}, nil},
	{messageToThem, []Kind{KindExternal}, func(c *checker) bool { return c.says(noneNeeded) }},
}

// messageToThem is the last of them, and only wanted on a condition.
const messageToThem = "if customers noticed, a message to them"

// Stems of words by which a document tells of a part that has no heading.
var (
	causeStems    = []string{"root cause", "contribut", "caus", "because", "due to", "trigger", "resulted in", "resulted from", "result of", "the reason", "is why", "'s why", "’s why", "why:", "why?", "what went wrong", "made it possible", "made this possible", "led to", "a bug in", "stemmed", "stems from"}
	impactStems   = []string{"impact", "affect", "unavailab", "inaccessib", "unreachab", "degrad", "downtime", "down time", "was down", "were down", "outage", "disrupt", "not able to", "unable to", "could not", "couldn", "lost", "data loss", "users", "customers", "visitors", "patients", "students", "pupils", "passengers", "patrons", "merchants", "players", "subscribers"}
	noticedStems  = []string{"detect", "notic", "alert", "paged", "pagerduty", "report", "alarm", "discover"}
	resolvedStems = []string{"resolv", "recover", "restor", "back to normal", "back up", "back online", "fixed", "mitigat", "all clear"}
)

// impactSaid is an impact told in other words: a share, an answer of the protocol, something of users that failed or was late.
var impactSaid = regexp.MustCompile(`(?i)\d\s?%|\bper ?cent\b|\b(?:http |return\w* |status |got )?[45]\d\d(?:s| errors?| responses?| for (?:all|every|some|most)\b)|\b(?:returning|returned|http) [45]\d\d\b|\bhard down\b|\bnot (?:be )?(?:reachable|accessible|available|respond\w*|work(?:ing)?)\b|` +
	`\b(?:requests?|calls?|logins?|payments?|payouts?|orders?|invoices?|jobs?|builds?|pages?|images?|e-?mails?|messages?|quer(?:y|ies)|uploads?|downloads?|deliver(?:y|ies)|sites?|websites?|services?|apps?|hubs?|clusters?|api|checkouts?|search(?:es)?|sessions?|connections?|transactions?|reports?|traffic|deployments?|deploys)\b` +
	`[^.;:]{0,60}\b(?:fail(?:ed|s|ing)?|tim(?:ed|ing) out|(?:was|were|is|are|been|being|got) (?:\w+ )?(?:late|slow\w*|delayed|missing|wrong|down|stuck|empty|lost|refused|dropped|rejected|skipped)|returned|returning|stopped|stalled|hung)\b|` +
	`\d (?:[\w-]+ ){0,3}?[a-z-]+s\b[^.;:]{0,60}\b(?:later?|wrong|cancel+ed|missing|delayed|empty|vanished|stuck|declined|skipped|twice|by hand|on paper)\b|\b(?:late|wrong|missing|cancel+ed|delayed|failed): (?:about )?\d`)

// noneNeeded is a sentence that says why there is no message: none was needed, or nobody outside noticed.
var noneNeeded = regexp.MustCompile(`(?i)\bno (?:external |public |customer |separate |further )?(?:messages?|communications?|statements?|announcements?|notices?|notifications?)(?: (?:to|for) (?:(?:the|our|any) )?(?:customers?|clients?|users?|the public))? (?:was|were|is|are|has been|will be) (?:needed|necessary|required|sent|published|posted|planned)\b|` +
	`\bno (?:customers?|clients?|users?)(?:[- ]facing (?:[\w-]+ ){1,3})? ?(?:was|were|is|are|has been|have been) (?:\w+ly )?(?:affected|impacted|interrupted|disrupted|concerned|involved)\b|\bno (?:customers?|clients?|users?) noticed\b`)

// tells reports whether a sentence or a heading of the document has one of the stems; what it quotes tells as well.
func (c *checker) tells(stems []string) bool {
	for _, s := range c.texts {
		plain := strings.ToLower(s.text.Plain)
		if slices.ContainsFunc(stems, func(stem string) bool { return strings.Contains(plain, stem) }) {
			return true
		}
	}
	return false
}

// says reports whether a sentence of the document matches.
func (c *checker) says(re *regexp.Regexp) bool {
	for _, s := range c.prose {
		if re.MatchString(s.masked) {
			return true
		}
	}
	return false
}

// toldAtFirst reports whether the document begins with some sentences of prose,
// or tells the story under headings of its own.
func (c *checker) toldAtFirst() bool {
	n := 0
	for _, s := range c.prose {
		if s.kind == KindUnknown && s.block.Kind == BlockParagraph {
			n += words(s.masked)
		}
	}
	return n >= 20
}

// asksWhy reports whether a heading below the title asks why.
func (c *checker) asksWhy() bool {
	return slices.ContainsFunc(c.doc.Sections, func(s *Section) bool {
		return s.Level > 1 && strings.HasPrefix(foldHeading(s.Heading), "why ")
	})
}

// toldByTheClock reports whether sentences begin with the times of what they tell.
func (c *checker) toldByTheClock() bool {
	n := 0
	for _, s := range c.prose {
		plain := strings.TrimLeft(s.text.Plain, " [({*_~")
		if plain == "" || !isDigit(plain[0]) {
			continue
		}
		if st, ok := stampOf(plain); ok && st.clock {
			n++
		}
	}
	return n >= 4
}

// changing is a heading of what is changed, or was, after the incident: "What we did about it", "What changes".
var changing = regexp.MustCompile(`^items$|^next (?:year|season|time)$|^what (?:changes|will change|is changing|has changed|will be (?:done|changed|improved))\b|\bactions? .*\bplanned$|` +
	`^what (?:we|i|were|weve|well|ill|ive|im)(?: \w+){0,2}? (?:(?:do|doing|done|did) (?:about|since|now|next|after|to prevent)|do|doing|change|changed|changing)\b`)

// listsChanges reports whether a list stands under such a heading.
func (c *checker) listsChanges() bool {
	for _, s := range c.doc.Sections {
		if !changing.MatchString(foldHeading(s.Heading)) {
			continue
		}
		for _, b := range s.Blocks {
			if (b.Kind == BlockList || b.Kind == BlockTable) && len(b.Children) > 1 {
				return true
			}
		}
	}
	return false
}

// boldLabels adds the kinds that lines tell which begin with them in bold, as in Google's template, which has one below the other:
// "**Impact:** no bread". A point with its own points below tells them as well.
func (c *checker) boldLabels(has map[Kind]bool) {
	leads := map[*Block]bool{} // paragraphs with something below
	for b := range c.doc.All() {
		if lead := b.lead(); b.Kind == BlockItem && lead != nil && len(b.Children) > 1 {
			leads[lead] = true
		}
		if b.Kind != BlockParagraph || b.Section == nil || b.Section.Kind == KindTimeline || b.Section.Kind.tells() {
			continue
		}
		for _, line := range b.Text.lines() {
			if !boldStart(line) {
				continue
			}
			m := line.Marks[0]
			inner, rest := strings.TrimSpace(line.Plain[:m.End]), strings.TrimSpace(line.Plain[m.End:])
			if !strings.HasSuffix(inner, ":") && !strings.HasPrefix(rest, ":") || strings.Trim(rest, ": ") == "" && !leads[b] {
				continue
			}
			if kind, whole := kindOf(inner); whole {
				has[kind] = true
			}
		}
	}
}

// concludes is a heading of lessons that says of none whether it went well.
var concludes = regexp.MustCompile(`^(?:conclusions?|discussion|findings|observations)$`)

// missingSection tells of all parts that are missing at once, at the top; what is
// told without a heading is a note.
func (c *checker) missingSection(r *Rule) {
	if len(c.doc.Blocks) == 0 {
		return
	}
	if c.doc.firstHeading() == nil {
		c.add(softly(r), KindUnknown, c.top(), "no headings", "headings, such as Overview, Timeline, Contributing factors, Impact and Action items")
		return
	}
	has := map[Kind]bool{}
	for _, kind := range c.context.Elsewhere {
		has[kind] = true
	}
	for _, s := range c.doc.Sections {
		if s.Kind == KindLessons && concludes.MatchString(foldHeading(s.Heading)) {
			continue
		}
		has[s.Own] = true
		if s.Kind != KindUnknown {
			has[s.Kind] = true
		}
	}
	c.boldLabels(has)
	delete(has, KindUnknown)
	if c.foreign && len(has) == 0 {
		c.add(softly(r), KindUnknown, c.top(), "no known headings", "headings that Debrief knows, such as Overview, Timeline, Contributing factors, Impact and Action items")
		return
	}
	lacks := func(w wanted) bool {
		for _, k := range w.kinds {
			if has[k] {
				return false
			}
		}
		return true
	}
	var missing, unnamed []string
	for _, w := range essentials {
		switch {
		case !lacks(w):
		case w.told(c):
			unnamed = append(unnamed, w.name)
		default:
			missing = append(missing, w.name)
		}
	}
	for _, w := range courtesies {
		if lacks(w) && (w.told == nil || !w.told(c)) {
			unnamed = append(unnamed, w.name)
		}
	}
	if len(missing) > 0 {
		c.add(r, KindUnknown, c.top(), strings.Join(missing, "; "), and(missing))
	}
	if len(unnamed) > 0 {
		c.add(softly(r), KindUnknown, c.top(), strings.Join(unnamed, "; "), ofTheirOwn(unnamed))
	}
}

// ofTheirOwn asks for headings over what is told without one.
func ofTheirOwn(unnamed []string) string {
	switch last := len(unnamed) - 1; {
	case last > 0 && unnamed[last] == messageToThem:
		return "headings of their own for " + strings.Join(unnamed[:last], ", ") + " and, " + messageToThem
	case last > 0:
		return "headings of their own for " + and(unnamed)
	case unnamed[0] == messageToThem:
		return messageToThem
	}
	return "a heading of its own for " + unnamed[0]
}

// and joins a list as people do.
func and(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
