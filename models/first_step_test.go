package models_test

import (
	"testing"

	"debrief/models"
)

func TestFirstStepsAreOverOnceTheOnesThatCountAreDone(t *testing.T) {
	t.Parallel()
	all := models.Beginnings{Team: true, Service: true, People: true, Incident: true}
	if steps, open := all.FirstSteps(); open || len(steps) != 8 {
		t.Errorf("with mail, Jira and Slack alone to do: %+v, open %v", steps, open)
	}
	for name, lack := range map[string]func(*models.Beginnings){
		"address": func(b *models.Beginnings) { b.PlaceholderID = 1 }, "team": func(b *models.Beginnings) { b.Team = false },
		"service": func(b *models.Beginnings) { b.Service = false }, "people": func(b *models.Beginnings) { b.People = false },
		"incident": func(b *models.Beginnings) { b.Incident = false },
	} {
		b := all
		lack(&b)
		steps, open := b.FirstSteps()
		for _, s := range steps {
			if done := s.Key != name && !s.Optional; s.Done != done {
				t.Errorf("without %s: %+v", name, s)
			}
		}
		if !open {
			t.Errorf("without %s nothing is to do", name)
		}
	}
	if steps, _ := (models.Beginnings{Mail: true, Jira: true, Slack: true}).FirstSteps(); !steps[5].Done || !steps[6].Done || !steps[7].Done {
		t.Errorf("mail, Jira and Slack are connected: %+v", steps)
	}
}
