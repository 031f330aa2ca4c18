package web

import "debrief/models"

// firstStep is a first step as people read it.
type firstStep struct {
	models.FirstStep
	Title, Why string
	To         string   // where it is done, or told
	Variables  []string // of the environment, where it is done there
	Other      *piece   // another way
}

// firstSteps returns the steps for an administrator of a Debrief that still lacks one that counts; else none.
func (w *site) firstSteps(r *request) ([]firstStep, error) {
	if r.by.Need(models.Administrator) != nil {
		return nil, nil
	}
	b, err := w.store.Beginnings(r.Request().Context(), r.by)
	if err != nil {
		return nil, err
	}
	b.Mail, b.Jira, b.Slack = w.opts.MailConnected, w.opts.JiraConnected, w.opts.SlackConnected
	steps, open := b.FirstSteps()
	if !open {
		return nil, nil
	}
	told := map[string]firstStep{
		"address": {Title: "Put in the first administrator's name and address", To: "/people/" + text(b.PlaceholderID),
			Why: "Sign-in links, invitations and reminders go there; the one of the first start leads nowhere."},
		"team": {Title: "Add a team", To: "/teams/new",
			Why: "Deadlines are days in its time zone, with its holidays, and its issues go to its Jira project."},
		"service": {Title: "Add a service", To: "/services/new",
			Why: "Incidents name what they touched, so that its team is invited to the meeting."},
		"people": {Title: "Add the people", To: "/people/roster",
			Why: "Who owns reviews and action items, and who runs the meetings."},
		"incident": {Title: "Report the first incident", To: "/incidents/new",
			Why: "A SEV-1 or SEV-2 opens its review by itself.", Other: &piece{Text: "Or import the postmortems that you have.", To: "/import"}},
		"mail": {Title: "Set up mail", To: "/operations", Variables: []string{"DEBRIEF_SMTP_HOST", "DEBRIEF_SMTP_FROM"},
			Why: "Without it nobody is invited or reminded, and you make people's sign-in links yourself, under People."},
		"jira": {Title: "Connect Jira", To: "/operations",
			Variables: []string{"DEBRIEF_JIRA_URL", "DEBRIEF_JIRA_USER", "DEBRIEF_JIRA_TOKEN", "DEBRIEF_JIRA_PROJECT"},
			Why:       "Committed action items become issues, and wait here until then."},
		"slack": {Title: "Connect Slack", To: "/operations", Variables: []string{"DEBRIEF_SLACK_TOKEN"},
			Why: "Then everybody chooses where their daily letter goes: mail or Slack."},
	}
	if w.opts.Company == nil {
		s := told["people"]
		s.Other = &piece{Text: "Or have them come with your company’s account.", To: "/operations#signing-in"}
		told["people"] = s
	}
	list := make([]firstStep, len(steps))
	for n, s := range steps {
		list[n] = told[s.Key]
		list[n].FirstStep = s
	}
	return list, nil
}
