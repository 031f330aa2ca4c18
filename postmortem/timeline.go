package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Entry is one event of the timeline.
type Entry struct {
	TimeText string // as written
	// Time is when, as far as the text says; zero when no day is known or the
	// time cannot be read. Without a zone it is in the one that the other entries
	// name, else in UTC, and ZoneKnown is false; but for one that is said with the
	// incident's own start.
	Time      time.Time
	HasClock  bool // a time of the day is written, not only a day
	ZoneKnown bool
	Text      string
	Link      string // the first link
	Span      Span
	Line      int

	stamp stamp // as it is understood
	dated bool  // its day goes back to a date that the timeline tells
	part  int   // how many lines that are a day stand above
}

const weekdayNames = `(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)`

// findTimeline reads the entries of the timeline's sections; a document without
// one has its timeline where a list or paragraphs begin with times.
func findTimeline(d *Document) []Entry {
	r := timelineReader{doc: d, calendar: d.calendar, seen: map[int]bool{}, zones: map[*Section]*time.Location{}, stated: d.zone(), said: d.moments()}
	if r.calendar.year = noYear; !d.Date.IsZero() {
		r.calendar.year = d.Date.Time.Year()
	}
	r.calendar.hours = signsHours(d.Source)
	r.zero, r.floats = r.zeroHour(), r.adrift()
	r.read()
	r.prose()
	r.date()
	return r.entries
}

