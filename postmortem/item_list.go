package postmortem

import (
	"cmp"
	"strings"
)

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
	if len(nested) > 0 && (item.Check == CheckNone && (tellsOnly(lead.Text.Plain) || classWords[strings.ToLower(strings.TrimRight(squeeze(lead.Text.Plain), ": "))]) || introducesChildren(item, lead, nested, counted)) {
		for _, n := range nested {
			f.group(n, strings.TrimRight(squeeze(lead.Text.Plain), ": "))
		}
		return
	}
	own := f.pastNothing(lead.Text)
	if saysNothing(own.Plain) || chrome(own.Plain) || placeholder.MatchString(braces.Replace(trimLink(own))) ||
		len(nested) == 0 && words(lead.Text.Plain) <= 3 && strings.HasSuffix(lead.Text.Plain, ":") {
		return
	}
	if item.Check == CheckNone && len(item.Children) == 1 && (f.countedApart(lead, counted) || f.ownedApart(lead)) {
		return
	}
	text, below := tailedLine(own)
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
