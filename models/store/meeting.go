package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/oklog/ulid/v2"
	"gorm.io/gorm"

	"debrief/models"
)

// latestMeeting returns a review's meeting that is scheduled, else the one that was held, else the newest; nil for none.
func latestMeeting(db *gorm.DB, reviewID int64) (*models.Meeting, error) {
	var m models.Meeting
	err := db.Where("review_id = ?", reviewID).Order("CASE state WHEN 'scheduled' THEN 0 WHEN 'held' THEN 1 ELSE 2 END, id DESC").Take(&m).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &m, fillMeeting(db, &m)
}

// fillMeeting loads the attendees, and who came uninvited, with what each was last told.
func fillMeeting(db *gorm.DB, m *models.Meeting) error {
	m.Attendees = []models.Attendee{}
	if err := db.Where("meeting_id = ? AND (removed_at IS NULL OR attended)", m.ID).Order("optional, id").Find(&m.Attendees).Error; err != nil {
		return err
	}
	ids := make([]int64, len(m.Attendees))
	for n, a := range m.Attendees {
		ids[n] = a.ID
	}
	var sent []models.Invitation
	if err := db.Where("attendee_id IN ?", ids).Find(&sent).Error; err != nil {
		return err
	}
	for _, i := range sent {
		at := slices.IndexFunc(m.Attendees, func(a models.Attendee) bool { return a.ID == i.AttendeeID })
		m.Attendees[at].Invitation = &i
	}
	return nil
}

