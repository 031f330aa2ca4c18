package postmortem

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// column is what a column of a table of action items holds.
type column int

const (
	columnOther column = iota
	columnTitle
	columnText // a second column of words, beside the title
	columnOwner
	columnDue
	columnStatus
	columnLink
	columnPriority
	columnType
	columnNumber
	columnTime  // of a timeline
	columnEnded // the day when it was done
)

// columnNames are whole headers, folded.
var columnNames = map[column][]string{
	columnTitle: {"action", "actions", "action item", "action items", "task", "tasks", "todo", "to do", "corrective action", "corrective actions",
		"follow up", "followup", "follow up action", "follow up item", "follow up task", "improvement", "improvements", "recommendation", "measure", "measures", "remediation",
		"remediation item", "work item", "next step", "next steps", "mitigation", "preventive action", "preventative action", "what", "item", "activity", "step", "deliverable",
		"proposal", "proposed action", "change", "what to do", "action point", "commitment", "repair item"},
	columnText: {"description", "details", "detail", "summary", "title", "name", "notes", "note", "comment", "comments", "rationale", "reason", "why", "outcome", "expected outcome", "remarks", "update", "goal", "issue description"},
	columnOwner: {"owner", "owners", "assignee", "assignees", "assigned to", "assigned", "responsible", "who", "dri", "lead", "team", "owner team", "owning team", "person",
		"point of contact", "poc", "champion", "responsible party", "responsible person", "action owner", "responsibility", "by whom", "contact", "directly responsible individual", "point person", "owned by"},
	columnDue: {"due", "due date", "deadline", "target date", "target", "eta", "expected date", "when", "by", "by when", "date", "completion date", "timeframe", "time frame", "due by",
		"target completion", "expected completion", "planned date", "expected", "estimated completion", "timeline", "finish date", "delivery date", "milestone", "due on", "until"},
	columnStatus:   {"status", "state", "done", "done?", "completed", "complete", "progress", "resolved", "closed", "finished", "completion", "✅", "current status", "complete?", "completed?"},
	columnLink:     {"ticket", "tickets", "issue", "issues", "bug", "bugs", "jira", "link", "links", "tracking", "tracker", "url", "pr", "prs", "github issue", "issue link", "reference", "references", "tracking bug", "tracking issue", "ticket id", "jira ticket", "jira issue", "jira link", "ticket link", "tracking ticket", "tracked in", "pull request", "phabricator", "task id", "issue pr", "tracking link", "bug id", "related issue", "gh issue", "github", "card", "key"},
	columnPriority: {"priority", "prio", "p", "severity", "importance", "urgency"},
	columnType:     {"type", "kind", "category", "class", "area", "action type", "component", "theme"},
	columnNumber:   {"#", "no", "nr", "id", "number", "ref", "no.", "sr no", "s no", "ai"},
	columnTime:     {"time", "timestamp", "time utc", "start time", "date time", "datetime", "date and time", "hour", "utc", "event"},
}

var columnOf = func() map[string]column {
	out := map[string]column{}
	for c, list := range columnNames {
		for _, name := range list {
			out[name] = c
		}
	}
	return out
}()

// columnHints are words that give a header its column when it is no whole name.
var columnHints = []struct {
	word   string
	column column
}{
	{"action", columnTitle}, {"task", columnTitle}, {"follow up", columnTitle}, {"owner", columnOwner}, {"assign", columnOwner}, {"responsib", columnOwner},
	{"due", columnDue}, {"deadline", columnDue}, {"date", columnDue}, {"status", columnStatus}, {"ticket", columnLink}, {"jira", columnLink},
	{"issue", columnLink}, {"link", columnLink}, {"bug", columnLink}, {"priority", columnPriority}, {"time", columnTime}, {"description", columnText},
}

func columnFor(header string) column {
	c, h := columnNamed(header)
	if c != columnOther {
		return c
	}
	for _, hint := range columnHints {
		if h != "" && strings.Contains(h, hint.word) {
			return hint.column
		}
	}
	return columnOther
}

// columnNamed reads a header that is one whole name, and gives it folded.
func columnNamed(header string) (column, string) {
	h := strings.TrimSpace(strings.ToLower(squeeze(strings.NewReplacer("*", "", "`", "").Replace(header))))
	if c, ok := columnOf[h]; ok {
		return c, h
	}
	h = fold(strings.Map(func(r rune) rune {
		if strings.ContainsRune("()/:?,&", r) {
			return ' '
		}
		return r
	}, h))
	return columnOf[h], h
}

// layout says which column of a table is what; -1 where there is none.
type layout struct {
	columns []column
	title   int
	// explicit says that a header names the title as action items do, and at
	// least one more column is one that only action items have.
	explicit bool
	timed    bool
}

// onlyDue is the header of a column that no timeline has.
var onlyDue = regexp.MustCompile(`(?i)\b(?:due|deadline|milestone|target|eta)\b`)

