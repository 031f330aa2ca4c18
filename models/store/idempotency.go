package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"debrief/models"
)

// Request names one request of a client that may be sent again: the client's key, and a hash of what was asked.
type Request struct {
	Key  string
	Hash string
}

type requestKey struct{}

// WithRequest returns a context in which a verb remembers its result under the request's key, in the same transaction:
// the same request again returns the result and changes nothing.
func WithRequest(ctx context.Context, r Request) context.Context {
	return context.WithValue(ctx, requestKey{}, r)
}

func requestOf(ctx context.Context) (Request, bool) {
	r, ok := ctx.Value(requestKey{}).(Request)
	return r, ok && r.Key != ""
}

type idempotencyKey struct {
	PersonID    int64
	Key         string
	RequestHash string
	Result      string
	CreatedAt   time.Time
}

// recall takes the key for this transaction, or reads the result kept under it. Of two requests with one key at the same
// time the second waits here until the first has committed, and then gets its result.
func (tx *Tx) recall(r Request, out any) (bool, error) {
	taken := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&idempotencyKey{tx.by.PersonID, r.Key, r.Hash, "", tx.now})
	if taken.Error != nil || taken.RowsAffected == 1 {
		return false, taken.Error
	}
	var row idempotencyKey
	if err := tx.Where("person_id = ? AND key = ?", tx.by.PersonID, r.Key).Take(&row).Error; err != nil {
		return false, err
	}
	if row.RequestHash != r.Hash {
		return false, models.Conflictf("this Idempotency-Key was used for another request; choose a new one")
	}
	if err := json.Unmarshal([]byte(row.Result), out); err != nil {
		return false, fmt.Errorf("read the result kept for an Idempotency-Key: %w", err)
	}
	return true, nil
}

func (tx *Tx) remember(r Request, result any) error {
	text, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("keep the result for an Idempotency-Key: %w", err)
	}
	return tx.Model(&idempotencyKey{}).Where("person_id = ? AND key = ?", tx.by.PersonID, r.Key).Update("result", string(text)).Error
}
