package models

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"strings"

	"debrief/postmortem"
)

// readTable makes an import for each review that a table's rows name. One row that is at fault refuses them all.
func (f *ImportFile) readTable(text []byte, fields map[string]postmortem.Field, o ImportOptions) error {
	t, err := postmortem.ParseCSV(text, fields, o.parsing("")...)
	f.Table = t
	if t != nil {
		for _, n := range t.Notices {
			f.Notices = append(f.Notices, n.Message)
		}
	}
	if err != nil {
		return &Error{Kind: Invalid, Message: err.Error()}
	}
	var c Check
	for _, p := range t.Problems {
		c.Fail(fmt.Sprintf("line %d", p.Line), "%s", strings.TrimSpace(string(p.Field)+" "+p.Message))
	}
	var unknown []string
	at := map[string]int{} // where the import of a review is
	for _, row := range t.Rows {
		name := oneLine(row.Incident, MaxTitle)
		key := strings.ToLower(name)
		if name == "" {
			key = row.DocumentURL
		}
		n, ok := at[key]
		if !ok {
			n = len(f.Imports)
			at[key] = n
			f.Imports = append(f.Imports, Import{Name: f.Name, Key: FileKey(f.Name), Into: cmp.Or(name, titleOfAddress(row.DocumentURL), followUpsOf(f.Name)),
				Address: row.DocumentURL, Historic: !o.Open})
		}
		f.Imports[n].addRow(row, o, &c)
		if row.NoPriority != "" {
			unknown = append(unknown, row.NoPriority)
		}
	}
	if len(unknown) > 0 {
		f.Notices = append(f.Notices, noPriority(unknown))
	}
	for n := range f.Imports {
		f.Imports[n].dated(o)
		f.Notices = append(f.Notices, f.Imports[n].Notices...)
	}
	return c.Err()
}

// followUpsOf names the review of rows that name none.
func followUpsOf(file string) string {
	return oneLine("Follow-ups from "+strings.TrimSuffix(path.Base(FileKey(file)), path.Ext(file)), MaxTitle)
}

// titleOfAddress makes a title of where a document is kept; empty for no address.
func titleOfAddress(address string) string {
	u, err := url.Parse(address)
	if address == "" || err != nil {
		return ""
	}
	return oneLine("Postmortem at "+u.Host+u.Path, MaxTitle)
}

// addRow adds a row's item, and what the row says of the incident that no row above it said.
func (in *Import) addRow(row postmortem.TableRow, o ImportOptions, c *Check) {
	i := &in.Incident
	i.Severity = cmp.Or(i.Severity, Severity(row.Severity))
	if i.StartedAt.IsZero() {
		i.StartedAt = row.Date.Time
	}
	in.Address = cmp.Or(in.Address, row.DocumentURL)
	for _, s := range row.Services {
		if s = oneLine(s, MaxName); !hasFold(in.Services, s) {
			in.Services = append(in.Services, s)
		}
	}
	item := ImportItem{Owner: oneLine(row.Owner, MaxName), Team: oneLine(row.Team, MaxName), Line: row.Line}
	item.Title, item.DoneWhen = oneLine(row.Title, maxItemTitle), clip(row.DoneWhen, maxDoneWhen)
	item.State, item.Historic, item.Labels = Proposed, in.Historic, []string{}
	item.Priority, item.Kind, item.DueOn = Priority(row.Priority), ItemKind(row.Kind), dateOf(row.Due)
	for _, l := range row.Labels {
		if l = strings.Join(strings.Fields(l), "-"); labelPattern.MatchString(l) && len(item.Labels) < maxLabels {
			item.Labels = append(item.Labels, l)
		}
	}
	text := extras{row.Description}
	text.add("Owner", row.Owner)
	text.add("Team", row.Team)
	text.add("Issue", cmp.Or(row.Link, row.Key))
	if in.Address != row.DocumentURL {
		text.add("Postmortem", row.DocumentURL)
	}
	if created := dateOf(row.Created); !created.IsZero() && !row.Done && !row.Rejected { // a proposal has no column for it
		text.add("Agreed on", created.String())
	}
	item.finish(row.Done, row.Rejected, row.Status, dateOf(row.Created), dateOf(row.Closed), row.Date.Time, o)
	item.Description = text.String()
	if err := item.Validate(); err != nil {
		var fault *Error
		if errors.As(err, &fault) {
			for _, field := range fault.Fields {
				c.Fail(fmt.Sprintf("line %d", row.Line), "%s %s", field.Field, field.Message)
			}
		}
	}
	in.Items = append(in.Items, item)
}

// dated sets what an incident needs that no row says.
func (in *Import) dated(o ImportOptions) {
	times := postmortem.Times{Started: in.Incident.StartedAt}
	if times.Started.IsZero() {
		times.Started = DateOf(o.Now.UTC()).utc()
		in.assume("no date: today stands for the day of the incident")
	}
	severity := int(in.Incident.Severity)
	in.incident(in.Name, in.Into, severity, times, o)
	in.Incident.ExternalID = "" // the file is no incident's; a review is found by its title
	for n := range in.Items {
		if item := &in.Items[n]; item.State != Proposed && !in.Historic && item.CommittedOn.IsZero() {
			item.CommittedOn = DateOf(in.Incident.StartedAt.UTC())
		}
	}
}

func dateOf(d postmortem.Date) Date {
	if d.IsZero() {
		return Date{}
	}
	return DateOf(d.Time)
}

func hasFold(list []string, s string) bool {
	for _, one := range list {
		if strings.EqualFold(one, s) {
			return true
		}
	}
	return false
}
