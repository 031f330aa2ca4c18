package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Section is a heading and what stands below it. Sections are flat in
// Document.Sections, in order; Parent says what encloses one. What stands above
// the first heading is a section without a heading.
type Section struct {
	Kind    Kind // what it is about; an unknown heading has its parent's kind
	Own     Kind // what the heading itself says
	Heading string
	Level   int // 1 to 6; 0 above the first heading; more for pseudo headings
	Parent  *Section
	Block   *Block   // the heading; nil above the first
	Blocks  []*Block // what stands directly in it
	Span    Span     // heading included, sub-sections not
	Line    int
}

// Levels of what serves as a heading without being one.
const (
	levelBold  = 7 // a line that is bold altogether
	levelLabel = 8 // a plain line that is a spelling: "What went well?"
	levelItem  = 9 // a label of a list item with its children below
)

// Path gives the headings from the outermost to this one.
func (s *Section) Path() []string {
	var path []string
	for ; s != nil; s = s.Parent {
		if s.Heading != "" {
			path = append([]string{s.Heading}, path...)
		}
	}
	return path
}

// replaces says that a sub-heading of this kind leaves the kind of its parent.
// Sub-headings of action items are mostly their classes (detection, mitigation,
// process), as in the guides that ask for one item a class.
func (k Kind) replaces(parent Kind) bool {
	if k == KindUnknown {
		return false
	}
	if parent == KindActions {
		switch k {
		case KindTimeline, KindResponders, KindWentWell, KindWentBadly, KindLucky, KindLessons, KindSupporting, KindExternal, KindInternal:
			return true
		}
		return false
	}
	return true
}

// tells reports whether a kind is a message to people: what stands below it is what they read, whatever its parts are called.
func (k Kind) tells() bool { return k == KindInternal || k == KindExternal }

// ofMessages is the heading over the messages of an incident.
var ofMessages = regexp.MustCompile(`(?i)\b(?:customers?|clients?|messages|messaging|communicat\w+|comms|external(?:ly)?|public|status ?page)\b`)

// barelyMessage reports whether a heading that is nothing but "Message" stands over the message to customers: as a part of the whole
// report, or of what is told. Elsewhere it may be that of an alert or of an error.
func barelyMessage(heading string, level int, parent *Section) bool {
	return level < levelLabel && foldHeading(heading) == "message" &&
		(parent == nil || parent.Level <= 1 && parent.Own == KindUnknown || ofMessages.MatchString(parent.Heading))
}

// afterwards is how a part of a report is called that looks back.
var afterwards = regexp.MustCompile(`(?i)^\W*post[- ]?mortem\W*$`)

// titlesMessage is the folded title of a text that is nothing but a message. "Duplicate emails to customers" is that of a report.
var titlesMessage = regexp.MustCompile(`^(?:(?:draft|final) )?(?:(?:external|internal|public|customers?|clients?|users?) messages?|` +
	`(?:an? )?(?:messages?|letter|note|notice|e ?mail|mail|apology|statement|update|announcement) (?:to|for) (?:(?:our|the|all|affected) )*(?:customers|clients|users)|to (?:our )?customers)$`)

// partsOfReport are kinds of sections that a report has, and a message has not.
var partsOfReport = []Kind{KindTimeline, KindImpact, KindCauses, KindDetection, KindWentWell, KindWentBadly, KindActions}

// titlesReport reports whether a title is one of a report though it may read like that of a message: only a whole spelling such as
// "Announcement" is one of a message, and only where no report follows.
func titlesReport(title string, below []*Block) bool {
	folded := foldHeading(title)
	if titlesMessage.MatchString(folded) {
		return false
	}
	_, spelled := bySpelling[folded]
	return !spelled || slices.ContainsFunc(below, func(b *Block) bool {
		kind, _ := kindOf(squeeze(b.Text.Plain))
		return b.Kind == BlockHeading && slices.Contains(partsOfReport, kind)
	})
}

// sectioner gives every block its section.
type sectioner struct {
	doc     *Document
	current *Section
	known   bool // a section of some kind has been opened
	report  bool // the title is one of a report, even where it reads like that of a message: "Status page"
}

