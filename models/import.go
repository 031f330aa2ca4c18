package models

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"debrief/postmortem"
)

// ImportSource is the source of incidents that were read from files.
const ImportSource = "import"

// Import is one review that is brought from elsewhere: an incident, its document, and what was to be done.
type Import struct {
	Name     string // of the file, as a person gave it
	Key      string // by what the file is known: its path in the folder that was named, or its name
	Hash     string // of its text, by which the same one is known again; empty for rows of a table
	Incident Incident
	Services []string // names that it states
	Document string   // Markdown; empty for none
	Address  string   // of the document, where it is elsewhere
	Into     string   // names the review that the items belong to: PM-17, or an incident's title or external id; empty for a new one
	Items    []ImportItem
	Historic bool
	Sections []string // headings, in order
	Timeline []postmortem.Entry
	Notices  []string // what whoever brings it should know
	Assumed  []string // what stands for what it does not say; of a review that is there nothing is assumed
}

// ImportItem is an action item that is brought from elsewhere. It is proposed, done or rejected: nobody agreed to it here.
type ImportItem struct {
	ActionItem
	Owner string // as written: an address, a name or a handle
	Team  string // its name
	Line  int    // of the file, from 1
	// Restated says that the description has nothing that the other fields do not have.
	Restated bool
}

// ImportOptions are what the files do not say.
type ImportOptions struct {
	Open     bool     // the reviews are not over: they are reminded of and counted like any other
	Severity Severity // of incidents that state none; 0 for UnstatedSeverity
	TeamID   *int64   // the incidents' team
	DayFirst bool     // 03/04/2024 is the third of April, where nothing says otherwise
	Now      time.Time
}

// parsing are the options with which a file of that name is read.
func (o ImportOptions) parsing(name string) []postmortem.Option {
	list := []postmortem.Option{postmortem.WithFileName(name)}
	if o.DayFirst {
		list = append(list, postmortem.WithDayFirst())
	}
	return list
}

// tooLate reports whether an incident cannot have begun then: after tomorrow, as zones differ.
func (o ImportOptions) tooLate(started time.Time) bool {
	return DateOf(started).After(DateOf(o.Now.AddDate(0, 0, 1)))
}

// ImportDocument makes an import of a postmortem that was read. Its day stands in for times that the text does not tell, and
// today for a day that it does not tell.
func ImportDocument(doc *postmortem.Document, name, key string, o ImportOptions) Import {
	sum := sha256.Sum256(doc.Source)
	in := Import{Name: name, Key: cmp.Or(key, FileKey(name)), Hash: hex.EncodeToString(sum[:]), Document: string(doc.Source), Historic: !o.Open, Timeline: doc.Timeline}
	for _, n := range doc.Notices {
		if n.Line > 1 {
			n.Message = fmt.Sprintf("line %d: %s", n.Line, n.Message)
		}
		in.notice("%s", n.Message)
	}
	for _, sec := range doc.Sections {
		if sec.Heading != "" {
			in.Sections = append(in.Sections, oneLine(sec.Heading, MaxName))
		}
	}
	times := doc.Times()
	if times.Started.IsZero() {
		times.Started = DateOf(o.Now.UTC()).utc()
		in.assume("no date: today stands for the day of the incident")
	} else if day := times.Started.UTC(); times.Resolved.IsZero() && times.Detected.IsZero() && day.Equal(DateOf(day).utc()) {
		in.assume("no times: the day stands for all of them")
	}
	in.incident(name, doc.Title, doc.Severity.Level, times, o)
	for _, s := range doc.Services {
		in.Services = append(in.Services, oneLine(s, MaxName))
	}
	for _, item := range doc.Items {
		in.Items = append(in.Items, importItem(item, in.Incident.StartedAt, o))
	}
	var unknown []string
	for n, item := range doc.Items {
		if in.Items[n].Priority == "" && item.Priority != "" {
			unknown = append(unknown, item.Priority)
		}
	}
	if len(unknown) > 0 {
		in.notice("%s", noPriority(unknown))
	}
	return in
}

// noPriority tells of words that are no priority.
func noPriority(words []string) string {
	return "not known as a priority: " + SomeOf(words) + "; it stands in the description"
}

// maxNamed bounds how many names a person is told of.
const maxNamed = 5

