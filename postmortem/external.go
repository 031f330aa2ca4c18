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
)

// externalNoApology looks for a message that does not say sorry.
func (c *checker) externalNoApology(r *Rule) {
	if m := c.message(); m != nil && !m.says(apology, notSorry) {
		c.add(r, KindExternal, m.place(), "no apology", "")
	}
}
