package web

import "debrief/models"

// tryMail sends the reader a mail at once, as nothing else does: whoever sets mail up wants to see the server's answer.
func (w *site) tryMail(r *request) error {
	if w.opts.TryMail == nil {
		return models.MailUnset()
	}
	return r.tried("mail", w.opts.TryMail(r.Request().Context(), r.me))
}

// trySlack is tryMail in Slack.
func (w *site) trySlack(r *request) error {
	if w.opts.TrySlack == nil {
		return models.SlackUnset()
	}
	return r.tried("slack", w.opts.TrySlack(r.Request().Context(), r.me))
}

// tryJira asks Jira about the account and the projects.
func (w *site) tryJira(r *request) error {
	projects, err := w.store.JiraProjects(r.Request().Context(), r.by)
	if err != nil {
		return err
	}
	if w.opts.TryJira == nil {
		return models.JiraUnset()
	}
	return r.tried("jira", w.opts.TryJira(r.Request().Context(), projects))
}

// tried has the page Operations tell what became of a trial, where it was asked for.
func (r *request) tried(what string, t models.Trial) error {
	as := what + "-fails"
	if t.Works {
		as = what + "-works"
	}
	return r.told(as, "/operations#"+what, "%s", t.Says)
}

// trial returns what became of the last trial, once; nil for none.
func (r *request) trial(what string) *models.Trial {
	ctx := r.Request().Context()
	works, fails := r.sessions.PopString(ctx, what+"-works"), r.sessions.PopString(ctx, what+"-fails")
	if works+fails == "" {
		return nil
	}
	return &models.Trial{Works: fails == "", Says: works + fails}
}