// SomeOf quotes the first of different names for a person, and tells how many more there are.
func SomeOf(names []string) string { return inQuotes(names, " and ") }

// AnyOf is SomeOf of names that are not one thing together: “A”, “B” or “C”.
func AnyOf(names []string) string { return inQuotes(names, " or ") }

func inQuotes(names []string, last string) string {
	var quoted []string
	seen := map[string]bool{}
	for _, name := range names {
		if name = oneLine(name, maxQuoted); !seen[name] {
			seen[name] = true
			quoted = append(quoted, "“"+name+"”")
		}
	}
	switch n := len(quoted); {
	case n > maxNamed+1: // of one more its name is as short
		return strings.Join(quoted[:maxNamed], ", ") + last + fmt.Sprintf("%d more", n-maxNamed)
	case n > 1:
		return strings.Join(quoted[:n-1], ", ") + last + quoted[n-1]
	default:
		return strings.Join(quoted, "")
	}
}

// maxQuoted bounds, in characters, a name in a notice.
const maxQuoted = 60

func (in *Import) notice(format string, args ...any) {
	in.Notices = append(in.Notices, fmt.Sprintf(format, args...))
}

func (in *Import) assume(format string, args ...any) {
	in.Assumed = append(in.Assumed, fmt.Sprintf(format, args...))
}

// AssumedOf returns for people what is assumed of the review that is made. Whether rows of a table make one only the store knows,
// for whom it is certain; rows that name one by its ref never do.
func (in Import) AssumedOf(certain bool) []string {
	if in.Into == "" {
		return in.Assumed
	}
	if _, ok := in.Ref(); ok {
		return nil
	}
	format := "if “%s” is new: %s"
	if certain {
		format = "“%s”: %s"
	}
	var told []string
	for _, a := range in.Assumed {
		told = append(told, fmt.Sprintf(format, in.Into, a))
	}
	return told
}

// reviewRef is how people name a review.
var reviewRef = regexp.MustCompile(`^(?i:pm)-?(\d{1,18})$`)

// Ref returns the id of the review that the rows of a table name by its ref.
func (in Import) Ref() (id int64, ok bool) {
	m := reviewRef.FindStringSubmatch(in.Into)
	if m == nil {
		return 0, false
	}
	id, err := strconv.ParseInt(m[1], 10, 64)
	return id, err == nil
}

// incident sets the incident of an import.
func (in *Import) incident(name, title string, severity int, times postmortem.Times, o ImportOptions) {
	if title = oneLine(title, MaxTitle); title == "" {
		title = oneLine(path.Base(name), MaxTitle)
	}
	i := Incident{Source: ImportSource, ExternalID: oneLine(in.Key, MaxName), Title: title, TeamID: o.TeamID,
		Severity: Severity(cmp.Or(severity, int(o.Severity), int(UnstatedSeverity))), StartedAt: times.Started}
	if severity == 0 {
		in.assume("no severity: %s stands for it", i.Severity)
	}
	if i.StartedAt.Year() < firstYear || i.StartedAt.Year() > lastYear || o.tooLate(i.StartedAt) {
		in.assume("the date %s cannot be right: today stands for the day of the incident", i.StartedAt.Format(time.DateOnly))
		times = postmortem.Times{}
		i.StartedAt = DateOf(o.Now.UTC()).utc()
	}
	if times.Resolved.IsZero() { // a postmortem was written: the incident is over
		times.Resolved = i.StartedAt
		if times.Detected.After(times.Resolved) {
			times.Resolved = times.Detected
		}
		if day := DateOf(i.StartedAt.UTC()).utc(); !times.Resolved.Equal(day) {
			in.assume("no end: the last time that is known, %s, stands for it", times.Resolved.UTC().Format("2006-01-02 15:04 UTC"))
		}
	}
	i.ResolvedAt = &times.Resolved
	if !times.Detected.IsZero() {
		i.DetectedAt = &times.Detected
	}
	in.Incident = i
}

