package postmortem

import (
	"regexp"
	"strings"
)

// prevents says of something that it keeps the incident from coming back;
// promised is what will be done, from a sentence that says so of the future.
var (
	prevents = regexp.MustCompile(`(?i)\b(?:should|will|would)\s+(?:help\s+)?(?:prevent|avoid)\b|\bprevent\s+(?:a\s+)?(?:recurrence|reoccurrence)\b`)
	promised = regexp.MustCompile(`(?i)\bwill\s+be\s+\w+ed\b[^.]*\b(?:in\s+(?:the\s+)?future|going\s+forward|from\s+now\s+on)\b|\b(?:in\s+(?:the\s+)?future|going\s+forward|from\s+now\s+on|next\s+time),?\s+(?:we|i|all|every|the|our)\b[^.]*?\b(?:will|intend|want|plan|(?:are|am)\s+(?:going|looking|planning))\b`)
)

// willDo is a promise, where what should be done may be only what was learned.
var willDo = regexp.MustCompile(`(?i)\b(?:we|i|team)(?:['’]ll|\s+(?:will|plan\s+to)|(?:['’](?:re|m)|\s+(?:are|am|is))\s+going\s+to)\b`)

// ourPromise is what an item may begin with before what we will do: "We'll also add a limit".
var ourPromise = regexp.MustCompile(`(?i)^(?:we|(?:the|our)\s+(?:whole\s+|entire\s+)?team)(?:\s+also)?` + promising + `\s+(?:(?:also|now|then|next|first)\s+)*`)

// pastPromise gives the words of an item that says what we will do as those that ask for it; "" where it says something else.
func pastPromise(title string) string {
	title = opener.ReplaceAllString(title, "")
	m := ourPromise.FindString(title)
	if m == "" {
		return ""
	}
	rest := title[len(m):]
	verb, _, _ := strings.Cut(rest, " ")
	if !isVerb(verb) || pledgesLittle[verb] || words(rest) < 2 {
		return ""
	}
	return rest
}

// promises reads what the end of a document asks for where no section does: how
// the incident was resolved and what was learned go over into what is to be done.
func (f *finder) promises() {
	for _, s := range f.doc.Sections {
		if s.Kind != KindResolution && s.Kind != KindLessons && s.Kind != KindUnknown {
			continue
		}
		var asked, sure []paragraphLine
		total := 0
		for _, b := range s.Blocks {
			if b.Kind != BlockParagraph || b == s.Block || willDo.MatchString(b.Text.Plain) && f.pledges(b, b.Text, f.pledgesIn(b.Text)) || s.Kind == KindUnknown && !speaksOfLater(b.Text.Plain) {
				continue
			}
			lines := b.Text.lines()
			if wrapped(lines) {
				lines = []Text{b.Text}
			}
			for _, line := range lines {
				total++
				switch {
				case speaksOfLater(line.Plain) && promised.MatchString(line.Plain):
					sure = append(sure, paragraphLine{b, line})
				case imperative(line.Plain) && words(line.Plain) >= 4:
					asked = append(asked, paragraphLine{b, line})
				}
			}
		}
		// One command among much text tells a reader what to do.
		if s.Kind != KindUnknown && len(asked)*2 >= total {
			sure = append(sure, asked...)
		}
		for _, l := range sure {
			f.line(l.block, l.text, ShapeParagraph)
		}
	}
}

// speaksOfLater is a cheap look for the words that promised has in every branch.
func speaksOfLater(s string) bool {
	return strings.Contains(s, "future") || strings.Contains(s, "forward") || strings.Contains(s, "now on") || strings.Contains(s, "ext time")
}

type paragraphLine struct {
	block *Block
	text  Text
}
