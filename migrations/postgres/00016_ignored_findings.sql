-- +goose Up

-- The document says itself, in a comment, that the finding does not apply: nobody dismissed it.
ALTER TABLE findings ADD COLUMN in_text boolean NOT NULL DEFAULT false;

-- +goose Down
ALTER TABLE findings DROP COLUMN in_text;
