package postmortem

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

func init() {
	checks["timeline-order"] = (*checker).timelineOrder
	checks["timeline-no-zone"] = (*checker).timelineNoZone
	checks["timeline-no-source"] = (*checker).timelineNoSource
	checks["timeline-starts-late"] = (*checker).timelineStartsLate
}

// series is the entries of one list, table or run of paragraphs.
type series []Entry

// timelines gives the entries by the list that they stand in: only within one is
// there an order to hold.
func (d *Document) timelines() []series {
	type place struct {
		at int
		in any // a block or a section
	}
	var places []place
	var walk func(blocks []*Block, in any)
	walk = func(blocks []*Block, in any) {
		for _, b := range blocks {
			switch b.Kind {
			case BlockItem, BlockRow:
				places = append(places, place{b.Span.Start, in})
			case BlockParagraph:
				if _, nested := in.(*Block); !nested {
					places = append(places, place{b.Span.Start, b.Section})
				}
			case BlockHeading:
				if b.Section != nil {
					places = append(places, place{b.Span.Start, b.Section.Parent})
				}
			}
			if b.Kind == BlockList || b.Kind == BlockTable {
				walk(b.Children, b)
			} else {
				walk(b.Children, in)
			}
		}
	}
	walk(d.Blocks, nil)
	slices.SortStableFunc(places, func(a, b place) int { return a.at - b.at })
	var list []series
	index := map[any]int{}
	for _, e := range d.Timeline {
		if strings.HasPrefix(string(d.Source[e.Span.Start:min(e.Span.Start+2, len(d.Source))]), "![") {
			continue // a date in the words of an image
		}
		n, found := slices.BinarySearchFunc(places, e.Span.Start, func(p place, at int) int { return p.at - at })
		if !found {
			n--
		}
		var in any
		if n >= 0 {
			in = places[n].in
		}
		k, ok := index[in]
		if !ok {
			k = len(list)
			index[in] = k
			list = append(list, nil)
		}
		list[k] = append(list[k], e)
	}
	return list
}

// timeSpan is where an entry's time is written, whatever marks stand between its
// words, else its first line.
func (c *checker) timeSpan(e Entry) Span {
	source := string(c.doc.Source[e.Span.Start:e.Span.End])
	if from, to := wordsIn(source, strings.Fields(e.TimeText)); to > 0 {
		return Span{e.Span.Start + from, e.Span.Start + to}
	}
	line, _, _ := strings.Cut(source, "\n")
	return Span{e.Span.Start, e.Span.Start + len(cut(line, 80))}
}

// wordsIn finds words that follow each other in s with no more than Markdown
// between them.
func wordsIn(s string, words []string) (from, to int) {
	for i, w := range words {
		rest := strings.TrimLeft(s[to:], " \t\n*_`|[]()<>~")
		at := strings.Index(rest, w)
		if at < 0 || i > 0 && at > 0 {
			return 0, 0
		}
		at += len(s) - len(rest)
		if i == 0 {
			from = at
		}
		to = at + len(w)
	}
	return from, to
}

// timelineKind is the kind of section that an entry stands in, as far as it matters.
func (c *checker) timelineKind() Kind {
	for _, s := range c.doc.Sections {
		if s.Kind == KindTimeline {
			return KindTimeline
		}
	}
	return KindUnknown
}

var (
	// halfClock is a clock of twelve hours that does not say which half of the day.
	halfClock = regexp.MustCompile(`^[^\d]*(?:[1-9]|1[0-2])[:.h]\d\d\b`)
	yearSaid  = regexp.MustCompile(`(?:19|20)\d\d|\d[/.-]\d\d?[/.-]\d\d\b`)
	// nextDay says that what follows is of another day.
	nextDay = regexp.MustCompile(`(?i)\+ ?\d ?d?\b|\b(?:next|following|day after|later|previous|same|earlier|yesterday|tomorrow)\b|\b` + weekdayNames + `\b`)
)

