package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Date is a day, as written and as understood.
type Date struct {
	Time time.Time // midnight UTC of the day; zero when there is none
	Text string    // as written
	Span Span      // where; empty when it is from the file's name or the front matter
	// Ambiguous says that day and month might be the other way round (03/04/2024
	// was read as March 4).
	Ambiguous bool
	yearless  bool // the year is the document's
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d.Time.IsZero() }

const monthNames = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

// germanMonths stand behind a day with a point: "5. März".
const germanMonths = `jan(?:uar)?|feb(?:ruar)?|märz?|apr(?:il)?|mai|jun[io]?|jul[io]?|aug(?:ust)?|sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?`

// dateFormat is one way to write a date; the groups say which part is where.
type dateFormat struct {
	re      *regexp.Regexp
	y, m, d int    // groups; y 0: no year is written
	signs   string // one of them is in each date; "" for a month's name
}

var dateFormats = []dateFormat{
	{regexp.MustCompile(`\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|T|_)`), 1, 2, 3, "-/."},
	{regexp.MustCompile(`(?i)\b(` + monthNames + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?:(?:` + monthNames + `)\s+)?\d{1,2}(?:st|nd|rd|th)?)?,?\s+((?:19|20)\d\d)\b`), 3, 1, 2, ""},
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(` + monthNames + `)\.?,?[\s-]+((?:19|20)\d\d)\b`), 3, 2, 1, ""},
	{regexp.MustCompile(`(?i)\b(\d{1,2})\.\s*(` + germanMonths + `)\.?,?\s+((?:19|20)\d\d)\b`), 3, 2, 1, ""},
	{regexp.MustCompile(`\b((?:19|20)\d\d)(\d\d)(\d\d)(?:\b|T|_)`), 1, 2, 3, "12"},
	{regexp.MustCompile(`\b(\d{1,2})\.(\d{1,2})\.((?:19|20)?\d\d)\b`), 3, 2, 1, "."},
	{regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-]((?:20)?\d\d)\b`), 3, 1, 2, "/-"},
}

// yearless are dates that need the document's year.
var yearless = []dateFormat{
	{regexp.MustCompile(`(?i)\b(` + monthNames + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b`), 0, 1, 2, ""},
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(` + monthNames + `)\b`), 0, 2, 1, ""},
	{regexp.MustCompile(`(?i)\b(\d{1,2})\.\s*(` + germanMonths + `)\b`), 0, 2, 1, ""},
	{regexp.MustCompile(`\b(\d{1,2})-(\d{1,2})\b`), 0, 1, 2, "-"},
	{regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})\b`), 0, 1, 2, "/"},
}

// numberOrder says which comes first where day and month are both numbers.
type numberOrder int8

const (
	orderUnknown numberOrder = iota
	monthFirst
	dayFirst
)

// calendar is how a document writes its days. year is for those without one; 0
// leaves them alone.
type calendar struct {
	year     int
	order    numberOrder
	unsigned bool // clocks are written without a sign between their parts: 0815
	hours    bool // clocks are written with an h: 14h30
	pointed  bool // days are written with points and no year: 05.03.
}

// unsignedClock is one, at the start of what can only be an entry: its hour is of one digit and a zero.
var unsignedClock = regexp.MustCompile(`(?m)^[ \t>|*+\[(-]*0\d[0-5]\d(?:\s?[-–]\s?[0-2]\d[0-5]\d)?[\])*]*(?:\s*[:|–]\s|\s+-\s)|\|[ \t]*0\d[0-5]\d[ \t]*\|`)

// pointedDays is a day of two numbers with points before a clock, at the start of an entry or a value: "05.03. 17:40: it broke".
var pointedDays = regexp.MustCompile(`(?m)(?:^[ \t>|*+\[(-]*|:\**[ \t]+)\d{1,2}\.\d{1,2}\.,?[ \t|]+(?:um[ \t]+)?\d{1,2}[:.]\d\d`)

// in gives the calendar for days of the year.
func (c calendar) in(year int) calendar {
	c.year = year
	return c
}