// Meetings lists a review's meetings, the newest first.
func (s *Store) Meetings(ctx context.Context, by models.Actor, reviewID int64) ([]models.Meeting, error) {
	if _, err := s.Review(ctx, by, reviewID); err != nil {
		return nil, err
	}
	var rows []models.Meeting
	if err := s.reader(ctx).Where("review_id = ?", reviewID).Order("id DESC").Find(&rows).Error; err != nil {
		return nil, err
	}
	for n := range rows {
		if err := fillMeeting(s.reader(ctx), &rows[n]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// Meeting returns one meeting.
func (s *Store) Meeting(ctx context.Context, by models.Actor, id int64) (models.Meeting, error) {
	m, err := one[models.Meeting](seenBy(s.reader(ctx), by, "meetings"), id, "meeting")
	if err != nil {
		return m, err
	}
	return m, fillMeeting(s.reader(ctx), &m)
}

// SuggestAttendees returns who the guide wants in a review's meeting.
func (s *Store) SuggestAttendees(ctx context.Context, by models.Actor, reviewID int64) ([]models.Attendee, error) {
	r, err := s.Review(ctx, by, reviewID)
	if err != nil {
		return nil, err
	}
	i, err := s.Incident(ctx, models.System, r.IncidentID) // whoever sees the review sees its incident
	if err != nil {
		return nil, err
	}
	return suggestAttendees(s.reader(ctx), r, i)
}

func suggestAttendees(db *gorm.DB, r models.Review, i models.Incident) ([]models.Attendee, error) {
	var teams []models.Team
	err := db.Where("id IN (SELECT team_id FROM services WHERE id IN ?) OR id = ?", i.ServiceIDs, i.TeamID).Order("id").Find(&teams).Error
	return models.SuggestAttendees(r, i, teams), err
}

// ScheduleMeeting makes an appointment for a review that has none. Its attendees are invited by the reconciler.
func (s *Store) ScheduleMeeting(ctx context.Context, by models.Actor, now time.Time, m models.Meeting) (models.Meeting, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Meeting, error) {
		r, err := tx.review(m.ReviewID, models.Member)
		if err != nil {
			return m, err
		}
		if !r.Open() {
			return m, models.Conflictf("%s is %s; reopen it to meet again", r.Ref(), r.State)
		}
		if err := m.Validate(); err != nil {
			return m, err
		}
		if m.StartsAt.Before(now) {
			return m, models.InvalidField("starts_at", "lies in the past")
		}
		last, err := latestMeeting(tx.DB, r.ID)
		if err != nil {
			return m, err
		}
		if last != nil && last.State == models.Scheduled {
			return m, models.Conflictf("%s has a meeting that is scheduled; move that, or call it off", r.Ref())
		}
		m.Attendees = slices.Clone(m.Attendees) // the caller's stay as they are
		m.ID, m.State, m.Note, m.Sequence, m.Revision, m.StartsAt = 0, models.Scheduled, "", 0, 1, kept(m.StartsAt)
		m.UID = ulid.MustNew(ulid.Timestamp(tx.now), ulid.DefaultEntropy()).String() + "@" + tx.s.opts.Host
		if err := tx.create(&m); err != nil {
			return m, err
		}
		if err := cmp.Or(tx.inviteAll(&m, nil, false), tx.announce(m)); err != nil {
			return m, err
		}
		if err := tx.touchReview(&r); err != nil {
			return m, err
		}
		return m, tx.recordMeeting(m, "meeting scheduled", m.StartsAt.Format(time.RFC3339))
	})
}

func (tx *Tx) recordMeeting(m models.Meeting, verb, note string) error {
	return tx.record(models.Event{Subject: models.SubjectReview, SubjectID: m.ReviewID, ReviewID: &m.ReviewID, Verb: verb, Note: note})
}

// inviteAll makes the stored attendees those of the meeting: who is new is invited, who is gone gets a cancellation, and
// who stays an update where all is set.
func (tx *Tx) inviteAll(m *models.Meeting, before []models.Attendee, all bool) error {
	if err := tx.led(before, *m); err != nil {
		return err
	}
	for _, old := range before {
		if slices.ContainsFunc(m.Attendees, func(a models.Attendee) bool { return a.PersonID == old.PersonID }) {
			continue
		}
		if err := tx.Model(&models.Attendee{}).Where("id = ?", old.ID).Update("removed_at", tx.now).Error; err != nil {
			return err
		}
		if err := tx.tell("attendee_id = ?", old.ID); err != nil {
			return err
		}
	}
	for n := range m.Attendees {
		a := &m.Attendees[n]
		at := slices.IndexFunc(before, func(old models.Attendee) bool { return old.PersonID == a.PersonID })
		if at >= 0 {
			a.ID, a.Invitation = before[at].ID, before[at].Invitation
			err := tx.Model(a).Where("id = ?", a.ID).Updates(map[string]any{"part": a.Part, "optional": a.Optional, "response": a.Response}).Error
			if err != nil {
				return err
			}
			if all {
				if err := tx.tell("attendee_id = ?", a.ID); err != nil {
					return err
				}
			}
			continue
		}
		if err := tx.addAttendee(m, a); err != nil {
			return err
		}
	}
	return nil
}

// facilitator returns where a list of attendees names the meeting's facilitator; -1 for none.
func facilitator(list []models.Attendee) int {
	return slices.IndexFunc(list, func(a models.Attendee) bool { return a.Part == models.FacilitatorPart })
}

// led sees to it that whoever comes to facilitate the meeting may, and facilitates the review as well: where it had nobody, or the
// one who facilitated the meeting until now.
func (tx *Tx) led(before []models.Attendee, m models.Meeting) error {
	n, old := facilitator(m.Attendees), facilitator(before)
	if n < 0 || old >= 0 && before[old].PersonID == m.Attendees[n].PersonID {
		return nil
	}
	r, err := one[models.Review](forUpdate(tx.DB), m.ReviewID, "review")
	if err != nil {
		return err
	}
	i, err := incident(tx.DB, tx.DB, r.IncidentID)
	if err != nil {
		return err
	}
	who := m.Attendees[n].PersonID
	if i.TookPart(who) {
		return models.InvalidField(fmt.Sprintf("attendees[%d].part", n), "took an active part in the incident; choose another facilitator")
	}
	if err := tx.entrust(fmt.Sprintf("attendees[%d].part", n), nil, &who); err != nil {
		return err
	}
	if r.FacilitatorID != nil && (old < 0 || *r.FacilitatorID != before[old].PersonID) || r.OwnerID != nil && *r.OwnerID == who {
		return nil
	}
	was := r
	r.FacilitatorID = &who
	if err := tx.saveReview(&r, 0); err != nil {
		return err
	}
	tx.handsReview(was, r)
	return tx.recordReview(r, "changed", "", models.Changes(was, r))
}

// follow sees to it that who comes to facilitate a review is invited to its meeting that is ahead, and leads it. The review is locked,
// and with it its meetings.
func (tx *Tx) follow(was, r models.Review, i models.Incident) error {
	if was.FacilitatorID == r.FacilitatorID || was.FacilitatorID != nil && r.FacilitatorID != nil && *was.FacilitatorID == *r.FacilitatorID {
		return nil
	}
	m, err := latestMeeting(tx.DB, r.ID)
	if err != nil || m == nil || m.State != models.Scheduled || !tx.now.Before(m.End()) {
		return err
	}
	wanted, err := suggestAttendees(tx.DB, r, i)
	if err != nil {
		return err
	}
	before := m.Attendees
	m.FollowFacilitator(was.FacilitatorID, r.FacilitatorID, wanted)
	if slices.Equal(before, m.Attendees) {
		return nil
	}
	if err := m.Validate(); err != nil {
		return err
	}
	if err := tx.inviteAll(m, before, false); err != nil {
		return err
	}
	if err := tx.save(m, 0); err != nil {
		return err
	}
	return tx.recordMeeting(*m, "meeting changed", m.StartsAt.Format(time.RFC3339))
}

// addAttendee invites somebody new, or again somebody who was taken off before.
func (tx *Tx) addAttendee(m *models.Meeting, a *models.Attendee) error {
	var old models.Attendee
	err := tx.Where("meeting_id = ? AND person_id = ?", m.ID, a.PersonID).Take(&old).Error
	if err == nil {
		a.ID, a.Response = old.ID, models.NeedsAction
		err := tx.Model(&old).Updates(map[string]any{"part": a.Part, "optional": a.Optional, "response": a.Response, "removed_at": nil}).Error
		if err != nil {
			return err
		}
		return tx.tell("attendee_id = ?", a.ID)
	}
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return err
	}
	a.ID, a.MeetingID, a.Response, a.Attended, a.Invitation = 0, m.ID, models.NeedsAction, nil, nil
	if err := tx.Create(a).Error; err != nil {
		return listing(err, "attendees", "people", []int64{a.PersonID})
	}
	due := tx.now
	a.Invitation = &models.Invitation{AttendeeID: a.ID, Revision: 1, DueAt: &due}
	return tx.Create(a.Invitation).Error
}

