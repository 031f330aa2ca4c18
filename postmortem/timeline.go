package postmortem

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Entry is one event of the timeline.
type Entry struct {
	TimeText string // as written
	// Time is when, as far as the text says; zero when no day is known or the
	// time cannot be read. Without a zone it is in the one that the other entries
	// name, else in UTC, and ZoneKnown is false.
	Time      time.Time
	HasClock  bool // a time of the day is written, not only a day
	ZoneKnown bool
	Text      string
	Link      string // the first link
	Span      Span
	Line      int

	dated bool // its day goes back to a date that the timeline tells
	part  int  // how many lines that are a day stand above
}

const weekdayNames = `(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?`

var (
	clock      = regexp.MustCompile(`(?i)^(?:~|≈|ca\.?\s*|approx(?:imately|\.)?\s*|about\s+|around\s+|at\s+)?\s*(\d{1,2})(?:(?:[:.h]|\s:\s)(\d{2})(?:[:.](\d{2})(?:[.,]\d{1,6})?)?)?\s*([ap]\.?m\b\.?)?`)
	clockRange = regexp.MustCompile(`(?i)^\s*(?:-|–|—|to|until|->|→)\s*(?:~\s*)?\d{1,2}(?:[:.h]\d{2})(?::\d{2})?\s*(?:[ap]\.?m\b\.?)?|^\s*(?:-|–|to)\s*\d{1,2}\s*[ap]m\b`)
	wordBefore = regexp.MustCompile(`(?i)^(` + weekdayNames + `)\b[\s,.]*`)
	afterDate  = regexp.MustCompile(`(?i)^(?:t|\s*(?:\(?\b` + weekdayNames + `\b\)?)?\s*,?\s*(?:at|@|-|–|—|:)?\s*)`)
	afterTime  = regexp.MustCompile(`^[\s\])}]*(?:[:|,;>*]|-+>?|–|—|→)?[\s*]*`)
	// dayAfter is what may stand between a time and its day: "12:45 PM, Saturday Oct 30".
	dayAfter = regexp.MustCompile(`(?i)^\s*,?\s*(?:\(|on\s+)?(?:(` + weekdayNames + `)\b[\s,.]*)?`)
	stampEnd = regexp.MustCompile(`^\s*(?:[)\]:|,;>–—]|-+\s|$)`)
)

// stamp is a time as it stands at the start of a text.
type stamp struct {
	date         Date
	weekday      string // said instead of a date
	hour, minute int
	second       int
	clock        bool
	unknown      bool // a time is left open
	zone         *time.Location
	end          int // where the stamp and its separator end
	textEnd      int
	start        int
}

// stampOf reads the date, the time, or both, at the start of s. year serves dates
// without one.
func stampOf(s string, year int) (stamp, bool) { return calendar{year: year}.stamp(s) }

func (c calendar) stamp(s string) (stamp, bool) {
	var st stamp
	at := len(s) - len(strings.TrimLeft(s, " [({*_~≈\t"))
	word := at
	if m := wordBefore.FindStringSubmatch(s[at:]); m != nil {
		st.weekday = m[1]
		at += len(m[0])
	}
	st.start = at
	if st.start > 0 && s[st.start-1] == '~' {
		st.start--
	}
	// A date is looked for only where it may begin.
	head := cut(s[at:], 40)
	date, span := Date{}, [2]int{-1, -1}
	if head != "" && (isDigit(head[0]) || monthNamed(head) > 0) {
		date, span = c.find(head)
	}
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
	} else if st.weekday != "" {
		st.start = word
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
			// After "2024-05-01T10:00:00", "-07:00" is no range.
			whole := m[3] != "" || rest > 0 && s[rest-1]|0x20 == 't'
			if !whole || !clockOffset.MatchString(s[at:]) {
				at += len(clockRange.FindString(s[at:]))
			}
			if zone, span := zoneIn(clockZone, s[at:]); span[1] > 0 {
				st.zone = zone
				at += span[1]
			}
			if st.date.IsZero() && st.weekday == "" {
				at += c.dayAfter(&st, s[at:])
			}
		}
	}
	if st.date.IsZero() && !st.clock {
		return stamp{}, false
	}
	if !st.date.IsZero() {
		st.weekday = ""
	}
	st.textEnd = at
	st.end = at + len(afterTime.FindString(s[at:]))
	return st, true
}

