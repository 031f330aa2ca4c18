package models

// FirstStep is something to do before a new Debrief is of use.
type FirstStep struct {
	Key      string `json:"key" enum:"address,team,service,people,incident,mail,jira,slack"`
	Done     bool   `json:"done"`
	Optional bool   `json:"optional" doc:"Debrief is of use without it"`
}

// Beginnings is what there is in a Debrief, as far as first steps go.
type Beginnings struct {
	PlaceholderID int64 // an active administrator whose address is that of nobody; 0 for none
	Team, Service bool  // there is an active one
	People        bool  // there is somebody active beside the first administrator
	Incident      bool
	Mail, Jira    bool // they are connected
	Slack         bool // is connected
}

// NowhereDomain ends addresses to which no mail can go, such as the first administrator's where none was given.
const NowhereDomain = ".localdomain"

// FirstSteps returns the steps, those that count first, and whether any of these is still to do.
func (b Beginnings) FirstSteps() (steps []FirstStep, open bool) {
	steps = []FirstStep{
		{Key: "address", Done: b.PlaceholderID == 0}, {Key: "team", Done: b.Team}, {Key: "service", Done: b.Service},
		{Key: "people", Done: b.People}, {Key: "incident", Done: b.Incident},
		{Key: "mail", Done: b.Mail, Optional: true}, {Key: "jira", Done: b.Jira, Optional: true}, {Key: "slack", Done: b.Slack, Optional: true},
	}
	for _, s := range steps {
		open = open || !s.Done && !s.Optional
	}
	return steps, open
}
