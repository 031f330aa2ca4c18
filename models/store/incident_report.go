package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"debrief/models"
)

// incidentReport is a row of what a source said.
type incidentReport struct {
	ID         int64
	Source     string
	ExternalID string
	Number     int // from 1; 0 is the row that holds the place
	Report     string
	CreatedAt  time.Time
}

// Reported is what became of a report.
type Reported struct {
	Did        string   `json:"did"` // opened, changed, unchanged, or waiting for the end of the incident
	IncidentID int64    `json:"incident_id,omitempty"`
	Review     string   `json:"review,omitempty"` // PM-17
	Told       []string `json:"told,omitempty"`   // what moved, and what was not understood
}

// What became of a report.
const (
	ReportOpened    = "opened"
	ReportChanged   = "changed"
	ReportUnchanged = "unchanged"
	ReportWaiting   = "waiting"
)

// ReportIncident takes what a source says of one of its incidents, on behalf of Debrief itself. An incident is stored once a
// report says that it is over; where the policy asks for one, its review is opened. Reports may come twice and in any order:
// what the incident is depends only on which came.
func (s *Store) ReportIncident(ctx context.Context, now time.Time, report models.IncidentReport) (Reported, error) {
	normalize(reflect.ValueOf(&report).Elem()) // so that reports compare as they are kept
	return change(ctx, s, models.System, now, func(tx *Tx) (Reported, error) {
		if err := report.Validate(); err != nil {
			return Reported{}, err
		}
		// The report comes first: of two at once one takes the number, and the other sees what it made.
		before, after, fresh, err := tx.keepReport(report)
		if err != nil {
			return Reported{}, err
		}
		known, found, err := tx.incidentOf(report)
		switch {
		case err != nil:
			return Reported{}, err
		case !found && after.ResolvedAt == nil:
			return Reported{Did: ReportWaiting}, nil
		case !fresh && found:
			return tx.reported(ReportUnchanged, known, nil)
		}
		i := known
		if !found {
			before = models.IncidentReport{} // as it was kept
		}
		after.Amend(&i, before)
		r, told, err := tx.lookUp(&i, before, after)
		if err != nil {
			return Reported{}, err
		}
		if !found {
			if i, err = tx.addIncident(i, r); err != nil {
				return Reported{}, err
			}
			return tx.reported(ReportOpened, i, told)
		}
		amended, err := tx.amendReview(i.ID, before, after, r)
		if err != nil {
			return Reported{}, err
		}
		told = append(told, amended...)
		if reflect.DeepEqual(known, i) {
			if len(amended) > 0 {
				return tx.reported(ReportChanged, i, told)
			}
			return tx.reported(ReportUnchanged, i, told)
		}
		i.Version = 0 // over any
		moved, err := tx.moves(known.ID, func() error {
			_, err := tx.saveIncident(known, i, r)
			return err
		})
		if err != nil {
			return Reported{}, err
		}
		if known.Severity != i.Severity {
			told = append(told, fmt.Sprintf("the severity is %s instead of %s", i.Severity, known.Severity))
		}
		return tx.reported(ReportChanged, i, append(told, moved...))
	})
}

// amendReview sets the owner and the document's address of a review that is there, where the source names them now and nobody
// else has set them here. r is what the source would have of a review. It returns what it set, for people.
func (tx *Tx) amendReview(incident int64, before, after models.IncidentReport, r models.Review) (told []string, err error) {
	var rows []models.Review
	if err := forUpdate(tx.DB).Where("incident_id = ?", incident).Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	was := rows[0]
	is := was
	if before.DocumentURL != after.DocumentURL && (was.DocumentURL == "" || was.DocumentURL == before.DocumentURL) {
		is.DocumentURL = after.DocumentURL
		told = append(told, was.Ref()+" points to the document")
	}
	if before.Owner != after.Owner && was.OwnerID == nil && r.OwnerID != nil {
		is.OwnerID = r.OwnerID
		told = append(told, was.Ref()+" has an owner")
	}
	if len(told) == 0 {
		return nil, nil
	}
	if err := tx.saveReview(&is, 0); err != nil {
		return nil, err
	}
	return told, tx.recordReview(is, "changed", "the source says so", models.Changes(was, is))
}

