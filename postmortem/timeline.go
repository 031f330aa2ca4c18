package postmortem

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Entry is one event of the timeline.
type Entry struct {
	TimeText string // as written
	// Time is when, as far as the text says; zero when no day is known or the
	// time cannot be read. Without a zone it is in UTC and ZoneKnown is false.
	Time      time.Time
	HasClock  bool // a time of the day is written, not only a day
	ZoneKnown bool
	Text      string
	Link      string // the first link
	Span      Span
	Line      int
}

// zones are abbreviations as they are used in postmortems; hours from UTC.
// Ambiguous ones (IST) are left out: a wrong time is worse than no zone.
var zones = map[string]float64{
	"utc": 0, "gmt": 0, "z": 0, "zulu": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "met": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "hst": -10, "brt": -3, "art": -3,
	"sgt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}

// cities are abbreviations that mean summer or winter time by the day.
var cities = map[string]string{
	"pt": "America/Los_Angeles", "ct": "America/Chicago", "et": "America/New_York", "mt": "America/Denver",
	"pacific": "America/Los_Angeles", "eastern": "America/New_York", "central": "America/Chicago",
}

const zoneNames = `utc(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|gmt(?:\s?[+-]\d{1,2}(?::?\d\d)?)?|zulu|z|wes?t|bst|cest|cet|met|eest|eet|msk|e[sd]?t|c[sd]?t|m[sd]t|p[sd]?t|pacific|eastern|central|akst|hst|brt|art|sgt|hkt|jst|kst|aest|aedt|nzst|nzdt|[+-]\d\d:?\d\d`

var (
	clock      = regexp.MustCompile(`(?i)^(?:~|≈|ca\.?\s*|approx(?:imately|\.)?\s*|about\s+|around\s+|at\s+)?\s*(\d{1,2})(?:(?:[:.h]|\s:\s)(\d{2})(?:[:.](\d{2})(?:[.,]\d{1,6})?)?)?\s*([ap]\.?m\b\.?)?`)
	clockRange = regexp.MustCompile(`(?i)^\s*(?:-|–|—|to|until|->|→)\s*(?:~\s*)?\d{1,2}(?:[:.h]\d{2})(?::\d{2})?\s*(?:[ap]\.?m\b\.?)?|^\s*(?:-|–|to)\s*\d{1,2}\s*[ap]m\b`)
	clockZone  = regexp.MustCompile(`(?i)^\s*[(\[]?\s*(` + zoneNames + `)(?:[\s)\],:;.|–—-]|$)`)
	wordBefore = regexp.MustCompile(`(?i)^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[\s,.]*`)
	afterDate  = regexp.MustCompile(`(?i)^(?:t|\s*,?\s*(?:at|@|-|–|—|:)?\s*)`)
	afterTime  = regexp.MustCompile(`^[\s\])}]*(?:[:|,;>*]|-+>?|–|—|→)?[\s*]*`)
	timesIn    = regexp.MustCompile(`(?i)\btimes?\b[^.\n]{0,40}?\b(?:in|are|:)?\s*\(?\b(utc(?:[+-]\d{1,2})?|gmt|cest|cet|bst|est|edt|cst|cdt|mst|mdt|pst|pdt|pt|et|ct|jst|aest|aedt|msk|sgt)\b`)
	zoneOffset = regexp.MustCompile(`([+-])(\d{1,2}):?(\d\d)?$`)
)

// stamp is a time as it stands at the start of a text.
type stamp struct {
	date         Date
	hour, minute int
	second       int
	clock        bool
	zone         *time.Location
	end          int // where the stamp and its separator end
	textEnd      int
	start        int
}

// stampOf reads the date, the time, or both, at the start of s. year serves dates
// without one.
func stampOf(s string, year int) (stamp, bool) {
	var st stamp
	at := len(s) - len(strings.TrimLeft(s, " [({*_~≈\t"))
	if m := wordBefore.FindString(s[at:]); m != "" {
		at += len(m)
	}
	st.start = at
	if st.start > 0 && s[st.start-1] == '~' {
		st.start--
	}
	// A date is looked for only where it may begin.
	head := cut(s[at:], 40)
	date, span := findDateIn(head, year)
	switch {
	case span[0] == 0 && bareNumbers(date.Text):
		// "12-05 16:21" is a day, "11-12" may be anything: a clock must follow.
		rest := at + span[1] + len(afterDate.FindString(s[at+span[1]:]))
		if m := clock.FindStringSubmatch(s[rest:]); m != nil && m[2] != "" {
			st.date, at = date, at+span[1]
		}
	case span[0] == 0:
		st.date, at = date, at+span[1]
	}
	rest := at
	if !st.date.IsZero() {
		rest += len(afterDate.FindString(s[at:]))
	}
	if m := clock.FindStringSubmatch(s[rest:]); m != nil && (m[2] != "" || m[4] != "") {
		st.hour, _ = strconv.Atoi(m[1])
		st.minute, _ = strconv.Atoi(m[2])
		st.second, _ = strconv.Atoi(m[3])
		switch half := strings.ToLower(m[4]); {
		case strings.HasPrefix(half, "p") && st.hour < 12:
			st.hour += 12
		case strings.HasPrefix(half, "a") && st.hour == 12:
			st.hour = 0
		}
		after := s[rest+len(m[0]):]
		if st.hour <= 24 && st.minute < 60 && st.second <= 60 && !continues(after) {
			st.clock = true
			at = rest + len(m[0])
			at += len(clockRange.FindString(s[at:]))
			if z := clockZone.FindStringSubmatchIndex(s[at:]); z != nil {
				st.zone = zoneOf(s[at+z[2] : at+z[3]])
				at += z[3]
			}
		}
	}
	if st.date.IsZero() && !st.clock {
		return stamp{}, false
	}
	st.textEnd = at
	st.end = at + len(afterTime.FindString(s[at:]))
	return st, true
}

// continues says that what looked like a clock is part of something longer: a
// version, an address, a measure.
func continues(after string) bool {
	if after == "" {
		return false
	}
	c := after[0]
	return c >= '0' && c <= '9' || c == '%' || c == '/' || c == '.' && len(after) > 1 && after[1] >= '0' && after[1] <= '9'
}

func bareNumbers(date string) bool {
	return len(date) <= 5 && !strings.ContainsFunc(date, func(r rune) bool { return r >= 'A' })
}

// zoneOf gives the zone of an abbreviation, nil when it is not known.
func zoneOf(name string) *time.Location {
	name = strings.ToLower(strings.ReplaceAll(name, " ", ""))
	if city := cities[name]; city != "" {
		loc, err := time.LoadLocation(city)
		if err != nil {
			return nil
		}
		return loc
	}
	if m := zoneOffset.FindStringSubmatch(name); m != nil {
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		offset := (hours*60 + minutes) * 60
		if m[1] == "-" {
			offset = -offset
		}
		if hours > 14 {
			return nil
		}
		return time.FixedZone(strings.ToUpper(name), offset)
	}
	if hours, ok := zones[name]; ok {
		if hours == 0 && name != "bst" {
			return time.UTC
		}
		return time.FixedZone(strings.ToUpper(name), int(hours*3600))
	}
	return nil
}

// timekeeper turns the stamps of a timeline into instants: a time without a day
// is of the day before it, and after midnight of the next.
type timekeeper struct {
	day  time.Time
	last time.Time
	zone *time.Location
}

func (k *timekeeper) entry(st stamp) (at time.Time, known bool) {
	if !st.date.IsZero() {
		k.day, k.last = st.date.Time, time.Time{}
	}
	zone := st.zone
	if zone == nil {
		zone = k.zone
	}
	known = zone != nil
	if zone == nil {
		zone = time.UTC
	}
	if k.day.IsZero() {
		return time.Time{}, known
	}
	if !st.clock {
		return k.day, known
	}
	at = time.Date(k.day.Year(), k.day.Month(), k.day.Day(), st.hour, st.minute, st.second, 0, zone)
	if st.date.IsZero() && !k.last.IsZero() && k.last.Sub(at) > 12*time.Hour {
		k.day = k.day.AddDate(0, 0, 1)
		at = time.Date(k.day.Year(), k.day.Month(), k.day.Day(), st.hour, st.minute, st.second, 0, zone)
	}
	k.last = at
	return at, known
}

// findTimeline reads the entries of the timeline's sections; a document without
// one has its timeline where a list or paragraphs begin with times.
func findTimeline(d *Document) []Entry {
	k := &timekeeper{day: d.Date.Time, zone: d.zone()}
	r := timelineReader{doc: d, keeper: k, year: d.Date.Time.Year(), seen: map[int]bool{}}
	if d.Date.IsZero() {
		r.year = 0
	}
	whole := false
	for _, s := range d.Sections {
		if s.Kind == KindTimeline {
			r.section(s)
			// A few key events as an item of a list leave the rest to what follows.
			whole = whole || s.Level < levelItem && len(r.entries) > 0
		}
	}
	if whole {
		return r.entries
	}
	for _, s := range d.Sections {
		switch s.Kind {
		case KindUnknown, KindDescription, KindOverview, KindDetection, KindResolution:
			r.stray(s.Blocks)
		}
	}
	return r.entries
}

// zone is the zone that the document says its times are in.
func (d *Document) zone() *time.Location {
	for b := range d.All() {
		switch b.Kind {
		case BlockHeading, BlockParagraph, BlockCell:
			if m := timesIn.FindStringSubmatch(b.Text.Plain); m != nil {
				return zoneOf(m[1])
			}
		}
	}
	return nil
}

type timelineReader struct {
	doc     *Document
	keeper  *timekeeper
	year    int
	entries []Entry
	seen    map[int]bool // where entries begin
}

func (r *timelineReader) section(s *Section) {
	if s.Block != nil && s.Block.Kind == BlockHeading && s.Parent != nil && s.Own != KindTimeline {
		if st, ok := stampOf(s.Heading, r.year); ok {
			if !st.clock && st.end >= len(s.Heading) {
				r.keeper.day, r.keeper.last = st.date.Time, time.Time{}
			} else {
				r.heading(s, st)
				return
			}
		}
	}
	for _, b := range s.Blocks {
		r.block(b)
	}
}

// maxEntries bounds what is read of a document that is made to be slow.
const maxEntries = 10_000

// heading is an entry whose time is the heading: the text is what stands below.
func (r *timelineReader) heading(s *Section, st stamp) {
	parts := []string{}
	if rest := strings.TrimSpace(s.Heading[st.end:]); rest != "" {
		parts = append(parts, rest)
	}
	link := ""
	for _, b := range s.Blocks {
		if p := b.plain(); p != "" && b.Kind != BlockCode {
			parts = append(parts, p)
		}
		link = first(link, linkIn(b))
	}
	r.add(st, s.Heading, strings.Join(parts, "\n"), link, s.Span, s.Line)
}

func (r *timelineReader) add(st stamp, text, said, link string, span Span, line int) {
	if r.seen[span.Start] || len(r.entries) >= maxEntries {
		return
	}
	r.seen[span.Start] = true
	at, known := r.keeper.entry(st)
	r.entries = append(r.entries, Entry{
		TimeText: strings.TrimSpace(text[st.start:st.textEnd]), Time: at, HasClock: st.clock,
		ZoneKnown: known && st.clock, Text: strings.TrimSpace(said), Link: link, Span: span, Line: line,
	})
}

func (r *timelineReader) block(b *Block) {
	switch b.Kind {
	case BlockList:
		for _, item := range b.Children {
			r.item(item)
		}
	case BlockTable:
		r.table(b)
	case BlockParagraph:
		for _, line := range b.Text.lines() {
			st, ok := stampOf(line.Plain, r.year)
			switch {
			case ok && !st.clock && st.end >= len(line.Plain):
				r.keeper.day, r.keeper.last = st.date.Time, time.Time{}
			case ok:
				r.add(st, line.Plain, line.Plain[st.end:], firstOf(line.Links()), line.Source(0, len(line.Plain)), r.doc.Line(line.Source(0, 1).Start))
			case len(r.entries) > 0 && b.Text.Plain != line.Plain && r.entries[len(r.entries)-1].Span.Start >= b.Span.Start:
				// A line that goes on.
				e := &r.entries[len(r.entries)-1]
				e.Text += " " + line.Plain
				e.Span.End = line.Source(0, len(line.Plain)).End
			}
		}
	case BlockQuote, BlockAdmonition:
		for _, c := range b.Children {
			r.block(c)
		}
	}
}

// trailing is a time at the end of a text: "First detected: 2023-07-21 08:15".
var trailing = regexp.MustCompile(`(?i)^(\D{3,60}?)[\s:]+((?:\d{4}-\d\d-\d\d[ T]*)?\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:` + zoneNames + `)?)\.?$`)

func (r *timelineReader) item(item *Block) {
	lead := item.lead()
	if lead == nil {
		return
	}
	text := lead.Text.Plain
	if st, ok := stampOf(text, r.year); ok {
		if !st.clock && st.end >= len(text) && len(item.Children) > 1 {
			// A day with its times below.
			r.keeper.day, r.keeper.last = st.date.Time, time.Time{}
		} else {
			said := text[st.end:]
			for _, c := range item.Children[1:] {
				if c.Kind != BlockCode && len(said) < maxDescription {
					said += "\n" + c.plain()
				}
			}
			r.add(st, text, said, linkIn(item), item.Span, item.Line)
			return
		}
	} else if m := trailing.FindStringSubmatch(text); m != nil {
		if st, ok := stampOf(m[2], r.year); ok && st.clock {
			r.add(st, m[2], strings.Trim(m[1], " :*-"), linkIn(item), item.Span, item.Line)
			return
		}
	}
	for _, c := range item.Children[1:] {
		if c.Kind == BlockList {
			r.block(c)
		}
	}
}

func (r *timelineReader) table(table *Block) {
	for _, row := range table.Children {
		if len(row.Children) < 2 || row.Kind != BlockRow {
			continue
		}
		text, next := row.Children[0].Text.Plain, 1
		// Columns for the day and for the time are one stamp.
		for joined, n := text, 2; n <= min(3, len(row.Children)-1); n++ {
			joined = strings.TrimSpace(joined + " " + row.Children[n-1].Text.Plain)
			if st, ok := stampOf(joined, r.year); ok && st.clock && st.end >= len(joined) && len(joined) < 50 {
				text, next = joined, n
			}
		}
		st, ok := stampOf(text, r.year)
		if !ok {
			continue
		}
		said := []string{}
		if rest := strings.TrimSpace(text[st.end:]); rest != "" {
			said = append(said, rest)
		}
		for _, c := range row.Children[next:] {
			if c.Text.Plain != "" {
				said = append(said, c.Text.Plain)
			}
		}
		r.add(st, text, strings.Join(said, " | "), linkIn(row), row.Span, row.Line)
	}
}

// stray reads lists of which two items or more begin with a time, tables whose
// first column is one, and paragraphs that begin with one.
func (r *timelineReader) stray(blocks []*Block) {
	paragraphs := 0
	for _, b := range blocks {
		switch b.Kind {
		case BlockParagraph:
			if st, ok := stampOf(b.Text.Plain, 0); ok && st.clock {
				paragraphs++
			}
		case BlockList, BlockTable:
			timed := 0
			for _, c := range b.Children {
				text := c
				if b.Kind == BlockTable && len(c.Children) > 0 {
					text = c.Children[0]
				} else if lead := c.lead(); lead != nil {
					text = lead
				}
				if st, ok := stampOf(text.Text.Plain, 0); ok && (st.clock || b.Kind == BlockTable) {
					timed++
				}
			}
			if timed >= 2 {
				r.block(b)
			} else if b.Kind == BlockList {
				for _, c := range b.Children {
					r.stray(c.Children)
				}
			}
		}
	}
	if paragraphs >= 3 {
		for _, b := range blocks {
			if st, ok := stampOf(b.Text.Plain, 0); b.Kind == BlockParagraph && ok && st.clock {
				r.block(b)
			}
		}
	}
}

// linkIn gives the first link in the block or below.
func linkIn(b *Block) string {
	for c := range b.All() {
		if l := firstOf(c.Text.Links()); l != "" {
			return l
		}
	}
	return ""
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