// prose has the moments told in sentences where neither labels nor entries tell them; entries may be counted from the start.
func (r *timelineReader) prose() {
	if r.said[began].clock || r.said[over].clock || r.zero.clock || slices.ContainsFunc(r.marks, func(m mark) bool { return m.clock }) {
		return
	}
	if r.said = r.doc.proseMoments(); r.said[began].clock {
		r.entries, r.marks, r.seen = nil, nil, map[int]bool{}
		r.read()
	}
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
	said     moments        // by its labels
	zero     stamp          // T0, where its clock is said
	floats   bool           // times are counted from a T0 without a clock
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
	bare := map[*Section]bool{} // parts of the timeline that have no entries themselves
	for i, s := range r.doc.Sections {
		phase := bare[s.Parent] && s.Level < levelItem && phases[s.Kind]
		if s.Kind == KindTimeline || phase {
			before := len(r.entries)
			if r.zone = r.zoneOf(s); phase {
				r.zone = cmp.Or(s.headingZone(), r.zoneOf(s.Parent))
			}
			r.section(s, r.doc.Sections[i+1:])
			bare[s] = len(r.entries) == before
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

// phases are kinds that a part of the timeline may be of.
var phases = map[Kind]bool{KindDetection: true, KindResolution: true, KindImpact: true, KindCauses: true, KindDescription: true, KindOverview: true}

// zoneOf gives the zone of what stands in a section of the timeline: what it says,
// what the one around it says, or the document.
func (r *timelineReader) zoneOf(s *Section) *time.Location {
	if s == nil || s.Kind != KindTimeline {
		return r.stated
	}
	zone, ok := r.zones[s]
	if !ok {
		if st, timed := stampOf(s.Heading); !timed || !st.clock {
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
	r.things()
	r.mean()
	r.countFromOne()
	r.halve(r.said[began])
	r.pastNoon()
	shared, known := r.shared()
	r.doc.told = r.said.times(r.doc.Date.Time, cmp.Or(r.stated, shared))
	k := timekeeper{day: r.doc.Date.Time, first: r.doc.Date.Time, month: r.doc.month, shared: shared, known: known, zoned: cmp.Or(r.zero.zone, r.said[began].zone, r.stated) != nil, halves: r.halves()}
	if !r.doc.published && !r.doc.Date.Ambiguous {
		k.stated = r.doc.Date.Time
	}
	if r.eveBefore(k) {
		k.day = k.day.AddDate(0, 0, -1)
	}
	if r.zero.clock {
		k.began = r.zeroTime(k)
		if !r.said[began].clock {
			r.doc.told.Started = k.began
		}
	} else {
		k.began, k.exact = r.doc.told.Started, r.said[began].clock && !r.said[began].date.IsZero()
	}
	r.place(k)
}

// zeroTime gives T0 its instant: it may stand below a day of its own.
func (r *timelineReader) zeroTime(k timekeeper) time.Time {
	r.place(k)
	if at := slices.IndexFunc(r.entries, func(e Entry) bool { return e.stamp.zero }); at >= 0 {
		return r.entries[at].Time
	}
	return moments{r.zero}.times(k.day, cmp.Or(r.stated, k.shared)).Started
}

// place gives the entries their instants by a timekeeper that has not begun.
func (r *timelineReader) place(k timekeeper) {
	part := 0
	for i, m := range r.marks {
		if m.entry < 0 {
			k.start(m.stamp)
			part++
			continue
		}
		e := &r.entries[m.entry]
		k.later = lookedBack.MatchString(e.Text) || laterDay.MatchString(e.Text)
		k.nextDay = startsNextDay.MatchString(e.Text)
		k.ahead = i+1 < len(r.marks) && r.marks[i+1].clock && !r.marks[i+1].dayed() && m.seconds() > r.marks[i+1].seconds() && m.seconds()-r.marks[i+1].seconds() < halfDay
		at, known := k.entry(&m.stamp, m.zone)
		e.Time, e.ZoneKnown, e.stamp, e.dated, e.part = at, known && m.clock, m.stamp, k.dated, part
	}
}

// section reads a part of the timeline; after are the sections behind it.
func (r *timelineReader) section(s *Section, after []*Section) {
	if s.Block != nil && s.Block.Kind == BlockHeading && s.Parent != nil && s.Own != KindTimeline {
		st, ok := r.calendar.stamp(s.Heading)
		if _, counted := sinceStart(s.Heading); !ok && counted {
			st, ok = r.entryStamp(s.Heading)
		}
		if day, whole := r.calendar.day(s.Heading, st, ok); whole || (ok && !st.clock && !st.relative || day.count != 0) && r.timed(s, after) {
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

// timed says that times of the day stand below a heading which is a day, or below the first heading that it has below it.
func (r *timelineReader) timed(s *Section, after []*Section) bool {
	if len(s.Blocks) == 0 && len(after) > 0 && after[0].Parent == s {
		s = after[0]
	}
	for _, b := range s.Blocks {
		text := b
		switch {
		case b.Kind == BlockList && len(b.Children) > 0 && b.Children[0].lead() != nil:
			text = b.Children[0].lead()
		case b.Kind == BlockTable && len(b.Children) > 1 && len(b.Children[1].Children) > 0:
			text = b.Children[1].Children[0]
		case b.Kind != BlockParagraph:
			continue
		}
		if st, ok := r.entryStamp(text.Text.Plain); ok && st.clock {
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
		link = cmp.Or(link, linkIn(b))
	}
	r.add(st, s.Heading, strings.Join(parts, "\n"), link, s.Span, s.Line)
}

func (r *timelineReader) add(st stamp, text, said, link string, span Span, line int) {
	if r.seen[span.Start] || len(r.entries) >= maxEntries {
		return
	}
	r.seen[span.Start] = true
	r.marks = append(r.marks, mark{stamp: st, zone: r.zone, entry: len(r.entries)})
	r.entries = append(r.entries, Entry{
		TimeText: strings.TrimSpace(text[st.start:st.textEnd]), HasClock: st.clock, Text: strings.TrimSpace(said), Link: link, Span: span, Line: line,
	})
}

// day is a line that is the day of what follows.
func (r *timelineReader) day(st stamp) {
	if len(r.marks) < 2*maxEntries {
		r.marks = append(r.marks, mark{stamp: st, entry: -1})
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
		for n, line := range b.Text.lines() {
			st, ok := r.entryStamp(line.Plain)
			day, whole := r.calendar.day(line.Plain, st, ok)
			first, _ := utf8.DecodeRuneInString(line.Plain)
			ok = ok && (n == 0 || !unicode.IsLower(first)) // "…until just\nbefore 10:00 …"
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
	text, below, dayed := r.dayBelow(lead.Text)
	if dayed {
		defer func() { r.day(below) }()
	}
	st, ok := r.entryStamp(text)
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

// dayBelow divides a point from the day of those that follow, in bold in its last line or at the line's start: nobody left a line
// free before it.
func (r *timelineReader) dayBelow(t Text) (text string, day stamp, ok bool) {
	lines := t.lines()
	if last := lines[len(lines)-1]; len(lines) > 1 {
		st, read := r.entryStamp(last.Plain)
		at := last.Source(0, 1).Start
		starts := at > 0 && r.doc.Source[at-1] == '\n' && !st.date.IsZero()
		if day, ok = r.calendar.day(last.Plain, st, read); ok && (starts || last.covered(MarkStrong)) {
			return strings.TrimSpace(strings.TrimSuffix(t.Plain, last.Plain)), day, true
		}
	}
	return t.Plain, stamp{}, false
}

// stray reads lists of which two items or more begin with a time, tables whose
// first column is one, and paragraphs or lines of one paragraph of which three begin with one.
func (r *timelineReader) stray(blocks []*Block) {
	paragraphs := 0
	for _, b := range blocks {
		switch b.Kind {
		case BlockParagraph:
			if r.timedLines(b.Text) >= 3 {
				r.block(b)
			}
			if st, ok := stampOf(b.Text.Plain); ok && st.clock {
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
				if st, ok := stampOf(text.Text.Plain); ok && (st.clock || b.Kind == BlockTable) || b.Kind == BlockTable && r.clockBeside(c) {
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
			if st, ok := r.calendar.entry(b.Text.Plain); b.Kind == BlockParagraph && ok && st.clock {
				r.block(b)
			}
		}
	}
}

// clockBeside reports whether the second cell of a row is a clock, and the first its day or that of the row above.
func (r *timelineReader) clockBeside(row *Block) bool {
	if len(row.Children) < 3 {
		return false
	}
	day, dayed := r.calendar.stamp(row.Children[0].Text.Plain)
	st, ok := stampOf(row.Children[1].Text.Plain)
	return ok && st.clock && (row.Children[0].Text.Plain == "" || dayed && !day.clock)
}

// timedLines counts the lines that begin with a time of the day.
func (r *timelineReader) timedLines(t Text) (count int) {
	for _, line := range t.lines() {
		if st, ok := r.calendar.stamp(line.Plain); ok && st.clock {
			count++
		}
	}
	return count
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
