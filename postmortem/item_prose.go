package postmortem

import "strings"

// lines reads a paragraph that was written an action a line. A line with a colon
// at its end names those below.
func (f *finder) lines(b *Block, text Text, listed bool) bool {
	lines := text.lines()
	if len(lines) < 2 || wrapped(lines) {
		return false
	}
	kept, asking, headed := lines[:0:0], 0, false
	for _, line := range lines {
		if strings.HasSuffix(line.Plain, ":") {
			headed = true
			continue
		}
		if aside(line.Plain) || chrome(line.Plain) {
			continue
		}
		kept = append(kept, line)
		if len(line.Plain) < 250 && (asks(line.Plain) || itemNumber.MatchString(line.Plain) || detailsOf(line.Plain).progress != progressUnknown) {
			asking++
		}
	}
	// Words over a list that end with a colon lead to the list.
	leads := listed && strings.HasSuffix(lines[len(lines)-1].Plain, ":") && !imperative(lines[0].Plain)
	if len(kept) == 0 || leads || listed && !headed && !lettered.MatchString(kept[0].Plain) || asking*5 < len(kept)*4 {
		return false
	}
	for _, line := range kept {
		f.line(b, line, ShapeParagraph)
	}
	return true
}

// wrapped says that lines go on in the next: a text that its author broke where
// the line was full.
func wrapped(lines []Text) bool {
	small := func(s string) bool { return s != "" && s[0] >= 'a' && s[0] <= 'z' }
	if len(lines) < 2 || small(lines[0].Plain) {
		return false
	}
	for _, line := range lines[1:] {
		if small(line.Plain) {
			return true
		}
	}
	return false
}

// followedUp says that a paragraph ends with what came of it: "(fixed by …)".
func followedUp(s string) bool {
	s = strings.TrimRight(s, " .")
	if !strings.HasSuffix(s, ")") {
		return false
	}
	inner := s[strings.LastIndexByte(s, '(')+1:]
	return participle(inner) || statusProgress(inner) != progressUnknown
}

// later says that some sentence of a paragraph asks for work.
func later(s string) bool {
	return askingSentence(s) != ""
}

// askingSentence gives the first sentence of a paragraph that asks for work.
func askingSentence(s string) string {
	if len(s) > 2000 || !modal.MatchString(s) {
		return ""
	}
	questioned := false // what a question is followed by answers it: "Was it the disk? Read the logs."
	for s != "" {
		sentence := firstSentence(s)
		asking := modal.MatchString(mainClause(sentence)) && !hindsight.MatchString(sentence) && !nothingAsked.MatchString(sentence)
		if (asking || questioned && imperative(sentence)) && !aside(sentence) {
			return strings.TrimSpace(sentence)
		}
		questioned = questioned || strings.HasSuffix(sentence, "?")
		s = s[len(sentence):]
	}
	return ""
}
