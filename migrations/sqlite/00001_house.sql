-- +goose Up

CREATE TABLE people (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('viewer', 'member', 'facilitator', 'administrator')),
    time_zone text NOT NULL,
    region text NOT NULL DEFAULT '',
    manager_id integer REFERENCES people (id),
    delegate_id integer REFERENCES people (id),
    away_from date,
    away_until date,
    board boolean NOT NULL DEFAULT false,
    jira_account_id text NOT NULL DEFAULT '',
    active boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);

CREATE TABLE teams (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL UNIQUE,
    time_zone text NOT NULL,
    region text NOT NULL DEFAULT '',
    lead_id integer REFERENCES people (id),
    manager_id integer REFERENCES people (id),
    product_manager_id integer REFERENCES people (id),
    jira_project text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);

CREATE TABLE services (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL UNIQUE,
    team_id integer REFERENCES teams (id),
    health text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);

CREATE TABLE policies (
    severity integer PRIMARY KEY CHECK (severity BETWEEN 1 AND 5),
    review_required boolean NOT NULL,
    meeting_within integer NOT NULL,
    meeting_unit text NOT NULL CHECK (meeting_unit IN ('calendar_days', 'business_days')),
    item_days integer NOT NULL,
    nudge_before text NOT NULL,
    repeat_days integer NOT NULL,
    escalate_days integer NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);

CREATE TABLE incidents (
    id integer PRIMARY KEY AUTOINCREMENT,
    source text NOT NULL,
    external_id text NOT NULL DEFAULT '',
    url text NOT NULL DEFAULT '',
    title text NOT NULL,
    severity integer NOT NULL CHECK (severity BETWEEN 1 AND 5),
    summary text NOT NULL DEFAULT '',
    team_id integer REFERENCES teams (id),
    started_at datetime NOT NULL,
    detected_at datetime,
    resolved_at datetime,
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);
CREATE UNIQUE INDEX incidents_external ON incidents (source, external_id) WHERE external_id <> '';
CREATE INDEX incidents_started ON incidents (started_at, id);

CREATE TABLE incident_services (
    incident_id integer NOT NULL REFERENCES incidents (id),
    service_id integer NOT NULL REFERENCES services (id),
    PRIMARY KEY (incident_id, service_id)
);
CREATE INDEX incident_services_service ON incident_services (service_id);

CREATE TABLE responders (
    incident_id integer NOT NULL REFERENCES incidents (id),
    person_id integer NOT NULL REFERENCES people (id),
    part text NOT NULL,
    PRIMARY KEY (incident_id, person_id)
);

CREATE TABLE checklist_templates (
    id integer PRIMARY KEY AUTOINCREMENT,
    number integer NOT NULL UNIQUE,
    created_at datetime NOT NULL
);

CREATE TABLE questions (
    id integer PRIMARY KEY AUTOINCREMENT,
    template_id integer NOT NULL REFERENCES checklist_templates (id),
    position integer NOT NULL,
    key text NOT NULL,
    text text NOT NULL,
    help text NOT NULL DEFAULT '',
    blocking boolean NOT NULL,
    UNIQUE (template_id, key)
);

CREATE TABLE reviews (
    id integer PRIMARY KEY AUTOINCREMENT,
    incident_id integer NOT NULL UNIQUE REFERENCES incidents (id),
    owner_id integer REFERENCES people (id),
    facilitator_id integer REFERENCES people (id),
    state text NOT NULL CHECK (state IN ('draft', 'in_review', 'reviewed', 'closed', 'waived')),
    restricted boolean NOT NULL DEFAULT false,
    historic boolean NOT NULL DEFAULT false,
    due_on date,
    template_id integer NOT NULL REFERENCES checklist_templates (id),
    document_number integer NOT NULL DEFAULT 0,
    document_url text NOT NULL DEFAULT '',
    waived_reason text NOT NULL DEFAULT '',
    submitted_at datetime,
    reviewed_at datetime,
    closed_at datetime,
    nudge_on datetime,
    leased_until datetime,
    lease text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);
CREATE INDEX reviews_nudge ON reviews (nudge_on) WHERE nudge_on IS NOT NULL;
CREATE INDEX reviews_state ON reviews (state, id);
CREATE INDEX reviews_owner ON reviews (owner_id, state, id);
CREATE INDEX reviews_facilitator ON reviews (facilitator_id, state, id);

