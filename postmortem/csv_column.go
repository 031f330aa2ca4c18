package postmortem

import (
	"fmt"
	"slices"
	"strings"
)

// Field is what a column of a table of action items holds.
type Field string

// What a column may hold. Title to Closed are of the action item, the others of
// the incident that it follows up.
const (
	FieldNone        Field = ""            // it is not read
	FieldTitle       Field = "title"       // what is to be done, in one line; a table must have it
	FieldDescription Field = "description" // more about it; several columns are joined
	FieldDoneWhen    Field = "done_when"   // the sentence that tells when it is finished
	FieldOwner       Field = "owner"       // a person: a name, an address or a handle
	FieldTeam        Field = "team"        // a team's name
	FieldDue         Field = "due"         // the day by which it is to be done
	FieldStatus      Field = "status"      // open, done, won't do; of several columns the first that says something holds
	FieldPriority    Field = "priority"    // P0 to P3, or a word
	FieldKind        Field = "kind"        // prevent, detect, mitigate or process
	FieldLabels      Field = "labels"      // with commas or semicolons; several columns are joined
	FieldLink        Field = "link"        // an issue's key or address; one column may have each
	FieldCreated     Field = "created"     // the day on which it was agreed
	FieldClosed      Field = "closed"      // the day on which it was done
	FieldIncident    Field = "incident"    // a title, an id or a reference such as PM-17 of the incident or its review
	FieldDate        Field = "date"        // the day of the incident
	FieldSeverity    Field = "severity"    // 1 to 5, SEV-1, or a word
	FieldService     Field = "service"     // names with commas or semicolons; several columns are joined
	FieldDocument    Field = "document"    // the address of the postmortem
)

// Fields lists all fields but FieldNone, in the order in which a person expects
// to choose from them.
var Fields = []Field{FieldTitle, FieldDescription, FieldDoneWhen, FieldOwner, FieldTeam, FieldDue, FieldStatus, FieldPriority, FieldKind,
	FieldLabels, FieldLink, FieldCreated, FieldClosed, FieldIncident, FieldDate, FieldSeverity, FieldService, FieldDocument}

// Valid reports whether the field is FieldNone or one of Fields.
func (f Field) Valid() bool { return f == FieldNone || slices.Contains(Fields, f) }

// Several reports whether more than one column of a table may hold the field.
func (f Field) Several() bool {
	switch f {
	case FieldNone, FieldDescription, FieldStatus, FieldLabels, FieldLink, FieldService:
		return true
	}
	return false
}

// tableColumn is a column that is being understood.
type tableColumn struct {
	header string
	guess
	index  int
	chosen bool
	values []string // the first that are filled
	spare  bool     // it may be the title where no other is
	other  Field    // what it holds where a better column holds its field
}

// most says that more than half of the values, and at least one, are so.
func (c *tableColumn) most(is func(string) bool) bool {
	n := 0
	for _, v := range c.values {
		if is(v) {
			n++
		}
	}
	return n*2 > len(c.values)
}

// settle decides by the values what the header leaves open.
func (c *tableColumn) settle() {
	isDay := func(v string) bool { _, ok := readDay(v); return ok }
	isState := func(v string) bool { return progressOfCell(v) != progressUnknown }
	isNumber := func(v string) bool { return identifier.MatchString(v) }
	isURL := func(v string) bool { return cellURL.MatchString(v) }
	isKey := func(v string) bool { return issueKey.MatchString(v) && !ownNumbers.MatchString(v) }
	words := !c.most(isNumber) && !c.most(isURL) && !c.most(isKey)
	either := func(first bool, field Field, or Field) Field {
		if first {
			return field
		}
		return or
	}
	switch c.field {
	case FieldTitle:
		if c.most(isNumber) {
			c.field = either(c.most(isKey), FieldLink, FieldNone)
		}
	case FieldLink:
		c.spare = words
	case fieldEnd:
		c.field = either(c.most(isState), FieldStatus, FieldClosed)
	case fieldSince:
		c.field = either(c.most(isDay), FieldCreated, FieldNone)
	case fieldOutcome:
		c.field = either(c.most(isDay), FieldClosed, either(c.most(isState), FieldStatus, FieldDescription))
	case fieldWhen:
		c.field = either(c.most(isDay), FieldDue, FieldDescription)
	case fieldFinish:
		c.field, c.other = either(c.most(isDay), FieldDue, FieldDescription), FieldClosed
	case fieldAnalysis:
		c.field = either(c.most(isURL), FieldDocument, FieldDescription)
	case fieldWritten:
		c.field = either(c.most(isURL), FieldDocument, FieldIncident)
	case fieldNumber:
		c.field = either(c.most(isKey), FieldLink, FieldNone)
	case fieldOverview:
		c.field, c.spare = FieldDescription, words
	}
}

