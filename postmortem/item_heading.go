package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// numbered is a heading that counts.
var numbered = regexp.MustCompile(`^\W{0,3}(?:(?:AI|[Aa]ction(?: [Ii]tem)?)?[ -]?#?\d+\s*[.):–—-])\s*\S`)

// keyFirst is a heading that begins with the key of an issue.
var keyFirst = regexp.MustCompile(`^[(\[]?(?:[A-Z][A-Z0-9]{1,9}-|#)\d+[)\]:]?\s+(?:[-–—]+\s+)?(\S+\s+\S)`)

// startsKeyed says that a line begins with the key of an issue and tells what is to be done, or is: "OPS-12 Add a limit".
func startsKeyed(line string) bool {
	m := keyFirst.FindStringSubmatchIndex(line)
	if m == nil {
		return false
	}
	rest := line[m[2]:]
	first, _ := utf8.DecodeRuneInString(rest)
	return (unicode.IsUpper(first) || imperative(rest)) && planned(rest) && !strings.HasSuffix(line, ":")
}

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
