package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"debrief/models"
)

// spareRows are empty rows for more people: the forms work without scripts.
const spareRows = 3

// suggestedDays is on how many days a time is looked for that suits everybody.
const suggestedDays = 5

type meetingView struct {
	Review    models.Review
	Incident  models.Incident
	Meeting   models.Meeting // what the form starts with
	Scheduled bool           // there is one that is changed
	Due       due
	Late      bool                     // the time that the form shows is after the deadline
	Conflicts []models.MeetingConflict // what speaks against the time that the form shows
	Confirm   string                   // what confirms that time; "" while nothing is asked
	Attendees []models.Attendee
	Agenda    []models.AgendaPoint
	Others    map[string]string // the suggested time elsewhere
}

func (w *site) meetingPage(r *request) error { return w.showMeeting(r, http.StatusOK, nil) }

func (w *site) showMeeting(r *request, status int, f *form) error {
	ctx := r.Request().Context()
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	v := meetingView{Agenda: models.Agenda}
	if v.Review, err = w.store.Review(ctx, r.by, id); err != nil {
		return err
	}
	facts, err := w.store.ReviewFacts(ctx, v.Review)
	if err != nil {
		return err
	}
	v.Incident = facts.Incident
	if facts.Meeting != nil && facts.Meeting.State == models.Scheduled {
		v.Meeting, v.Scheduled, v.Attendees = *facts.Meeting, true, facts.Meeting.Attendees
	} else {
		if v.Attendees, err = w.store.SuggestAttendees(ctx, r.by, id); err != nil {
			return err
		}
		v.Meeting = models.Meeting{ReviewID: id, Minutes: models.DefaultMeetingMinutes, Attendees: v.Attendees}
		if v.Meeting.StartsAt, err = w.store.SuggestTime(ctx, r.by, v.Meeting, w.suggestTimes(r, v)); err != nil {
			return err
		}
	}
	starts, minutes := &v.Meeting.StartsAt, v.Meeting.Minutes
	if f.of("schedule") {
		typed := &input{values: f.Values, zone: r.me.Location()}
		v.Attendees, starts, minutes = attendeesOf(typed), typed.moment("starts_at", starts), typed.integer("minutes")
	}
	days := r.teamWorkdays(v.Incident.TeamID)
	v.Due = dueAsOf(days.DateOf(r.now), v.Review.DueOn, v.Review.Open() && !v.Review.Historic)
	v.Late = starts != nil && afterDeadline(v.Review, days, *starts)
	if f != nil && len(f.Asks) > 0 {
		v.Conflicts, v.Confirm = f.Asks, confirmation(f.Asks)
	} else if starts != nil {
		shown := models.Meeting{ReviewID: id, StartsAt: *starts, Minutes: minutes, Attendees: v.Attendees}
		if v.Conflicts, err = w.store.MeetingConflicts(ctx, r.by, shown); err != nil {
			return err
		}
	}
	for range spareRows {
		v.Attendees = append(v.Attendees, models.Attendee{Part: models.Guest})
	}
	title := "Schedule the meeting of " + v.Review.Ref()
	if v.Scheduled {
		title = "Change the meeting of " + v.Review.Ref()
	}
	return r.render(status, "meeting", &page{Title: title, Form: f, Data: v})
}

// suggestTimes offers the morning two business days ahead, or the last business day that keeps the deadline; then the other half hours of
// that day, and those of the days after it that keep the deadline.
func (w *site) suggestTimes(r *request, v meetingView) (times []time.Time) {
	days, last := w.store.PersonWorkdays(r.me), v.Review.DueOn
	today := days.DateOf(r.now)
	day := days.AddBusinessDays(today, 2)
	if !last.IsZero() && last.Before(day) && today.Before(last) {
		day = last
		if open := days.BusinessDaysBefore(last.AddDays(1), 1); today.Before(open) {
			day = open
		}
	}
	first := day.At(10, 0, r.me.Location())
	times = append(times, first)
	for n := 0; n < suggestedDays && (n == 0 || !day.After(last)); n++ {
		for half := 2 * models.WorkStartHour; half < 2*models.WorkEndHour; half++ {
			times = append(times, day.At(half/2, half%2*30, r.me.Location()))
		}
		day = days.NextBusinessDay(day)
	}
	return times
}

