package jira

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"debrief/models"
)

const (
	trialTimeout = 20 * time.Second // how long somebody waits for the page that tells of it
	trialsAtOnce = 4                // projects that are asked about at a time
	maxTold      = 300              // characters of what Jira calls things, in one sentence
)

// Try asks Jira who the account is, and whether it can see and create issues of the type in each of the projects; "" is a project that
// is not set. It tells in a sentence what is missing.
func (c *Client) Try(ctx context.Context, issueType string, projects []string) models.Trial {
	ctx, cancel := context.WithTimeout(ctx, trialTimeout)
	defer cancel()
	_, name, err := c.Myself(ctx)
	if err != nil {
		why := told(err)
		return models.Trial{Says: strings.ToUpper(why[:1]) + why[1:] + "."}
	}
	lacks := make([]string, len(projects))
	turn := make(chan struct{}, trialsAtOnce)
	var all sync.WaitGroup
	for n, project := range projects {
		all.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			lacks[n] = c.lacks(ctx, issueType, project)
		})
	}
	all.Wait()
	var missing, fine []string
	for n, project := range projects {
		if lacks[n] == "" {
			fine = append(fine, project)
		} else {
			missing = append(missing, lacks[n])
		}
	}
	who := fmt.Sprintf("Jira knows the account as %s", clip(name, 60))
	can := ""
	if len(fine) > 0 {
		can = fmt.Sprintf("it can see and create issues of type %s in %s", issueType, models.Enumerate(fine))
	}
	switch {
	case len(missing) == 0:
		return models.Trial{Works: true, Says: who + ": " + can + "."}
	case can != "":
		who += ": " + can
	}
	return models.Trial{Says: who + ", but " + strings.Join(missing, "; ") + "."}
}

// lacks tells what stands between the account and a new issue in a project; "" for nothing.
func (c *Client) lacks(ctx context.Context, issueType, project string) string {
	if project == "" {
		return "issues of teams without a project of their own have none to go to: set DEBRIEF_JIRA_PROJECT"
	}
	missing, err := c.MissingPermissions(ctx, project)
	switch {
	case KindOf(err) == NotFound:
		return fmt.Sprintf("there is no project %s, or it is not shown to the account: correct its key, or let the account browse it", project)
	case err != nil:
		return fmt.Sprintf("of project %s nothing can be told: %s", clip(project, 40), told(err))
	case len(missing) > 0:
		return fmt.Sprintf("in project %s it lacks the permission %s: give it that in the project's permission scheme", project, models.Enumerate(missing))
	}
	required, err := c.RequiredFields(ctx, project, issueType)
	switch {
	case KindOf(err) == Invalid:
		return told(err) + " as DEBRIEF_JIRA_ISSUE_TYPE"
	case err != nil:
		return fmt.Sprintf("no issue can be made in project %s: %s", project, told(err))
	case len(required) > 0:
		return fmt.Sprintf("project %s asks for %s on every new issue, which Debrief cannot fill: make that optional there, or give it a default",
			project, clip(models.Enumerate(required), maxTold))
	}
	return ""
}

// told is what an error tells a person: what was being done they know.
func told(err error) string {
	var e *Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e.Status == 0 && e.Kind == Invalid { // not asked at all: the field says all
		for _, what := range e.Fields {
			return clip(what, maxTold)
		}
	}
	return e.Message
}
