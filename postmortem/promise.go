package postmortem

import "regexp"

// prevents says of something that it keeps the incident from coming back;
// promised is what will be done, from a sentence that says so of the future.
var (
	prevents = regexp.MustCompile(`(?i)\b(?:should|will|would)\s+(?:help\s+)?(?:prevent|avoid)\b|\bprevent\s+(?:a\s+)?(?:recurrence|reoccurrence)\b`)
	promised = regexp.MustCompile(`(?i)\bwill\s+be\s+\w+ed\b[^.]*\b(?:in\s+(?:the\s+)?future|going\s+forward|from\s+now\s+on)\b|\b(?:in\s+(?:the\s+)?future|going\s+forward|from\s+now\s+on),?\s+(?:we|all|every|the|our)\b[^.]*\bwill\b`)
)

// promises reads what the end of a document asks for where no section does: how
// the incident was resolved and what was learned go over into what is to be done.
func (f *finder) promises() {
	for _, s := range f.doc.Sections {
		if s.Kind != KindResolution && s.Kind != KindLessons {
			continue
		}
		var asked, sure []paragraphLine
		total := 0
		for _, b := range s.Blocks {
			if b.Kind != BlockParagraph || b == s.Block {
				continue
			}
			lines := b.Text.lines()
			if wrapped(lines) {
				lines = []Text{b.Text}
			}
			for _, line := range lines {
				total++
				switch {
				case promised.MatchString(line.Plain):
					sure = append(sure, paragraphLine{b, line})
				case imperative(line.Plain) && words(line.Plain) >= 4:
					asked = append(asked, paragraphLine{b, line})
				}
			}
		}
		// One command among much text tells a reader what to do.
		if len(asked)*2 >= total {
			sure = append(sure, asked...)
		}
		for _, l := range sure {
			f.line(l.block, l.text, ShapeParagraph)
		}
	}
}

type paragraphLine struct {
	block *Block
	text  Text
}
