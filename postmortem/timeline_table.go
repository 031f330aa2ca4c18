package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
)

func (r *timelineReader) table(table *Block) {
	if len(table.Children) == 0 {
		return
	}
	head := table.Children[0].Children
	from, timed := r.timeColumn(table)
	around := r.zone
	defer func() { r.zone = around }()
	zones := headerZones(head, from)
	beside := slices.IndexFunc(head, func(c *Block) bool { return zoneLabels[foldLabel(c.Text.Plain)] })
	long := from < len(head) && durations(head[from].Text.Plain)
	for _, row := range table.Children {
		if len(row.Children) < 2 || row.Kind != BlockRow || from >= len(row.Children) {
			continue
		}
		text, next, st, ok := r.cells(row, from)
		if ok && long && !st.dayed() && st.until == 0 && st.zone == nil {
			continue
		}
		if !ok {
			if timed == 0 || !openTime.MatchString(text) {
				continue
			}
			st = stamp{unknown: true, end: len(text), textEnd: len(text)}
		}
		said := []string{}
		for n, c := range row.Children[:from] {
			if c.Text.Plain != "" && (n >= len(head) || columnFor(head[n].Text.Plain) != columnNumber) {
				said = append(said, c.Text.Plain)
			}
		}
		if rest := strings.TrimSpace(text[st.end:]); rest != "" {
			said = append(said, rest)
		}
		for _, c := range row.Children[next:] {
			if c.Text.Plain != "" {
				said = append(said, c.Text.Plain)
			}
		}
		if st.unknown && !slices.ContainsFunc(said, func(s string) bool { return !openTime.MatchString(s) }) {
			continue // a row that is not filled in
		}
		r.zone = around
		for n, zone := range zones {
			if zone != nil && from+n < next {
				r.zone = zone
			}
		}
		if beside >= next && beside < len(row.Children) {
			r.zone = cmp.Or(zoneNamed(row.Children[beside].Text.Plain), r.zone)
		}
		r.add(st, text, strings.Join(said, " | "), linkIn(row), row.Span, row.Line)
	}
}

// cells reads the stamp of a row from a column on: columns for the day and for
// the time are one.
func (r *timelineReader) cells(row *Block, from int) (text string, next int, st stamp, ok bool) {
	text, next = row.Children[from].Text.Plain, from+1
	for joined, n := text, from+2; n <= min(from+3, len(row.Children)-1); n++ {
		joined = strings.TrimSpace(joined + " " + row.Children[n-1].Text.Plain)
		if st, ok := r.calendar.stamp(joined); ok && st.clock && st.end >= len(joined) && len(joined) < 50 {
			text, next = joined, n
		}
	}
	st, ok = r.entryStamp(text)
	return text, next, st, ok
}

// lasts is the head of a column of how long things took.
var lasts = regexp.MustCompile(`(?i)\b(?:duration|elapsed|delta|spent|took|(?:` + measured + `) ?time)\b`)

// measured are times that are no times of the day but durations.
const measured = `response|reaction|run|lead|down|up|load|loading|build|wait|waiting|boot|start-?up|query|request|render|processing|execution|idle|cpu`

// durations reports whether a column is one of how long things took, and of nothing else as "Time / elapsed" is.
func durations(head string) bool {
	at := lasts.FindStringIndex(head)
	return at != nil && !strings.ContainsAny(head[:at[0]], "(/,+&")
}

// timeHead reports whether a column may be one of times by its head, which may say
// the zone as well.
func timeHead(head string) bool {
	name, _, _ := strings.Cut(strings.NewReplacer("[", "(", ",", "(").Replace(head), "(")
	if c := columnFor(name); c == columnTime || c == columnDue {
		return true
	}
	zone, _ := zoneIn(zoneAlone, head)
	return zone != nil
}

// timeColumn gives the column in which the times of a table begin: the first, or
// where no row begins with one, the first that is called so and holds little else.
func (r *timelineReader) timeColumn(table *Block) (from, timed int) {
	first := 0 // entries by times that are counted from the start, which those of the clock go before
	for from, head := range table.Children[0].Children {
		if from > 0 && !timeHead(head.Text.Plain) || lasts.MatchString(head.Text.Plain) {
			continue
		}
		rows, timed := 0, 0
		for _, row := range table.Children {
			if row.Kind != BlockRow || from >= len(row.Children) || row.Children[from].Text.Plain == "" {
				continue
			}
			rows++
			if text, _, st, ok := r.cells(row, from); ok && (from == 0 || st.end >= len(text)) {
				timed++
				if from == 0 && !st.relative {
					return 0, timed
				}
			}
		}
		if from == 0 {
			first = timed
		} else if timed*2 > rows {
			return from, timed
		}
	}
	return 0, first
}

// headerZones gives the zones that the heads of the columns from one on say:
// "When (CET)".
func headerZones(head []*Block, from int) [3]*time.Location {
	var zones [3]*time.Location
	for n := range min(len(zones), max(len(head)-from, 0)) {
		for _, re := range []*regexp.Regexp{zoneNoted, zoneAlone} {
			if zone, _ := zoneIn(re, head[from+n].Text.Plain); zone != nil {
				zones[n] = zone
			}
		}
	}
	return zones
}
