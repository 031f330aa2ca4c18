package postmortem

import (
	"bytes"
	"regexp"
	"strings"
)

// quoteMark is what begins a line of a quote.
var quoteMark = regexp.MustCompile(`(?m)^ {0,3}>[ \t]?`)

// Message gives the source of the document's message of a kind, KindExternal or KindInternal, as it would be sent: what stands below
// its first heading with something written, sub-headings included, comments and hints of a template not. A fence or a quote that is
// all of it is taken off. It is empty where there is none, or only a word that there is none.
func (d *Document) Message(kind Kind) string {
	for i, s := range d.Sections {
		if s.Own != kind || s.Block == nil || s.Parent != nil && s.Parent.Kind == kind {
			continue
		}
		end := i + 1
		for end < len(d.Sections) && d.Sections[end].below(s) {
			end++
		}
		if text := d.messageIn(d.Sections[i:end]); text != "" {
			return text
		}
	}
	return ""
}

// below reports whether s is a part of a section.
func (s *Section) below(of *Section) bool {
	for p := s.Parent; p != nil; p = p.Parent {
		if p == of {
			return true
		}
	}
	return false
}

// messageIn gives the message that these sections are, the first of which has its heading.
func (d *Document) messageIn(sections []*Section) string {
	var said []*Block
	headings := len(sections) - 1
	source := bytes.Clone(d.Source)
	for i, s := range sections {
		if i > 0 {
			said = append(said, s.Block)
		}
		for _, b := range s.Blocks {
			switch {
			case b == s.Block, b.Kind == BlockRule:
			case written(b):
				said = append(said, b)
			default: // a hint, a comment
				for k := b.Span.Start; k < b.Span.End; k++ {
					source[k] = ' '
				}
			}
		}
	}
	if len(said) == headings || tellsOfNone(said) {
		return ""
	}
	if only := said[0]; len(said) == 1 {
		switch only.Kind {
		case BlockCode:
			return strings.TrimSpace(only.Text.Plain)
		case BlockQuote:
			return strings.TrimSpace(quoteMark.ReplaceAllString(string(source[only.Span.Start:only.Span.End]), ""))
		}
	}
	return blankLines.ReplaceAllString(strings.TrimSpace(string(source[said[0].Span.Start:said[len(said)-1].Span.End])), "\n\n")
}

// blankLines is what is left of what was taken out.
var blankLines = regexp.MustCompile(`\n(?:[ \t]*\n){2,}`)

// tellsOfNone reports whether what stands in the place of a message says only that there is none, or where it is.
func tellsOfNone(said []*Block) bool {
	count, first := 0, ""
	for _, b := range said {
		for x := range b.All() {
			count += words(x.Text.Plain)
			if first == "" {
				first = strings.ToLower(straight(strings.TrimSpace(x.Text.Plain)))
			}
		}
	}
	return count < 4 || noneSaid(first, count)
}
