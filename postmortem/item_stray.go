package postmortem

import (
	"regexp"
	"slices"
	"strings"
)

// elsewhere reads what is marked as an action item in a section about something
// else.
func (f *finder) elsewhere(s *Section) {
	var before *Block
	for _, b := range s.Blocks {
		f.stray(s, b, before)
		before = b
	}
}

// checklist is a heading whose boxes are no work to be done after the incident.
var checklist = regexp.MustCompile(`(?i)\b(?:check ?list|template|before|review|verification|sign[- ]?off)\b`)

func (f *finder) stray(s *Section, b, before *Block) {
	if f.full() {
		return
	}
	switch b.Kind {
	case BlockParagraph:
		if s.Kind != KindTimeline || !startsTimed(b.Text.Plain) {
			f.prefixed(b, b.Text)
		}
	case BlockTable:
		if l := layoutOf(b); l.explicit && s.Kind != KindTimeline {
			f.table(b, l)
		}
	case BlockAdmonition:
		if title := f.admonitionTitle(before); title == KindActions {
			f.blocks(&Section{}, b.Children)
			return
		}
		for _, c := range b.Children {
			f.stray(s, c, nil)
		}
	case BlockList:
		line := s.Heading
		if before != nil {
			line = before.Text.Plain
		}
		if (before == nil || before.Kind == BlockParagraph) && s.Kind != KindTimeline && announces(s, line, b) && !oneAction(line) && !past(b) {
			f.announced(b, line)
			return
		}
		for _, item := range b.Children {
			f.strayItem(s, item)
		}
	}
}

// ahead is a line that turns to what will be done.
var ahead = regexp.MustCompile(`(?i)\b(?:(?:we|i|team)(?:['’]ll|\s+(?:will|are going to|are planning|plan|intend|want|need|should|could|propose|recommend|suggest|decided|agreed))\b|going forward|moving forward|in (?:the )?future|next time|from now on|(?:to|should) (?:avoid|prevent|reduce|mitigate)\b)[^.!?]*:$`)

// stateLine says of the list below that it is done, or will be: "Not done yet", "What we do:".
var stateLine = regexp.MustCompile(`(?i)^\W*(?:(?:(?:not|already|all)\s+)?(?:to be\s+)?done(?:\s+(?:so far|already|yet))?|doing(?:\s*(?:/|,|and)\s*done)?|still (?:open|to do))\W*$|^\W*(?:what (?:(?:i|we) think )?we(?:['’]ve| have| will|['’]ll| are going to)?(?: now| also| already)? (?:do|change)(?: now)?|what we(?:['’]ve| have) (?:already )?(?:changed|done)|things (?:which|that) (?:are|will be) (?:now )?different)\b[^.!?]*:$`)

// statesWork are the kinds of section in which a state over a list is one of work: under "Impact" it is one of payouts.
var statesWork = map[Kind]bool{KindUnknown: true, KindDescription: true, KindLessons: true, KindResolution: true, KindWentBadly: true}

// announced reads a list below a line that may say whether it is done.
func (f *finder) announced(list *Block, line string) {
	from := len(f.items)
	f.list(list, "")
	f.below(line, from)
}

// below gives the items from one on the state that the line over them says, and leaves out what only asks under a line that
// says so.
func (f *finder) below(line string, from int) {
	if p := leadProgress(line); p != progressUnknown {
		for n := range f.items[from:] {
			f.items[from+n].setListed(p, line)
		}
	}
	if tellsOnly(line) {
		f.items = append(f.items[:from], slices.DeleteFunc(f.items[from:], func(i Item) bool { return i.onlyAsks() })...)
	}
}

// announces says that a line names a list of action items: in so many words, or
// because it looks ahead and most of the list asks for work.
func announces(s *Section, line string, list *Block) bool {
	if introduces.MatchString(line) || stateLine.MatchString(line) && statesWork[s.Kind] {
		return true
	}
	if !strings.HasSuffix(line, ":") || !ahead.MatchString(line) {
		return false
	}
	asking := 0
	for _, item := range list.Children {
		if lead := item.lead(); lead != nil && clearly(lead.Text.Plain) {
			asking++
		}
	}
	return asking*3 >= len(list.Children)*2
}

// past says that most of a list tells of what happened at a time.
func past(list *Block) bool {
	timed := 0
	for _, item := range list.Children {
		if lead := item.lead(); lead != nil && startsTimed(lead.Text.Plain) {
			timed++
		}
	}
	return timed*2 >= len(list.Children)
}

func startsTimed(s string) bool {
	st, ok := stampOf(s)
	return ok && (st.clock || st.end < len(s))
}

var admonitionTitle = regexp.MustCompile(`^(?:!!!|\?\?\?\+?)\s+[\w-]+\s*"?([^"]*)"?`)

func (f *finder) admonitionTitle(before *Block) Kind {
	if before == nil || before.Kind != BlockParagraph {
		return KindUnknown
	}
	if m := admonitionTitle.FindStringSubmatch(before.Text.Plain); m != nil {
		kind, _ := kindOf(m[1])
		return kind
	}
	return KindUnknown
}