// slashedDay is a day of numbers: with its year, or with a time of the day.
var slashedDay = regexp.MustCompile(`^(\d{1,2})([/-])(\d{1,2})(?:[/-](?:20)?\d\d(?:\D|$)|,?\s+(?:at\s+)?\d{1,2}[:.h]\d\d)`)

// orderOf finds whether one day of the text can only be read one way: 28/02 beside
// 01/03 says that the day comes first. Days that say both leave it open.
func orderOf(source []byte) numberOrder {
	return agreed(source, func(a, b int) numberOrder {
		switch {
		case a > 12 && a <= 31 && b >= 1 && b <= 12:
			return dayFirst
		case b > 12 && b <= 31 && a >= 1 && a <= 12:
			return monthFirst
		}
		return orderUnknown
	})
}

// orderBy finds whether one day of the text is that of the incident if read one way, and not if read the other.
func orderBy(source []byte, incident time.Time) numberOrder {
	day, month := incident.Day(), int(incident.Month())
	return agreed(source, func(a, b int) numberOrder {
		switch {
		case a == b:
			return orderUnknown
		case a == day && b == month:
			return dayFirst
		case a == month && b == day:
			return monthFirst
		}
		return orderUnknown
	})
}

// agreed is the order that days of two numbers in the text have by a rule, unknown where they disagree.
func agreed(source []byte, order func(a, b int) numberOrder) numberOrder {
	found := orderUnknown
	for i := 1; i+1 < len(source); i++ {
		if source[i] != '/' && source[i] != '-' || !isDigit(source[i-1]) || !isDigit(source[i+1]) {
			continue
		}
		start := i - 1
		if start > 0 && isDigit(source[start-1]) {
			start--
		}
		if start > 0 && (isWordByte(source[start-1]) || strings.IndexByte("/-.=", source[start-1]) >= 0) {
			continue
		}
		m := slashedDay.FindSubmatch(source[start:min(start+24, len(source))])
		if m == nil {
			continue
		}
		a, _ := strconv.Atoi(string(m[1]))
		b, _ := strconv.Atoi(string(m[3]))
		this := order(a, b)
		if this != orderUnknown && found != orderUnknown && this != found {
			return orderUnknown
		}
		found = max(found, this)
	}
	return found
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// find gives the first date in s; among formats that match at the same place the
// first of the table wins.
func (c calendar) find(s string) (Date, [2]int) {
	var best Date
	at := [2]int{-1, -1}
	if !strings.ContainsAny(s, "0123456789") {
		return best, at
	}
	named := namesMonth(s)
	try := func(formats []dateFormat) {
		for _, f := range formats {
			if f.signs == "" && !named || f.signs != "" && !strings.ContainsAny(s, f.signs) { // most texts with a digit have no date
				continue
			}
			m := f.re.FindStringSubmatchIndex(s)
			if m == nil || at[0] >= 0 && m[0] >= at[0] {
				continue
			}
			if d, ok := f.read(s, m, c); ok {
				end := lastGroup(m)
				if th := ordinal.FindString(s[end:m[1]]); f.y == 0 {
					end += len(th)
				}
				best, at = d, [2]int{m[2], end}
				best.Text = s[at[0]:at[1]]
			}
		}
	}
	try(dateFormats)
	if c.year > 0 {
		try(yearless)
	}
	return best, at
}

var ordinal = regexp.MustCompile(`(?i)^(?:st|nd|rd|th)`)

func lastGroup(m []int) int {
	end := 0
	for i := 3; i < len(m); i += 2 {
		end = max(end, m[i])
	}
	return end
}

func (f dateFormat) read(s string, m []int, c calendar) (Date, bool) {
	part := func(g int) string { return s[m[2*g]:m[2*g+1]] }
	year := c.year
	if f.y > 0 {
		year, _ = strconv.Atoi(part(f.y))
		if year < 100 {
			year += 2000
		}
	}
	month := monthOf(part(f.m))
	day, _ := strconv.Atoi(part(f.d))
	ambiguous := false
	// 5-26-21 and 26/5/21: who writes numbers with slashes may mean either.
	if sep := s[m[3]]; f.y != 1 && f.m == 1 && (sep == '/' || sep == '-') && isDigit(part(1)[0]) {
		switch {
		case c.order == dayFirst && day <= 12 || f.y > 0 && month > 12 && day <= 12:
			month, day = day, month
		case f.y > 0 && c.order == orderUnknown && day <= 12 && day != month:
			ambiguous = true
		}
	}
	if month < 1 || month > 12 || day < 1 || day > 31 || year < 1990 || year > 2100 {
		return Date{}, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return Date{}, false
	}
	return Date{Time: t, Ambiguous: ambiguous, yearless: f.y == 0}, true
}

func monthOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return monthNamed(s)
}

