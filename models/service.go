package models

import "time"

// Service is something that runs, and that a team owns.
type Service struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	TeamID *int64 `json:"team_id,omitempty"`
	Health string `json:"health" doc:"What we think of its health and resiliency, in a few sentences; a review may change it"`
	Active bool   `json:"active" doc:"Whether it is offered where services are chosen"`

	Version   int64     `json:"version"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Validate trims the fields and returns an Invalid error for those that cannot be stored.
func (s *Service) Validate() error {
	var c Check
	s.Name = c.Required("name", s.Name, MaxName)
	s.Health = c.Text("health", s.Health, MaxNote)
	return c.Err()
}