// columnsOf says what each column of a header holds: what was chosen for it, else
// what its header and its first values mean. Columns with the same header are as
// one. It returns the columns with an *Error where no column holds the title or a
// choice cannot be.
func columnsOf(header []string, sample []record, chosen map[string]Field) ([]tableColumn, *Error) {
	columns := make([]tableColumn, len(header))
	named := map[string]*tableColumn{}
	var order []*tableColumn
	for i, h := range header {
		columns[i].header, columns[i].index = h, i
		if h == "" {
			continue
		}
		c := named[h]
		if c == nil {
			c = &columns[i]
			if c.field, c.chosen = chosen[h]; c.chosen {
				c.rank = 10
			} else {
				c.guess = guessOf(h)
			}
			named[h], order = c, append(order, c)
		}
		if c.chosen || c.field == FieldNone {
			continue
		}
		for _, r := range sample {
			if i < len(r.cells) && !blank(r.cells[i]) {
				c.values = append(c.values, r.cells[i])
			}
		}
	}
	guessed := false
	for _, c := range order {
		guessed = guessed || !c.chosen && c.field != FieldNone
		if !c.chosen {
			c.settle()
		}
	}
	twice := resolve(order)
	for i := range columns {
		if c := named[columns[i].header]; c != nil {
			columns[i].guess = c.guess
		}
	}
	switch {
	case twice != nil:
		return columns, twice
	case slices.ContainsFunc(columns, func(c tableColumn) bool { return c.field == FieldTitle }):
		return columns, nil
	case !guessed && len(chosen) == 0:
		return columns, &Error{Reason: ReasonNoHeader, Message: fmt.Sprintf(
			"no row names the columns; begin with one such as: Action item, Owner, Due date, Status (found: %s)", headerList(header))}
	}
	return columns, &Error{Reason: ReasonNoTitle, Message: fmt.Sprintf(
		`no column has the titles: call one "Action item" or choose one (found: %s)`, headerList(header))}
}

// resolve leaves each field that only one column may hold to the best of those
// that may. What was chosen is better than any guess.
func resolve(columns []*tableColumn) *Error {
	order := slices.Clone(columns)
	slices.SortStableFunc(order, func(a, b *tableColumn) int { return b.rank - a.rank })
	holder := map[Field]*tableColumn{}
	for _, c := range order {
		best := holder[c.field]
		if best != nil && c.chosen {
			return &Error{Reason: ReasonColumnTwice, Message: fmt.Sprintf(
				"two columns are chosen for %s: %s and %s; choose one", c.field, quoted(best.header), quoted(c.header))}
		}
		if best != nil {
			c.field = c.second(holder)
		}
		if !c.field.Several() {
			holder[c.field] = c
		}
	}
	if holder[FieldTitle] != nil {
		return nil
	}
	for _, field := range []Field{FieldDescription, FieldLink} {
		for _, c := range order {
			if c.spare && c.field == field {
				c.field = FieldTitle
				return nil
			}
		}
	}
	return nil
}

// second is what a column holds whose field a better one holds: words are kept.
func (c *tableColumn) second(holder map[Field]*tableColumn) Field {
	switch {
	case c.other != FieldNone && holder[c.other] == nil:
		return c.other
	case c.field == FieldTitle || c.field == FieldDoneWhen || c.field == FieldIncident || c.field == FieldKind:
		return FieldDescription
	}
	return FieldNone
}

func headerList(header []string) string {
	var names []string
	for _, h := range header {
		if h != "" {
			names = append(names, h)
		}
	}
	all := squeeze(strings.Join(names, ", "))
	if short := cut(all, 60); short != all {
		return short + "…"
	}
	return all
}
