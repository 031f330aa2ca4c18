package postmortem

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// literalsOf gives sets of words, in lower case: for the pattern to match, a text
// must have one of each set. To look for them first is much cheaper than to try
// the pattern.
func literalsOf(pattern string) [][]string {
	re, err := syntax.Parse("(?i)"+pattern, syntax.Perl)
	if err != nil {
		return nil // who compiles it, tells
	}
	sets := needed(re)
	slices.SortStableFunc(sets, func(a, b []string) int { return len(a) - len(b) })
	return sets[:min(len(sets), maxSets)]
}

const (
	minLiteral  = 3  // the shortest word that tells anything, in bytes
	maxLiterals = 80 // as many as are worth looking for
	maxSets     = 3

	// anyMark stands for the mark of a person or of a group.
	anyMark = string(personMark) + string(groupMark)
)

func needed(re *syntax.Regexp) [][]string {
	switch re.Op {
	case syntax.OpLiteral:
		word := strings.ToLower(string(re.Rune))
		if word == string(rune(personMark)) {
			return [][]string{{word}}
		}
		// A pattern without regard to case takes a few letters beyond ASCII for others.
		if len(word) < minLiteral || utf8.RuneCountInString(word) != len(word) {
			return nil
		}
		return [][]string{{word}}
	case syntax.OpCharClass:
		if len(re.Rune) == 2 && re.Rune[0] == personMark && re.Rune[1] == groupMark {
			return [][]string{{anyMark}}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return needed(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return needed(re.Sub[0])
		}
	case syntax.OpConcat:
		var all [][]string
		for _, sub := range re.Sub {
			all = append(all, needed(sub)...)
		}
		return all
	case syntax.OpAlternate:
		// Of each alternative the smallest set.
		var all []string
		for _, sub := range re.Sub {
			sets := needed(sub)
			if len(sets) == 0 {
				return nil
			}
			all = append(all, slices.MinFunc(sets, func(a, b []string) int { return len(a) - len(b) })...)
		}
		slices.Sort(all)
		if all = slices.Compact(all); len(all) <= maxLiterals {
			return [][]string{all}
		}
	}
	return nil
}

// literalIndex finds in one pass over a sentence which patterns are worth trying.
type literalIndex struct {
	patterns [][]int // of each pattern the numbers of its sets
	heads    [1 << 13 / 64]uint64
	words    map[uint32][]literal // by their first three bytes
	persons  []int                // sets that have the mark of a person
	anyones  []int                // and of a person or a group
}

type literal struct {
	word string
	set  int
}

// numbers is a set of numbers of sets.
type numbers [24]uint64

func (s *numbers) add(n int)      { s[n/64] |= 1 << (n % 64) }
func (s *numbers) has(n int) bool { return s[n/64]&(1<<(n%64)) != 0 }

func newLiteralIndex(needs [][][]string) *literalIndex {
	x := &literalIndex{words: map[uint32][]literal{}, patterns: make([][]int, len(needs))}
	set := 0
	for n, sets := range needs {
		for _, words := range sets {
			if set == 64*len(numbers{}) {
				return x // the rest is always tried
			}
			for _, word := range words {
				switch word {
				case string(personMark):
					x.persons = append(x.persons, set)
					continue
				case anyMark:
					x.anyones = append(x.anyones, set)
					continue
				}
				head := headOf(word)
				x.heads[hashOf(head)/64] |= 1 << (hashOf(head) % 64)
				x.words[head] = append(x.words[head], literal{word, set})
			}
			x.patterns[n] = append(x.patterns[n], set)
			set++
		}
	}
	return x
}

func headOf(s string) uint32 { return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 }

func hashOf(head uint32) uint32 { return head * 2654435761 >> (32 - 13) }

// in gives the sets of which a word stands in a text in lower case.
func (x *literalIndex) in(lower string) numbers {
	var found numbers
	if len(x.persons) > 0 && strings.IndexByte(lower, personMark) >= 0 {
		for _, set := range x.persons {
			found.add(set)
		}
	}
	if len(x.anyones) > 0 && strings.ContainsAny(lower, anyMark) {
		for _, set := range x.anyones {
			found.add(set)
		}
	}
	for i := 0; i+minLiteral <= len(lower); i++ {
		head := headOf(lower[i:])
		if hash := hashOf(head); x.heads[hash/64]&(1<<(hash%64)) == 0 {
			continue
		}
		for _, l := range x.words[head] {
			if strings.HasPrefix(lower[i:], l.word) {
				found.add(l.set)
			}
		}
	}
	return found
}

// worth reports whether a pattern may match a text that has these.
func (x *literalIndex) worth(pattern int, found *numbers) bool {
	for _, set := range x.patterns[pattern] {
		if !found.has(set) {
			return false
		}
	}
	return true
}
