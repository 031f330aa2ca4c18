package store

import (
	"gorm.io/gorm"

	"debrief/models"
)

// ofTeams is true of action items whose team fits: their own, else their incident's. Told as two cases, an index serves it.
func ofTeams(fits string) string {
	return `(action_items.team_id ` + fits + ` OR (action_items.team_id IS NULL AND action_items.review_id IN (SELECT reviews.id FROM reviews
		JOIN incidents ON incidents.id = reviews.incident_id WHERE incidents.team_id ` + fits + `)))`
}

// fillTeams tells of every row whose it is: its own team, else its incident's.
func fillTeams(db *gorm.DB, rows []models.ActionItem) error {
	var reviews []int64
	for n, row := range rows {
		rows[n].EffectiveTeamID = row.TeamID
		if row.TeamID == nil {
			reviews = append(reviews, row.ReviewID)
		}
	}
	if len(reviews) == 0 {
		return nil
	}
	var teams []struct {
		ID     int64
		TeamID *int64
	}
	if err := db.Table("reviews").Select("reviews.id, incidents.team_id").Joins("JOIN incidents ON incidents.id = reviews.incident_id").
		Where("reviews.id IN ?", reviews).Find(&teams).Error; err != nil {
		return err
	}
	of := map[int64]*int64{}
	for _, t := range teams {
		of[t.ID] = t.TeamID
	}
	for n, row := range rows {
		if row.TeamID == nil {
			rows[n].EffectiveTeamID = of[row.ReviewID]
		}
	}
	return nil
}
