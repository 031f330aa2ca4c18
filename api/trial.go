package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) trialRoutes() {
	huma.Register(s.huma, ask("/mail-tests", "test-mail", "Send one short mail to yourself, and hear what the mail server answers; administrators"), s.testMail)
	huma.Register(s.huma, ask("/slack-tests", "test-slack", "Post one short message to yourself in Slack, and hear what Slack answers; administrators"), s.testSlack)
	huma.Register(s.huma, ask("/tracker-tests", "test-tracker", "Ask Jira who Debrief's account is, and whether it can see and create issues in the projects; administrators"), s.testTracker)
}

// testMail sends a mail at once, as nothing else does: whoever sets mail up wants to see the server's answer.
func (s *server) testMail(ctx context.Context, _ *struct{}) (*struct{ Body models.Trial }, error) {
	by := actor(ctx)
	if err := by.Need(models.Administrator); err != nil {
		return nil, err
	}
	if s.tryMail == nil {
		return nil, models.MailUnset()
	}
	p, err := s.store.Person(ctx, by.PersonID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body models.Trial }{s.tryMail(ctx, p)}, nil
}

// testSlack is testMail in Slack.
func (s *server) testSlack(ctx context.Context, _ *struct{}) (*struct{ Body models.Trial }, error) {
	by := actor(ctx)
	if err := by.Need(models.Administrator); err != nil {
		return nil, err
	}
	if s.trySlack == nil {
		return nil, models.SlackUnset()
	}
	p, err := s.store.Person(ctx, by.PersonID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body models.Trial }{s.trySlack(ctx, p)}, nil
}

func (s *server) testTracker(ctx context.Context, _ *struct{}) (*struct{ Body models.Trial }, error) {
	projects, err := s.store.JiraProjects(ctx, actor(ctx))
	if err != nil {
		return nil, err
	}
	if s.tryJira == nil {
		return nil, models.JiraUnset()
	}
	return &struct{ Body models.Trial }{s.tryJira(ctx, projects)}, nil
}