CREATE TABLE review_readers (
    review_id integer NOT NULL REFERENCES reviews (id),
    person_id integer NOT NULL REFERENCES people (id),
    PRIMARY KEY (review_id, person_id)
);

CREATE TABLE documents (
    id integer PRIMARY KEY AUTOINCREMENT,
    review_id integer NOT NULL REFERENCES reviews (id),
    number integer NOT NULL,
    body text NOT NULL,
    author_id integer REFERENCES people (id),
    created_at datetime NOT NULL,
    UNIQUE (review_id, number)
);

CREATE TABLE comments (
    id integer PRIMARY KEY AUTOINCREMENT,
    review_id integer NOT NULL REFERENCES reviews (id),
    document_number integer NOT NULL,
    quote text NOT NULL DEFAULT '',
    body text NOT NULL,
    author_id integer REFERENCES people (id),
    resolved_at datetime,
    resolved_by_id integer REFERENCES people (id),
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);
CREATE INDEX comments_review ON comments (review_id, id);

CREATE TABLE findings (
    id integer PRIMARY KEY AUTOINCREMENT,
    review_id integer NOT NULL REFERENCES reviews (id),
    document_number integer NOT NULL,
    rule text NOT NULL,
    level text NOT NULL CHECK (level IN ('error', 'warning', 'info')),
    section text NOT NULL DEFAULT '',
    start_byte integer NOT NULL,
    end_byte integer NOT NULL,
    line integer NOT NULL,
    "column" integer NOT NULL,
    text text NOT NULL,
    why text NOT NULL DEFAULT '',
    suggestion text NOT NULL DEFAULT '',
    fingerprint text NOT NULL,
    dismissed_at datetime,
    dismissed_by_id integer REFERENCES people (id),
    dismissed_reason text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL,
    UNIQUE (review_id, fingerprint)
);

CREATE TABLE meetings (
    id integer PRIMARY KEY AUTOINCREMENT,
    review_id integer NOT NULL REFERENCES reviews (id),
    state text NOT NULL CHECK (state IN ('scheduled', 'held', 'not_held', 'called_off')),
    starts_at datetime NOT NULL,
    minutes integer NOT NULL,
    place text NOT NULL DEFAULT '',
    note text NOT NULL DEFAULT '',
    uid text NOT NULL UNIQUE,
    sequence integer NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 1,
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);
CREATE UNIQUE INDEX meetings_scheduled ON meetings (review_id) WHERE state = 'scheduled';
CREATE INDEX meetings_review ON meetings (review_id, id);
CREATE INDEX meetings_starts ON meetings (starts_at, id) WHERE state = 'scheduled';

CREATE TABLE attendees (
    id integer PRIMARY KEY AUTOINCREMENT,
    meeting_id integer NOT NULL REFERENCES meetings (id),
    person_id integer NOT NULL REFERENCES people (id),
    part text NOT NULL,
    optional boolean NOT NULL DEFAULT false,
    response text NOT NULL DEFAULT 'needs_action' CHECK (response IN ('needs_action', 'accepted', 'tentative', 'declined')),
    attended boolean,
    removed_at datetime,
    UNIQUE (meeting_id, person_id)
);
CREATE INDEX attendees_person ON attendees (person_id, meeting_id);

CREATE TABLE invitations (
    id integer PRIMARY KEY AUTOINCREMENT,
    attendee_id integer NOT NULL UNIQUE REFERENCES attendees (id),
    revision integer NOT NULL,
    agreed_revision integer NOT NULL DEFAULT 0,
    sent_at datetime,
    due_at datetime,
    leased_until datetime,
    lease text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT ''
);
CREATE INDEX invitations_due ON invitations (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE outcomes (
    id integer PRIMARY KEY AUTOINCREMENT,
    review_id integer NOT NULL REFERENCES reviews (id),
    question_id integer NOT NULL REFERENCES questions (id),
    final boolean NOT NULL,
    person_id integer NOT NULL REFERENCES people (id),
    verdict text NOT NULL CHECK (verdict IN ('pass', 'needs_work', 'not_applicable')),
    note text NOT NULL DEFAULT '',
    waived_reason text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);
CREATE UNIQUE INDEX outcomes_final ON outcomes (review_id, question_id) WHERE final;
CREATE UNIQUE INDEX outcomes_person ON outcomes (review_id, question_id, person_id) WHERE NOT final;

CREATE TABLE messages (
    id integer PRIMARY KEY AUTOINCREMENT,
    review_id integer NOT NULL REFERENCES reviews (id),
    audience text NOT NULL CHECK (audience IN ('internal', 'external')),
    body text NOT NULL,
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'posted')),
    approved_at datetime,
    approved_by_id integer REFERENCES people (id),
    posted_at datetime,
    posted_by_id integer REFERENCES people (id),
    posted_url text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL,
    UNIQUE (review_id, audience)
);

