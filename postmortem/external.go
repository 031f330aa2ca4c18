package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

func init() {
	checks["external-no-apology"] = (*checker).externalNoApology
}

// CheckMessage gives what the rules for the external message, those that have advice for one, and the one for the word outage,
// which customers take for the worst, find in one that stands alone, with places in the text as it is given.
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
		case !slices.Contains(r.Sections, string(KindExternal)) && r.External.Suggest == "" && r.Check != "language" && r.Check != "outage":
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
	if m == nil || said < 4 {
		return nil
	}
	if noneSaid(straight(m.sentences[0].lower), said) {
		return nil // what is not here can lack neither an apology nor a remedy
	}
	// A log of updates is no message.
	stamped := 0
	for _, s := range m.sentences {
		if _, ok := stampOf(s.text.Plain); ok {
			stamped++
		}
	}
	if stamped > 1 && stamped*3 >= len(m.sentences) {
		return nil
	}
	return m
}

// noneSaid reports whether a message of so many words, of which this is the first sentence in lower case, says only that there is none,
// or where it is.
func noneSaid(first string, words int) bool {
	return words < 20 && (noMessage.MatchString(first) || elsewhere.MatchString(first)) || words < 60 && surelyNone.MatchString(first)
}

const (
	aMessage = `(?:(?:external|public|customer|customer-facing|official|separate|further|such|full|final) )*(?:message|communication|statement|announcement|notice|notification)`
	sending  = `(?:sen[dt]|publish(?:ed)?|post(?:ed)?|issued?|writ(?:e|ten)|ma[dk]e|tell|told|inform(?:ed)?|communicated?|announced?)`
)

// The first sentence of a section without a message says that there is none, or
// where it stands. Each speaks of the message, not to customers.
var (
	noMessage = regexp.MustCompile(`^[\s\W]*(?:(?:(?:there (?:is|was|will be) )?none|nothing|n/?a|tb[adc]|to ?do|pending|draft)(?:\W*$|\W*[.,;:(—–]| - | (?:needed|necessary|required|sent|posted|planned|yet|so far|as|because|since|for|to|in|review|approval)\b)` +
		`|not (?:needed|necessary|applicable|required|planned|yet)\b|nothing was ` + sending + `\b|no (?:need|external|public|message|communication|statement|status)\b|not? (?:customers?|users?)[ -](?:(?:was|were|has been|have been|had) )?(?:facing|impact|effect|visib\w+|notic\w+|affected|impacted|concerned|involved|message|communication|statement)\b` +
		`|to be (?:written|done|decided)\b|(?:will be|not) ` + sending + `\b|doesn't apply\b)|\binternal only\b|\bnothing (?:to|had to be) ` + sending + `\b` +
		`|\b(?:did|do|will|have|has|was|were)(?:n't| not) (?:be |(?:plan|intend|want|have) to )?` + sending + ` (?:an?y?|one|anything|it)\b|\bnot to ` + sending + `\b|\bagainst an?y? ` + aMessage + `\b|,? so (?:there (?:is|was) )?(?:none\b|no ` + aMessage + `\b|nothing was ` + sending + `\b)`)
	surelyNone = regexp.MustCompile(`^(?:\W*there (?:is|was|will be|has been) |\W*(?:we|i) (?:\w+ ){1,3})?\W*(?:no(?: need for an?y?)?|not? any) (?:external|public|customer|customer-facing|official) ` + aMessage + `\b|^\W*(?:an?|the) ` + aMessage + ` (?:is|was|will be|has been)(?:n't| not) \w`)
	elsewhere  = regexp.MustCompile(`^\W*(?:(?:please )?see|read (?:the|more|it)|cf\.?|link to|same as|identical (?:to|with)|(?:as )?(?:posted|published|sent|copied|handled|available|drafted|written) (?:\w+ly )?(?:on|at|in|by|to|from|here|there|via|separately)) |\b(?:(?:the|an|our|this|its) (?:` + aMessage + `|status page)|^\W*status page) (?:entry |text )?(?:(?:is|was|will be|has been)(?:n't| not)? (?:on|at|in|here|found|sent|updated|posted|published|written|drafted|approved|copied)|stands|went out)\b|\b(?:sent|sends|wrote|posted) (?:an?|the) (?:e-?mail|mail|letter|message|note) to\b|\b(?:answered|called|wrote to) the (?:\w+ )*(?:customers?|users?|clients?)\b`)
)

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
)

// externalNoApology looks for a message that does not say sorry.
func (c *checker) externalNoApology(r *Rule) {
	if m := c.message(); m != nil && !m.says(apology, notSorry) {
		c.add(r, KindExternal, m.place(), "no apology", "")
	}
}
