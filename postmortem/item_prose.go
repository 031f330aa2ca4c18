package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

var (
	// terms are labels of paragraphs that are items: when it will be done, or what for.
	terms = regexp.MustCompile(`(?i)^(?:(?:short|medium|mid|long|near|longer|shorter)[- ]?(?:er)?[- ]?term|immediate(?:ly)?|prevention)(?:\s+(?:actions?|fix(?:es)?|plan|work))?$`)
	// wentOn is what tells within a few words that something was: "The alert fired".
	wentOn = regexp.MustCompile(`(?i)^\W*(?:[\w'’-]+\s+){1,5}?(?:was|were|had|did|went|took|ran|saw|\w{2,}ed)\b`)
)

// isWork says that a paragraph of an action section asks for work, or names it.
func isWork(text Text) bool {
	s := text.Plain
	return asks(mainClause(s)) && !aside(firstSentence(s)) || later(s) || followedUp(s) || lettered.MatchString(s) || coded(s) || termed(text) || fielded(text) || stateNoted(s)
}

// stateNoted says that a few words have their state behind a dash or in brackets: "Network – done".
func stateNoted(s string) bool {
	if words(s) > 15 || !strings.ContainsAny(s, "-–—([→") || isField(s) {
		return false
	}
	d := detailsOf(s)
	return d.progress != progressUnknown && d.title != "" && planned(d.title) && firstSentence(d.title) == d.title
}

// termed says that a paragraph begins with such a label: "**Long-term**: a second pool".
func termed(text Text) bool {
	label := labelOf(text)
	bare, _, _ := strings.Cut(label, " (")
	rest := strings.TrimLeft(strings.TrimPrefix(text.Plain, label), ":–—- ")
	return label != "" && terms.MatchString(bare) && words(rest) >= 3 && planned(rest)
}

// coded says that a paragraph begins with the number of an item, such as "R1.".
func coded(s string) bool {
	m := itemNumber.FindString(s)
	return strings.ContainsAny(m, "0123456789") && strings.ContainsFunc(m, unicode.IsLetter) && len(m) < len(s) && planned(s[len(m):])
}

// planned says that the words behind a label may name work, done or not, and do not tell how it went.
func planned(s string) bool {
	return asks(s) || saysChanged(s) || !wentOn.MatchString(s)
}

// fielded says that a paragraph has the fields of an item behind its words.
func fielded(text Text) bool {
	if !strings.Contains(text.Plain, ":") {
		return false
	}
	d := detailsOf(text.Plain)
	return d.fielded && d.owner != "" && (d.due != "" || d.progress != progressUnknown || boldStart(text))
}

// boldStart says that a text begins with bold words.
func boldStart(text Text) bool {
	return len(text.Marks) > 0 && text.Marks[0].Kind == MarkStrong && text.Marks[0].Start == 0
}

// lines reads a paragraph that was written an action a line. A line with a colon
// at its end names those below.
func (f *finder) lines(b *Block, text Text, listed bool) bool {
	lines := withFields(text)
	if len(lines) < 2 || wrapped(lines) {
		return false
	}
	if actions := slices.DeleteFunc(slices.Clone(lines), func(line Text) bool { return !actionPrefix.MatchString(line.Plain) }); len(actions) > 0 {
		for _, line := range actions { // below what each is about
			f.line(b, line, ShapePrefix)
		}
		return true
	}
	kept, asking, headed := lines[:0:0], 0, false
	unsigned := func(line Text) bool {
		return !bulletSign.MatchString(line.Plain) && !strings.HasSuffix(line.Plain, ":")
	}
	remark := func(line Text) bool { return unsigned(line) && f.pledgeOf(line.Plain) < pledgeNamed }
	if signed := slices.DeleteFunc(slices.Clone(lines), unsigned); len(signed) > 1 && !unsigned(lines[0]) { // what stands below points is none, but for what somebody will do
		lines = slices.DeleteFunc(slices.Clone(lines), remark)
	}
	for _, line := range lines {
		if strings.HasSuffix(line.Plain, ":") {
			headed = true
			continue
		}
		if aside(line.Plain) || chrome(line.Plain) {
			continue
		}
		kept = append(kept, line)
		if len(line.Plain) < 250 && (asks(line.Plain) || termed(line) || allotted(line.Plain) || itemNumber.MatchString(line.Plain) || detailsOf(line.Plain).progress != progressUnknown) {
			asking++
		}
	}
	// Words over a list that end with a colon lead to the list.
	leads := listed && strings.HasSuffix(lines[len(lines)-1].Plain, ":") && !imperative(lines[0].Plain)
	if len(kept) == 0 || leads || listed && !headed && !lettered.MatchString(kept[0].Plain) || asking*5 < len(kept)*4 {
		return false
	}
	from := len(f.items)
	for _, line := range kept {
		f.line(b, line, ShapeParagraph)
	}
	f.namedBeside(from)
	return true
}

// bulletSign begins a point of a list that is none in Markdown.
var bulletSign = regexp.MustCompile(`^\s*[•‣◦▪●]\s`)

// allots is somebody, whom nobody else need know, before what they are to do: "Ops to order two disks".
var allots = regexp.MustCompile(`^\W*@?\p{Lu}[\p{L}'’.-]*(?:[ ,&/]+(?:and )?\p{Lu}[\p{L}'’.-]*){0,3}\s+(?:to|will)\s+`)

func allotted(line string) bool {
	m := allots.FindString(line)
	return m != "" && imperative(line[len(m):])
}

// withFields gives the lines of a text, each with those below that have only its fields.
func withFields(text Text) []Text {
	var out []Text
	start := 0
	for i, r := range text.lineRanges() {
		if i == 0 || !isField(text.Plain[r[0]:r[1]]) {
			start = r[0]
			out = append(out, Text{})
		}
		out[len(out)-1] = text.Slice(start, r[1]).trim()
	}
	return out
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
