-- +goose Up

-- Where a person's daily letter goes; how one went, and why it went another way than that.
ALTER TABLE people ADD COLUMN letters_via text NOT NULL DEFAULT 'mail' CHECK (letters_via IN ('mail', 'slack'));
ALTER TABLE digests ADD COLUMN via text NOT NULL DEFAULT '' CHECK (via IN ('', 'mail', 'slack'));
ALTER TABLE digests ADD COLUMN note text NOT NULL DEFAULT '';
UPDATE digests SET via = 'mail' WHERE started_at IS NOT NULL;
CREATE INDEX digests_noted ON digests (sent_at) WHERE note <> '';

-- +goose Down
DROP INDEX digests_noted;
ALTER TABLE digests DROP COLUMN note;
ALTER TABLE digests DROP COLUMN via;
ALTER TABLE people DROP COLUMN letters_via;
