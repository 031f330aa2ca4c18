-- +goose Up

-- When the meeting was to start by the last mail to an attendee: who hears that it moved hears what they were told before.
ALTER TABLE invitations ADD COLUMN told_starts_at datetime;
UPDATE invitations SET told_starts_at = (SELECT meetings.starts_at FROM attendees JOIN meetings ON meetings.id = attendees.meeting_id WHERE attendees.id = invitations.attendee_id)
WHERE agreed_revision = revision;

-- +goose Down
ALTER TABLE invitations DROP COLUMN told_starts_at;
