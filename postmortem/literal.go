package postmortem

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// literalsOf gives words, in lower case, of which a text must have one for the
// pattern to match; nil where there are none. To look for them first is much
// cheaper than to try the pattern.
func literalsOf(pattern string) []string {
	re, err := syntax.Parse("(?i)"+pattern, syntax.Perl)
	if err != nil {
		return nil // who compiles it, tells
	}
	return needed(re)
}

// minLiteral is the shortest word that tells anything, in bytes; maxLiterals are
// as many as are worth looking for.
const (
	minLiteral  = 3
	maxLiterals = 60
)

func needed(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		word := strings.ToLower(string(re.Rune))
		// A pattern without regard to case takes a few letters beyond ASCII for others.
		if len(word) < minLiteral || utf8.RuneCountInString(word) != len(word) {
			return nil
		}
		return []string{word}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needed(re.Sub[0])
		}
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if words := needed(sub); words != nil && (best == nil || len(words) < len(best)) {
				best = words
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, sub := range re.Sub {
			words := needed(sub)
			if words == nil {
				return nil
			}
			all = append(all, words...)
		}
		slices.Sort(all)
		if all = slices.Compact(all); len(all) <= maxLiterals {
			return all
		}
	}
	return nil
}

// hasOne reports whether a text in lower case has one of the words, or there are none to have.
func hasOne(lower string, words []string) bool {
	return len(words) == 0 || slices.ContainsFunc(words, func(word string) bool { return strings.Contains(lower, word) })
}