// tell makes invitations due: their attendees are to hear of what changed.
func (tx *Tx) tell(where string, args ...any) error {
	return tx.Model(&models.Invitation{}).Where(where, args...).
		Updates(map[string]any{"revision": gorm.Expr("revision + 1"), "due_at": tx.now}).Error
}

// tellOf makes everybody hear again of a review's scheduled meeting, because what it is about has changed.
func (tx *Tx) tellOf(reviewID int64) error {
	err := tx.Model(&models.Meeting{}).Where("review_id = ? AND state = ?", reviewID, models.Scheduled).
		UpdateColumn("revision", gorm.Expr("revision + 1")).Error
	if err != nil {
		return err
	}
	return tx.tell(`attendee_id IN (SELECT attendees.id FROM attendees JOIN meetings ON meetings.id = attendees.meeting_id
		WHERE meetings.review_id = ? AND meetings.state = ? AND attendees.removed_at IS NULL)`, reviewID, models.Scheduled)
}

// meeting loads a meeting with its review, both locked, for somebody of at least that role.
func (tx *Tx) meeting(id int64, least models.Role) (m models.Meeting, r models.Review, err error) {
	if err := tx.lockReviewOf("meetings", id); err != nil {
		return m, r, err
	}
	if m, err = one[models.Meeting](forUpdate(seenBy(tx.DB, tx.by, "meetings")), id, "meeting"); err != nil {
		return m, r, err
	}
	if r, err = tx.review(m.ReviewID, least); err != nil {
		return m, r, err
	}
	return m, r, fillMeeting(tx.DB, &m)
}