// clocked says that what may be the days of a table of work ("When") are times of the day, as in a timeline.
func clocked(table *Block, columns []column) bool {
	due := slices.Index(columns, columnDue)
	if due < 0 || onlyDue.MatchString(table.Children[0].Children[due].Text.Plain) {
		return false
	}
	rows, times := 0, 0
	for _, row := range table.Children[1:] {
		if due >= len(row.Children) || row.Children[due].Text.Plain == "" {
			continue
		}
		rows++
		if st, ok := stampOf(row.Children[due].Text.Plain); ok && st.clock {
			times++
		}
	}
	return times*2 > rows
}

// signs says that a column has nothing but signs of states: "✅", "⬜".
func signs(table *Block, column int) bool {
	known := 0
	for _, row := range table.Children[1:] {
		if column >= len(row.Children) {
			continue
		}
		sign := row.Children[column].Text.Plain
		if words(sign) > 1 || strings.ContainsFunc(sign, unicode.IsLetter) && !boxBefore.MatchString(sign+" ") {
			return false
		}
		if statusProgress(sign) != progressUnknown {
			known++
		}
	}
	return known > 0
}

// days says that a column has nothing but days.
func days(table *Block, column int) bool {
	found := 0
	for _, row := range table.Children[1:] {
		if column >= len(row.Children) || cleanOwner(row.Children[column].Text.Plain) == "" {
			continue
		}
		if !tailDays.MatchString(row.Children[column].Text.Plain) {
			return false
		}
		found++
	}
	return found > 0
}

// layoutOf reads the header of a table. Without a header that names the work,
// the title is the column with the longest texts.
func layoutOf(table *Block) layout {
	l := layout{title: -1}
	if len(table.Children) == 0 {
		return l
	}
	seen := map[column]bool{}
	for i, cell := range table.Children[0].Children {
		c := columnFor(cell.Text.Plain)
		if c == columnTitle {
			if l.title < 0 {
				l.title = i
			} else {
				c = columnText
			}
		}
		name := fold(cell.Text.Plain)
		switch {
		case name == "" && signs(table, i):
			c = columnStatus
		case name == "ai" && l.title < 0 && !l.keys(table, i): // an action item, not its number
			c, l.title = columnTitle, i
		case (name == "planned" || name == "actual") && days(table, i):
			c = map[string]column{"planned": columnDue, "actual": columnEnded}[name]
		}
		l.columns = append(l.columns, c)
		seen[c] = true
	}
	l.timed = seen[columnTime] || clocked(table, l.columns)
	companions := seen[columnOwner] || seen[columnDue] || seen[columnStatus] || seen[columnPriority] || seen[columnLink]
	l.explicit = l.title >= 0 && companions && !l.timed
	if l.title >= 0 && l.keys(table, l.title) {
		l.columns[l.title], l.title = columnNumber, -1
	}
	if l.title < 0 {
		l.title = l.widest(table)
		if l.title >= 0 {
			l.columns[l.title] = columnTitle
		}
	}
	return l
}

// widest finds the column of words with the longest texts. Where no header names
// one, headers and cells may be out of step: then any column may be it.
func (l layout) widest(table *Block) int {
	best, longest := -1, 0
	for _, any := range []bool{false, true} {
		for i, c := range l.columns {
			switch {
			case c == columnNumber || c == columnTime:
				continue
			case !any && c != columnOther && c != columnText && c != columnLink && c != columnType && c != columnTitle:
				continue
			}
			total := 0
			for _, row := range table.Children[1:] {
				if i < len(row.Children) {
					total += len(row.Children[i].Text.Plain)
				}
			}
			if any && total < 15*(len(table.Children)-1) {
				continue // names or days
			}
			if c == columnText {
				total *= 2 // words beside a key or a class
			}
			if total > longest {
				best, longest = i, total
			}
		}
		if best >= 0 {
			break
		}
	}
	return best
}

// keys says that a column has only numbers or keys.
func (l layout) keys(table *Block, column int) bool {
	n := 0
	for _, row := range table.Children[1:] {
		if column < len(row.Children) {
			if v := row.Children[column].Text.Plain; v == "" || words(v) == 1 && strings.ContainsAny(v, "0123456789") {
				n++
			}
		}
	}
	return len(table.Children) > 1 && n == len(table.Children)-1
}

// classRow is a row that says of those below it only when or how urgently they are to be done.
var classRow = regexp.MustCompile(`(?i)^\W*(?:(?:short|medium|mid|long|near)(?:er)?[- ]?term|immediate|next|later|soon|now|high|medium|low|critical|urgent|p[0-4])(?:\s+(?:actions?|items?|priority))?\W*$`)

