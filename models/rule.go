package models

import (
	"time"

	"debrief/postmortem"
)

// RuleLevel is how grave the team takes a rule of the document check, in place of the rule's own level.
type RuleLevel struct {
	ID    int64            `json:"-"`
	Rule  string           `json:"rule"`
	Level postmortem.Level `json:"level" enum:"error,warning,info,off"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"-"`
	UpdatedAt time.Time `json:"updated_at"`
}
