package postmortem

import (
	"cmp"
	"slices"
	"strings"
)

// detailedBelow makes one block of a paragraph that is an item and the list below it that details it: "R1. Add a limit", "- Owner:
// Ana".
func detailedBelow(s *Section, blocks []*Block) []*Block {
	var out []*Block
	for i, b := range blocks {
		last := len(out) - 1
		if b.Kind == BlockList && last >= 0 && out[last] == blocks[i-1] && out[last] != s.Block && detailedBy(out[last], b) {
			lead := out[last]
			out[last] = &Block{Kind: BlockItem, Section: s, Span: Span{lead.Span.Start, b.Span.End}, Line: lead.Line, Children: []*Block{lead, b}}
			continue
		}
		out = append(out, b)
	}
	return out
}

// detailedBy says that a list below a paragraph has the fields of the item that the paragraph is, or that the paragraph has the
// number of one.
func detailedBy(lead, list *Block) bool {
	if lead.Kind != BlockParagraph || strings.HasSuffix(lead.Text.Plain, ":") {
		return false
	}
	works := false
	for _, item := range list.Children {
		below := item.lead()
		if below == nil || item.Check != CheckNone || !isField(below.Text.Plain) {
			return coded(lead.Text.Plain)
		}
		name, _ := fieldOf(below.Text.Plain)
		works = works || name == "owner" || name == "due" || name == "status"
	}
	return works && (asks(lead.Text.Plain) || coded(lead.Text.Plain))
}

// fieldsBelow divides a text from the lines at its end that have only fields: "Owner: Ana".
func fieldsBelow(text Text) (head Text, fields []Text) {
	ranges := text.lineRanges()
	from := len(ranges)
	for from > 1 && isField(text.Plain[ranges[from-1][0]:ranges[from-1][1]]) {
		from--
	}
	if from == len(ranges) {
		return text, nil
	}
	for _, r := range ranges[from:] {
		fields = append(fields, text.Slice(r[0], r[1]).trim())
	}
	return text.Slice(0, ranges[from][0]).trim(), fields
}

// tailedLine divides a text from what stands below its first line, where that is a title in bold with who or when behind it.
func tailedLine(text Text) (head, below Text) {
	ranges := text.lineRanges()
	if len(ranges) < 2 || !boldStart(text) {
		return text, Text{}
	}
	bold, end := text.Marks[0].End, ranges[0][1]
	if bold >= end || strings.TrimSpace(text.Plain[bold:end]) == "" {
		return text, Text{}
	}
	head, below = text.Slice(0, end).trim(), text.Slice(ranges[1][0], len(text.Plain)).trim()
	if d := detailsOf(head.Plain); d.owner == "" && d.due == "" || len(d.title) > bold || wrapped([]Text{head, below}) {
		return text, Text{}
	}
	return head, below
}

// isField says that a line is a field of the item above it.
func isField(line string) bool {
	name, value := fieldOf(line)
	label, _, _ := strings.Cut(line, ":")
	short := words(value) <= 6 && !strings.Contains(value, ". ") || inlineLabel.MatchString(value)
	return name != "" && value != "" && (short || name == "text") && !workLabels[fold(strings.Trim(label, "* "))]
}

// notes reads a point below an item that has only who and when, or a state: "Ana, by 14 June". A name alone may be what the
// item is about.
func notes(line string) (parts []string, ok bool) {
	t, ok := tailFrom(line)
	n := t.count
	owned := n[tailPerson] > 0 && (len(t.parts) > 1 && n[tailPerson] == 1 || tailOwner.MatchString(line))
	return t.parts, ok && n[maybePerson]+n[maybeDay] == 0 && (owned || n[tailState] == 1 && len(t.parts) == 1)
}

// noted takes such points of a list to the fields of the item above it; they stay in its description. Points of several persons
// are what the item is about.
func (i *Item) noted(list *Block, f *finder) {
	var d details
	persons := 0
	for _, point := range list.Children {
		lead := point.lead()
		if lead == nil {
			continue
		}
		if parts, ok := notes(squeeze(lead.Text.Plain)); ok {
			if d.takeParts("", parts); slices.ContainsFunc(parts, func(part string) bool { return tailPartOf(part) == tailPerson }) {
				persons++
			}
		}
	}
	if persons > 1 {
		return
	}
	i.Owner = cmp.Or(i.Owner, mentioned.ReplaceAllString(d.owner, "$1"))
	i.setDue(d.due, f)
	if workStates.MatchString(d.status) {
		i.setProgress(d.progress, d.status)
	}
}