func (s *sectioner) open(level int, heading string, block *Block, whole bool) {
	parent := s.current
	for parent != nil && parent.Level >= level {
		parent = parent.Parent
	}
	own, exact := kindOf(heading)
	if parent != nil && parent.Kind == KindTimeline && startsTimed(heading) {
		own = KindUnknown // an hour of the timeline
	}
	if whole && level == 1 && s.report && own.tells() {
		own = KindUnknown
	}
	if whole && !exact || level == levelLabel && parent != nil && stateSpellings[foldHeading(heading)] && !statesWork[parent.Kind] {
		own = KindUnknown // "Already done:" in a timeline, "What we do:" in a summary
	}
	if own == KindOverview && parent != nil && parent.Kind != KindUnknown && strings.EqualFold(heading, "general") {
		own = KindUnknown // "General" below "Lessons learned" is about those
	}
	if own == KindUnknown && !whole && barelyMessage(heading, level, parent) {
		own = KindExternal
	}
	if parent != nil && parent.Kind.tells() && !own.tells() && !(parent.Level == 1 && s.report) {
		own = KindUnknown // "What happened" of what customers are told
	}
	if own == KindUnknown && afterwards.MatchString(heading) && s.known {
		own = KindLessons // within a report, "Postmortem" is what came of looking back
	}
	if own == KindUnknown && s.known && publicReport.MatchString(foldHeading(heading)) {
		own = KindExternal
	}
	sec := &Section{Kind: own, Own: own, Heading: heading, Level: level, Parent: parent, Block: block, Span: block.Span, Line: block.Line}
	if parent != nil && !own.replaces(parent.Kind) {
		sec.Kind = parent.Kind
	}
	s.known = s.known || sec.Kind != KindUnknown
	s.doc.Sections = append(s.doc.Sections, sec)
	s.current = sec
}

func (s *sectioner) run(blocks []*Block) {
	blocks = s.split(blocks)
	s.doc.Blocks = blocks
	s.current = &Section{Line: 1}
	s.doc.Sections = append(s.doc.Sections, s.current)
	firstHeading := true
	listed := false // a list or a table stood in the current plain label's reach
	closed := false // the label's text was all that it names
	for i, b := range blocks {
		if closed && s.current.Level == levelLabel && b.Kind != BlockHeading {
			s.current = s.outer(levelLabel)
			s.again()
		}
		closed = false
		if b.Kind == BlockParagraph {
			s.pseudo(b, i+1 < len(blocks) && blocks[i+1].Kind != BlockHeading)
		}
		switch {
		case b.Kind == BlockHeading:
			level := b.Level
			if b.Pseudo {
				level = max(level, levelBold)
			}
			// The first heading is mostly the title: only a whole spelling makes it a section.
			title := squeeze(b.Text.Plain)
			if firstHeading && level == 1 {
				s.report = titlesReport(title, blocks[i+1:])
			}
			s.open(level, title, b, firstHeading && level == 1)
			if !b.Pseudo {
				firstHeading = false
			}
			listed = false
		case b.Kind == BlockParagraph:
			if label := labelOf(b.Text); label != "" && !oneAction(b.Text.Plain) {
				if kind, whole := kindOf(label); whole && kind != s.current.Kind && s.current.Kind != KindActions && !s.current.Kind.tells() {
					s.open(levelLabel, label, b, true)
					// "Impact: none." is all of it; "Impact: the following:" is not.
					closed = kind != KindActions && !strings.HasSuffix(b.Text.Plain, ":") && b.Text.Plain != label
					listed = !strings.HasSuffix(b.Text.Plain, ":")
					s.place(b)
					continue
				}
			}
			// A plain label reaches to the end of its list: what follows belongs to what encloses it.
			if s.current.Level == levelLabel && listed && !(s.current.Kind.tells() && s.current.Block != nil && s.current.Block.Pseudo) {
				s.current = s.outer(levelLabel)
				s.again()
			}
		case b.Kind == BlockList || b.Kind == BlockTable || b.Kind == BlockCode:
			listed = true
		}
		s.place(b)
	}
	s.toTimelines()
}

