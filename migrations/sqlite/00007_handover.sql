-- +goose Up

-- Who put something in a person's hands, where that is what the reminder tells.
ALTER TABLE nudges ADD COLUMN by_id integer REFERENCES people (id);

-- +goose Down
ALTER TABLE nudges DROP COLUMN by_id;