// clockOffset is an offset right behind a clock, which may not be one of a range.
var clockOffset = regexp.MustCompile(`^-(?:0\d|1[0-2]):?[0-5]\d(?:[^\d:]|:\D|:?$)`)

// dayAfter reads the day behind a time, and gives its length.
func (c calendar) dayAfter(st *stamp, s string) int {
	m := dayAfter.FindStringSubmatch(s)
	weekday := m[1]
	at := len(m[0])
	date, span := c.find(cut(s[at:], 30))
	switch {
	case span[0] == 0 && !bareNumbers(date.Text) && (weekday != "" || stampEnd.MatchString(s[at+span[1]:])):
		st.date = date
		return at + span[1]
	case weekday != "" && stampEnd.MatchString(s[at:]):
		st.weekday = weekday
		return len(strings.TrimRight(m[0], " \t\n,."))
	}
	return 0
}

// dayLine is a line that says nothing but of what day the times below it are.
var dayLine = regexp.MustCompile(`(?i)^\W*(?:on\s+)?(?:(` + weekdayNames + `)|(?:the\s+)?(?:next|following)\s+(?:day|morning))(?:\s+(?:morning|afternoon|evening|night))?\W*$`)

var (
	// noTime stands for a time that nobody knows; openTime does in a cell of its own only.
	noTime   = regexp.MustCompile(`^[(\[*~]*(--?:--?|\?\??:\?\??)(?:\s*[)\]*:|,;>–—-]+\s*|\s+)`)
	openTime = regexp.MustCompile(`(?i)^\W*(?:tb[adc]|unknown|unclear|n/a|\?+|--?:--?|\?\??:\?\??|time unknown)\W*$`)
)

// openStamp reads a time that is left open, as far as text follows it.
func openStamp(s string) (stamp, bool) {
	m := noTime.FindStringSubmatchIndex(s)
	if m == nil || m[1] == len(s) {
		return stamp{}, false
	}
	return stamp{unknown: true, start: m[2], textEnd: m[3], end: m[1]}, true
}

// dayNumber is what a day may be counted with: "Day 2: Thursday".
var dayNumber = regexp.MustCompile(`(?i)^\W*day\s+(?:\d{1,2}|one|two|three)\b\W+`)

// day says whether a text, with the stamp that was read of it, is a day and
// nothing else.
func (c calendar) day(s string, st stamp, ok bool) (stamp, bool) {
	switch {
	case ok:
		rest := s[st.end:]
		return st, !st.clock && (rest == "" || len(rest) < 20 && dayLine.MatchString(rest))
	case len(s) > 60:
		return stamp{}, false
	}
	if n := len(dayNumber.FindString(s)); n > 0 && n < len(s) {
		st, ok := c.stamp(s[n:])
		return c.day(s[n:], st, ok)
	}
	m := dayLine.FindStringSubmatch(s)
	if m == nil {
		return stamp{}, false
	}
	return stamp{weekday: first(m[1], tomorrow), end: len(s), textEnd: len(s)}, true
}

// tomorrow stands for a weekday: the day after the one before.
const tomorrow = "next"

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

// timekeeper turns the stamps of a timeline into instants: a time without a day
// is of the day before it, and after midnight of the next.
type timekeeper struct {
	day    time.Time
	told   bool // the timeline itself has told a day or a time
	dated  bool // it has told a date
	last   time.Time
	shared *time.Location // the zone of the entries that name one
}

// start begins the day that a stamp tells, if it tells one.
func (k *timekeeper) start(st stamp) {
	day := k.day
	switch {
	case st.date.yearless && k.day.IsZero():
		return
	case st.date.yearless:
		day = k.inYear(st.date.Time)
	case !st.date.IsZero():
		day = st.date.Time
	case k.day.IsZero() || st.weekday == "":
		return
	case st.weekday == tomorrow:
		day = day.AddDate(0, 0, 1)
	default:
		ahead := (weekdayOf(st.weekday) - int(day.Weekday()) + 7) % 7
		if !k.told && ahead > 3 { // it may begin before the day of the incident
			ahead -= 7
		}
		day = day.AddDate(0, 0, ahead)
	}
	k.dated = k.dated || !st.date.IsZero()
	if !st.date.IsZero() || !day.Equal(k.day) {
		k.last = time.Time{}
	}
	k.day, k.told = day, true
}

