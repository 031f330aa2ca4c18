package jira

import (
	"context"
	"net/http"
	"slices"
	"strings"
)

// Transition is one move that an issue's workflow offers now.
type Transition struct {
	ID       string
	Name     string
	Status   string   // where it leads
	Category Category // of Status
}

// Transitions returns the moves that are open to the account, in the workflow's order.
func (c *Client) Transitions(ctx context.Context, id string) ([]Transition, error) {
	op := "list the transitions of issue " + clip(id, 40)
	path, err := c.issuePath(op, id, "/transitions")
	if err != nil {
		return nil, err
	}
	var out struct {
		Transitions []struct {
			ID        string `json:"id"`
			Name      string `json:"name"`
			Available *bool  `json:"isAvailable"`
			To        struct {
				Name     string       `json:"name"`
				Category wireCategory `json:"statusCategory"`
			} `json:"to"`
		} `json:"transitions"`
	}
	if err := c.do(ctx, call{op: op, method: http.MethodGet, path: path}, &out); err != nil {
		return nil, err
	}
	list := []Transition{}
	for _, t := range out.Transitions {
		if t.Available != nil && !*t.Available {
			continue
		}
		list = append(list, Transition{ID: t.ID, Name: t.Name, Status: t.To.Name, Category: t.To.Category.Key})
	}
	return list, nil
}

// Transition moves the issue to a status of the category, and does nothing when it is in one already. For
// CategoryDone it prefers a status that means done over one that means given up. No way there is a
// *NoTransitionError.
func (c *Client) Transition(ctx context.Context, id string, to Category) error {
	now, err := c.Get(ctx, id)
	if err != nil {
		return err
	}
	if now.Category == to {
		return nil
	}
	all, err := c.Transitions(ctx, id)
	if err != nil {
		return err
	}
	chosen, ok := choose(all, to)
	if !ok {
		none := &NoTransitionError{ID: id, Wanted: to}
		for _, t := range all {
			none.Offered = append(none.Offered, t.Status)
		}
		return none
	}
	op := "move issue " + id + " to " + chosen.Status
	path, err := c.issuePath(op, id, "/transitions")
	if err != nil {
		return err
	}
	body := map[string]any{"transition": map[string]string{"id": chosen.ID}}
	return c.do(ctx, call{op: op, method: http.MethodPost, path: path, body: body, writes: true}, nil)
}

func choose(all []Transition, to Category) (Transition, bool) {
	matching := slices.DeleteFunc(slices.Clone(all), func(t Transition) bool { return t.Category != to })
	if len(matching) == 0 {
		return Transition{}, false
	}
	if i := slices.IndexFunc(matching, func(t Transition) bool { return !givesUp(t.Status) }); i >= 0 {
		return matching[i], true
	}
	return matching[0], true
}

// givesUp recognises the usual names of a closed status in which nothing was done.
func givesUp(status string) bool {
	status = strings.ReplaceAll(strings.ToLower(status), "’", "'")
	for _, word := range []string{"won't", "wont", "will not", "cancel", "declin", "reject", "duplicate", "obsolete", "abandon", "invalid"} {
		if strings.Contains(status, word) {
			return true
		}
	}
	return false
}
