-- +goose Up

-- The comment that a reply answers, which is none itself.
ALTER TABLE comments ADD COLUMN reply_to_id integer REFERENCES comments (id);

-- +goose Down
ALTER TABLE comments DROP COLUMN reply_to_id;
