package jiratest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// jql is a parsed query: what all of its clauses let through, in its order.
type jql struct {
	clauses []func(*record) bool
	order   []func(a, b *record) int
}

func (q jql) matches(i *record) bool {
	for _, clause := range q.clauses {
		if !clause(i) {
			return false
		}
	}
	return true
}

func (q jql) sort(list []*record) {
	slices.SortStableFunc(list, func(a, b *record) int {
		for _, by := range q.order {
			if c := by(a, b); c != 0 {
				return c
			}
		}
		return -cmp.Compare(number(a.ID), number(b.ID)) // newest first, unless told otherwise
	})
}

// parser reads clauses joined by AND, and an ORDER BY.
type parser struct {
	site   *Server
	tokens []token
}

// parseJQL reads the part of JQL that Debrief uses; its errors are worded like Jira's.
func (s *Server) parseJQL(text string) (jql, error) {
	tokens, err := lexJQL(text)
	if err != nil {
		return jql{}, err
	}
	p := &parser{site: s, tokens: tokens}
	var q jql
	for !p.done() && !p.word("order") {
		clause, err := p.clause()
		if err != nil {
			return jql{}, err
		}
		q.clauses = append(q.clauses, clause)
		if p.take("and") {
			continue
		}
		break
	}
	if len(q.clauses) == 0 {
		return jql{}, refuse("Unbounded JQL queries are not allowed here. Please add a search restriction to your query.")
	}
	if p.take("order") {
		if q.order, err = p.orderBy(); err != nil {
			return jql{}, err
		}
	}
	if !p.done() {
		return jql{}, refuse("Error in the JQL Query: Expecting either 'OR' or 'AND' but got '%s'.", p.tokens[0].text)
	}
	return q, nil
}

func (p *parser) done() bool { return len(p.tokens) == 0 }

// word tells whether the next token is this keyword or sign.
func (p *parser) word(text string) bool {
	return !p.done() && !p.tokens[0].quoted && strings.EqualFold(p.tokens[0].text, text)
}

