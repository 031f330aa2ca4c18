package main

import (
	"bytes"
	"sort"

	"debrief/postmortem"
)

// fileSpans gives a function from places in the text that was checked to places in its file, which may begin with a byte order mark
// and have CRLF at its line ends. same is false where the file has another encoding: then the places stay those of the text as UTF-8.
func fileSpans(file, text []byte) (in func(postmortem.Span) postmortem.Span, same bool) {
	mark := len(file) - len(bytes.TrimPrefix(file, []byte("\xef\xbb\xbf")))
	var returns []int // places in the text before which a carriage return is left out
	n := 0
	for i := mark; i < len(file); i++ {
		switch {
		case file[i] == '\r' && i+1 < len(file) && file[i+1] == '\n':
			returns = append(returns, n)
			continue
		case n == len(text) || file[i] != text[n] && file[i] != '\r':
			return func(s postmortem.Span) postmortem.Span { return s }, false
		}
		n++
	}
	at := func(offset int) int { return mark + offset + sort.SearchInts(returns, offset+1) }
	return func(s postmortem.Span) postmortem.Span {
		if s.End == s.Start {
			return postmortem.Span{Start: at(s.Start), End: at(s.Start)}
		}
		return postmortem.Span{Start: at(s.Start), End: at(s.End-1) + 1}
	}, n == len(text)
}
