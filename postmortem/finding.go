package postmortem

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// Finding is what the check says of one place in the document.
type Finding struct {
	Rule       string
	Level      Level
	Section    Kind
	Span       Span   // in Document.Source
	Line       int    // from 1
	Column     int    // in characters, from 1
	Text       string // what is marked
	Why        string
	Suggestion string
	// Fingerprint stays the same when other places of the document change: it is
	// made of the rule and the words around the place, not of the place.
	Fingerprint string
	// Ignored is why it does not apply, as a comment in the text says; empty where none does.
	Ignored string
}

// finder of findings: what a check is made with.
type checker struct {
	doc      *Document
	context  Context
	rules    *Ruleset
	prose    []sentence
	texts    []sentence // the prose, and then the headings
	foreign  bool       // the text is not English
	findings []Finding
	seen     map[string]int // how often a fingerprint's words came up
	scopes   []scoped       // of the document's items; nil until they are asked for
	names    nameList       // of persons; made where a rule asks for them
	toned    []toned        // where the tone of the external message is wrong
	ignores  []ignore       // what comments in the text say of it
	hidden   []sentence     // the texts with marks instead of people; made where a rule asks for them
}

func newChecker(d *Document, context Context) *checker {
	c := &checker{doc: d, context: context, seen: map[string]int{}}
	prose, headings := d.prose()
	c.texts = append(prose, headings...)
	c.prose = c.texts[:len(prose)]
	c.foreign = foreign(c.prose, headings)
	return c
}

// of gives those of the texts, or of the texts without people, that a rule is about.
func (c *checker) of(r *Rule, texts []sentence) iter.Seq[sentence] {
	if !r.Headings {
		texts = texts[:len(c.prose)]
	}
	return func(yield func(sentence) bool) {
		for _, s := range texts {
			if r.applies(s.kind) && !yield(s) {
				return
			}
		}
	}
}

// add reports a finding at a place. around are the words by which it is known
// again; detail fills {} in the rule's suggestion, if there is any.
func (c *checker) add(r *Rule, kind Kind, span Span, around, detail string) {
	key := r.ID + "\x00" + strings.ToLower(strings.Join(strings.Fields(around), " "))
	c.seen[key]++
	suggest := r.Suggest
	if kind == KindExternal && r.External.Suggest != "" {
		suggest = r.External.Suggest
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, c.seen[key]))
	c.findings = append(c.findings, Finding{
		Rule: r.ID, Level: r.Level, Section: kind, Span: span, Line: c.doc.Line(span.Start),
		Text:        string(c.doc.Source[span.Start:span.End]),
		Why:         r.Why,
		Suggestion:  fill(suggest, detail),
		Fingerprint: hex.EncodeToString(sum[:10]),
	})
}

// sorted gives the findings in the order of the document, with their columns: each is counted on from the one before it, so
// that many in one line are not many walks along it.
func (c *checker) sorted() []Finding {
	c.onceSaid()
	slices.SortStableFunc(c.findings, func(a, b Finding) int {
		if a.Span.Start != b.Span.Start {
			return a.Span.Start - b.Span.Start
		}
		return strings.Compare(a.Rule, b.Rule)
	})
	at, column := 0, 0
	for i := range c.findings {
		f := &c.findings[i]
		if start := c.doc.lines[f.Line-1]; start > at || i == 0 {
			at, column = start, 0
		}
		column += utf8.RuneCount(c.doc.Source[at:f.Span.Start])
		at, f.Column = f.Span.Start, column+1
	}
	return c.findings
}
