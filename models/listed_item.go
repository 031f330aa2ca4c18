package models

import (
	"strings"
	"time"

	"debrief/postmortem"
)

// ListedItems returns the open action items that a document lists. The rows are the truth: nothing is made of them before somebody
// says so.
func ListedItems(body string, now time.Time) []ImportItem {
	doc, err := postmortem.Parse([]byte(body))
	if err != nil { // the check says so
		return nil
	}
	var list []ImportItem
	for _, from := range doc.Items {
		if item := importItem(from, now, ImportOptions{Open: true}); item.State == Proposed {
			list = append(list, item)
		}
	}
	return list
}

// Unproposed returns those of the listed items that a review does not have yet, by their titles or those that they had first.
func Unproposed(listed []ImportItem, has []ActionItem) []ImportItem {
	known := map[string]bool{}
	for _, a := range has {
		known[strings.ToLower(a.Title)] = true
		known[strings.ToLower(a.FirstTitle)] = true
	}
	var list []ImportItem
	for _, item := range listed {
		if title := strings.ToLower(item.Title); !known[title] {
			known[title] = true
			list = append(list, item)
		}
	}
	return list
}