// attendeesOf reads the rows of the form; those without a person are left out.
func attendeesOf(in *input) []models.Attendee {
	var list []models.Attendee
	for n := range 200 {
		prefix := fmt.Sprintf("attendees[%d].", n)
		if !in.values.Has(prefix + "person_id") {
			break
		}
		if id := in.id(prefix + "person_id"); id != 0 {
			list = append(list, models.Attendee{PersonID: id, Part: models.Part(in.text(prefix + "part")), Optional: in.on(prefix + "optional")})
		}
	}
	return list
}

// renumber makes the typed rows stand without gaps, so that an error about a row is shown at that row.
func renumber(values url.Values, list string) {
	rows := url.Values{}
	next := 0
	for n := 0; values.Has(fmt.Sprintf("%s[%d].person_id", list, n)); n++ {
		old := fmt.Sprintf("%s[%d].", list, n)
		filled := values.Get(old+"person_id") != ""
		for _, field := range []string{"person_id", "part", "optional"} {
			if filled && values.Has(old+field) {
				rows[fmt.Sprintf("%s[%d].%s", list, next, field)] = values[old+field]
			}
			delete(values, old+field)
		}
		if filled {
			next++
		}
	}
	maps.Copy(values, rows)
}

func (w *site) saveMeeting(r *request) error {
	ctx := r.Request().Context()
	id, err := r.reviewID()
	if err != nil {
		return err
	}
	in := r.input()
	wish := models.Meeting{ReviewID: id, Minutes: in.integer("minutes"), Place: in.text("place"), Attendees: attendeesOf(in)}
	meetingID := in.id("meeting_id")
	var before models.Meeting
	var starts *time.Time
	if meetingID != 0 {
		if before, err = w.meeting(r, id, meetingID); err != nil {
			return err
		}
		starts = &before.StartsAt
	}
	if at := in.moment("starts_at", starts); at != nil {
		wish.StartsAt = *at
	}
	var conflicts []models.MeetingConflict
	if in.refused() == nil {
		if conflicts, err = w.newConflicts(r, before, wish); err != nil {
			return err
		}
	}
	if models.Needed(conflicts) && in.text("confirmed") != confirmation(conflicts) {
		renumber(in.values, "attendees")
		return w.showMeeting(r, http.StatusConflict, &form{Name: "schedule", Values: in.values, Asks: conflicts})
	}
	flash := w.mailed("The meeting is scheduled.", "Everybody invited gets an email with the appointment.")
	var saved models.Meeting
	if err = in.refused(); err == nil {
		if meetingID == 0 {
			saved, err = w.store.ScheduleMeeting(ctx, r.by, r.now, wish)
		} else if version := in.version(); in.refused() != nil {
			err = in.refused()
		} else {
			flash = w.mailed("The meeting is changed.", "Everybody it concerns gets an email with the update.")
			saved, err = w.store.RescheduleMeeting(ctx, r.by, r.now, meetingID, version, wish)
		}
	}
	if err != nil {
		renumber(in.values, "attendees")
		return r.again("schedule", err, w.showMeeting)
	}
	late, err := w.lateness(r, saved)
	if err != nil {
		return err
	}
	if !models.Needed(conflicts) { // else they were asked about
		for _, c := range conflicts {
			late = append(late, c.Text+" (optional).")
		}
	}
	if len(late) > 0 {
		r.warn("%s", strings.Join(late, " "))
	}
	return r.done("/reviews/"+models.Review{ID: id}.Ref()+"#meeting", "%s", flash)
}

// mailed tells what was done, and who hears of it; without mail that is nobody.
func (w *site) mailed(done, heard string) string {
	if !w.opts.MailConnected {
		heard = "Nobody was told: no mail server is set up."
	}
	return done + " " + heard
}

