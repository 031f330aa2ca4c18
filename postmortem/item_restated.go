package postmortem

import (
	"slices"
	"strings"
	"unicode"
)

// aroundFields are the words that lead to an owner, a day and the like.
var aroundFields = wordSet(`owner owned assignee assigned to by due on until before done when priority prio`)

// Restates reports whether the description says nothing that the title and the fields read from it do not: "Add an alert (Ana, due
// 2026-05-04)".
func (i Item) Restates() bool {
	said := []string{i.Title, i.DoneWhen, i.Owner}
	if !i.Due.Time.IsZero() {
		said = append(said, i.Due.Text)
	}
	if PriorityOf(i.Priority) != "" {
		said = append(said, i.Priority)
	}
	rest := strings.ToLower(i.Description)
	for _, field := range said {
		if field != "" {
			rest = strings.Replace(rest, strings.ToLower(field), " ", 1)
		}
	}
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return !slices.ContainsFunc(strings.FieldsFunc(rest, apart), func(word string) bool { return !aroundFields[word] })
}
