-- +goose Up

-- A dismissed finding that is not found in a version stays, out of sight, so that it is dismissed when it is found again.
ALTER TABLE findings ADD COLUMN hidden boolean NOT NULL DEFAULT false;

-- When a version was checked last: no findings are no praise of what was never checked.
ALTER TABLE documents ADD COLUMN checked_at datetime;
UPDATE documents SET checked_at = (SELECT max(updated_at) FROM findings
    WHERE findings.review_id = documents.review_id AND findings.document_number = documents.number);

-- The title that an item had first: the one by which a document may list it.
ALTER TABLE action_items ADD COLUMN first_title text NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE action_items DROP COLUMN first_title;
ALTER TABLE documents DROP COLUMN checked_at;
DELETE FROM findings WHERE hidden;
ALTER TABLE findings DROP COLUMN hidden;
