package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"debrief/models"
)

func (s *server) trialRoutes() {
	huma.Register(s.huma, ask("/mail-tests", "test-mail", "Send one short mail to yourself, and hear what the mail server answers; administrators"), s.testOnAsker(s.tryMail, models.MailUnset))
	huma.Register(s.huma, ask("/slack-tests", "test-slack", "Post one short message to yourself in Slack, and hear what Slack answers; administrators"), s.testOnAsker(s.trySlack, models.SlackUnset))
	huma.Register(s.huma, ask("/tracker-tests", "test-tracker", "Ask Jira who Debrief's account is, and whether it can see and create issues in the projects; administrators"), s.testTracker)
}

// testOnAsker sends the asker something at once, as nothing else does: whoever sets it up wants to see what the other side answers. try is
// nil, and unset says so, where it is not set up.
func (s *server) testOnAsker(try func(context.Context, models.Person) models.Trial, unset func() error) func(context.Context, *struct{}) (*struct{ Body models.Trial }, error) {
	return func(ctx context.Context, _ *struct{}) (*struct{ Body models.Trial }, error) {
		by := actor(ctx)
		if err := by.Need(models.Administrator); err != nil {
			return nil, err
		}
		if try == nil {
			return nil, unset()
		}
		p, err := s.store.Person(ctx, by.PersonID)
		if err != nil {
			return nil, err
		}
		return &struct{ Body models.Trial }{try(ctx, p)}, nil
	}
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