func (f *finder) strayItem(s *Section, item *Block) {
	if item.Section != s && item.Section != nil && item.Section.Block == item {
		return // a section of its own
	}
	lead := item.lead()
	if lead == nil {
		return
	}
	text := lead.Text.Plain
	timed := startsTimed(text)
	switch {
	case timed:
	case item.Check != CheckNone && s.Kind != KindTimeline && !checklist.MatchString(strings.Join(s.Path(), " ")):
		f.listItem(item, "", false)
		return
	case actionPrefix.MatchString(text) && words(text) > 2:
		f.listItem(item, "", false)
		return
	case stated.MatchString(text) && s.Kind != KindTimeline:
		f.listItem(item, "", false)
		return
	}
	if !timed && s.Kind != KindTimeline && actionLabel(lead) && len(item.Children) > 1 && item.Children[1].Kind == BlockList {
		f.list(item.Children[1], "")
		return
	}
	for _, c := range item.Children[1:] {
		f.stray(s, c, lead)
	}
}

// stated is a text that begins with the state of a piece of work.
var stated = regexp.MustCompile(`(?i)^\W{0,3}(?:(?:status\s*:\s*|[(\[])(?:` + statusNames + `)[)\]]?|(?:suggested|proposed|recommended|planned|implemented|to[- ]?do)\s*:)\s*[-–—:]?\s+\S`)

func actionLabel(lead *Block) bool {
	plain := strings.TrimRight(strings.TrimSpace(lead.Text.Plain), ":")
	if words(plain) > 6 {
		return false
	}
	kind, _ := kindOf(plain)
	return kind == KindActions
}

// tail reads the end of the last list of a document without a section of action
// items: such documents were stripped of their headings, or never had any, and
// end with what is to be done.
func (f *finder) tail() {
	var last, paragraph *Block
	for _, b := range f.doc.Blocks {
		if b.Section == nil || b.Section.Kind.tells() {
			continue
		}
		switch b.Kind {
		case BlockList:
			last = b
		case BlockParagraph:
			paragraph = b
		}
	}
	bare := true // no real heading but the title
	for _, s := range f.doc.Sections {
		if s.Block != nil && s.Level > 0 && s.Level < levelBold && s.Own != KindUnknown {
			bare = false
		}
	}
	if last != nil && last.Section.Kind != KindTimeline && (bare || last.Section.Kind == KindUnknown && f.lastSection(last.Section)) {
		f.run(last, bare, f.before(last))
	}
	if len(f.items) == 0 && bare && paragraph != nil && (last == nil || paragraph.Span.Start > last.Span.Start) &&
		len(paragraph.Text.Plain) < 600 && (needStart.MatchString(paragraph.Text.Plain) || imperative(paragraph.Text.Plain) || prevents.MatchString(paragraph.Text.Plain)) {
		f.line(paragraph, paragraph.Text, ShapeParagraph)
	}
	if len(f.items) == 0 {
		f.promises()
	}
}

// lastSection says that no section follows but an appendix.
func (f *finder) lastSection(s *Section) bool {
	for i := len(f.doc.Sections) - 1; i >= 0; i-- {
		switch other := f.doc.Sections[i]; {
		case other == s:
			return true
		case other.Kind != KindSupporting && other.Kind != KindResponders:
			return false
		}
	}
	return false
}

// before gives the top-level block before this one.
func (f *finder) before(b *Block) *Block {
	for i, other := range f.doc.Blocks {
		if other == b && i > 0 {
			return f.doc.Blocks[i-1]
		}
	}
	return nil
}

// run adds the items of a list from the first that clearly asks for work.
func (f *finder) run(list *Block, bare bool, before *Block) {
	start, strong := -1, 0
	for i, item := range list.Children {
		lead := item.lead()
		if lead == nil {
			continue
		}
		if item.Section != list.Section {
			return // a list of sections
		}
		if startsTimed(lead.Text.Plain) {
			start, strong = -1, 0
			continue
		}
		if clearly(lead.Text.Plain) {
			if start < 0 {
				start = i
			}
			strong++
		}
	}
	if start < 0 {
		return
	}
	// A list that a sentence announces tells what the sentence says, up to where
	// it clearly turns to something else.
	announced := before != nil && before.Kind == BlockParagraph && strings.HasSuffix(before.Text.Plain, ":")
	if lead := list.Children[start].lead(); announced && start == 0 && !stated.MatchString(lead.Text.Plain) {
		return
	}
	candidates := list.Children[start:]
	if !bare && strong*3 < len(list.Children)*2 {
		return
	}
	if strong*2 < len(candidates) {
		for _, item := range candidates {
			if lead := item.lead(); lead != nil && clearly(lead.Text.Plain) {
				f.listItem(item, "", false)
			}
		}
		return
	}
	for _, item := range candidates {
		lead := item.lead()
		if lead != nil && remark.MatchString(lead.Text.Plain) && !clearly(lead.Text.Plain) {
			continue
		}
		f.listItem(item, "", false)
	}
}

// remark begins a sentence that says something about what stands above.
var remark = regexp.MustCompile(`^(?:This|That|It|One of|These|Those|Some|Most|Many|However|But|Lots? of|A lot)\b`)

// clearly says that a text asks for work even where nothing around it says so.
func clearly(s string) bool {
	if stated.MatchString(s) || imperative(s) || starters[firstWord(s)] {
		return true
	}
	if hindsight.MatchString(s) {
		return false
	}
	if lastThing.MatchString(s) {
		return true
	}
	return modal.MatchString(firstSentence(s))
}