// incidentOf loads and locks the incident that a report is about, if it is stored.
func (tx *Tx) incidentOf(r models.IncidentReport) (i models.Incident, found bool, err error) {
	err = forUpdate(tx.DB).Where("source = ? AND external_id = ? AND external_id <> ''", r.Source, r.ExternalID).Take(&i).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return i, false, nil
	}
	rows := []models.Incident{i}
	err = errors.Join(err, fillIncidents(tx.DB, rows))
	return rows[0], err == nil, err
}

// keepReport stores a report that is new, and returns what all reports of the incident said before and say with it. Of two at
// once the second waits until the first is done.
func (tx *Tx) keepReport(r models.IncidentReport) (before, after models.IncidentReport, fresh bool, err error) {
	of := func() *gorm.DB { return tx.Where("source = ? AND external_id = ?", r.Source, r.ExternalID) }
	first := incidentReport{Source: r.Source, ExternalID: r.ExternalID, CreatedAt: tx.now} // holds the place, and says nothing
	if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&first).Error; err != nil {
		return before, after, false, err
	}
	if err := forUpdate(of()).Where("number = 0").Take(&first).Error; err != nil {
		return before, after, false, err
	}
	var rows []incidentReport
	if err := of().Where("number > 0").Order("number").Find(&rows).Error; err != nil {
		return before, after, false, err
	}
	reports := make([]models.IncidentReport, len(rows), len(rows)+1)
	for n, row := range rows {
		if err := json.Unmarshal([]byte(row.Report), &reports[n]); err != nil {
			return before, after, false, fmt.Errorf("read report %d: %w", row.ID, err)
		}
	}
	before = models.FoldReports(reports)
	text, err := json.Marshal(r)
	if err != nil {
		return before, after, false, fmt.Errorf("keep the report: %w", err)
	}
	row := incidentReport{Source: r.Source, ExternalID: r.ExternalID, Number: len(rows) + 1, Report: string(text)}
	for n, known := range reports {
		switch {
		case r.Repeats(known) && !r.At.After(known.At): // nothing that it could still change
			return before, before, false, nil
		case r.Repeats(known) && known.At.Equal(before.At): // the latest, said once more: it holds from now on
			reports[n] = r
			return before, models.FoldReports(reports), false, tx.Model(&rows[n]).Update("report", row.Report).Error
		}
	}
	return before, models.FoldReports(append(reports, r)), true, tx.create(&row)
}

