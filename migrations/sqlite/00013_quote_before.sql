-- +goose Up

-- What stood before the words that a comment is about: it tells which of their places is meant.
ALTER TABLE comments ADD COLUMN quote_before text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE comments DROP COLUMN quote_before;