// namesMonth says that a word of the text begins as the name of a month does.
func namesMonth(s string) bool {
	for i := 0; i+3 <= len(s); i++ {
		if (i == 0 || !isLetter(s[i-1])) && isLetter(s[i]) && monthNamed(s[i:]) > 0 {
			return true
		}
	}
	return false
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// germanMonth is for the first three bytes of names that begin otherwise than in English.
var germanMonth = map[string]int{"mä": 3, "mai": 5, "okt": 10, "dez": 12}

func monthNamed(s string) int {
	const names = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(s) >= 3 {
		if i := strings.Index(names, strings.ToLower(s[:3])); i >= 0 && i%3 == 0 {
			return i/3 + 1
		}
		return germanMonth[strings.ToLower(s[:3])]
	}
	return 0
}

// ParseDate reads the first date in a text; year serves dates without one (0:
// they are not read).
func ParseDate(s string, year int) (Date, bool) {
	return calendar{year: year}.read(s)
}

func (c calendar) read(s string) (Date, bool) {
	d, at := c.find(s)
	return d, at[0] >= 0
}

// monthEnd is the last day of a month: "the end of April".
var monthEnd = regexp.MustCompile(`(?i)\bend of (?:the month of )?(` + monthNames + `)\b\.?(?:,?\s+((?:19|20)\d\d)\b)?`)

// slashedMonth is a day as trackers write it: "20/Mar/24".
var slashedMonth = regexp.MustCompile(`(?i)\b(\d{1,2})[/-](` + monthNames + `)[/-]((?:20)?\d\d)\b`)

// dottedDay is a day without a year: "14.2."; without its last point it may be a version.
var dottedDay = regexp.MustCompile(`^\s*(\d{1,2})\.(\d{1,2})\.\s*$`)

// pointedDay is one at the start of a text.
var pointedDay = regexp.MustCompile(`^(\d{1,2})\.(\d{1,2})\.(?:[\s,:;|)*\]–—-]|$)`)

// pointedDay reads a day without a year at the start of a text, where the document writes days so or nothing stands behind it: else
// "05.03." may be a clock as well. It gives its length, 0 for none.
func (c calendar) pointedDay(s string) (Date, int) {
	m := pointedDay.FindStringSubmatchIndex(s)
	if m == nil {
		return Date{}, 0
	}
	end := m[5] + 1
	if !c.pointed && strings.Trim(s[end:], " *_:)]") != "" {
		return Date{}, 0
	}
	d, ok := (dateFormat{m: 2, d: 1}).read(s, m, c.in(cmp.Or(c.year, noYear)))
	if !ok {
		return Date{}, 0
	}
	d.Text = s[:end]
	return d, end
}

// due reads the day until which something is to be done.
func (c calendar) due(s string) Date {
	if strings.TrimSpace(s) == "24/7" {
		return Date{}
	}
	if _, at := c.find(s); at[0] >= 0 && spanOfTime.MatchString(s[at[1]:]) {
		return Date{} // "in 2-3 weeks"
	}
	d, ok := c.read(s)
	if !ok && c.order == orderUnknown {
		c.order = dayFirst // "14/02" can be nothing else
		d, ok = c.read(s)
	}
	if ok {
		return d
	}
	if m := dottedDay.FindStringSubmatchIndex(s); m != nil && c.year > 0 {
		d, _ := (dateFormat{m: 2, d: 1}).read(s, m, c)
		return d
	}
	if m := slashedMonth.FindStringSubmatchIndex(s); m != nil {
		d, _ := (dateFormat{y: 3, m: 2, d: 1}).read(s, m, c)
		return d
	}
	m := monthEnd.FindStringSubmatch(s)
	if m == nil {
		return Date{}
	}
	year, _ := strconv.Atoi(m[2])
	if year = cmp.Or(year, c.year); year == 0 {
		return Date{}
	}
	return Date{Time: time.Date(year, time.Month(monthNamed(m[1]))+1, 0, 0, 0, 0, 0, time.UTC), yearless: m[2] == ""}
}

// spanOfTime stands behind numbers that say how long it will take: "20-30 days".
var spanOfTime = regexp.MustCompile(`(?i)^\s*(?:(?:business|working|more)\s+)?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|quarters?|sprints?|years?)\b`)

// noSuchDay reports whether a text is written as a day that the calendar does not have, in whatever order: "31 Feb", "2026-13-01".
func (c calendar) noSuchDay(s string) bool {
	for _, formats := range [][]dateFormat{dateFormats, yearless} {
		for _, f := range formats {
			m := f.re.FindStringSubmatchIndex(s)
			if m == nil || spanOfTime.MatchString(s[m[1]:]) {
				continue
			}
			turned := dateFormat{y: f.y, m: f.d, d: f.m}
			_, ok := f.read(s, m, c)
			_, other := turned.read(s, m, c)
			return !ok && !other && (f.y > 0 || c.year > 0)
		}
	}
	return false
}

// incidentDateLabels are labels before what can only be the incident's date,
// dateLabels before what mostly is.
var (
	incidentDateLabels = []string{"incident date", "date of incident", "start", "started", "start time", "start date", "began",
		"incident start", "time of incident", "start date and time", "date time", "outage date"}
	dateLabels = []string{"date", "datum", "when", "day", "date and time", "duration", "detected", "first detected"}
)

// findDate looks where a date of the incident is stated: front matter, title,
// labels, the file's name.
func (d *Document) findDate(fileName string) Date {
	if date, ok := d.calendar.read(d.FrontMatter.Get("incident date", "incident_date", "date of incident")); ok {
		return date
	}
	// A date in front matter may be that of writing: it gives way to one of the
	// incident, and gives a title's day its year.
	written, _ := d.calendar.read(d.FrontMatter.Get("date", "day"))
	year := 0
	if !written.IsZero() {
		year = written.Time.Year()
	}
	for _, title := range []string{d.Title, d.FrontMatter.Get("title")} {
		if date, ok := d.calendar.in(year).read(title); ok && !bareNumbers(date.Text) {
			date.Span = d.spanOf(date.Text)
			return date
		}
	}
	for _, s := range d.Sections {
		if s.Level == 1 && s.Parent == nil {
			if date, ok := d.calendar.read(s.Heading); ok {
				date.Span = d.spanOf(date.Text)
				return date
			}
			break
		}
	}
	if date := d.dateFact(incidentDateLabels); !date.IsZero() {
		return date
	}
	if start := d.moments()[began]; !start.date.IsZero() {
		date := start.date
		d.published = start.written
		date.Span = d.spanOf(date.Text)
		return date
	}
	if !written.IsZero() {
		d.published = true
		return written
	}
	d.published = true
	if date := d.dateFact(dateLabels); !date.IsZero() {
		return date
	}
	// Underscores are letters to a word's boundary.
	name := strings.ReplaceAll(fileName[strings.LastIndexAny(fileName, `/\`)+1:], "_", "-")
	date, ok := d.calendar.read(name)
	if !ok {
		d.month = monthIn(d.Title, d.FrontMatter.Get("date"), name)
	}
	return date
}

// monthOfYear is a month with its year and without a day: "May 2025", "2025-05".
var monthOfYear = regexp.MustCompile(`(?i)\b(` + monthNames + `)\.?,?\s+(20\d\d)\b|\b(20\d\d)-(0[1-9]|1[0-2])(?:\D|$)`)

// monthIn gives the first month that is told with its year.
func monthIn(texts ...string) time.Time {
	for _, s := range texts {
		if m := monthOfYear.FindStringSubmatch(s); m != nil {
			year, _ := strconv.Atoi(m[2] + m[3])
			return time.Date(year, time.Month(monthOf(m[1]+m[4])), 1, 0, 0, 0, 0, time.UTC)
		}
	}
	return time.Time{}
}

// dateFact gives the date behind the first of the labels, which may be a heading
// over it.
func (d *Document) dateFact(labels []string) Date {
	for _, f := range d.facts {
		if slices.Contains(labels, f.label) {
			if date, at := d.calendar.find(f.value.Plain); at[0] >= 0 {
				date.Span = f.value.Source(at[0], at[1])
				return date
			}
		}
	}
	for _, s := range d.Sections {
		if s.Block == nil || len(s.Blocks) == 0 || s.Blocks[0].Kind != BlockParagraph || !slices.Contains(labels, foldLabel(s.Heading)) {
			continue
		}
		text := s.Blocks[0].Text
		if date, at := d.calendar.find(text.Plain); at[0] >= 0 && at[0] < 40 {
			date.Span = text.Source(at[0], at[1])
			return date
		}
	}
	return Date{}
}

// laterDate is the first date of the timeline, or the first in the text; of the timeline's, that goes first which the title
// names without a year.
func (d *Document) laterDate() Date {
	named, _ := d.calendar.in(noYear).read(d.Title)
	at := slices.IndexFunc(d.Timeline, func(e Entry) bool {
		return !e.Time.IsZero() && !bareNumbers(named.Text) && e.Time.Month() == named.Time.Month() && e.Time.Day() == named.Time.Day()
	})
	if at < 0 {
		at = slices.IndexFunc(d.Timeline, func(e Entry) bool { return !e.Time.IsZero() })
	}
	if at >= 0 {
		e := d.Timeline[at]
		return Date{Time: dayOf(e.Time), Text: e.TimeText, Span: e.Span}
	}
	looked := 0
	for b := range d.All() {
		if b.Kind == BlockCode || b.Kind == BlockHTML || b.Text.Plain == "" || b.Section != nil && b.Section.Kind == KindActions {
			continue
		}
		// Far from the top a date is hardly the incident's.
		if looked += len(b.Text.Plain); looked > 64<<10 {
			break
		}
		if date, at := d.calendar.find(b.Text.Plain); at[0] >= 0 && !dueBeforeDay.MatchString(b.Text.Plain[:at[0]]) {
			date.Span = b.Text.Source(at[0], at[1])
			if day := before(named.Time, date.Time); !named.IsZero() && !bareNumbers(named.Text) && date.Time.Sub(day) <= farPublished {
				return Date{Time: day, Text: named.Text, Span: d.spanOf(named.Text)}
			}
			return date
		}
	}
	return Date{}
}

// farPublished is how long after its day an incident may be written of.
const farPublished = 60 * 24 * time.Hour

// before gives a day without a year that of the last such day up to another.
func before(day, last time.Time) time.Time {
	day = time.Date(last.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
	if day.After(last) {
		day = day.AddDate(-1, 0, 0)
	}
	return day
}

// dueBeforeDay is what stands before a day until which something is to be done, which says nothing of the incident's.
var dueBeforeDay = regexp.MustCompile(`(?i)\b(?:due|by|until|deadline|eta|target)\b(?: (?:date|by|on))?\W*$`)

// toldDate is the day that the timeline itself tells where a date that is not said
// to be the incident's can only be of what came later, as of publication: no entry
// is of that day, and some are of days before.
func (d *Document) toldDate() (Date, bool) {
	var told []Entry
	for _, e := range d.Timeline {
		switch {
		case !e.dated || e.Time.IsZero():
		case dayOf(e.Time).Equal(d.Date.Time):
			return Date{}, false
		case e.HasClock && e.Time.Before(d.Date.Time):
			told = append(told, e)
		}
	}
	for _, e := range told {
		// What lies far before the rest is how it came to it.
		if last := told[len(told)-1]; last.Time.Sub(e.Time) < farFrom {
			return Date{Time: dayOf(e.Time), Text: e.TimeText, Span: e.Span}, true
		}
	}
	return Date{}, false
}

// dayOf is the day of a moment, where it is written.
func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func (d *Document) spanOf(s string) Span {
	if i := strings.Index(string(d.Source), s); i >= 0 {
		return Span{i, i + len(s)}
	}
	return Span{}
}