func (p *parser) take(text string) bool {
	if p.word(text) {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

func (p *parser) next() (token, error) {
	if p.done() {
		return token{}, refuse("Error in the JQL Query: The query ends too early.")
	}
	t := p.tokens[0]
	p.tokens = p.tokens[1:]
	return t, nil
}

func (p *parser) clause() (func(*record) bool, error) {
	field, err := p.next()
	if err != nil {
		return nil, err
	}
	op, err := p.next()
	if err != nil {
		return nil, err
	}
	var values []string
	if strings.EqualFold(op.text, "in") {
		values, err = p.list()
	} else {
		var v token
		v, err = p.next()
		values = []string{v.text}
		if err == nil && v.sign {
			err = refuse("Error in the JQL Query: Expecting a value but got '%s'.", v.text)
		}
	}
	if err != nil {
		return nil, err
	}
	return p.condition(strings.ToLower(field.text), strings.ToLower(op.text), values)
}

func (p *parser) list() ([]string, error) {
	bad := refuse("Error in the JQL Query: Expecting a list in parentheses after 'in'.")
	if !p.take("(") {
		return nil, bad
	}
	var values []string
	for {
		v, err := p.next()
		if err != nil || v.sign {
			return nil, bad
		}
		values = append(values, v.text)
		if p.take(")") {
			return values, nil
		}
		if !p.take(",") {
			return nil, bad
		}
	}
}

func (p *parser) condition(field, op string, values []string) (func(*record) bool, error) {
	if field == "created" || field == "updated" {
		return p.timeCondition(field, op, values)
	}
	if op != "=" && op != "!=" && op != "in" {
		return nil, refuse("The operator '%s' is not supported by the '%s' field.", op, field)
	}
	var has func(i *record, v string) bool
	switch field {
	case "project":
		for n, v := range values {
			known, ok := p.site.project(v)
			if !ok {
				return nil, refuse("The value '%s' does not exist for the field 'project'.", v)
			}
			values[n] = known.Key
		}
		has = func(i *record, v string) bool { return i.Project == v }
	case "labels":
		has = func(i *record, v string) bool { return slices.Contains(i.Labels, v) }
	case "id", "key", "issue", "issuekey":
		for n, v := range values {
			i := p.site.find(v)
			if i == nil { // one absent issue refuses the whole query
				return nil, refuse("A value with ID '%s' does not exist for the field '%s'.", v, field)
			}
			values[n] = i.ID
		}
		has = func(i *record, v string) bool { return i.ID == v }
	case "status":
		has = func(i *record, v string) bool { return strings.EqualFold(i.Status, v) }
	case "statuscategory":
		names := map[string]string{"to do": "new", "in progress": "indeterminate"}
		has = func(i *record, v string) bool {
			v = strings.ToLower(v)
			return i.Category == or(names[v], v)
		}
	default:
		return nil, refuse("Field '%s' does not exist or you do not have permission to view it.", field)
	}
	return func(i *record) bool {
		found := slices.ContainsFunc(values, func(v string) bool { return has(i, v) })
		return found != (op == "!=")
	}, nil
}

func (p *parser) timeCondition(field, op string, values []string) (func(*record) bool, error) {
	at, err := p.site.jqlTime(values[0])
	if err != nil {
		return nil, err
	}
	holds := map[string]func(c int) bool{
		">=": func(c int) bool { return c >= 0 }, ">": func(c int) bool { return c > 0 },
		"<=": func(c int) bool { return c <= 0 }, "<": func(c int) bool { return c < 0 },
	}[op]
	if holds == nil {
		return nil, refuse("The operator '%s' is not supported by the '%s' field.", op, field)
	}
	return func(i *record) bool {
		if field == "created" {
			return holds(i.Created.Compare(at))
		}
		return holds(i.Updated.Compare(at))
	}, nil
}

// jqlTime reads a time of minute resolution in the account's zone, or one like -90m, -2h, -1d, -1w.
func (s *Server) jqlTime(text string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02 15:04", "2006/01/02 15:04", "2006-01-02", "2006/01/02"} {
		if at, err := time.ParseInLocation(layout, text, s.opts.Zone); err == nil {
			return at, nil
		}
	}
	bad := refuse("Date value '%s' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.", text)
	if text == "" {
		return time.Time{}, bad
	}
	unit, ok := map[byte]time.Duration{'m': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour}[text[len(text)-1]]
	n, err := strconv.ParseInt(text[:len(text)-1], 10, 32)
	if !ok || err != nil {
		return time.Time{}, bad
	}
	return s.opts.Now().Add(time.Duration(n) * unit), nil
}

func (p *parser) orderBy() ([]func(a, b *record) int, error) {
	if !p.take("by") {
		return nil, refuse("Error in the JQL Query: Expecting 'by' after 'order'.")
	}
	var order []func(a, b *record) int
	for {
		field, err := p.next()
		if err != nil {
			return nil, err
		}
		by := map[string]func(a, b *record) int{
			"id":      func(a, b *record) int { return cmp.Compare(number(a.ID), number(b.ID)) },
			"key":     func(a, b *record) int { return cmp.Compare(number(a.ID), number(b.ID)) },
			"created": func(a, b *record) int { return a.Created.Compare(b.Created) },
			"updated": func(a, b *record) int { return a.Updated.Compare(b.Updated) },
			"duedate": func(a, b *record) int { return cmp.Compare(a.DueOn, b.DueOn) },
		}[strings.ToLower(field.text)]
		if by == nil {
			return nil, refuse("Not able to sort using field '%s'.", field.text)
		}
		if p.take("desc") {
			rising := by
			by = func(a, b *record) int { return -rising(a, b) }
		} else {
			p.take("asc")
		}
		order = append(order, by)
		if !p.take(",") {
			return order, nil
		}
	}
}

// refusal is worded as Jira words it, capital and full stop included, for it is what the caller reads.
type refusal string

// Error returns Jira's words.
func (r refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error { return refusal(fmt.Sprintf(format, args...)) }