// FileKey returns by what a file is known to people: its name, with its folder's where the name says nothing.
func FileKey(name string) string {
	name = path.Clean(strings.ReplaceAll(name, `\`, "/"))
	base := path.Base(name)
	switch strings.ToLower(strings.TrimSuffix(base, path.Ext(base))) {
	case "index", "readme", "postmortem", "post-mortem", "report", "incident":
		if folder := path.Base(path.Dir(name)); folder != "." && folder != "/" && folder != ".." {
			return folder + "/" + base
		}
	}
	return base
}

// State returns where an imported review stands. One that still goes on is a draft. One that is over has been reviewed, and
// is closed unless it has proposals, which somebody may want to look at; when that was, nobody knows.
func (in Import) State() ReviewState {
	switch {
	case !in.Historic:
		return Draft
	case slices.ContainsFunc(in.Items, func(i ImportItem) bool { return i.State == Proposed }):
		return Reviewed
	}
	return Closed
}

// Validate trims the fields and returns an Invalid error for those that cannot be stored.
func (in *Import) Validate() error {
	var c Check
	if err := in.Incident.Validate(); err != nil {
		return err
	}
	in.Address = c.URL("document_url", in.Address)
	if in.Document != "" {
		var err error
		if in.Document, err = NormalDocument(in.Document); err != nil {
			return err
		}
	}
	for n := range in.Items {
		item := &in.Items[n]
		if err := item.Validate(); err != nil {
			return fmt.Errorf("line %d: %w", item.Line, err)
		}
	}
	return c.Err()
}

// importItem makes an item of one that was read. What has no column goes into its description.
func importItem(from postmortem.Item, agreed time.Time, o ImportOptions) ImportItem {
	item := ImportItem{Owner: oneLine(from.Owner, MaxName), Line: from.Line, Restated: from.Restates()}
	item.Title = oneLine(from.Title, maxItemTitle)
	item.State, item.Labels, item.Historic = Proposed, []string{}, !o.Open
	item.Priority, item.Kind = Priority(postmortem.PriorityOf(from.Priority)), ItemKind(postmortem.ItemKindOf(from.Type))
	item.DoneWhen = clip(from.DoneWhen, maxDoneWhen)
	text := extras{from.Description}
	if item.Priority == "" {
		text.add("Priority", from.Priority)
	}
	if item.Kind == "" {
		text.add("Kind", from.Type)
	}
	text.add("Owner", from.Owner)
	if d := from.Due.Time; !d.IsZero() && d.Year() >= firstYear && d.Year() <= lastYear {
		item.DueOn = DateOf(d)
	} else {
		text.add("Due", from.Due.Text)
	}
	if from.Link == "" || !strings.Contains(from.Link, strings.TrimPrefix(from.Key, "#")) {
		text.add("Issue", from.Key)
	}
	text.add("Issue", from.Link)
	item.finish(from.Done, from.Rejected, from.Status, Date{}, Date{}, agreed, o)
	item.Description = text.String()
	return item
}

// extras are the lines of a description: the first as it was written, then what has no column of its own.
type extras []string

func (e *extras) add(label, value string) {
	if value = strings.TrimSpace(value); value != "" && !strings.Contains((*e)[0], value) {
		*e = append(*e, label+": "+value)
	}
}

// String returns the description, at most MaxNote characters of it.
func (e extras) String() string { return clip(strings.TrimSpace(strings.Join(e, "\n")), MaxNote) }

// finish sets the state of an item of which is written whether it was done. When it was is only known where closed says so;
// until then it stays out of the figures, unless the review still goes on: then it counts as opened with its incident.
func (item *ImportItem) finish(done, rejected bool, status string, created, closed Date, agreed time.Time, o ImportOptions) {
	switch {
	case rejected:
		item.State = Rejected
		item.RejectedReason = "imported"
		if status = oneLine(status, MaxName); status != "" {
			item.RejectedReason += " as “" + status + "”"
		}
	case done:
		item.State = Done
	default:
		return
	}
	if item.CommittedOn = created; created.IsZero() && o.Open && !agreed.IsZero() {
		item.CommittedOn = DateOf(agreed.UTC())
	}
	item.FirstDueOn = item.DueOn
	if item.ClosedOn = closed; !closed.IsZero() {
		at := closed.utc()
		item.ClosedAt = &at
	}
}

// oneLine makes a text one line of at most max characters.
func oneLine(s string, maxChars int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return clip(strings.Join(strings.Fields(s), " "), maxChars)
}

// clip shortens a text to at most max characters, the last of them an ellipsis.
func clip(s string, maxChars int) string {
	if utf8.RuneCountInString(s) <= maxChars {
		return s
	}
	return string([]rune(s)[:maxChars-1]) + "…"
}
