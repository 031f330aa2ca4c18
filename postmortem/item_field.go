package postmortem

import (
	"cmp"
	"strings"
)

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
	if m := doneLine.FindStringSubmatch(line.Plain); m != nil && item.DoneWhen == "" {
		item.DoneWhen = strings.TrimRight(m[1], ". ")
		return true
	}
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
