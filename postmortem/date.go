package postmortem

import (
	"regexp"
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
}

// IsZero says that there is no date.
func (d Date) IsZero() bool { return d.Time.IsZero() }

const monthNames = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

// dateFormat is one way to write a date; the groups say which part is where.
type dateFormat struct {
	re      *regexp.Regexp
	y, m, d int // groups; y 0: no year is written
}

var dateFormats = []dateFormat{
	{regexp.MustCompile(`\b((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?:\b|T|_)`), 1, 2, 3},
	{regexp.MustCompile(`(?i)\b(` + monthNames + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and)\s*(?:(?:` + monthNames + `)\s+)?\d{1,2}(?:st|nd|rd|th)?)?,?\s+((?:19|20)\d\d)\b`), 3, 1, 2},
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(` + monthNames + `)\.?,?[\s-]+((?:19|20)\d\d)\b`), 3, 2, 1},
	{regexp.MustCompile(`\b((?:19|20)\d\d)(\d\d)(\d\d)(?:\b|T|_)`), 1, 2, 3},
	{regexp.MustCompile(`\b(\d{1,2})\.(\d{1,2})\.((?:19|20)?\d\d)\b`), 3, 2, 1},
	{regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-]((?:20)?\d\d)\b`), 3, 1, 2},
}

// yearless are dates that need the document's year.
var yearless = []dateFormat{
	{regexp.MustCompile(`(?i)\b(` + monthNames + `)\.?\s+(\d{1,2})(?:st|nd|rd|th)?\b`), 0, 1, 2},
	{regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(` + monthNames + `)\b`), 0, 2, 1},
	{regexp.MustCompile(`\b(\d{1,2})-(\d{1,2})\b`), 0, 1, 2},
	{regexp.MustCompile(`\b(\d{1,2})/(\d{1,2})\b`), 0, 1, 2},
}

// findDateIn gives the first date in s; among formats that match at the same
// place the first of the table wins. year is for dates without one; 0 leaves
// those alone.
func findDateIn(s string, year int) (Date, [2]int) {
	var best Date
	at := [2]int{-1, -1}
	if !strings.ContainsAny(s, "0123456789") {
		return best, at
	}
	try := func(formats []dateFormat) {
		for _, f := range formats {
			m := f.re.FindStringSubmatchIndex(s)
			if m == nil || at[0] >= 0 && m[0] >= at[0] {
				continue
			}
			if d, ok := f.read(s, m, year); ok {
				best, at = d, [2]int{m[2], lastGroup(m)}
				best.Text = s[at[0]:at[1]]
			}
		}
	}
	try(dateFormats)
	if year > 0 {
		try(yearless)
	}
	return best, at
}

func lastGroup(m []int) int {
	end := 0
	for i := 3; i < len(m); i += 2 {
		end = max(end, m[i])
	}
	return end
}

func (f dateFormat) read(s string, m []int, year int) (Date, bool) {
	part := func(g int) string { return s[m[2*g]:m[2*g+1]] }
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
	if sep := s[m[3]]; f.y == 3 && f.m == 1 && (sep == '/' || sep == '-') && part(1)[0] <= '9' {
		switch {
		case month > 12 && day <= 12:
			month, day = day, month
		case day <= 12 && day != month:
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
	return Date{Time: t, Ambiguous: ambiguous}, true
}

func monthOf(s string) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	const names = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(s) >= 3 {
		if i := strings.Index(names, strings.ToLower(s[:3])); i >= 0 && i%3 == 0 {
			return i/3 + 1
		}
	}
	return 0
}

// ParseDate reads the first date in a text; year serves dates without one (0:
// they are not read).
func ParseDate(s string, year int) (Date, bool) {
	d, at := findDateIn(s, year)
	return d, at[0] >= 0
}

// incidentDateLabels are labels before what can only be the incident's date,
// dateLabels before what mostly is.
var (
	incidentDateLabels = []string{"incident date", "date of incident", "start", "started", "start time", "start date", "began",
		"incident start", "time of incident", "start date and time", "date time", "outage date"}
	dateLabels = []string{"date", "when", "day", "date and time", "duration", "detected", "first detected"}
)

// findDate looks where a date of the incident is stated: front matter, title,
// labels, the file's name.
func (d *Document) findDate(fileName string) Date {
	if date, ok := ParseDate(d.FrontMatter.Get("incident date", "incident_date", "date of incident"), 0); ok {
		return date
	}
	// A date in front matter may be that of writing: it gives way to one of the
	// incident, and gives a title's day its year.
	written, _ := ParseDate(d.FrontMatter.Get("date", "day"), 0)
	year := 0
	if !written.IsZero() {
		year = written.Time.Year()
	}
	for _, title := range []string{d.Title, d.FrontMatter.Get("title")} {
		if date, ok := ParseDate(title, year); ok && !bareNumbers(date.Text) {
			date.Span = d.spanOf(date.Text)
			return date
		}
	}
	for _, s := range d.Sections {
		if s.Level == 1 && s.Parent == nil {
			if date, ok := ParseDate(s.Heading, 0); ok {
				date.Span = d.spanOf(date.Text)
				return date
			}
			break
		}
	}
	if date := d.dateFact(incidentDateLabels); !date.IsZero() {
		return date
	}
	if !written.IsZero() {
		return written
	}
	if date := d.dateFact(dateLabels); !date.IsZero() {
		return date
	}
	// Underscores are letters to a word's boundary.
	date, _ := ParseDate(strings.ReplaceAll(fileName[strings.LastIndexAny(fileName, `/\`)+1:], "_", "-"), 0)
	return date
}

// dateFact gives the date behind the first of the labels, which may be a heading
// over it.
func (d *Document) dateFact(labels []string) Date {
	for _, f := range d.facts {
		if has(labels, f.label) {
			if date, at := findDateIn(f.value.Plain, 0); at[0] >= 0 {
				date.Span = f.value.Source(at[0], at[1])
				return date
			}
		}
	}
	for _, s := range d.Sections {
		if s.Block == nil || len(s.Blocks) == 0 || s.Blocks[0].Kind != BlockParagraph || !has(labels, foldLabel(s.Heading)) {
			continue
		}
		text := s.Blocks[0].Text
		if date, at := findDateIn(text.Plain, 0); at[0] >= 0 && at[0] < 40 {
			date.Span = text.Source(at[0], at[1])
			return date
		}
	}
	return Date{}
}

// laterDate is the first date of the timeline, or the first in the text.
func (d *Document) laterDate() Date {
	looked := 0
	for _, e := range d.Timeline {
		if !e.Time.IsZero() {
			day := time.Date(e.Time.Year(), e.Time.Month(), e.Time.Day(), 0, 0, 0, 0, time.UTC)
			return Date{Time: day, Text: e.TimeText, Span: e.Span}
		}
	}
	for b := range d.All() {
		if b.Kind == BlockCode || b.Kind == BlockHTML || b.Text.Plain == "" {
			continue
		}
		// Far from the top a date is hardly the incident's.
		if looked += len(b.Text.Plain); looked > 64<<10 {
			break
		}
		if date, at := findDateIn(b.Text.Plain, 0); at[0] >= 0 {
			date.Span = b.Text.Source(at[0], at[1])
			return date
		}
	}
	return Date{}
}

func (d *Document) spanOf(s string) Span {
	if i := strings.Index(string(d.Source), s); i >= 0 {
		return Span{i, i + len(s)}
	}
	return Span{}
}

func has(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
