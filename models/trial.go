package models

// Trial is what became of trying whether something outside works.
type Trial struct {
	Works bool   `json:"works"`
	Says  string `json:"says" doc:"What was answered, or what is missing and what to check: a sentence for people"`
}

// MailUnset and JiraUnset say what to set where there is nothing to try.
func MailUnset() error {
	return Conflictf("no mail is sent from here: set DEBRIEF_SMTP_HOST and DEBRIEF_SMTP_FROM, then start Debrief again")
}

// JiraUnset is MailUnset for Jira.
func JiraUnset() error {
	return Conflictf("no Jira is connected: set DEBRIEF_JIRA_URL, DEBRIEF_JIRA_USER, DEBRIEF_JIRA_TOKEN and DEBRIEF_JIRA_PROJECT, then start Debrief again")
}

// SlackUnset is MailUnset for Slack.
func SlackUnset() error {
	return Conflictf("no Slack is connected: set DEBRIEF_SLACK_TOKEN, then start Debrief again")
}
