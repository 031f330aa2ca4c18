package postmortem

import (
	"errors"
	"fmt"
	"iter"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// pattern is what a rule looks for in a sentence, without regard to case.
type pattern struct {
	source string
	group  int  // the one called text, which is what is marked; else 0, all of it
	exact  bool // a part of it minds the case
	// compiled makes it ready when it is first tried: a program that starts has no need of a thousand patterns.
	compiled func() *regexp.Regexp
}

func newPattern(text string) (*pattern, error) {
	re, err := syntax.Parse("(?i)"+text, syntax.Perl)
	if err != nil {
		var fault *syntax.Error
		if errors.As(err, &fault) {
			fault.Expr = strings.TrimPrefix(fault.Expr, "(?i)") // that is ours
		}
		return nil, err
	}
	if matchesNothing(re) {
		return nil, errors.New("it matches nothing at all, so it would be found everywhere")
	}
	p := &pattern{source: text, group: max(slices.Index(re.CapNames(), "text"), 0), exact: minding.MatchString(text)}
	p.compiled = sync.OnceValue(func() *regexp.Regexp {
		if p.exact {
			return regexp.MustCompile("(?i)" + text)
		}
		lower(re)
		return regexp.MustCompile(re.String())
	})
	return p, nil
}

// minding is a flag that minds the case.
var minding = regexp.MustCompile(`\(\?[a-zA-Z]*-[a-zA-Z]*i`)

// matchesNothing reports whether the pattern is found in an empty text.
func matchesNothing(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpStar, syntax.OpQuest, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	case syntax.OpRepeat:
		return re.Min == 0 || matchesNothing(re.Sub[0])
	case syntax.OpCapture, syntax.OpPlus:
		return matchesNothing(re.Sub[0])
	case syntax.OpConcat:
		return !slices.ContainsFunc(re.Sub, func(sub *syntax.Regexp) bool { return !matchesNothing(sub) })
	case syntax.OpAlternate:
		return slices.ContainsFunc(re.Sub, matchesNothing)
	}
	return false
}

// lower makes a pattern without regard to case one for texts in lower case, as to fold the case of each letter takes a
// third of the time.
func lower(re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		re.Flags &^= syntax.FoldCase
		for i, r := range re.Rune {
			re.Rune[i] = unicode.ToLower(r)
		}
	case syntax.OpCharClass:
		var kept []rune
		for i := 0; i < len(re.Rune); i += 2 {
			if from, to := re.Rune[i], re.Rune[i+1]; from < 'A' || to > 'Z' {
				kept = append(kept, from, to)
			}
		}
		re.Rune = kept
	}
	for _, sub := range re.Sub {
		lower(sub)
	}
}

// places reports whether it marks a place by name.
func (p *pattern) places() bool { return p.group > 0 }

func (p *pattern) text(sentence, lower string) string {
	if p.exact {
		return sentence
	}
	return lower
}

// in reports whether it stands in a sentence, of which lower is the lower case.
func (p *pattern) in(sentence, lower string) bool {
	return p.compiled().MatchString(p.text(sentence, lower))
}

// find gives the places that it marks in a sentence, each by its start and end.
func (p *pattern) find(sentence, lower string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for _, m := range p.compiled().FindAllStringSubmatchIndex(p.text(sentence, lower), -1) {
			at := m[2*p.group:]
			if at[0] == at[1] {
				at = m // that group took no part
			}
			if !yield(at[0], at[1]) {
				return
			}
		}
	}
}

// patterns are those of one field of a rule.
type patterns struct {
	list  []*pattern
	needs *literalIndex // which of them a sentence has the words for
}

// worth gives those that are worth trying on a sentence in lower case.
func (ps *patterns) worth(lower string) iter.Seq[*pattern] {
	return func(yield func(*pattern) bool) {
		found := ps.needs.in(lower)
		for n, p := range ps.list {
			if ps.needs.worth(n, &found) && !yield(p) {
				return
			}
		}
	}
}

// className is a class of words, or an escape of Go's syntax that looks like one.
var className = regexp.MustCompile(`(?:\\[xpP])?\{([a-z_]+)\}`)

// compile makes patterns ready, each of their alternatives by itself, with the words that each needs.
func compile(field string, texts []string, classes map[string]string) (patterns, error) {
	var list []*pattern
	var needs [][][]string
	for n, text := range texts {
		text, err := expand(text, classes, 0)
		if err != nil {
			return patterns{}, fmt.Errorf("%s %d: %w", field, n+1, err)
		}
		whole := forAll
		if field == "match" {
			whole = withFlag
		}
		for _, one := range alternatives(text, whole) {
			p, err := newPattern(one)
			if err != nil {
				return patterns{}, fmt.Errorf("%s %d: %w", field, n+1, err)
			}
			list, needs = append(list, p), append(needs, literalsOf(one))
		}
	}
	return patterns{list, newLiteralIndex(needs)}, nil
}

// alternatives splits a pattern at the bars outside of its groups: the fewer words an alternative shares with others, the
// sooner a sentence is seen to have none of them. What speaks for all of them stays whole.
func alternatives(pattern string, whole *regexp.Regexp) []string {
	if whole.MatchString(pattern) {
		return []string{pattern}
	}
	var list []string
	start, depth, class := 0, 0, false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case class && strings.HasPrefix(pattern[i:], "[:"):
			i += max(strings.Index(pattern[i:], ":]"), 0) + 1
		case class:
			class = c != ']'
		case c == '[':
			class = true
			if strings.HasPrefix(pattern[i+1:], "]") || strings.HasPrefix(pattern[i+1:], "^]") {
				i += 2 // a bracket that is meant
			}
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '|' && depth == 0:
			list, start = append(list, pattern[start:i]), i+1
		}
	}
	return append(list, pattern[start:])
}

var (
	// withFlag has a flag or a quotation, which go on to the end of the pattern.
	withFlag = regexp.MustCompile(`\(\?[a-zA-Z-]+\)|\\Q`)
	// forAll has one of these, or marks a place by name: an excuse with a place excuses no whole sentence.
	forAll = regexp.MustCompile(`\(\?P?<|` + withFlag.String())
)

// maxNesting is how deep classes may name classes.
const maxNesting = 5

func expand(pattern string, classes map[string]string, depth int) (string, error) {
	var fault error
	text := className.ReplaceAllStringFunc(pattern, func(name string) string {
		if name[0] != '{' {
			return name
		}
		class, ok := classes[name[1:len(name)-1]]
		switch {
		case !ok:
			fault = fmt.Errorf("there is no class %s", name)
		case depth == maxNesting:
			fault = fmt.Errorf("the class %s names itself", name)
		default:
			var err error
			if class, err = expand(class, classes, depth+1); err != nil {
				fault = err
			}
		}
		return "(?:" + class + ")"
	})
	return text, fault
}