// newConflicts returns what speaks against the time of a meeting that can be saved. What stood against it before, while it stays
// where it is, was asked about then.
func (w *site) newConflicts(r *request, before, wish models.Meeting) ([]models.MeetingConflict, error) {
	ctx := r.Request().Context()
	if err := wish.Validate(); err != nil || wish.StartsAt.Before(r.now) {
		return nil, nil // it is refused for that
	}
	conflicts, err := w.store.MeetingConflicts(ctx, r.by, wish)
	if err != nil || !before.StartsAt.Equal(wish.StartsAt) || before.Minutes != wish.Minutes {
		return conflicts, err
	}
	old, err := w.store.MeetingConflicts(ctx, r.by, before)
	return slices.DeleteFunc(conflicts, func(c models.MeetingConflict) bool {
		return slices.ContainsFunc(old, func(o models.MeetingConflict) bool { return o.Text == c.Text && o.Optional == c.Optional })
	}), err
}

// confirmation is what the button says that confirms just these conflicts: others, of another time, are asked about again.
func confirmation(conflicts []models.MeetingConflict) string {
	h := sha256.New()
	for _, c := range conflicts {
		fmt.Fprintln(h, c.Text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// lateness says on the next page that a meeting lies after the deadline: it is allowed.
func (w *site) lateness(r *request, m models.Meeting) ([]string, error) {
	ctx := r.Request().Context()
	review, err := w.store.Review(ctx, models.System, m.ReviewID) // who left themselves out may not see it any more
	if err != nil {
		return nil, err
	}
	incident, err := w.store.Incident(ctx, models.System, review.IncidentID)
	if err != nil {
		return nil, err
	}
	if days := r.teamWorkdays(incident.TeamID); afterDeadline(review, days, m.StartsAt) {
		return []string{"The meeting is after the deadline of " + dueAsOf(days.DateOf(r.now), review.DueOn, false).Day + "."}, nil
	}
	return nil, nil
}

// meetingForm runs one verb on a meeting of the review.
func (w *site) meetingForm(r *request, name, flash string, verb func(id, version int64, in *input) error) error {
	return w.reviewForm(r, name, flash, func(review int64, in *input) error {
		id, version := in.id("meeting_id"), in.version()
		if err := in.refused(); err != nil {
			return err
		}
		if _, err := w.meeting(r, review, id); err != nil {
			return err
		}
		return verb(id, version, in)
	})
}

// meeting returns one meeting of the review.
func (w *site) meeting(r *request, review, id int64) (models.Meeting, error) {
	m, err := w.store.Meeting(r.Request().Context(), r.by, id)
	if err == nil && m.ReviewID != review {
		err = models.NotFoundf("there is no such meeting of this review")
	}
	return m, err
}

// respondToMeeting records the person's own answer to an invitation, and leads back to where it was given.
func (w *site) respondToMeeting(r *request) error {
	review, err := r.reviewID()
	if err != nil {
		return err
	}
	in := r.input()
	id, sequence, answer := in.id("meeting_id"), in.integer("sequence"), models.Response(in.text("response"))
	if id == 0 {
		in.check.Fail("meeting_id", "is missing; load the page again")
	}
	if err = in.refused(); err == nil {
		_, err = w.meeting(r, review, id)
	}
	if err == nil {
		_, err = w.store.RespondToMeeting(r.Request().Context(), r.by, r.now, id, &sequence, answer)
	}
	if err != nil {
		return r.again("meeting-response", err, w.showReview)
	}
	to := reviewPath(review) + "#meeting"
	if in.on("home") {
		to = "/"
	}
	return r.done(to, "Your answer is recorded: %s.", strings.ToLower(word(answer)))
}

// Invited returns the signed-in person's place in a meeting that can still be answered; nil where there is none.
func (p *page) Invited(m models.Meeting) *models.Attendee {
	n := slices.IndexFunc(m.Attendees, func(a models.Attendee) bool { return a.PersonID == p.Me.ID })
	if n < 0 || m.State != models.Scheduled || !p.Now.Before(m.End()) {
		return nil
	}
	return &m.Attendees[n]
}

func (w *site) holdMeeting(r *request) error {
	return w.meetingForm(r, "meeting-held", "It is recorded that the meeting was held.", func(id, version int64, in *input) error {
		there, err := in.there()
		if err == nil {
			_, err = w.store.HoldMeeting(r.Request().Context(), r.by, r.now, id, version, there)
		}
		return err
	})
}

func (w *site) correctAttendance(r *request) error {
	return w.meetingForm(r, "meeting-attendance", "Who was there is corrected.", func(id, version int64, in *input) error {
		there, err := in.there()
		if err == nil {
			_, err = w.store.CorrectAttendance(r.Request().Context(), r.by, r.now, id, version, there)
		}
		return err
	})
}

// there reads who was at a meeting: those who are ticked, and who came uninvited.
func (in *input) there() ([]int64, error) {
	list := in.ids("attended")
	for n := range spareRows {
		if id := in.id(alsoField(n)); id != 0 {
			list = append(list, id)
		}
	}
	return list, in.refused()
}

func alsoField(n int) string { return fmt.Sprintf("also[%d]", n) }

// Also are the controls of a form for those who came to a meeting uninvited.
func (p *page) Also(form string, m models.Meeting) (list []*field) {
	others := slices.DeleteFunc(p.Persons("Nobody else", nil), func(o option) bool {
		return slices.ContainsFunc(m.Attendees, func(a models.Attendee) bool { return o.Value == text(a.PersonID) })
	})
	for n := range spareRows {
		list = append(list, p.Select(form, alsoField(n), fmt.Sprintf("Somebody else who came (%d)", n+1), "", others))
	}
	return list
}

func (w *site) missMeeting(r *request) error {
	return w.meetingForm(r, "meeting-missed", "It is recorded that the meeting did not take place. Schedule a new one.", func(id, version int64, in *input) error {
		_, err := w.store.MissMeeting(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

func (w *site) callOffMeeting(r *request) error {
	return w.meetingForm(r, "meeting-off", w.mailed("The meeting is called off.", "Everybody invited gets an email with the cancellation."), func(id, version int64, in *input) error {
		_, err := w.store.CallOffMeeting(r.Request().Context(), r.by, r.now, id, version, in.text("reason"))
		return err
	})
}

// teamWorkdays returns the days on which a team works, those of nobody in particular without one.
func (r *request) teamWorkdays(teamID *int64) models.Workdays {
	if teamID != nil {
		if t, err := r.store.Team(r.Request().Context(), *teamID); err == nil {
			return r.store.PersonWorkdays(models.Person{TimeZone: t.TimeZone, Region: t.Region}) // the store keeps the holidays
		}
	}
	return models.Workdays{Zone: time.UTC}
}

// pending are the attendees who have not heard of the latest change.
func pending(m *models.Meeting) []models.Attendee {
	return slices.DeleteFunc(slices.Clone(m.Attendees), func(a models.Attendee) bool {
		return a.Invitation == nil || a.Invitation.AgreedRevision >= a.Invitation.Revision
	})
}

// Pending counts them for a template.
func (v reviewView) Pending() int {
	if v.Meeting == nil {
		return 0
	}
	return len(pending(v.Meeting))
}

// OnTheWay says what is sent to them: “1 invitation and 2 updates are”.
func (v reviewView) OnTheWay() string {
	invitations, updates := 0, 0
	for _, a := range pending(v.Meeting) {
		if a.Invitation.SentAt == nil {
			invitations++
		} else {
			updates++
		}
	}
	var list []string
	if invitations > 0 {
		list = append(list, plural(invitations, "invitation", "invitations"))
	}
	if updates > 0 {
		list = append(list, plural(updates, "update", "updates"))
	}
	if invitations+updates == 1 {
		return list[0] + " is"
	}
	return models.Enumerate(list) + " are"
}