// inYear gives a day without a year that of the day before: December is followed
// by the next year's January, and what led to an incident lies before it.
func (k *timekeeper) inYear(d time.Time) time.Time {
	const (
		months5  = 150 * 24 * time.Hour
		months11 = 330 * 24 * time.Hour
	)
	year := k.day.Year()
	in := func(year int) time.Time { return time.Date(year, d.Month(), d.Day(), 0, 0, 0, 0, time.UTC) }
	ahead, back := months5, months11
	if k.told {
		ahead, back = months11, months5
	}
	switch gap := in(year).Sub(k.day); {
	case gap > ahead:
		return in(year - 1)
	case gap < -back:
		return in(year + 1)
	}
	return in(year)
}

func weekdayOf(name string) int {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(name[:3], day.String()[:3]) {
			return int(day)
		}
	}
	return 0
}

func (k *timekeeper) entry(st stamp, zone *time.Location) (at time.Time, known bool) {
	k.start(st)
	if st.zone != nil {
		zone = st.zone
	}
	known = zone != nil
	if zone == nil {
		zone = k.shared
	}
	if k.day.IsZero() || st.unknown {
		return time.Time{}, known
	}
	if !st.clock {
		return k.day, known
	}
	k.told = true
	at = time.Date(k.day.Year(), k.day.Month(), k.day.Day(), st.hour, st.minute, st.second, 0, zone)
	if st.date.IsZero() && st.weekday == "" && !k.last.IsZero() && k.last.Sub(at) > 12*time.Hour {
		k.day = k.day.AddDate(0, 0, 1)
		at = time.Date(k.day.Year(), k.day.Month(), k.day.Day(), st.hour, st.minute, st.second, 0, zone)
	}
	k.last = at
	return at, known
}

// noYear serves the days of a document that tells no year at all: they can be read,
// but not be placed. It has a February 29.
const noYear = 2000

// findTimeline reads the entries of the timeline's sections; a document without
// one has its timeline where a list or paragraphs begin with times.
func findTimeline(d *Document) []Entry {
	r := timelineReader{doc: d, calendar: d.calendar, seen: map[int]bool{}, zones: map[*Section]*time.Location{}, stated: d.zone()}
	if r.calendar.year = noYear; !d.Date.IsZero() {
		r.calendar.year = d.Date.Time.Year()
	}
	r.read()
	r.date()
	return r.entries
}

type timelineReader struct {
	doc      *Document
	calendar calendar
	entries  []Entry
	marks    []mark
	seen     map[int]bool // where entries begin
	zone     *time.Location
	zones    map[*Section]*time.Location
	stated   *time.Location // by the document
}

// mark is a stamp in the order of the timeline: of an entry, or of a day that
// stands above some.
type mark struct {
	stamp
	zone  *time.Location // that is said for where it stands
	entry int            // its index; -1 for none
}

func (r *timelineReader) read() {
	whole := false
	for _, s := range r.doc.Sections {
		if s.Kind == KindTimeline {
			r.zone = r.zoneOf(s)
			r.section(s)
			// A few key events as an item of a list leave the rest to what follows.
			whole = whole || s.Level < levelItem && len(r.entries) > 0
		}
	}
	if whole {
		return
	}
	for _, s := range r.doc.Sections {
		switch s.Kind {
		case KindUnknown, KindDescription, KindOverview, KindDetection, KindResolution:
			if r.zone = s.headingZone(); r.zone == nil {
				r.zone = r.stated
			}
			r.stray(s.Blocks)
		}
	}
}

// zoneOf gives the zone of what stands in a section of the timeline: what it says,
// what the one around it says, or the document.
func (r *timelineReader) zoneOf(s *Section) *time.Location {
	if s == nil || s.Kind != KindTimeline {
		return r.stated
	}
	zone, ok := r.zones[s]
	if !ok {
		if st, timed := stampOf(s.Heading, 0); !timed || !st.clock {
			zone = s.zone()
		}
		if zone == nil {
			zone = r.zoneOf(s.Parent)
		}
		r.zones[s] = zone
	}
	return zone
}

