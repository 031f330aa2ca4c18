package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// section reads a section about action items.
func (f *finder) section(s *Section) {
	if f.isItem(s) {
		f.heading(s)
		return
	}
	from := len(f.items)
	f.blocks(s, s.Blocks)
	if tellsOnly(s.Heading) {
		f.below(s.Heading, from)
	}
}

// numbered is a heading that counts.
var numbered = regexp.MustCompile(`^\W{0,3}(?:(?:AI|[Aa]ction(?: [Ii]tem)?)?[ -]?#?\d+\s*[.):–—-])\s*\S`)

// keyFirst is a heading that begins with the key of an issue.
var keyFirst = regexp.MustCompile(`^[(\[]?(?:[A-Z][A-Z0-9]{1,9}-|#)\d+[)\]:]?\s+\S+\s+\S`)

// classHeading is a heading that sorts items: by time or by what they are about.
var classHeading = regexp.MustCompile(`(?i)^\W*(?:(?:short|medium|mid|long|near|longer|shorter)[- ]?(?:er)?[- ]?term|immediate|now|next|later|soon|in progress|completed?|done|to ?do|open|planned|to complete|high|medium|low|critical|p[0-4])\b`)

// isItem says whether a heading in an action section is itself an item rather
// than the name of a group. What stands below decides: a group has items below
// it, an item has words or its fields.
func (f *finder) isItem(s *Section) bool {
	if s.Block == nil || s.Block.Kind != BlockHeading || s.Parent == nil || s.Parent.Kind != KindActions {
		return false
	}
	heading := s.Block.Text.Plain
	if _, whole := kindOf(heading); s.Own != KindUnknown && (whole || !numbered.MatchString(heading)) {
		return false
	}
	if classHeading.MatchString(heading) || sectionRejected.MatchString(heading) || tellsOnly(heading) || strings.HasSuffix(heading, ":") && s.Block.Pseudo {
		return false
	}
	d := detailsOf(heading)
	marked := numbered.MatchString(heading) || coded(heading) || keyFirst.MatchString(heading) || d.owner != "" || d.progress != progressUnknown
	detailed := slices.ContainsFunc(s.Blocks, func(b *Block) bool { return len(cellFields(b)) > 0 })
	telling := marked || words(d.title) >= 2 && (asks(d.title) || detailed) || words(d.title) >= 5
	if !telling {
		return false
	}
	below, fields, asking := 0, 0, 0
	for _, b := range s.Blocks {
		switch b.Kind {
		case BlockTable:
			n := len(cellFields(b))
			if n == 0 {
				return false
			}
			below, fields = below+n, fields+n
		case BlockList:
			for _, item := range b.Children {
				below++
				if lead := item.lead(); lead != nil {
					if name, _ := fieldOf(lead.Text.Plain); name != "" {
						fields++
					} else if item.Check != CheckNone || asks(unlabelled(lead.Text.Plain)) {
						asking++
					}
				}
			}
		}
	}
	for _, c := range f.children[s] {
		if c.Own == KindActions {
			return false
		}
	}
	switch {
	case below == 0:
		return true
	case fields*2 >= below:
		return true
	default:
		return (marked || asks(d.title)) && asking*2 < below
	}
}

// unlabelled takes a label from what it is about: "File: deploy.md" asks for no
// filing.
func unlabelled(s string) string {
	if name, value, ok := strings.Cut(s, ": "); ok && words(name) <= 2 {
		return value
	}
	return s
}

// heading adds a heading as an item; what stands below it details it.
func (f *finder) heading(s *Section) {
	item := f.item(s.Block, s.Block.Text, ShapeHeading)
	item.Section = s
	var take func(*Section)
	take = func(s *Section) {
		f.taken[s] = true
		item.Span.End = max(item.Span.End, s.Span.End)
		for _, b := range s.Blocks {
			if b != s.Block {
				f.detail(&item, b)
			}
		}
		for _, c := range f.children[s] {
			item.more(c.Heading)
			take(c)
		}
	}
	take(s)
	f.add(item)
}

