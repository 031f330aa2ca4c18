package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fact is a label with a value: "**Severity:** 2", a row of a table of two
// columns, a line of a list.
type fact struct {
	label string // folded by foldLabel
	value Text
}

// findFacts gives the labels with values that stand in the document, in order,
// except in what tells of other things: action items, lessons, the appendix.
func (d *Document) findFacts() []fact {
	var out []fact
	for b := range d.All() {
		if b.Section == nil || skipsFacts(b.Section.Kind) {
			continue
		}
		switch b.Kind {
		case BlockParagraph:
			if !strings.Contains(b.Text.Plain, ":") && len(b.Text.Marks) == 0 {
				continue
			}
			for _, line := range b.Text.lines() {
				if b.Section.Kind != KindTimeline {
					out = append(out, factsOf(line)...)
				} else if f, ok := factOf(line); ok {
					out = append(out, f)
				}
			}
		case BlockRow, BlockHeader:
			if len(b.Children) == 2 && b.Children[0].Text.Plain != "" {
				out = append(out, fact{foldLabel(b.Children[0].Text.Plain), b.Children[1].Text})
			}
		}
	}
	return out
}

func skipsFacts(k Kind) bool {
	switch k {
	case KindActions, KindLessons, KindWentBadly, KindWentWell, KindLucky, KindSupporting:
		return true
	}
	return false
}

// maxFactLine bounds, in bytes, a line that has labels within.
const maxFactLine = 600

// maxLines bounds the paragraphs that are looked at line by line: nobody writes
// a thousand labels or actions in one paragraph.
const maxLines = 1000

// lineRanges gives the lines of the source in Plain: a block of labels is mostly
// written a label a line, which Markdown joins.
func (t Text) lineRanges() [][2]int {
	if len(t.breaks) > maxLines || strings.Count(t.Plain, "\n") > maxLines {
		return [][2]int{{0, len(t.Plain)}}
	}
	var out [][2]int
	from := 0
	for i := 0; i <= len(t.Plain); i++ {
		if i < len(t.Plain) && t.Plain[i] != '\n' && (t.Plain[i] != ' ' || !t.brokenAt(i)) {
			continue
		}
		if strings.TrimSpace(t.Plain[from:i]) != "" {
			out = append(out, [2]int{from, i})
		}
		from = i + 1
	}
	return out
}

// lines gives the text by the lines of its source.
func (t Text) lines() []Text {
	ranges := t.lineRanges()
	if len(ranges) == 1 {
		return []Text{t.trim()}
	}
	out := make([]Text, len(ranges))
	for i, r := range ranges {
		out[i] = t.Slice(r[0], r[1]).trim()
	}
	return out
}

// brokenAt says that the space at i was a line's end in the source.
func (t Text) brokenAt(i int) bool {
	_, found := slices.BinarySearch(t.breaks, i)
	return found
}

func factOf(t Text) (fact, bool) {
	l := labelOf(t)
	if l == "" {
		return fact{}, false
	}
	at := strings.Index(t.Plain, l) + len(l)
	rest := strings.TrimLeft(t.Plain[at:], ":* \t")
	if m := label.FindStringSubmatchIndex(t.Plain); rest == "" && m != nil { // "**Severity: SEV-2**"
		l, rest = t.Plain[m[2]:m[3]], strings.TrimLeft(t.Plain[m[1]:], " \t")
	}
	if rest == "" {
		return fact{}, false
	}
	return fact{label: foldLabel(l), value: t.Slice(len(t.Plain)-len(rest), len(t.Plain)).trim()}, true
}

var (
	// factStart is where another label may begin within a line: "TLP:AMBER. Severity: 2 | Owner: Ana".
	factStart = regexp.MustCompile(`[.;]\s+|\s*[|·•]\s+`)
	// severityAlone is a severity with no label before it.
	severityAlone = regexp.MustCompile(`(?i)^sev(?:erity)?[ -]?[0-5]$`)
)

// factsOf gives the label that a line begins with, and the severity, the moments and the people that it tells behind other words,
// or in bold with no colon behind: "TLP:AMBER. **Severity: SEV-2.** Window: 9:14–11:02 UTC", "**Sev 3** | **Start** 9:40am PT".
func factsOf(t Text) []fact {
	if len(t.Plain) > maxFactLine { // prose
		if f, ok := factOf(t); ok {
			return []fact{f}
		}
		return nil
	}
	var out []fact
	end, next := len(t.Plain), len(t.Plain)
	starts := append([][]int{{0, 0}}, factStart.FindAllStringIndex(t.Plain, -1)...)
	own, _ := factOf(t)
	for i, start := range slices.Backward(starts) {
		part := t.Slice(start[1], end).trim()
		alone := t.Slice(start[1], next).trim()
		next = start[0]
		f, ok := factOf(part)
		switch m := part.Marks; {
		case ok && i == 0: // it is the line's own
			return slices.Insert(out, 0, f)
		case severityAlone.MatchString(alone.Plain) && len(starts) > 1 && !slices.Contains(severityLabels, own.label): // else it is a choice
			f, ok = fact{severityLabels[0], alone}, true
		case !ok && len(m) > 0 && m[0].Kind == MarkStrong && m[0].Start == 0 && strings.HasPrefix(part.Plain[m[0].End:], " "):
			f = fact{foldLabel(part.Plain[:m[0].End]), part.Slice(m[0].End, len(part.Plain)).trim()}
			ok = strings.ContainsAny(f.value.Plain[:min(len(f.value.Plain), 1)], "0123456789")
		}
		if first, _ := utf8.DecodeRuneInString(part.Plain); unicode.IsLower(first) && strings.ContainsAny(t.Plain[start[0]:start[1]], ".;") { // of a sentence
			continue
		}
		divided := i > 0 && strings.ContainsAny(t.Plain[start[0]:start[1]], "|·•")
		if ok && (divided && (nameLabels[f.label] || roles.MatchString(f.label)) || isMomentLabel(f.label) || strings.HasPrefix(f.label, "sev") && slices.Contains(severityLabels, f.label)) {
			out = slices.Insert(out, 0, f)
			end = start[0]
		}
	}
	return out
}

func foldLabel(s string) string {
	return fold(strings.Trim(strings.ToLower(squeeze(s)), ":?*() "))
}
