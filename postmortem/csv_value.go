package postmortem

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// labelsOf gives the labels of a cell: a list, or what an API writes as JSON.
func labelsOf(v string) []string {
	var list []string
	if strings.HasPrefix(v, "[") && json.Unmarshal([]byte(v), &list) == nil {
		return list
	}
	return strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(",;|\n", r) })
}

// distinct gives the names that say something, each once.
func distinct(names []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, name := range names {
		if name = squeeze(name); !blank(name) && !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}

// labelled is what a value begins with in a description. Its length is bounded: it
// is there once for every row.
func labelled(header string) string {
	if short := cut(header, 60); short != header {
		header = short + "…"
	}
	return header + ": "
}

// quoted gives a value for a message: one line, not too long.
func quoted(v string) string {
	v = squeeze(v)
	if short := cut(v, 60); short != v {
		v = short + "…"
	}
	return fmt.Sprintf("%q", v)
}

// nothing are values, besides those that stand for nobody, that say nothing.
var nothing = wordSet(`null nil tbc n.a. #n/a #ref! - — – (none) (blank) (empty) <none> [none]`)

// blank says that a cell says nothing.
func blank(v string) bool {
	if len(v) > 20 {
		return false
	}
	if cleanOwner(v) == "" {
		return true
	}
	v = strings.ToLower(squeeze(v))
	return nothing[v] || v == "not set" || v == "not applicable" || v == "to be decided" || v == "to be determined"
}

// cellProgress are states of trackers and spreadsheets, and Debrief's own, that no
// document writes.
var cellProgress = map[string]progress{
	"n": progressOpen, "committed": progressOpen, "agreed": progressOpen, "doing": progressOpen, "selected for development": progressOpen, "in development": progressOpen,
	"in dev": progressOpen, "in qa": progressOpen, "in test": progressOpen, "testing": progressOpen, "triaged": progressOpen, "to be done": progressOpen,
	"overdue": progressOpen, "late": progressOpen, "on track": progressOpen, "at risk": progressOpen, "off track": progressOpen, "delayed": progressOpen,
	"deferred": progressOpen, "postponed": progressOpen, "working on it": progressOpen, "stuck": progressOpen, "unstarted": progressOpen, "waiting for review": progressOpen,
	"not planned": progressRejected, "not doing": progressRejected, "not going to do": progressRejected, "not an issue": progressRejected, "superseded": progressRejected,
	"withdrawn": progressRejected, "will not do": progressRejected, "will not fix": progressRejected, "cannot reproduce": progressRejected, "no action": progressRejected,
	"implemented and verified": progressDone, "verified": progressDone, "achieved": progressDone, "accomplished": progressDone,
}

var (
	percent      = regexp.MustCompile(`^(\d{1,3})(?:\.\d+)? ?%$`)
	rejectedTail = regexp.MustCompile(`(?i)\b(?:won['’]?t (?:do|fix)|wontfix|will not (?:do|fix)|not planned|duplicate|obsolete|declined|rejected|cancell?ed|abandoned|invalid|superseded|cannot reproduce|no longer needed)\b`)
)

// progressOfCell reads a state: what a document writes, and what trackers do.
func progressOfCell(v string) progress {
	if len(v) > 100 {
		return progressUnknown
	}
	folded := fold(strings.ToLower(squeeze(statusMarks.Replace(v))))
	if m := percent.FindStringSubmatch(folded); m != nil {
		if m[1] == "100" {
			return progressDone
		}
		return progressOpen
	}
	if p, ok := cellProgress[folded]; ok {
		return p
	}
	p := statusProgress(v)
	if p == progressDone && rejectedTail.MatchString(v) {
		return progressRejected // "Closed (won't do)"
	}
	return p
}

var (
	priorityCode = regexp.MustCompile(`(?i)\bp(?:rio(?:rity)?)?[-_ ]?(\d{1,2})\b`)
	priorityNum  = regexp.MustCompile(`^\d{1,2}(?:\.0+)?$`)
	noPriority   = regexp.MustCompile(`(?i)^(?:no|without) priority$`)
	veryHigh     = regexp.MustCompile(`(?i)\bvery[- ]high\b`)
	veryLow      = regexp.MustCompile(`(?i)\bvery[- ]low\b`)
	letters      = regexp.MustCompile(`\pL+`)
)

var priorityWords = map[string]string{
	"critical": "P0", "crit": "P0", "blocker": "P0", "blocking": "P0", "highest": "P0", "urgent": "P0", "emergency": "P0", "immediate": "P0", "showstopper": "P0",
	"high": "P1", "major": "P1", "important": "P1", "hi": "P1",
	"medium": "P2", "med": "P2", "normal": "P2", "moderate": "P2", "standard": "P2", "mid": "P2",
	"low": "P3", "minor": "P3", "trivial": "P3", "lowest": "P3", "lo": "P3", "cosmetic": "P3",
}

// maxPriority is the last of the priorities that people count with a P.
const maxPriority = 5

// PriorityOf reads the priority of an action item as people and trackers write it
// (P1, 1, "High", "2 - High", "Prio 4") and gives P0 to P3, or nothing for what is
// not understood. A word counts more than a number before it, and P4 and P5
// are P3.
func PriorityOf(s string) string {
	if len(s) > 100 {
		return ""
	}
	s = squeeze(strings.ReplaceAll(s, "_", " "))
	code := func(digits string) string { return "P" + string("0123"[min(atoi(digits), 3)]) }
	switch all := priorityCode.FindAllStringSubmatch(s, 2); {
	case len(all) > 1, len(all) == 1 && atoi(all[0][1]) > maxPriority:
		return "" // a template's choice; "P7", of a scale that nobody knows
	case len(all) == 1:
		return code(all[0][1])
	}
	s = veryLow.ReplaceAllString(veryHigh.ReplaceAllString(s, "highest"), "lowest")
	found := ""
	for _, w := range letters.FindAllString(strings.ToLower(s), -1) {
		p := priorityWords[w]
		if p != "" && found != "" && p != found {
			return ""
		}
		found = cmp.Or(p, found)
	}
	if n, _, _ := strings.Cut(s, "."); found == "" && priorityNum.MatchString(s) && atoi(n) <= maxPriority {
		found = code(n) // "9" is of another scale
	}
	return found
}

// atoi reads a few digits.
func atoi(digits string) int {
	n := 0
	for _, d := range digits {
		n = n*10 + int(d-'0')
	}
	return n
}

// kindStems are beginnings of words for what an action item improves.
var kindStems = []struct{ stem, kind string }{
	{"prevent", "prevent"}, {"avoid", "prevent"}, {"proactive", "prevent"},
	{"detect", "detect"}, {"monitor", "detect"}, {"alert", "detect"}, {"observab", "detect"},
	{"mitigat", "mitigate"}, {"respon", "mitigate"}, {"repair", "mitigate"}, {"correct", "mitigate"}, {"remediat", "mitigate"}, {"recover", "mitigate"}, {"restor", "mitigate"},
	{"process", "process"}, {"document", "process"}, {"training", "process"}, {"people", "process"}, {"procedur", "process"}, {"policy", "process"}, {"policies", "process"},
	{"communicat", "process"}, {"runbook", "process"}, {"education", "process"},
}

// ItemKindOf reads what an action item improves as people write it ("Preventative",
// "Monitoring", "Repair", "Documentation") and gives prevent, detect, mitigate or
// process, or nothing for what is not understood.
func ItemKindOf(s string) string {
	if len(s) > 100 {
		return ""
	}
	found := ""
	for _, w := range letters.FindAllString(strings.ToLower(s), -1) {
		for _, k := range kindStems {
			if !strings.HasPrefix(w, k.stem) {
				continue
			}
			if found != "" && found != k.kind {
				return ""
			}
			found = k.kind
		}
	}
	return found
}

// dayOrder is what the values of a column say about the order of day and month.
type dayOrder struct {
	example                      string // of a day that may be read either way
	dayFirst, monthFirst, either bool
}

// maxDayLen is how long a cell with a day may be: there may be a time and a zone.
const maxDayLen = 100

var (
	slashed  = regexp.MustCompile(`^(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}$`)
	namedDay = regexp.MustCompile(`(?i)^(\d{1,2})[\s/.-]+(` + monthNames + `)[\s/.,'’-]+(\d\d|\d{4})(?:\D|$)`)
)

// readDay reads the day of a cell. Date.Text is the part that is one.
func readDay(v string) (Date, bool) {
	if len(v) > maxDayLen {
		return Date{}, false
	}
	if m := namedDay.FindStringSubmatch(v); m != nil { // 14/Jul/25 3:42 PM
		if len(m[3]) == 2 {
			m[3] = "20" + m[3]
		}
		return ParseDate(m[1]+" "+m[2]+" "+m[3], 0)
	}
	return ParseDate(v, 0)
}

// day reads a day, and notes what it says about its column.
func (r *rowReader) day(field Field, v string) Date {
	d, ok := readDay(v)
	if !ok {
		r.fault(field, quoted(v)+" is not a date such as 2026-03-31")
		return Date{}
	}
	if m := slashed.FindStringSubmatch(d.Text); m != nil {
		o := r.orders[field]
		if o == nil {
			o = &dayOrder{}
			r.orders[field] = o
		}
		switch {
		case atoi(m[1]) > 12:
			o.dayFirst = true
		case atoi(m[2]) > 12:
			o.monthFirst = true
		case d.Ambiguous && !o.either:
			o.either, o.example = true, d.Text
		}
	}
	d.Text = v
	return d
}

// orderDays settles, for each column, whether 3/4/2024 is a day of March or of
// April: as in the column's values that can be read in one way only.
func (r *tableReader) orderDays() {
	for _, c := range r.reads {
		o := r.orders[c.field]
		if o == nil || !o.either {
			continue
		}
		delete(r.orders, c.field)
		sure := o.dayFirst != o.monthFirst
		if !sure && r.dayFirst {
			o.dayFirst, sure = true, true // somebody says so
		}
		for i := range r.table.Rows {
			d := r.table.Rows[i].dayOf(c.field)
			if !d.Ambiguous {
				continue
			}
			if o.dayFirst {
				d.Time = time.Date(d.Time.Year(), time.Month(d.Time.Day()), int(d.Time.Month()), 0, 0, 0, 0, time.UTC)
			}
			d.Ambiguous = !sure
		}
		if !sure {
			order := "the month first"
			if o.dayFirst {
				order = "the day first"
			}
			r.table.Notices = append(r.table.Notices, Notice{Code: "ambiguous_dates", Line: r.header, Message: fmt.Sprintf(
				"dates in the column %s such as %s can be read in two ways; they were read with %s", quoted(c.header), o.example, order)})
		}
	}
}

func (t *TableRow) dayOf(f Field) *Date {
	switch f {
	case FieldDue:
		return &t.Due
	case FieldCreated:
		return &t.Created
	case FieldClosed:
		return &t.Closed
	}
	return &t.Date
}