// lookUp sets the services, team and people of an incident where the source says otherwise than before, and returns the
// review that the policy may ask for. Who is not known is left out, and told.
func (tx *Tx) lookUp(i *models.Incident, before, after models.IncidentReport) (r models.Review, told []string, err error) {
	d, err := tx.directory()
	if err != nil {
		return r, nil, err
	}
	if !slices.Equal(before.Services, after.Services) {
		if i.ServiceIDs, _, err = d.services(tx, after.Services); err != nil {
			return r, nil, err
		}
		slices.Sort(i.ServiceIDs)
		i.ServiceIDs = slices.Compact(i.ServiceIDs)
	}
	if before.Team != after.Team {
		if i.TeamID = d.team(after.Team); i.TeamID == nil {
			told = append(told, fmt.Sprintf("the team %q is not known here", after.Team))
		}
	}
	if i.TeamID == nil && len(i.ServiceIDs) > 0 {
		var owning []models.Service
		if err := tx.Where("id IN ? AND team_id IS NOT NULL", i.ServiceIDs).Order("id").Limit(1).Find(&owning).Error; err != nil {
			return r, nil, err
		}
		if len(owning) > 0 {
			i.TeamID = owning[0].TeamID
		}
	}
	if !slices.Equal(before.Responders, after.Responders) {
		for _, p := range after.Responders {
			id := d.person(cmp.Or(p.Email, p.Name))
			if id == nil {
				told = append(told, unknownPerson(cmp.Or(p.Email, p.Name)))
				continue
			}
			if !i.TookPart(*id) {
				i.Responders = append(i.Responders, models.Responder{IncidentID: i.ID, PersonID: *id, Part: cmp.Or(p.Part, models.ResponderPart)})
			}
		}
		slices.SortFunc(i.Responders, func(a, b models.Responder) int { return cmp.Compare(a.PersonID, b.PersonID) })
	}
	r.DocumentURL = after.DocumentURL
	if named := cmp.Or(after.Owner.Email, after.Owner.Name); named != "" {
		id := d.person(named)
		switch r.OwnerID = d.inCharge(id); {
		case id == nil:
			told = append(told, unknownPerson(named))
		case r.OwnerID == nil:
			told = append(told, fmt.Sprintf("%q is a viewer and cannot own a review", named))
		}
	}
	if r.OwnerID == nil && i.TeamID != nil { // somebody has to name an owner; the lead can
		team, err := tx.teamOf(i.TeamID)
		if err != nil {
			return r, nil, err
		}
		r.OwnerID = d.inCharge(team.LeadID)
	}
	return r, told, nil
}

func unknownPerson(written string) string {
	return fmt.Sprintf("nobody here, or more than one person, is %q", written)
}

// moves tells which deadlines of an incident's review and its items a change moves.
func (tx *Tx) moves(incident int64, change func() error) ([]string, error) {
	type deadline struct {
		ID    int64
		DueOn models.Date
	}
	read := func() (reviews, items []deadline, err error) {
		err = tx.Model(&models.Review{}).Where("incident_id = ?", incident).Select("id, due_on").Find(&reviews).Error
		if err != nil {
			return nil, nil, err
		}
		err = tx.Model(&models.ActionItem{}).Where("review_id IN (SELECT id FROM reviews WHERE incident_id = ?)", incident).
			Select("id, due_on").Order("id").Find(&items).Error
		return reviews, items, err
	}
	reviews, items, err := read()
	if err != nil {
		return nil, err
	}
	if err := change(); err != nil {
		return nil, err
	}
	reviewsNow, itemsNow, err := read()
	if err != nil {
		return nil, err
	}
	var told []string
	if len(reviews) == 0 && len(reviewsNow) > 0 {
		told = append(told, fmt.Sprintf("%s was opened", models.Review{ID: reviewsNow[0].ID}.Ref()))
	}
	tell := func(before, now []deadline, ref func(int64) string) {
		for n := range before {
			switch was, is := before[n].DueOn, now[n].DueOn; {
			case was == is:
			case is.IsZero():
				told = append(told, ref(now[n].ID)+" has no deadline until the incident is over")
			case was.IsZero():
				told = append(told, fmt.Sprintf("%s is due on %s", ref(now[n].ID), is))
			default:
				told = append(told, fmt.Sprintf("%s is due on %s instead of %s", ref(now[n].ID), is, was))
			}
		}
	}
	tell(reviews, reviewsNow, func(id int64) string { return models.Review{ID: id}.Ref() })
	tell(items, itemsNow, func(id int64) string { return models.ActionItem{ID: id}.Ref() })
	return told, nil
}

func (tx *Tx) reported(did string, i models.Incident, told []string) (Reported, error) {
	if i.WithdrawnAt != nil {
		told = append(told, "the incident was withdrawn here, and stays so")
	}
	out := Reported{Did: did, IncidentID: i.ID, Told: told}
	var reviews []models.Review
	if err := tx.Where("incident_id = ?", i.ID).Find(&reviews).Error; err != nil {
		return out, err
	}
	if len(reviews) > 0 {
		out.Review = reviews[0].Ref()
	}
	return out, nil
}