// date gives the entries their instants.
func (r *timelineReader) date() {
	k := timekeeper{day: r.doc.Date.Time, shared: r.shared()}
	part := 0
	for _, m := range r.marks {
		if m.entry < 0 {
			k.start(m.stamp)
			part++
			continue
		}
		e := &r.entries[m.entry]
		at, known := k.entry(m.stamp, m.zone)
		e.Time, e.ZoneKnown, e.dated, e.part = at, known && m.clock, k.dated, part
	}
}

// shared is the one zone that all entries name which name any, else UTC.
func (r *timelineReader) shared() *time.Location {
	var shared *time.Location
	for _, m := range r.marks {
		zone := m.stamp.zone
		if zone != nil && shared != nil && zone.String() != shared.String() {
			return time.UTC
		} else if zone != nil {
			shared = zone
		}
	}
	if shared == nil {
		return time.UTC
	}
	return shared
}

func (r *timelineReader) section(s *Section) {
	if s.Block != nil && s.Block.Kind == BlockHeading && s.Parent != nil && s.Own != KindTimeline {
		st, ok := r.calendar.stamp(s.Heading)
		if day, whole := r.calendar.day(s.Heading, st, ok); whole || ok && !st.clock && r.timed(s.Blocks) {
			r.day(day)
		} else if ok {
			r.heading(s, st)
			return
		}
	}
	for _, b := range s.Blocks {
		r.block(b)
	}
}

// timed says that times of the day stand below a heading which is a day.
func (r *timelineReader) timed(blocks []*Block) bool {
	for _, b := range blocks {
		text := b
		switch {
		case b.Kind == BlockList && len(b.Children) > 0 && b.Children[0].lead() != nil:
			text = b.Children[0].lead()
		case b.Kind == BlockTable && len(b.Children) > 1 && len(b.Children[1].Children) > 0:
			text = b.Children[1].Children[0]
		case b.Kind != BlockParagraph:
			continue
		}
		if st, ok := r.calendar.stamp(text.Text.Plain); ok && st.clock {
			return true
		}
	}
	return false
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
	r.marks = append(r.marks, mark{st, r.zone, len(r.entries)})
	r.entries = append(r.entries, Entry{
		TimeText: strings.TrimSpace(text[st.start:st.textEnd]), HasClock: st.clock, Text: strings.TrimSpace(said), Link: link, Span: span, Line: line,
	})
}

// day is a line that is the day of what follows.
func (r *timelineReader) day(st stamp) {
	if len(r.marks) < 2*maxEntries {
		r.marks = append(r.marks, mark{st, nil, -1})
	}
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
			st, ok := r.calendar.stamp(line.Plain)
			day, whole := r.calendar.day(line.Plain, st, ok)
			switch {
			case whole:
				r.day(day)
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
	st, ok := r.calendar.stamp(text)
	if !ok {
		st, ok = openStamp(text)
	}
	if day, whole := r.calendar.day(text, st, ok); whole && !st.unknown && (!ok || len(item.Children) > 1) {
		r.day(day) // with its times below
	} else if ok {
		said := text[st.end:]
		for _, c := range item.Children[1:] {
			if c.Kind != BlockCode && len(said) < maxDescription {
				said += "\n" + c.plain()
			}
		}
		r.add(st, text, said, linkIn(item), item.Span, item.Line)
		return
	} else if m := trailing.FindStringSubmatch(text); m != nil {
		if st, ok := r.calendar.stamp(m[2]); ok && st.clock {
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
	if len(table.Children) == 0 {
		return
	}
	head := table.Children[0].Children
	from, timed := r.timeColumn(table)
	around := r.zone
	defer func() { r.zone = around }()
	zones := headerZones(head, from)
	for _, row := range table.Children {
		if len(row.Children) < 2 || row.Kind != BlockRow || from >= len(row.Children) {
			continue
		}
		text, next, st, ok := r.cells(row, from)
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
	st, ok = r.calendar.stamp(text)
	return text, next, st, ok
}

// lasts is the head of a column of how long things took.
var lasts = regexp.MustCompile(`(?i)\b(?:duration|elapsed|delta|spent|took|downtime|(?:response|run|lead|down) ?time)\b`)

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
			}
			if from == 0 && timed > 0 {
				return 0, timed
			}
		}
		if timed*2 > rows {
			return from, timed
		}
	}
	return 0, 0
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
