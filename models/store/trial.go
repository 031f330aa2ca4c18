package store

import (
	"context"
	"slices"

	"debrief/models"
)

// JiraProjects returns the projects that issues go to: the default's, and those of the active teams that name one. It has "" where
// a team's issues would go nowhere. It is for administrators.
func (s *Store) JiraProjects(ctx context.Context, by models.Actor) ([]string, error) {
	if err := by.Need(models.Administrator); err != nil {
		return nil, err
	}
	var list []string
	if err := s.reader(ctx).Model(&models.Team{}).Where("active").Distinct().Order("jira_project").Pluck("jira_project", &list).Error; err != nil {
		return nil, err
	}
	if own := s.opts.JiraProject; own != "" {
		list = slices.DeleteFunc(list, func(p string) bool { return p == "" || p == own })
		return append([]string{own}, list...), nil
	}
	if len(list) == 0 {
		list = []string{""}
	}
	return list, nil
}