// before reports whether an entry is earlier than the one before it, as far as
// their times can be compared.
func (s series) before(i int, afternoon bool) bool {
	a, b := s[i-1], s[i]
	switch {
	case a.stamp.relative && b.stamp.relative && a.Time.IsZero() && b.Time.IsZero():
		return b.stamp.since < a.stamp.since && a.part == b.part
	case a.ZoneKnown != b.ZoneKnown && a.HasClock && b.HasClock:
		return false
	case nextDay.MatchString(b.TimeText):
		return false
	case a.HasClock != b.HasClock:
		return false
	case !a.Time.IsZero() && !b.Time.IsZero():
		// Days without a year go from December to January.
		newYear := a.Time.Sub(b.Time) > 150*24*time.Hour && !yearSaid.MatchString(b.TimeText)
		return b.Time.Before(a.Time) && !newYear && (afternoon || !s.twelve(i))
	case !a.HasClock || a.part != b.part:
		return false
	}
	// Without a day there is only the clock, and midnight may lie between.
	if !b.HasClock || !a.stamp.date.IsZero() || !b.stamp.date.IsZero() {
		return false
	}
	back := a.stamp.seconds() - b.stamp.seconds()
	return back > 0 && back <= 12*3600 && (afternoon || !s.twelve(i))
}

// twelve reports whether the step back may be one from noon to one o'clock, on a
// clock that has no afternoon.
func (s series) twelve(i int) bool {
	return s[i-1].stamp.hour-s[i].stamp.hour >= 7 && halfClock.MatchString(s[i].TimeText)
}

// afternoon reports whether some entry's clock tells the afternoon from the morning.
func (s series) afternoon() bool {
	return slices.ContainsFunc(s, func(e Entry) bool {
		return e.HasClock && (e.stamp.half || e.stamp.whole || e.stamp.hour > 12 || e.stamp.hour == 0)
	})
}

// elsewhere tells what an entry's time is in the zone of another, where they differ.
func (e Entry) elsewhere(other Entry) string {
	in := e.Time.In(other.Time.Location())
	_, a := e.Time.Zone()
	_, b := in.Zone()
	if e.Time.IsZero() || other.Time.IsZero() || a == b {
		return ""
	}
	return ", which is " + in.Format("15:04 MST")
}

// listedBelow tells where an entry stands that is earlier than the one before it, and how it may be meant where a date is left out.
func (s series) listedBelow(i int) string {
	a, b := s[i-1], s[i]
	text := ": " + b.TimeText + " is listed below " + a.TimeText
	if there := a.elsewhere(b); there != "" {
		text += there + " and later"
	} else {
		text += ", which is later"
	}
	if a.stamp.date.IsZero() || b.stamp.date.IsZero() {
		text += ". If it is of the next day, write the date"
	}
	return text
}

// timelineOrder looks for entries that are earlier than the one before. A list
// that runs backwards altogether is told of once.
func (c *checker) timelineOrder(r *Rule) {
	kind := c.timelineKind()
	for _, s := range c.doc.timelines() {
		var back []int
		afternoon := s.afternoon()
		for i := 1; i < len(s); i++ {
			if s.before(i, afternoon) {
				back = append(back, i)
			}
		}
		if len(s) >= 3 && len(back)*4 >= 3*(len(s)-1) {
			c.add(r, kind, c.timeSpan(s[0]), s[0].TimeText+s[0].Text, "; this list runs from the last event to the first")
			continue
		}
		for _, i := range back {
			c.add(r, kind, c.timeSpan(s[i]), s[i].TimeText+" "+s[i].Text, s.listedBelow(i))
		}
	}
}

// zoneWords are zones as they stand alone in a text, in capitals.
var zoneWords = wordSet(`UTC GMT WET WEST BST CET CEST MEZ MESZ MET EET EEST MSK EST EDT ET CST CDT CT MST MDT MT PST PDT PT AKST AKDT HST BRT ART IST SGT HKT JST KST PHT
	WIB ICT PKT GST CAT EAT WAT SAST ACST ACDT AEST AEDT AWST NZST NZDT CLT COT PET`)

