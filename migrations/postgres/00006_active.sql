-- +goose Up

-- A team or a service that is no more stays in history, and is offered no longer.
ALTER TABLE teams ADD COLUMN active boolean NOT NULL DEFAULT true;
ALTER TABLE services ADD COLUMN active boolean NOT NULL DEFAULT true;

-- +goose Down
ALTER TABLE services DROP COLUMN active;
ALTER TABLE teams DROP COLUMN active;
