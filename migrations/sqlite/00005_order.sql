-- +goose Up

-- The most urgent first, and what is closed last.
CREATE INDEX action_items_urgency ON action_items ((state = 'done' OR state = 'rejected'), due_key, id);

-- People in the order of their names.
CREATE INDEX people_name ON people (lower(name), id);

-- +goose Down
DROP INDEX people_name;
DROP INDEX action_items_urgency;
