package postmortem

import (
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// zones are abbreviations as they are used in postmortems; hours from UTC.
// One of no usual meaning (IST) is left out: a wrong time is worse than no zone.
var zones = map[string]float64{
	"utc": 0, "gmt": 0, "z": 0, "zulu": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "met": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
	"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "hst": -10, "brt": -3, "art": -3,
	"akdt": -8, "sast": 2, "mez": 1, "mesz": 2, "cat": 2, "wat": 1, "eat": 3, "pkt": 5, "wib": 7, "pht": 8, "awst": 8, "acst": 9.5, "acdt": 10.5,
	"sgt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
}

// cities are names that mean summer or winter time by the day.
var cities = map[string]string{
	"pt": "America/Los_Angeles", "ct": "America/Chicago", "et": "America/New_York", "mt": "America/Denver",
	"pacific": "America/Los_Angeles", "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
	"central european": "Europe/Berlin", "eastern european": "Europe/Helsinki",
}

// halves are the two times of one place: "CET/CEST" goes by the day as well.
var halves = map[string]string{
	"pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "mst": "America/Denver", "mdt": "America/Denver",
	"cst": "America/Chicago", "cdt": "America/Chicago", "est": "America/New_York", "edt": "America/New_York",
	"gmt": "Europe/London", "bst": "Europe/London", "cet": "Europe/Berlin", "cest": "Europe/Berlin", "wet": "Europe/Lisbon", "west": "Europe/Lisbon",
	"eet": "Europe/Helsinki", "eest": "Europe/Helsinki", "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "nzst": "Pacific/Auckland", "nzdt": "Pacific/Auckland",
}

// What a zone is called. What is a word as well (met, art, est, PT) is read in capitals only.
const (
	zoneShort = `zulu|bst|cest|cet|eest|eet|msk|edt|c[sd]t|m[sd]t|p[sd]t|ak[sd]t|hst|brt|sast|mesz|pkt|sgt|hkt|jst|kst|a[ce][sd]t|awst|nzst|nzdt`
	zoneUTC   = `(?:utc|gmt)(?:\s?[+−-]\d{1,2}(?::?\d\d)?)?`
	zonePlace = `(?:africa|america|asia|atlantic|australia|europe|indian|pacific|us)/[a-z]+(?:[_/-][a-z]+)*`
	// An abbreviation that means several zones is one with its offset: "IST (UTC+5:30)".
	zoneAbbrev = zonePlace + `|(?-i:[A-Z]{3,5})\s?\((?:utc|gmt)\s?[+−-]\d{1,2}(?::?\d\d)?|(?:est|wet|` + zoneShort + `)/(?:est|west|` + zoneShort + `|gmt)|gmt/bst|` + zoneUTC + `|` + zoneShort + `|(?-i:EST|WEST|WET|MET|MEZ|ART|IST|CAT|WAT|EAT|WIB|PHT|MT|PT|CT|ET)`
	zoneWord   = `(?:us\s)?(?:pacific|central european|eastern european|eastern|central|mountain)(?:\s(?:standard|daylight|summer))?`
	// zoneMore is the offset that a zone is explained with: "PST (UTC-7)".
	zoneMore = `(?:\s*[(=/,]\s*(?:(?:utc|gmt)\s?)?([+−-]\d{1,2}(?::?\d\d)?)\b\)?)?`
	// zoneNames are those that may stand behind a clock.
	zoneNames = zoneAbbrev + `|z|est|et|ct|pt|[+−-]\d\d:?\d\d`
)

var (
	clockZone = regexp.MustCompile(`(?i)^\s*[(\[]?\s*(?:(` + zoneNames + `)` + zoneMore + `(?:[\s)\],:;.|–—-]|$)|(` + zoneWord + `)(?:\stime\b|\s*(?:[)\],:;|–—]|\.(?:\s|$)|\s-|$)))`)
	// timesIn is a sentence of what zone the times are in. One time, within a sentence, is hardly all of them.
	timesIn = regexp.MustCompile(`(?i)(?:\b(?:times|timestamps)\b|(?:^|[.!?(,;:|–—-]\s*)\W*(?:(?:all|the|start|end|event|local|server|our)\s+)*(?:time(?: ?zone)?|tz)\b)[^.\n]{0,40}?\b(?:(` + zoneAbbrev + `)` + zoneMore + `(?:[^\w/]|$)|(` + zoneWord + `)(?:\stime\b|\s*(?:[).]|$)))`)
	// zoneAlone is a zone and little else: a line below the heading, the head of a column.
	zoneAlone = regexp.MustCompile(`(?i)^\W*(?:(?:all|times?|given|are|is|in|the|using)\s+)*(?:(` + zoneAbbrev + `)` + zoneMore + `|(` + zoneWord + `)(?:\stime)?)\W*$`)
	// zoneNoted is one that is put behind what a heading says: "Timeline (PDT)".
	zoneNoted = regexp.MustCompile(`(?i)(?:[(\[,:;|–—]|\s-\s|\b(?:in|times?|timeline)\s)\s*(?:(?:all|times?|given|are|is|in|the|using)\s+)*(?:(` + zoneAbbrev + `)` + zoneMore + `|(` + zoneWord + `)(?:\stime)?)\s*(?:[)\],;:|–—]|$)`)
	// zoneBracketed is one behind any heading: "What happened (PDT)".
	zoneBracketed = regexp.MustCompile(`(?i)[(\[]\s*(?:(?:all|times?|in)\s+)*(?:(` + zoneAbbrev + `)` + zoneMore + `|(` + zoneWord + `)\stime)\s*[)\]]`)
	zoneOffset    = regexp.MustCompile(`([+-])(\d{1,2}):?(\d\d)?$`)
	zoneExtra     = regexp.MustCompile(`(?i)\s(?:standard|daylight|summer|local)$`)
)

// zoneIn gives the zone that re finds in s; its groups are a name, its offset, and a word. The
// time of a place may stand wherever that of a word may.
func zoneIn(re *regexp.Regexp, s string) (zone *time.Location, at [2]int) {
	if from, to := placeTime(s); to > 0 {
		const word = "Pacific"
		if zone, at := zoneMatch(re, s[:from]+word+s[to:]); zone != nil && at[0] == from {
			return zoneOf(s[from:to]), [2]int{from, at[1] + to - from - len(word)}
		}
	}
	return zoneMatch(re, s)
}

func zoneMatch(re *regexp.Regexp, s string) (zone *time.Location, at [2]int) {
	m := re.FindStringSubmatchIndex(s)
	if m == nil {
		return nil, at
	}
	group := func(i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return s[m[2*i]:m[2*i+1]]
	}
	at = [2]int{max(m[2], m[6]), max(m[3], m[5], m[7])}
	for tail, in := range map[string]bool{" time": m[6] >= 0, ")": strings.Contains(s[at[0]:at[1]], "(")} {
		if rest := s[at[1]:]; in && len(rest) >= len(tail) && strings.EqualFold(rest[:len(tail)], tail) {
			at[1] += len(tail)
		}
	}
	if offset := group(2); offset != "" {
		if zone := zoneOf("UTC" + offset); zone != nil {
			return zone, at
		}
	}
	return zoneOf(cmp.Or(group(1), group(3))), at
}

// oddOffsets are those that are no whole hours: "10:05 (+00:20)" tells of no zone.
var oddOffsets = wordSet("+3:30 +4:30 +5:30 +5:45 +6:30 +8:30 +8:45 +9:30 +10:30 +12:45 +13:45 -2:30 -3:30 -4:30 -9:30")

// zoneOf gives the zone of an abbreviation, nil when it is not known.
func zoneOf(name string) *time.Location {
	written := name
	name = strings.ToLower(strings.ReplaceAll(name, "−", "-"))
	name = zoneExtra.ReplaceAllString(strings.TrimPrefix(strings.TrimPrefix(name, "us/"), "us "), "")
	if city := cmp.Or(cities[name], places[name]); city != "" {
		return locationOf(city)
	}
	if name == "ist" {
		return time.FixedZone("IST", (5*60+30)*60) // India's, which most people mean
	}
	if m := zoneOffset.FindStringSubmatch(name); m != nil {
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		offset := (hours*60 + minutes) * 60
		if m[1] == "-" {
			offset = -offset
		}
		if offset < -12*3600 || offset > 14*3600 || minutes > 0 && !oddOffsets[m[1]+strings.TrimLeft(m[2], "0")+":"+m[3]] {
			return nil // of no place on earth
		}
		return time.FixedZone("UTC"+m[0], offset)
	}
	if winter, summer, both := strings.Cut(name, "/"); both {
		if city := halves[winter]; city == "" {
			return locationOf(written)
		} else if city == halves[summer] {
			return locationOf(city)
		}
		name = winter
	}
	if hours, ok := zones[name]; ok {
		if hours == 0 {
			return time.UTC
		}
		return time.FixedZone(strings.ToUpper(name), int(hours*3600))
	}
	return nil
}

func locationOf(city string) *time.Location {
	loc, err := time.LoadLocation(city)
	if err != nil {
		return nil
	}
	return loc
}

// zoneLabels are labels of the zone that all times are in.
var zoneLabels = map[string]bool{"timezone": true, "time zone": true, "tz": true, "local time": true, "times": true, "all times": true}

// zone is the zone that the document says its times are in.
func (d *Document) zone() *time.Location {
	if zone := zoneNamed(d.FrontMatter.Get("timezone", "time zone", "tz")); zone != nil {
		return zone
	}
	for b := range d.All() {
		switch b.Kind {
		case BlockHeading, BlockParagraph, BlockCell:
			if zone := b.Text.statedZone(); zone != nil {
				return zone
			}
		}
	}
	for _, f := range d.facts {
		if zoneLabels[f.label] {
			if zone := zoneNamed(f.value.Plain); zone != nil {
				return zone
			}
		}
	}
	return nil
}

// zoneNamed is the zone that the value of a label is.
func zoneNamed(s string) *time.Location {
	for _, s := range []string{s, strings.ToUpper(s)} {
		if zone, _ := zoneIn(zoneAlone, s); zone != nil {
			return zone
		}
	}
	if places[strings.ToLower(s)] == "" {
		return nil
	}
	return zoneOf(s)
}

// notAll stands before a zone that is of one time of the day, or of none.
var notAll = regexp.MustCompile(`(?i)(?:\d\s*(?:[ap]\.?m\.?)?\s*[(\[]?|\b(?:not|from|than)\s+(?:in\s+)?)$`)

var (
	// howLong stands before a zone where times are durations: "Response times in the CT cluster", "Time to detect: EST. 4 min".
	howLong = regexp.MustCompile(`(?i)\b(?:` + measured + `)[ -]times?\b[^.;]*$|\btime to\s[^.;]*$`)
	// namesMore stands behind what is not the zone but the name of something: "in the CT cluster".
	namesMore = regexp.MustCompile(`^[ -] ?(\pL+)`)
	// zoneEnds are words that may stand behind a zone.
	zoneEnds = regexp.MustCompile(`(?i)^(?:time|time ?zone|zone|unless|and|or|except|with|without|but|for|if|on|in|at|as|is|are|was|were|by|from|to|when|where|since|through\w*|only|because|so|which|while|although|though|until|all|here|below|above|too|also|standard|daylight|not|` + weekdayNames + `|` + monthNames + `)$`)
)

// namesTime and namesTZ report whether one of the words is there without which nothing is said of zones.
func namesTime(s string) bool { return strings.Contains(s, "ime") || strings.Contains(s, "IME") }
func namesTZ(s string) bool   { return strings.Contains(s, "TZ") || strings.Contains(s, "tz") }

// fieldOver is where a field of a line ends: "TZ: CET | Team: Ovens"; but "TZ=PST was missing".
var fieldOver = regexp.MustCompile(`^\s*(?:$|[|,;)])`)

// statedZone is the zone of a sentence that says what zone times are in.
func statedZone(s string) *time.Location {
	if !namesTime(s) && !namesTZ(s) {
		return nil
	}
	zone, at := zoneIn(timesIn, s)
	if m := timesAt.FindStringSubmatchIndex(s); zone == nil && m != nil && places[strings.ToLower(s[m[2]:m[3]])] != "" {
		zone, at = zoneOf(s[m[2]:m[3]]), [2]int{m[2], m[3]}
	}
	if zone == nil || !namesTime(s) && !fieldOver.MatchString(s[at[1]:]) {
		return nil
	}
	if st, ok := stampOf(s); ok && st.clock {
		return nil // an event
	}
	if notAll.MatchString(s[max(at[0]-12, 0):at[0]]) || howLong.MatchString(s[:at[0]]) {
		return nil
	}
	if m := namesMore.FindStringSubmatch(s[at[1]:]); m != nil && at[1]-at[0] <= len("CEST") && zone != time.UTC && !zoneEnds.MatchString(m[1]) {
		return nil
	}
	return zone
}

// statedZone is the zone that a text says times are in, or one of its lines: "Times: CET" above "Team: Ovens".
func (t Text) statedZone() *time.Location {
	zone := statedZone(t.Plain)
	if zone != nil || !namesTime(t.Plain) && !namesTZ(t.Plain) {
		return zone
	}
	if lines := t.lines(); len(lines) > 1 {
		for _, line := range lines {
			if zone = statedZone(line.Plain); zone != nil {
				break
			}
		}
	}
	return zone
}

// headingZone is the zone that a heading says for what stands below it.
func (s *Section) headingZone() *time.Location {
	if zone := statedZone(s.Heading); zone != nil {
		return zone
	}
	noted := zoneBracketed
	if day, ok := stampOf(s.Heading); s.Own == KindTimeline || ok && !day.clock {
		noted = zoneNoted
	}
	zone, _ := zoneIn(noted, s.Heading)
	return zone
}

// zone is the zone that the section itself states for what stands in it.
func (s *Section) zone() *time.Location {
	if zone := s.headingZone(); zone != nil {
		return zone
	}
	for _, b := range s.Blocks {
		if b.Kind != BlockParagraph {
			continue
		}
		if zone := b.Text.statedZone(); zone != nil {
			return zone
		}
		if len(b.Text.Plain) < 60 {
			if zone, _ := zoneIn(zoneAlone, b.Text.Plain); zone != nil {
				return zone
			}
		}
	}
	return nil
}

// shared is the one zone that all entries name which name any, else the one in which the incident's own moments are said,
// which is theirs as well, else UTC.
func (r *timelineReader) shared() (zone *time.Location, known bool) {
	var named []*time.Location
	for _, m := range r.marks {
		named = append(named, m.stamp.zone)
	}
	zone, agreed := oneZone(named)
	if zone == nil && agreed {
		if zone, agreed = oneZone(r.said.zones(r.marks)); zone == nil && agreed {
			zone, _ = oneZone(r.spanZones())
		}
		return cmp.Or(zone, time.UTC), zone != nil
	}
	return cmp.Or(zone, time.UTC), false
}

// spanStart is where a sentence begins to tell a span: "down from 7:50 until 9:25 (CEST)".
var spanStart = regexp.MustCompile(`(?i)\b(?:from|between)\s+\d{1,2}(?:[:.h]\d\d|\s?[ap]m\b)`)

// spanZones gives the zones of spans within sentences of which both ends are entries of the timeline.
func (r *timelineReader) spanZones() (zones []*time.Location) {
	told := map[int]bool{}
	for _, m := range r.marks {
		told[m.seconds()] = told[m.seconds()] || m.clock
	}
	for b := range r.doc.All() {
		if b.Kind != BlockParagraph {
			continue
		}
		for _, at := range spanStart.FindAllStringIndex(b.Text.Plain, -1) {
			span := r.calendar.span(cut(b.Text.Plain[at[0]:], maxSpans))
			if len(span) == 2 && told[span[0].seconds()] && told[span[1].seconds()] {
				zones = append(zones, span[0].zone)
			}
		}
	}
	return zones
}

// oneZone gives the zone that all name which name any; agreed is false where they name several.
func oneZone(named []*time.Location) (zone *time.Location, agreed bool) {
	for _, z := range named {
		if z != nil && zone != nil && z.String() != zone.String() {
			return nil, false
		}
		zone = cmp.Or(zone, z)
	}
	return zone, true
}
