package models

import (
	"slices"

	"debrief/postmortem"
)

// ListedMessage is a message that a document has a section for. The rows are the truth: nothing is made of it before somebody says so.
type ListedMessage struct {
	Audience Audience `json:"audience" enum:"internal,external"`
	Body     string   `json:"body" doc:"Markdown, as it stands below its heading"`
}

// sectionsOfMessages are the kinds of section that hold a message.
var sectionsOfMessages = []struct {
	audience Audience
	kind     postmortem.Kind
}{{Internal, postmortem.KindInternal}, {External, postmortem.KindExternal}}

// ListedMessages returns the messages that a document has a section for, and its review, which has these, does not.
func ListedMessages(body string, has []Message) []ListedMessage {
	doc, err := postmortem.Parse([]byte(body))
	if err != nil { // the check says so
		return nil
	}
	var list []ListedMessage
	for _, s := range sectionsOfMessages {
		if slices.ContainsFunc(has, func(m Message) bool { return m.Audience == s.audience }) {
			continue
		}
		if text := doc.Message(s.kind); text != "" {
			list = append(list, ListedMessage{s.audience, text})
		}
	}
	return list
}
