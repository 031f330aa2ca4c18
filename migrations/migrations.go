// Package migrations holds the database's schema: one folder an engine, the same numbers in both.
package migrations

import "embed"

// Files holds postgres/*.sql and sqlite/*.sql in goose's format.
//
//go:embed postgres/*.sql sqlite/*.sql
var Files embed.FS
