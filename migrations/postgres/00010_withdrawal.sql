-- +goose Up

-- An incident that was reported by mistake stays, and does not count.
ALTER TABLE incidents ADD COLUMN withdrawn_at timestamptz;
ALTER TABLE incidents ADD COLUMN withdrawn_by_id bigint REFERENCES people (id);
ALTER TABLE incidents ADD COLUMN withdrawn_reason text NOT NULL DEFAULT '';
ALTER TABLE incidents ADD COLUMN duplicate_of_id bigint REFERENCES incidents (id);
CREATE INDEX incidents_withdrawn ON incidents (id) WHERE withdrawn_at IS NOT NULL;

-- +goose Down
DROP INDEX incidents_withdrawn;
ALTER TABLE incidents DROP COLUMN duplicate_of_id;
ALTER TABLE incidents DROP COLUMN withdrawn_reason;
ALTER TABLE incidents DROP COLUMN withdrawn_by_id;
ALTER TABLE incidents DROP COLUMN withdrawn_at;
