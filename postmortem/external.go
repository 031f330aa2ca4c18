package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

func init() {
	checks["external-no-apology"] = (*checker).externalNoApology
	checks["external-no-remedy"] = (*checker).externalNoRemedy
}

// CheckMessage gives what the rules for the external message find in one that
// stands alone, with places in the text as it is given.
func (s *Ruleset) CheckMessage(text string, context Context) []Finding {
	d, err := Parse(sameLength(text))
	if err != nil {
		return nil // nothing but white space, or a web page
	}
	for _, section := range d.Sections {
		section.Kind, section.Own = KindExternal, KindExternal
	}
	for b := range d.All() {
		if b.Section != nil {
			b.Section.Kind = KindExternal // a nameless part
		}
	}
	c := newChecker(d, context)
	for _, r := range s.Rules() {
		switch {
		case r.Level == LevelOff || !c.reads(r):
		case !slices.Contains(r.Sections, string(KindExternal)) && r.Check != "language":
		case r.Check != "":
			checks[r.Check](c, r)
		default:
			c.wording(r)
		}
	}
	findings := c.sorted()
	for i := range findings {
		f := &findings[i]
		f.Text = text[f.Span.Start:f.Span.End]
	}
	return findings
}

// sameLength makes a text one that Parse does not have to change, byte for byte:
// no broken UTF-8, one kind of line end, no front matter of its own.
func sameLength(text string) []byte {
	out := []byte(text)
	if len(out) > MaxSize {
		n := MaxSize
		for n > 0 && !utf8.RuneStart(out[n]) {
			n--
		}
		out = out[:n]
	}
	for i := 0; i < len(out); {
		r, n := utf8.DecodeRune(out[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			out[i] = '?'
		case r == '\r' && i+1 < len(out) && out[i+1] == '\n':
			out[i] = ' '
		case r == '\r':
			out[i] = '\n'
		case r == 0:
			out[i] = ' '
		case r == 0xFEFF:
			out[i], out[i+1], out[i+2] = ' ', ' ', ' '
		}
		i += n
	}
	return out
}

// message is what is told to customers: all sections of that kind, a whole text.
type message struct {
	section   *Section
	sentences []sentence
}

// message gives the external message, nil where there is none, or only a word
// that there is none.
func (c *checker) message() *message {
	var m *message
	said := 0
	for _, s := range c.prose {
		if s.kind != KindExternal {
			continue
		}
		if m == nil {
			m = &message{section: s.block.Section.outermost()}
		}
		m.sentences = append(m.sentences, s)
		said += words(s.masked)
	}
	switch {
	case m == nil, said < 4:
		return nil
	case said < 20 && noMessage.MatchString(m.sentences[0].masked):
		return nil
	}
	// A log of updates is no message.
	stamped := 0
	for _, s := range m.sentences {
		if _, ok := stampOf(s.text.Plain, 0); ok {
			stamped++
		}
	}
	if stamped > 1 && stamped*3 >= len(m.sentences) {
		return nil
	}
	return m
}

// noMessage says that there is none.
var noMessage = regexp.MustCompile(`(?i)^[\s\W]*(?:none|n/?a|nothing|not (?:needed|necessary|applicable|required|sent|yet|planned)|no (?:external|public|customer|message|communication|statement|status)|not? (?:customers?|users?)|tb[adc]|to ?do|to be (?:written|done|decided))\b`)

// place is where a finding on the whole message is shown: its first sentence.
func (m *message) place() Span {
	first := m.sentences[0].text
	return first.Source(0, len(cut(first.Plain, 120)))
}

// says reports whether a sentence of the message matches and nothing excuses it.
func (m *message) says(re, unless *regexp.Regexp) bool {
	return slices.ContainsFunc(m.sentences, func(s sentence) bool {
		text := straight(s.masked)
		if unless != nil {
			text = unless.ReplaceAllString(text, "_")
		}
		return re.MatchString(text)
	})
}

// straight makes apostrophes of typographers plain.
func straight(s string) string { return strings.ReplaceAll(s, "’", "'") }

var (
	apology = regexp.MustCompile(`(?i)\b(?:sorry|apolog(?:y|ies|i[sz](?:e|es|ed|ing)|etic(?:ally)?)|regret(?:s|ted|table|tably|fully)?|forgive(?:ness)?|pardon)\b`)
	// notSorry uses the words and does not say it.
	notSorry = regexp.MustCompile(`(?i)\b(?:(?:not|n't|never|no|without) (?:\w+ ){0,2}(?:sorry|apolog\w+|regret\w*)|better safe than sorry)\b`)

	remedyVerb = `add|adopt|adjust|address|allocat|alter|audit|automat|block|build|chang|clos|commit|configur|correct|creat|cut|decoupl|deploy|develop|dedicat|design|document|doubl|eliminat|enabl|enforc|enhanc|ensur|establish|evaluat|expand|extend|harden|hir|implement|improv|increas|install|integrat|introduc|invest|isolat|learn|limit|lower|mak|migrat|mov|modif|overhaul|patch|perform|prevent|protect|prioriti[sz]|publish|rais|rearchitect|rebuild|reconfigur|redesign|reduc|refactor|reinforc|remov|renew|replac|requir|rethink|revis|revisit|review|rewrit|roll(?:ed|ing)? out|scal|schedul|separat|set|sett|shorten|simplif|speed|split|start|strengthen|switch|tak|tes|test|tighten|train|tun|upgrad|verif|rotat|simulat|rehears|validat|double-check|monitor`
	remedy     = regexp.MustCompile(`(?i)\b(?:we|our (?:\w+ ){0,2}(?:team|teams|engineers|developers|staff|company)|they|i)(?:'ve|'re|'ll| have| are| will| plan| intend| aim| commit(?:ted)?| now)?(?: (?:also|already|now|since|therefore|both|further|be|been|going|to|start(?:ed|ing)?|begun|working|work|on|continu(?:e|ing)|planning|implementing|taking|in the process of|currently|immediately|permanently|additionally|\w+ly)){0,5} (?:` + remedyVerb + `)(?:e|es|s|ed|ied|ying|ing|y|ies|ted|ting|ned|ning|ped|ping|ken|en|ade|oved|uilt|k|t)?\b` +
		`|\b(?:to|will|helps?|should) (?:help )?(?:prevent|avoid|stop|reduce|lower|minimi[sz]e|guard against|protect|detect|catch|notice)\b|\bprevent(?:s|ing|ed|ative|ion)?\b|\bso that\b|\bnot happen again\b|\b(?:happening|occurring) again\b|\brecurrence\b|\bin (?:the )?future\b|\bfrom now on\b|\bgoing forward\b|\bmoving forward\b|\bnext steps?\b|\b(?:measures|safeguards?|improvements?|corrective|long-term fix|permanent fix)\b` +
		`|\b(?:has|have|had|is|are|was|were|will be|is being|are being)(?: \w+ly| also| now| since| already)? (?:been |being )?(?:added|improved|increased|introduced|strengthened|upgraded|replaced|redesigned|hardened|automated|rolled out|implemented|put in place|expanded|tightened|changed|moved|migrated|scheduled|reviewed|extended|removed)\b|\b(?:now|no longer|from today) (?:\w+ )?(?:stop|stops|checks?|tests?|runs?|fails?|alerts?|limits?|requires?|rejects?|depends?|uses?|retr(?:y|ies)|detects?|blocks?|verif(?:y|ies)|warns?)\b`)
	// onlyRepair is work on the incident itself, and keeping in touch.
	onlyRepair = regexp.MustCompile(`(?i)\b(?:(?:started|starting|begun|began|working|work|continu(?:e|ing)|taking steps|took steps|taking measures|took measures|trying)(?: (?:hard|closely|actively|quickly|with our \w+))? (?:to|on) (?:\w+ly )?(?:restor\w*|resolv\w*|fix\w*|recover\w*|mitigat\w*|investigat\w*|a fix|monitor\w*|updat\w*)|continu(?:e|ing) to monitor|(?:are|be|is) (?:closely |actively |now )?monitoring (?:the|this|it|our systems|for|closely)\b|monitor(?:ed|ing)? the (?:situation|results?|fix|recovery|issue|systems?)|tak(?:e|ing) (?:this|it|these|such) \w+ (?:very |extremely )?seriously|tak(?:e|ing) (?:full )?responsibility|mak(?:e|ing) (?:you|it) (?:aware|up)|test(?:ed|ing) the fix|verif(?:ied|ying) (?:that )?(?:the|all|it|everything)\b|start(?:ed|ing)? (?:to )?(?:investigat\w+|seeing|receiv\w+|see|receive)|learn(?:ed|t)? (?:of|about|that)|schedul\w+ (?:an? )?(?:update|call)|clos(?:ed|ing) (?:the|this) incident)`)
)

// externalNoApology looks for a message that does not say sorry.
func (c *checker) externalNoApology(r *Rule) {
	if m := c.message(); m != nil && !m.says(apology, notSorry) {
		c.add(r, KindExternal, m.place(), "no apology", "")
	}
}

// externalNoRemedy looks for a message that does not say what is done about it.
func (c *checker) externalNoRemedy(r *Rule) {
	if m := c.message(); m != nil && !m.says(remedy, onlyRepair) {
		c.add(r, KindExternal, m.place(), "no remedy", "")
	}
}
