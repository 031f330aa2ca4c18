-- +goose Up

-- Where in Slack a team hears of its reviews, and what was told there of each meeting.
ALTER TABLE teams ADD COLUMN slack_channel text NOT NULL DEFAULT '';
CREATE TABLE announcements (
    id integer PRIMARY KEY AUTOINCREMENT,
    meeting_id integer NOT NULL UNIQUE REFERENCES meetings (id),
    revision integer NOT NULL,
    told_starts_at datetime,
    posted_at datetime,
    posts integer NOT NULL DEFAULT 0,
    channel text NOT NULL DEFAULT '',
    begun_at datetime,
    begun_starts_at datetime,
    due_at datetime,
    leased_until datetime,
    lease text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT ''
);
CREATE INDEX announcements_due ON announcements (due_at) WHERE due_at IS NOT NULL;

-- +goose Down
DROP TABLE announcements;
ALTER TABLE teams DROP COLUMN slack_channel;