var (
	zoneDigits = regexp.MustCompile(`\dZ\b|\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?\+(?:0\d|1[0-4]):?\d\d\b|(?:T\d\d:\d\d(?::\d\d)?|\d\d:\d\d:\d\d)(?:\.\d+)?-(?:0\d|1[0-2]):?[0-5]\d(?:[^\d:]|$)|\d\d:\d\d(?::\d\d)? -(?:0\d|1[0-2])[0-5]\d\b`)
	zonePhrase = regexp.MustCompile(`\b(?:utc|gmt|zulu)\b|\btime ?zones?\b|\b(?:local|pacific|eastern|central|mountain|european|german|french|uk|london|berlin|paris|amsterdam|copenhagen|indian?|japan|tokyo|sydney|danish|swedish|norwegian|dutch|us|server) time\b|\b(?:america|europe|asia|australia|africa)/[a-z_]+|\bus/(?:pacific|eastern|central|mountain)\b|\((?:us )?(?:pacific|eastern|central|mountain)\)|\d ?(?:[ap]m )?\(?(?:us )?(?:pacific|eastern)\b`)
)

// saysZone reports whether a time zone stands anywhere in the text.
func (d *Document) saysZone() bool {
	s := d.Source
	for i := 0; i < len(s); {
		if s[i] < 'A' || s[i] > 'Z' || i > 0 && isWordByte(s[i-1]) && (s[i-1] < '0' || s[i-1] > '9') {
			i++
			continue
		}
		start := i
		for i < len(s) && s[i] >= 'A' && s[i] <= 'Z' {
			i++
		}
		if (i == len(s) || !isWordByte(s[i])) && i-start <= 4 && zoneWords[string(s[start:i])] {
			return true
		}
	}
	lower := strings.ToLower(string(s))
	for _, word := range []string{"utc", "gmt", "zulu", " time", "timezone", "america/", "europe/", "asia/", "australia/", "africa/", "pacific", "eastern", "/central", "(central", "mountain"} {
		if strings.Contains(lower, word) {
			if zonePhrase.MatchString(lower) {
				return true
			}
			break
		}
	}
	return zoneDigits.Match(s)
}

// timelineNoZone looks for times of the day of which none names a zone.
func (c *checker) timelineNoZone(r *Rule) {
	var first *Entry
	clocks := 0
	for i, e := range c.doc.Timeline {
		if e.ZoneKnown {
			return
		}
		if e.HasClock {
			if clocks++; first == nil {
				first = &c.doc.Timeline[i]
			}
		}
	}
	if clocks < 2 || c.doc.saysZone() {
		return
	}
	c.add(r, c.timelineKind(), c.timeSpan(*first), "no zone", "")
}

// sourceSaid names where a time may come from.
var sourceSaid = regexp.MustCompile(`(?i)https?://|\b(?:graphs?|charts?|dashboards?|metrics?|logs?|logged|log ?files?|syslog|traces?|alerts?|alerted|alarms?|alarmed|pag(?:ed?|es|er|ing)|pagerduty|opsgenie|victorops|icinga|nagios|prometheus|alertmanager|grafana|kibana|datadog|sentry|splunk|new ?relic|pingdom|cloudwatch|honeycomb|monitoring|monitors?|` +
	`slack|chat|irc|channel|discord|zulip|teams|gitter|e-?mails?|e-?mailed|tweets?|tweeted|twitter|mastodon|tickets?|issues?|pull request|pr|mr|commits?|phabricator|jira|github|gitlab|status ?page|screenshots?|reports?|reported|sal|messages?|recording)\b|\b[A-Z]{2,10}-\d+\b|\bT\d{4,}\b|(?:^|\s)#[\w-]+|\b[0-9a-f]{7,40}\b`)

// timelineNoSource looks for timelines of which no entry says where it comes from.
func (c *checker) timelineNoSource(r *Rule) {
	entries := c.doc.Timeline
	if len(entries) < 3 || c.foreign {
		return
	}
	for _, e := range entries {
		if e.Link != "" || sourceSaid.MatchString(e.Text) {
			return
		}
	}
	if c.doc.linksSource() {
		return
	}
	c.add(r, c.timelineKind(), c.timeSpan(entries[0]), "no source", "")
}