// detail adds what stands below an item to it: fields to their places, all else
// to the description.
func (f *finder) detail(item *Item, b *Block) {
	switch b.Kind {
	case BlockList:
		for _, c := range b.Children {
			f.detail(item, c)
		}
		item.noted(b, f)
		return
	case BlockParagraph, BlockItem:
		text := b.Text
		if lead := b.lead(); b.Kind == BlockItem && lead != nil {
			text = lead.Text
		}
		rest := []string{}
		lines := text.lines()
		for _, line := range lines {
			if !f.field(item, line) {
				rest = append(rest, line.Plain)
			}
		}
		for _, l := range text.Links() {
			item.Links = append(item.Links, l)
			item.Link = cmp.Or(item.Link, l)
		}
		if item.Key == "" && item.Link != "" {
			item.Key = keyOf(item.Link)
		}
		prefix := ""
		if b.Kind == BlockItem && len(rest) > 0 {
			prefix = "- "
		}
		item.more(prefix + strings.Join(rest, " "))
		if b.Kind == BlockItem {
			for i, c := range b.Children {
				if i > 0 || b.lead() == nil {
					item.more(c.plain())
				}
			}
		}
	case BlockTable:
		pairs := cellFields(b)
		if pairs == nil {
			item.more(b.plain())
		}
		for _, pair := range pairs {
			if !f.set(item, pair.name, squeeze(pair.value.Plain)) && pair.value.Plain != "" {
				item.more(squeeze(pair.label + ": " + pair.value.Plain))
			}
			for _, l := range pair.value.Links() {
				item.Links = append(item.Links, l)
				item.Link = cmp.Or(item.Link, l)
			}
		}
	default:
		item.more(b.plain())
	}
}

// field reads a line such as "Due: 2024-03-01" into its place, or one with several: "Owner: Ana, Due: 2024-03-01".
func (f *finder) field(item *Item, line Text) bool {
	name, value := fieldOf(line.Plain)
	if value == "" {
		return false
	}
	if inlineLabel.MatchString(value) {
		d := details{}
		if kept, found := d.fieldsOf(line.Plain); found && kept == "" {
			item.Owner, item.Priority = cmp.Or(item.Owner, d.owner), cmp.Or(item.Priority, d.priority)
			item.setDue(d.due, f)
			if d.status != "" {
				item.setProgress(d.progress, d.status)
			}
			return true
		}
	}
	return f.set(item, name, value)
}

// set takes the value of a field to its place.
func (f *finder) set(item *Item, name, value string) bool {
	switch name {
	case "owner":
		if words(value) > 6 {
			return false
		}
		item.Owner = cmp.Or(item.Owner, cleanOwner(value))
	case "due":
		if !dueLike(value) || words(value) > 6 {
			return false
		}
		item.setDue(value, f)
	case "status":
		item.setProgress(statusProgress(value), value)
	case "priority":
		item.Priority = cmp.Or(item.Priority, value)
	case "type":
		item.Type = cmp.Or(item.Type, value)
	case "link":
		item.Key = cmp.Or(item.Key, strings.Trim(tracker.FindString(value), "([ "))
		return !strings.Contains(value, " ")
	default:
		return false
	}
	return true
}

// blocks reads the blocks of an action section that are no headings.
func (f *finder) blocks(s *Section, blocks []*Block) {
	blocks = detailedBelow(s, blocks)
	table := -1
	listed := false
	for i, b := range blocks {
		switch b.Kind {
		case BlockTable:
			listed = true
			if l := layoutOf(b); l.explicit {
				table = i
			}
		case BlockList, BlockItem:
			listed = true
		}
	}
	f.listed[s] = listed
	for _, c := range f.children[s] {
		listed = listed || c.Kind == KindActions
	}
	// Under a heading of its own below the items, prose is about them: "Notes".
	if s.Parent != nil && f.listed[s.Parent] && s.Parent.Kind == KindActions && !classHeading.MatchString(s.Heading) {
		listed = true
	}
	for i, b := range blocks {
		switch b.Kind {
		case BlockTable:
			if l := layoutOf(b); !l.timed || l.explicit {
				f.table(b, l)
			}
		case BlockList:
			// A list above a table of items explains its columns, unless it asks for work itself.
			if i < table && !marked(b) && !asking(b) {
				continue
			}
			if line, from := leadIn(blocks, i), len(f.items); !isLegend(b, cmp.Or(line, s.Heading)) {
				f.announced(b, line)
				for n := range f.items[from:] {
					f.over(&f.items[from+n], line)
				}
			}
		case BlockItem:
			f.listItem(b, "", true)
		case BlockAdmonition:
			f.callout(b, listed)
		case BlockParagraph:
			f.paragraph(s, b, listed)
		}
	}
}

