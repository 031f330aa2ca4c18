package models

import "time"

// AnnounceBefore is how long before the meeting a team's channel hears of it: the guide has the owner post the document 24 hours
// before, so that others read it for style and content.
const AnnounceBefore = 24 * time.Hour

// remembered is how much earlier a channel may have heard that a meeting has moved, to need no word a day before.
const remembered = 24 * time.Hour

// Announcement is what a team's Slack channel was told of one meeting. ToldStartsAt is when those who read it believe that the meeting
// begins; nil while they expect none.
type Announcement struct {
	ID            int64
	MeetingID     int64
	Revision      int64
	ToldStartsAt  *time.Time
	PostedAt      *time.Time // the last message; nil for none yet
	Posts         int        // how many messages there are
	Channel       string     // of the last message, or of the one that was begun
	BegunAt       *time.Time // since then one more message may be there; nil where that is known
	BegunStartsAt *time.Time // what that one tells; nil for that there is no meeting
	DueAt         *time.Time
	Queue         `gorm:"embedded"`
}

// AnnouncementFacts is what the rules of an announcement look at.
type AnnouncementFacts struct {
	Meeting  Meeting
	Review   Review
	Incident Incident
	Team     *Team // the incident's; nil for none
}

// Notice is what a channel is to hear next.
type Notice struct {
	At       time.Time
	Channel  string
	StartsAt *time.Time // nil: the meeting does not take place
	Was      *time.Time // what the channel was told before, where that is no longer so
	Look     bool       // nothing is said before it is known whether the message that was begun arrived
}

// Next returns what the channel is to hear of the meeting next, and when; nil for nothing. Who was told something that is no longer so
// hears that at once, as long as it matters.
func (a Announcement) Next(now time.Time, f AnnouncementFacts) *Notice {
	if f.Team == nil || !f.Team.Active || f.Team.SlackChannel == "" || f.Review.Restricted || f.Review.Historic {
		return nil
	}
	starts, told := f.Meeting.StartsAt, a.ToldStartsAt
	ahead := func(t *time.Time) bool { return t != nil && now.Before(*t) }
	if a.BegunAt != nil {
		if !ahead(&starts) && !ahead(told) && !ahead(a.BegunStartsAt) {
			return nil
		}
		return &Notice{At: now, Channel: a.Channel, Look: true}
	}
	if f.Meeting.State == CalledOff && ahead(told) {
		return &Notice{At: now, Channel: a.Channel, Was: told}
	}
	if f.Meeting.State != Scheduled || !f.Review.Open() || f.Incident.WithdrawnAt != nil || !ahead(&starts) {
		return nil
	}
	if told != nil && !told.Equal(starts) {
		return &Notice{At: now, Channel: a.Channel, StartsAt: &starts, Was: told}
	}
	at := starts.Add(-AnnounceBefore)
	if told != nil && a.PostedAt != nil && !a.PostedAt.Before(at.Add(-remembered)) {
		return nil
	}
	return &Notice{At: at, Channel: f.Team.Channel(), StartsAt: &starts}
}
