-- +goose Up

-- What a new document starts from. Versions are never changed; a review keeps the one it was opened with.
CREATE TABLE document_templates (
    id integer PRIMARY KEY AUTOINCREMENT,
    number integer NOT NULL UNIQUE,
    body text NOT NULL,
    created_at datetime NOT NULL
);
ALTER TABLE reviews ADD COLUMN document_template_id integer REFERENCES document_templates (id);

-- How grave the team takes a rule of the document check, where that is not the rule's own level.
CREATE TABLE rule_levels (
    id integer PRIMARY KEY AUTOINCREMENT,
    rule text NOT NULL UNIQUE,
    level text NOT NULL CHECK (level IN ('error', 'warning', 'info', 'off')),
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);

-- +goose Down
DROP TABLE rule_levels;
ALTER TABLE reviews DROP COLUMN document_template_id;
DROP TABLE document_templates;
