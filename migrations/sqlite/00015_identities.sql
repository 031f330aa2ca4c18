-- +goose Up

-- Who somebody is in the company's sign-in: the issuer and the subject are one account's for ever, an address is not.
CREATE TABLE identities (
    id integer PRIMARY KEY AUTOINCREMENT,
    person_id integer NOT NULL REFERENCES people (id),
    issuer text NOT NULL,
    subject text NOT NULL,
    email text NOT NULL DEFAULT '',
    created_at datetime NOT NULL,
    used_at datetime NOT NULL,
    UNIQUE (issuer, subject),
    UNIQUE (person_id, issuer)
);

-- +goose Down
DROP TABLE identities;
