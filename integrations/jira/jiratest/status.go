package jiratest

// Status is a state of the workflow that all projects share.
type Status struct {
	ID         string
	Name       string
	Category   string // new, indeterminate or done
	Resolution string // what an issue in it is resolved as, "" for open
}

// Statuses returns the workflow's statuses. Every one can be reached from every other.
func Statuses() []Status {
	return []Status{
		{ID: "10000", Name: "To Do", Category: "new"},
		{ID: "10001", Name: "In Progress", Category: "indeterminate"},
		{ID: "10002", Name: "Done", Category: "done", Resolution: "Done"},
		{ID: "10003", Name: "Won't Do", Category: "done", Resolution: "Won't Do"},
	}
}

func statusNamed(name string) (Status, bool) {
	for _, s := range Statuses() {
		if s.Name == name {
			return s, true
		}
	}
	return Status{}, false
}

func (st Status) json() map[string]any {
	category := map[string]map[string]any{
		"new":           {"id": 2, "key": "new", "colorName": "blue-gray", "name": "To Do"},
		"indeterminate": {"id": 4, "key": "indeterminate", "colorName": "yellow", "name": "In Progress"},
		"done":          {"id": 3, "key": "done", "colorName": "green", "name": "Done"},
	}[st.Category]
	return map[string]any{"id": st.ID, "name": st.Name, "description": "", "statusCategory": category}
}
