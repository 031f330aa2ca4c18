package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// rowReader reads one row.
type rowReader struct {
	*tableReader
	row    TableRow
	texts  []string // of the description
	rest   []string // what other columns say and was not understood
	said   []Field  // what a column has said that only one may say
	faults int
}

// cell reads what a column says.
func (r *rowReader) cell(c tableColumn, v string) {
	line := squeeze(v)
	if c.field == FieldStatus {
		r.status(v, line)
		return
	}
	if blank(v) {
		return
	}
	row := &r.row
	if !c.field.Several() {
		if slices.Contains(r.said, c.field) { // two columns with one header
			r.rest = append(r.rest, labelled(c.header)+line)
			return
		}
		r.said = append(r.said, c.field)
	}
	if len(v) > maxList && (c.field == FieldLabels || c.field == FieldService) {
		r.rest = append(r.rest, labelled(c.header)+line) // no list of names
		return
	}
	switch c.field {
	case FieldTitle:
		row.Title = line
	case FieldDescription:
		if r.tableReader.texts > 1 {
			v = labelled(c.header) + v
		}
		r.texts = append(r.texts, v)
	case FieldDoneWhen:
		row.DoneWhen = line
	case FieldOwner:
		row.Owner = line
	case FieldTeam:
		row.Team = line
	case FieldDue:
		row.Due = r.day(c.field, line)
	case FieldCreated:
		row.Created = r.day(c.field, line)
	case FieldClosed:
		if _, ok := readDay(line); !ok && progressOfCell(line) != progressUnknown {
			r.status(v, line) // "Closed: no"
			return
		}
		row.Closed = r.day(c.field, line)
	case FieldDate:
		row.Date = r.day(c.field, line)
	case FieldPriority:
		if row.Priority = PriorityOf(v); row.Priority == "" && !noPriority.MatchString(line) {
			row.NoPriority = line
			r.rest = append(r.rest, "Priority: "+line)
		}
	case FieldKind:
		if row.Kind = ItemKindOf(v); row.Kind == "" {
			r.rest = append(r.rest, "Kind: "+line)
		}
	case FieldLabels:
		row.Labels = append(row.Labels, labelsOf(v)...)
	case FieldLink:
		r.link(c, line)
	case FieldIncident:
		row.Incident = line
	case FieldSeverity:
		if s, _ := severityValue(line); s.Level > 0 {
			row.Severity = s.Level
		} else {
			r.rest = append(r.rest, labelled(c.header)+line)
		}
	case FieldService:
		names := serviceNames(v)
		if names == nil {
			r.rest = append(r.rest, labelled(c.header)+line)
		}
		row.Services = append(row.Services, names...)
	case FieldDocument:
		if row.DocumentURL = urlIn(line); row.DocumentURL == "" {
			r.rest = append(r.rest, labelled(c.header)+line)
		}
	}
}

// end keeps the row, or tells why not.
func (r *rowReader) end() {
	row := &r.row
	if row.Title == "" {
		r.fault(FieldTitle, "there is no title in the column "+quoted(r.title))
	}
	if r.faults > 0 {
		return
	}
	if utf8.RuneCountInString(row.Title) > maxRowTitle {
		r.texts = append([]string{row.Title}, r.texts...)
		row.Title = shorten(row.Title, Text{})
	}
	texts := append(r.texts, r.rest...)
	if len(texts) > maxRowTexts {
		texts = append(texts[:maxRowTexts], "…")
	}
	row.Labels, row.Services = distinct(row.Labels), distinct(row.Services)
	row.Description = strings.Join(texts, "\n")
	if !row.DoneKnown && !row.Closed.IsZero() {
		row.DoneKnown, row.Done = true, true
	}
	r.table.Rows = append(r.table.Rows, *row)
}

func (r *rowReader) fault(field Field, message string) {
	r.faults++
	r.problem(RowProblem{r.row.Line, field, message})
}

// status reads a state. The first column that says one holds, but that it was not
// done at all may stand in another (Jira: Closed, with the resolution Won't Do).
func (r *rowReader) status(v, line string) {
	row := &r.row
	p := progressOfCell(v)
	switch {
	case p == progressUnknown:
		if !blank(v) {
			row.Status = cmp.Or(row.Status, line)
		}
	case !row.DoneKnown:
		row.DoneKnown, row.Done, row.Rejected = true, p != progressOpen, p == progressRejected
		row.Status = cmp.Or(row.Status, line)
	case row.Done && p == progressRejected:
		row.Rejected, row.Status = true, line
	}
}

var (
	cellURL  = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"|]+`)
	onlyNum  = regexp.MustCompile(`^#?(\d{1,9})$`)
	cellTail = ".,;:)]}'"
)

// urlIn gives the first address in a cell.
func urlIn(v string) string { return strings.TrimRight(cellURL.FindString(v), cellTail) }

// link reads an issue's key and address. Who has both has them in one column or in two.
func (r *rowReader) link(c tableColumn, line string) {
	row := &r.row
	url := urlIn(line)
	key := strings.Trim(tracker.FindString(" "+cellURL.ReplaceAllString(line, " ")), "([ ")
	if m := onlyNum.FindStringSubmatch(line); m != nil {
		key = "#" + m[1]
	}
	if key == "" && url != "" {
		key = keyOf(url)
	}
	if url == "" && key == "" || url != "" && row.Link != "" && row.Link != url || url == "" && row.Key != "" && row.Key != key {
		r.rest = append(r.rest, labelled(c.header)+line)
		return
	}
	row.Link, row.Key = cmp.Or(row.Link, url), cmp.Or(row.Key, key)
}
