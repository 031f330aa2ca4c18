package postmortem

import "regexp"

// countSign is a number or a letter in brackets, or with one behind it, before one of several actions in one point.
var countSign = regexp.MustCompile(`(?i)(^|[:;,.]\s+|\s+and\s+|[;,]\s+and\s+|\s+)\(?([1-9]|[a-i])\)\s+`)

// countedApart reads a point that counts its actions, each of which is an item: "(1) add a limit; (2) remove the flag". counted says
// that the list has numbers, of which Markdown takes the first of "1) add a limit; 2) …".
func (f *finder) countedApart(lead *Block, counted bool) bool {
	s := lead.Text.Plain
	signs := countSign.FindAllStringSubmatchIndex(s, 10)
	if len(signs) == 0 {
		return false
	}
	begins := signs[0][0] == 0
	if !begins && !counted || len(signs) < 2 && begins {
		return false
	}
	first := s[signs[0][4]] | 0x20
	if first != '1' && first != 'a' {
		if begins || first != '2' {
			return false
		}
	} else if !begins {
		return false
	}
	var parts [][2]int
	from := 0
	for n, m := range signs {
		if s[m[4]]|0x20 != first+byte(n) {
			return false
		}
		if m[0] > from {
			parts = append(parts, [2]int{from, m[0]})
		}
		from = m[1]
	}
	parts = append(parts, [2]int{from, len(s)})
	for _, p := range parts {
		if !imperative(s[p[0]:p[1]]) {
			return false
		}
	}
	for _, p := range parts {
		text := lead.Text.Slice(p[0], p[1]).trim()
		made := f.item(lead, text, ShapeBullet)
		made.Title = capitalised(made.Title)
		made.Span = lead.Text.Source(p[0], p[1])
		made.Line = f.doc.Line(made.Span.Start)
		f.add(made)
	}
	return true
}
