package postmortem

import (
	"slices"
	"strings"
)

// indexKinds are kinds of sections that an index of documents may have as well.
var indexKinds = []Kind{KindUnknown, KindOverview, KindDescription, KindSupporting, KindResponders}

// IsIndex reports whether the document rather leads to others than tells of an incident: nothing in it is of a postmortem only, no
// time of the day, severity, section or item that somebody promised, and most of it links to other documents, or it has neither a
// day nor items. What tells what happened, or of a day in its title, is none.
func (d *Document) IsIndex() bool {
	promised := func(i Item) bool { // else it may be of how to write one, or be one
		return (i.Owner != "" || i.Due.Text != "" || i.DoneKnown) && !isDocumentLink(i.Link)
	}
	if slices.ContainsFunc(d.Items, promised) || d.Severity.Level > 0 || d.told != (Times{}) ||
		slices.ContainsFunc(d.Timeline, func(e Entry) bool { return e.HasClock }) ||
		slices.ContainsFunc(d.Sections, func(s *Section) bool {
			return !slices.Contains(indexKinds, s.Kind) || s.Own == KindDescription && len(s.Blocks) > 0
		}) {
		return false
	}
	all, leading, prose := 0, 0, false
	documents := map[string]bool{}
	for b := range d.All() {
		if b.Kind != BlockParagraph && b.Kind != BlockRow {
			continue
		}
		leads := false
		for c := range b.All() {
			for _, link := range c.Text.Links() {
				if isDocumentLink(link) {
					leads, documents[link] = true, true
				}
			}
		}
		if all++; leads {
			leading++
		}
		prose = prose || b.Kind == BlockParagraph && words(b.Text.Plain) >= 5
	}
	if _, dated := d.calendar.read(d.Title); dated && prose {
		return false
	}
	return len(documents) > 1 && leading*2 > all || d.Date.IsZero() && len(d.Items) == 0
}

// isDocumentLink reports whether a link leads to another document of the folder.
func isDocumentLink(link string) bool {
	path, _, _ := strings.Cut(link, "#")
	return !strings.Contains(link, "://") && (strings.HasSuffix(path, ".md") || strings.HasSuffix(path, "/"))
}