// callout reads a box beside the text. Its prose says how action items are written; a list in it is one of them where there
// is no other.
func (f *finder) callout(b *Block, listed bool) {
	for _, c := range b.Children {
		switch c.Kind {
		case BlockTable:
			if l := layoutOf(c); l.explicit {
				f.table(c, l)
			}
		case BlockList:
			if !listed || marked(c) {
				f.list(c, "")
			}
		case BlockParagraph:
			f.prefixed(c, c.Text)
		case BlockAdmonition:
			f.callout(c, listed)
		}
	}
}

// leadIn gives the line that ends with a colon before a block.
func leadIn(blocks []*Block, i int) string {
	if i == 0 || blocks[i-1].Kind != BlockParagraph || !strings.HasSuffix(blocks[i-1].Text.Plain, ":") {
		return ""
	}
	lines := blocks[i-1].Text.lines()
	return lines[len(lines)-1].Plain
}

// marked says that the list has check boxes or states.
func marked(list *Block) bool {
	n := 0
	if len(list.Children) > 100 {
		return true // no legend
	}
	for _, item := range list.Children {
		if item.Check != CheckNone || item.lead() != nil && detailsOf(item.lead().Text.Plain).progress != progressUnknown {
			n++
		}
	}
	return n*2 > len(list.Children)
}

// defined is a word with what it means: "Prevent - keep it from happening".
var defined = regexp.MustCompile(`^[\p{L}/]+(?:\s*:|\s+[-–—]+)\s`)

// asking says that most items of the list ask for work and define no word.
func asking(list *Block) bool {
	n := 0
	for _, item := range list.Children {
		if lead := item.lead(); lead != nil && asks(lead.Text.Plain) && !defined.MatchString(lead.Text.Plain) {
			n++
		}
	}
	return n*2 > len(list.Children)
}

// paragraph reads a paragraph of an action section. Beside a list or a table it
// introduces them; alone it is an item, or one a line.
func (f *finder) paragraph(s *Section, b *Block, listed bool) {
	text, labelled := b.Text, false
	if s.Block != nil && (s.Block == b || s.Level == levelItem && len(s.Block.Children) > 0 && s.Block.Children[0] == b) {
		// "Action items: do this and that".
		if at := strings.Index(text.Plain, s.Heading); at >= 0 {
			at += len(s.Heading)
			rest := strings.TrimLeft(text.Plain[at:], ":* \n")
			text, labelled = text.Slice(len(text.Plain)-len(rest), len(text.Plain)), true
		}
	}
	if onlyDigits(text.Plain) || text.Plain == "" || admonition.MatchString(text.Plain) || strings.HasPrefix(text.Plain, ":::") || chrome(text.Plain) { // "Tickets: 37"
		return
	}
	if f.prefixed(b, text) || f.fieldsOfLast(s, text) {
		return
	}
	if empty(text.Plain) || f.lines(b, text, listed) {
		return
	}
	list := f.pledgesIn(text)
	if listed && !(termed(text) && asks(text.Plain)) {
		f.surePledges(b, text, list, pledgeLed)
		return
	}
	if strings.HasSuffix(text.Plain, "?") {
		if !f.pledges(b, text, list) {
			f.surePledges(b, text, list, pledgeOurs)
		}
		return
	}
	if strings.HasSuffix(text.Plain, ":") || nothingAsked.MatchString(text.Plain) {
		return
	}
	if !labelled && !listed && f.pledges(b, text, list) {
		return
	}
	if !labelled && !isWork(text) {
		f.surePledges(b, text, list, pledgeLed)
		return
	}
	f.line(b, text, ShapeParagraph)
	if n := len(f.items); labelled && n > 0 {
		// The label is part of what was written.
		f.items[n-1].Text = squeeze(b.Text.Plain)
		if f.items[n-1].Description != "" || f.items[n-1].Title != squeeze(text.Plain) {
			f.items[n-1].Description = f.items[n-1].Text
		}
	}
}

