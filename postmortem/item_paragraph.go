package postmortem

import "strings"

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
	text = f.pastNothing(text)
	if onlyDigits(text.Plain) || text.Plain == "" || admonition.MatchString(text.Plain) || strings.HasPrefix(text.Plain, ":::") || chrome(text.Plain) { // "Tickets: 37"
		return
	}
	if f.prefixed(b, text) || f.begun(b, text, ShapeParagraph, startsKeyed) || f.fieldsOfLast(s, text) {
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
	if strings.HasSuffix(text.Plain, ":") {
		return
	}
	if nothingAsked.MatchString(text.Plain) {
		if f.surePledges(b, text, list, pledgeOurs); len(list) == 0 {
			f.pledgedClause(b, text)
		}
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
	return f.begun(b, text, ShapePrefix, func(line string) bool {
		m := actionPrefix.FindString(line)
		return m != "" && words(line[len(m):]) >= 2
	})
}

// begun adds a text of which each part begins as an item does.
func (f *finder) begun(b *Block, text Text, shape Shape, begins func(line string) bool) bool {
	start := -1
	for i, r := range text.lineRanges() {
		if !begins(text.Plain[r[0]:r[1]]) {
			if i == 0 {
				return false
			}
			continue
		}
		if start >= 0 {
			f.line(b, text.Slice(start, r[0]).trim(), shape)
		}
		start = r[0]
	}
	if start < 0 {
		return false
	}
	f.line(b, text.Slice(start, len(text.Plain)).trim(), shape)
	return true
}