// meetingVerb loads a meeting with its review, lets the domain decide, saves it, and looks anew at when the review is to be told of.
func (s *Store) meetingVerb(ctx context.Context, by models.Actor, now time.Time, id, version int64, verb, note string,
	decide func(models.Review, *models.Meeting) error, after func(tx *Tx, before, m *models.Meeting) error) (models.Meeting, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Meeting, error) { return tx.meetingVerb(id, version, verb, note, decide, after) })
}

func (tx *Tx) meetingVerb(id, version int64, verb, note string, decide func(models.Review, *models.Meeting) error,
	after func(tx *Tx, before, m *models.Meeting) error) (models.Meeting, error) {
	m, r, err := tx.meeting(id, models.Member)
	if err != nil {
		return m, err
	}
	before := m
	before.Attendees = slices.Clone(m.Attendees)
	if version != 0 && version != m.Version {
		return m, &models.Error{Kind: models.Stale, Version: m.Version, Message: "somebody saved the meeting meanwhile; load it again"}
	}
	if err := decide(r, &m); err != nil {
		return m, err
	}
	if err := after(tx, &before, &m); err != nil {
		return m, err
	}
	if err := tx.save(&m, version); err != nil {
		return m, err
	}
	if err := cmp.Or(tx.announce(m), tx.touchReview(&r)); err != nil {
		return m, err
	}
	if note == "" {
		note = m.StartsAt.Format(time.RFC3339)
	}
	var changes map[string][2]any
	if before.State == models.Held {
		changes = map[string][2]any{"attended": {before.There(), m.There()}}
	}
	if err := tx.recordReview(r, verb, note, changes); err != nil {
		return m, err
	}
	return m, fillMeeting(tx.DB, &m)
}

// RescheduleMeeting changes time, length, place and attendees of a scheduled meeting.
func (s *Store) RescheduleMeeting(ctx context.Context, by models.Actor, now time.Time, id, version int64, wish models.Meeting) (models.Meeting, error) {
	wish.StartsAt, wish.Attendees = kept(wish.StartsAt), slices.Clone(wish.Attendees)
	return s.meetingVerb(ctx, by, now, id, version, "meeting changed", "",
		func(_ models.Review, m *models.Meeting) error { return m.Reschedule(now, wish) },
		func(tx *Tx, before, m *models.Meeting) error {
			return tx.inviteAll(m, before.Attendees, m.Revision != before.Revision)
		})
}

// CallOffMeeting cancels a scheduled meeting.
func (s *Store) CallOffMeeting(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.Meeting, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Meeting, error) { return tx.callOff(id, version, reason) })
}

func (tx *Tx) callOff(id, version int64, reason string) (models.Meeting, error) {
	return tx.meetingVerb(id, version, "meeting called off", reason,
		func(_ models.Review, m *models.Meeting) error { return m.CallOff(reason) },
		func(tx *Tx, _, m *models.Meeting) error {
			return tx.tell("attendee_id IN (SELECT id FROM attendees WHERE meeting_id = ? AND removed_at IS NULL)", m.ID)
		})
}