// fieldsOfLast reads a paragraph that has only the fields of the paragraph before it, which is an item.
func (f *finder) fieldsOfLast(s *Section, text Text) bool {
	n := len(f.items) - 1
	if n < 0 || f.items[n].Section != s || f.items[n].Shape != ShapeParagraph && f.items[n].Shape != ShapePrefix {
		return false
	}
	lines := text.lines()
	for _, line := range lines {
		if name, value := fieldOf(line.Plain); name == "" || name == "text" || value == "" {
			return false
		}
	}
	for _, line := range lines {
		if !f.field(&f.items[n], line) {
			f.items[n].more(line.Plain)
		}
	}
	return true
}

// line adds a part of a paragraph as an item.
func (f *finder) line(b *Block, text Text, shape Shape) {
	if f.full() || saysNothing(text.Plain) || isNote(text.Plain) {
		return
	}
	whole := text
	text, fields := fieldsBelow(text)
	text, below := tailedLine(text)
	item := f.item(b, text, shape)
	item.more(below.Plain)
	for _, line := range fields {
		if !f.field(&item, line) {
			item.more(line.Plain)
		}
	}
	// A paragraph is called by what it asks, not by the reason, the question or the apology that it begins with.
	opening := firstSentence(text.Plain)
	if shape == ShapeParagraph && (len(text.Plain) > maxTitle && !asks(text.Plain) || strings.HasSuffix(opening, "?") || aside(opening)) {
		if s := squeeze(askingSentence(text.Plain)); s != "" {
			item.Title = shorten(s, text)
			item.Description = squeeze(text.Plain)
		}
	}
	if _, after, ok := strings.Cut(text.Plain, ": "); ok && termed(text) && saysChanged(after) {
		item.setProgress(progressDone, "done")
	}
	item.Span = whole.Source(0, len(whole.Plain))
	item.Line = f.doc.Line(item.Span.Start)
	f.add(item)
}

// prefixed adds a text that says of itself that it is an action item; one reaches
// to the next.
func (f *finder) prefixed(b *Block, text Text) bool {
	ranges := text.lineRanges()
	start := -1
	for i, r := range ranges {
		line := text.Plain[r[0]:r[1]]
		m := actionPrefix.FindString(line)
		begins := m != "" && words(line[len(m):]) >= 2
		if i == 0 && !begins {
			return false
		}
		if begins && start >= 0 {
			f.line(b, text.Slice(start, r[0]).trim(), ShapePrefix)
		}
		if begins {
			start = r[0]
		}
	}
	if start < 0 {
		return false
	}
	f.line(b, text.Slice(start, len(text.Plain)).trim(), ShapePrefix)
	return true
}

// list reads every item of a list; group is what a parent says that only
// introduces them.
func (f *finder) list(list *Block, group string) {
	if f.fieldList(list, group) {
		return
	}
	asides, paperwork, first := hasAsides(list), aboutDocument(list), len(f.items)
	for _, item := range list.Children {
		from := len(f.items)
		f.listItem(item, group, list.Ordered)
		if len(f.items) != from+1 {
			continue
		}
		switch made := &f.items[from]; {
		case asides && made.isAside(made.Text), paperwork && writtenUp.MatchString(made.Text):
			f.items = f.items[:from]
		case from > first && made.isRemark():
			f.items[from-1].more(made.Text)
			f.items = f.items[:from]
		}
	}
	f.namedBeside(first)
}

// workLabels are the labels of what is to be done where a list has the fields of one item.
var workLabels = wordSet("action description what task item title summary")

// fieldList reads a list that has the fields of one item: "- Action: Add a limit", "- Owner: Ana".
func (f *finder) fieldList(list *Block, group string) bool {
	var title *Block
	var value Text
	works := false
	if len(list.Children) < 2 || len(list.Children) > 12 {
		return false
	}
	for _, item := range list.Children {
		lead := item.lead()
		if lead == nil || item.Check != CheckNone {
			return false
		}
		label, text, _ := strings.Cut(lead.Text.Plain, ":")
		name, _ := fieldOf(lead.Text.Plain)
		switch {
		case workLabels[fold(label)]:
			if title != nil || strings.TrimSpace(text) == "" {
				return false
			}
			title, value = item, lead.Text.Slice(len(label)+1, len(lead.Text.Plain)).trim()
		case name == "":
			return false
		default:
			works = works || name == "owner" || name == "due" || name == "status"
		}
	}
	if title == nil || !works {
		return false
	}
	made := f.item(title, value, ShapeBullet)
	made.Type = cmp.Or(made.Type, group)
	for _, item := range list.Children {
		if item != title {
			f.detail(&made, item)
		}
	}
	f.add(made)
	return true
}