CREATE TABLE action_items (
    id integer PRIMARY KEY AUTOINCREMENT,
    ulid text NOT NULL UNIQUE,
    review_id integer NOT NULL REFERENCES reviews (id),
    title text NOT NULL,
    description text NOT NULL DEFAULT '',
    done_when text NOT NULL DEFAULT '',
    kind text NOT NULL DEFAULT '' CHECK (kind IN ('', 'prevent', 'detect', 'mitigate', 'process')),
    priority text NOT NULL DEFAULT '' CHECK (priority IN ('', 'P0', 'P1', 'P2', 'P3')),
    state text NOT NULL CHECK (state IN ('proposed', 'committed', 'in_progress', 'done', 'rejected')),
    owner_id integer REFERENCES people (id),
    team_id integer REFERENCES teams (id),
    labels text NOT NULL,
    scope_actionable boolean NOT NULL DEFAULT false,
    scope_specific boolean NOT NULL DEFAULT false,
    scope_bounded boolean NOT NULL DEFAULT false,
    scope_override_reason text NOT NULL DEFAULT '',
    scope_overridden_by_id integer REFERENCES people (id),
    due_on date,
    due_key date GENERATED ALWAYS AS (coalesce(due_on, '9999-12-31')) STORED,
    first_due_on date,
    slips integer NOT NULL DEFAULT 0,
    slip_asked boolean NOT NULL DEFAULT false,
    committed_at datetime,
    committed_by_id integer REFERENCES people (id),
    committed_on date,
    closed_at datetime,
    closed_on date,
    rejected_reason text NOT NULL DEFAULT '',
    rejection_proposed text NOT NULL DEFAULT '',
    reopened integer NOT NULL DEFAULT 0,
    snoozes integer NOT NULL DEFAULT 0,
    snoozed_until date,
    ladder_from date,
    historic boolean NOT NULL DEFAULT false,
    desired_hash text NOT NULL DEFAULT '',
    nudge_on datetime,
    leased_until datetime,
    lease text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    created_at datetime NOT NULL,
    updated_at datetime NOT NULL
);
CREATE INDEX action_items_nudge ON action_items (nudge_on) WHERE nudge_on IS NOT NULL;
CREATE INDEX action_items_review ON action_items (review_id, id);
CREATE INDEX action_items_due ON action_items (due_key, id);
CREATE INDEX action_items_state ON action_items (state, due_key, id);
CREATE INDEX action_items_owner ON action_items (owner_id, state, due_key, id);
CREATE INDEX action_items_team ON action_items (team_id, state, due_key, id);
CREATE INDEX action_items_rejection ON action_items (due_key, id) WHERE rejection_proposed <> '';

CREATE TABLE links (
    id integer PRIMARY KEY AUTOINCREMENT,
    item_id integer NOT NULL UNIQUE REFERENCES action_items (id),
    remote_id text NOT NULL DEFAULT '',
    key text NOT NULL DEFAULT '',
    url text NOT NULL DEFAULT '',
    status text NOT NULL DEFAULT '',
    agreed_hash text NOT NULL DEFAULT '',
    agreed_category text NOT NULL DEFAULT '',
    agreed_due_on date,
    agreed_assignee text NOT NULL DEFAULT '',
    told_category text NOT NULL DEFAULT '',
    told_due_on date,
    agreed_labels text NOT NULL,
    dropped text NOT NULL,
    gone boolean NOT NULL DEFAULT false,
    create_started_at datetime,
    synced_at datetime,
    revision integer NOT NULL DEFAULT 1,
    due_at datetime,
    leased_until datetime,
    lease text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT ''
);
CREATE INDEX links_due ON links (due_at) WHERE due_at IS NOT NULL;
CREATE UNIQUE INDEX links_remote ON links (remote_id) WHERE remote_id <> '';