// setOf makes a set of ids.
func setOf(ids []int64) map[int64]bool {
	set := map[int64]bool{}
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// HoldMeeting records that a meeting took place, and who was there.
func (s *Store) HoldMeeting(ctx context.Context, by models.Actor, now time.Time, id, version int64, attended []int64) (models.Meeting, error) {
	return s.meetingVerb(ctx, by, now, id, version, "meeting held", "",
		func(_ models.Review, m *models.Meeting) error { return m.Hold(now, setOf(attended)) },
		(*Tx).saveAttendance)
}

// errSame is why nothing is stored and told: it is recorded so already.
var errSame = errors.New("nothing changes")

// CorrectAttendance records anew who was at a meeting that was held. Nobody is told, and nothing changes where it is recorded so already.
func (s *Store) CorrectAttendance(ctx context.Context, by models.Actor, now time.Time, id, version int64, attended []int64) (models.Meeting, error) {
	m, err := s.meetingVerb(ctx, by, now, id, version, "attendance corrected", "",
		func(r models.Review, m *models.Meeting) error {
			before := m.There()
			if err := m.CorrectAttendance(r, setOf(attended)); err != nil {
				return err
			}
			if slices.Equal(before, m.There()) {
				return errSame
			}
			return nil
		}, (*Tx).saveAttendance)
	if errors.Is(err, errSame) {
		return s.Meeting(ctx, by, id)
	}
	return m, err
}

// saveAttendance stores who was there. Who came uninvited stays off the invitation to what is over.
func (tx *Tx) saveAttendance(before, m *models.Meeting) error {
	for _, old := range before.Attendees {
		if !slices.ContainsFunc(m.Attendees, func(a models.Attendee) bool { return a.ID == old.ID }) {
			if err := tx.Model(&models.Attendee{}).Where("id = ?", old.ID).Updates(map[string]any{"removed_at": tx.now, "attended": nil}).Error; err != nil {
				return err
			}
		}
	}
	for n := range m.Attendees {
		a := &m.Attendees[n]
		// By the person: who was taken off before may have come all the same.
		result := tx.Model(&models.Attendee{}).Where("meeting_id = ? AND person_id = ?", m.ID, a.PersonID).Update("attended", a.Attended)
		if result.Error != nil {
			return result.Error
		}
		if result.RowsAffected == 0 {
			a.RemovedAt = &tx.now
			if err := tx.Create(a).Error; err != nil {
				return listing(err, "attended", "people", []int64{a.PersonID})
			}
		}
	}
	return nil
}

// MissMeeting records that a meeting did not take place.
func (s *Store) MissMeeting(ctx context.Context, by models.Actor, now time.Time, id, version int64, reason string) (models.Meeting, error) {
	return s.meetingVerb(ctx, by, now, id, version, "meeting not held", reason,
		func(_ models.Review, m *models.Meeting) error { return m.Miss(now, reason) },
		func(*Tx, *models.Meeting, *models.Meeting) error { return nil })
}

// RespondToMeeting records the actor's own answer to the invitation with that sequence, or to the last one where it is nil. The
// meeting itself did not change, so its version stays.
func (s *Store) RespondToMeeting(ctx context.Context, by models.Actor, now time.Time, id int64, sequence *int, answer models.Response) (models.Meeting, error) {
	return change(ctx, s, by, now, func(tx *Tx) (models.Meeting, error) {
		m, r, err := tx.meeting(id, models.Viewer)
		if err != nil {
			return m, err
		}
		return m, tx.answer(&m, r, "", func() error { return m.Respond(tx.now, by.PersonID, sequence, answer) })
	})
}

// ReplyToMeeting records an answer that an attendee's calendar sent by mail, as that attendee. It returns a NotFound error where
// no meeting has that UID or nobody that address, and a Conflict where the attendee has answered in Debrief since.
func (s *Store) ReplyToMeeting(ctx context.Context, now time.Time, reply models.Reply) (models.Meeting, error) {
	person, err := s.PersonByEmail(ctx, reply.Email)
	if err != nil {
		return models.Meeting{}, err
	}
	var row models.Meeting
	if err := s.reader(ctx).Select("id").Where("uid = ?", reply.UID).Take(&row).Error; errors.Is(err, gorm.ErrRecordNotFound) {
		return row, models.NotFoundf("no meeting here has the UID %.100q", reply.UID)
	} else if err != nil {
		return row, err
	}
	switch {
	case reply.From != reply.Email:
		return row, models.Forbiddenf("it answers for %s, and nobody answers for others", reply.Email)
	case !person.Active:
		return row, models.Forbiddenf("%s is inactive", person.Name)
	}
	by := models.ActorFor(person)
	return change(ctx, s, by, now, func(tx *Tx) (models.Meeting, error) {
		m, r, err := tx.meeting(row.ID, models.Viewer)
		if err != nil {
			return m, err
		}
		var later int64 // in Debrief; of two mails the one that came last counts
		if err := tx.Model(&models.Event{}).Where("review_id = ? AND actor_id = ? AND verb = ? AND note = '' AND at > ?", r.ID, by.PersonID, "invitation answered", reply.At.UTC()).
			Count(&later).Error; err != nil {
			return m, err
		}
		if later > 0 && !reply.At.IsZero() {
			return m, models.Conflictf("it was answered once more since")
		}
		return m, tx.answer(&m, r, "by mail", func() error { return m.Respond(tx.now, by.PersonID, &reply.Sequence, reply.Response) })
	})
}

// answer saves what an attendee answers to the invitation.
func (tx *Tx) answer(m *models.Meeting, r models.Review, note string, decide func() error) error {
	before := slices.Clone(m.Attendees)
	if err := decide(); err != nil {
		return err
	}
	for n, a := range m.Attendees {
		if a.Response == before[n].Response {
			continue
		}
		if err := tx.Model(&models.Attendee{}).Where("id = ?", a.ID).Update("response", a.Response).Error; err != nil {
			return err
		}
		if err := tx.recordReview(r, "invitation answered", note, map[string][2]any{"response": {before[n].Response, a.Response}}); err != nil {
			return err
		}
	}
	return nil
}

// Appointment is what an invitation is made of.
type Appointment struct {
	Invitation models.Invitation
	Attendee   models.Attendee
	Person     models.Person
	Meeting    models.Meeting // with its attendees
	Review     models.Review
	Incident   models.Incident
	People     map[int64]models.Person // the attendees
	Was        *time.Time              // when it was to start by the last mail to this attendee, where that is no longer so
}

// Appointment returns what an invitation is made of, as it is now.
func (s *Store) Appointment(ctx context.Context, invitationID int64) (a Appointment, err error) {
	db := s.reader(ctx)
	if a.Invitation, err = one[models.Invitation](db, invitationID, "invitation"); err != nil {
		return a, err
	}
	if a.Attendee, err = one[models.Attendee](db, a.Invitation.AttendeeID, "attendee"); err != nil {
		return a, err
	}
	if a.Person, err = one[models.Person](db, a.Attendee.PersonID, "person"); err != nil {
		return a, err
	}
	if a.Meeting, err = s.Meeting(ctx, models.System, a.Attendee.MeetingID); err != nil {
		return a, err
	}
	if a.Review, err = s.Review(ctx, models.System, a.Meeting.ReviewID); err != nil {
		return a, err
	}
	if a.Incident, err = s.Incident(ctx, models.System, a.Review.IncidentID); err != nil {
		return a, err
	}
	ids := []int64{}
	for _, other := range a.Meeting.Attendees {
		ids = append(ids, other.PersonID)
	}
	if told := a.Invitation.ToldStartsAt; told != nil && !told.Equal(a.Meeting.StartsAt) {
		a.Was = told
	}
	a.People, err = people(db, ids)
	return a, err
}

func people(db *gorm.DB, ids []int64) (map[int64]models.Person, error) {
	var rows []models.Person
	if err := db.Where("id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	return byPersonID(rows), nil
}

func byPersonID(rows []models.Person) map[int64]models.Person {
	byID := map[int64]models.Person{}
	for _, p := range rows {
		byID[p.ID] = p
	}
	return byID
}

// SentInvitation records what an attendee was told, and hands the row back. startsAt is the start that the mail named, nil where none was
// sent: the meeting may have moved since the row was claimed, or since the mail was written.
func (s *Store) SentInvitation(ctx context.Context, now time.Time, t Task, startsAt *time.Time) error {
	_, err := change(ctx, s, models.System, now, func(tx *Tx) (struct{}, error) {
		told := map[string]any{"agreed_revision": t.Revision, "sent_at": tx.now}
		if startsAt != nil {
			told["told_starts_at"] = startsAt.UTC()
		}
		err := tx.Model(&models.Invitation{}).Where("id = ? AND lease = ?", t.ID, t.Lease).Updates(told).Error
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, tx.finish(InvitationQueue, t, nil)
	})
	return err
}
