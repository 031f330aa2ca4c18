-- +goose Up

-- The hash of the text that a review was imported from: the same file twice is one review. NULL for those that were not.
ALTER TABLE reviews ADD COLUMN imported_hash text;
CREATE UNIQUE INDEX reviews_imported ON reviews (imported_hash) WHERE imported_hash IS NOT NULL;

-- A table's rows name their review by the incident's title or external id.
CREATE INDEX incidents_title ON incidents (lower(title));
CREATE INDEX reviews_document_url ON reviews (document_url) WHERE document_url <> '';
CREATE INDEX incidents_external_id ON incidents (external_id) WHERE external_id <> '';

-- What sources said of incidents, as it came. number counts the reports of one incident from 1; the row 0 says nothing, and is
-- locked while another is added, so that none is folded without the other.
CREATE TABLE incident_reports (
    id integer PRIMARY KEY AUTOINCREMENT,
    source text NOT NULL,
    external_id text NOT NULL,
    number integer NOT NULL,
    report text NOT NULL,
    created_at datetime NOT NULL
);
CREATE UNIQUE INDEX incident_reports_number ON incident_reports (source, external_id, number);
CREATE INDEX incident_reports_created ON incident_reports (created_at);

-- +goose Down
DROP TABLE incident_reports;
DROP INDEX incidents_external_id;
DROP INDEX reviews_document_url;
DROP INDEX incidents_title;
DROP INDEX reviews_imported;
ALTER TABLE reviews DROP COLUMN imported_hash;