// listItem reads an item of a list; counted says that the list has numbers.
func (f *finder) listItem(item *Block, group string, counted bool) {
	if f.full() {
		return
	}
	lead := item.lead()
	var nested []*Block
	for _, c := range item.Children {
		switch c.Kind {
		case BlockList:
			nested = append(nested, c)
		case BlockTable:
			if l := layoutOf(c); l.explicit {
				nested = append(nested, c)
			}
		}
	}
	if lead == nil || lead.Text.Plain == "" {
		for _, n := range nested {
			f.group(n, group)
		}
		return
	}
	if len(nested) > 0 && (item.Check == CheckNone && tellsOnly(lead.Text.Plain) || introducesChildren(item, lead, nested, counted)) {
		for _, n := range nested {
			f.group(n, strings.TrimRight(squeeze(lead.Text.Plain), ": "))
		}
		return
	}
	if saysNothing(lead.Text.Plain) || chrome(lead.Text.Plain) || placeholder.MatchString(braces.Replace(trimLink(lead.Text))) ||
		len(nested) == 0 && words(lead.Text.Plain) <= 3 && strings.HasSuffix(lead.Text.Plain, ":") {
		return
	}
	if item.Check == CheckNone && len(item.Children) == 1 && f.ownedApart(lead) {
		return
	}
	text, below := tailedLine(lead.Text)
	made := f.item(item, text, ShapeBullet)
	made.more(below.Plain)
	for _, c := range item.Children {
		if c != lead {
			f.detail(&made, c)
		}
	}
	if !f.over(&made, group) {
		made.Type = cmp.Or(made.Type, group)
	}
	f.add(made)
}

// group reads what stands below a line of a list that only names it: by its class or by its state.
func (f *finder) group(b *Block, group string) {
	from := len(f.items)
	class := group
	if leadProgress(group) != progressUnknown {
		class = ""
	}
	if b.Kind == BlockTable {
		f.table(b, layoutOf(b))
	} else {
		f.list(b, class)
	}
	f.below(group, from)
}

// introducesChildren says whether a parent only names the group of its children.
// A parent with a box, an owner or a state is an item, its children detail it; so
// is one whose children are its fields. Else a colon or a few words without a
// verb introduce, and so does what does not ask over children that do. Numbers
// count the items: what stands below one details it, unless it asks itself.
func introducesChildren(item, lead *Block, nested []*Block, counted bool) bool {
	total, fields, asking, boxes := 0, 0, 0, 0
	for _, n := range nested {
		if n.Kind == BlockTable {
			return true
		}
		for _, c := range n.Children {
			cl := c.lead()
			if cl == nil {
				continue
			}
			total++
			text := cl.Text.Plain
			name, value := fieldOf(text)
			_, noted := notes(text)
			switch {
			case c.Check != CheckNone:
				boxes++
			case name != "" && value != "", bareLink(cl.Text), noted:
				fields++
			case words(text) > 1 && asks(text):
				asking++
			}
		}
	}
	if total == 0 || fields*2 > total {
		return false
	}
	d := detailsOf(strings.TrimRight(lead.Text.Plain, ": "))
	if item.Check != CheckNone || d.owner != "" || d.progress != progressUnknown {
		return false
	}
	if boxes*2 > total {
		return true
	}
	text := strings.TrimSpace(lead.Text.Plain)
	colon := strings.HasSuffix(text, ":")
	bold := lead.Text.covered(MarkStrong)
	most := asking*2 >= total && (!counted || asking*2 > total)
	switch {
	case classHeading.MatchString(text) && words(text) <= 6:
		return true
	case colon || bold:
		// "Improve monitoring:" over "alert on X" introduces; "Add alerts for:"
		// over "disk space" does not.
		return most || !counted && (!imperative(text) || words(text) <= 1)
	case words(text) <= 3 && !imperative(text):
		return most || !counted
	default:
		return most && !asks(text)
	}
}

// bareLink says that the text is nothing but a link.
func bareLink(t Text) bool {
	return t.covered(MarkLink)
}