CREATE TABLE digests (
    id integer PRIMARY KEY AUTOINCREMENT,
    person_id integer NOT NULL REFERENCES people (id),
    day date NOT NULL,
    message_id text NOT NULL UNIQUE,
    started_at datetime,
    sent_at datetime,
    empty boolean NOT NULL DEFAULT false,
    revision integer NOT NULL DEFAULT 1,
    due_at datetime,
    leased_until datetime,
    lease text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT '',
    created_at datetime NOT NULL,
    UNIQUE (person_id, day)
);
CREATE INDEX digests_due ON digests (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE nudges (
    id integer PRIMARY KEY AUTOINCREMENT,
    digest_id integer NOT NULL REFERENCES digests (id),
    subject text NOT NULL CHECK (subject IN ('action_item', 'review')),
    subject_id integer NOT NULL,
    person_id integer NOT NULL REFERENCES people (id),
    rung text NOT NULL,
    step_key text NOT NULL,
    capacity text NOT NULL,
    covers_id integer REFERENCES people (id),
    dropped text NOT NULL DEFAULT '',
    created_at datetime NOT NULL,
    UNIQUE (subject, subject_id, person_id, step_key)
);
CREATE INDEX nudges_digest ON nudges (digest_id);

CREATE TABLE events (
    id integer PRIMARY KEY AUTOINCREMENT,
    at datetime NOT NULL,
    actor_id integer REFERENCES people (id),
    subject text NOT NULL,
    subject_id integer NOT NULL,
    review_id integer REFERENCES reviews (id),
    verb text NOT NULL,
    note text NOT NULL DEFAULT '',
    changes text
);
CREATE INDEX events_subject ON events (subject, subject_id, id);
CREATE INDEX events_review ON events (review_id, id);

-- +goose StatementBegin
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are insert-only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are insert-only');
END;
-- +goose StatementEnd

CREATE TABLE tokens (
    id integer PRIMARY KEY AUTOINCREMENT,
    person_id integer NOT NULL REFERENCES people (id),
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('viewer', 'member', 'facilitator', 'administrator')),
    hint text NOT NULL,
    hash text NOT NULL UNIQUE,
    expires_at datetime,
    revoked_at datetime,
    last_used_at datetime,
    created_at datetime NOT NULL
);
CREATE INDEX tokens_person ON tokens (person_id, id);

CREATE TABLE sign_ins (
    id integer PRIMARY KEY AUTOINCREMENT,
    person_id integer NOT NULL REFERENCES people (id),
    hash text UNIQUE,
    expires_at datetime,
    used_at datetime,
    revision integer NOT NULL DEFAULT 1,
    due_at datetime,
    leased_until datetime,
    lease text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT '',
    created_at datetime NOT NULL
);
CREATE INDEX sign_ins_due ON sign_ins (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX sign_ins_person ON sign_ins (person_id, created_at);

CREATE TABLE sessions (
    token text PRIMARY KEY NOT NULL,
    data blob NOT NULL,
    expires_at datetime NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE TABLE idempotency_keys (
    person_id integer NOT NULL REFERENCES people (id),
    key text NOT NULL,
    request_hash text NOT NULL,
    result text NOT NULL,
    created_at datetime NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

CREATE TABLE chores (
    id integer PRIMARY KEY AUTOINCREMENT,
    name text NOT NULL UNIQUE,
    note text NOT NULL DEFAULT '',
    revision integer NOT NULL DEFAULT 1,
    due_at datetime,
    leased_until datetime,
    lease text NOT NULL DEFAULT '',
    attempts integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT ''
);

-- +goose Down
DROP TABLE chores;
DROP TABLE idempotency_keys;
DROP TABLE sessions;
DROP TABLE sign_ins;
DROP TABLE tokens;
DROP TABLE events;
DROP TABLE nudges;
DROP TABLE digests;
DROP TABLE links;
DROP TABLE action_items;
DROP TABLE messages;
DROP TABLE outcomes;
DROP TABLE invitations;
DROP TABLE attendees;
DROP TABLE meetings;
DROP TABLE findings;
DROP TABLE comments;
DROP TABLE documents;
DROP TABLE review_readers;
DROP TABLE reviews;
DROP TABLE questions;
DROP TABLE checklist_templates;
DROP TABLE responders;
DROP TABLE incident_services;
DROP TABLE incidents;
DROP TABLE policies;
DROP TABLE services;
DROP TABLE teams;
DROP TABLE people;
