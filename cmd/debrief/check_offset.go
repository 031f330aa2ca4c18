package main

import (
	"bytes"
	"sort"

	"debrief/postmortem"
)

// fileSpans gives a function from places in the text that was checked to places in its file, which may begin with a byte order mark
// and have CRLF at its line ends. same is false where the file has another encoding: then the places are those of the file as UTF-8,
// without the mark.
func fileSpans(file []byte) (in func(postmortem.Span) postmortem.Span, same bool) {
	text := postmortem.UTF8(file)
	mark := 0
	if same = bytes.HasSuffix(file, text); same {
		mark = len(file) - len(text)
	}
	var returns []int // places in the text that was checked before which a carriage return is left out
	for i, b := range text {
		if b == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			returns = append(returns, i-len(returns))
		}
	}
	at := func(offset int) int { return mark + offset + sort.SearchInts(returns, offset+1) }
	return func(s postmortem.Span) postmortem.Span {
		if s.End == s.Start {
			return postmortem.Span{Start: at(s.Start), End: at(s.Start)}
		}
		return postmortem.Span{Start: at(s.Start), End: at(s.End-1) + 1}
	}, same
}
