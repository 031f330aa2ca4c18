package store

import (
	"context"
	"fmt"
	"os"
	"strings"
)

// OpenExisting is OpenDatabase for who only reads: where there is no SQLite file it makes none, and returns an error that
// wraps fs.ErrNotExist.
func OpenExisting(ctx context.Context, address string) (*Database, error) {
	if path, ok := sqlitePath(address); ok {
		if _, err := os.Stat(path); err != nil {
			return nil, fmt.Errorf("open the database: %w", err)
		}
	}
	return OpenDatabase(ctx, address)
}

// sqlitePath returns which file an address means, and false for an address of PostgreSQL.
func sqlitePath(address string) (string, bool) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return "", false
	}
	return strings.TrimPrefix(strings.TrimPrefix(address, "sqlite:"), "//"), true
}