// toTimelines makes timelines of sections whose headings may mean work to be done, but which log what was: "Course of action" over
// entries that begin with their times; and, where there is no other, of those that tell what zone the times are in: "What happened
// (all times JST)".
func (s *sectioner) toTimelines() {
	has := slices.ContainsFunc(s.doc.Sections, func(sec *Section) bool { return sec.Kind == KindTimeline })
	for _, sec := range s.doc.Sections {
		switch {
		case sec.Kind == KindActions && logs(sec.Blocks):
			sec.Own, sec.Kind = KindTimeline, KindTimeline
		case !has && (sec.Kind == KindUnknown || sec.Kind == KindDescription || sec.Kind == KindOverview) && sec.headingZone() != nil && logs(sec.Blocks):
			sec.Kind = KindTimeline
		}
	}
}

// logs says that most of what stands in a section tells what was done at a time of the clock.
func logs(blocks []*Block) bool {
	timed, total := 0, 0
	count := func(text string) {
		total++
		if st, ok := stampOf(text); ok && st.clock && !imperative(text[st.end:]) {
			timed++
		}
	}
	for _, b := range blocks {
		switch b.Kind {
		case BlockParagraph:
			count(b.Text.Plain)
		case BlockList:
			for _, item := range b.Children {
				if lead := item.lead(); lead != nil && item.Check == CheckNone {
					count(lead.Text.Plain)
				}
			}
		case BlockTable:
			if !layoutOf(b).timed {
				return false
			}
			timed, total = timed+len(b.Children), total+len(b.Children)
		}
	}
	return timed > 1 && timed*2 > total
}

// oneAction says that a paragraph is one action item by its label: "Action item:
// page earlier". "Action items: …" names what follows as well.
func oneAction(plain string) bool {
	m := actionPrefix.FindString(plain)
	return m != "" && words(plain[len(m):]) >= 2 && !strings.Contains(strings.ToLower(m), "items")
}

func (s *sectioner) outer(level int) *Section {
	sec := s.current
	for sec.Parent != nil && sec.Level >= level {
		sec = sec.Parent
	}
	if sec.Level >= level {
		return &Section{Line: sec.Line}
	}
	return sec
}

// again begins a nameless part of an enclosing section: the flat list of
// sections stays in the order of the text.
func (s *sectioner) again() {
	sec := *s.current
	sec.Blocks, sec.Block = nil, nil
	sec.Span = Span{}
	s.current = &sec
	s.doc.Sections = append(s.doc.Sections, s.current)
}

func (s *sectioner) place(b *Block) {
	sec := s.current
	if b != sec.Block {
		sec.Blocks = append(sec.Blocks, b)
	} else if b.Kind == BlockParagraph {
		sec.Blocks = append(sec.Blocks, b) // a label with text behind it
	}
	if sec.Span == (Span{}) {
		sec.Span, sec.Line = b.Span, b.Line
	}
	sec.Span.End = max(sec.Span.End, b.Span.End)
	s.assign(b, sec)
}

// assign gives the block and all below it the section; a list item that is a
// label of a known kind begins a section of its own.
func (s *sectioner) assign(b *Block, sec *Section) {
	b.Section = sec
	for _, c := range b.Children {
		if b.Kind == BlockList && sec.Kind != KindActions && sec.Level < levelItem {
			if own := s.itemSection(c, sec); own != nil {
				s.assign(c, own)
				continue
			}
		}
		s.assign(c, sec)
	}
}

// itemSection makes a section of "- **Impact**: …", a whole document written as
// one list.
func (s *sectioner) itemSection(item *Block, sec *Section) *Section {
	lead := item.lead()
	if lead == nil || sec.Kind != KindUnknown && sec.Kind != KindOverview && sec.Kind != KindDescription {
		return nil
	}
	label := labelOf(lead.Text)
	if label == "" {
		return nil
	}
	kind, whole := kindOf(label)
	if kind == KindUnknown || !whole {
		return nil
	}
	if len(item.Children) == 1 && strings.TrimRight(lead.Text.Plain, ": ") == label {
		return nil // a label over nothing
	}
	own := &Section{Kind: kind, Own: kind, Heading: label, Level: levelItem, Parent: sec, Block: item,
		Blocks: item.Children, Span: item.Span, Line: item.Line}
	s.doc.Sections = append(s.doc.Sections, own)
	return own
}

