package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"
)

// Sessions keeps the sessions of signed-in browsers; it is the store that scs asks for. Clock tells the time, as scs hands
// none on.
type Sessions struct {
	Store *Store
	Clock func() time.Time
}

type session struct {
	Token     string `gorm:"primaryKey"`
	Data      []byte
	ExpiresAt time.Time
}

// FindCtx returns a session's data, and false for one that is unknown or has expired.
func (x Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	var rows []session
	err := x.Store.reader(ctx).Where("token = ? AND expires_at > ?", token, x.Clock().UTC()).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, false, err
	}
	return rows[0].Data, true, nil
}

// CommitCtx stores a session's data.
func (x Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return x.Store.write.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&session{token, data, expires.UTC()}).Error
}

// DeleteCtx ends a session.
func (x Sessions) DeleteCtx(ctx context.Context, token string) error {
	return x.Store.write.WithContext(ctx).Where("token = ?", token).Delete(&session{}).Error
}

// Find is FindCtx without a context, which scs asks for and does not call.
func (x Sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (x Sessions) Commit(token string, data []byte, expires time.Time) error {
	return x.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx without a context.
func (x Sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }
