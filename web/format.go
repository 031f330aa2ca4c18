package web

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"debrief/models"
	"debrief/models/store"
	"debrief/postmortem"
)

// functions are what templates can call beside the page's methods.
var functions = template.FuncMap{
	"asset": asset, "todos": todos, "icon": icon, "word": word, "initials": initials, "tint": tint, "text": text, "slug": slug,
	"hint":     func(s string, f *field) *field { f.Hint = s; return f },
	"required": func(f *field) *field { f.Required = true; return f },
	"outline":  func(s string, f *field) *field { f.Outline = s; return f },
	"known":    func(s string, f *field) *field { f.Known = s; return f },
	"rows":     func(n int, f *field) *field { f.Rows = n; return f },
	"between":  func(lo, hi string, f *field) *field { f.Min, f.Max = lo, hi; return f },
	"multiple": func(f *field) *field { f.Multiple = true; f.Rows = 6; return f },
	"dict":     dict, "list": func(v ...any) []any { return v },
	"words": words, "severities": severities, "host": func(s string) string {
		return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(s, "https://"), "http://"), "/")
	},
	"lower": strings.ToLower, "add": func(a, b int) int { return a + b }, "percent": percent, "days": func(n *float64) string { return days(n, "–") }, "plural": plural, "times": times, "reminders": reminders, "counted": counted,
	"grave": models.Grave, "label": label, "sentence": sentence, "spelt": spelt, "markdown": renderMarkdown, "minus": func(a, b int) int { return a - b },
	"person": func(id int64) *int64 {
		if id == 0 {
			return nil
		}
		return &id
	},
	"place": models.DocumentPlace, "columnWord": func(f postmortem.Field) string { return columnWords[f] },
	"isURL":   func(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") },
	"suggest": func(id string, f *field) *field { f.List = id; return f },
	"answer":  func(r string) string { return answers[models.Response(r)] },
	"deref":   func(t *time.Time) time.Time { return *t }, "join": strings.Join, "upperFirst": upperFirst, "summary": summary, "canHandOver": canHandOver,
}

func dict(pairs ...any) map[string]any {
	m := map[string]any{}
	for n := 0; n+1 < len(pairs); n += 2 {
		m[pairs[n].(string)] = pairs[n+1]
	}
	return m
}

func text(v any) string { return fmt.Sprint(v) }

// wordings are what people call the values that code has.
var wordings = map[string]string{
	"draft": "Draft", "in_review": "In review", "reviewed": "Reviewed", "closed": "Closed", "waived": "Waived", "withdrawn": "Withdrawn",
	"proposed": "Proposed", "committed": "Committed", "in_progress": "In progress", "done": "Done", "rejected": "Rejected",
	"scheduled": "Scheduled", "held": "Held", "not_held": "Not held", "called_off": "Called off",
	"needs_action": "No answer yet", "accepted": "Accepted", "tentative": "Tentative", "declined": "Declined",
	"pass": "Pass", "needs_work": "Needs work", "not_applicable": "Not applicable",
	"prevent": "Prevent", "detect": "Detect", "mitigate": "Mitigate", "process": "Process",
	"viewer": "Viewer", "member": "Member", "facilitator": "Facilitator", "administrator": "Administrator",
	"incident_commander": "Incident commander", "shadow": "Shadow", "scribe": "Scribe", "responder": "Responder",
	"service_owner": "Service owner", "engineering_manager": "Engineering manager", "product_manager": "Product manager",
	"customer_liaison": "Customer liaison", "review_owner": "Review owner", "guest": "Guest",
	"approved": "Approved", "posted": "Posted", "internal": "Internal", "external": "External",
	"calendar_days": "calendar days", "business_days": "business days",
	"severity": "Severity", "team": "Team", "service": "Service", "kind": "Kind", "month": "Month",
	"before_due": "Coming due", "due": "Due", "breach": "Just overdue", "overdue": "Overdue", "snooze_over": "Snooze over",
	"unowned": "No owner", "slip": "Moved in Jira", "rejection": "Rejected in Jira",
	"owner": "owner", "manager": "manager", "lead": "team lead", "board": "review board",
	"open":  "Open",
	"error": "Error", "warning": "Warning", "info": "Note", "off": "Off",
}

// answers are what the buttons say that answer an invitation.
var answers = map[models.Response]string{models.Accepted: "Accept", models.Tentative: "Maybe", models.Declined: "Decline"}

// columnWords are what people call what a column of an imported table holds.
var columnWords = map[postmortem.Field]string{
	postmortem.FieldTitle: "Action item", postmortem.FieldDescription: "Description", postmortem.FieldDoneWhen: "Done when",
	postmortem.FieldOwner: "Owner", postmortem.FieldTeam: "Team", postmortem.FieldDue: "Due date", postmortem.FieldStatus: "Status",
	postmortem.FieldPriority: "Priority", postmortem.FieldKind: "Kind", postmortem.FieldLabels: "Labels", postmortem.FieldLink: "Link to an issue",
	postmortem.FieldCreated: "Agreed on", postmortem.FieldClosed: "Done on", postmortem.FieldIncident: "Incident or review",
	postmortem.FieldDate: "Date of the incident", postmortem.FieldSeverity: "Severity of the incident", postmortem.FieldService: "Services",
	postmortem.FieldDocument: "Address of the document",
}

// word returns what people call a value.
func word(v any) string {
	s := text(v)
	if w, ok := wordings[s]; ok {
		return w
	}
	return upperFirst(strings.ReplaceAll(s, "_", " "))
}

func upperFirst(s string) string {
	for n, r := range s {
		if n == 0 {
			return string(unicode.ToUpper(r)) + s[len(string(r)):]
		}
	}
	return s
}

// words are the options of a select of such values; none is the label of no choice, "" for no such option.
func words(none string, values any) []option {
	var list []option
	if none != "" {
		list = append(list, option{Label: none})
	}
	add := func(v string) { list = append(list, option{Value: v, Label: word(v)}) }
	switch vs := values.(type) {
	case string:
		for _, v := range strings.Fields(vs) {
			add(v)
		}
	case []models.Part:
		for _, v := range vs {
			add(string(v))
		}
	}
	return list
}

func severities(none string) []option {
	list := []option{}
	if none != "" {
		list = append(list, option{Label: none})
	}
	for v := models.Severity(1); v <= 5; v++ {
		list = append(list, option{Value: fmt.Sprint(int(v)), Label: v.String()})
	}
	return list
}

func initials(name string) string {
	var out []rune
	for _, w := range strings.Fields(name) {
		for _, r := range w {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				out = append(out, unicode.ToUpper(r))
				break
			}
		}
	}
	switch {
	case len(out) == 0:
		return "?"
	case len(out) > 2:
		out = []rune{out[0], out[len(out)-1]}
	}
	return string(out)
}

// tint gives a name one of a few colours, always the same.
func tint(name string) string {
	n := 0
	for _, r := range name {
		n = (n*31 + int(r)) % 997
	}
	return fmt.Sprintf("tint-%d", n%6)
}

func plural(n any, one, many string) string {
	v := fmt.Sprint(n)
	if v == "1" {
		return "1 " + one
	}
	return v + " " + many
}

// times says how often.
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return plural(n, "time", "times")
}

// reminders says on which days somebody is reminded: so many before the due date, and on it.
func reminders(before []int) string {
	if len(before) == 0 {
		return "on the day"
	}
	days := make([]string, len(before))
	for n, d := range before {
		days[n] = strconv.Itoa(d)
	}
	unit := " days"
	if last := len(days) - 1; last > 0 {
		days = []string{strings.Join(days[:last], ", ") + " and " + days[last]}
	} else if before[0] == 1 {
		unit = " day"
	}
	return days[0] + unit + " before, and on the day"
}

// total is how many rows a list has on all its pages, of which one is shown: what is on a single page needs no count.
func (r *request) total(shown int, next string, count func() (int, error)) (int, error) {
	if next == "" && r.QueryParam("cursor") == "" {
		return shown, nil
	}
	return count()
}

// counted tells how many rows a list has, on all its pages.
func counted(n int, one, many string) string {
	if n > store.MaxCount {
		return fmt.Sprintf("More than %d %s", store.MaxCount, many)
	}
	return plural(n, one, many)
}

// percent writes the share of a report's row that was on time.
func percent(row interface{ Rate() (float64, bool) }) string {
	rate, ok := row.Rate()
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", rate*100)
}

// zoneName names the zone of a moment: CET, or UTC+05:30 where there are no letters for it.
func zoneName(t time.Time) string {
	name, offset := t.Zone()
	if name != "" && name[0] != '+' && name[0] != '-' {
		return name
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	if offset%3600 == 0 {
		return fmt.Sprintf("UTC%c%d", sign, offset/3600)
	}
	return fmt.Sprintf("UTC%c%d:%02d", sign, offset/3600, offset%3600/60)
}

// clock is one moment for <time>.
type clock struct {
	ISO, Full, Day, Hour, Ago string
}

// Clock shows a moment in the person's zone.
func (p *page) Clock(v any) clock {
	var t time.Time
	switch x := v.(type) {
	case time.Time:
		t = x
	case *time.Time:
		if x != nil {
			t = *x
		}
	}
	local := t.In(p.Me.Location())
	since := ago(p.Now.Sub(t))
	if p.Now.Sub(t) > 30*24*time.Hour { // nobody counts so many days
		since = local.Format("Mon 2 Jan 2006")
	}
	return clock{
		ISO:  t.UTC().Format(time.RFC3339),
		Full: local.Format("Mon 2 Jan 2006, 15:04 ") + zoneName(local),
		Day:  local.Format("2 Jan 2006"), Hour: local.Format("15:04 ") + zoneName(local),
		Ago: since,
	}
}

// Until shows when something ends: by its last day, where it ends as that day does in the person's zone.
func (p *page) Until(t time.Time) string {
	local := t.In(p.Me.Location())
	if models.DateOf(local).At(0, 0, local.Location()).Equal(t) {
		return "after " + models.DateOf(local).AddDays(-1).At(0, 0, local.Location()).Format("2 Jan 2006")
	}
	return p.Clock(t).Full
}

func ago(d time.Duration) string {
	future := d < 0
	if future {
		d = -d
	}
	var s string
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		s = plural(int(d/time.Minute), "minute", "minutes")
	case d < 48*time.Hour:
		s = plural(int(d/time.Hour), "hour", "hours")
	default:
		s = plural(int(d/(24*time.Hour)), "day", "days")
	}
	if future {
		return "in " + s
	}
	return s + " ago"
}

// due is a day with how far away it is.
type due struct {
	Date     models.Date
	ISO, Day string
	Relative string
	Tone     string // late, soon, calm or none
}

// Due tells of a due date as of the person's day; open is false for what is over and cannot be late any more.
func (p *page) Due(d models.Date, open bool) due { return dueAsOf(p.Today(), d, open) }

// dueAsOf tells of a due date as of any day, such as a team's.
func dueAsOf(today, d models.Date, open bool) due {
	if d.IsZero() {
		return due{Tone: "none"}
	}
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	out := due{Date: d, ISO: d.String(), Day: t.Format("Mon 2 Jan 2006"), Tone: "none"}
	if !open {
		return out
	}
	switch n := today.DaysUntil(d); {
	case n < 0:
		out.Relative, out.Tone = "overdue by "+plural(-n, "day", "days"), "late"
	case n == 0:
		out.Relative, out.Tone = "due today", "soon"
	case n == 1:
		out.Relative, out.Tone = "due tomorrow", "soon"
	default:
		out.Relative, out.Tone = "due in "+plural(n, "day", "days"), "calm"
		if n <= 3 {
			out.Tone = "soon"
		}
	}
	return out
}

// icons are drawn on a grid of 24 by 24, in lines.
var icons = map[string]string{
	"home":     `<path d="M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z"/>`,
	"reviews":  `<path d="M6 3h9l4 4v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z"/><path d="M9 12l2 2 4-4M9 17h6"/>`,
	"incident": `<path d="M12 4 3 19.5h18z"/><path d="M12 10v4M12 17v.01"/>`,
	"items":    `<path d="M4 6l1.5 1.5L8 5M4 12l1.5 1.5L8 11M4 18l1.5 1.5L8 17M11 6h9M11 12h9M11 18h9"/>`,
	"report":   `<path d="M4 20h16M6 16v-5M12 16V5M18 16V9"/>`,
	"people":   `<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-3.5 2.7-6 6-6s6 2.5 6 6M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c1.9.8 3 2.8 3 5.5"/>`,
	"team":     `<circle cx="12" cy="7" r="3"/><circle cx="5.5" cy="16" r="2.5"/><circle cx="18.5" cy="16" r="2.5"/><path d="M12 10v4M8 15l4-1 4 1"/>`,
	"service":  `<rect x="4" y="4" width="16" height="7" rx="1.5"/><rect x="4" y="13" width="16" height="7" rx="1.5"/><path d="M8 7.5v.01M8 16.5v.01"/>`,
	"policy":   `<path d="M12 3l8 3v6c0 4.5-3.3 7.8-8 9-4.7-1.2-8-4.5-8-9V6z"/><path d="M9 12l2 2 4-4"/>`,
	"check":    `<path d="M5 12l5 5L20 7"/>`,
	"list":     `<rect x="5" y="4" width="14" height="17" rx="2"/><path d="M9 4V3h6v1M9 11h6M9 15h6"/>`,
	"key":      `<circle cx="8" cy="15" r="4"/><path d="M11 12l8-8M16 7l3 3"/>`,
	"gauge":    `<path d="M4 18a9 9 0 1 1 16 0"/><path d="M12 15l4-5"/>`,
	"calendar": `<rect x="4" y="5" width="16" height="16" rx="2"/><path d="M16 3v4M8 3v4M4 11h16"/>`,
	"clock":    `<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>`,
	"plus":     `<path d="M12 5v14M5 12h14"/>`,
	"lock":     `<rect x="5" y="11" width="14" height="10" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>`,
	"mail":     `<rect x="3" y="5" width="18" height="14" rx="2"/><path d="M3 7l9 6 9-6"/>`,
	"link":     `<path d="M9 15l6-6M11 6l1-1a4.2 4.2 0 0 1 6 6l-1 1M13 18l-1 1a4.2 4.2 0 0 1-6-6l1-1"/>`,
	"out":      `<path d="M14 8V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-3M9 12h12l-3-3M21 12l-3 3"/>`,
	"moon":     `<path d="M12 3a7.5 7.5 0 0 0 8.5 10.5A9 9 0 1 1 12 3z"/>`,
	"edit":     `<path d="M4 20h4L19 9l-4-4L4 16zM13.5 6.5l4 4"/>`,
	"message":  `<path d="M4 5h16v11H9l-5 4z"/>`,
	"history":  `<path d="M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4M12 8v4l3 2"/>`,
	"document": `<path d="M6 3h9l4 4v13a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM9 9h3M9 13h6M9 17h6"/>`,
	"alert":    `<circle cx="12" cy="12" r="9"/><path d="M12 8v5M12 16v.01"/>`,
	"done":     `<circle cx="12" cy="12" r="9"/><path d="M8.5 12l2.5 2.5 4.5-5"/>`,
	"search":   `<circle cx="10.5" cy="10.5" r="6.5"/><path d="M20 20l-4.8-4.8"/>`,
	"download": `<path d="M12 4v11M8 11l4 4 4-4M5 20h14"/>`,
	"upload":   `<path d="M12 16V5M8 9l4-4 4 4M5 20h14"/>`,
	"bell":     `<path d="M6 17V11a6 6 0 1 1 12 0v6l1.5 2h-15zM10 21h4"/>`,
	"play":     `<path d="M7 5v14l12-7z"/>`,
	"flag":     `<path d="M5 21V4h12l-2 4 2 4H5"/>`,
	"refresh":  `<path d="M20 11a8 8 0 0 0-14.5-3.5L4 9M4 4v5h5M4 13a8 8 0 0 0 14.5 3.5L20 15M20 20v-5h-5"/>`,
	"right":    `<path d="M9 5l7 7-7 7"/>`,
}

// icon draws a picture that says nothing which the text beside it does not say.
func icon(name string) template.HTML {
	lines, ok := icons[name]
	if !ok {
		panic("there is no icon " + name)
	}
	return template.HTML(`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">` + lines + `</svg>`) // #nosec G203 -- ours
}

var rowField = regexp.MustCompile(`^([a-z]+)\[(\d+)\]\.(.+)$`)

// label returns what people call a field of a form or an event.
func label(name string) string {
	if m := rowField.FindStringSubmatch(name); m != nil {
		n, _ := strconv.Atoi(m[2])
		return fmt.Sprintf("Row %d, %s", n+1, strings.ToLower(label(m[3])))
	}
	name = name[strings.LastIndexByte(name, '.')+1:]
	if one, many := strings.CutSuffix(name, "_ids"); many {
		name = one + "s"
	}
	name = strings.TrimSuffix(name, "_id")
	return upperFirst(strings.ReplaceAll(name, "_", " "))
}

// sentence makes one of an error's words.
func sentence(s string) string {
	if s = upperFirst(s); s != "" && !strings.ContainsRune(".?!", rune(s[len(s)-1])) {
		s += "."
	}
	return s
}
