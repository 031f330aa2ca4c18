package postmortem

import (
	"slices"
	"strings"

	"znkr.io/diff"
)

// Clash is lines that both of two authors changed, each in another way.
type Clash struct {
	Line         int    // of the merged text, from 1, where mine begin
	Mine, Theirs string // empty where one of them removed the lines
}

// Merge puts together two texts that were both written from base, line by line: what one of them changed is taken over, and so is what
// both changed alike. Where they clash the merged text has mine.
func Merge(base, mine, theirs string) (merged string, clashes []Clash) {
	was, a, b := strings.SplitAfter(base, "\n"), strings.SplitAfter(mine, "\n"), strings.SplitAfter(theirs, "\n")
	inMine, inTheirs := kept(was, a), kept(was, b)
	var out strings.Builder
	line := 1
	write := func(lines []string) {
		for _, l := range lines {
			out.WriteString(l)
			line += strings.Count(l, "\n")
		}
	}
	for i, m, n := 0, 0, 0; ; i, m, n = i+1, m+1, n+1 {
		from, fromM, fromN := i, m, n
		for i < len(was) && (inMine[i] < 0 || inTheirs[i] < 0) {
			i++
		}
		m, n = len(a), len(b)
		if i < len(was) {
			m, n = inMine[i], inTheirs[i]
		}
		before, ours, others := was[from:i], a[fromM:m], b[fromN:n]
		switch {
		case slices.Equal(ours, before):
			write(others)
		case slices.Equal(others, before), slices.Equal(ours, others):
			write(ours)
		default:
			clashes = append(clashes, Clash{Line: line, Mine: strings.Join(ours, ""), Theirs: strings.Join(others, "")})
			write(ours)
		}
		if i == len(was) {
			return out.String(), clashes
		}
		write(was[i : i+1])
	}
}

// kept returns where each line is in the later text, -1 for one that is not there any more.
func kept(before, after []string) []int {
	at := make([]int, len(before))
	for n := range at {
		at[n] = -1
	}
	for _, e := range diff.Edits(before, after, withCare(len(before)+len(after))...) {
		if e.Op == diff.Match {
			at[e.PosX] = e.PosY
		}
	}
	return at
}