var (
	// chatAddress is where conversations are kept.
	chatAddress = regexp.MustCompile(`(?i)^[a-z]+://(?:[\w.-]+\.)?(?:slack\.com|discord\.com|discord\.gg|discordapp\.com|teams\.microsoft\.com|chat\.google\.com|zulipchat\.com|gitter\.im|matrix\.to|incident\.io|firehydrant\.io|rootly\.com|pagerduty\.com|opsgenie\.com)/.`)
	// sourceLabel is what a link to more of the timeline is called.
	sourceLabel = regexp.MustCompile(`(?i)\b(?:time ?line|thread|(?:incident|chat|slack|discord|teams|irc) (?:channel|room|log|doc|document|notes)|war ?room|(?:chat|event) log|transcript)s?\b[^.!?]{0,20}$`)
)

// linksSource reports whether the document links, beside its timeline, a chat or
// a fuller timeline. What is still to do, or was learned, is no source.
func (d *Document) linksSource() bool {
	for b := range d.All() {
		if b.Section == nil || skipsFacts(b.Section.Kind) && b.Section.Kind != KindSupporting {
			continue
		}
		for _, m := range b.Text.Marks {
			if m.Kind != MarkLink || m.Dest == "" || m.Dest[0] == '#' {
				continue
			}
			before, said := b.Text.Plain[max(m.Start-60, 0):m.Start], cut(b.Text.Plain[m.Start:m.End], 80)
			if chatAddress.MatchString(m.Dest) || sourceLabel.MatchString(before) || sourceLabel.MatchString(said) {
				return true
			}
		}
	}
	return false
}

var (
	// lateStart is an entry that is the detection itself. A ticket alone may be its source.
	lateStart = regexp.MustCompile(`(?i)\b(?:alert(?:s|ed|ing)?|alarm(?:s|ed)?|pag(?:ed|es|er|ing)|pagerduty|opsgenie|notic(?:ed|es)|detect(?:ed|s|ion)|discover(?:ed|s)|report(?:s|ed)?|complain(?:s|ed|ts?)|(?:opens?|opened|files?|filed|raises?|raised|creates?|created) (?:a |the )?tickets?|tickets? (?:was |were )?(?:opened|created|raised|filed|came)|notif(?:y|ied|ication)|realiz(?:ed|es)|aware|observed?|spotted|support (?:request|ticket)s?|incident (?:was )?(?:declared|raised|opened|created))\b`)
	// trueStart is one that tells of what came before.
	trueStart = regexp.MustCompile(`(?i)\b(?:deploy(?:s|ed|ing|ment)?|releas(?:e|es|ed)|roll(?:ed|s|ing)?[ -]?out|merg(?:e|es|ed|ing)|chang(?:e|ed|es)|upgrad(?:e|es|ed|ing)|updat(?:e|ed|es)|migrat\w+|start(?:s|ed|ing)?|beg(?:in|an|ins|un)|appl(?:y|ied|ies)|commit(?:ted|s)?|push(?:ed|es)?|enabled|disabled|expir(?:ed|es)|scheduled|maintenance|reboot(?:ed|s)?|restart(?:ed|s)?|increas(?:e|es|ed)|switch(?:ed|es)?|first (?:error|failure|time)s?|launch(?:ed)?|creat(?:e|ed) (?:a |the )?(?:pr|pull)|ran|runs?|executed|deleted?|removed?|install(?:ed|s)?)\b`)
)

// timelineStartsLate looks for timelines that begin when somebody noticed.
func (c *checker) timelineStartsLate(r *Rule) {
	entries := c.doc.Timeline
	if len(entries) < 2 {
		return
	}
	first := entries[0]
	for _, e := range entries {
		if !e.Time.IsZero() && !first.Time.IsZero() && e.Time.Before(first.Time) {
			return // in another order; who knows
		}
	}
	text := cut(first.Text, 400)
	if !lateStart.MatchString(text) || trueStart.MatchString(text) {
		return
	}
	c.add(r, c.timelineKind(), c.timeSpan(first), first.TimeText+" "+first.Text, "")
}
