package postmortem

import (
	"cmp"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Document is a postmortem that was read.
type Document struct {
	// Source is the text that all positions refer to: UTF-8, lines ended by \n,
	// no byte order mark.
	Source      []byte
	FrontMatter FrontMatter
	Blocks      []*Block   // the tree, top level
	Sections    []*Section // flat, in order

	Title    string
	Date     Date // of the incident, as far as the document says
	Severity Severity
	Services []string
	Timeline []Entry
	Items    []Item
	Notices  []Notice

	lines     lineIndex
	facts     []fact
	calendar  calendar
	month     time.Time // of the incident, where no day is said
	published bool      // Date may be the day of writing
	told      Times     // what labels tell of the incident's moments
}

// Option tells Parse what the source does not say.
type Option func(*options)

type options struct {
	fileName string
	dayFirst bool
}

// WithFileName names the file that the source was read from. Where the text has
// no title or date of its own, the name may have them.
func WithFileName(name string) Option { return func(o *options) { o.fileName = name } }

// WithDayFirst reads 03/04/2024 as the third of April where nothing in the text says which of its numbers is the day; without, as
// March 4.
func WithDayFirst() Option { return func(o *options) { o.dayFirst = true } }

// markdown is goldmark with what GitHub understands. Building it is costly, and
// it may be used by several goroutines at once.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithParserOptions(parser.WithAttribute()))

// Parse reads a postmortem in Markdown. It returns an *Error for a source that is
// no text or too large; for any text it returns a document, if need be one with
// notices.
func Parse(source []byte, opts ...Option) (*Document, error) {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	decoded, notice, err := decode(source)
	if err != nil {
		return nil, err
	}
	doc := &Document{Source: decoded, lines: newLineIndex(decoded), calendar: calendar{order: orderOf(decoded), unsigned: unsignedClock.Match(decoded), pointed: pointedDays.Match(decoded)}}
	if notice != nil {
		doc.Notices = append(doc.Notices, *notice)
	}
	assumed := o.dayFirst && doc.calendar.order == orderUnknown
	if assumed {
		doc.calendar.order = dayFirst
	}
	body := doc.readFrontMatter()

	tree := markdown.Parser().Parse(text.NewReader(mask(decoded, body)))
	convert := converter{source: decoded, lines: doc.lines}
	doc.Blocks = convert.blocks(tree)
	sections := sectioner{doc: doc}
	sections.run(doc.Blocks)

	doc.facts = doc.findFacts()
	doc.Title = doc.findTitle(o.fileName)
	if doc.Title == "" {
		doc.Notices = append(doc.Notices, Notice{Code: "no_title", Line: 1, Message: "no title: neither a heading nor a file name has one"})
	}
	if doc.firstHeading() == nil {
		doc.Notices = append(doc.Notices, Notice{Code: "no_sections", Line: 1, Message: "no headings: the text was read as one section"})
	}
	doc.Date = doc.findDate(o.fileName)
	undated := doc.Date.IsZero()
	if !undated && !doc.Date.Ambiguous && (assumed || doc.calendar.order == orderUnknown) {
		doc.calendar.order = cmp.Or(orderBy(decoded, doc.Date.Time), doc.calendar.order)
	}
	if undated {
		doc.Date = doc.laterDate() // times without a year or a day need one
	}
	doc.Timeline = findTimeline(doc)
	if undated {
		doc.Date = doc.laterDate()
	} else if date, ok := doc.toldDate(); ok && doc.published {
		doc.Date = date
		doc.Timeline = findTimeline(doc)
	}
	if doc.Date.Ambiguous {
		doc.Notices = append(doc.Notices, Notice{Code: "ambiguous_date", Line: doc.Line(doc.Date.Span.Start), Message: fmt.Sprintf("the date %s was read as %s; it might be the other way round", doc.Date.Text, doc.Date.Time.Format(time.DateOnly))})
	}
	doc.Notices = append(doc.Notices, doc.zoneDoubts()...)
	doc.Severity = findSeverity(doc)
	doc.Services = findServices(doc)
	doc.Items = findItems(doc)
	doc.facts = nil
	return doc, nil
}

// All gives every block of the document in order.
func (d *Document) All() iter.Seq[*Block] {
	return func(yield func(*Block) bool) {
		for _, b := range d.Blocks {
			if !b.walk(yield) {
				return
			}
		}
	}
}

// Line gives the line, from 1, of a place in Source.
func (d *Document) Line(offset int) int { return d.lines.line(offset) }

// reportNames are what a postmortem is called, with what may stand around that.
const reportNames = `(?:(?:public|internal|blameless|final|draft|initial|preliminary|major)\s+)*(?:(?:incident|outage)\s+)?(?:post[- ]?mortem|(?:post[- ]?)?incident (?:report|review|analysis)|outage report|` +
	`pir|rca|root[- ]cause analysis|retrospe[ck]tive|after[- ]action (?:report|review))(?:\s+(?:incident\s+)?(?:report|review|analysis))?(?:\s*(?:\((?:pir|rca)\)|/\s*(?:pir|rca|post[- ]?mortem)))?`

var (
	// titlePrefix and titleSuffix are what says only that this is a postmortem.
	titlePrefix = regexp.MustCompile(`(?i)^(?:` + reportNames + `(?:\s*[:–—|]+\s*|\s+-+\s*|-+\s+)|[\[(]` + reportNames + `[\])]\s*[:–—|-]*\s*)`)
	titleSuffix = regexp.MustCompile(`(?i)(?:\s*[:–—|]+\s*|\s+-+\s+)` + reportNames + `\W*$|\s*[\[(]` + reportNames + `[\])]\W*$`)
	// genericTitle is a heading that says no more than what kind of document it is.
	genericTitle = regexp.MustCompile(`(?i)^\W*(?:(?:my|our|the|first|incident|outage|public|draft|final|example|blameless|#?\d+)\s+)*(?:post[- ]?mortem|incident|rca|root cause analysis|retrospective|incident review)s?(?:\s+(?:report|document|analysis|review|template|#?[\d./-]+))*\W*$`)
	// fileNumber is what a file name begins with before its words.
	fileNumber = regexp.MustCompile(`(?i)^(?:(?:\d{4}[-_.]?\d{2}[-_.]?\d{2}|\d{4}[-_.]\d{2}|\d{8}|pm-?\d{4}-\d+|inc(?:ident)?-?\d+|\d{1,4})[-_ .]+)+`)
)

// fileDate is a day anywhere in a file's name.
var fileDate = regexp.MustCompile(`(?:^|[-_ .])(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d(?:[-_ .]|$)`)

// findTitle takes the front matter's title, the first heading that is not merely
// the name of a section (a first-level one if any), or the file's name.
func (d *Document) findTitle(fileName string) string {
	if t := CleanTitle(d.FrontMatter.Get("title", "linkTitle", "name", "subject")); t != "" && !genericTitle.MatchString(t) {
		return t
	}
	first := ""
	for _, s := range d.Sections {
		if s.Heading == "" || s.Block == nil || s.Block.Kind != BlockHeading {
			continue
		}
		_, spelled := bySpelling[foldHeading(s.Heading)]
		kind, isWhole := kindOf(s.Heading)
		ofReport := kind.tells() && s.Own == KindUnknown && !spelled // "Duplicate emails to customers"
		if isWhole && kind != KindUnknown && !ofReport || genericTitle.MatchString(s.Heading) {
			continue
		}
		if s.Level == 1 {
			return CleanTitle(s.Heading)
		}
		// A heading below others is a section's; only the very first may be the
		// title, or the first below one that says nothing.
		if first == "" && (s.Parent == nil || genericTitle.MatchString(s.Parent.Heading) && len(s.Parent.Blocks) == 0) || first == "" && s.Parent.Heading == "" && s == d.firstHeading() {
			first = s.Heading
		}
	}
	if t := d.statedTitle(); t != "" && first == "" {
		return t
	}
	if name := titleFromName(fileName); name != "" && (first == "" || d.firstHeading().Heading != first) {
		return name
	}
	if first != "" {
		return CleanTitle(first)
	}
	if h := d.firstHeading(); h != nil {
		return CleanTitle(h.Heading)
	}
	// No heading at all and no name: the first sentence says what it is about.
	for b := range d.All() {
		if b.Kind == BlockParagraph && b.Text.Plain != "" {
			return cut(firstSentence(squeeze(b.Text.Plain)), 120)
		}
	}
	return ""
}

// titleLabels are labels whose value is the title.
var titleLabels = []string{"title", "incident title", "incident name", "name", "subject", "incident"}

// statedTitle is a title that is no heading: the value of a label, or a line at
// the very top that is no sentence.
func (d *Document) statedTitle() string {
	for _, f := range d.facts {
		if v := squeeze(f.value.Plain); slices.Contains(titleLabels, f.label) && words(v) >= 2 && len(v) <= 120 {
			return CleanTitle(v)
		}
	}
	if len(d.Blocks) == 0 || d.Blocks[0].Kind != BlockParagraph {
		return ""
	}
	lines := d.Blocks[0].Text.lines()
	if len(lines) == 0 {
		return "" // nothing but tags
	}
	line := lines[0].Plain
	if kind, _ := kindOf(labelOf(lines[0])); kind != KindUnknown || words(line) < 3 || len(line) > 120 ||
		strings.HasSuffix(line, ".") || strings.HasSuffix(line, ":") || genericTitle.MatchString(line) || d.Blocks[0].Text.covered(MarkImage) {
		return ""
	}
	return CleanTitle(line)
}

func (d *Document) firstHeading() *Section {
	for _, s := range d.Sections {
		if s.Heading != "" {
			return s
		}
	}
	return nil
}

// maxPrefixes bounds how often a title says that it is one: "Postmortem: Incident report: Cold ovens".
const maxPrefixes = 3

// CleanTitle returns a title without what only says that it is that of a postmortem: "Cold ovens" of "Postmortem: Cold ovens".
func CleanTitle(s string) string {
	s = squeeze(s)
	for range maxPrefixes {
		if t := titlePrefix.ReplaceAllString(s, ""); len(t) > 1 {
			s = t
		}
	}
	if t := titleSuffix.ReplaceAllString(s, ""); words(t) > 1 { // "docs.rs: incident report" keeps it
		s = t
	}
	return s
}

// titleFromName makes words of a file's name: no folder, date, number, extension.
func titleFromName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	for _, ext := range []string{".erb", ".md", ".markdown", ".mdx", ".qmd", ".txt", ".html", ".mkd"} {
		if len(name) > len(ext) && strings.EqualFold(name[len(name)-len(ext):], ext) {
			name = name[:len(name)-len(ext)]
		}
	}
	if t := fileNumber.ReplaceAllString(name, ""); strings.ContainsFunc(t, unicode.IsLetter) {
		name = t
	}
	if t := fileDate.ReplaceAllString(name, " "); strings.ContainsFunc(t, unicode.IsLetter) {
		name = t
	}
	name = squeeze(strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '+' {
			return ' '
		}
		return r
	}, name))
	if name == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(first)) + name[n:]
}

var sentenceEnd = regexp.MustCompile(`[.!?]["')\]]*\s+[\p{Lu}"'(\[@]`)

// firstSentence gives s up to the end of its first sentence.
func firstSentence(s string) string {
	for from := 0; from < len(s); {
		at := sentenceEnd.FindStringIndex(s[from:])
		if at == nil {
			return s
		}
		end := from + at[0] + 1
		before := strings.ToLower(s[strings.LastIndexByte(s[:end], ' ')+1 : end])
		switch strings.Trim(before, "(") {
		case "e.g.", "i.e.", "etc.", "vs.", "cf.", "approx.", "ca.", "no.", "mr.", "ms.", "mrs.", "dr.", "prof.", "st.", "rs.":
			from = end
			continue
		}
		if endsInitial(s[:end], s[end:]) {
			from = end
			continue
		}
		return s[:end]
	}
	return s
}
