package postmortem

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/text"
)

// htmlTag is what is not drawn of a block of HTML.
var htmlTag = regexp.MustCompile(`(?s)<!--.*?(?:-->|$)|<[^<>]*>`)

// Plain gives the text of a document in Markdown as readers see it, without the marks: a line a block, code as it is written. What a
// template told its author to write, and comments, are no part of it. A source that [Parse] refuses is given as it is. It costs a
// fraction of Parse.
func Plain(source string) string {
	decoded, _, err := decode([]byte(source))
	if err != nil {
		return source
	}
	doc := &Document{Source: decoded, lines: newLineIndex(decoded)}
	body := doc.readFrontMatter()
	convert := converter{source: decoded, lines: doc.lines}
	doc.Blocks = convert.blocks(markdown.Parser().Parse(text.NewReader(mask(decoded, body))))
	var out strings.Builder
	for line := range strings.Lines(string(decoded[:body])) {
		if strings.Trim(line, "-+\n") != "" {
			out.WriteString(line)
		}
	}
	for b := range doc.All() {
		plain := b.Text.Plain
		switch b.Kind {
		case BlockHint, BlockRule:
			continue
		case BlockHTML:
			plain = htmlTag.ReplaceAllString(plain, " ")
		}
		if plain != "" {
			out.WriteString(plain + "\n")
		}
	}
	return out.String()
}
