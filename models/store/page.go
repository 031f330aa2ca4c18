package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"debrief/models"
)

// The sizes of a page of a list.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// Page asks for a part of a list: Limit rows (DefaultLimit for 0, at most MaxLimit) behind Cursor ("" for the beginning),
// in the order Sort: a column's name, with a minus before it for descending ("" for the list's own order).
type Page struct {
	Limit  int
	Cursor string
	Sort   string
}

// order is one way to sort a list: by a column, and by id among equals.
type order struct {
	column string
	desc   bool
}

// orders are the ways to sort one list; the first is its own.
type orders[T any] struct {
	names []string
	keys  map[string]func(T) (column any, id int64)
}

type cursor struct {
	Sort string `json:"s"`
	Key  any    `json:"k,omitempty"`
	ID   int64  `json:"i"`
}

// list returns one page of rows and the cursor of the next, "" at the end. It pages by key and never by offset: rows
// that come and go meanwhile make no other row appear twice or be missed.
func list[T any](db *gorm.DB, p Page, by orders[T]) ([]T, string, error) {
	sort := p.Sort
	if sort == "" {
		sort = by.names[0]
	}
	name := strings.TrimPrefix(sort, "-")
	key, ok := by.keys[name]
	if !ok {
		return nil, "", models.InvalidField("sort", "must be one of %s, with a minus before it for the other direction", strings.Join(by.names, ", "))
	}
	limit := p.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	if limit < 1 || limit > MaxLimit {
		return nil, "", models.InvalidField("limit", "must be 1 to %d", MaxLimit)
	}
	o := order{column: table[T](db) + "." + name, desc: strings.HasPrefix(sort, "-")}
	id := table[T](db) + ".id"
	if p.Cursor != "" {
		c, err := parseCursor(p.Cursor, sort)
		if err != nil {
			return nil, "", err
		}
		sign := ">"
		if o.desc {
			sign = "<"
		}
		if name == "id" {
			if c.Key != nil {
				return nil, "", badCursor()
			}
			db = db.Where(fmt.Sprintf("%s %s ?", id, sign), c.ID)
		} else {
			text, _ := c.Key.(string)
			if _, err := models.ParseDate(text); err != nil { // all other columns that lists are sorted by are dates
				return nil, "", badCursor()
			}
			db = db.Where(fmt.Sprintf("(%s, %s) %s (?, ?)", o.column, id, sign), c.Key, c.ID)
		}
	}
	direction := ""
	if o.desc {
		direction = " DESC"
	}
	by1 := o.column + direction
	if name != "id" {
		by1 += ", " + id + direction
	}
	var rows []T
	if err := db.Order(by1).Limit(limit + 1).Find(&rows).Error; err != nil {
		return nil, "", err
	}
	if len(rows) <= limit {
		return rows, "", nil
	}
	rows = rows[:limit]
	column, last := key(rows[limit-1])
	text, err := json.Marshal(cursor{sort, column, last})
	if err != nil {
		return nil, "", fmt.Errorf("make a cursor: %w", err)
	}
	return rows, base64.RawURLEncoding.EncodeToString(text), nil
}

func parseCursor(s, sort string) (cursor, error) {
	var c cursor
	text, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil || c.Sort != sort {
		return c, badCursor()
	}
	return c, nil
}

func badCursor() error {
	return models.InvalidField("cursor", "is not one that this list gave, in this order; begin without one")
}

// byID is the only order of lists that need no other: the newest first.
func byID[T any](id func(T) int64) orders[T] {
	return orders[T]{names: []string{"-id", "id"}, keys: map[string]func(T) (any, int64){
		"id": func(row T) (any, int64) { return nil, id(row) }}}
}