// pseudo makes a paragraph that serves as a heading into one.
func (s *sectioner) pseudo(b *Block, followed bool) {
	plain := b.Text.Plain
	if plain == "" || utf8.RuneCountInString(plain) > 90 || strings.Contains(plain, "\n") {
		return
	}
	if level, from, to := wikiHeading(plain); level > 0 {
		b.Kind, b.Level, b.Text = BlockHeading, level, b.Text.Slice(from, to).trim()
		return
	}
	if b.Text.covered(MarkStrong) && followed && (s.current.Kind == KindActions || !isSentence(plain)) {
		b.Kind, b.Pseudo, b.Level = BlockHeading, true, levelBold
		return
	}
	bare := strings.TrimRight(plain, ":?!. ")
	if kind, ok := bySpelling[foldHeading(bare)]; ok && kind != KindUnknown && followed ||
		strings.HasSuffix(plain, "?") && whole(bare) || followed && heads(plain) {
		b.Kind, b.Pseudo, b.Level = BlockHeading, true, levelLabel
	}
}

// sentenceWords is how many words make a line in bold with a full stop and a verb a sentence: a heading has fewer.
const sentenceWords = 6

// isSentence says that a line in bold is a sentence that somebody stresses, and no heading: "**No data was lost during the incident.**"
func isSentence(plain string) bool {
	return strings.HasSuffix(plain, ".") && words(plain) >= sentenceWords && !asksFor[firstWord(plain)] && hasFinite(wordsOf(plain)) && !whole(strings.TrimRight(plain, ". "))
}

// asksFor begins a heading that tells what its section answers: "What we did to fix it."
var asksFor = wordSet(`how what when where which who why`)

// wikiHeading reads a heading of another markup than Markdown, pasted as it is: "h2. To do" of Jira, "== To do ==" of
// wikis. It gives its level, 0 for none, and where its words are.
func wikiHeading(line string) (level, from, to int) {
	if m := jiraHeading.FindStringSubmatch(line); m != nil {
		return int(m[1][0] - '0'), len(m[0]), len(line)
	}
	signs := len(line) - len(strings.TrimLeft(line, "="))
	if signs == 0 || signs > 6 || len(line) <= 2*signs || !strings.HasSuffix(line, strings.Repeat("=", signs)) {
		return 0, 0, 0
	}
	return signs, signs, len(line) - signs
}

var jiraHeading = regexp.MustCompile(`^h([1-6])\.\s+`)

func whole(heading string) bool {
	kind, whole := kindOf(heading)
	return whole && kind != KindUnknown
}

// label is a few words, a colon, and more: "Impact: none".
var label = regexp.MustCompile(`^[^\pL\pN]{0,4}([\pL][\pL\pN '’/&()-]{1,40}?)\s*:(?:\s|$)`)

// labelNoted is what a bold label has behind it in brackets: "**Key events** (UTC)".
var labelNoted = regexp.MustCompile(`^\s\([^()]{1,30}\)`)

// labelOf gives the label that a text begins with: bold, or followed by a colon.
func labelOf(t Text) string {
	for _, m := range t.Marks {
		if m.Kind != MarkStrong && m.Kind != MarkEmph {
			continue
		}
		if strings.TrimSpace(t.Plain[:m.Start]) != "" {
			break
		}
		end := m.End + len(labelNoted.FindString(t.Plain[m.End:]))
		inner := strings.TrimSpace(t.Plain[m.Start:end])
		rest := strings.TrimSpace(t.Plain[end:])
		if strings.HasSuffix(inner, ":") || strings.HasPrefix(rest, ":") || rest == "" {
			if len(inner) <= 80 {
				return strings.TrimRight(inner, ": ")
			}
		}
		break
	}
	if m := label.FindStringSubmatch(t.Plain); m != nil {
		return m[1]
	}
	return ""
}