// table reads the rows of a table as items.
func (f *finder) table(table *Block, l layout) {
	if l.title < 0 {
		return
	}
	class, before := "", -1
	for _, row := range table.Children {
		if row.Kind != BlockRow || len(row.Children) <= l.title || f.full() {
			continue
		}
		filled := 0
		for _, c := range row.Children {
			if c.Text.Plain != "" {
				filled++
			}
		}
		if filled == 0 {
			continue
		}
		cell := row.Children[l.title]
		title := cell.Text.Plain
		if filled == 1 && len(row.Children) > 1 {
			only := firstCell(row)
			// One cell over the whole row is a heading of those below.
			if only != cell || only.Text.covered(MarkStrong) || strings.HasSuffix(title, ":") || classRow.MatchString(title) {
				class = strings.Trim(only.Text.Plain, ": ")
				continue
			}
		}
		if title == "" {
			// A cell merged with the one above: the row goes on with its item.
			if before >= 0 {
				f.items[before].more(row.plain())
			}
			continue
		}
		if summed.MatchString(firstCell(row).Text.Plain) || saysNothing(title) {
			continue
		}
		before = f.row(table.Children[0], row, l, class)
	}
}

// firstCell gives the first cell of a row that has words.
func firstCell(row *Block) *Block {
	for _, c := range row.Children {
		if c.Text.Plain != "" {
			return c
		}
	}
	return nil
}

func (f *finder) row(header, row *Block, l layout, class string) int {
	cell := row.Children[l.title]
	item := f.item(row, cell.Text, ShapeRow)
	if !f.over(&item, class) {
		item.Type = cmp.Or(item.Type, class)
	}
	texts, linked := []string{}, ""
	for i, c := range row.Children {
		v := squeeze(c.Text.Plain)
		if i == l.title || v == "" || i >= len(l.columns) {
			continue
		}
		links := c.Text.Links()
		switch l.columns[i] {
		case columnOwner:
			item.Owner = cmp.Or(cleanOwner(v), item.Owner)
		case columnDue:
			item.setDue(v, f)
		case columnStatus:
			item.setProgress(statusProgress(v), v)
		case columnEnded:
			if tailDays.MatchString(v) {
				item.setProgress(progressDone, v)
			}
		case columnPriority:
			item.Priority = v
		case columnType:
			item.Type = v
		case columnLink, columnNumber:
			item.Key = cmp.Or(item.Key, tracker.FindString(" "+v))
			if len(links) > 0 && (l.columns[i] == columnLink || item.Link == "") {
				item.Link = links[0]
			}
			if l.columns[i] == columnLink {
				linked = v
			}
		default:
			if l.columns[i] != columnText && i < len(header.Children) {
				if name := squeeze(header.Children[i].Text.Plain); name != "" {
					v = name + ": " + v
				}
			}
			texts = append(texts, v)
		}
		item.Links = append(item.Links, links...)
	}
	if p, status := endProgress(linked); p != progressUnknown {
		item.setProgress(p, status)
	}
	if item.isAside(cell.Text.Plain) {
		return -1
	}
	item.Key = strings.TrimSpace(strings.Trim(item.Key, "([ "))
	if item.Owner == "" {
		f.named(&item, standsAlone) // a column has a day or a state of every row
	}
	item.more(strings.Join(texts, "\n"))
	return f.add(item)
}

// cleanOwner gives the owner of a cell, nothing for what stands for nobody.
func cleanOwner(v string) string {
	switch strings.ToLower(strings.Trim(v, " .?-–—")) {
	case "", "tbd", "n/a", "na", "none", "tba", "unassigned", "todo", "nobody", "unknown", "-":
		return ""
	}
	return v
}

// cellField is a field of an item that stands in the cells of a table.
type cellField struct {
	label, name string
	value       Text
}

// cellFields reads a table that has no items but the fields of one: a row below their names, or a row for each. It gives
// none for any other table.
func cellFields(table *Block) []cellField {
	if table.Kind != BlockTable || len(table.Children) < 2 || len(table.Children) > 12 {
		return nil
	}
	header := table.Children[0].Children
	described := slices.ContainsFunc(header, func(cell *Block) bool {
		return columnFor(cell.Text.Plain) == columnText && !asides[fold(cell.Text.Plain)]
	})
	if out := fieldsOfCells(header, table.Children[1].Children); len(table.Children) == 2 && out != nil && !described {
		return out
	}
	var labels, values []*Block
	for _, row := range table.Children {
		if len(row.Children) != 2 {
			return nil
		}
		labels, values = append(labels, row.Children[0]), append(values, row.Children[1])
	}
	if out := fieldsOfCells(labels, values); out != nil {
		return out
	}
	return fieldsOfCells(labels[1:], values[1:]) // below "Field | Value"
}

// asides are columns of words beside what is to be done.
var asides = wordSet("notes note comment comments remarks update rationale reason why")

// fieldsOfCells pairs labels with values; every label must be one, and some must be of what only work has.
func fieldsOfCells(labels, values []*Block) []cellField {
	var out []cellField
	works := false
	for i, l := range labels {
		name := fieldLabels[fold(strings.Trim(l.Text.Plain, ": "))]
		if name == "" || i >= len(values) {
			return nil
		}
		works = works || name == "owner" || name == "due" || name == "status"
		out = append(out, cellField{l.Text.Plain, name, values[i].Text})
	}
	if !works {
		return nil
	}
	return out
}
